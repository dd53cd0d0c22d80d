"""What a label of a school's calendar says about the day: off, short, first, lettered, or nothing.

Nothing is read into a label: where it may or may not mean a day off, `unsure` says why, and the
date stays as it is until somebody decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from school.imports import levels
from school.imports import vocabulary as words

if TYPE_CHECKING:
    from collections.abc import Callable

    from school.clock import Minute

Effect = Literal[
    "no_school",
    "early_release",
    "delayed_opening",
    "late_start",
    "minimum_day",
    "half_day",
    "regular",
]
Unsure = Literal[
    "holiday_of_some",
    "conditional",
    "remote_day",
    "conferences",
    "break_edge",
    "contradiction",
    "some_grades",
    "outing",
]

_DASHES = re.compile("[\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}]")
_QUOTES = re.compile("[\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}`\u02bc]")
_SPLIT = re.compile(r"\s+-+\s+|\s*[|;,:()\[\]*/]\s*|\s+-|-\s+")
_CLAUSE = re.compile(r"\s*[/;]\s*")
_LETTER = re.compile(
    r"(?:(?:cycle|rotation|letter|schedule|block)?\s?day[\s:#-]*(?P<after>[a-j]|\d{1,2})"
    r"|(?P<before>[a-j]|\d{1,2})(?:\s|-)?(?:block )?day)"
)
_BARE_LETTER = re.compile(r"[A-J]")
_CANCELLED = re.compile(r"cancel+ed\s*[:\s-]")
_TIME = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2})(?::(?P<minute>[0-5]\d))?\s*(?P<half>[ap])?\.?m?\b\.?|\bnoon\b"
)
_NOON = 12 * 60
_FIRST_AFTERNOON_HOUR = 6
"""A dismissal at 1:15 is in the afternoon, an opening at 10:15 in the morning."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a label says; all empty where it is not about the school day."""

    effect: Effect | None = None
    staff: bool = False
    """Adults work on this day without students."""
    edge: Literal["first_day", "last_day"] | None = None
    letter: str | None = None
    term: str | None = None
    """The term whose last day it is ("2nd quarter")."""
    groups: tuple[str, ...] = ()
    """The levels that it is limited to; none: everybody."""
    minute: Minute | None = None
    """When students leave (or come), where the label says it."""
    assumed: bool = False
    """It says no more than the name of a holiday or of a staff day."""
    unsure: Unsure | None = None
    """Why nothing was read into it, although it may be about the school day."""

    @property
    def matters(self) -> bool:
        """Whether the label is about school days at all."""
        return any((self.effect, self.edge, self.letter, self.term, self.unsure))


@lru_cache(maxsize=4096)
def read(label: str, *, hints: tuple[str, ...] = (), all_day: bool = True) -> Said:
    """Return what `label` says.

    `hints` are the event's categories ("holiday"): they count where the label alone leaves a
    question. A label of an hour's event (`all_day` False) has to speak of school outright:
    "Columbus Day" at 10:00 is a party.
    """
    plain = _plain(label)
    if _CANCELLED.match(plain):
        return Said()
    said = _limited(_day(plain, all_day=all_day), label)
    if said.unsure or not said.matters:
        hinted = [_day(_plain(re.sub("[_-]", " ", hint)), all_day=True) for hint in hints]
        effects = {one.effect for one in hinted if one.effect and not one.unsure}
        if all_day and len(effects) == 1 and said.unsure not in {"conditional", "some_grades"}:
            told = replace(said, effect=effects.pop(), unsure=None)
            return told if said.unsure or not _is_occasion(plain) else said
    return _with_letter(said, label, all_day=all_day)


def _plain(label: str) -> str:
    text = _QUOTES.sub("'", _DASHES.sub("-", label))
    return " ".join(text.casefold().split())


def _day(plain: str, *, all_day: bool) -> Said:
    effect = _outright(plain)
    if effect == "contradiction":
        return Said(unsure="contradiction")
    said = Said(effect, staff=_is_staff(plain), edge=_edge(plain), term=_term(plain))
    if effect and effect != "no_school":
        said = replace(said, minute=minute_of(plain))
    if effect not in {None, "regular"} and words.OUTING.search(plain):
        return Said(unsure="outing")
    if (effect or said.edge) and words.CONDITIONAL.search(plain) and effect != "regular":
        return Said(unsure="conditional")
    if effect or said.edge:
        return said
    return _by_name(plain, said) if all_day else said


def _outright(plain: str) -> Effect | Literal["contradiction"] | None:
    """Return what the label says in words that leave no question."""
    if words.REGULAR.search(plain) and not words.NO_SCHOOL.search(plain):
        stripped = words.NOT_REGULAR.sub(" ", plain)
        if words.REGULAR.search(stripped):
            return "regular"
    off = _is_off(plain)
    short = _short(plain)
    if off and short:
        return "contradiction"
    return "no_school" if off else short


def _is_off(plain: str) -> bool:
    return any(
        pattern.search(plain)
        for pattern in (words.NO_SCHOOL, words.NO_KINDERGARTEN, words.NO_GRADES)
    )


