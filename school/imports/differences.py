"""What a new calendar of a school changes: its dates, and the bells of its day types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from school.facts import Weekly

if TYPE_CHECKING:
    from datetime import date

    from school.calendar import SchoolCalendar
    from school.day import Day, DayType

LONGEST = 800
"""Days that are compared at most, from `since` on."""


@dataclass(frozen=True, slots=True)
class Side:
    """What a date is in one of two calendars."""

    state: Literal["school", "no_school", "unknown"]
    day_type: str = ""
    """The day type's label, on a school day."""
    cycle_day: str | None = None
    label: str = ""
    """What the calendar calls the date ("Labor Day")."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One date that is something else in the new calendar."""

    on: date
    old: Side
    new: Side


@dataclass(frozen=True, slots=True)
class BellsChange:
    """A day type whose bells are not the same; None where one of the calendars lacks it."""

    key: str
    label: str
    old: DayType | None
    new: DayType | None


def differences(old: SchoolCalendar, new: SchoolCalendar, *, since: date) -> tuple[Difference, ...]:
    """Return the dates from `since` on (included) that change: school or none, day type, letter.

    A changed label alone is no difference, nor are changed bells: see `bells_changes`.
    """
    last = max(_last(old, since), _last(new, since))
    pairs = zip(old.days(since, last), new.days(since, last), strict=True)
    return tuple(
        Difference(before.on, _side(before), _side(after))
        for before, after in pairs
        if _identity(before) != _identity(after)
    )


def bells_changes(old: SchoolCalendar, new: SchoolCalendar) -> tuple[BellsChange, ...]:
    """Return the day types whose bells change, come or go, in the new calendar's order."""
    keys = dict.fromkeys([*new.day_types, *old.day_types])
    pairs = ((key, old.day_types.get(key), new.day_types.get(key)) for key in keys)
    return tuple(
        BellsChange(key, (after or before).label, before, after)  # type: ignore[union-attr]
        for key, before, after in pairs
        if before is None or after is None or before.periods != after.periods
    )


def _last(calendar: SchoolCalendar, since: date) -> date:
    """Return the last date about which a calendar says something of its own."""
    pattern = calendar.pattern
    published = [] if isinstance(pattern, Weekly) else [one.on for one in pattern.dates]
    known = [one.last for one in calendar.exceptions] + published
    ends = calendar.last_day or max(known, default=since + timedelta(days=365))
    return max(since, min(max([ends, *known]), since + timedelta(days=LONGEST)))


def _identity(day: Day) -> tuple[bool, bool, str | None, str | None]:
    label = day.day_type.label.casefold() if day.day_type else None
    return day.in_session, day.known, label, day.cycle_day


def _side(day: Day) -> Side:
    if day.day_type is not None:
        return Side("school", day.day_type.label, day.cycle_day, day.label)
    return Side("no_school" if day.known else "unknown", label=day.label)
