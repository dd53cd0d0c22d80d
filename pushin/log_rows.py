"""The rows of a log: written, put in another's place, taken out; and the time spent in a group."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from pushin import calendars, joint, lost, people, plan_facts, sessions
from pushin.log_inputs import GIVEN, Known, Said
from pushin.results import LogFacts, LogLine
from storage import tables
from storage.scope import Scope, fresh_id

_MINUTE = 60
_KEPT = ("status", "reason", "obstacle")


def of_known(scope: Scope, plan: tables.Plan, known: Known) -> Said:
    """Return what calendar and people know, as if somebody had said it."""
    return Said(
        known.status,
        known.minutes,
        known.planned_minutes,
        known.reason,
        known.support_minutes,
        known.deliverer_id,
        supervisor_of(scope, plan, known.deliverer_id or plan.provider_id),
    )


def supervisor_of(scope: Scope, plan: tables.Plan, deliverer_id: str) -> str | None:
    """Return who answers for an assistant, where that is the plan's own provider."""
    deliverer, provider = (people.require(scope, one) for one in (deliverer_id, plan.provider_id))
    if not lost.is_assistant(deliverer) or not lost.counts(scope, provider.id, deliverer_id):
        return None
    return None if lost.is_assistant(provider) else provider.id


def write(
    scope: Scope, session: tables.Session, plan: tables.Plan, said: Said, *, at: datetime
) -> tables.Log:
    """Write what happened, in the place of what was said before, and freeze the session."""
    old = scope.logs.current(session.id)
    if old is not None:
        old.replaced_at = at
        scope.logs.add(old)
    codes = scope.logs.codes_on([plan.id], session.on_date).get(plan.id, [])
    log = scope.logs.add(_row(scope, session, plan, said, codes, at=at))
    given = said.status in GIVEN
    for code in codes:
        present = code not in said.absent
        scope.logs.add(
            tables.LogStudent(
                workspace_id=scope.workspace_id,
                log_id=log.id,
                code=code,
                present=present,
                minutes=said.minutes if present and given else 0,
            )
        )
    freeze(scope, session, said.status, said.reason, at=at)
    count_groups(scope, session, plan)
    return log


def _row(
    scope: Scope,
    session: tables.Session,
    plan: tables.Plan,
    said: Said,
    codes: Collection[str],
    *,
    at: datetime,
) -> tables.Log:
    room = scope.classrooms.get(session.classroom_id or plan.classroom_id)
    return tables.Log(
        workspace_id=scope.workspace_id,
        id=fresh_id(),
        session_id=session.id,
        plan_id=plan.id,
        provider_id=plan.provider_id,
        on_date=session.on_date,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        timezone=calendars.calendar_of(scope, room.school_id).zone.key if room else "UTC",
        planned_minutes=said.planned,
        minutes=said.minutes,
        support_minutes=said.support,
        status=said.status,
        reason=said.reason,
        service_delivery_model=plan.service_delivery_model,
        place=room.room if room else "",
        deliverer_id=said.deliverer_id or plan.provider_id,
        supervisor_id=said.supervisor_id,
        group_size=len(set(codes) - said.absent) if codes else None,
        goal_area=said.goal_area,
        note=said.note,
        said_by=people.require_member(scope).id,
        at=at,
    )


def freeze(
    scope: Scope, session: tables.Session, status: str, reason: str | None, *, at: datetime
) -> None:
    """Let a session be what was said of it, whatever the calendar says from now on."""
    session.status, session.reason, session.obstacle = status, reason, None
    session.frozen_at = at
    session.revision += 1
    scope.session.add(session)
    scope.session.flush()


def snapshot(session: tables.Session) -> dict[str, Any]:
    """Return all of a session that logging changes, as JSON; no student data is in it."""
    at = session.frozen_at
    kept = {name: getattr(session, name) for name in _KEPT}
    return {**kept, "frozen_at": at.isoformat() if at else None}


def put_back(scope: Scope, session: tables.Session, kept: dict[str, Any]) -> None:
    """Let a session be as it was before it was logged."""
    for name in _KEPT:
        setattr(session, name, kept[name])
    at = kept["frozen_at"]
    session.frozen_at = datetime.fromisoformat(at) if at else None
    session.revision += 1
    scope.session.add(session)
    scope.session.flush()


