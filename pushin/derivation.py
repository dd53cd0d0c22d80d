"""What a school's calendar makes of a plan: its sessions, foreseen or written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from pushin import anchors, calendars, routines
from school import clock
from school.calendar import Override, SchoolCalendar
from school.recurrence import Occurrence, occurrences
from storage import tables
from storage.queries.sessions import Derived
from storage.scope import Scope

NO_SCHOOL = "no_school"
PLAN_CHANGED = "plan_changed"
INDIRECT_WEEK = "indirect_week"
DERIVED = frozenset({NO_SCHOOL, PLAN_CHANGED, INDIRECT_WEEK})
"""Reasons of a cancellation that Push-In gave itself, and takes back when they are gone."""
KEPT = "kept"
"""The reason of a session that its owner keeps although its routine is not there that day."""
LATE_START, EARLY_RELEASE, SHORTER = "late_start", "early_release", "other"
CUT = frozenset({LATE_START, EARLY_RELEASE, SHORTER})
"""Reasons of a session that is on and shorter than its plan, or for which the day is too short."""
_AS_EVER = frozenset({"pattern", "published"})

_INDIRECT: Mapping[str, Any] = MappingProxyType(
    {"status": "cancelled", "reason": INDIRECT_WEEK, "obstacle": None}
)
"""What a direct session becomes in a week in which its provider sees no students."""

CLOSED = "routine_missing"
"""What is in the way of a moved session whose new date became a day off: its owner decides."""
OFF = "off"
"""The state of a session that was cancelled."""


@dataclass(frozen=True, slots=True)
class Step:
    """A session that is not what the calendar has, and what it becomes."""

    row: tables.Session
    values: Mapping[str, object] = field(default_factory=dict)
    is_new: bool = False
    is_gone: bool = False
    """It only stood for a date whose letter was not published, and which is another's."""

    def after(self) -> tables.Session:
        """Return the session as it becomes; it belongs to no transaction."""
        return tables.Session(**{**self.row.model_dump(), **self.values})


@dataclass(frozen=True, slots=True)
class Changes:
    """What a derivation did to a plan's sessions."""

    added: tuple[tables.Session, ...] = ()
    changed: tuple[tables.Session, ...] = ()
    before: Mapping[str, str] = field(default_factory=dict)
    """How each changed session was (`state`), by its id."""

    @property
    def all(self) -> tuple[tables.Session, ...]:
        """Every session that is not as it was."""
        return (*self.added, *self.changed)


def state(row: tables.Session, zone: ZoneInfo) -> str:
    """Return all of a session that its people go by: its minutes, or what is in their way.

    A room that is not its plan's stands behind the minutes.
    """
    if row.status == "cancelled":
        return OFF
    if row.obstacle is not None:
        return row.obstacle
    start = clock.local(row.starts_at, zone)[1]
    times = f"{start}-{start + int((row.ends_at - row.starts_at).total_seconds()) // 60}"
    return f"{times}@{row.classroom_id}" if row.classroom_id else times


def derive(
    scope: Scope,
    plan: tables.Plan,
    calendar: SchoolCalendar,
    *,
    at: datetime,
    on: date | None = None,
) -> Changes:
    """(Re)write a plan's sessions that begin after `at`, of one date if `on` is given.

    Those that have begun, are logged, or that a person cancelled or moved stay as they are; of one
    that was moved onto a day off its owner is asked. A date that became a day off has its session
    cancelled with the reason "no_school", one in an indirect week with "indirect_week"; one that
    opens again gets it back. A date whose letter
    was not published, and turns out to be another's, has none. Idempotent.
    """
    steps = foresee(scope, plan, calendar, at=at, on=on)
    for gone in (one.row for one in steps if one.is_gone):
        scope.session.delete(gone)
    changed = [one for one in steps if not (one.is_new or one.is_gone)]
    before = {one.row.id: state(one.row, calendar.zone) for one in changed}
    for step in changed:
        for name, value in step.values.items():
            setattr(step.row, name, value)
        step.row.revision += 1
    added = tuple(step.row for step in steps if step.is_new)
    scope.session.add_all([*added, *(one.row for one in changed)])
    scope.session.flush()
    return Changes(added, tuple(one.row for one in changed), before)


def foresee(
    scope: Scope,
    plan: tables.Plan,
    calendar: SchoolCalendar,
    *,
    at: datetime,
    on: date | None = None,
    overrides: Mapping[date, Override] | None = None,
) -> list[Step]:
    """Return what `derive` would do, also under other `overrides` than those that stand."""
    if overrides is None:
        overrides = calendars.overrides_of(scope, calendar.id)
    weeks = indirect_weeks(scope, plan)
    wanted = {one.on: one for one in expected(scope, plan, calendar, overrides, on=on)}
    changes: dict[str, Mapping[str, object] | None] = {}
    # Rows of few columns are compared first: a whole row costs far more, and few change.
    for row in scope.sessions.derived(plan.id, at, on):
        occurrence = wanted.pop(row.original_date, None)
        day = calendar.day(row.on_date if row.moved else row.original_date, overrides)
        closed = day.known and not day.in_session
        if occurrence is None and not closed and _never_was(row):
            changes[row.id] = None
        elif values := _changed(plan, row, occurrence, calendar, closed=closed, weeks=weeks):
            changes[row.id] = values
    found = [_step(row, changes[row.id]) for row in scope.sessions.of_ids(changes)]
    return [*found, *_added(scope, plan, wanted.values(), calendar, weeks=weeks, at=at)]


