"""How did it go? What happened at a session: said once, corrected openly, taken back soon."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from pushin import (
    errors,
    goals,
    live,
    log_rows,
    log_said,
    lost,
    make_ups,
    people,
    plan_facts,
    prompts,
    rights,
    sessions,
    undo,
)
from pushin.kinds import reads
from pushin.log_inputs import GIVEN, LogInput, Said
from pushin.results import DayLogged, LogForm, Logged, LogLine, LogTakenBack, PersonRef
from storage import tables
from storage.scope import Scope

KIND = "log"
_MOST = 100


def save(scope: Scope, given: LogInput, *, at: datetime) -> Logged:
    """Say what happened at a session that has begun; the same again changes nothing.

    What was held for fewer minutes than planned was held in part. A correction keeps what was said
    before. What a para (or another profession) did is support, never therapy. Refusals: `stranger`,
    `session_gone`, `not_yours`, `log_future` (on), `log_no_session`, `log_minutes` (most),
    `log_partial` (planned), `log_reason_missing`, `log_reason_short` (minutes, planned),
    `log_nobody_there`, `log_not_a_supervisor` (name, discipline), `log_supervisor_missing` (name,
    discipline), `log_goal`, `too_long`, `may_name_student`; Stale `logged_meanwhile` (name, what,
    minutes) where somebody said something else since.
    """
    session = sessions.require(scope, given.session_id)
    plan = plan_facts.require(scope, session.plan_id)
    require_may(scope, session, plan)
    shown = _begun_line(scope, session, at=at)
    said, turned = log_said.checked(scope, session, plan, given, shown, at=at)
    current = scope.logs.current(session.id)
    if current is not None:
        absent = [one.code for one in scope.logs.students(current.id) if not one.present]
        if log_rows.is_same(current, absent, said):
            return Logged(line(scope, session), again=True, support=_has_goals(scope, [session]))
        if current.id != given.seen:
            raise errors.Stale(
                "logged_meanwhile",
                name=people.require(scope, current.said_by).name,
                what=current.status,
                minutes=current.minutes,
            )
    before = None if current is None else log_rows.facts(scope, current)
    undo_id = _write(scope, [(session, plan, said)], at=at)
    return Logged(
        line(scope, session),
        before,
        turned=turned,
        make_ups=make_ups.to_decide(scope, [session]),
        undo_id=undo_id,
        support=_has_goals(scope, [session]),
    )


def mark(
    scope: Scope, session_id: str, status: str, reason: str | None, seen: str, *, at: datetime
) -> Logged:
    """Say with one tap that a session was not as planned; refusals as `save`."""
    given = LogInput(session_id, status, seen=seen, reason=reason)
    return save(scope, given, at=at)


def day_as_planned(scope: Scope, on: date, *, at: datetime) -> DayLogged:
    """Log the asker's own sessions of a date that are over and that nobody logged.

    Each as planned, or as calendar and people knew it. Twice changes nothing. Refusals: `stranger`,
    `log_nothing` (on), and `log_supervisor_missing` where an assistant's supervisor is not known.
    """
    me = people.require_member(scope)
    rows = own_on(scope, me, on)
    over = [one for one in rows if one.ends_at <= at]
    todo = [one for one in over if one.frozen_at is None]
    if not over:
        raise errors.Refusal("log_nothing", on=on)
    found = []
    for row in todo:
        plan = plan_facts.require(scope, row.plan_id)
        known = lost.known(scope, row, plan=plan)
        if known is not None:
            said = log_rows.of_known(scope, plan, known)
            log_said.check_supervisor(scope, plan, said)
            found.append((row, plan, said))
    undo_id = _write(scope, found, at=at) if found else ""
    shown = [row for row, _, _ in found] or over
    return DayLogged(
        on,
        log_rows.lines(scope, shown),
        again=not found,
        make_ups=make_ups.to_decide(scope, [row for row, _, _ in found]),
        undo_id=undo_id,
        support=_has_goals(scope, over),
    )


def take_back(scope: Scope, undo_id: str, *, at: datetime) -> LogTakenBack:
    """Take back what the asker said of one session or of a day, for ten minutes.

    Refusals: `undo_gone`; Stale `undo_used`, `undo_late` (minutes), `undo_overtaken`.
    """
    kept = undo.take(scope, undo_id, at=at)
    if kept.kind != KIND:
        raise errors.Refusal("undo_gone")
    logs = [scope.logs.get(one) for one in kept.after["logs"]]
    found = [one for one in logs if one is not None and one.replaced_at is None]
    if len(found) < len(logs) or make_ups.are_decided(scope, found, since=kept.at):
        raise errors.Stale("undo_overtaken")
    rows = []
    for log in found:
        session = sessions.require(scope, log.session_id)
        log_rows.remove(scope, log, kept.before["replaced"][log.id])
        log_rows.put_back(scope, session, kept.before["sessions"][session.id])
        make_ups.follow(scope, session, at=at)
        rows.append(session)
    _show(scope, rows, at=at)
    return LogTakenBack(log_rows.lines(scope, rows))


@reads
def form(scope: Scope, session_id: str, *, at: datetime) -> LogForm:
    """Return the record of a session: to be filled in, or only read by a case manager.

    A case manager reads of their own students, and no note about a group with others in it.
    Refusals: `stranger`, `session_gone`, `not_yours`, `log_future` (on), `log_no_session`.
    """
    session = sessions.require(scope, session_id)
    plan = plan_facts.require(scope, session.plan_id)
    people.require_member(scope)
    writes = may(scope, session, plan)
    if not writes:
        rights.require(scope, "codes", plan=plan)
    shown = _begun_line(scope, session, at=at)
    past = scope.logs.of_session(session.id)
    current = next((one for one in past if one.replaced_at is None), None)
    students = scope.logs.students(current.id) if current else ()
    codes = scope.logs.codes_on([plan.id], session.on_date).get(plan.id, [])
    seen = _seen(scope, session, plan, {*codes, *(one.code for one in students)})
    provider = people.require(scope, plan.provider_id)
    theirs = [one for one in students if seen is not None and one.code in seen]
    return LogForm(
        line=shown,
        log_id=current.id if current else "",
        codes=None if seen is None else tuple(one for one in codes if one in seen),
        absent=tuple(one.code for one in theirs if not one.present),
        group_minutes=tuple((one.code, one.group_minutes) for one in theirs),
        deliverers=_deliverers(scope, plan),
        supervisors=_supervisors(scope, provider),
        supervisor_id=current.supervisor_id if current else None,
        goal_areas=tuple((one.key, one.label) for one in goals.of_discipline(provider.discipline)),
        goal_area=current.goal_area if current else None,
        note=current.note if current and seen is not None and seen >= set(codes) else "",
        past=tuple(log_rows.facts(scope, one) for one in past),
        may_log=writes,
    )


# --- who, and which sessions ------------------------------------------------------------------


def may(scope: Scope, session: tables.Session, plan: tables.Plan) -> bool:
    """Tell whether the asker may say what happened: its provider, who covered, who delivered."""
    return rights.may(scope, "log", plan=plan, owner_ids=_owners(scope, session))


def require_may(scope: Scope, session: tables.Session, plan: tables.Plan) -> None:
    """Refuse who may not say what happened at a session."""
    rights.require(scope, "log", plan=plan, owner_ids=_owners(scope, session))


def may_see_codes(scope: Scope, session: tables.Session, plan: tables.Plan) -> bool:
    """Tell whether the asker may see a session's students: also who covers it as a therapist."""
    if rights.may(scope, "codes", plan=plan):
        return True
    me = scope.person
    covers = me is not None and me.id in _owners(scope, session)
    return covers and me is not None and lost.counts(scope, plan.provider_id, me.id)


