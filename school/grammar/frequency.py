"""Reading how often and how long in a week: 2x15, twice a week for 30 min, 60 minutes a week."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from school.errors import PhraseError
from school.grammar.reader import folded, pattern
from school.grammar.spelling import corrected
from school.grammar.vocabulary import COUNTS, one_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_TIMES = 7
_LONGEST = 240
_WEEK_OF_FIVE = 5
_COUNT = rf"(?:\d{{1,4}}|{one_of(COUNTS)})"
_A_WEEK = r"\s*(?:(?:a|per|each|every|por|a la|in a)\s+week|weekly|/\s*week)"
_LENGTH = (
    rf"(?:(?P<half>half an hour|a half hour|half hour|media hora)|(?P<hour>an hour|una hora)"
    rf"|(?P<n>{_COUNT})\s*-?\s*(?P<unit>minutes?|mins?\.?|'|hours?|horas?))"
)
_PRODUCT = pattern(
    rf"(?P<times>\d{{1,4}})\s*[x*]\s*(?P<minutes>\d{{1,4}})(?:\s*-?\s*(?:minutes?|mins?\.?))?"
    rf"(?:{_A_WEEK})?"
)
_A_DAY = pattern(r"(?:(?:every|each)\s+(?:school\s*)?day|daily)")
_TOTAL = pattern(rf"{_LENGTH}{_A_WEEK}")
_ONCE = pattern(rf"(?:once|una vez|1\s*x|one time){_A_WEEK}")
_TWICE = pattern(rf"(?:twice|two times|two veces|2\s*x){_A_WEEK}")
_TIMES = pattern(rf"(?P<times>{_COUNT})\s*(?:times|veces|days|x|sessions)(?:{_A_WEEK})?")
_EACH = pattern(rf"(?:for\s+)?{_LENGTH}(?:\s*(?:each|each time|a session|per session|a time))?")


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often in a week and how long; what was not said is None.

    `weekly` are the minutes of a whole week, where nobody said how they are split.
    """

    times: int | None = None
    minutes: int | None = None
    weekly: int | None = None


def take(text: str) -> tuple[Frequency, str]:
    """Return what a text says of how often and how long, and the other words.

    The words come in the grammar's spelling: lower case, no accents, Spanish routines in English.
    PhraseError `frequency` for what cannot be: no times, no minutes, twice the same.
    """
    rest = corrected(folded(text)).text.replace("\u00d7", "x")
    found = Frequency()
    for wanted, read in _READINGS:
        match = _search(wanted, rest)
        if match is None:
            continue
        found = _merged(found, read(match))
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    _check(found)
    return found, " ".join(rest.split())


def _search(wanted: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the first match that begins at the beginning of a word."""
    found = (wanted.match(text, word.start()) for word in _words(text))
    return next((match for match in found if match), None)


def _words(text: str) -> Iterator[re.Match[str]]:
    return re.finditer(r"(?<![\w'])\S", text)


def _product(match: re.Match[str]) -> Frequency:
    times, minutes = int(match["times"]), int(match["minutes"])
    if times > _MOST_TIMES >= minutes:
        times, minutes = minutes, times
    return Frequency(times, minutes)


def _length(match: re.Match[str]) -> int:
    if match["half"]:
        return 30
    if match["hour"]:
        return 60
    said = match["n"]
    count = int(said) if said.isdigit() else COUNTS[said]
    return count * 60 if match["unit"].startswith("ho") else count


def _counted(match: re.Match[str]) -> int:
    said = match["times"]
    return int(said) if said.isdigit() else COUNTS[said]


_READINGS = (
    (_PRODUCT, _product),
    (_TOTAL, lambda match: Frequency(weekly=_length(match))),
    (_ONCE, lambda _: Frequency(times=1)),
    (_TWICE, lambda _: Frequency(times=2)),
    (_TIMES, lambda match: Frequency(times=_counted(match))),
    (_A_DAY, lambda _: Frequency(times=_WEEK_OF_FIVE)),
    (_EACH, lambda match: Frequency(minutes=_length(match))),
)


def _merged(one: Frequency, other: Frequency) -> Frequency:
    """Return both; the same thing said twice is no one frequency."""
    for name in ("times", "minutes", "weekly"):
        said = getattr(other, name)
        if said is not None and getattr(one, name) is not None:
            raise PhraseError("frequency")
        if said is not None:
            one = replace(one, **{name: said})
    return one


def _check(found: Frequency) -> None:
    if found.times is not None and not 1 <= found.times <= _MOST_TIMES:
        raise PhraseError("frequency")
    for minutes in (found.minutes, found.weekly):
        if minutes is not None and not 1 <= minutes <= _LONGEST:
            raise PhraseError("frequency")
    if None not in (found.weekly, found.minutes):
        raise PhraseError("frequency")
