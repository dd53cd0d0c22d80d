"""Reads a school's file in the neutral form (docs/reference/schools.md)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from school.calendar import SchoolCalendar
from school.errors import SchoolError
from school.facts import Weekly
from school.imports import defects, groups, years
from school.imports.result import Note

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date
    from zoneinfo import ZoneInfo

    from school.facts import Facts

MOST_DAY_TYPES = 200
MOST_PERIODS = 100
MOST_DATES = 4000
LONGEST_YEAR = 800
"""Days of a school year: two years and a summer. Longer ones are slips of a digit."""
_YEARS = range(1990, 2101)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller knows of the school that the file is for."""

    into: SchoolCalendar | None
    zone: ZoneInfo | None
    groups: Collection[str]
    on: date | None
    """Today's local date, where the caller knows it."""


def read(text: str, file: str, wanted: Wanted) -> tuple[SchoolCalendar, tuple[Note, ...]]:
    """Return the school of a neutral file, and what to know about it.

    An `into` school keeps its id (and its groups where the file names none). SchoolError where
    the text is no JSON or no school, or where a part of it is wrong: then nothing is taken.
    """
    calendar = SchoolCalendar.from_neutral(_parsed(text, file))
    _check(calendar)
    changed, notes = _for(calendar, wanted)
    over = _over(changed, wanted.on)
    return changed, (*over, *notes, *_assumed(changed), *defects.notes(changed.source_defects))


def _parsed(text: str, file: str) -> dict[str, object]:
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SchoolError("json_broken", file=file, line=getattr(error, "lineno", 1)) from error
    if not isinstance(loaded, dict) or "format" not in loaded:
        raise SchoolError("json_of_another_shape", file=file)
    if _UNSTORABLE.search(json.dumps(loaded, ensure_ascii=False)) or "\\u0000" in text:
        raise SchoolError("file_is_not_text", file=file)
    return loaded


def _check(calendar: SchoolCalendar) -> None:
    _check_amounts(calendar)
    _check_dates(calendar)
    for key, day_type in calendar.day_types.items():
        if not day_type.periods and not calendar.calendar_only:
            raise SchoolError("day_type_without_bells", where=f"day_types.{key}", value=key)


def _check_amounts(calendar: SchoolCalendar) -> None:
    pattern = calendar.pattern
    published = 0 if isinstance(pattern, Weekly) else len(pattern.dates)
    amounts = (
        ("day_types", len(calendar.day_types), MOST_DAY_TYPES),
        ("periods", max(len(o.periods) for o in calendar.day_types.values()), MOST_PERIODS),
        ("exceptions", len(calendar.exceptions), MOST_DATES),
        ("pattern.dates", published, MOST_DATES),
    )
    for where, amount, most in amounts:
        if amount > most:
            raise SchoolError("too_many_entries", where=where, amount=amount, most=most)


def _check_dates(calendar: SchoolCalendar) -> None:
    for where, on in _dates(calendar):
        if on.year not in _YEARS:
            raise SchoolError("date_far_away", where=where, value=on)
    first, last = calendar.first_day, calendar.last_day
    if first and last and (last - first).days > LONGEST_YEAR:
        raise SchoolError("year_too_long", where="school_year", first=first, last=last)


def _dates(facts: Facts) -> Iterator[tuple[str, date]]:
    for on in (facts.first_day, facts.last_day, facts.staff_first_day):
        if on is not None:
            yield "school_year", on
    for index, one in enumerate(facts.exceptions):
        yield f"exceptions[{index}]", one.first
        yield f"exceptions[{index}]", one.last
    if not isinstance(facts.pattern, Weekly):
        for index, published in enumerate(facts.pattern.dates):
            yield f"pattern.dates[{index}]", published.on
        for on, _ in facts.pattern.starts:
            yield "pattern.starts", on


def _for(calendar: SchoolCalendar, wanted: Wanted) -> tuple[SchoolCalendar, list[Note]]:
    """Make the file's school the one that is wanted: its id, its zone, its groups."""
    notes: list[Note] = []
    into, zone = wanted.into, wanted.zone
    if into is not None:
        kept = calendar.groups or into.groups
        calendar = replace(calendar, id=into.id, groups=kept)
    if zone is not None and zone.key != calendar.zone.key:
        notes.append(Note("zone_replaced", {"old": calendar.zone.key, "new": zone.key}))
        calendar = replace(calendar, zone=zone, zone_basis="stated")
    calendar, told = groups.belonging(calendar, wanted.groups)
    return calendar, [*notes, *told]


def _over(calendar: SchoolCalendar, on: date | None) -> Iterator[Note]:
    """Yield a note if the file's year ended before today: it may be last year's by mistake."""
    first, last = calendar.first_day, calendar.last_day
    if on is not None and first is not None and last is not None and last < on:
        yield Note("year_over", {"year": years.name_of(first), "last": last}, "school_year")


def _assumed(calendar: SchoolCalendar) -> Iterator[Note]:
    if calendar.zone_basis == "assumed":
        yield Note("zone_assumed", {"zone": calendar.zone.key}, "timezone")
    if calendar.first_day is None or calendar.last_day is None:
        yield Note("year_unknown", where="school_year")
    if calendar.calendar_only:
        yield Note("no_bells", where="day_types")
    if calendar.pattern.note:
        yield Note("source_says", {"text": calendar.pattern.note}, "pattern.note")