def _has_goals(scope: Scope, rows: Iterable[tables.Session]) -> bool:
    """Tell whether some sessions were held of whose goals the asker may say something."""
    held = {row.plan_id for row in rows if row.frozen_at is not None and row.status in GIVEN}
    plans = (plan_facts.require(scope, one) for one in held)
    return any(rights.may(scope, "progress", plan=one) for one in plans)


def _seen(
    scope: Scope, session: tables.Session, plan: tables.Plan, codes: Iterable[str]
) -> frozenset[str] | None:
    """Return which codes of a session the asker may see: a case manager those of their students."""
    me = people.require_member(scope)
    if not may_see_codes(scope, session, plan):
        return None
    if me.role != "case_manager":
        return frozenset(codes)
    own = {one.code for one in scope.plans.students(plan.id) if one.case_manager_id == me.id}
    return frozenset(codes) & own


def _owners(scope: Scope, session: tables.Session) -> frozenset[str]:
    marks = scope.absences.marks([session.id]).get(session.id, ())
    covers = {one.cover_id for one in marks if one.answer == "in"}
    current = scope.logs.current(session.id)
    who = current.deliverer_id if current else None
    delivered = who if who and lost.is_assistant(people.require(scope, who)) else None
    return frozenset(one for one in (*covers, delivered) if one)


