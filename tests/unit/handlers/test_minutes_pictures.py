"""The chart of minutes: what is on it stands where it can be read, by the figure's own boxes."""

from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest

from handlers.pictures import paint
from handlers.pictures.minutes import WIDTH, laid_out
from handlers.pictures.sheet import Sheet
from pushin.results.minutes import Balance, Bar, Minutes, MinutesChart, Missed, Stretch, Sums

pytestmark = pytest.mark.slow

AXIS, EDGE = 90, 20
MONDAY = date(2027, 1, 4)


def chart(per: str, days: int, *bars: tuple[dict[str, int] | None, int | None]) -> MinutesChart:
    """Return a chart whose bars begin so many days apart; one without minutes is to come."""
    found = []
    for number, (by_model, mandated) in enumerate(bars):
        first = MONDAY + timedelta(days=number * days)
        stretch = Stretch(first, first + timedelta(days=days - 1))
        found.append(Bar(stretch, by_model or {}, mandated, 0, ahead=by_model is None))
    whole = Stretch(found[0].stretch.first, found[-1].stretch.last)
    missed = (Missed("closed", 2, 60, 2), Missed("late_start", 3, 30, 1))
    sums = Sums(planned=240, delivered=105, to_come=45, missed=missed, pending=60, usual=30)
    minutes = Minutes("me", whole, MONDAY, Balance(sums, 240), ())
    return MinutesChart(minutes, per, tuple(found), "America/New_York")


CHARTS = {
    "behind": chart(
        "week",
        7,
        ({"push_in": 60}, 60),
        ({"push_in": 30}, 60),
        ({}, 60),
        ({"push_in": 15}, 60),
    ),
    # One is just below the line and one just above it.
    "met": chart(
        "month",
        31,
        *(({"push_in": count}, 240) for count in (235, 245, 240, 228, 250)),
        *((None, 240) for _ in range(6)),
    ),
    "mixed": chart(
        "day",
        1,
        ({"push_in": 30, "pull_out": 20}, None),
        ({"pull_out": 30, "consultation": 15}, None),
        ({"push_in": 40, "pull_out": 30, "consultation": 10}, None),
        ({}, None),
        ({"push_in": 5}, None),
    ),
    "a large caseload": chart(
        "month",
        31,
        *(({"push_in": 9000 + 37 * n, "pull_out": 3900}, 13_000) for n in range(7)),
        *((None, 13_000) for _ in range(4)),
    ),
    "many weeks": chart(
        "week", 7, *(({"push_in": 1200 + n, "pull_out": 340}, 1500) for n in range(10))
    ),
}


def drawn(sheet: Sheet) -> tuple[list[Any], list[Any], list[Any]]:
    """Return the boxes of all texts, of the mandated lines and of the axis, as they are painted."""
    figure = paint.drawn(sheet)
    renderer = figure.canvas.get_renderer()
    (axes,) = figure.axes
    texts = [one.get_window_extent(renderer) for one in axes.texts]
    looks = dict[str, list[Any]]()
    for shape, patch in zip(sheet.shapes, axes.patches, strict=True):
        looks.setdefault(shape.look, []).append(patch.get_path().get_extents(patch.get_transform()))
    return texts, looks.get("mandated", []), looks["hour"]


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_stands_over_another(name: str) -> None:
    """No text over a text or over the mandated line, none cut, none over the sheet's edge."""
    sheet = laid_out(CHARTS[name], paint.width_of)
    texts, lines, _ = drawn(sheet)
    said = [one.text for one in sheet.words]

    pairs = combinations(range(len(texts)), 2)
    assert [(said[a], said[b]) for a, b in pairs if texts[a].overlaps(texts[b])] == []
    on_bars = lines[: len(CHARTS[name].bars)]
    assert [said[n] for n, one in enumerate(texts) if any(map(one.overlaps, on_bars))] == []
    assert [one for one in said if "…" in one] == []
    assert all(one.x0 >= 0 and one.x1 <= WIDTH for one in texts)
    assert all(one.y0 >= 0 and one.y1 <= sheet.height for one in texts)


@pytest.mark.parametrize("name", ["behind", "met", "a large caseload", "many weeks"])
def test_what_is_mandated_stands_inside_the_axes(name: str) -> None:
    """Each bar's line is between the axis at the left, the edge, the floor and the top line."""
    _, lines, axis = drawn(laid_out(CHARTS[name], paint.width_of))
    floor, top = min(one.y0 for one in axis), max(one.y1 for one in axis)

    bars = lines[: len(CHARTS[name].bars)]
    assert len(lines) == len(CHARTS[name].bars) + 1  # and its sample in the key
    assert all(one.x0 >= AXIS - 1 and one.x1 <= WIDTH - EDGE + 1 for one in bars)
    assert all(floor < one.y0 and one.y1 <= top + 3 for one in bars)
