"""What minutes mean, in words: how far behind, and from what."""

import pytest

from handlers.slack.blocks import minutes
from pushin.results.minutes import Balance, Missed, Sums


def said(*missed: tuple[str, int | None, int]) -> str:
    """Return the first sentence for what was missed of 100 mandated minutes."""
    rows = tuple(Missed(reason, day, count, 1) for reason, day, count in missed)
    lost = sum(one.minutes for one in rows)
    sums = Sums(planned=100, delivered=100 - lost, missed=rows)
    return minutes.meaning(Balance(sums, 100)).partition(".")[0]


@pytest.mark.parametrize(
    ("missed", "sentence"),
    [
        ([("assembly", 0, 30)], "Behind by 30 minutes, all from Monday assemblies"),
        (
            [("assembly", 0, 20), ("assembly", 3, 10)],
            "Behind by 30 minutes, all from assemblies",
        ),
        # Each of two is named: neither is "most" of 15 and 15.
        (
            [("closed", 3, 15), ("early_release", 2, 15)],
            "Behind by 30 minutes, from days without school and early releases",
        ),
        # Twenty on Monday and twenty on Tuesday are more than thirty on Wednesday.
        (
            [("testing", 2, 30), ("drill", 0, 20), ("drill", 1, 20)],
            "Behind by 70 minutes, from drills and testing",
        ),
        (
            [("testing", 2, 60), ("drill", 0, 10), ("other", 1, 10)],
            "Behind by 80 minutes, most from testing",
        ),
        (
            [("testing", 2, 20), ("drill", 0, 15), ("other", 1, 10)],
            "Behind by 45 minutes, from testing, drills and other causes",
        ),
    ],
)
def test_what_is_missing_is_named_by_its_causes(
    missed: list[tuple[str, int | None, int]], sentence: str
) -> None:
    """One cause with its weekday, two by name, of several the one that is most of it."""
    assert said(*missed) == sentence