def own_on(scope: Scope, person: tables.Person, on: date) -> list[tables.Session]:
    """Return the sessions of a provider's own plans on a local date that are any."""
    rows = scope.sessions.on_dates_of(person.id, [on])
    own = {
        row.plan_id: plan_facts.require(scope, row.plan_id).provider_id == person.id for row in rows
    }
    return [row for row in rows if own[row.plan_id] and not is_none(row)]


def is_none(row: tables.Session) -> bool:
    """Tell whether a session is none: of a changed plan, or of an indirect week."""
    return row.status == "cancelled" and row.reason in lost.NO_SESSION


def line(scope: Scope, session: tables.Session) -> LogLine:
    """Return a session with what is said, or known, of it; Refusal `log_no_session`."""
    found = log_rows.lines(scope, [session])
    if not found:
        raise errors.Refusal("log_no_session")
    return found[0]


def _begun_line(scope: Scope, session: tables.Session, *, at: datetime) -> LogLine:
    if session.starts_at > at:
        raise errors.Refusal("log_future", on=session.on_date)
    return line(scope, session)


def _deliverers(scope: Scope, plan: tables.Plan) -> tuple[PersonRef, ...]:
    """Return who may have worked with the students: the plan's adults, and all providers."""
    found = {one.id: one for one in scope.plans.adults(plan.id)}
    found |= {one.id: one for one in scope.people.active() if one.role == "provider"}
    first = plan.provider_id
    inside = [one for one in found.values() if one.role in {"provider", "para"}]
    return _refs(sorted(inside, key=lambda one: (one.id != first, one.name, one.id)))


def _supervisors(scope: Scope, provider: tables.Person) -> tuple[PersonRef, ...]:
    return _refs(
        sorted(
            (one for one in scope.people.active() if log_said.may_supervise(one, provider)),
            key=lambda one: (one.name, one.id),
        )
    )


def _refs(found: Iterable[tables.Person]) -> tuple[PersonRef, ...]:
    return tuple(people.ref(one) for one in found)[:_MOST]


# --- written ----------------------------------------------------------------------------------


def _write(
    scope: Scope, found: Sequence[tuple[tables.Session, tables.Plan, Said]], *, at: datetime
) -> str:
    """Write logs, let make-ups follow, and keep how all of it is taken back."""
    before: dict[str, Any] = {"sessions": {}, "replaced": {}}
    made = []
    for session, plan, said in found:
        old = scope.logs.current(session.id)
        before["sessions"][session.id] = log_rows.snapshot(session)
        log = log_rows.write(scope, session, plan, said, at=at)
        before["replaced"][log.id] = old.id if old else None
        made.append(log.id)
        make_ups.follow(scope, session, at=at)
    rows = [session for session, _, _ in found]
    undo_id = undo.keep(scope, KIND, rows[0].id, before=before, after={"logs": made}, at=at)
    _show(scope, rows, at=at)
    return undo_id


def _show(scope: Scope, rows: Sequence[tables.Session], *, at: datetime) -> None:
    """Show anew what tells of these sessions, and see to it that there is a next card.

    One that is planned already looks anew at what waits when it falls due: to work that out twice
    would take longer than all the rest.
    """
    for row in rows:
        prompts.withdraw(scope, subject=f"session:{row.id}", why="held", at=at)
    providers = sorted({plan_facts.require(scope, row.plan_id).provider_id for row in rows})
    for one in providers:
        if not scope.prompts.is_coming("ask", one):
            prompts.for_person(scope, one, at=at)
    live.changed(
        scope,
        *(f"session:{row.id}" for row in rows),
        *(f"person:{one}" for one in providers),
    )
