"""The local dates of an event, however its writer put "all day" into times.

Districts' programs write a whole day as a date (RFC 5545), as midnight in some zone, as midnight
of the school's zone told in UTC, with a fixed offset that is an hour wrong for half the year, or
as 00:00 to 23:59.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from school.errors import SchoolError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

LONGEST = 366
"""Days of the longest event that is read."""
LAST_YEAR = 2100
_YEARS = range(1990, LAST_YEAR + 1)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_AROUND_MIDNIGHT = frozenset({23, 0, 1})
"""Local hours at which midnight told with a fixed offset comes out in summer and winter."""


@dataclass(frozen=True, slots=True)
class Span:
    """The dates of an event at the school, both included."""

    first: date
    last: date
    all_day: bool
    told: date
    """Its first date on the clock that the file tells it by: the one its repetitions count."""


def span(start: date | datetime, end: date | datetime | None, zone: ZoneInfo) -> Span:
    """Return the local dates of an event; `end` is excluded, as iCalendar has it.

    SchoolError "event_backwards", "event_too_long", "date_far_away", where it cannot be placed.
    """
    found = _timed(start, end, zone) if isinstance(start, datetime) else _dated(start, end)
    if found.first.year not in _YEARS or found.last.year not in _YEARS:
        raise SchoolError("date_far_away", where="", value=found.first)
    if found.last < found.first:
        raise SchoolError("event_backwards", first=found.first, last=found.last)
    if (found.last - found.first).days >= LONGEST:
        raise SchoolError("event_too_long", first=found.first, last=found.last, most=LONGEST)
    return found


def day_of(value: date | datetime, zone: ZoneInfo) -> date:
    """Return the local date of a single moment of a series (an excluded date, a replaced one)."""
    return span(value, None, zone).first


def _dated(start: date, end: date | datetime | None) -> Span:
    if isinstance(end, datetime):
        end = end.date()
    last = start if end is None or end == start else _before(end)
    return Span(start, last, all_day=True, told=start)


def _before(end: date) -> date:
    return end - _DAY if end > date.min else end


def _timed(start: datetime, end: date | datetime | None, zone: ZoneInfo) -> Span:
    if not isinstance(end, datetime):
        end = start if end is None else datetime.combine(end, start.timetz())
    _check(start, end)
    told, here, until = _wall(start), _instant(start, zone), _instant(end, zone)
    alike = start.tzinfo is end.tzinfo
    whole = _whole_days(_wall(end) - told if alike else until - here)
    if whole and _is_midnight(told) and not (start == end and _is_utc(start)):
        return _days(told.date(), whole, told.date())
    if whole and here.hour in _AROUND_MIDNIGHT and here.minute == 0:
        return _days((here + _HOUR).date(), whole, told.date())
    ends = _before(until.date()) if until > here and _is_midnight(until) else until.date()
    return Span(here.date(), ends, all_day=False, told=told.date())


def _check(start: datetime, end: datetime) -> None:
    for moment in (start, end):
        if moment.year not in _YEARS:
            raise SchoolError("date_far_away", where="", value=moment.date())


def _wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def _instant(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return a moment on the school's wall clock; one without a zone is told by that clock."""
    return _wall(moment.astimezone(zone) if moment.tzinfo else moment)


def _is_midnight(moment: datetime) -> bool:
    return (moment.hour, moment.minute) == (0, 0)


def _is_utc(moment: datetime) -> bool:
    return moment.tzinfo is UTC or getattr(moment.tzinfo, "key", "") == "UTC"


def _whole_days(length: timedelta) -> int:
    """Return the days of a length that is whole days, but for an hour of clock change; 0 if not.

    No length at all (an event without an end) is one day: it tells only where it begins.
    """
    days = round(length / _DAY)
    if length == timedelta(0):
        return 1
    return days if days >= 1 and abs(length - days * _DAY) <= _HOUR else 0


def _days(first: date, count: int, told: date) -> Span:
    return Span(first, first + (count - 1) * _DAY, all_day=True, told=told)
