"""Local times become the right instants, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from school.clock import LocalDay, instant, local

ZONES = [
    ZoneInfo(name)
    for name in (
        "America/New_York",
        "America/Los_Angeles",
        "America/Phoenix",
        "Pacific/Honolulu",
        "Australia/Lord_Howe",
        "Africa/Cairo",
        "Pacific/Apia",
        "Europe/Dublin",
        "Asia/Kathmandu",
    )
]
DATES = st.one_of(
    st.dates(date(2000, 1, 1), date(2037, 12, 31)),
    st.sampled_from([date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1), date(2027, 3, 14)]),
)


def swept(on: date, minute: int, zone: ZoneInfo) -> datetime:
    """Find the first minute from which the zone's clocks show `minute` of `on` or later."""
    wall = datetime(on.year, on.month, on.day, tzinfo=UTC) + timedelta(minutes=minute)
    at = wall - timedelta(hours=26)
    target = wall.replace(tzinfo=None)
    while at.astimezone(zone).replace(tzinfo=None) < target:
        at += timedelta(minutes=30)
    at -= timedelta(minutes=30)
    while at.astimezone(zone).replace(tzinfo=None) < target:
        at += timedelta(minutes=1)
    return at


@settings(max_examples=300, deadline=None)
@given(DATES, st.integers(0, 1440), st.sampled_from(ZONES))
def test_instant_is_the_first(on: date, minute: int, zone: ZoneInfo) -> None:
    """An instant is the first at which the clocks show the time, or have passed it in a gap."""
    assert instant(on, minute, zone) == swept(on, minute, zone)


@settings(max_examples=300, deadline=None)
@given(DATES, st.integers(0, 1440), st.sampled_from(ZONES))
def test_day_agrees(on: date, minute: int, zone: ZoneInfo) -> None:
    """The quick way of a whole day gives the same instants."""
    assert LocalDay.of(on, zone).instant(minute) == instant(on, minute, zone)


@settings(max_examples=300, deadline=None)
@given(DATES, st.integers(0, 1439), st.sampled_from(ZONES))
def test_local_is_the_way_back(on: date, minute: int, zone: ZoneInfo) -> None:
    """The way back gives the same wall time, or a later one where the clocks skip it."""
    assert local(instant(on, minute, zone), zone) >= (on, minute)


# Scenario 2: the same wall time in a week in which only one of two schools changes its clocks.
DST = [
    (date(2027, 3, 8), "America/New_York", 13),
    (date(2027, 3, 15), "America/New_York", 12),
    (date(2026, 10, 30), "America/New_York", 12),
    (date(2026, 11, 2), "America/New_York", 13),
    (date(2027, 3, 8), "America/Phoenix", 15),
    (date(2027, 3, 15), "America/Phoenix", 15),
]


@pytest.mark.parametrize(("on", "zone", "hour"), DST)
def test_dst_week(on: date, zone: str, hour: int) -> None:
    """8:55 local is another UTC hour after a change of clocks, and the same in Phoenix."""
    expected = datetime(on.year, on.month, on.day, hour, 55, tzinfo=UTC)

    assert instant(on, 8 * 60 + 55, ZoneInfo(zone)) == expected


def test_gap_and_fold() -> None:
    """A skipped time is the end of the gap; a doubled one the earlier of the two."""
    zone = ZoneInfo("America/New_York")

    assert instant(date(2027, 3, 14), 150, zone) == datetime(2027, 3, 14, 7, tzinfo=UTC)
    assert instant(date(2026, 11, 1), 90, zone) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_half_hour_change() -> None:
    """Lord Howe moves its clocks by half an hour: 2:15 does not exist there."""
    zone = ZoneInfo("Australia/Lord_Howe")

    assert instant(date(2026, 10, 4), 135, zone) == datetime(2026, 10, 3, 15, 30, tzinfo=UTC)
