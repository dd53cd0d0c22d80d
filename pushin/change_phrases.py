"""A typed change as values: which session is meant, and what should become of it."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pushin import calendars, classrooms, errors, texts
from pushin.results import What
from school import events, phrase
from school.calendar import SchoolCalendar
from school.errors import PhraseError
from school.recurrence import Anchor
from school.understood import Understood
from storage.tables.plans import MODELS

KINDS: dict[str, What] = {
    "move": "move",
    "reschedule": "move",
    "skip": "skip",
    "cancel": "end",
    "end": "end",
    "pause": "pause",
    "resume": "resume",
}
"""The words that say what kind of change it is."""
_DAY = timedelta(days=1)
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_ROOM = re.compile(
    r"\b(?:in(?:to)?\s+)?(?:the\s+)?(?:class)?(?:room|rm\.?)\s*#?\s*([\w-]{1,40})", re.IGNORECASE
)
_TO = re.compile(r"(?:^|\s)(?:to|->|→)\s+", re.IGNORECASE)
_FILLERS = re.compile(
    r"(?<!\w)(?:my|our|the|a|please|session|sessions|push-?in|routine|only|with|at|on)(?!\w)",
    re.IGNORECASE,
)
_MODEL = {
    "push_in": re.compile(r"\bpush[ -]?in\b", re.IGNORECASE),
    "pull_out": re.compile(r"\bpull[ -]?out\b", re.IGNORECASE),
    "consultation": re.compile(r"\bconsult(?:ation)?\b", re.IGNORECASE),
}
_EVERY = "weekdays "
"""What stands before words without days, so that the grammar reads their times and limits."""
_LIMITS = frozenset({"from", "starting", "until", "till", "through", "thru", "since", "for", "by"})
_NO_DAYS = frozenset({"too_vague", "nonsense"})


@dataclass(frozen=True, slots=True)
class Which:
    """What narrows down the sessions that may be meant."""

    on: date | None = None
    weekdays: frozenset[int] = frozenset()
    start: int | None = None
    room: str = ""
    during: str = ""
    user_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """A typed change; what was not said is None or empty. `is_bare`: only that something changes.

    `first`, `last`: dates of a change from a date on, or of a pause. `during`: words that may name
    a routine of the room.
    """

    what: What
    which: Which = field(default_factory=Which)
    on: date | None = None
    first: date | None = None
    last: date | None = None
    start: int | None = None
    end: int | None = None
    minutes: int | None = None
    anchor: Anchor | None = None
    during: str = ""
    room: str = ""
    weekdays: frozenset[int] = frozenset()
    model: str | None = None

    @property
    def is_bare(self) -> bool:
        """Whether nothing says what should become of it."""
        if self.what in {"skip", "resume"}:
            return False
        if self.what == "pause":
            return self.last is None
        if self.what == "end":
            return self.first is None
        said = (self.on, self.start, self.anchor, self.model)
        return all(one is None for one in said) and not (self.during or self.room or self.weekdays)


def understand(text: str, calendar: SchoolCalendar, *, at: datetime) -> Asked:
    """Return what `text` asks for; its first word may say the kind (`KINDS`).

    Raises PhraseError (what the grammar cannot read) and Refusals: `too_long`, `change_unclear`,
    `change_one_date`, `until_event_unknown` (event, known).
    """
    plain = texts.line(text, texts.NOTE, what="phrase")
    word, _, rest = plain.partition(" ")
    kind = KINDS.get(word.casefold())
    here = _Here(calendar, at)
    if kind is None or kind == "move":
        return here.moved(rest if kind else plain)
    return here.limited(kind, rest)


@dataclass(frozen=True, slots=True)
class _Here:
    """The school's calendar and the instant at which something was typed."""

    calendar: SchoolCalendar
    at: datetime

    @property
    def today(self) -> date:
        return calendars.today(self.calendar, self.at)

    def limited(self, what: What, text: str) -> Asked:
        """Return what "skip tomorrow", "cancel room 4 from 1/19", "pause until 1/19" ask for."""
        words, which = self._place(text)
        read = self._read(words)
        which = self._narrowed(which, read)
        said = read.said
        if said is None:
            return Asked(what, which)
        if said.kind == "range":
            return Asked(_over_dates(what), which, first=said.first, last=said.last)
        if said.kind == "multi":
            raise errors.Refusal("change_one_date")
        first, last = said.first, self._last(said)
        if said.kind == "single":
            return self._on(what, which, said.dates[0])
        if first is None and last is None:
            return Asked(what, which)
        if what == "skip":
            what = "pause" if last else "end"
        if what in {"end", "resume"}:
            return Asked(what, which, first=first or (last + _DAY if last else None))
        return Asked(what, which, first=first, last=last)

    def _on(self, what: What, which: Which, on: date) -> Asked:
        """Return what a single date means: that one session, or from when."""
        if what == "resume":
            return Asked(what, which, first=on)
        return Asked("skip", which)

    def moved(self, text: str) -> Asked:
        """Return what "Wed to 1:20" or "Monday arrival to 9:10-9:40 from 1/19" ask for."""
        left, right = _halves(text)
        words, which = self._place(left)
        read = self._read(words)
        which = self._narrowed(which, read)
        first = read.said.first if read.said and read.said.kind == "series" else None
        if right is None:
            return Asked("change" if first or which.weekdays else "move", which, first=first)
        return self._becomes(which, first, right)

    def _becomes(self, which: Which, first: date | None, right: str) -> Asked:
        """Return what should become of the session that is meant, or of its plan from a date on."""
        model = next((one for one in MODELS if _MODEL[one].search(right)), None)
        for words in _MODEL.values():
            right = words.sub(" ", right)
        room, right = _room(_MENTION.sub(" ", right))
        then = self._read(right)
        said = then.said or Understood(kind="series")
        if said.kind not in {"single", "series"}:
            raise errors.Refusal("change_one_date")
        weekdays = frozenset(said.weekdays) if then.has_days else frozenset[int]()
        first = said.first or first
        anchor = _anchor(said)
        return Asked(
            "change" if first or which.weekdays or weekdays or model else "move",
            which,
            on=said.dates[0] if said.dates else None,
            first=first,
            start=said.start,
            end=said.end,
            minutes=said.minutes,
            anchor=anchor,
            during="" if anchor else self._routine(then),
            room=room,
            weekdays=weekdays,
            model=model,
        )

    # --- reading --------------------------------------------------------------------------

    def _place(self, text: str) -> tuple[str, Which]:
        """Take room and people out of the words that say which session is meant."""
        people = frozenset(_MENTION.findall(text))
        room, rest = _room(_MENTION.sub(" ", text))
        return " ".join(_FILLERS.sub(" ", rest).split()), Which(room=room, user_ids=people)

    def _narrowed(self, which: Which, read: "_Read") -> Which:
        said = read.said
        during = self._routine(read)
        on = said.dates[0] if said is not None and said.kind == "single" else None
        weekdays = frozenset(said.weekdays) if said is not None and read.has_days else frozenset()
        return Which(
            on,
            weekdays if on is None else frozenset(),
            said.start if said else None,
            which.room,
            during,
            which.user_ids,
        )

    def _read(self, text: str) -> "_Read":
        """Read the time words of a text wherever they begin."""
        words = " ".join(text.split())
        if not words:
            return _Read(None, "")
        parts = words.split()
        for count, word in enumerate(parts):
            try:
                said = self._understood(" ".join(parts[count:]))
            except PhraseError as error:
                if count == 0 and error.code not in _NO_DAYS:
                    raise
            else:
                return _Read(said, " ".join([*parts[:count], said.rest]).strip(), has_days=True)
            if word.casefold() in _LIMITS:
                break
        return self._without_days(words)

    def _without_days(self, words: str) -> "_Read":
        try:
            said = self._understood(_EVERY + words)
        except PhraseError as error:
            if error.code not in _NO_DAYS:
                raise
            return _Read(None, words)
        return _Read(said, said.rest)

    def _understood(self, text: str) -> Understood:
        return phrase.understand(text, now=self.at, zone=self.calendar.zone, calendar=self.calendar)

    def _last(self, said: Understood) -> date | None:
        if said.until_event is None:
            return said.last
        found = events.until(said.until_event, self.calendar, self.today)
        if found is None:
            known = events.names(self.calendar, self.today)[:6]
            raise errors.Refusal("until_event_unknown", event=said.until_event, known=known)
        return found.on

    def _routine(self, read: "_Read") -> str:
        """Return the period or routine that words name; "" where they name none."""
        said = read.said
        if said is not None and said.period is not None:
            return said.period
        if said is not None and said.block is not None:
            return said.block[1]
        return " ".join(_FILLERS.sub(" ", read.rest).split())


