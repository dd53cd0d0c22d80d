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
from school.grammar.reader import pattern
from school.grammar.vocabulary import MONTHS

if TYPE_CHECKING:
    from school.grammar.reader import Reader

_UNTIL = pattern(
    r"until|till?|'til|thru|through|up to|ending(?: on)?|ends|to(?= (?:the )?end)|hasta"
)
_FROM = pattern(
    r"(?:starting|beginning|start|starts|begins|effective|as of|from|since|desde|a partir)"
    r"(?:\s+(?:on|in|from|del?))?"
)
_EXCEPT = pattern(
    r"except(?:\s+(?:for|on))?|but not(?:\s+on)?|excluding|not on|skip(?:ping)?|excepto|menos"
)
_CLOSED_ANYWAY = pattern(
    r"(?:on\s+)?(?:school\s+)?(?:holidays|breaks|vacations?|no[ -]school days|days off)"
)
_TO = re.compile(r"-|(?:to|through|thru|until|till?|hasta|al?)\b")
_DASH = re.compile(r"-(?=\s*\d)")
_LONE_NUMBER = re.compile(r"\d{1,2}(?!\S)")
_AND = re.compile(r"&|\+|(?:and|y)\b")
_THE_MONTH_END = pattern(r"(?:the\s+)?end\s+of\s+(?=[a-z])|fin(?:al)?(?:es)? de ")
_BREAKS = r"(?:break|recess|vacation|holidays?)"
_EVENT = pattern(
    rf"(?:the\s+)?(?P<event>(?:winter|spring|fall|autumn|summer|christmas|thanksgiving|holiday|easter|"
    rf"midwinter|mid-winter|february|april|november|december|presidents'? day|october)\s+{_BREAKS}"
    r"|thanksgiving|christmas|graduation|"
    r"(?:the\s+)?end\s+of\s+(?:the\s+)?(?:(?:first|second|third|fourth|1st|2nd|3rd|4th|fall|spring|"
    r"school|this)\s+)?(?:year|semester|trimester|quarter|term|marking period|school)(?:\s+\d)?"
    r"|vacaciones(?: de (?:invierno|primavera|verano))?|fin de(?:l)? (?:ano|semestre|curso)"
    r"|(?:the\s+)?last day of school)"
)
_WEEK_OF = pattern(r"(?:the\s+)?week\s+of(?:\s+the)?")
_THIS_WEEK = pattern(r"(?:all\s+)?(?:this week|esta semana)")
_NEXT_WEEK = pattern(r"(?:all\s+)?(?:(?:the\s+)?next week|la proxima semana)")

Dates = tuple[date, ...]


def take_range(reader: Reader, today: date) -> tuple[date, date] | None:
    """Read whole days, both ends included: next week, oct 19-23, tomorrow through friday."""
    monday = monday_of(today)
    if reader.take(_THIS_WEEK):
        return monday, monday + 6 * DAY
    if reader.take(_NEXT_WEEK):
        return monday + WEEK, monday + WEEK + 6 * DAY
    back = reader.at
    week_of = reader.take(_WEEK_OF)
    first = take_date(reader, today)
    if isinstance(first, date):
        if week_of is not None:
            return monday_of(first), monday_of(first) + 6 * DAY
        last = _take_range_end(reader, first, today)
        if last is not None:
            return first, last
    reader.at = back
    return None


def _take_range_end(reader: Reader, first: date, today: date) -> date | None:
    dash = reader.peek(_DASH) is not None
    if reader.take(_TO) is None:
        return None
    last = take_date(reader, today, after=first)
    if isinstance(last, Bare):
        last = first_on(last.weekday, first)
    if last is None and (number := reader.take(BARE_NUMBER)) is not None:
        last = dated(first.month, int(number["day"]), str(first.year), first)
    if last is not None and last < first:
        raise PhraseError("end_before_start")
    if last is None and dash and reader.peek(_LONE_NUMBER):
        raise PhraseError("ambiguous")
    return last


