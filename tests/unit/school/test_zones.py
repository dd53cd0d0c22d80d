"""Time zones as calendar programs read them: held to the zone database by another library."""

from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from icalendar import Calendar

from school import zones

FIRST, LAST = date(2026, 8, 1), date(2027, 7, 1)
ZONES = {
    "America/New_York": 1,
    "America/Phoenix": 0,
    "America/Los_Angeles": 1,
    "Australia/Lord_Howe": 1,  # half an hour
    "Europe/London": 1,
    "Europe/Dublin": 1,  # standard time in summer, in the zone database's own words
    "Asia/Kolkata": 0,
    "America/Santiago": 0,  # the first Sunday after the 1st: now the first, now the second
    "Africa/Casablanca": 0,  # follows the moon
    "America/St_Johns": 1,
    "Asia/Gaza": 0,
    "UTC": 0,
}


def text_of(key: str) -> str:
    whole = Calendar()
    whole.add("prodid", "test")
    whole.add("version", "2.0")
    whole.add_component(zones.component(ZoneInfo(key), FIRST, LAST))
    return whole.to_ical().decode()


@pytest.mark.parametrize("key", ZONES)
def test_a_zone_is_read_as_it_is(key: str) -> None:
    """Every three hours of a school year have the zone's own offset, in another library's eyes."""
    read = tz.tzical(StringIO(text_of(key).replace("\r\n", "\n"))).get(key)
    changes = [one.wall for one in zones.changes(key, 2026, 2027)]
    wrong = []
    at, end = datetime(2026, 8, 1, 0, 30), datetime(2027, 7, 1)  # noqa: DTZ001  wall times
    while at < end:
        ambiguous = any(abs(at - change) <= timedelta(hours=2) for change in changes)
        if not ambiguous and (
            at.replace(tzinfo=read).utcoffset() != at.replace(tzinfo=ZoneInfo(key)).utcoffset()
        ):
            wrong.append(at)
        at += timedelta(hours=3)

    assert wrong == []


@pytest.mark.parametrize(("key", "by_rule"), ZONES.items())
def test_what_comes_every_year_is_a_rule(key: str, by_rule: int) -> None:
    """A change that comes on the n-th weekday of a month is one component with a yearly rule."""
    text = text_of(key)

    assert ("RRULE:FREQ=YEARLY" in text) == bool(by_rule)
    assert text.count("RRULE") == 2 * by_rule


def test_the_rules_of_new_york() -> None:
    """Clocks go forward on the second Sunday of March and back on the first of November."""
    text = text_of("America/New_York")

    assert "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3" in text
    assert "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11" in text
    assert "TZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400" in text
