"""What a plan hangs on, as it moves."""

import pytest
from unit.pushin.king import King, local, minutes

from school.recurrence import Anchor

MONDAYS = frozenset({0})
WEDNESDAYS = frozenset({2})


@pytest.mark.parametrize(
    ("offset", "moved"),
    [
        ("before", ("09:40", "09:50")),
        ("start", ("09:50", "10:00")),
        ("end", ("10:10", "10:20")),
        ("after", ("10:20", "10:30")),
    ],
)
def test_part_stays_where_it_was_told(king: King, offset: str, moved: tuple[str, str]) -> None:
    """Ten minutes before (or after) a routine stay outside it when its teacher moves it."""
    room = king.room()
    king.routine(room, "Centers", "centers", minutes("9:40"), minutes("10:10"))
    anchor = Anchor("routine", "Centers", minutes=10, offset_from=offset)  # type: ignore[arg-type]
    plan = king.plan(anchor=anchor, weekdays=MONDAYS).plan

    king.routine(room, "Centers", "centers", minutes("9:50"), minutes("10:20"))

    assert local(king.sessions(plan.id)[0]) == moved


def test_after_follows_the_end(king: King) -> None:
    """Ten minutes after a routine come later when it only ends later."""
    room = king.room()
    king.routine(room, "Centers", "centers", minutes("9:40"), minutes("10:10"))
    anchor = Anchor("routine", "Centers", minutes=10, offset_from="after")
    plan = king.plan(anchor=anchor, weekdays=MONDAYS).plan

    king.routine(room, "Centers", "centers", minutes("9:40"), minutes("10:15"))

    assert local(king.sessions(plan.id)[0]) == ("10:15", "10:25")


@pytest.mark.parametrize("offset", ["before", "start", "end", "after"])
def test_part_of_a_day_with_other_bells(king: King, offset: str) -> None:
    """A part that is told by Wednesday's bells is saved as it was said back."""
    anchor = Anchor("period", "Period 2", minutes=10, offset_from=offset)  # type: ignore[arg-type]
    said = king.preview(anchor=anchor, weekdays=WEDNESDAYS).first_dates[0]

    saved = king.plan(anchor=anchor, weekdays=WEDNESDAYS).first

    assert saved is not None
    assert (saved.on, saved.start, saved.end) == said
