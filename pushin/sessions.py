"""The sessions of a plan: one row a date, derived from the school's calendar and kept true."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pushin import (
    anchors,
    calendars,
    errors,
    live,
    people,
    plan_facts,
    privacy,
    prompts,
    repaired_days,
    rights,
    routines,
    texts,
    touchbases,
)
from pushin.results import PlanFacts, SessionFacts
from school import clock
from school.calendar import Override, SchoolCalendar
from school.day import label_of
from school.recurrence import Occurrence, occurrences
from storage import tables
from storage.scope import Scope

NO_SCHOOL = "no_school"
PLAN_CHANGED = "plan_changed"
DERIVED = frozenset({NO_SCHOOL, PLAN_CHANGED})
"""Reasons of a cancellation that Push-In gave itself, and takes back when they are gone."""
_DAY = timedelta(days=1)
KEPT = "kept"
"""The reason of a session that its owner keeps although its routine is not there that day."""


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
    """How each changed session was (`repaired_days.state`), by its id."""

    @property
    def all(self) -> tuple[tables.Session, ...]:
        """Every session that is not as it was."""
        return (*self.added, *self.changed)


def require(scope: Scope, session_id: str) -> tables.Session:
    """Return a session by id; Refusal "session_gone" if there is none."""
    found = scope.sessions.get(session_id)
    if found is None:
        raise errors.Refusal("session_gone")
    return found


# --- derive -----------------------------------------------------------------------------------


def derive(
    scope: Scope,
    plan: tables.Plan,
    calendar: SchoolCalendar,
    *,
    at: datetime,
    on: date | None = None,
) -> Changes:
    """(Re)write a plan's sessions that begin after `at`, of one date if `on` is given.

    Those that have begun, are logged, or that a person cancelled stay as they are. A date that
    became a day off has its session cancelled with the reason "no_school"; one that opens again
    gets it back. A date whose letter was not published, and turns out to be another's, has none.
    Idempotent.
    """
    steps = foresee(scope, plan, calendar, at=at, on=on)
    for gone in (one.row for one in steps if one.is_gone):
        scope.session.delete(gone)
    steps = [one for one in steps if not one.is_gone]
    old = [one.row for one in steps if not one.is_new]
    before = {row.id: repaired_days.state(row, calendar.zone) for row in old}
    for step in steps:
        for name, value in step.values.items():
            setattr(step.row, name, value)
        step.row.revision += not step.is_new
    added = tuple(step.row for step in steps if step.is_new)
    scope.session.add_all([*added, *old])
    scope.session.flush()
    return Changes(added, tuple(old), before)


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
    wanted = {one.on: one for one in expected(scope, plan, calendar, overrides, on=on)}
    rows = [row for row in scope.sessions.to_come(plan.id, at) if on in {None, row.original_date}]
    steps = []
    for row in rows:
        occurrence = wanted.pop(row.original_date, None)
        day = calendar.day(row.original_date, overrides)
        closed = day.known and not day.in_session
        if occurrence is None and not closed and _never_was(row):
            steps.append(Step(row, is_gone=True))
        elif values := _wanted(plan, row, occurrence, calendar, closed=closed):
            steps.append(Step(row, values))
    kept = scope.sessions.dates(plan.id)
    fresh = (_row(plan, one, calendar) for on_date, one in wanted.items() if on_date not in kept)
    return steps + [Step(row, is_new=True) for row in fresh if row.starts_at > at]


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


def _never_was(row: tables.Session) -> bool:
    """Tell whether a session only stood for a date whose letter was not published yet."""
    return row.obstacle == "unknown_day" and row.status == "planned" and row.frozen_at is None


def _row(plan: tables.Plan, one: Occurrence, calendar: SchoolCalendar) -> tables.Session:
    starts_at, ends_at = _instants(plan, one, calendar)
    return tables.Session(
        workspace_id=plan.workspace_id,
        id=f"{plan.id}-{one.on:%Y%m%d}",
        plan_id=plan.id,
        original_date=one.on,
        on_date=one.on,
        starts_at=starts_at,
        ends_at=ends_at,
        day_type=one.day.day_type.key if one.day.day_type else None,
        obstacle=one.obstacle,
    )


def _instants(
    plan: tables.Plan, one: Occurrence, calendar: SchoolCalendar
) -> tuple[datetime, datetime]:
    """Return an occurrence's instants; those of the plan's regular times where it has none."""
    if one.starts_at is not None and one.ends_at is not None:
        return one.starts_at, one.ends_at
    day = calendar.clock(one.on)
    return day.instant(plan.start_minute), day.instant(plan.end_minute)


def _wanted(
    plan: tables.Plan,
    row: tables.Session,
    one: Occurrence | None,
    calendar: SchoolCalendar,
    *,
    closed: bool,
) -> Mapping[str, object]:
    """Return what makes a row what the calendar has; empty where it is that, or must stay."""
    if row.frozen_at is not None or row.original_date != row.on_date:
        return {}
    if row.status != "planned" and row.reason not in DERIVED:
        return {}
    wanted: dict[str, object]
    if one is None:
        reason = NO_SCHOOL if closed else PLAN_CHANGED
        wanted = {"status": "cancelled", "reason": reason, "obstacle": None}
    else:
        fresh = _row(plan, one, calendar)
        if row.reason == KEPT and fresh.obstacle == "routine_missing":
            return {}
        wanted = {
            "status": "planned",
            "reason": None,
            "obstacle": fresh.obstacle,
            "starts_at": fresh.starts_at,
            "ends_at": fresh.ends_at,
            "day_type": fresh.day_type,
        }
    same = all(getattr(row, name) == value for name, value in wanted.items())
    return {} if same else wanted


# --- re-plan ----------------------------------------------------------------------------------


def held(scope: Scope, plans: Sequence[tables.Plan]) -> dict[str, anchors.Place | None]:
    """Return the regular times of what each plan hangs on, to be taken before they change."""
    return {plan.id: _place(scope, plan) for plan in plans}


def _place(scope: Scope, plan: tables.Plan) -> anchors.Place | None:
    room = plan_facts.classroom_of(scope, plan)
    calendar = calendars.calendar_of(scope, room.school_id)
    return anchors.place(plan, calendar, routines.of_room(scope, room.id))


def replan(
    scope: Scope,
    *,
    at: datetime,
    school_id: str | None = None,
    classroom_id: str | None = None,
    on: date | None = None,
    before: Mapping[str, anchors.Place | None] | None = None,
) -> int:
    """Rewrite what follows from a school's calendar or a room's routines; return how many moved.

    Future sessions of the plans there (of one date, if `on` is given), their prompts and
    touch-bases; what was posted about them is marked stale. `before` is what `held` gave before
    the change: plans that are a whole routine or period follow it. Idempotent.
    """
    if classroom_id is not None:
        plans = scope.plans.of_classroom(classroom_id)
    else:
        plans = scope.plans.of_school(school_id or "")
    moved = 0
    for plan in plans:
        place = (before or {}).get(plan.id)
        followed = anchors.follow(plan, place, _place(scope, plan)) if place else False
        if followed:
            plan.revision += 1
            scope.session.add(plan)
        calendar = calendars.calendar_of(scope, plan_facts.classroom_of(scope, plan).school_id)
        changes = derive(scope, plan, calendar, at=at, on=on)
        moved += len(changes.all)
        if followed or changes.all:
            settle(scope, plan, changes, at=at)
        if on is not None:
            repaired_days.tell(scope, changes.all, before=changes.before, at=at)
    providers = [plan.provider_id for plan in plans]
    teachers = [plan_facts.classroom_of(scope, plan).teacher_id for plan in plans]
    touchbases.plan_all(scope, [*providers, *teachers], at=at)
    return moved


def settle(scope: Scope, plan: tables.Plan, changes: Changes, *, at: datetime) -> None:
    """Plan and withdraw the prompts of changed sessions, and mark what shows them stale."""
    for row in changes.all:
        if is_on(row):
            prompts.for_session(scope, row, at=at)
        else:
            prompts.withdraw(
                scope, subject=f"session:{row.id}", why=row.reason or "obstacle", at=at
            )
    if any(row.obstacle == "routine_missing" for row in changes.all):
        prompts.for_person(scope, plan.provider_id, at=at)
    live.changed(scope, f"plan:{plan.id}")


def move_prompts(scope: Scope, plan: tables.Plan, *, at: datetime) -> None:
    """Plan a plan's coming prompts anew where its room's team talks now."""
    for row in filter(is_on, scope.sessions.to_come(plan.id, at)):
        prompts.withdraw(scope, subject=f"session:{row.id}", why="channel_changed", at=at)
        prompts.for_session(scope, row, at=at)
    prompts.for_plan(scope, plan, at=at)


def is_on(row: tables.Session) -> bool:
    """Tell whether a session will happen as far as anybody knows."""
    return row.status == "planned" and row.obstacle is None


# --- use cases --------------------------------------------------------------------------------


def facts(scope: Scope, session: tables.Session) -> SessionFacts:
    """Return a session as its team sees it."""
    return facts_of(scope, (session,))[0]


def facts_of(scope: Scope, rows: Sequence[tables.Session]) -> tuple[SessionFacts, ...]:
    """Return sessions as their teams see them, with each plan looked up once."""
    plans: dict[str, PlanFacts] = {}
    found = []
    for row in rows:
        if row.plan_id not in plans:
            plans[row.plan_id] = plan_facts.facts(scope, plan_facts.require(scope, row.plan_id))
        plan = plans[row.plan_id]
        room = scope.classrooms.get(plan.classroom_id)
        calendar = calendars.calendar_of(scope, room.school_id if room else "")
        found.append(_facts(row, plan, calendar, _label(scope, row, calendar)))
    return tuple(found)


def _label(scope: Scope, row: tables.Session, calendar: SchoolCalendar) -> str:
    """Return what the school calls a session's day: its day type, or why it is closed."""
    labels = {one.key: one.label for one in calendar.day_types.values()}
    known = label_of(row.day_type or "", labels) if row.status == "planned" else ""
    if known:
        return known
    return calendars.label_of(calendar.day(row.on_date, calendars.overrides_of(scope, calendar.id)))


