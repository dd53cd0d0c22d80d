"""The registry of verbs: how each is called, and what a typed line means."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Verb:
    """Something a person can ask for; its summary is the catalogue's `verb.NAME`."""

    name: str
    usage: str = ""
    aliases: tuple[str, ...] = ()
    example: str = ""
    kinds: tuple[str, ...] = ()
    """Words that call it too, and say of what kind: they stay in the text."""

    @property
    def words(self) -> tuple[str, ...]:
        """All words that call this verb."""
        return (self.name, *self.aliases, *self.kinds)

    @property
    def call(self) -> str:
        """How the verb is typed, with its argument."""
        return f"{self.name} {self.usage}".strip()


VERBS: tuple[Verb, ...] = (
    Verb("next", aliases=("upcoming",)),
    Verb("today", aliases=("agenda",)),
    Verb("week", "[next]"),
    Verb(
        "schedule",
        "PHRASE",
        aliases=("plan", "book"),
        example="schedule Mon & Wed 9:10-9:40 arrival routine with @adams room 4 until June",
    ),
    Verb("suggest", "GOAL", aliases=("times",), example="suggest fine motor 2x20 with @adams"),
    Verb(
        "change",
        "WHICH to WHEN",
        example="change Wed to Thu 1:20",
        kinds=("move", "skip", "cancel", "pause", "resume", "reschedule", "end"),
    ),
    Verb("review", aliases=("looks",)),
    Verb("students", aliases=("codes",)),
    Verb("handover", aliases=("takeover",)),
    Verb("caseload", aliases=("load",)),
    Verb("agree", aliases=("roles",)),
    Verb("confirm", aliases=("in",)),
    Verb("expect", "TEXT", aliases=("expectation",), example="expect writing folders out"),
    Verb("drop", "2", aliases=("remove",)),
    Verb("who"),
    Verb("why"),
    Verb("touchbase", aliases=("touch-base", "touch", "tb")),
    Verb(
        "absent",
        "[DATES]",
        aliases=("out", "sick", "away", "ausente"),
        example="absent tomorrow morning",
    ),
    Verb("cover", "[@NAME DATES]", aliases=("covers",), example="cover @tam tomorrow"),
    Verb(
        "minutes",
        "[this month]",
        aliases=("mins", "minute"),
        example="minutes room 4 last month",
    ),
    Verb("mandate", aliases=("mandates", "mandated")),
    Verb("log", "[yesterday]", aliases=("logs", "record"), example="log yesterday"),
    Verb("makeup", aliases=("make-up", "makeups")),
    Verb(
        "indirect",
        "[WEEKS]",
        aliases=("consult",),
        example="indirect weeks of Oct 14, Nov 10",
    ),
    Verb("quiet", aliases=("withheld", "silence")),
    Verb("day", "DATE", aliases=("bells",), example="day minimum tomorrow"),
    Verb("closed", "DATE", aliases=("close",), example="closed tomorrow snow"),
    Verb("delay", "2h", aliases=("late",), example="delay 2h tomorrow"),
    Verb("early", "12:30", aliases=("dismissal",), example="early 12:30 Friday"),
    Verb("room", aliases=("routines", "classroom")),
    Verb("school", aliases=("schools",)),
    Verb("calendar", aliases=("ics", "subscribe")),
    Verb("substitute", "[DATE]", aliases=("sub",), example="substitute tomorrow"),
    Verb("export", "[MONTH]", aliases=("download",), example="export September"),
    Verb("settings", aliases=("me", "setup", "hello")),
    Verb("help", aliases=("?", "verbs")),
)

# What a person who types nothing sees: the four buttons.
MENU = "menu"


@dataclass(frozen=True, slots=True)
class Called:
    """A verb and the text after it."""

    verb: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """No verb goes by this word; `near` are verbs that look like it."""

    word: str
    near: tuple[str, ...]


def parse(text: str) -> Called | Unknown:
    """Return the verb that a typed line calls; an empty line calls the menu."""
    word, _, rest = text.strip().partition(" ")
    if not word:
        return Called(MENU)
    said = word.casefold().rstrip(".,!:")
    verb = _BY_WORD.get(said)
    if verb is None:
        return Unknown(word[:40], _near(word.casefold()))
    return Called(verb, f"{said} {rest}".strip() if said in _KINDS else rest.strip())


def usage_hint() -> str:
    """Return the hint that stands beside the slash command."""
    return " | ".join(verb.call for verb in VERBS)


def _calls() -> Iterator[tuple[str, str]]:
    for verb in VERBS:
        yield from ((word, verb.name) for word in verb.words)


def _near(word: str) -> tuple[str, ...]:
    close = difflib.get_close_matches(word, _BY_WORD, n=3, cutoff=0.6)
    return tuple(dict.fromkeys(_BY_WORD[found] for found in close))


_KINDS = frozenset(word for verb in VERBS for word in verb.kinds)
_BY_WORD: Mapping[str, str] = MappingProxyType(dict(_calls()))
