"""When somebody is out, as they type it: dates, perhaps a part of the day. Why is not kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pushin import errors, texts
from pushin.absence_effects import runs
from pushin.results.absences import Dates
from school import clock, phrase
from school.calendar import SchoolCalendar
from school.errors import PhraseError
from school.understood import Understood

NOON = 12 * 60
"""Minutes: where a morning ends and an afternoon begins."""
_DAY = timedelta(days=1)
_DAY_END = 24 * 60
_WEEK = 7
_WHO = r"<@(?P<{name}>[UW][A-Z0-9]+)(?:\|[^>]*)?>"
_COVER = re.compile(
    rf"(?:(?:and|with|,)\s+)?(?:cover(?:ed|s|ing)?(?:\s+by)?|cubre)\s*:?\s*{_WHO.format(name='after')}"
    rf"|{_WHO.format(name='before')}\s+(?:covers|will\s+cover|is\s+covering|cubre)",
    re.IGNORECASE,
)
_MENTION = re.compile(_WHO.format(name="who"))
_DE = r"(?:por|en|de|a)\s+la|esta"
_MORNING = re.compile(
    rf"(?<!\w)(?:(?:in\s+the|this|the)\s+)?mornings?(?!\w)|(?<!\w)(?:{_DE})\s+mañana(?!\w)"
    r"|(?<![\w:])(?<!\d\s)am(?!\w)|(?<!\w)until\s+noon(?!\w)",
    re.IGNORECASE,
)
_AFTERNOON = re.compile(
    rf"(?<!\w)(?:(?:in\s+the|this|the)\s+)?afternoons?(?!\w)|(?<!\w)(?:{_DE})\s+tarde(?!\w)"
    r"|(?<![\w:])(?<!\d\s)pm(?!\w)|(?<!\w)(?:from|after)\s+noon(?!\w)",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"(?<!\w)(?:all|(?:the\s+)?whole)\s+day(?!\w)|(?<!\w)todo\s+el\s+d[ií]a(?!\w)", re.IGNORECASE
)
_REST = re.compile(r"(?<!\w)(?:the\s+)?rest\s+of\s+(?:the\s+day|today)(?!\w)", re.IGNORECASE)
_REST_OF_WEEK = re.compile(r"(?<!\w)(?:the\s+)?rest\s+of\s+(?:the|this)\s+week", re.IGNORECASE)
_UNTIL = re.compile(r"(?:until|till?|through|thru|hasta)\s", re.IGNORECASE)
_SINCE = re.compile(r"(?<!\w)(?:from|desde|a\s+partir)(?!\w)", re.IGNORECASE)
_LEFT_OVER = re.compile(r"(?:^|\s+)(?:and|y)$", re.IGNORECASE)
_AFTER = re.compile(r"(?<!\w)(?:after|since)\s+(?=\d)", re.IGNORECASE)
_EDGES = " ,;:-\t"


@dataclass(frozen=True, slots=True)
class AbsenceAsked:
    """When somebody is out: dates, and minutes where it is a part of each."""

    spans: tuple[Dates, ...]
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Whom a line mentions (ids of accounts): who is out, who covers; and its other words."""

    out: str | None
    cover: str | None
    rest: str


def mentioned(verb: str, text: str) -> Mentioned:
    """Return whom a line after `absent` or `cover` mentions; after `cover` it is who covers."""
    said = _COVER.search(text)
    cover = None if said is None else said["after"] or said["before"]
    rest = text if said is None else f"{text[: said.start()]} {text[said.end() :]}"
    others = [found["who"] for found in _MENTION.finditer(rest)]
    if verb == "cover" and cover is None:
        cover, others = next(iter(others), None), others[1:]
    return Mentioned(next(iter(others), None), cover, " ".join(_MENTION.sub(" ", rest).split()))


