"""The dates of rules against python-dateutil, and against a reading of the schools' own files."""

from __future__ import annotations

import json
import random
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from unit.school.reading import Reader
from unit.school.test_school_files import HERE, SHARED, span

from school.calendar import SchoolCalendar
from school.clock import instant
from school.day import DayType, Period
from school.facts import Weekly
from school.recurrence import Anchor, Rule, occurrences

if TYPE_CHECKING:
    from pathlib import Path

SEED = 20261123
MONTHLY = ((1, 2), (1, 3), (2, 4), (-1,), (5,), (1, 2, 3, 4, 5), (3, -1))


def every_day_school() -> SchoolCalendar:
    """Return a school that is open on every date there is."""
    bells = DayType("R", "R", (Period("Period 1", 480, 900, "class"),))
    return SchoolCalendar(
        id="open",
        name="Open (invented)",
        zone=ZoneInfo("America/New_York"),
        day_types={"R": bells},
        pattern=Weekly(("R",) * 7),
    )


OPEN = every_day_school()


def random_rule(dice: random.Random) -> Rule:
    """Return a weekly or monthly rule of up to two hundred days, with dates left out."""
    first = date(2026, 1, 1) + timedelta(days=dice.randrange(800))
    last = first + timedelta(days=dice.randrange(200))
    dates = (last - first).days + 1
    weekdays = frozenset(dice.sample(range(7), dice.choice((1, 1, 2, 3, 7))))
    monthly = dice.random() < 0.3
    pairs = {(n, weekday) for weekday in weekdays for n in dice.choice(MONTHLY)}
    start = dice.randint(480, 840)
    return Rule(
        frozenset() if monthly else weekdays,
        first,
        last,
        Anchor("clock", start=start, end=start + 30),
        interval=1 if monthly else dice.randint(1, 5),
        except_dates=frozenset(first + timedelta(days=dice.randrange(dates)) for _ in range(5)),
        monthly=frozenset(pairs) if monthly else frozenset(),
    )


def by_dateutil(asked: Rule) -> list[date]:
    """Return the dates of the same RRULE with its EXDATEs."""
    at = {"dtstart": _noon(asked.first), "until": _noon(asked.last)}
    found = rrule.rruleset()
    if asked.monthly:
        days = [rrule.weekday(weekday, n) for n, weekday in asked.monthly]
        found.rrule(rrule.rrule(rrule.MONTHLY, byweekday=days, **at))
    else:
        days = sorted(asked.weekdays)
        weekly = {"interval": asked.interval, "wkst": rrule.MO, "byweekday": days}
        found.rrule(rrule.rrule(rrule.WEEKLY, **weekly, **at))
    for on in asked.except_dates:
        found.exdate(_noon(on))
    return [one.date() for one in found]


def _noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12)  # noqa: DTZ001  rrule is naive


def compare(rules: int, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  a repeatable test, no secret
    for number in range(rules):
        asked = random_rule(dice)
        found = occurrences(asked, OPEN)

        assert [one.on for one in found] == by_dateutil(asked), (number, asked)
        for one in found[:2]:
            assert one.start is not None
            assert one.starts_at == instant(one.on, one.start, OPEN.zone)


def test_dates_agree_with_dateutil() -> None:
    """2,000 random rules have the dates that python-dateutil gives them, at the right instants."""
    compare(2_000, SEED)


@pytest.mark.proof
def test_dates_agree_with_dateutil_in_full() -> None:
    """100,000 random rules have the dates that python-dateutil gives them."""
    compare(100_000, SEED + 1)


def test_part_of_a_rule_keeps_its_weeks() -> None:
    """Between two of its dates a rule has just its own, counted from where it began."""
    dice = random.Random(SEED)  # noqa: S311  the same
    for _ in range(200):
        asked = random_rule(dice)
        since = asked.first + timedelta(days=dice.randrange((asked.last - asked.first).days + 1))
        part = Rule(
            asked.weekdays, since, asked.last, asked.anchor, asked.interval,
            except_dates=asked.except_dates, monthly=asked.monthly, counted_from=asked.first,
        )  # fmt: skip

        expected = [one for one in by_dateutil(asked) if one >= since]
        assert [one.on for one in occurrences(part, OPEN)] == expected


# --- cycle days -------------------------------------------------------------------------------


def rotating(folder: Path) -> list[Path]:
    """Return the files of a folder whose school has a rotation."""
    files = sorted(folder.glob("*.json"))
    return [one for one in files if '"kind": "rotation"' in one.read_text("utf-8")]


FREE = [*rotating(HERE), HERE.parent / "phrases" / "school.json"]
OTHERS = [one for one in rotating(SHARED) if not (HERE / one.name).exists()]


def spellings(letter: str) -> list[str]:
    """Return what a person may call a published letter: as it stands, or by one of its blocks."""
    bare = letter.casefold().replace("day-", "").strip()
    return [letter, letter.upper(), f"day {bare}", f"{bare} days", *letter.split()]


def letters_of(data: dict[str, Any]) -> dict[date, str | None]:
    """Return the letter of every date with school; None where nothing is published for it."""
    read = (Reader(data).day(on) for on in span(data))
    return {one["on"]: one["cycle_day"] for one in read if one["school"] or not one["known"]}


def check_cycle(path: Path, rules: int) -> None:
    data = json.loads(path.read_text("utf-8"))
    calendar = SchoolCalendar.from_neutral(data)
    dice = random.Random(path.stem)  # noqa: S311  a repeatable test, no secret
    read = letters_of(data)
    letters = sorted(filter(None, set(read.values())))
    for _ in range(rules):
        first, last = sorted(dice.sample(span(data), 2))
        picked = dice.choice(spellings(dice.choice(letters)))
        weekdays = set(dice.sample(range(7), dice.randint(1, 7)))
        asked = Rule(
            frozenset() if len(weekdays) == 7 else frozenset(weekdays), first, last,
            Anchor("clock", start=600, end=630), cycle_days=frozenset({picked}),
        )  # fmt: skip

        found = occurrences(asked, calendar)

        mine = [on for on in read if first <= on <= last and on.weekday() in weekdays]
        expected = [on for on in mine if picked in spellings(read[on] or picked)]
        assert [one.on for one in found] == expected
        unknown = {one.on for one in found if one.obstacle == "unknown_day"}
        assert unknown == {on for on in mine if read[on] is None}


@pytest.mark.parametrize("path", FREE, ids=lambda path: path.stem)
def test_cycle_days_of_a_file(path: Path) -> None:
    """Rules by cycle day have the dates that a school's file publishes or counts for them."""
    check_cycle(path, 25)


@pytest.mark.skipif(not OTHERS, reason="files without a free licence are not part of the project")
def test_cycle_days_of_files_without_licence() -> None:
    """The same holds for schools whose files may be read but not passed on."""
    for path in OTHERS:
        check_cycle(path, 10)


@pytest.mark.proof
@pytest.mark.parametrize("path", [*FREE, *OTHERS], ids=lambda path: path.stem)
def test_cycle_days_of_a_file_in_full(path: Path) -> None:
    """A thousand rules by cycle day for each school that has a rotation."""
    check_cycle(path, 1_000)
