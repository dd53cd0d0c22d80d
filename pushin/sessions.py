"""The sessions of a plan: one row a date, derived from the school's calendar and kept true."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pushin import (
    anchors,
    calendars,
    errors,
    live,
    people,
    plan_facts,
    privacy,
    prompts,
    rights,
    routines,
    texts,
    touchbases,
)
from pushin.results import PlanFacts, SessionFacts
from school import clock
from school.calendar import SchoolCalendar
from school.recurrence import Occurrence, occurrences
from storage import tables
from storage.queries.sessions import Derived
from storage.scope import Scope

NO_SCHOOL = "no_school"
PLAN_CHANGED = "plan_changed"
DERIVED = frozenset({NO_SCHOOL, PLAN_CHANGED})
"""Reasons of a cancellation that Push-In gave itself, and takes back when they are gone."""
KEPT = "kept"
"""The reason of a session that its owner keeps although its routine is not there that day."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a derivation did to a plan's sessions."""

    added: tuple[tables.Session, ...] = ()
    changed: tuple[tables.Session, ...] = ()

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
    gets it back. Idempotent.
    """
    room = plan_facts.classroom_of(scope, plan)
    known = routines.of_room(scope, room.id)
    overrides = calendars.overrides_of(scope, room.school_id)
    rule = anchors.rule(plan, anchors.of_plan(plan, calendar, known), first=on, last=on)
    wanted = {
        one.on: one
        for one in (
            occurrences(rule, calendar, known, overrides) if rule.first <= rule.last else ()
        )
    }
    changes: dict[str, dict[str, Any]] = {}
    for row in scope.sessions.derived(plan.id, at):
        if on is None or row.original_date == on:
            occurrence = wanted.pop(row.original_date, None)
            day = calendar.day(row.original_date, overrides)
            closed = day.known and not day.in_session
            change = _change(row, _values(plan, row, occurrence, calendar, closed=closed))
            if change:
                changes[row.id] = change
    changed = scope.sessions.of_ids(changes)
    for found in changed:
        for name, value in changes[found.id].items():
            setattr(found, name, value)
        found.revision += 1
    added = _added(scope, plan, wanted.values(), calendar, at=at)
    scope.session.add_all([*added, *changed])
    scope.session.flush()
    return Changes(tuple(added), tuple(changed))


def _added(
    scope: Scope,
    plan: tables.Plan,
    wanted: Iterable[Occurrence],
    calendar: SchoolCalendar,
    *,
    at: datetime,
) -> list[tables.Session]:
    """Return rows for dates that have none and are still to come."""
    coming = [one for one in wanted if _instants(plan, one, calendar)[0] > at]
    kept = scope.sessions.dates(plan.id) if coming else ()
    return [_row(plan, one, calendar) for one in coming if one.on not in kept]


def _row(plan: tables.Plan, one: Occurrence, calendar: SchoolCalendar) -> tables.Session:
    return tables.Session(
        workspace_id=plan.workspace_id,
        id=f"{plan.id}-{one.on:%Y%m%d}",
        plan_id=plan.id,
        original_date=one.on,
        on_date=one.on,
        **_derived(plan, one, calendar),
    )


def _derived(plan: tables.Plan, one: Occurrence, calendar: SchoolCalendar) -> dict[str, Any]:
    """Return what of a session follows from the calendar; a row made to compare costs far more."""
    starts_at, ends_at = _instants(plan, one, calendar)
    return {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "day_type": one.day.day_type.key if one.day.day_type else None,
        "obstacle": one.obstacle,
    }


def _instants(
    plan: tables.Plan, one: Occurrence, calendar: SchoolCalendar
) -> tuple[datetime, datetime]:
    """Return an occurrence's instants; those of the plan's regular times where it has none."""
    if one.starts_at is not None and one.ends_at is not None:
        return one.starts_at, one.ends_at
    day = calendar.clock(one.on)
    return day.instant(plan.start_minute), day.instant(plan.end_minute)


def _values(
    plan: tables.Plan,
    row: Derived,
    one: Occurrence | None,
    calendar: SchoolCalendar,
    *,
    closed: bool,
) -> dict[str, Any]:
    """Return what the calendar now says of a session; nothing where that is not asked."""
    if row.frozen_at is not None or row.original_date != row.on_date:
        return {}
    if row.status != "planned" and row.reason not in DERIVED:
        return {}
    if one is None:
        reason = NO_SCHOOL if closed else PLAN_CHANGED
        return {"status": "cancelled", "reason": reason, "obstacle": None}
    if row.reason == KEPT and one.obstacle == "routine_missing":
        return {}
    return {"status": "planned", "reason": None, **_derived(plan, one, calendar)}


def _change(row: Derived, values: dict[str, Any]) -> dict[str, Any]:
    """Return the values that a session must get; none if it has all of them."""
    has_all = all(getattr(row, name) == value for name, value in values.items())
    return {} if has_all else values


# --- re-plan ----------------------------------------------------------------------------------


def held(scope: Scope, plans: Sequence[tables.Plan]) -> dict[str, anchors.Place | None]:
    """Return the regular times of what each plan hangs on, to be taken before they change."""
    return {
        plan.id: place(scope, plan, calendars.calendar_of(scope, _school_id(scope, plan)))
        for plan in plans
    }


def place(scope: Scope, plan: tables.Plan, calendar: SchoolCalendar) -> anchors.Place | None:
    """Return the regular times of what a plan hangs on, as a calendar has them."""
    hangs_on_routine = plan.anchor_kind == "routine"
    known = routines.of_room(scope, plan.classroom_id) if hangs_on_routine else ()
    return anchors.place(plan, calendar, known)


def replan(
    scope: Scope, classroom_id: str, *, at: datetime, before: Mapping[str, anchors.Place | None]
) -> int:
    """Rewrite what follows from a room's routines; return how many sessions moved.

    `before` is what `held` gave before the change: plans that are a whole routine follow it. What
    follows from a school's calendar is rewritten by `replanning.follow`. Idempotent.
    """
    plans = scope.plans.of_classroom(classroom_id)
    moved = sum(rewrite(scope, plan, at=at, before=before.get(plan.id)) for plan in plans)
    providers = [plan.provider_id for plan in plans]
    teachers = [plan_facts.classroom_of(scope, plan).teacher_id for plan in plans]
    touchbases.plan_all(scope, [*providers, *teachers], at=at)
    return moved


def rewrite(
    scope: Scope,
    plan: tables.Plan,
    *,
    at: datetime,
    on: date | None = None,
    before: anchors.Place | None = None,
) -> int:
    """Rewrite a plan's sessions to come (of one date, if `on` is given) and what shows them.

    `before` are the regular times of what it hangs on before they changed: a plan that is the
    whole follows it, and rewriting that once more would move it again. Returns how many sessions
    are not as they were. Touch-bases are the caller's.
    """
    calendar = calendars.calendar_of(scope, _school_id(scope, plan))
    followed = before is not None and anchors.follow(plan, before, place(scope, plan, calendar))
    if followed:
        plan.revision += 1
        scope.session.add(plan)
    changes = derive(scope, plan, calendar, at=at, on=on)
    if followed or changes.all:
        settle(scope, plan, changes, at=at)
    return len(changes.all)


def _school_id(scope: Scope, plan: tables.Plan) -> str:
    return plan_facts.classroom_of(scope, plan).school_id


def settle(scope: Scope, plan: tables.Plan, changes: Changes, *, at: datetime) -> None:
    """Plan and withdraw the prompts of changed sessions, and mark what shows them stale."""
    prompts.for_sessions(scope, plan, [row for row in changes.all if is_on(row)], at=at)
    for row in changes.all:
        if not is_on(row):
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
    known = calendar.day_types.get(row.day_type or "")
    if row.status == "planned" and known is not None:
        return known.label
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
    row.status = "cancelled"
    row.reason = why or "skipped"
    row.revision += 1
    scope.session.add(row)
    scope.session.flush()
    prompts.withdraw(scope, subject=f"session:{row.id}", why="skipped", at=at)
    touchbases.plan_weeks(scope, plan, at=at)
    live.changed(scope, f"session:{row.id}")
    return facts(scope, row)


def of_team(scope: Scope, session_id: str) -> tables.Session:
    """Return a session that the asker may see."""
    people.require_member(scope)
    row = require(scope, session_id)
    rights.require(scope, "see", plan=plan_facts.require(scope, row.plan_id))
    return row
