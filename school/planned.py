"""Dates of a calendar as planned, kept ready for the expansion of many rules."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from school.calendar import SchoolCalendar
    from school.day import Day


class PlannedDate(NamedTuple):
    """A date without overrides, with what the expansion of a rule asks of it."""

    on: date
    day: Day
    closed: bool
    """Known to be a day off."""
    bells: str | None
    """As `bells_of`."""
    midnight: datetime | None
    """As in `LocalDay`: None on a date whose clocks change."""


class PlannedDates(dict[int, PlannedDate]):
    """Dates by ordinal (`date.toordinal`), each worked out when it is first asked for."""

    def __init__(self, calendar: SchoolCalendar) -> None:
        """Know nothing yet."""
        super().__init__()
        self._calendar = calendar

    def __missing__(self, ordinal: int) -> PlannedDate:
        """Work a date out."""
        on = date.fromordinal(ordinal)
        day = self._calendar.day(on)
        closed = day.known and not day.in_session
        midnight = self._calendar.clock(on).midnight
        found = self[ordinal] = PlannedDate(on, day, closed, bells_of(day), midnight)
        return found


def bells_of(day: Day) -> str | None:
    """Return what decides where a routine stands: weekday and day type; None without bells."""
    return None if day.day_type is None else f"{day.on.weekday()} {day.day_type.key}"
