"""Reading dates: tomorrow, dec 3, 12/3/26, next thursday, a week from friday, 3 de diciembre.

Numbers are US month/day and are never flipped. A date without a year is the first such date on
or after today (or after the date before it in a range).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from school.errors import PhraseError
from school.grammar.reader import pattern
from school.grammar.vocabulary import COUNTS, MONTHS, ORDINALS, PLURALS, WEEKDAYS, one_of

if TYPE_CHECKING:
    from school.grammar.reader import Reader

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
_CENTURY, _LAST_YEAR = 2000, 2100

_MONTH = rf"(?P<month>{one_of(MONTHS)})\.?"
_NUMBER = (
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:/%]|\.\d|\s?[ap]\.?m\b)"
    r"(?!\s*(?:students?|kids|children|graders?|grade|periods?|hours?|min|minutes?|weeks?|days?"
    r"|rooms|tables|times|people|adults|groups)\b(?!\s*#?\d))"
)
_YEAR = r"(?:(?:,?\s+|-)(?P<year>20\d\d)(?!:))?"
_ISO = pattern(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?![:/-])")
_SLASHED = pattern(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?(?!/)")
_DASHED = pattern(r"(?P<month>\d{1,2})-(?P<day>\d{1,2})-(?P<year>\d{4}|\d{2})(?![-:])")
_NAMED = pattern(rf"{_MONTH}(?:\s*(?:the\s+)?|-){_NUMBER}{_YEAR}")
_DAY_FIRST = pattern(
    rf"(?:el\s+|the\s+)?{_NUMBER}(?:\s+(?:de\s+|of\s+)?|-){_MONTH}(?:\s+del?)?{_YEAR}"
)
_ORDINAL_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)"
_NOT_A_DAY = (
    r"(?!(?:\s*(?:-|,|and|&|to|/)\s*\d{1,2}(?:st|nd|rd|th)){0,4}\s*-?(?:grade|graders?|period|hour"
    r"|block|floor|street|st|ave|avenue|pd|per|step|quarter|semester|trimester|week|gr|core"
    rf"|{one_of(WEEKDAYS)})\b)"
)
_ORDINAL = pattern(rf"(?:the|el)\s+{_ORDINAL_DAY}{_NOT_A_DAY}")
_BARE_ORDINAL = pattern(
    rf"{_ORDINAL_DAY}{_NOT_A_DAY}(?=\s*(?:$|,|@|at\b|from\b|-\s*\d|to\b|through\b|thru\b"
    r"|\d{1,2}[:-]\d|\d{3,4}\b))"
)
_NUMBER_NEXT = re.compile(rf"(?:(?:the|el)\s+)?(?:\d|(?:{one_of(MONTHS)})\b)")
_DIGIT = re.compile(r"\d")
_NTH_NEXT = re.compile(
    rf"(?:on\s+)?(?:(?:the|el)\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)|(?:{one_of(ORDINALS)})\b)"
)
_OF_EACH_MONTH = pattern(
    rf"(?:the\s+|el\s+)?(?:{_ORDINAL_DAY}|(?:first|last)\s+(?:school\s+)?day)\s+"
    r"(?:of|in|de)\s+(?:the\s+|each\s+|every\s+)+month"
)
BARE_NUMBER = pattern(rf"(?:the\s+)?{_NUMBER}(?!\s*-\s*\d)")
MONTH_ONLY = pattern(rf"{_MONTH}(?:,?\s+(?P<year>20\d\d))?(?![\s.]*\d)")

_TODAY = pattern(r"today|this(?=\s+(?:morning|afternoon|evening)\b)")
_TONIGHT = re.compile(r"to(?=night\b)")
_TOMORROW = pattern(r"tomorrow|manana")
_AFTER_TOMORROW = pattern(r"(?:the )?day after tomorrow|pasado manana")
_YESTERDAY = pattern(r"(?:the day before )?yesterday|last (?:week|month)|(?:la )?week pasada")
_COUNT = rf"(?P<count>\d{{1,3}}|{one_of(COUNTS)})"
_UNIT = r"(?P<unit>days?|weeks?)"
_IN = pattern(rf"(?:in|en|dentro de)\s+{_COUNT}\s+{_UNIT}")
_IN_MONTHS = pattern(rf"(?:in|en|dentro de)\s+{_COUNT}\s+(?:months?|school days?|hours?|min\w*)")
_FROM = pattern(rf"{_COUNT}\s+{_UNIT}\s+(?:from|after)(?:\s+now)?")
_WEEKDAY = rf"(?P<weekday>{one_of(WEEKDAYS)})\.?"
NOT_A_WEEKDAY = (
    r"(?:(?<=sun)|(?<=sat))\s+(?!(?:at|and|from|noon|thru|through|to|until|till?|mornings?|y|en"
    r"|afternoons?|after|before|during|in|for|or|a|de|the|every|each|next|this|except"
    rf"|starting|all|{one_of(WEEKDAYS)}|{one_of(MONTHS)})\b)[a-z]+"
)
"""What follows the words "sun" and "sat" where they are no days: "sun room", "sat with"."""
_QUALIFIED = pattern(
    rf"(?:on\s+|el\s+)?(?P<which>this(?: coming)?|coming|next|last)\s+{_WEEKDAY}(?!{NOT_A_WEEKDAY})"
)
_COMING = pattern(
    rf"(?:on\s+|el\s+)?{_WEEKDAY}\s+(?:que viene|entrante|(?:after )?next"
    r"(?=\s*(?:$|,|at\b|a las?\b|de\b|\d)))"
)
_OF_WEEK = pattern(
    rf"(?:on\s+|el\s+)?{_WEEKDAY}\s+(?:of\s+|de\s+)?(?:the\s+|la\s+)?"
    r"(?P<week>this week|next week|week after next|week que viene)"
)
_BARE = pattern(rf"(?:on\s+|el\s+)?{_WEEKDAY}(?!{NOT_A_WEEKDAY})")
NTH_OF = pattern(
    rf"(?:on\s+)?(?:the\s+|el\s+)?(?P<nth>{one_of(ORDINALS)})\s+{_WEEKDAY}\s+(?:of|in|de)\s+{_MONTH}"
    r"(?:,?\s+(?P<year>20\d\d)(?!:))?"
)
_ON = pattern(r"on|el")
_WEEKS_OF_A_MONTH = 5
_FACE = 12


@dataclass(frozen=True, slots=True)
class Bare:
    """A weekday of which the date depends on the time of day that comes with it."""

    weekday: int


def monday_of(on: date) -> date:
    """Return the Monday of the week of `on`."""
    return on - on.weekday() * DAY


def first_on(weekday: int, after: date) -> date:
    """Return the first such weekday on or after a date."""
    return after + (weekday - after.weekday()) % 7 * DAY


def weekday_of(match: re.Match[str]) -> int:
    """Return the weekday that a match of `_WEEKDAY` says."""
    return WEEKDAYS[match["weekday"]]


def take_date(reader: Reader, today: date, *, after: date | None = None) -> date | Bare | None:
    """Read one date, or a weekday alone; None if the reader stands before something else.

    A date that no calendar has ("feb 30", "13/1") is an error, not something else.
    """
    since = after or today
    back = reader.at
    found = _take_of_month(reader, since) if reader.peek(_NTH_NEXT) else None
    if found is None:
        reader.take(_ON)
        found = take_numbers(reader, since)
    if found is not None:
        return found
    reader.at = back
    if reader.peek(_DIGIT):
        return _take_counted(reader, today)
    relative = _take_relative(reader, today)
    return _take_weekday(reader, today, since) if relative is None else relative


def dated(month: int, day: int, year: str | None, since: date) -> date:
    """Return the date; without a year the first such one on or after `since`."""
    try:
        if year is not None:
            return date(_year(year), month, day)
        this_year = _possible(since.year, month, day)
        if this_year is not None and this_year >= since:
            return this_year
        return date(since.year + 1, month, day)
    except ValueError as error:
        raise PhraseError("no_such_date", value=f"{month}/{day}") from error


def _year(said: str) -> int:
    """Return the year of "26" or "2026"; one that no plan can be in is out of term."""
    year = int(said) + (_CENTURY if len(said) == len("26") else 0)
    if not _CENTURY <= year <= _LAST_YEAR:
        raise PhraseError("past_or_out_of_term", value=said)
    return year


def _possible(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def take_numbers(reader: Reader, since: date) -> date | None:
    """Read a date that is written out: 12/3, dec 3, the 14th; None if none is next."""
    if not reader.peek(_NUMBER_NEXT):
        return None
    for wanted in (_ISO, _SLASHED, _DASHED):
        match = reader.take(wanted)
        if match is not None:
            return dated(int(match["month"]), int(match["day"]), match["year"], since)
    for wanted in (_NAMED, _DAY_FIRST):
        match = reader.take(wanted)
        if match is not None:
            return dated(MONTHS[match["month"]], int(match["day"]), match["year"], since)
    match = reader.take(_ORDINAL) or reader.take(_BARE_ORDINAL)
    return None if match is None else day_of_month(int(match["day"]), since)


def day_of_month(day: int, since: date) -> date:
    """Return the first such day of a month on or after `since`."""
    for months in range(13):
        year, month = divmod(since.year * 12 + since.month - 1 + months, 12)
        found = _possible(year, month + 1, day)
        if found is not None and found >= since:
            return found
    raise PhraseError("no_such_date", value=str(day))


def _take_of_month(reader: Reader, since: date) -> date | None:
    """Read "third friday in november"."""
    if reader.peek(_OF_EACH_MONTH):
        raise PhraseError("unsupported_compound", value="day of each month")
    match = reader.take(NTH_OF)
    if match is None:
        return None
    month, weekday, which = MONTHS[match["month"]], weekday_of(match), ORDINALS[match["nth"]]
    year = _year(match["year"]) if match["year"] else since.year
    found = nth(which, weekday, year, month)
    if match["year"] is None and (found is None or found < since):
        found = nth(which, weekday, year + 1, month)
    if found is None:
        raise PhraseError("no_such_date", value=match[0])
    return found


def nth(which: int, weekday: int, year: int, month: int) -> date | None:
    """Return the n-th such weekday of a month (-1: the last); None if there are fewer."""
    length = monthrange(year, month)[1]
    if which < 0:
        last = date(year, month, length)
        return last - (last.weekday() - weekday) % 7 * DAY
    day = first_on(weekday, date(year, month, 1)).day + (which - 1) * 7
    return date(year, month, day) if which <= _WEEKS_OF_A_MONTH and day <= length else None


def _take_relative(reader: Reader, today: date) -> date | Bare | None:
    if reader.take(_AFTER_TOMORROW):
        return today + 2 * DAY
    if reader.take(_TODAY) or reader.take(_TONIGHT):
        return today
    if reader.take(_TOMORROW):
        return today + DAY
    if reader.take(_YESTERDAY):
        raise PhraseError("past_or_out_of_term", value="yesterday")
    if reader.peek(_IN_MONTHS):
        raise PhraseError("too_vague", value="in a month")
    match = reader.take(_IN)
    if match is not None:
        return _later(today, match)
    return _take_counted(reader, today)


def _later(start: date, match: re.Match[str]) -> date:
    count = match["count"]
    number = int(count) if count.isdigit() else COUNTS[count]
    try:
        return start + number * (DAY if match["unit"].startswith("d") else WEEK)
    except OverflowError as error:
        raise PhraseError("past_or_out_of_term", value=match[0]) from error


def _take_counted(reader: Reader, today: date) -> date | None:
    """Read "2 weeks from friday", "a week from now"."""
    back = reader.at
    match = reader.take(_FROM)
    if match is None:
        return None
    base = today if match[0].endswith("now") else take_date(reader, today)
    if base is None:
        reader.at = back
        return None
    # "A week from friday" said on a Friday counts from today.
    start = first_on(base.weekday, today) if isinstance(base, Bare) else base
    return _later(start, match)


def _take_weekday(reader: Reader, today: date, since: date) -> date | Bare | None:
    if reader.peek(_COMING):
        raise PhraseError("ambiguous", value="que viene")
    match = reader.take(_QUALIFIED)
    if match is not None:
        return _qualified(match["which"], weekday_of(match), today)
    match = reader.take(_OF_WEEK)
    if match is not None:
        weeks = {"this week": 0, "week after next": 2}.get(match["week"], 1)
        return monday_of(today) + weeks * WEEK + weekday_of(match) * DAY
    match = reader.take(_BARE)
    return None if match is None else _with_number(reader, match, since)


def _qualified(which: str, weekday: int, today: date) -> date:
    match which:
        case "last":
            raise PhraseError("past_or_out_of_term", value=which)
        case "next":
            return monday_of(today) + WEEK + weekday * DAY
        case "this":
            return monday_of(today) + weekday * DAY
        case _:
            return first_on(weekday, today + DAY)


def _take_large_day(reader: Reader, since: date) -> date | None:
    """Read the day of "thu 15", which can be no hour of a clock with twelve."""
    match = reader.take(BARE_NUMBER)
    if match is None or int(match["day"]) <= _FACE:
        return None
    return day_of_month(int(match["day"]), since)


def _with_number(reader: Reader, match: re.Match[str], since: date) -> date | Bare:
    """Return a weekday, or the date that follows it ("mon oct 12") if the two agree."""
    weekday = weekday_of(match)
    if match["weekday"] in PLURALS:
        return Bare(weekday)
    back = reader.at
    found = take_numbers(reader, since) or _take_large_day(reader, since)
    if found is None:
        reader.at = back
        return Bare(weekday)
    if found.weekday() != weekday:
        raise PhraseError("ambiguous", value=match[0])
    return found
