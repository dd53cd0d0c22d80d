"""Schools: their calendars come in, and today's overrides change them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pushin import calendars, day_changes, replanning, rights, texts
from pushin.calendars import calendar_of, day, overrides_of
from pushin.results import SchoolDay
from school.calendar import Override, SchoolCalendar
from storage import tables
from storage.scope import Scope

__all__ = [
    "SchoolSaved",
    "calendar_of",
    "check_right",
    "clear_override",
    "day",
    "import_neutral",
    "override_day",
    "overrides_of",
]


@dataclass(frozen=True, slots=True)
class SchoolSaved:
    """A school's calendar stands.

    `moved` counts the sessions that it changed at once, `waiting` the plans that follow by and by.
    """

    school_id: str
    name: str
    created: bool
    changed: bool
    moved: int
    waiting: int = 0


def import_neutral(scope: Scope, data: Mapping[str, object], *, at: datetime) -> SchoolSaved:
    """Keep a school in the neutral form; a changed calendar moves what hangs on it from `at` on.

    In a large school its plans follow by and by (`replanning.step`). Raises SchoolError where the
    form is wrong (what, and where); Refusal "not_yours" to people who do not keep this school's
    calendar, "import_running" (done, total) while its plans still follow an earlier change.
    """
    calendar = SchoolCalendar.from_neutral(data)
    row = scope.schools.get(calendar.id)
    check_right(scope, calendar.id)
    columns = calendars.to_columns(calendar)
    if row is None:
        row = _row(scope, calendar, columns)
        scope.schools.save(row)
        return SchoolSaved(row.id, row.name, created=True, changed=True, moved=0)
    if all(getattr(row, name) == value for name, value in columns.items()):
        return SchoolSaved(row.id, row.name, created=False, changed=False, moved=0)
    replanning.refuse_second(scope, row.id)
    before = calendars.columns_of(row)
    _update(row, calendar, columns)
    scope.schools.save(row)
    followed = replanning.follow(scope, row.id, at=at, before=before)
    return SchoolSaved(
        row.id,
        row.name,
        created=False,
        changed=True,
        moved=followed.moved,
        waiting=followed.waiting,
    )


def check_right(scope: Scope, school_id: str) -> None:
    """Let an organiser keep their own school and add one that nobody keeps; else "not_yours"."""
    person = scope.person
    is_known = scope.schools.get(school_id) is not None
    if not is_known and person is not None and person.role == "organiser":
        return
    rights.require(scope, "calendar", school_id=school_id)


def _row(scope: Scope, calendar: SchoolCalendar, columns: Mapping[str, Any]) -> tables.School:
    return tables.School(
        workspace_id=scope.workspace_id,
        id=calendar.id,
        name=calendar.name,
        timezone=calendar.zone.key,
        first_day=calendar.first_day,
        last_day=calendar.last_day,
        **columns,
    )


def _update(row: tables.School, calendar: SchoolCalendar, columns: Mapping[str, Any]) -> None:
    row.name, row.timezone = calendar.name, calendar.zone.key
    row.first_day, row.last_day = calendar.first_day, calendar.last_day
    for name, value in columns.items():
        setattr(row, name, value)
    row.revision += 1


def override_day(
    scope: Scope, school_id: str, on: date, day_type: str | None, label: str = "", *, at: datetime
) -> SchoolDay:
    """Make a school day something else than the calendar says: closed (None) or another day type.

    Refusals: those of `day_changes.change`, `too_long`.
    """
    told = texts.line(label, texts.NAME, what="label")
    day_changes.change(scope, school_id, {on: Override(on, day_type, told)}, at=at)
    return day(scope, school_id, on)


def clear_override(scope: Scope, school_id: str, on: date, *, at: datetime) -> SchoolDay:
    """Let a school day be again what the calendar says; without an override nothing changes."""
    day_changes.clear(scope, school_id, on, at=at)
    return day(scope, school_id, on)
