"""Reading which days repeat: Mon & Wed, mwf, M-F, every other tuesday, A days, first monday."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from school.errors import PhraseError
from school.grammar.dates import NOT_SUNDAY
from school.grammar.reader import pattern
from school.grammar.vocabulary import LETTERS, NUMBERS, ORDINALS, PLURALS, WEEKDAYS, one_of

if TYPE_CHECKING:
    from school.grammar.reader import Reader

_WEEKS_OF_A_MONTH = 5
_ALL = (0, 1, 2, 3, 4)
_WORD = rf"(?:{one_of(WEEKDAYS)})\.?"
_LETTER = "(?:th|tu|t|w|m|r|f)"
# Atomic: a list of many is otherwise tried with every split of its gaps.
_AND = r"(?>\s*(?:,\s*(?:and\b|&|y\b)?|&|\+|/|and\b|y\b)\s*)"
_GOOD_WORD = rf"(?<!\w){_WORD}(?!\w)(?!{NOT_SUNDAY})"

_EVERY = pattern(r"every|each|all|todos los|todas las|cada|los|weekly on|weekly|on(?= )|el")
_OTHER = pattern(
    r"(?:every|each)\s+(?:other|2nd|second)(?:\s+week(?:\s+on)?)?|alternate|alternating"
)
_EVERY_N = pattern(
    rf"every\s+(?P<n>\d{{1,2}}|{one_of(NUMBERS)})\s+weeks?(?:\s+on)?"
    r"|cada (?P<es>\d) semanas(?: los?)?"
)
_DAILY = pattern(
    r"(?:every|each|all)\s+(?:school\s*)?(?:day|weekday)s?|daily(?!\s+5(?![\d:]))|weekdays"
    r"|school days|todos los dias|(?:de )?lunes a viernes"
    r"|(?:m|mon|monday|mondays)\s*(?:-|to|through|thru)\s*(?:f|fri|friday|fridays)"
)
_RANGE = pattern(
    rf"(?P<first>{_WORD})\s*(?:-|\b(?:to|through|thru|a)\b)\s*(?P<last>{_WORD})"
    rf"|(?P<letter>{_LETTER})-(?P<to>{_LETTER})"
)
_LIST = pattern(rf"{_GOOD_WORD}(?:(?:{_AND}|\s+)(?:(?:los|every|each|on|cada)\s+)?{_GOOD_WORD})*")
_LETTER_LIST = pattern(rf"{_LETTER}(?:(?:{_AND}|\s+){_LETTER})+")
_PACKED = pattern(r"(?!mr\b)(?=[mtwhrfu]{2,})m?(?:tu|t(?!h))?w?(?:th|r)?f?")
_WEEKDAY_WORD = pattern(rf"(?<!\w)(?:{one_of(WEEKDAYS)})")
_LETTER_WORD = re.compile(_LETTER)
_CYCLE_WORD = pattern(r"(?<!\w)(?:\d{1,2}|[a-h])")
_ORDINAL_WORD = pattern(rf"(?<!\w)(?:{one_of(ORDINALS)})")
_EITHER = pattern(rf"{_WORD}\s+or\s+{_WORD}")
_MONTHLY = pattern(
    rf"(?:(?:every|on|the|each)\s+)*(?P<which>(?:{one_of(ORDINALS)})(?:{_AND}(?:{one_of(ORDINALS)}))*)\s+"
    rf"(?P<weekday>{_WORD})(?:\s+(?:of|in|each|every|del?)\s+(?:(?:the|each|every|a|cada)\s+)?"
    r"(?:month|mes))?"
)
_CYCLE = pattern(
    r"(?:(?:every|each|on|all|the)\s+)*(?:"
    rf"(?P<letters>[a-h](?:{_AND}[a-h])*)[\s-]*(?:-\s*)?days?"
    rf"|(?:cycle\s+|rotation\s+)?days?\s+(?P<numbers>(?:\d{{1,2}}|[a-h])(?:{_AND}(?:\d{{1,2}}|[a-h]))*)"
    r"|(?P<parity>odd|even)\s+days?)(?!\s*(?:of|from|after|before)\b)"
)
_AFTERWARDS = pattern(
    r"every other week|every (?:2|two) weeks|alternate weeks|weekly|(?:every|each) week"
)


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a phrase repeats on."""

    weekdays: tuple[int, ...] = ()
    repeats: bool = False
    """Said so: "every", a plural."""
    interval: int = 1
    cycle: tuple[str, ...] = ()
    monthly: tuple[tuple[int, int], ...] = ()

    @property
    def series(self) -> bool:
        """Whether these are many dates; one bare weekday is one date."""
        return self.repeats or len(self.weekdays) > 1


