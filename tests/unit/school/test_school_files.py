"""Every school file resolves as an independent reading of it says, and survives a round trip."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from school.calendar import SchoolCalendar

HERE = Path(__file__).parents[2] / "data" / "schools"
SHARED = Path(__file__).parents[4] / "shared" / "schools"
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FILES = sorted(HERE.glob("*.json"))
OTHERS = [one for one in sorted(SHARED.glob("*.json")) if not (HERE / one.name).exists()]

Reading = tuple[bool, bool, str | None, str | None, str]


def span(data: dict[str, Any]) -> list[date]:
    """Return the year of a file with a fortnight on either side, or two years without one."""
    year = data["school_year"] or {"first_day": "2020-08-01", "last_day": "2022-07-31"}
    first = date.fromisoformat(year["first_day"]) - timedelta(days=14)
    last = date.fromisoformat(year["last_day"]) + timedelta(days=14)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def covering(data: dict[str, Any], on: date) -> dict[str, Any] | None:
    """Return the last exception line for everybody that covers a date."""
    found = None
    for line in data["exceptions"]:
        if line["from"] <= on.isoformat() <= line["to"] and "applies_to" not in line:
            found = line
    return found


def open_weekday(data: dict[str, Any], on: date) -> bool:
    line = covering(data, on)
    if line is not None:
        return line["day_type"] is not None and line.get("students", True)
    return on.weekday() < 5


def counted_letter(data: dict[str, Any], on: date) -> str | None:
    """Walk from the last start on or before a date, one letter a school day."""
    pattern = data["pattern"]
    starts = [one for one in pattern.get("starts", []) if one["date"] <= on.isoformat()]
    if not starts:
        return None
    at, index = date.fromisoformat(starts[-1]["date"]), 0
    while at < on:
        index += open_weekday(data, at)
        at += timedelta(days=1)
    cycle: list[str] = pattern["cycle"]
    first = cycle.index(starts[-1]["cycle_day"])
    return cycle[(first + index) % len(cycle)]


def letter(data: dict[str, Any], on: date) -> tuple[str | None, str | None, str]:
    """Return a date's letter, its day type and the reason, by the pattern alone."""
    pattern = data["pattern"]
    for one in pattern.get("dates", []):
        if one["date"] == on.isoformat():
            return one["cycle_day"], one["day_type"], "published"
    if pattern["kind"] == "weekly":
        return None, pattern["days"][WEEK[on.weekday()]], "pattern"
    if on.weekday() > 4:
        return None, None, "pattern"
    found = counted_letter(data, on)
    return found, found, "pattern" if pattern.get("starts") else "published"


def reading(data: dict[str, Any], on: date) -> Reading:
    """Read a file as a person would: school, known, day type, cycle day, reason."""
    line = covering(data, on)
    turn, day_type, reason = letter(data, on)
    if line is not None:
        if line["day_type"] is None or not line.get("students", True):
            return False, True, None, None, "exception"
        return True, True, line["day_type"], turn, "exception"
    year = data["school_year"]
    if year and not year["first_day"] <= on.isoformat() <= year["last_day"]:
        return False, True, None, None, "outside_year"
    if day_type is None:
        weekend = on.weekday() > 4 or data["pattern"]["kind"] == "weekly"
        return False, weekend, None, None, reason
    return True, True, day_type, turn, reason


def check(path: Path) -> None:
    data = json.loads(path.read_text("utf-8"))
    calendar = SchoolCalendar.from_neutral(data)
    assert calendar.to_neutral() == data
    for on in span(data):
        day = calendar.day(on)
        key = day.day_type.key if day.day_type else None
        expected = reading(data, on)
        assert expected == (day.in_session, day.known, key, day.cycle_day, day.reason), on


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_date_of_a_file(path: Path) -> None:
    """Every date of a school file is what the file says, and nothing of the file is lost."""
    check(path)


@pytest.mark.skipif(not OTHERS, reason="files without a free licence are not part of the project")
def test_every_date_of_files_without_licence() -> None:
    """The same holds for schools whose files may be read but not passed on."""
    for path in OTHERS:
        check(path)


def test_files_are_free() -> None:
    """Only files under the MIT licence are part of the tests."""
    for path in FILES:
        sources = json.loads(path.read_text("utf-8"))["source"]

        assert {source["licence"] for source in sources} == {"MIT"}
