"""Several times a week, well apart."""

import pytest

from school.spread import split, spread, varied

WEEK = (0, 1, 2, 3, 4)


@pytest.mark.parametrize(
    ("days", "times", "best"),
    [
        ((0, 2, 4), 2, (0, 2)),
        ((0, 1, 2, 3, 4), 2, (0, 2)),
        ((0, 1, 2, 3, 4), 3, (0, 2, 4)),
        ((0, 1, 4), 2, (1, 4)),
        ((3, 4), 2, (3, 4)),
        ((0, 1, 2, 3, 4), 5, (0, 1, 2, 3, 4)),
        ((2,), 1, (2,)),
    ],
)
def test_the_best_way(days: tuple[int, ...], times: int, best: tuple[int, ...]) -> None:
    """No two days in a row where others are free; a weekend is no pause; then the earlier days."""
    assert spread(days, times, WEEK)[0] == best


def test_every_day_is_in_one() -> None:
    """The next ways are those with the most days that were not offered yet."""
    assert varied(WEEK, 2, WEEK) == [(0, 2), (1, 3), (1, 4)]
    assert varied((0, 2, 4), 2, WEEK) == [(0, 2), (2, 4)]


def test_fewer_days_than_asked_for() -> None:
    """All of them are the one way; of no days there is none."""
    assert varied((1, 3), 3, WEEK) == [(1, 3)]
    assert varied((), 2, WEEK) == []


@pytest.mark.parametrize(
    ("total", "longest", "found"),
    [
        (60, 60, (1, 60)),
        (60, 40, (2, 30)),
        (60, 15, (4, 15)),
        (50, 20, (3, 20)),
        (50, 18, (3, 18)),
        (200, 15, (5, 15)),
    ],
)
def test_a_weeks_minutes(total: int, longest: int, found: tuple[int, int]) -> None:
    """As few times as fit, in steps of five minutes where that fits; five days at the most."""
    assert split(total, longest, 5) == found
