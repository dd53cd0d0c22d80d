"""Until when events of the school year are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from school.events import last_day_until

if TYPE_CHECKING:
    from school.calendar import SchoolCalendar

OCTOBER = date(2026, 10, 5)
EVENTS = [
    ("winter break", date(2026, 12, 22)),
    ("Winter recess", date(2026, 12, 22)),
    ("thanksgiving", date(2026, 11, 24)),
    ("spring break", date(2027, 3, 26)),
    ("end of the year", date(2027, 6, 18)),
    ("end of semester 1", date(2027, 1, 29)),
    ("end of the semester", date(2027, 1, 29)),
    ("last day of school", date(2027, 6, 18)),
    ("graduation", None),
    ("end of quarter 7", None),
]


@pytest.mark.parametrize(("event", "expected"), EVENTS)
def test_events(event: str, expected: date | None, lettered: SchoolCalendar) -> None:
    """An event is found by the calendar's own names; one that it does not name is None."""
    assert last_day_until(event, lettered, OCTOBER) == expected


def test_next_one(king: SchoolCalendar) -> None:
    """Only an event that is still ahead counts, and school days off before it are skipped."""
    assert last_day_until("winter break", king, OCTOBER) == date(2026, 12, 18)
    assert last_day_until("winter break", king, date(2027, 1, 5)) is None