def take_dates(reader: Reader, today: date) -> tuple[date | Bare, ...]:
    """Read one date or a list of dates ("dec 3, 10 and 17"); empty if there is none."""
    found = take_date(reader, today)
    if found is None:
        return ()
    dates = [found]
    while (more := _take_next_date(reader, dates[-1], today)) is not None:
        dates.append(more)
    return tuple(dates)


def _take_next_date(reader: Reader, before: date | Bare, today: date) -> date | Bare | None:
    back = reader.at
    comma = "," in reader.text[reader.at : reader.past_gap()]
    joined = reader.take(_AND) is not None
    if comma or joined:
        since = before if isinstance(before, date) else today
        found = take_date(reader, today, after=since)
        # "Dec 3, 9" may be nine o'clock; only "and" makes a bare number the next date.
        if found is None and isinstance(before, date) and _next_is_day(reader, joined=joined):
            number = reader.take(BARE_NUMBER)
            if number is not None:
                found = dated(before.month, int(number["day"]), str(before.year), before)
        if found is not None:
            return found
    reader.at = back
    return None


_LIST_GOES_ON = pattern(
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s*,\s*)+(?:\d{1,2}(?:st|nd|rd|th)?\s*,?\s*)?(?:and|&|y)\s+\d{1,2}(?![:\d])"
)
_LIST_GOES_ON_2 = pattern(
    r"\d{1,2}(?:st|nd|rd|th)?\s*,?\s*(?:and|&|y)\s+\d{1,2}(?:st|nd|rd|th)?(?![:\d])"
)


def _next_is_day(reader: Reader, *, joined: bool) -> bool:
    return joined or any(reader.peek(one) for one in (_LIST_GOES_ON, _LIST_GOES_ON_2))


def take_until(reader: Reader, today: date, cap: date | None) -> date | str | None:
    """Read "until": a last date, or the name of an event that the calendar knows.

    A month means its end, at most `cap`, the last day of school.
    """
    back = reader.at
    if reader.take(_UNTIL) is None:
        return None
    event = reader.take(_EVENT)
    if event is not None:
        return " ".join(event["event"].removeprefix("the ").split())
    reader.take(_THE_MONTH_END)
    month = reader.take(MONTH_ONLY)
    if month is not None:
        return _end_of(MONTHS[month["month"]], today, cap)
    found = take_date(reader, today)
    if found is None:
        reader.at = back
        return None
    return first_on(found.weekday, today) if isinstance(found, Bare) else found


def _end_of(month: int, today: date, cap: date | None) -> date:
    year = today.year + (month < today.month)
    end = date(year, month, monthrange(year, month)[1])
    return end if cap is None else min(end, cap)


def take_from(reader: Reader, today: date) -> date | tuple[date, date] | None:
    """Read "starting oct 15", "from January", "starting next week", "from oct 13 to dec 15"."""
    back = reader.at
    if reader.take(_FROM) is None:
        return None
    if reader.take(_NEXT_WEEK):
        return monday_of(today) + WEEK
    month = reader.take(MONTH_ONLY)
    if month is not None:
        number = MONTHS[month["month"]]
        return date(today.year + (number < today.month), number, 1)
    span = take_range(reader, today)
    if span is not None:
        return span
    found = take_date(reader, today)
    if found is None:
        reader.at = back
        return None
    return first_on(found.weekday, today) if isinstance(found, Bare) else found


def take_except(reader: Reader, today: date) -> tuple[Dates, frozenset[int]] | None:
    """Read the dates, or the weekdays, that are left out."""
    back = reader.at
    if reader.take(_EXCEPT) is None:
        return None
    if reader.take(_CLOSED_ANYWAY):
        return (), frozenset()
    found = take_dates(reader, today)
    if not found:
        reader.at = back
        return None
    span_end = _take_range_end(reader, found[-1], today) if isinstance(found[-1], date) else None
    dates = [one for one in found if isinstance(one, date)]
    if span_end is not None:
        dates += [dates[-1] + n * DAY for n in range(1, (span_end - dates[-1]).days + 1)]
    return tuple(dates), frozenset(one.weekday for one in found if isinstance(one, Bare))