def indirect_weeks(scope: Scope, plan: tables.Plan) -> frozenset[date]:
    """Return the Mondays of the weeks without sessions of a plan: its provider's indirect ones.

    A consultation sees no students anyway, and a plan of a single date was made for that date.
    """
    if plan.service_delivery_model == "consultation" or plan.from_date == plan.until_date:
        return frozenset()
    return scope.indirect.weeks(plan.provider_id)


def _is_indirect(on: date, weeks: frozenset[date]) -> bool:
    return bool(weeks) and on - timedelta(days=on.weekday()) in weeks


def expected(
    scope: Scope,
    plan: tables.Plan,
    calendar: SchoolCalendar,
    overrides: Mapping[date, Override],
    *,
    on: date | None = None,
) -> list[Occurrence]:
    """Return when a plan's sessions are by the calendar under some overrides, of `on` if given."""
    known = routines.of_room(scope, plan.classroom_id)
    rule = anchors.rule(plan, anchors.of_plan(plan, calendar, known), first=on, last=on)
    return occurrences(rule, calendar, known, overrides) if rule.first <= rule.last else []


def _step(row: tables.Session, values: Mapping[str, object] | None) -> Step:
    return Step(row, is_gone=True) if values is None else Step(row, values)


def _never_was(row: Derived) -> bool:
    """Tell whether a session only stood for a date whose letter was not published yet."""
    return row.obstacle == "unknown_day" and row.status == "planned" and row.frozen_at is None


def _added(
    scope: Scope,
    plan: tables.Plan,
    wanted: Iterable[Occurrence],
    calendar: SchoolCalendar,
    *,
    weeks: frozenset[date],
    at: datetime,
) -> list[Step]:
    """Return the sessions of dates that have none and are still to come."""
    coming = [one for one in wanted if _instants(plan, one, calendar)[0] > at]
    kept = scope.sessions.dates(plan.id) if coming else ()
    return [
        Step(_row(plan, one, calendar, weeks), is_new=True) for one in coming if one.on not in kept
    ]


def _row(
    plan: tables.Plan, one: Occurrence, calendar: SchoolCalendar, weeks: frozenset[date]
) -> tables.Session:
    values = _derived(plan, one, calendar)
    if _is_indirect(one.on, weeks):
        values |= _INDIRECT
    return tables.Session(
        workspace_id=plan.workspace_id,
        id=f"{plan.id}-{one.on:%Y%m%d}",
        plan_id=plan.id,
        original_date=one.on,
        on_date=one.on,
        **values,
    )


def _derived(plan: tables.Plan, one: Occurrence, calendar: SchoolCalendar) -> dict[str, Any]:
    """Return what of a session follows from the calendar."""
    starts_at, ends_at = _instants(plan, one, calendar)
    return {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "day_type": one.day.day_type.key if one.day.day_type else None,
        "reason": _cut(plan, one, calendar),
        "obstacle": one.obstacle,
    }


def _cut(plan: tables.Plan, one: Occurrence, calendar: SchoolCalendar) -> str | None:
    """Return why a day leaves a session less than its plan's length; None if it does not.

    It stands on the session, because the calendar may be edited after the day is over. A weekday
    that is shorter every week takes nothing away: its plan was made so.
    """
    usual = calendar.usual(frozenset(plan.weekdays), frozenset(plan.cycle_days))
    is_early = _is_before(one.day.last_bell, usual.last_bell)
    if one.obstacle == "routine_missing":
        return (
            EARLY_RELEASE if is_early and _is_before(one.day.last_bell, plan.end_minute) else None
        )
    if one.day.reason in _AS_EVER or one.start is None or one.end is None:
        return None
    if one.end - one.start >= plan.end_minute - plan.start_minute:
        return None
    if _is_before(usual.first_bell, one.day.first_bell):
        return LATE_START
    return EARLY_RELEASE if is_early else SHORTER


def _is_before(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one < other


def _instants(
    plan: tables.Plan, one: Occurrence, calendar: SchoolCalendar
) -> tuple[datetime, datetime]:
    """Return an occurrence's instants; those of the plan's regular times where it has none."""
    if one.starts_at is not None and one.ends_at is not None:
        return one.starts_at, one.ends_at
    day = calendar.clock(one.on)
    return day.instant(plan.start_minute), day.instant(plan.end_minute)


def _changed(
    plan: tables.Plan,
    row: Derived,
    one: Occurrence | None,
    calendar: SchoolCalendar,
    *,
    closed: bool,
    weeks: frozenset[date],
) -> Mapping[str, object]:
    """Return what a session becomes; nothing where it is that already, or must stay."""
    values = _values(plan, row, one, calendar, closed=closed, weeks=weeks)
    has_all = all(getattr(row, name) == value for name, value in values.items())
    return {} if has_all else values


def _values(
    plan: tables.Plan,
    row: Derived,
    one: Occurrence | None,
    calendar: SchoolCalendar,
    *,
    closed: bool,
    weeks: frozenset[date],
) -> Mapping[str, object]:
    if row.frozen_at is not None or (row.status != "planned" and row.reason not in DERIVED):
        return {}
    if row.moved:
        return {} if row.status == "cancelled" else {"obstacle": CLOSED if closed else None}
    if one is None:
        reason = NO_SCHOOL if closed and row.reason != PLAN_CHANGED else PLAN_CHANGED
        return {"status": "cancelled", "reason": reason, "obstacle": None}
    if _is_indirect(one.on, weeks):
        return _INDIRECT
    if row.reason == KEPT and one.obstacle == "routine_missing":
        return {}
    return {"status": "planned", **_derived(plan, one, calendar)}
