"""Invented schools of every kind, by the hundred, resolve as a second reading of them says."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from unit.school.reading import WEEK, Reader
from unit.school.test_school_files import told

from school.calendar import Override, SchoolCalendar

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST, LAST = date(2026, 8, 31), date(2026, 10, 23)
DATES = [FIRST + timedelta(days=n) for n in range(-9, (LAST - FIRST).days + 10)]
GROUPS = ("elementary", "high school")
CYCLE = ["1", "2", "3"]
ADVANCE = ("", "school days", "every weekday", "school days; counted backwards too")


def bells(chance: Random) -> list[dict[str, Any]]:
    """Return a day's bells: an optional first period, a staff meeting, lunches on two tracks."""
    start = chance.choice(["08:10", "08:30"])
    found = [
        {"name": "Period 1", "start": start, "end": "09:30", "kind": "class"},
        {"name": "Lunch A", "start": "11:00", "end": "11:30", "kind": "meal", "track": "A"},
        {"name": "Lunch B", "start": "11:20", "end": "11:50", "kind": "meal", "track": "B"},
        {"name": "Period 2", "start": "12:00", "end": "14:30", "kind": "class"},
    ]
    if chance.random() < 0.5:
        early = {"name": "Period 0", "start": "07:20", "end": "08:05", "kind": "class"}
        found.append({**early, "optional": True})
    if chance.random() < 0.5:
        meeting = {"name": "Meeting", "start": "14:40", "end": "15:40", "kind": "nonclass"}
        found.append({**meeting, "audience": "staff"})
    chance.shuffle(found)
    return found


def week(chance: Random, *, closed: float) -> dict[str, str | None]:
    """Return bells by weekday: mostly Monday to Friday, sometimes Saturday classes."""
    usual = {day: None if chance.random() < closed else chance.choice("RE") for day in WEEK[:5]}
    return {**usual, "sat": chance.choice([None, None, "E"]), "sun": None}


def pattern(chance: Random) -> dict[str, Any]:
    """Return a week, published letters, a counted rotation, or both of the latter."""
    if chance.random() < 0.3:
        return {"kind": "weekly", "days": week(chance, closed=0.1)}
    kind = chance.choice(["dates", "starts", "both"])
    found: dict[str, Any] = {"kind": "rotation", "cycle": CYCLE, "length": len(CYCLE)}
    if kind != "starts":
        dates = sorted(chance.sample(DATES, 25))
        found["dates"] = [
            {
                "date": on.isoformat(),
                "cycle_day": chance.choice(CYCLE),
                "day_type": chance.choice("RE"),
            }
            for on in dates
        ]
    if kind != "dates":
        starts = chance.sample(DATES[:40], chance.choice([1, 1, 2]))
        found["starts"] = [
            {"date": on.isoformat(), "cycle_day": chance.choice(CYCLE)} for on in sorted(starts)
        ]
        found["advance_on"] = chance.choice(ADVANCE)
    if chance.random() < 0.4:
        found["days"] = week(chance, closed=0.2)
    return found


def exceptions(chance: Random) -> Iterator[dict[str, Any]]:
    """Yield dated lines in no order: closed, open, staff only, for a group, over each other."""
    for number in range(chance.randrange(9)):
        first = chance.choice(DATES)
        line: dict[str, Any] = {
            "from": first.isoformat(),
            "to": (first + timedelta(days=chance.choice([0, 0, 1, 4, 9]))).isoformat(),
            "day_type": chance.choice([None, None, "R", "E"]),
            "label": f"line {number}",
        }
        if chance.random() < 0.25:
            line["students"] = False
        if chance.random() < 0.4:
            line["applies_to"] = chance.choice(GROUPS)
        yield line


def school(seed: int) -> dict[str, Any]:
    """Return an invented school, the same for the same seed."""
    chance = Random(seed)  # noqa: S311  no secret
    year = {"first_day": FIRST.isoformat(), "last_day": LAST.isoformat()}
    types = ("R", "E", *CYCLE)
    return {
        "format": "pushin-school/1",
        "id": f"invented-{seed}",
        "name": "Invented",
        "timezone": "America/New_York",
        "school_year": year if chance.random() < 0.8 else None,
        "day_types": {key: {"label": f"Day {key}", "periods": bells(chance)} for key in types},
        "pattern": pattern(chance),
        "exceptions": list(exceptions(chance)),
        "groups": chance.sample(GROUPS, chance.choice([0, 0, 1, 2])),
    }


def overrides(seed: int) -> dict[date, dict[str, Any]]:
    """Return what was decided against the calendar on a few dates."""
    chance = Random(-seed - 1)  # noqa: S311  no secret
    return {
        on: {"day_type": chance.choice([None, "R", "E"]), "label": chance.choice(["", "Snow"])}
        for on in chance.sample(DATES, 3)
    }


@pytest.mark.parametrize("part", range(3))
def test_every_date_of_invented_schools(part: int) -> None:
    """Patterns, letters, overlapping exceptions, groups, overrides: each date as read by hand."""
    for seed in range(80 * part, 80 * part + 80):
        data = school(seed)
        calendar, reader = SchoolCalendar.from_neutral(data), Reader(data, set(data["groups"]))
        decided = overrides(seed)
        today = {on: Override(on, **one) for on, one in decided.items()}
        for day in calendar.days(DATES[0], DATES[-1], today):
            assert told(day) == reader.day(day.on, decided.get(day.on)), (seed, day.on)
        for on in DATES:
            assert told(calendar.day(on)) == reader.day(on), (seed, on)
            elsewhere = [one["label"] for one in reader.lines(on) if not reader.is_ours(one)]
            assert [one.label for one in calendar.not_applied(on)] == elsewhere


def test_the_nearest_school_days_of_invented_schools() -> None:
    """The next and the last school day are the nearest ones that a second reading calls so."""
    for seed in range(40):
        data = school(seed)
        calendar, reader = SchoolCalendar.from_neutral(data), Reader(data, set(data["groups"]))
        decided = overrides(seed)
        today = {on: Override(on, **one) for on, one in decided.items()}
        held = [on for on in DATES if reader.day(on, decided.get(on))["school"]]
        for place in range(len(held) - 1):
            for on in DATES:
                if held[place] <= on < held[place + 1]:
                    after = calendar.next_school_day(on, today)
                    assert after is not None
                    assert after.on == held[place + 1]
                if held[place] < on <= held[place + 1]:
                    before = calendar.previous_school_day(on, today)
                    assert before is not None
                    assert before.on == held[place]


def test_the_usual_days_of_invented_schools() -> None:
    """The regular day is the commonest of the year; a weekday has its own where it differs."""
    for seed in range(60):
        data = school(seed)
        if data["school_year"] is None:
            continue
        calendar, reader = SchoolCalendar.from_neutral(data), Reader(data, set(data["groups"]))
        year = [on for on in DATES if FIRST <= on <= LAST]
        keys = {on: reader.day(on)["day_type"] for on in year}
        order = list(data["day_types"])
        regular = commonest([key for key in keys.values() if key], order)
        assert calendar.regular.key == (regular or order[0])
        for weekday in range(7):
            own = commonest([k for on, k in keys.items() if on.weekday() == weekday and k], order)
            assert calendar.usual(frozenset({weekday})).key == (own or calendar.regular.key)


def commonest(keys: list[str], order: list[str]) -> str | None:
    """Return the most frequent; of equals the one that the file lists first."""
    counts = Counter(keys)
    return min(counts, key=lambda one: (-counts[one], order.index(one)), default=None)