def _short(plain: str) -> Effect | None:
    kinds: tuple[tuple[Effect, re.Pattern[str]], ...] = (
        ("minimum_day", words.MINIMUM),
        ("early_release", words.EARLY),
        ("delayed_opening", words.DELAYED),
        ("late_start", words.LATE),
        ("half_day", words.HALF),
    )
    return next((effect for effect, pattern in kinds if pattern.search(plain)), None)


def _is_staff(plain: str) -> bool:
    return words.STAFF_DAY.search(plain) is not None


def _edge(plain: str) -> Literal["first_day", "last_day"] | None:
    if words.NOT_AN_EDGE.search(plain):
        return None
    if words.FIRST_DAY.search(plain):
        return "first_day"
    return "last_day" if words.LAST_DAY.search(plain) else None


def _term(plain: str) -> str | None:
    match = words.TERM.search(plain)
    if match is None or not (match["ends"] or re.match("end|last|close", match[0])):
        return None
    return f"{match['number']} {match['kind']}"


def _by_name(plain: str, said: Said) -> Said:
    """Read a label that names the day and does not say whether there is school."""
    bare = " ".join(words.DATES.sub(" ", plain).split()).strip(" -") or plain
    parts = [bare, *(part for part in _SPLIT.split(bare) if part)]
    unless = words.CONDITIONAL.search(plain) is not None
    if any(words.BREAK.fullmatch(part) for part in parts):
        unsure: Unsure | None = "conditional" if unless else _at_an_edge(plain)
        return Said(unsure=unsure) if unsure else replace(said, effect="no_school")
    if any(words.HOLIDAY.fullmatch(part) for part in parts) and not _is_occasion(plain):
        return replace(said, effect="no_school", assumed=True)
    if words.REMOTE.search(plain) and not _is_occasion(plain):
        return Said(unsure="remote_day")
    if said.staff and not words.NOT_A_STAFF_DAY.search(plain):
        if unless:
            return Said(unsure="conditional")
        return replace(said, effect="no_school", assumed=True)
    return replace(said, staff=False, unsure=_question(plain, parts))


def _at_an_edge(plain: str) -> Unsure | None:
    return "break_edge" if words.BEGINS.search(plain) else None


def _question(plain: str, parts: list[str]) -> Unsure | None:
    """Return why a label may be about the school day although it does not say so."""
    if any(words.HOLIDAY_OF_SOME.fullmatch(part) for part in parts):
        return "holiday_of_some"
    if words.CONFERENCES.search(plain) and not words.NOT_A_STAFF_DAY.search(plain):
        return "conferences"
    if words.CONDITIONAL.search(plain) and ("snow" in plain or "school" in plain):
        return "conditional"
    begins = words.BEGINS.sub(" ", plain).strip(" -")
    if begins != plain and words.BREAK.fullmatch(" ".join(begins.split())):
        return "break_edge"
    return None


def _is_occasion(plain: str) -> bool:
    return words.OCCASION.search(plain) is not None


def _limited(said: Said, label: str) -> Said:
    """Add the levels that the label limits itself to; a first day of one grade is nobody else's."""
    groups = levels.of(_saying(label, _outright)) if said.effect else ()
    limited = levels.of(_saying(label, _edge)) if said.edge else ()
    if limited:
        unsure: Unsure | None = None if said.effect else "some_grades"
        return replace(said, edge=None, groups=groups or limited, unsure=unsure)
    return replace(said, groups=groups)


def _saying(label: str, what: Callable[[str], str | None]) -> str:
    """Return the part of "Elementary early release/Secondary exams" that says `what`."""
    parts = [part for part in _CLAUSE.split(label) if levels.but(part)]
    saying = [part for part in parts if what(_plain(part))]
    return saying[0] if len(saying) == 1 and len(parts) > 1 else label


def _with_letter(said: Said, label: str, *, all_day: bool) -> Said:
    if not all_day or said.effect == "no_school":
        return said
    letter = letter_of(label)
    return replace(said, letter=letter) if letter else said


def letter_of(label: str) -> str | None:
    """Return the cycle day that a label begins with ("A Day - Advisory", "Day 3", "B")."""
    if _BARE_LETTER.fullmatch(label.strip()):
        return label.strip()
    head = next((part for part in _SPLIT.split(_plain(label)) if part), "")
    match = _LETTER.fullmatch(head) or _LETTER.fullmatch(_plain(label))
    if match is None:
        return None
    return (match["after"] or match["before"]).upper()


def minute_of(plain: str) -> Minute | None:
    """Return the time that a label says, if it says just one; 1:15 is in the afternoon."""
    found = {_minute(match) for match in _TIME.finditer(plain) if _is_time(match, plain)}
    return found.pop() if len(found) == 1 else None


def _is_time(match: re.Match[str], plain: str) -> bool:
    if match[0] == "noon" or match["minute"] or match["half"]:
        return True
    return re.search(rf"(?:at|@|dismissal:?) {re.escape(match[0].strip())}", plain) is not None


def _minute(match: re.Match[str]) -> Minute:
    if match[0] == "noon":
        return _NOON
    hour, minute = int(match["hour"]) % 24, int(match["minute"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    elif hour < _FIRST_AFTERNOON_HOUR:
        hour += 12
    return hour * 60 + minute