def _facts(
    row: tables.Session, plan: PlanFacts, calendar: SchoolCalendar, label: str
) -> SessionFacts:
    start = clock.local(row.starts_at, calendar.zone)[1]
    return SessionFacts(
        id=row.id,
        plan_id=row.plan_id,
        on=row.on_date,
        start=start,
        end=start + int((row.ends_at - row.starts_at).total_seconds()) // 60,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=plan.zone,
        school_name=plan.school_name,
        room=plan.room,
        channel_id=plan.channel_id,
        during=plan.during,
        day_label=label,
        service_delivery_model=plan.service_delivery_model,
        provider=plan.provider,
        teacher=plan.teacher,
        adults=plan.adults,
        status=row.status,
        reason=row.reason,
        obstacle=row.obstacle,
        revision=row.revision,
    )


def skip(scope: Scope, session_id: str, reason: str, *, at: datetime) -> SessionFacts:
    """Cancel one session that has not ended; its provider and the room's teacher may.

    `reason` is a short code or text without student data; empty is "skipped". Skipping it again
    changes nothing. Refusals: `session_gone`, `not_yours`, `session_over`, `too_long`,
    `may_name_student` (kind).
    """
    row = require(scope, session_id)
    plan = plan_facts.require(scope, row.plan_id)
    rights.require(scope, "skip", plan=plan)
    if row.status == "cancelled":
        return facts(scope, row)
    if row.frozen_at is not None or row.status != "planned" or row.ends_at <= at:
        raise errors.Stale("session_over")
    why = texts.line(reason, texts.NAME, what="reason")
    privacy.refuse(scope, why, at=at)
    before = {row.id: repaired_days.state(row, _zone(scope, plan))}
    row.status = "cancelled"
    row.reason = why or "skipped"
    row.revision += 1
    scope.session.add(row)
    scope.session.flush()
    prompts.withdraw(scope, subject=f"session:{row.id}", why="skipped", at=at)
    touchbases.plan_weeks(scope, plan, at=at)
    live.changed(scope, f"session:{row.id}")
    tell_soon(scope, row, before, at=at)
    return facts(scope, row)


def tell_soon(
    scope: Scope, row: tables.Session, before: Mapping[str, str], *, at: datetime
) -> None:
    """Tell the others of a session of today or tomorrow that the asker has decided about it."""
    plan = plan_facts.require(scope, row.plan_id)
    if row.on_date <= clock.local(at, _zone(scope, plan))[0] + _DAY:
        repaired_days.tell(scope, (row,), before=before, by=scope.person, at=at)


def _zone(scope: Scope, plan: tables.Plan) -> ZoneInfo:
    return calendars.calendar_of(scope, plan_facts.classroom_of(scope, plan).school_id).zone


def of_team(scope: Scope, session_id: str) -> tables.Session:
    """Return a session that the asker may see."""
    people.require_member(scope)
    row = require(scope, session_id)
    rights.require(scope, "see", plan=plan_facts.require(scope, row.plan_id))
    return row
