"""Which school years are lived: of files or of the packaged school, each in its own zone."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot import school_files
from school.calendar import SchoolCalendar

ZONES = (
    "America/New_York",
    "Europe/London",
    "Pacific/Auckland",
    "America/Los_Angeles",
    "America/Phoenix",
    "America/Chicago",
)
"""Where the packaged school is put, year after year: clocks change there on different days."""
NORTH = (date(2026, 8, 24), date(2027, 6, 11))
SOUTH = (date(2027, 2, 1), date(2027, 12, 15))
"""The year of a school that tells none; both changes of clocks lie in it."""
SOUTHERN = ("Pacific/", "Australia/")


@dataclass(frozen=True, slots=True)
class School:
    """A school in the neutral form, the seed of a life there, and what names both."""

    neutral: Mapping[str, Any]
    seed: int
    file: Path | None = None
    zone: str | None = None
    """Where it was put, if that is not where it is."""

    @property
    def options(self) -> str:
        """The options of the command that lives there once more."""
        where = f" --school {self.file}" if self.file is not None else ""
        moved = f" --zone {self.zone}" if self.zone is not None else ""
        return f"{where}{moved}"


def chosen(place: Path | None, zone: str | None, years: int, seed: int) -> Iterator[School]:
    """Yield a school for each year: of a file, of the files of a folder in turn, or our own.

    `zone`: it is put there; without a place each year is put into another one.
    """
    if place is not None and place.is_dir():
        yield from _of_folder(place, years, seed)
        return
    neutral = school_files.read_or_demo(place)
    for number in range(years):
        there = zone
        if place is None and zone is None and number:
            there = ZONES[(number - 1) % len(ZONES)]
        moved = {} if there is None else {"timezone": there}
        yield School(with_year({**neutral, **moved}), seed + number, place, there)


def _of_folder(folder: Path, years: int, seed: int) -> Iterator[School]:
    """Yield the schools of a folder in an order by chance, the same for the same seed."""
    known = [(file, school_files.read(file)) for file in sorted(folder.glob("*.json"))]
    usable = [(file, one) for file, one in known if has_lessons(one)]
    if not usable:
        return
    random.Random(seed).shuffle(usable)  # noqa: S311  a seed that repeats is the point
    for number in range(years):
        file, neutral = usable[number % len(usable)]
        yield School(with_year(neutral), seed + number, file)


def has_lessons(neutral: Mapping[str, Any]) -> bool:
    """Tell whether a school has, on a regular day, periods in which somebody can push in."""
    regular = SchoolCalendar.from_neutral(neutral).regular
    return any(
        period.kind == "class" and not period.optional and not period.staff_only
        for period in regular.periods
    )


def with_year(neutral: Mapping[str, Any]) -> dict[str, Any]:
    """Return a school with first and last day; one that tells none is given a usual year."""
    if neutral.get("school_year"):
        return dict(neutral)
    first, last = SOUTH if str(neutral["timezone"]).startswith(SOUTHERN) else NORTH
    year = {"first_day": first.isoformat(), "last_day": last.isoformat()}
    return {**neutral, "school_year": year}