def understand(text: str, calendar: SchoolCalendar, *, at: datetime) -> AbsenceAsked:
    """Return when somebody is out; without a date today. Other words are taken for the reason.

    Raises PhraseError (what the grammar cannot read) and Refusals: `too_long`, `absence_time`,
    `absence_dates`.
    """
    plain = _AFTER.sub("from ", texts.line(text, texts.NOTE, what="phrase"))
    today, now = clock.local(at, calendar.zone)
    part, plain = _part(plain, now)
    dates, said = _When(calendar, at, today).read(plain)
    if said is not None and said.start is not None:
        if part != (None, None):
            raise errors.Refusal("absence_time")
        part = _times(said, plain)
    return AbsenceAsked(tuple(runs(dates)), *part)


def _part(text: str, now: int) -> tuple[tuple[int | None, int | None], str]:
    """Return the part of the day that was said, and the other words."""
    rest = _REST_OF_WEEK.sub("this week", _WHOLE.sub(" ", text))
    if _REST.search(rest):
        return (now, _DAY_END), _tidied(_REST.sub(" ", rest))
    morning, afternoon = bool(_MORNING.search(rest)), bool(_AFTERNOON.search(rest))
    rest = _tidied(_AFTERNOON.sub(" ", _MORNING.sub(" ", rest)))
    if morning == afternoon:
        return (None, None), rest
    return ((0, NOON) if morning else (NOON, _DAY_END)), rest


def _tidied(text: str) -> str:
    return _LEFT_OVER.sub("", " ".join(text.split())).strip(_EDGES)


def _times(said: Understood, text: str) -> tuple[int, int]:
    """Return from when until when; one time alone is the beginning only after "from"."""
    if said.start is not None and said.end is not None:
        return said.start, said.end
    if said.start is None or not _SINCE.search(text):
        raise errors.Refusal("absence_time")
    return said.start, _DAY_END


@dataclass(frozen=True, slots=True)
class _When:
    """The school's calendar and the moment at which something was typed."""

    calendar: SchoolCalendar
    at: datetime
    today: date

    def read(self, text: str) -> tuple[tuple[date, ...], Understood | None]:
        """Return the dates of "tomorrow sick" or "sick tomorrow", and what else was understood."""
        if not text:
            return (self.today,), None
        if _UNTIL.match(text):
            text = f"today {text}"
        try:
            said = self._understood(text)
        except PhraseError as error:
            return self._elsewhere(text, error)
        return self._dates(said), said

    def _elsewhere(
        self, text: str, error: PhraseError
    ) -> tuple[tuple[date, ...], Understood | None]:
        """Return the dates at a line's end, or the times of today; a mere reason means today."""
        if error.code not in {"nonsense", "too_vague"}:
            raise error
        for words in _ends(text):
            said = self._tried(words)
            if said is not None:
                return self._dates(said), said
        said = self._tried(f"today {text}")
        if said is not None and said.start is not None:
            return (self.today,), said
        if error.code == "too_vague":
            raise error
        return (self.today,), None

    def _understood(self, text: str) -> Understood:
        return phrase.understand(text, now=self.at, zone=self.calendar.zone, calendar=self.calendar)

    def _tried(self, text: str) -> Understood | None:
        try:
            return self._understood(text)
        except PhraseError:
            return None

    def _dates(self, said: Understood) -> tuple[date, ...]:
        if said.period or said.part or said.block or said.minutes or said.cycle:
            raise errors.Refusal("absence_time")
        if said.kind in {"single", "multi"}:
            return said.dates
        if said.kind == "range" and said.first and said.last:
            first = min(max(said.first, self.today), said.last)
            return tuple(first + _DAY * n for n in range((said.last - first).days + 1))
        if said.kind == "series" and said.weekdays and not (said.last or said.interval != 1):
            dates = (self.today + _DAY * n for n in range(_WEEK))
            return tuple(on for on in dates if on.weekday() in said.weekdays)
        raise errors.Refusal("absence_dates")


def _ends(text: str) -> Iterator[str]:
    """Yield the last words of a line, most words first, without all of them."""
    words = text.split()
    for count in range(1, len(words)):
        yield " ".join(words[count:])