@dataclass(frozen=True, slots=True)
class _Read:
    """What the grammar made of some words, and those that are no time; `has_days`: it says days."""

    said: Understood | None
    rest: str
    has_days: bool = False


def _halves(text: str) -> tuple[str, str | None]:
    """Return what is meant and what should become of it: the words before the first "to"."""
    found = _TO.search(text)
    return (text, None) if found is None else (text[: found.start()], text[found.end() :])


def _anchor(said: Understood) -> Anchor | None:
    """Return the period, or the time around something, that words say for certain."""
    if said.period is not None:
        minutes, offset = said.minutes, None
        if said.part is not None:
            minutes, offset = said.part[1], "end" if said.part[0] == "last" else "start"
        return Anchor("period", said.period, None, None, offset, minutes)  # type: ignore[arg-type]
    if said.block is None:
        return None
    around = said.block[0] if said.block[0] in {"before", "after"} else None
    return Anchor("routine", said.block[1], None, None, around, said.minutes)  # type: ignore[arg-type]


def _over_dates(what: What) -> What:
    """Return what is done on several days in a row: skipping or cancelling them is a pause."""
    return "pause" if what in {"skip", "end"} else what


def _room(text: str) -> tuple[str, str]:
    found = _ROOM.search(text)
    if found is None:
        return "", text
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return classrooms.room_name(found[1]), rest
