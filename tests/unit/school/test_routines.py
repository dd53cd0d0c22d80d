"""Where a classroom's routine stands on a date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from school.day import Day, DayType, Period
from school.routines import Routine, on_day

if TYPE_CHECKING:
    from school.calendar import SchoolCalendar

WEDNESDAY, THURSDAY = date(2026, 10, 14), date(2026, 10, 15)
REGULAR = DayType(
    "REGULAR",
    "Regular",
    (
        Period("Morning", 510, 600, "class"),
        Period("Writing", 600, 640, "class"),
        Period("Afternoon", 730, 900, "class"),
    ),
)
DELAY = DayType(
    "DELAY",
    "Two-hour delay",
    (Period("Writing", 660, 690, "class"), Period("Afternoon", 730, 900, "class")),
)


def day(day_type: DayType | None) -> Day:
    return Day(
        THURSDAY,
        in_session=day_type is not None,
        known=True,
        day_type=day_type,
        cycle_day=None,
        reason="override",
    )


# (routine, where it is on the two-hour delay, why)
MOVED = [
    (Routine("Writing", 600, 640), (660, 690), "moves and is cut: 30 of 40 minutes"),
    (Routine("Draft", 610, 625), (670, 685), "keeps its distance to the start"),
    (Routine("Sharing", 632, 640), None, "begins after the shorter period ends"),
    (Routine("Centers", 550, 590), None, "its period is not held"),
    (Routine("Arrival", 500, 510, "arrival"), (650, 660), "stays before the first bell"),
    (Routine("Dismissal", 900, 910, "dismissal"), (900, 910), "stays after the last bell"),
    (Routine("Recess", 700, 720, "recess"), (700, 720), "in a gap, and the school is open"),
    (Routine("Tidy up", 642, 650), None, "in a gap, before the school opens"),
    (Routine("Workshop", 620, 700), (680, 760), "goes with the period it overlaps most"),
    (Routine("Prep", 450, 500, with_students=False), (450, 500), "adults' hours do not move"),
]


@pytest.mark.parametrize(("routine", "expected", "why"), MOVED)
def test_other_bells(routine: Routine, expected: tuple[int, int] | None, why: str) -> None:
    """On other bells a routine moves with its period, stays in its gap, or is not held."""
    assert on_day(routine, day(DELAY), REGULAR) == expected, why


@pytest.mark.parametrize(("routine", "_expected", "_why"), MOVED)
def test_regular_bells(routine: Routine, _expected: object, _why: str) -> None:
    """On a regular day every routine is where it was told."""
    assert on_day(routine, day(REGULAR), REGULAR) == (routine.start, routine.end)


def test_not_held() -> None:
    """A routine is not held on a day off, on other weekdays, or on a day type that drops it."""
    writing = Routine("Writing", 600, 640)
    fridays = Routine("Writing", 600, 640, weekdays=frozenset({4}))
    dropped = Routine("Writing", 600, 640, drops_on=frozenset({"DELAY"}))

    assert on_day(writing, day(None), REGULAR) is None
    assert on_day(fridays, day(REGULAR), REGULAR) is None
    assert on_day(dropped, day(DELAY), REGULAR) is None


def test_without_bells() -> None:
    """Where a school publishes no bells for a day, nobody can say when a routine is held."""
    silent = DayType("EARLY", "Early dismissal", ())

    assert on_day(Routine("Writing", 600, 640), day(silent), REGULAR) is None


def test_arrival_on_early_release(king: SchoolCalendar) -> None:
    """Arrival before the first class is held on an early-release morning too."""
    arrival = Routine("Arrival", 505, 520, "arrival")

    assert on_day(arrival, king.day(WEDNESDAY), king.regular) == (505, 520)
