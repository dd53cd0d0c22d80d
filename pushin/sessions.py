"""The sessions of a plan: one row a date, derived from the school's calendar and kept true."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pushin import (
    absence_effects,
    anchors,
    calendars,
    checklist_prompts,
    clash_questions,
    derivation,
    errors,
    joint,
    live,
    outs,
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
from school.calendar import SchoolCalendar
from school.day import label_of
from storage import tables
from storage.scope import Scope

_DAY = timedelta(days=1)


def require(scope: Scope, session_id: str) -> tables.Session:
    """Return a session by id; Refusal "session_gone" if there is none."""
    found = scope.sessions.get(session_id)
    if found is None:
        raise errors.Refusal("session_gone")
    return found


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
    whole follows it, and rewriting that once more would move it again. Its people are told of a
    date that was decided about; of other changes where they are for today or tomorrow. Returns how
    many sessions are not as they were. Touch-bases are the caller's.
    """
    calendar = calendars.calendar_of(scope, _school_id(scope, plan))
    followed = before is not None and anchors.follow(plan, before, place(scope, plan, calendar))
    if followed:
        plan.revision += 1
        scope.session.add(plan)
    changes = derivation.derive(scope, plan, calendar, at=at, on=on)
    if followed or changes.all:
        settle(scope, plan, changes, at=at)
        soon = calendars.today(calendar, at) + _DAY
        told = [row for row in changes.all if on is not None or row.on_date <= soon]
        by = scope.person if on is None else None
        repaired_days.tell(scope, told, before=changes.before, by=by, at=at)
    return len(changes.all)


def _school_id(scope: Scope, plan: tables.Plan) -> str:
    return plan_facts.classroom_of(scope, plan).school_id


def settle(scope: Scope, plan: tables.Plan, changes: derivation.Changes, *, at: datetime) -> None:
    """Plan and withdraw the prompts of changed sessions, and mark what shows them stale."""
    absence_effects.mark_added(scope, plan, changes.added, at=at)
    checklist_prompts.for_sessions(scope, plan, [row for row in changes.all if is_on(row)], at=at)
    for row in changes.all:
        if not is_on(row):
            why = row.reason if row.status == "cancelled" else None
            prompts.withdraw(scope, subject=f"session:{row.id}", why=why or "obstacle", at=at)
    if any(row.obstacle == "routine_missing" for row in changes.all):
        prompts.for_person(scope, plan.provider_id, at=at)
    clash_questions.tell(scope, plan, changes.all, at=at)
    live.changed(scope, f"plan:{plan.id}")


def move_prompts(scope: Scope, plan: tables.Plan, *, at: datetime) -> None:
    """Plan a plan's coming prompts anew where its room's team talks now."""
    for row in filter(is_on, scope.sessions.to_come(plan.id, at)):
        prompts.withdraw(scope, subject=f"session:{row.id}", why="channel_changed", at=at)
        checklist_prompts.for_session(scope, row, at=at)
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
    scope.clashes.look_up({row.plan_id for row in rows})
    out = outs.of(scope, [row.id for row in rows])
    found = []
    for row in rows:
        if row.plan_id not in plans:
            plans[row.plan_id] = plan_facts.facts(scope, plan_facts.require(scope, row.plan_id))
        plan = plans[row.plan_id]
        room = scope.classrooms.get(plan.classroom_id)
        calendar = calendars.calendar_of(scope, room.school_id if room else "")
        elsewhere = scope.classrooms.get(row.classroom_id) if row.classroom_id else None
        room_name = elsewhere.room if elsewhere else plan.room
        facts = _facts(row, plan, calendar, room_name, _label(scope, row, calendar))
        if plan.together:
            facts = replace(facts, beside=joint.beside(scope, row))
        if row.id in out:
            fallback = outs.fallback(scope, joint.first_id(scope, row.plan_id))
            facts = replace(facts, out=out[row.id], fallback=fallback)
        found.append(facts)
    return tuple(found)


def _label(scope: Scope, row: tables.Session, calendar: SchoolCalendar) -> str:
    """Return what the school calls a session's day: its day type, or why it is closed."""
    labels = {one.key: one.label for one in calendar.day_types.values()}
    known = label_of(row.day_type or "", labels) if row.status == "planned" else ""
    if known:
        return known
    return calendars.label_of(calendar.day(row.on_date, calendars.overrides_of(scope, calendar.id)))


def _facts(
    row: tables.Session, plan: PlanFacts, calendar: SchoolCalendar, room: str, label: str
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
        room=room,
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
        doing=None if row.doing_at is None else row.doing,
        moved=row.moved,
        moved_from=row.original_date if row.original_date != row.on_date else None,
    )


def skip(scope: Scope, session_id: str, reason: str, *, at: datetime) -> SessionFacts:
    """Cancel one session that has not ended; its provider and the room's teacher may.

    `reason` is a short code or text without student data; empty is "skipped", and
    "teacher_request" where the room's teacher does it. Skipping it again changes nothing.
    Refusals: `session_gone`, `not_yours`, `session_over`, `too_long`, `may_name_student` (kind).
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
    before = {row.id: derivation.state(row, _zone(scope, plan))}
    row.status = "cancelled"
    row.reason = why or ("teacher_request" if _is_teachers(scope, plan) else "skipped")
    row.revision += 1
    scope.session.add(row)
    scope.session.flush()
    prompts.withdraw(scope, subject=f"session:{row.id}", why="skipped", at=at)
    touchbases.plan_weeks(scope, plan, at=at)
    live.changed(scope, f"session:{row.id}")
    tell_soon(scope, row, before, at=at)
    return facts(scope, row)


def _is_teachers(scope: Scope, plan: tables.Plan) -> bool:
    """Tell whether the asker is the teacher of a plan's room."""
    teacher_id = plan_facts.classroom_of(scope, plan).teacher_id
    return scope.person is not None and scope.person.id == teacher_id


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
    asker = people.require_member(scope)
    row = require(scope, session_id)
    if not outs.covers(scope, row.id, asker.id):
        rights.require(scope, "see", plan=plan_facts.require(scope, row.plan_id))
    return row
