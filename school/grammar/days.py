"""Reading which days repeat: Mon & Wed, mwf, M-F, every other tuesday, A days, first monday."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from school.errors import PhraseError
from school.grammar.dates import NOT_A_WEEKDAY, NTH_OF
from school.grammar.reader import pattern
from school.grammar.vocabulary import COUNTS, LETTERS, ORDINALS, PLURALS, WEEKDAYS, one_of

if TYPE_CHECKING:
    from school.grammar.reader import Reader

_WEEKS_OF_A_MONTH = 5
_ALL = (0, 1, 2, 3, 4)
_WORD = rf"(?:{one_of(WEEKDAYS)})\.?"
AND = r"(?>\s*(?:,\s*(?:and\b|&|y\b)?|&|\+|/|and\b|y\b)\s*)"
_N = rf"(?:\d{{1,2}}|{one_of(COUNTS)})"

_DAY = pattern(rf"{_WORD}(?!{NOT_A_WEEKDAY})")
_LETTER = pattern(r"th|tu|t|w|m|r|f")
_PACKED = pattern(r"(?!mr\b)(?=[mtwhrfu]{2,})m?(?:tu|t(?!h))?w?(?:th|r)?f?")
_LETTERS_IN = re.compile(r"th|tu|t|w|m|r|f")
_SEPARATOR = re.compile(AND)
_THROUGH = re.compile(r"\s*(?:(?P<dash>-)|(?:to|through|thru|a)\b)\s*")
_AGAIN = pattern(r"(?:also\s+)?(?:on|los|el|every|each|the)|also")

_EACH_AGAIN = re.compile(r"\b(?:every|each)\b")
"""In "every other monday and every wednesday": another rhythm begins."""

_EVERY = pattern(
    r"every week(?: on)?|each week(?: on)?|weekly on|weekly|each and every|every|each|all"
    r"|todos los|todas las|los|once (?:a|per|each|every) week(?: on)?|on(?= )|el|de(?= )"
)
_REPEATING = pattern(r"(?!(?:on|el|de)\b)[a-z ]+")
_OTHER = pattern(
    r"(?:on\s+)?(?:(?:once\s+)?every\s+other|alternate|alternating)(?:\s+weeks?(?:\s+on)?)?"
    r"|fortnightly(?: on)?|every fortnight(?: on)?"
)
_NTH_WEEK = {"2nd": 2, "second": 2, "3rd": 3, "third": 3, "4th": 4, "fourth": 4}
_EVERY_N = pattern(
    rf"(?:once\s+)?every\s+(?:(?P<n>{_N})\s+weeks|(?P<nth>{one_of(_NTH_WEEK)})\s+week)(?:\s+(?:on|los?|el))?"
)
_TIMES = pattern(
    r"(?P<n>twice|two|three|four|five|\d)\s*(?:x|times|days)?\s*(?:(?:a|per|each|every|/)\s*week"
    r"|weekly)\s*:?(?:\s+on)?"
)
_DAILY = pattern(
    r"(?:every|each)\s+(?:school\s*)?(?:day|weekday)s?|all\s+(?:school\s*)?(?:days|weekdays)|daily(?!\s+5(?![\d:]))|weekdays"
    r"|weekday(?=\s+(?:mornings|afternoons))"
    r"|school days|todos los days(?: de clase| escolares)?"
)
_EITHER = pattern(r"or|o")
_MONTH = r"(?:(?:of|in|del?|each|every)\s+)?(?:(?:the|each|every|a|el)\s+)?month|monthly|al month"
_MONTHLY_NEXT = re.compile(
    rf"(?:(?:every|on|the|each|el|los|once|a)\s+)*(?:month|(?:{one_of(ORDINALS)})\b)"
)
_MONTHLY_FIRST = pattern(r"(?:monthly|(?:once\s+)?(?:every|each|a)\s+month)(?:\s+on)?")
_MONTHLY = pattern(
    rf"(?P<every>(?:(?:every|on|the|each|el|los)\s+)*)(?P<which>(?:{one_of(ORDINALS)})"
    rf"(?:{AND}(?:{one_of(ORDINALS)}))*)\s+(?P<weekday>{_WORD})"
)
_MONTH_AFTER = pattern(rf"\s*(?:{_MONTH})")
_ORDINAL_WORD = pattern(rf"(?<!\w)(?:{one_of(ORDINALS)})")
_NAME = r"(?:[a-h]\d?|10|[1-9])"
_NAMES = rf"{_NAME}(?:{AND}(?:days?\s+)?{_NAME})*"
_NO_CLOCK = r"(?!\s*[:.]\d|\s*-\s*\d|\s*(?:am|pm)\b)"
_CYCLE = pattern(
    r"(?P<every>(?:(?:every|each|on|all|the|los|el)\s+)*)(?:"
    rf"(?P<letters>[a-h](?:{AND}[a-h])*)[\s-]*days?"
    r"(?!\s+(?:off|of|from|after (?:tomorrow|today)|in the (?!room)))"
    rf"|(?P<cycle>(?:cycle|rotation)\s+)?days?\s+(?P<numbers>{_NAMES})s?{_NO_CLOCK}"
    r"|(?P<parity>odd|even)\s+days?)(?!\s*(?:of|de|or\s+[a-h])\b)"
)
_CYCLE_EITHER = pattern(
    rf"(?:[a-h]\s+(?:days?\s+)?or\s+[a-h]\s+days?|days?\s+{_NAME}\s+or\s+{_NAME})"
)
_CYCLE_NAME = pattern(rf"(?<!\w){_NAME}")
_A_OR_B_WEEKS = pattern(r"(?:on\s+)?(?:(?:the\s+)?(?:a\s+weeks|b\s+weeks?)|weeks?\s+[ab])")
_OTHER_CYCLE = pattern(r"(?:every other|alternate|every second) (?:[a-h] days?|day [a-h\d])")
_OTHER_WEEK = pattern(
    r"(?:on\s+)?(?:every other|alternate|alternating)\s+weeks?(?:\s+on)?|fortnightly"
    r"|every fortnight"
)
_AFTERWARDS = pattern(r"weekly|(?:every|each) week|once a week")


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
    if reader.peek(_A_OR_B_WEEKS) or reader.peek(_OTHER_CYCLE):
        raise PhraseError("unsupported_compound", value="A and B weeks")
    return _take_cycle(reader) or _take_weekly(reader)


def take_interval(reader: Reader) -> int | None:
    """Read "every other week", "weekly" beside the days."""
    if reader.take(_AFTERWARDS):
        return 1
    return 2 if reader.take(_OTHER_WEEK) else _take_every_n(reader, other=False)


def take_weekdays(reader: Reader) -> tuple[int, ...]:
    """Read weekdays and ranges of them, in week order; empty if there are none."""
    if reader.take(_DAILY):
        return _ALL
    weekdays = _take_set(reader, _DAY) or _take_letters(reader)
    back = reader.at
    if weekdays and reader.take(_EITHER) and (reader.peek(_DAY) or reader.peek(_LETTER)):
        raise PhraseError("ambiguous", value="or")
    reader.at = back
    return tuple(sorted(set(weekdays)))


def _take_letters(reader: Reader) -> list[int]:
    back = reader.at
    weekdays = _take_set(reader, _LETTER)
    if len(weekdays) > 1:
        return weekdays
    if weekdays and reader.take(_EITHER) and reader.peek(_LETTER):
        raise PhraseError("ambiguous", value="or")
    reader.at = back
    packed = reader.take(_PACKED)
    return [LETTERS[letter] for letter in _LETTERS_IN.findall(packed[0])] if packed else []


def _take_set(reader: Reader, unit: re.Pattern[str]) -> list[int]:
    """Read days and ranges of days, with commas, "and" or nothing between them."""
    weekdays = _take_run(reader, unit)
    back = reader.at
    while weekdays:
        separator = _SEPARATOR.match(reader.text, reader.at)
        if separator:
            reader.at = separator.end()
        reader.take(_AGAIN)
        more = _take_run(reader, unit)
        if not more:
            break
        weekdays += more
        back = reader.at
    reader.at = back
    return weekdays


def _take_run(reader: Reader, unit: re.Pattern[str]) -> list[int]:
    """Read a day, "mon-thu" (all between), or "mon-wed-fri" (these three)."""
    run: list[int] = []
    match = reader.take(unit)
    while match is not None:
        said = match[0].rstrip(".")
        run.append(WEEKDAYS.get(said, LETTERS.get(said, 0)))
        back = reader.at
        through = _THROUGH.match(reader.text, reader.at)
        if through is None:
            break
        reader.at = through.end()
        match = reader.take(unit)
        if match is None:
            reader.at = back
    if len(run) != 2:  # noqa: PLR2004  a first and a last day
        return run
    if run[0] >= run[1]:
        raise PhraseError("ambiguous", value="backwards")
    return list(range(run[0], run[1] + 1))


def _take_weekly(reader: Reader) -> Days | None:
    back = reader.at
    if reader.take(_DAILY):
        return Days(_ALL, repeats=True)
    interval = _take_every_n(reader)
    times = None if interval else reader.take(_TIMES)
    every = None if interval or times else reader.take(_EVERY)
    start = reader.past_gap()
    weekdays = take_weekdays(reader)
    if not weekdays:
        reader.at = back
        return None
    if times is not None and _times(times["n"]) != len(weekdays):
        raise PhraseError("ambiguous", value=times[0])
    said = reader.text[start : reader.at]
    if interval and _EACH_AGAIN.search(said):
        raise PhraseError("unsupported_compound", value=said)
    plural = any(word in PLURALS for word in said.replace(",", " ").replace("/", " ").split())
    repeats = plural or bool(interval or times) or bool(every and _REPEATING.match(every[0]))
    return Days(weekdays, repeats=repeats, interval=interval or 1)


def _times(said: str) -> int:
    if said == "twice":
        return 2
    return int(said) if said.isdigit() else COUNTS[said]


def _take_every_n(reader: Reader, *, other: bool = True) -> int | None:
    if other and reader.take(_OTHER):
        return 2
    match = reader.take(_EVERY_N)
    if match is None:
        return None
    if match["nth"]:
        return _NTH_WEEK[match["nth"]]
    weeks = int(match["n"]) if match["n"].isdigit() else COUNTS[match["n"]]
    if weeks == 0:
        raise PhraseError("nonsense", value=match[0])
    return weeks


def take_monthly(reader: Reader) -> Days | None:
    """Read "first monday of the month", "1st and 3rd tuesdays"."""
    if not reader.peek(_MONTHLY_NEXT) or reader.peek(NTH_OF):
        return None
    back = reader.at
    said_month = reader.take(_MONTHLY_FIRST) is not None
    found: list[tuple[int, int]] = []
    sure = False
    while (match := reader.take(_MONTHLY)) is not None:
        which = [ORDINALS[word] for word in _ORDINAL_WORD.findall(match["which"])]
        weekday = match["weekday"].rstrip(".")
        sure = sure or len(which) > 1 or weekday in PLURALS or _surely_monthly(match, which)
        found += [(n, WEEKDAYS[weekday]) for n in which]
        after = reader.at
        said_month = bool(reader.take(_MONTH_AFTER)) or said_month
        separator = _SEPARATOR.match(reader.text, reader.at)
        if separator is None or not _MONTHLY.match(reader.text, separator.end()):
            break
        reader.at = separator.end()
    if not found or (found == [(-1, found[0][1])] and not (said_month or sure)):
        reader.at = back
        return None
    if not (said_month or sure or len(found) > 1):
        raise PhraseError("ambiguous", value=reader.text[back:after])
    if any(n > _WEEKS_OF_A_MONTH for n, _ in found):
        raise PhraseError("no_such_date", value=reader.text[back:after])
    return Days(repeats=True, monthly=tuple(dict.fromkeys(found)))


def _surely_monthly(match: re.Match[str], which: list[int]) -> bool:
    """Tell "every first monday" from "every 3rd monday", which may mean every third week."""
    return which[0] in {1, -1} and ("every" in match["every"] or "each" in match["every"])


def _take_cycle(reader: Reader) -> Days | None:
    """Read "A days", "day 3", "odd days": days that only the school's calendar can place."""
    if reader.peek(_CYCLE_EITHER):
        raise PhraseError("ambiguous", value="or")
    match = reader.take(_CYCLE)
    if match is None:
        return None
    if match["parity"]:
        return Days(repeats=True, cycle=(match["parity"],))
    names = _CYCLE_NAME.findall(match["letters"] or match["numbers"])
    if match["numbers"] and "every" in match["every"] and not match["cycle"] and reader.done:
        # "Every day 9" may be nine o'clock each day, or every ninth day of a cycle.
        raise PhraseError("ambiguous", value=match[0])
    return Days(repeats=True, cycle=tuple(dict.fromkeys(name.upper() for name in names)))
