"""Reading from when, until when and when not: until June, starting oct 15, except oct 21."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from school.errors import PhraseError
from school.grammar.dates import (
    BARE_NUMBER,
    DAY,
    MONTH_ONLY,
    WEEK,
    Bare,
    dated,
    first_on,
    monday_of,
    take_date,
)
from school.grammar.events import CLOSED_ANYWAY, take_event, take_whole_year
from school.grammar.reader import pattern
from school.grammar.vocabulary import MONTHS, WEEKDAYS, one_of

if TYPE_CHECKING:
    from school.grammar.reader import Reader

_DATE_NEXT = rf"(?:{one_of(MONTHS)})\b|\d{{1,2}}/\d|(?:the )?end of"
_UNTIL = pattern(
    r"until|till?|'til|thru|through|up to|up until|(?:and )?ending(?: on)?|ends(?: on)?"
    rf"|to(?=\s+(?:{_DATE_NEXT}))"
)
_FROM = pattern(
    r"(?:starting|beginning|start|starts|begin|begins|effective|as of|from|since|a partir)"
    r"(?:\s+(?:on|in|from|del?|el))?(?:\s+el)?"
)
_EXCEPT = pattern(
    r"(?:and\s+)?(?:except(?:ing)?(?:\s+(?:for|on))?|but not(?:\s+on)?|excluding|other than|not on"
    rf"|skip(?:ping)?|menos|no(?=\s+(?:{_DATE_NEXT}))"
    rf"|but(?=\s+(?:{_DATE_NEXT}|{one_of(WEEKDAYS)})\b))"
)
_TO = re.compile(r"\s*(?:-|(?:to|through|thru|until|till?|hasta|al?)\b)")
_BETWEEN = pattern(r"between|from|del?")
_DASH = re.compile(r"\s*-(?=\s*\d)")
_LONE_NUMBER = re.compile(r"\s*\d{1,2}(?!\S)")
_AND = re.compile(r"&|\+|(?:and|y)\b")
_OR = pattern(r"or|o|nor|ni")
_THE_MONTH_END = pattern(r"(?:the\s+|el\s+)?(?:end\s+of(?=\s+[a-z])|fin(?:al)?(?:es)? de)")
_THIS_MONTH_END = pattern(r"(?:the\s+)?end of (?:the|this) month|fin(?:al)?(?:es)? del? month")
_THIS_WEEK_END = pattern(r"(?:the\s+)?end of (?:the|this) week")
_NOW = pattern(r"(?:right )?(?:now|away)|immediately|ahora|ya")
_NEXT_MONTH = pattern(r"next month|el month que viene|el next month")
_IN_MONTH = pattern(
    r"(?:in|during|for|throughout|en)\s+(?:(?:all|the month)\s+of\s+)?"
    rf"(?P<month>{one_of(MONTHS)})\.?"
    r"(?:,?\s+(?P<year>20\d\d))?(?!'|[\s.]*\d{1,2}(?:st|nd|rd|th)?"
    r"(?![\d:]|\s*-\s*\d|\s?[ap]m)"
    rf"|\s*(?:and|&|or|-|,|to|through)\s*(?:{one_of(MONTHS)}))"
)
_WEEK_OF = pattern(r"(?:all\s+)?(?:the\s+|la\s+)?week\s+(?:of|del?)(?:\s+the(?=\s+\d))?")
_THIS_WEEK = pattern(r"(?:all\s+)?this week|all week|toda la week")
_NEXT_WEEK = pattern(r"(?:all\s+)?(?:(?:the\s+|la\s+)?next week|la week que viene)(?!\s+next)")
_WEEK_AFTER_NEXT = pattern(r"(?:the\s+)?week after next")
_NTH = r"(?:st|nd|rd|th)?"
_DIGIT = re.compile(r"\d")
_DATE_IN_DIGITS = re.compile(
    rf"\d{{1,4}}[/-]\d|\d{{1,2}}(?:st|nd|rd|th)|\d{{1,2}}[\s-]+(?:(?:of|de)\s+)?(?:{one_of(MONTHS)})"
    r"|\d{1,2}\s*(?:-|to\b|through\b|thru\b|al?\b)\s*(?:el\s+|the\s+)?\d"
)
_ONWARDS = pattern(r"on(?:wards?)?(?=\s*(?:$|,|at\b|\d))|onwards?|and on|forward|en adelante")
_MONTH_LAST = pattern(
    rf"(?:del?\s+|from\s+)?(?:el\s+|the\s+)?(?P<first>\d{{1,2}}){_NTH}\s*"
    rf"(?:-|(?:to|through|thru|al?)\b)\s*(?:el\s+|the\s+)?(?P<last>\d{{1,2}}){_NTH}\s+(?:de\s+|of\s+)?"
    rf"(?P<month>{one_of(MONTHS)})\b(?![\s.]*\d)"
)
_OPEN_LIST = re.compile(
    r"\s*(?:st|nd|rd|th)?\s*(?:,\s*(?:and|&|y)?|and\b|&|y\b)\s*\d{1,2}(?![:/\d])"
)
_A_NUMBER = re.compile(r"(?:\d(?:st|nd|rd|th)?|today|tomorrow|manana)$")
_ANY_HOUR = 12
_LONGEST_GAP = 60
_LONGEST_RANGE = 330
"""Days; a longer range is one of which the last date fell into the next year."""
_WEEKDAY_WORD = re.compile(rf"(?<!\w)(?:{one_of(WEEKDAYS)})(?!\w)")
_THROUGH_NEXT = re.compile(r"\s*(?:of\s+)?(?:this|next|-|to\b|through\b|thru\b)")

Dates = tuple[date, ...]


def take_range(reader: Reader, today: date) -> tuple[date, date] | None:
    """Read whole days, both ends included: next week, oct 19-23, tomorrow through friday."""
    if reader.peek(_DIGIT) and not reader.peek(_DATE_IN_DIGITS):
        return None
    monday = monday_of(today)
    for wanted, weeks in ((_WEEK_AFTER_NEXT, 2), (_THIS_WEEK, 0), (_NEXT_WEEK, 1)):
        if reader.take(wanted):
            return monday + weeks * WEEK, monday + weeks * WEEK + 6 * DAY
    match = reader.take(_MONTH_LAST)
    if match is not None:
        month = MONTHS[match["month"]]
        first = dated(month, int(match["first"]), None, today)
        return _ordered(first, dated(month, int(match["last"]), str(first.year), first))
    back = reader.at
    week_of = reader.take(_WEEK_OF)
    found = _take_ends(reader, today, week=week_of is not None)
    if found is None:
        reader.at = back
    return found


def _take_ends(reader: Reader, today: date, *, week: bool) -> tuple[date, date] | None:
    between = None if week else reader.take(_BETWEEN)
    begin = reader.past_gap()
    first = take_date(reader, today)
    if not isinstance(first, date):
        return None
    if week:
        return monday_of(first), monday_of(first) + 6 * DAY
    labelled = _starts_with_weekday(reader.text, begin)
    middle = reader.at
    last = _take_range_end(reader, first, today, joined=between is not None)
    if last is None:
        return None
    if labelled and not _has_weekday(reader.text, middle, reader.at):
        raise PhraseError("ambiguous", value="one day or a range")
    return first, last


def _starts_with_weekday(text: str, at: int) -> bool:
    """Tell whether a date says its weekday and its number: "mon oct 12"."""
    match = _WEEKDAY_WORD.match(text, at)
    return match is not None and not _THROUGH_NEXT.match(text, match.end())


def _has_weekday(text: str, begin: int, end: int) -> bool:
    return _WEEKDAY_WORD.search(text, begin, end) is not None


def _ordered(first: date, last: date) -> tuple[date, date]:
    if last < first:
        raise PhraseError("end_before_start")
    return first, last


def _take_range_end(
    reader: Reader, first: date, today: date, *, joined: bool = False
) -> date | None:
    back = reader.at
    dash = _DASH.match(reader.text, reader.at) is not None
    if reader.take(_TO) is None and not (joined and reader.take(_AND)):
        return None
    last = take_date(reader, today, after=first)
    if isinstance(last, Bare):
        last = first_on(last.weekday, first)
    if last is None and (number := reader.take(BARE_NUMBER)) is not None:
        last = dated(first.month, int(number["day"]), str(first.year), first)
    if last is not None:
        if (last - first).days > _LONGEST_RANGE:
            raise PhraseError("end_before_start", value=reader.text[back : reader.at])
        return _ordered(first, last)[1]
    if dash and _LONE_NUMBER.match(reader.text, reader.at):
        raise PhraseError("ambiguous", value=reader.text[back:])
    reader.at = back
    return None


def take_dates(reader: Reader, today: date, *, either: bool = False) -> tuple[date | Bare, ...]:
    """Read one date or a list of dates ("dec 3, 10 and 17"); empty if there is none.

    With `either` an "or" joins them too: "except oct 12 or 19" leaves both out.
    """
    found = take_date(reader, today)
    if found is None:
        return ()
    dates = [found]
    while (more := _take_next_date(reader, dates[-1], today, either=either)) is not None:
        dates.append(more)
    return tuple(dates)


def _take_next_date(
    reader: Reader, before: date | Bare, today: date, *, either: bool
) -> date | Bare | None:
    back = reader.at
    comma = "," in reader.text[reader.at : reader.past_gap()]
    joined = reader.take(_AND) is not None or (either and reader.take(_OR) is not None)
    if comma or joined:
        since = before if isinstance(before, date) else today
        found = take_date(reader, today, after=since)
        numbered = _A_NUMBER.search(reader.text, max(0, back - 9), back)
        if isinstance(found, Bare) and isinstance(before, date) and numbered and not joined:
            return _label(reader, found, before, today)
        if found is None and isinstance(before, date):
            found = _take_bare_day(reader, before, joined=joined)
        if found is not None:
            return found
    reader.at = back
    return None


def _label(reader: Reader, weekday: Bare, on: date, today: date) -> date | Bare | None:
    """Pass over the weekday of "oct 8, thursday" and read on; another weekday is a slip."""
    if weekday.weekday != on.weekday():
        raise PhraseError("ambiguous", value="weekday and date")
    return _take_next_date(reader, on, today, either=False)


def _take_bare_day(reader: Reader, before: date, *, joined: bool) -> date | None:
    """Read the next day of a month's list: "Dec 3, 9" alone may be nine o'clock."""
    back = reader.at
    number = reader.take(BARE_NUMBER)
    if number is None:
        return None
    day = int(number["day"])
    if joined or day > _ANY_HOUR or _OPEN_LIST.match(reader.text, number.end("day")):
        return dated(before.month, day, str(before.year), before)
    if day > before.day:
        raise PhraseError("ambiguous", value="a day or an hour")
    reader.at = back
    return None


def take_until(reader: Reader, today: date, cap: date | None) -> date | str | None:
    """Read "until": a last date, or the name of an event that the calendar knows.

    A month means its end, at most `cap`, the last day of school.
    """
    whole = take_whole_year(reader)
    if whole is not None:
        return whole
    back = reader.at
    found = _take_end(reader, today, cap) if reader.take(_UNTIL) else None
    if found is None:
        reader.at = back
    return found


def _take_end(reader: Reader, today: date, cap: date | None) -> date | str | None:
    if reader.take(_THIS_MONTH_END):
        return _end_of(today.year, today.month, cap)
    if reader.take(_THIS_WEEK_END):
        return monday_of(today) + 6 * DAY
    event = take_event(reader)
    if event is not None:
        return event
    reader.take(_THE_MONTH_END)
    month = reader.take(MONTH_ONLY)
    if month is not None:
        return _end_of(*_year_and_month(month, today), cap)
    found = take_date(reader, today)
    return first_on(found.weekday, today) if isinstance(found, Bare) else found


def _year_and_month(match: re.Match[str], today: date) -> tuple[int, int]:
    number = MONTHS[match["month"]]
    said = match["year"]
    return int(said) if said else today.year + (number < today.month), number


def _end_of(year: int, month: int, cap: date | None) -> date:
    end = date(year, month, monthrange(year, month)[1])
    return end if cap is None else min(end, cap)


def take_from(reader: Reader, today: date) -> date | tuple[date, date] | None:
    """Read "starting oct 15", "from January", "starting next week", "from oct 13 to dec 15"."""
    back = reader.at
    found = _take_begin(reader, today) if reader.take(_FROM) else None
    if found is None:
        reader.at = back
    return found


def _take_begin(reader: Reader, today: date) -> date | tuple[date, date] | None:
    if reader.take(_NEXT_MONTH):
        return date(today.year + today.month // 12, today.month % 12 + 1, 1)
    month = reader.take(MONTH_ONLY)
    if month is not None:
        return date(*_year_and_month(month, today), 1)
    if reader.take(_THIS_WEEK) or reader.take(_NOW):
        return today
    week = reader.peek(_NEXT_WEEK) or reader.peek(_WEEK_OF) or reader.peek(_WEEK_AFTER_NEXT)
    span = take_range(reader, today)
    if span is not None:
        return span[0] if week else span
    found = take_date(reader, today)
    reader.take(_ONWARDS)
    return first_on(found.weekday, today) if isinstance(found, Bare) else found


def take_month(reader: Reader, today: date) -> tuple[date, date] | None:
    """Read "in november" beside days that repeat: from its first to its last day."""
    match = reader.take(_IN_MONTH)
    if match is None:
        return None
    year, month = _year_and_month(match, today)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def take_except(reader: Reader, today: date) -> tuple[Dates, frozenset[int]] | None:
    """Read the dates, or the weekdays, that are left out."""
    back = reader.at
    if reader.take(_EXCEPT) is None:
        return None
    if reader.take(CLOSED_ANYWAY):
        return (), frozenset()
    span = take_range(reader, today)
    if span is not None:
        return _each(span), frozenset()
    found = take_dates(reader, today, either=True)
    if not found:
        reader.at = back
        return None
    dates = [one for one in found if isinstance(one, date)]
    span_end = _take_range_end(reader, found[-1], today) if isinstance(found[-1], date) else None
    if span_end is not None:
        dates += _each((dates[-1] + DAY, span_end))
    return tuple(dates), frozenset(one.weekday for one in found if isinstance(one, Bare))


def _each(span: tuple[date, date]) -> Dates:
    first, last = span
    if (last - first).days > _LONGEST_GAP:
        raise PhraseError("unsupported_compound", value="a long gap")
    return tuple(first + n * DAY for n in range((last - first).days + 1))
