"""What a change of school days does, known before it is done: sessions counted, people told."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from pushin import calendars, derivation, repaired_days, sessions
from pushin.results import ChangedDay, DayChanged, DayCounts
from school.calendar import Override, SchoolCalendar
from storage import tables  # noqa: TC001  as in every module, no second kind of import
from storage.scope import Scope


def foresee(
    scope: Scope,
    calendar: SchoolCalendar,
    targets: Mapping[date, Override | None],
    *,
    at: datetime,
) -> DayChanged:
    """Return what dates would be, how many sessions change how, and how many people are told.

    Nothing is written.
    """
    overrides = calendars.overrides_of(scope, calendar.id)
    then = {on: one for on, one in overrides.items() if on not in targets}
    then |= {on: one for on, one in targets.items() if one is not None}
    steps = {
        on: [
            step
            for plan in scope.plans.of_school(calendar.id)
            for step in derivation.foresee(scope, plan, calendar, at=at, on=on, overrides=then)
        ]
        for on in targets
    }
    days = tuple(
        ChangedDay(
            calendars.facts(calendar, calendar.day(on, overrides)),
            calendars.facts(calendar, calendar.day(on, then)),
        )
        for on in targets
    )
    counts = _counted(step for found in steps.values() for step in found)
    told = {person for on, found in steps.items() for person in _told(scope, on, found)}
    return DayChanged(calendar.id, calendar.name, days, counts, len(told))


def nothing(calendar: SchoolCalendar, days: tuple[ChangedDay, ...]) -> DayChanged:
    """Return that the days are so already."""
    return DayChanged(calendar.id, calendar.name, days, DayCounts(), 0, again=True)


def with_undo(done: DayChanged, undo_id: str) -> DayChanged:
    """Return what was done with the id by which it can be taken back."""
    return replace(done, undo_id=undo_id)


def _counted(steps: Iterable[derivation.Step]) -> DayCounts:
    moved = shortened = off = missing = back = 0
    for step in steps:
        before, after = step.row, step.after()
        if step.is_gone or after.status == "cancelled":
            off += 1
        elif after.obstacle is not None:
            missing += 1
        elif step.is_new or not sessions.is_on(before):
            back += 1
        else:
            moved += after.starts_at != before.starts_at
            shortened += after.ends_at - after.starts_at < before.ends_at - before.starts_at
    return DayCounts(moved, shortened, off, missing, back)


def _told(scope: Scope, on: date, steps: list[derivation.Step]) -> set[str]:
    """Return the people whose day of a date becomes another than they know."""
    by_person: dict[str, tuple[tables.Person, dict[str, tables.Session]]] = {}
    for step in (one for one in steps if not one.is_gone):
        after = step.after()
        for person in repaired_days.adults(scope, after.plan_id):
            by_person.setdefault(person.id, (person, {}))[1][after.id] = after
    return {
        person.id
        for person, becoming in by_person.values()
        if repaired_days.differs(scope, person, on, becoming)
    }
