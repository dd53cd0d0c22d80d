"""A school's calendar as the database has it, with today's overrides."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from pushin import errors
from pushin.kinds import reads
from pushin.results import SchoolDay
from school import clock
from school.calendar import Override, SchoolCalendar
from school.day import Day
from storage import tables
from storage.scope import Scope


def calendar_of(scope: Scope, school_id: str) -> SchoolCalendar:
    """Return a school's calendar; Refusal "unknown_school" (school) if there is none."""
    columns = scope.schools.columns(school_id)
    if columns is None:
        raise errors.Refusal("unknown_school", school=school_id)
    return _parsed(*columns)


def overrides_of(scope: Scope, school_id: str) -> dict[date, Override]:
    """Return what was decided against the calendar, by local date."""
    return {row.on: override_of(row) for row in scope.schools.overrides(school_id)}


def override_of(row: tables.Override) -> Override:
    """Return a kept override as the calendar takes it."""
    return Override(
        row.on,
        row.day_type,
        row.label,
        starts=row.starts_minute,
        ends=row.ends_minute,
        cycle_day=row.cycle_day,
    )


@reads
def day(scope: Scope, school_id: str, on: date) -> SchoolDay:
    """Return what the local date `on` is at a school."""
    calendar = calendar_of(scope, school_id)
    return facts(calendar, calendar.day(on, overrides_of(scope, school_id)))


def facts(calendar: SchoolCalendar, found: Day) -> SchoolDay:
    """Return a resolved date as a result."""
    return SchoolDay(
        found.on,
        calendar.name,
        found.in_session,
        found.known,
        label_of(found),
        found.cycle_day,
        found.reason,
        kind=found.day_type.label if found.day_type else "",
        first_bell=found.first_bell,
        last_bell=found.last_bell,
        cut=found.day_type is not None and found.day_type.whole is not None,
    )


def label_of(found: Day) -> str:
    """Return what the school calls a date: its own label, else that of its day type, else ""."""
    return found.label or (found.day_type.label if found.day_type else "")


def today(calendar: SchoolCalendar, at: datetime) -> date:
    """Return the school's local date at the instant `at`."""
    return clock.local(at, calendar.zone)[0]


def to_columns(calendar: SchoolCalendar) -> dict[str, Any]:
    """Return a calendar's neutral form, split as the school's row keeps it."""
    facts = calendar.to_neutral()
    return {
        "day_types": facts.pop("day_types"),
        "pattern": facts.pop("pattern"),
        "exceptions": facts.pop("exceptions", []),
        "facts": facts,
    }


def of_columns(columns: Mapping[str, Any]) -> SchoolCalendar:
    """Return the calendar of what `to_columns` gave."""
    names = ("day_types", "pattern", "exceptions", "facts")
    return _parsed(*(json.dumps(columns[name]) for name in names))


def columns_of(school: tables.School) -> dict[str, Any]:
    """Return a school's calendar as its row keeps it, to be kept beside a new one."""
    return {
        "day_types": school.day_types,
        "pattern": school.pattern,
        "exceptions": school.exceptions,
        "facts": school.facts,
    }


@lru_cache(maxsize=64)
def _parsed(day_types: str, pattern: str, exceptions: str, rest: str) -> SchoolCalendar:
    """Parse a school's columns once: the same text is the same calendar."""
    return SchoolCalendar.from_neutral(
        {
            **json.loads(rest),
            "day_types": json.loads(day_types),
            "pattern": json.loads(pattern),
            "exceptions": json.loads(exceptions),
        }
    )