def remove(scope: Scope, log: tables.Log, before_id: str | None) -> None:
    """Take a log out as if it had never been said; what it replaced holds again."""
    session = sessions.require(scope, log.session_id)
    scope.session.delete(log)
    scope.session.flush()
    before = scope.logs.get(before_id) if before_id else None
    if before is not None:
        before.replaced_at = None
        scope.logs.add(before)
    count_groups(scope, session, plan_facts.require(scope, session.plan_id))


def is_same(log: tables.Log, absent: Collection[str], said: Said) -> bool:
    """Tell whether a log says already what is to be said."""
    return (
        log.status,
        log.minutes,
        log.reason,
        log.support_minutes,
        log.deliverer_id,
        log.supervisor_id,
        log.goal_area,
        log.note,
        frozenset(absent),
    ) == (
        said.status,
        said.minutes,
        said.reason,
        said.support,
        said.deliverer_id or log.provider_id,
        said.supervisor_id,
        said.goal_area,
        said.note,
        said.absent,
    )


# --- groups -----------------------------------------------------------------------------------


def count_groups(scope: Scope, session: tables.Session, plan: tables.Plan) -> None:
    """Count anew which minutes were in a group, of a session and of those at the same time.

    Several students of one session are a group for all of it. One alone is in a group only while
    another session is held with them: that of who treats together, or another one of the student.
    """
    held = _held_beside(scope, session, plan)
    for log, students in held:
        others = [one for one in held if one[0].id != log.id]
        for row in students:
            row.group_minutes = _in_group(log, row, students, others)
            scope.session.add(row)
    scope.session.flush()


Held = tuple[tables.Log, Sequence[tables.LogStudent]]


def _held_beside(scope: Scope, session: tables.Session, plan: tables.Plan) -> list[Held]:
    """Return a session's log and those at the same time that share its room or a student of it."""
    codes = scope.logs.codes_on([plan.id], session.on_date).get(plan.id, ())
    ids = {plan.id, *(one.id for one in joint.others(scope, plan))}
    ids.update(one for found in scope.logs.plans_of_codes(codes).values() for one in found)
    logs = scope.logs.held_between(sorted(ids), session.starts_at, session.ends_at)
    return [(log, scope.logs.students(log.id)) for log in logs]


def _in_group(
    log: tables.Log,
    row: tables.LogStudent,
    students: Iterable[tables.LogStudent],
    others: Iterable[Held],
) -> int:
    if not row.present:
        return 0
    if any(one.present and one.code != row.code for one in students):
        return row.minutes
    minutes = 0
    until = log.starts_at
    for other, beside in sorted(others, key=lambda one: one[0].starts_at):
        if any(one.present and one.code != row.code for one in beside):
            start = max(until, other.starts_at)
            end = min(log.ends_at, other.ends_at)
            minutes += max(0, int((end - start).total_seconds()) // _MINUTE)
            until = max(until, end)
    return min(minutes, row.minutes)


# --- facts ------------------------------------------------------------------------------------


def facts(scope: Scope, log: tables.Log) -> LogFacts:
    """Return what somebody said of a session; no code and no note is part of it."""
    other = log.deliverer_id if log.deliverer_id != log.provider_id else None
    return LogFacts(
        status=log.status,
        minutes=log.minutes,
        planned=log.planned_minutes,
        by=people.ref(people.require(scope, log.said_by)),
        at=log.at,
        zone=log.timezone,
        reason=log.reason,
        support=log.support_minutes,
        deliverer=people.ref(people.require(scope, other)) if other else None,
        supervisor=(
            people.ref(people.require(scope, log.supervisor_id)) if log.supervisor_id else None
        ),
        size=log.group_size,
    )


def lines(scope: Scope, rows: Sequence[tables.Session]) -> tuple[LogLine, ...]:
    """Return sessions with what is said, or else known, of each; what is none is left out."""
    logs = scope.logs.current_of([row.id for row in rows])
    found = []
    for session, row in zip(sessions.facts_of(scope, rows), rows, strict=True):
        known = lost.known(scope, row, plan=plan_facts.require(scope, row.plan_id))
        if known is None:
            continue
        log = logs.get(row.id)
        who = people.require(scope, known.deliverer_id) if known.deliverer_id else None
        found.append(
            LogLine(
                session=session,
                log=None if log is None else facts(scope, log),
                status=known.status,
                minutes=known.minutes,
                planned=known.planned_minutes,
                reason=known.reason,
                support=known.support_minutes,
                deliverer=people.ref(who) if who else None,
            )
        )
    return tuple(found)
