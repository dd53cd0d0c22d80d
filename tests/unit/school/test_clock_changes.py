"""Every minute around every change of clocks gives the right instant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from school.clock import LocalDay, instant, local

ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/St_Johns",
    "America/Santiago",
    "Europe/London",
    "Asia/Kolkata",
    "Australia/Sydney",
    "Australia/Lord_Howe",
)
UNCHANGING = {"America/Phoenix", "Pacific/Honolulu", "Asia/Kolkata"}
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)

Wall = tuple[date, int]


def changes(zone: ZoneInfo, first: int, last: int) -> list[datetime]:
    """Return the hours (UTC) in which a zone changes its clocks, from one year to another."""
    at, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    found = []
    while at < end:
        if (at + _DAY).astimezone(zone).utcoffset() != at.astimezone(zone).utcoffset():
            within = (at + n * _HOUR for n in range(24))
            found.append(
                next(
                    one
                    for one in within
                    if (one + _HOUR).astimezone(zone).utcoffset()
                    != one.astimezone(zone).utcoffset()
                )
            )
        at += _DAY
    return found


def shown(zone: ZoneInfo, start: datetime, minutes: int) -> dict[Wall, datetime]:
    """Return the first instant (UTC) at which the clocks show each minute, by looking at them."""
    first: dict[Wall, datetime] = {}
    for n in range(minutes):
        at = start + n * _MINUTE
        wall = at.astimezone(zone)
        first.setdefault((wall.date(), wall.hour * 60 + wall.minute), at)
    return first


def next_shown(first: dict[Wall, datetime], wall: Wall) -> datetime:
    """Return when the clocks show a time; if they skip it, when they show the next one."""
    on, minute = wall
    while (on, minute) not in first:
        minute += 1
        if minute == 24 * 60:
            on, minute = on + _DAY, 0
    return first[on, minute]


def check(zone: ZoneInfo, change: datetime, step: int = 1) -> int:
    """Compare the minutes of the 48 hours around a change; return how many there were."""
    # The clocks are looked at for longer: what is shown twice must be seen from its first time.
    first = shown(zone, change - 30 * _HOUR, 60 * 60)
    walls = [
        (wall.date(), wall.hour * 60 + wall.minute)
        for n in range(0, 48 * 60, step)
        for wall in [change.astimezone(zone).replace(tzinfo=None) - 24 * _HOUR + n * _MINUTE]
    ]
    days = {on: LocalDay.of(on, zone) for on, _ in walls}
    for on, minute in walls:
        expected = next_shown(first, (on, minute))
        assert instant(on, minute, zone) == expected, (zone.key, on, minute)
        assert days[on].instant(minute) == expected, (zone.key, on, minute)
        assert local(expected, zone) >= (on, minute)
    return len(walls)


@pytest.mark.parametrize("name", ZONES)
def test_minutes_around_changes(name: str) -> None:
    """In a year, every seventh minute of two days is the instant that the zone's clocks show."""
    zone = ZoneInfo(name)
    dates = changes(zone, 2027, 2027)

    assert len(dates) == (0 if name in UNCHANGING else 2)
    for change in dates or changes(ZoneInfo("America/New_York"), 2027, 2027):
        assert check(zone, change, step=7) == 412


@pytest.mark.proof
@pytest.mark.parametrize("name", ZONES)
def test_every_minute_around_every_change(name: str) -> None:
    """From 2026 to 2036, every minute of the 48 hours around each change is the right instant.

    A doubled time is its first instant, a skipped one the end of the gap. Zones that never change
    their clocks are looked at when New York does.
    """
    zone = ZoneInfo(name)
    dates = changes(zone, 2026, 2036)

    assert len(dates) == (0 if name in UNCHANGING else 22)
    compared = [
        check(zone, one) for one in dates or changes(ZoneInfo("America/New_York"), 2026, 2036)
    ]
    assert sum(compared) == 22 * 48 * 60
