"""Where and when one session would be if it were moved, checked against calendar and plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pushin import (
    anchors,
    calendars,
    clashes,
    derivation,
    errors,
    people,
    plan_facts,
    routines,
    session_slots,
)
from pushin.change_inputs import ChangeInput
from pushin.results import Clash
from school import clock
from school.calendar import Override, SchoolCalendar
from school.recurrence import Anchor, Occurrence, Rule, occurrences
from storage import tables
from storage.scope import Scope

_DAY_END = 24 * 60


@dataclass(frozen=True, slots=True)
class Target:
    """A session's date, instants and room; `classroom_id` is None for its plan's own.

    `usual`: it is where the calendar has it. `day_type`: that of its date.
    """

    on: date
    start: int
    end: int
    starts_at: datetime
    ends_at: datetime
    classroom_id: str | None
    day_type: str | None
    usual: bool

    def values(self) -> Mapping[str, Any]:
        """Return the columns of the session there."""
        return {
            "on_date": self.on,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "classroom_id": self.classroom_id,
            "day_type": self.day_type,
            "moved": not self.usual,
            "obstacle": None,
            "reason": None,
        }


def check_not_over(row: tables.Session, *, at: datetime) -> None:
    """Refuse a session that has ended or is logged: Stale `session_over`."""
    if row.frozen_at is not None or row.status != "planned" or row.ends_at <= at:
        raise errors.Stale("session_over")


def check_open(row: tables.Session, *, at: datetime) -> None:
    """Refuse a session that cannot be moved any more.

    Stale `session_cancelled` (session_id): it is not on; `session_began` (on), also one logged.
    """
    if row.status == "cancelled":
        raise errors.Stale("session_cancelled", session_id=row.id)
    if row.frozen_at is not None or row.status != "planned" or row.starts_at <= at:
        raise errors.Stale("session_began", on=row.on_date)


def of(scope: Scope, row: tables.Session, given: ChangeInput, *, at: datetime) -> Target:
    """Return where a session would be at the instant `at`.

    Refusals: `date_past` (on), `outside_school_year` (first, last), `no_school_then` (on, label),
    `end_before_start` (start, end), `period_unknown` (name, known), `routine_missing_then` (during,
    on), `time_missing`, `time_past` (on), `already_that_day` (on), `room_elsewhere`.
    """
    plan = plan_facts.require(scope, row.plan_id)
    calendar = calendars.calendar_of(scope, plan_facts.classroom_of(scope, plan).school_id)
    overrides = calendars.overrides_of(scope, calendar.id)
    on = given.on or row.on_date
    check_date(calendar, overrides, on, at=at)
    room_id = _room(scope, plan, given.classroom_id or row.classroom_id)
    start, end = _times(scope, row, given, calendar, overrides)
    if not 0 <= start < end <= _DAY_END:
        raise errors.Refusal("end_before_start", start=start, end=end)
    starts_at = clock.instant(on, start, calendar.zone)
    if starts_at <= at:
        raise errors.Refusal("time_past", on=on)
    _check_alone(scope, row, on)
    day = calendar.day(on, overrides)
    found = derivation.expected(scope, plan, calendar, overrides, on=row.original_date)
    usual = bool(found) and room_id is None and _is(found[0], on, start, end)
    return Target(
        on,
        start,
        end,
        starts_at,
        clock.instant(on, end, calendar.zone),
        room_id,
        day.day_type.key if day.day_type else None,
        usual,
    )


def check_date(
    calendar: SchoolCalendar, overrides: Mapping[date, Override], on: date, *, at: datetime
) -> None:
    """Refuse a date on which nothing can begin: past, outside the year, or without school."""
    if on < calendars.today(calendar, at):
        raise errors.Refusal("date_past", on=on)
    first, last = calendar.first_day, calendar.last_day
    if (first is not None and on < first) or (last is not None and on > last):
        raise errors.Refusal("outside_school_year", on=on, first=first, last=last)
    day = calendar.day(on, overrides)
    if day.known and not day.in_session:
        raise errors.Refusal("no_school_then", on=on, label=calendars.label_of(day))


def clashing(scope: Scope, row: tables.Session, target: Target) -> dict[clashes.Key, Clash]:
    """Return what else takes provider, teacher or room at the new time; all but its own plan."""
    plan = plan_facts.require(scope, row.plan_id)
    own = plan_facts.classroom_of(scope, plan)
    room = (scope.classrooms.get(target.classroom_id) if target.classroom_id else None) or own
    claim = claim_of(scope, plan, room)
    times = [(target.on, target.starts_at, target.ends_at)]
    return clashes.of_times(scope, claim, times, without={plan.id})


def claim_of(scope: Scope, plan: tables.Plan, room: tables.Classroom) -> clashes.Claim:
    """Return whom and what a plan would take in a room."""
    return clashes.Claim(
        provider=people.require(scope, plan.provider_id),
        teacher_id=room.teacher_id,
        teacher_name=people.require(scope, room.teacher_id).name,
        classroom_id=room.id,
        school_id=room.school_id,
        zone=calendars.calendar_of(scope, room.school_id).zone,
    )


def _is(one: Occurrence, on: date, start: int, end: int) -> bool:
    return one.obstacle is None and (one.on, one.start, one.end) == (on, start, end)


def _room(scope: Scope, plan: tables.Plan, classroom_id: str | None) -> str | None:
    """Return another room than the plan's; one of another building is refused."""
    if classroom_id in {None, plan.classroom_id}:
        return None
    room = scope.classrooms.get(classroom_id or "")
    if room is None or room.school_id != plan_facts.classroom_of(scope, plan).school_id:
        raise errors.Refusal("room_elsewhere")
    return room.id


def _check_alone(scope: Scope, row: tables.Session, on: date) -> None:
    for other in scope.sessions.of_plan(row.plan_id):
        if other.id != row.id and other.on_date == on and other.status != "cancelled":
            raise errors.Refusal("already_that_day", on=on)


def _times(
    scope: Scope,
    row: tables.Session,
    given: ChangeInput,
    calendar: SchoolCalendar,
    overrides: Mapping[date, Override],
) -> tuple[int, int]:
    """Return the minutes that were said, or follow from the routine or from the date."""
    start, end = session_slots.minutes(row, calendar)
    on = given.on or row.on_date
    if given.start is not None or given.end is not None:
        begin = start if given.start is None else given.start
        return begin, begin + (end - start) if given.end is None else given.end
    plan = plan_facts.require(scope, row.plan_id)
    known = routines.of_room(scope, given.classroom_id or row.classroom_id or plan.classroom_id)
    if given.anchor is not None:
        wanted = anchors.resolve(given.anchor, frozenset({on.weekday()}), calendar, known).anchor
    elif on != row.on_date and not row.moved:
        known = routines.of_room(scope, plan.classroom_id)
        wanted = anchors.of_plan(plan, calendar, known)
    else:
        return start, end
    rule = Rule(frozenset({on.weekday()}), on, on, wanted)
    return _at(wanted, on, occurrences(rule, calendar, known, overrides))


def _at(wanted: Anchor, on: date, found: list[Occurrence]) -> tuple[int, int]:
    if not found or found[0].obstacle or found[0].start is None or found[0].end is None:
        raise errors.Refusal("routine_missing_then", during=wanted.name, on=on)
    return found[0].start, found[0].end
