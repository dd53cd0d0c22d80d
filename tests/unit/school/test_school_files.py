"""Every school file resolves as a second reading of it says, and survives a round trip."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from unit.school.reading import Reader, Told, called

from school.calendar import SchoolCalendar
from school.day import Period, find_period

if TYPE_CHECKING:
    from school.day import Day

HERE = Path(__file__).parents[2] / "data" / "schools"
SHARED = Path(__file__).parents[4] / "shared" / "schools"
FILES = sorted(HERE.glob("*.json"))
OTHERS = [one for one in sorted(SHARED.glob("*.json")) if not (HERE / one.name).exists()]
NAMES = [
    *(str(n) for n in range(11)),
    *(f"{unit} {n}" for n in (1, 2, 3, 7) for unit in ("period", "Block", "hour", "class", "core")),
    *("P2", "pd 3", "Per. 4", "1st", "2nd period", "3rd hour", "blk. 1", "hr 2", "block 02"),
    *("", "lunch", "LUNCH", "  advisory ", "period", "2nd lunch", "12345", "period two"),
]


def told(day: Day) -> Told:
    """Return a day of the calendar in the form of the second reading."""
    return {
        "on": day.on,
        "school": day.in_session,
        "known": day.known,
        "day_type": day.day_type.key if day.day_type else None,
        "cycle_day": day.cycle_day,
        "reason": day.reason,
        "label": day.label,
        "periods": [
            (p.name, clock(p.start), clock(p.end), p.kind, p.optional, p.staff_only, p.track)
            for p in day.periods
        ],
        "first_bell": clock(day.first_bell),
        "last_bell": clock(day.last_bell),
    }


def clock(minute: int | None) -> str | None:
    return None if minute is None else f"{minute // 60:02}:{minute % 60:02}"


def span(data: dict[str, Any]) -> list[date]:
    """Return the year of a file with a fortnight on either side, or two years without one."""
    year = data["school_year"] or {"first_day": "2020-08-01", "last_day": "2022-07-31"}
    first = date.fromisoformat(year["first_day"]) - timedelta(days=14)
    last = date.fromisoformat(year["last_day"]) + timedelta(days=14)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def groups(data: dict[str, Any]) -> list[set[str]]:
    """Return the buildings that a file can be of: of no group, and of each group it names."""
    named = {one["applies_to"] for one in data["exceptions"] if one.get("applies_to")}
    return [set(data.get("groups", [])), *({one} for one in sorted(named))]


def check(path: Path) -> None:
    data = json.loads(path.read_text("utf-8"))
    calendar = SchoolCalendar.from_neutral(data)
    assert calendar.to_neutral() == data
    for one in groups(data):
        building, reader = calendar.for_groups(*one), Reader(data, one)
        for on in span(data):
            assert told(building.day(on)) == reader.day(on), on


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_date_of_a_file(path: Path) -> None:
    """Every date is what the file says, with its bells and its label; nothing of it is lost."""
    check(path)


@pytest.mark.parametrize(
    "path", OTHERS or [None], ids=lambda path: path.stem if path else "not here"
)
def test_every_date_of_files_without_licence(path: Path | None) -> None:
    """The same holds for schools whose files may be read but not passed on."""
    if path is None:
        pytest.skip(f"files without a free licence are not part of the project: no {SHARED}")
    check(path)


def test_every_name_of_a_period() -> None:
    """What people call a period finds the one that a second reading finds, at every school."""
    bells = {
        tuple(one["name"] for one in sorted(day["periods"], key=lambda one: one["start"])): (
            path,
            key,
        )
        for path in (*FILES, *OTHERS)
        for key, day in json.loads(path.read_text("utf-8"))["day_types"].items()
    }
    calendars = {
        path: SchoolCalendar.from_neutral(json.loads(path.read_text("utf-8")))
        for path in dict.fromkeys(path for path, _ in bells.values())
    }
    for names, (path, key) in bells.items():
        periods = calendars[path].day_types[key].periods
        for asked in (*NAMES, *dict.fromkeys(map(str.upper, names))):
            found = find_period(periods, asked)
            place = called(list(names), asked)
            assert found is (None if place is None else periods[place]), (names, asked)


def test_names_that_several_kinds_of_periods_have() -> None:
    """Where hours, blocks and periods share a number, both readings mean the same one."""
    kinds = ("Core 1", "Hour 1", "Block 1", "Class 1", "1", "Period 1")
    for names in permutations(kinds, 3):
        periods = [Period(name, 0, 1, "class") for name in names]
        for asked in ("1", "p1", "period 1", "block 1", "1st hour", "core 1"):
            place = called(list(names), asked)
            expected = None if place is None else periods[place]
            assert find_period(periods, asked) is expected, (names, asked)


def test_files_are_free() -> None:
    """Only files under the MIT licence are part of the tests."""
    for path in FILES:
        sources = json.loads(path.read_text("utf-8"))["source"]

        assert {source["licence"] for source in sources} == {"MIT"}


def test_there_are_as_many_as_there_were() -> None:
    """No file is lost: a test over no files would hold too."""
    assert len(FILES) == 83
