"""Reading dates: tomorrow, dec 3, 12/3/26, next thursday, a week from friday, 3 de diciembre.

Numbers are US month/day and are never flipped. A date without a year is the first such date on
or after today (or after the date before it in a range).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from school.errors import PhraseError
from school.grammar.reader import pattern
from school.grammar.vocabulary import MONTHS, NUMBERS, WEEKDAYS, one_of

if TYPE_CHECKING:
    import re

    from school.grammar.reader import Reader

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
_CENTURY, _LAST_YEAR = 2000, 2100

_MONTH = rf"(?P<month>{one_of(MONTHS)})\.?"
_NUMBER = (
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:/%]|\.\d|\s?[ap]\.?m\b)"
    r"(?!\s*(?:students?|kids|children|graders?|grade|periods?|hours?|min|minutes|weeks?|days?)\b)"
)
_YEAR = r"(?:,?\s+(?P<year>20\d\d)(?!:))?"
_ISO = pattern(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_SLASHED = pattern(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?(?!/)")
_NAMED = pattern(rf"{_MONTH}\s*(?:the\s+)?{_NUMBER}{_YEAR}")
_DAY_FIRST = pattern(rf"(?:el\s+|the\s+)?{_NUMBER}\s+(?:de\s+|of\s+)?{_MONTH}(?:\s+del?)?{_YEAR}")
_ORDINAL = pattern(
    r"(?:the|el)\s+(?P<day>\d{1,2})(?:st|nd|rd|th)(?!\s+(?:period|grade|block|hour|and))"
)
BARE_NUMBER = pattern(rf"(?:the\s+)?{_NUMBER}(?!\s*-\s*\d)")
MONTH_ONLY = pattern(rf"{_MONTH}(?!\s*\d)")

_TODAY = pattern(r"today|hoy")
_TOMORROW = pattern(r"tomorrow|tmrw|tmw|tomorow|manana")
_AFTER_TOMORROW = pattern(r"(?:the )?day after tomorrow|pasado manana")
_YESTERDAY = pattern(r"yesterday|ayer|last (?:week|month)")
_COUNT = rf"(?P<count>\d{{1,3}}|{one_of(NUMBERS)})"
_IN = pattern(rf"(?:in|en|dentro de)\s+{_COUNT}\s+(?P<unit>days?|weeks?|dias?|semanas?)")
_FROM = pattern(rf"{_COUNT}\s+(?P<unit>days?|weeks?)\s+(?:from|after)(?:\s+now)?")
_NOW = pattern(r"(?<=now)")
_WEEKDAY = rf"(?P<weekday>{one_of(WEEKDAYS)})\.?"
NOT_SUNDAY = r"(?<=sun)\s+(?:room|porch|screen|shade)\b"
"""What follows the word "sun" where it is no day."""
_QUALIFIED = pattern(
    rf"(?:on\s+|el\s+)?(?P<which>this|next|este|esta|proximo|last)\s+(?:coming\s+)?{_WEEKDAY}"
)
_OF_WEEK = pattern(
    rf"(?:on\s+|el\s+)?{_WEEKDAY}\s+(?:of\s+)?(?:(?P<next>next week|la proxima semana)|this week)"
)
_BARE = pattern(rf"(?:on\s+|el\s+)?{_WEEKDAY}(?!{NOT_SUNDAY})")
_ON = pattern(r"on|el")
_NEXT = frozenset({"next", "proximo"})


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


def take_date(reader: Reader, today: date, *, after: date | None = None) -> date | Bare | None:
    """Read one date, or a weekday alone; None if the reader stands before something else.

    A date that no calendar has ("feb 30", "13/1") is an error, not something else.
    """
    since = after or today
    back = reader.at
    reader.take(_ON)
    found = _take_numbers(reader, since)
    if found is not None:
        return found
    reader.at = back
    relative = _take_relative(reader, today)
    return _take_weekday(reader, today) if relative is None else relative


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


def _take_numbers(reader: Reader, since: date) -> date | None:
    for wanted in (_ISO, _SLASHED):
        match = reader.take(wanted)
        if match is not None:
            return dated(int(match["month"]), int(match["day"]), match["year"], since)
    for wanted in (_NAMED, _DAY_FIRST):
        match = reader.take(wanted)
        if match is not None:
            return dated(MONTHS[match["month"]], int(match["day"]), match["year"], since)
    match = reader.take(_ORDINAL)
    return None if match is None else day_of_month(int(match["day"]), since)


def day_of_month(day: int, since: date) -> date:
    """Return the first such day of a month on or after `since`."""
    for months in range(13):
        year, month = divmod(since.year * 12 + since.month - 1 + months, 12)
        found = _possible(year, month + 1, day)
        if found is not None and found >= since:
            return found
    raise PhraseError("no_such_date", value=str(day))


def _take_relative(reader: Reader, today: date) -> date | Bare | None:
    if reader.take(_AFTER_TOMORROW):
        return today + 2 * DAY
    if reader.take(_TODAY):
        return today
    if reader.take(_TOMORROW):
        return today + DAY
    if reader.take(_YESTERDAY):
        raise PhraseError("past_or_out_of_term")
    match = reader.take(_IN)
    if match is not None:
        return today + _span(match)
    return _take_counted(reader, today)


def _span(match: re.Match[str]) -> timedelta:
    count = match["count"]
    number = int(count) if count.isdigit() else NUMBERS[count]
    return number * (DAY if match["unit"].startswith("d") else WEEK)


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
    return start + _span(match)


def _take_weekday(reader: Reader, today: date) -> date | Bare | None:
    match = reader.take(_QUALIFIED)
    if match is not None:
        if match["which"] == "last":
            raise PhraseError("past_or_out_of_term", value=match[0])
        week = WEEK if match["which"] in _NEXT else 0 * DAY
        return monday_of(today) + week + WEEKDAYS[match["weekday"]] * DAY
    match = reader.take(_OF_WEEK)
    if match is not None:
        week = WEEK if match["next"] else 0 * DAY
        return monday_of(today) + week + WEEKDAYS[match["weekday"]] * DAY
    match = reader.take(_BARE)
    return None if match is None else Bare(WEEKDAYS[match["weekday"]])