def take_days(reader: Reader) -> Days | None:
    """Read repeating days; None if the reader stands before something else."""
    for read in (_take_cycle, _take_weekly):
        found = read(reader)
        if found is not None:
            return found
    return None


def take_interval(reader: Reader) -> int | None:
    """Read "every other week" after the days."""
    match = reader.take(_AFTERWARDS)
    if match is None:
        return None
    return 1 if match[0] in {"weekly", "every week", "each week"} else 2


def take_weekdays(reader: Reader) -> tuple[int, ...]:
    """Read a list or range of weekdays, in week order; empty if there is none."""
    if reader.peek(_EITHER):
        raise PhraseError("ambiguous", value="or")
    if reader.take(_DAILY):
        return _ALL
    match = reader.take(_RANGE)
    if match is not None:
        return _between(match)
    match = reader.take(_LIST)
    if match is not None:
        return _sorted(_words(match[0], _WEEKDAY_WORD))
    match = reader.take(_LETTER_LIST) or reader.take(_PACKED)
    return () if match is None else _sorted(_words(match[0], _LETTER_WORD))


def _take_weekly(reader: Reader) -> Days | None:
    back = reader.at
    daily = reader.take(_DAILY)
    if daily is not None:
        return Days(_ALL, repeats=True)
    interval = _take_every_n(reader)
    every = None if interval else reader.take(_EVERY)
    start = reader.past_gap()
    weekdays = take_weekdays(reader)
    if not weekdays:
        reader.at = back
        return None
    said = reader.text[start : reader.at]
    plural = any(word in PLURALS for word in said.replace(",", " ").replace("/", " ").split())
    repeats = bool(interval) or (every is not None and every[0] not in {"on", "el"}) or plural
    return Days(weekdays, repeats=repeats, interval=interval or 1)


def _take_every_n(reader: Reader) -> int | None:
    if reader.take(_OTHER):
        return 2
    match = reader.take(_EVERY_N)
    if match is None:
        return None
    said = match["n"] or match["es"]
    return int(said) if said.isdigit() else NUMBERS[said]


def _words(said: str, wanted: re.Pattern[str]) -> list[int]:
    return [WEEKDAYS.get(word, LETTERS.get(word, 0)) for word in wanted.findall(said)]


def _sorted(weekdays: list[int]) -> tuple[int, ...]:
    return tuple(sorted(set(weekdays)))


def _between(match: re.Match[str]) -> tuple[int, ...]:
    if match["letter"]:
        first, last = LETTERS[match["letter"]], LETTERS[match["to"]]
    else:
        first, last = (WEEKDAYS[match[end].rstrip(".")] for end in ("first", "last"))
    if first >= last:
        raise PhraseError("ambiguous", value=match[0])
    return tuple(range(first, last + 1))


def take_monthly(reader: Reader) -> Days | None:
    """Read "first monday of the month", "1st and 3rd tuesdays"."""
    match = reader.peek(_MONTHLY)
    if match is None or (reader.peek(_OTHER) and not _means_monthly(match)):
        return None
    if not _means_monthly(match):
        raise PhraseError("ambiguous", value=match[0])
    reader.at = match.end()
    weekday = WEEKDAYS[match["weekday"].rstrip(".")]
    which = [ORDINALS[word] for word in _ORDINAL_WORD.findall(match["which"])]
    if any(n > _WEEKS_OF_A_MONTH for n in which):
        raise PhraseError("no_such_date", value=match[0])
    return Days(repeats=True, monthly=tuple((n, weekday) for n in which))


def _means_monthly(match: re.Match[str]) -> bool:
    """Tell "first monday of the month" and "1st and 3rd mondays" from "every 3rd monday"."""
    ends_so = match[0].endswith(("month", "mes"))
    return ends_so or match["weekday"] in PLURALS


def _take_cycle(reader: Reader) -> Days | None:
    """Read "A days", "day 3", "odd days": days that only the school's calendar can place."""
    match = reader.take(_CYCLE)
    if match is None:
        return None
    if match["parity"]:
        return Days(repeats=True, cycle=(match["parity"],))
    names = _CYCLE_WORD.findall(match["letters"] or match["numbers"])
    return Days(repeats=True, cycle=tuple(dict.fromkeys(name.upper() for name in names)))
