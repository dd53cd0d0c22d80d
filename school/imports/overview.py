"""What a school's calendar amounts to, to be looked at before it is saved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from school.facts import Weekly

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from school.calendar import SchoolCalendar
    from school.clock import Minute
    from school.day import Day

Mark = int | Literal["off", "weekend", "outside", "unknown"]
"""What a date is: the index of its day type in `Overview.day_types`, or why there is none."""

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DayTypeCount:
    """A kind of day, and how many of them the year has."""

    key: str
    label: str
    count: int
    first_bell: Minute | None
    last_bell: Minute | None


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Dates without school in a row, weekends between them included."""

    first: date
    last: date
    label: str


@dataclass(frozen=True, slots=True)
class MonthPicture:
    """A month of the year, a mark a day from its first to its last."""

    year: int
    month: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """A school year at a glance; without known dates, counts are 0 and there are no months."""

    first_day: date | None
    last_day: date | None
    school_days: int
    day_types: tuple[DayTypeCount, ...]
    days_off: tuple[DaysOff, ...]
    months: tuple[MonthPicture, ...]


def overview(calendar: SchoolCalendar) -> Overview:
    """Return what is shown of a calendar before it is saved."""
    span = _span(calendar)
    days = tuple(calendar.days(*span)) if span else ()
    counts = Counter(day.day_type.key for day in days if day.day_type)
    return Overview(
        calendar.first_day,
        calendar.last_day,
        counts.total(),
        tuple(
            DayTypeCount(key, one.label, counts[key], one.first_bell, one.last_bell)
            for key, one in calendar.day_types.items()
        ),
        tuple(_days_off(days)),
        tuple(_months(calendar, days)),
    )


def _span(calendar: SchoolCalendar) -> tuple[date, date] | None:
    """Return the dates that the calendar is about: its year, else those it publishes."""
    pattern = calendar.pattern
    dates = [] if isinstance(pattern, Weekly) else [one.on for one in pattern.dates]
    first = calendar.first_day or min(dates, default=None)
    last = calendar.last_day or max(dates, default=None)
    return (first, last) if first and last and first <= last else None


def _days_off(days: Sequence[Day]) -> Iterator[DaysOff]:
    """Yield the stretches without school; the same label goes on over a weekend."""
    told: DaysOff | None = None
    for day in days:
        if day.in_session or not day.known:
            if told is not None:
                yield told
            told = None
        elif day.reason == "exception" and told is not None and told.label == day.label:
            told = DaysOff(told.first, day.on, day.label)
        elif day.reason == "exception":
            if told is not None:
                yield told
            told = DaysOff(day.on, day.on, day.label)
    if told is not None:
        yield told


def _months(calendar: SchoolCalendar, days: Sequence[Day]) -> Iterator[MonthPicture]:
    index = {key: place for place, key in enumerate(calendar.day_types)}
    for (year, month), some in groupby(days, lambda day: (day.on.year, day.on.month)):
        marks = {day.on.day: _mark(day, index) for day in some}
        first = date(year, month, 1)
        length = ((first + 31 * _DAY).replace(day=1) - first).days
        yield MonthPicture(
            year, month, tuple(marks.get(number, "outside") for number in range(1, length + 1))
        )


def _mark(day: Day, index: dict[str, int]) -> Mark:
    if day.day_type is not None:
        return index[day.day_type.key]
    if not day.known:
        return "unknown"
    if day.reason == "outside_year":
        return "outside"
    return "weekend" if day.on.weekday() >= _SATURDAY else "off"
