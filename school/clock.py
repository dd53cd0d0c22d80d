"""The way from a school's wall clock to instants and back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Minute = int
"""Minutes since local midnight, 0..1440 (1440 is the midnight that ends the day)."""

DAY = 24 * 60
_MINUTES = tuple(timedelta(minutes=minute) for minute in range(DAY + 1))
_SECOND = timedelta(seconds=1)


def instant(on: date, minute: Minute, zone: ZoneInfo) -> datetime:
    """Return the aware UTC instant at which the clocks of `zone` show `minute` on `on`.

    A time that the clocks skip (spring) gives the first instant after the gap; a time that
    they show twice (autumn) gives the earlier of the two (PEP 495, fold=0).
    """
    wall = datetime.combine(on, time()) + _MINUTES[minute]
    found = wall.replace(tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wall:
        return found
    return _end_of_gap(wall, zone)


def _end_of_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the transition that skips `wall`: it lies between wall's two readings."""
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    new_offset = after.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == new_offset:
            after = middle
        else:
            before = middle
    return after


def local(at: datetime, zone: ZoneInfo) -> tuple[date, Minute]:
    """Return the date and the (begun) minute that the clocks of `zone` show at the instant `at`."""
    wall = at.astimezone(zone)
    return wall.date(), wall.hour * 60 + wall.minute


@dataclass(frozen=True, slots=True)
class LocalDay:
    """One date in one zone, ready to turn many wall-clock times into instants."""

    on: date
    zone: ZoneInfo
    midnight: datetime | None
    """UTC instant of 00:00; None on a date whose offset changes, where no addition is safe."""

    @classmethod
    def of(cls, on: date, zone: ZoneInfo) -> LocalDay:
        """Look the date's offset up once."""
        start = datetime.combine(on, time(), zone)
        if start.utcoffset() != (start + _MINUTES[DAY]).utcoffset():
            return cls(on, zone, None)
        return cls(on, zone, start.astimezone(UTC))

    def instant(self, minute: Minute) -> datetime:
        """Return the same as `instant(on, minute, zone)`, by one addition on most days."""
        if self.midnight is None:
            return instant(self.on, minute, self.zone)
        return self.midnight + _MINUTES[minute]
