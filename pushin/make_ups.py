"""Make-ups: what of missed sessions is owed is decided by a person, never by Push-In."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pushin import errors, live, people, plan_facts, rights, sessions, undo
from pushin.kinds import reads
from pushin.log_inputs import GIVEN
from pushin.results import MakeUpDecided, MakeUpFacts, MakeUpRules, MakeUps
from storage import tables
from storage.scope import Scope, fresh_id
from storage.tables.records import REASONS

KIND = "make_up"
ABSENCES = ("student_absent", "provider_absent")
WHY = (*REASONS, *ABSENCES)
"""What a district may have a word of its own for."""
DECISIONS = ("owed", "not_owed")


# --- what follows from a log ------------------------------------------------------------------


def follow(scope: Scope, session: tables.Session, *, at: datetime) -> None:
    """Let what is missed of a session be what its log says now.

    A session of a plan that was made to make something up settles that instead. What a person
    decided stays while it is still missed; how many minutes it is about follows the log.
    """
    log = scope.logs.current(session.id)
    theirs = scope.make_ups.of_plan(session.plan_id)
    for row in theirs:
        _settle(scope, row, session, log)
    known = {row.code: row for row in scope.make_ups.of_session(session.id)}
    missed = {} if log is None or theirs else _missed(scope, log)
    for code, row in known.items():
        if code not in missed and row.plan_id is None and row.state != "done":
            scope.session.delete(row)
    for code, minutes in missed.items():
        if code in known:
            _keep_true(scope, known[code], minutes)
        else:
            scope.make_ups.add(
                tables.MakeUp(
                    workspace_id=scope.workspace_id,
                    id=fresh_id(),
                    session_id=session.id,
                    provider_id=plan_facts.require(scope, session.plan_id).provider_id,
                    code=code,
                    minutes=minutes,
                    at=at,
                )
            )
    scope.session.flush()


def _keep_true(scope: Scope, row: tables.MakeUp, minutes: int) -> None:
    if row.plan_id is None and row.state != "done":
        row.minutes = minutes
        scope.make_ups.add(row)


def _missed(scope: Scope, log: tables.Log) -> dict[str, int]:
    """Return the minutes that were missed: by all ("" as the code), or by some of a group.

    Of what was held in part, all missed what it was short of, and the absent also what was held.
    """
    if log.status not in GIVEN:
        return {"": log.planned_minutes}
    short = max(0, log.planned_minutes - log.minutes)
    absent = [one.code for one in scope.logs.students(log.id) if not one.present]
    return {**({"": short} if short else {}), **dict.fromkeys(absent, log.minutes)}


def _settle(
    scope: Scope, row: tables.MakeUp, session: tables.Session, log: tables.Log | None
) -> None:
    """Let missed minutes be made up by a session that was held, and owed while it was not."""
    held = log is not None and log.status in GIVEN
    row.state = "done" if held else "owed"
    row.done_session_id = session.id if held else None
    if log is not None and not held:
        row.plan_id = None
    scope.make_ups.add(row)


def to_decide(scope: Scope, rows: Iterable[tables.Session]) -> tuple[MakeUpFacts, ...]:
    """Return what a person has still to decide about of these sessions."""
    found = (one for row in rows for one in scope.make_ups.of_session(row.id))
    return facts_of(scope, [one for one in found if one.state == "pending"])


def are_decided(scope: Scope, logs: Iterable[tables.Log], *, since: datetime) -> bool:
    """Tell whether a person decided about what was missed at logged sessions after an instant."""
    rows = [one for log in logs for one in scope.make_ups.of_session(log.session_id)]
    return any(one.plan_id or (one.decided_at and one.decided_at > since) for one in rows)


# --- deciding ---------------------------------------------------------------------------------


@reads
def coming(scope: Scope) -> MakeUps:
    """Return what is open of the asker's own sessions; Refusal `stranger`."""
    me = people.require_member(scope)
    found = facts_of(scope, scope.make_ups.open_of(me.id))
    return MakeUps(
        tuple(one for one in found if one.state == "pending"),
        tuple(one for one in found if one.state == "owed"),
    )


def decide(scope: Scope, make_up_id: str, state: str, *, at: datetime) -> MakeUpDecided:
    """Say whether missed minutes are owed; the same again changes nothing.

    Refusals: `stranger`, `make_up_gone`, `not_yours`; Stale `make_up_done` (on), `make_up_planned`
    (on), `make_up_decided` (name) where somebody else decided differently a moment ago.
    """
    row = require(scope, make_up_id)
    me = people.require_member(scope)
    if row.state == state:
        return MakeUpDecided(facts(scope, row), again=True)
    refuse_settled(scope, row)
    if row.state not in {"pending", state} and row.decided_by not in {None, me.id}:
        who = people.require(scope, row.decided_by or "")
        raise errors.Stale("make_up_decided", name=who.name)
    before = _kept(row)
    row.state = state if state in DECISIONS else "owed"
    row.decided_by, row.decided_at = me.id, at
    scope.make_ups.add(row)
    undo_id = undo.keep(scope, KIND, row.id, before=before, after=_kept(row), at=at)
    _show(scope, row)
    return MakeUpDecided(facts(scope, row), undo_id=undo_id)


def take_back(scope: Scope, undo_id: str, *, at: datetime) -> MakeUpDecided:
    """Take back a decision, for ten minutes.

    Refusals: `undo_gone`, `make_up_gone`; Stale `undo_used`, `undo_late`, `undo_overtaken`.
    """
    kept = undo.take(scope, undo_id, at=at)
    if kept.kind != KIND:
        raise errors.Refusal("undo_gone")
    row = require(scope, kept.subject)
    if _kept(row) != kept.after or row.plan_id is not None:
        raise errors.Stale("undo_overtaken")
    decided = kept.before["decided_at"]
    row.state, row.decided_by = kept.before["state"], kept.before["decided_by"]
    row.decided_at = datetime.fromisoformat(decided) if decided else None
    scope.make_ups.add(row)
    _show(scope, row)
    return MakeUpDecided(facts(scope, row))


def require(scope: Scope, make_up_id: str) -> tables.MakeUp:
    """Return a make-up of a plan that is the asker's; Refusals `make_up_gone`, `not_yours`."""
    people.require_member(scope)
    row = scope.make_ups.get(make_up_id)
    if row is None:
        raise errors.Refusal("make_up_gone")
    session = sessions.require(scope, row.session_id)
    rights.require(scope, "log", plan=plan_facts.require(scope, session.plan_id))
    return row


def refuse_settled(scope: Scope, row: tables.MakeUp) -> None:
    """Refuse to decide again about what is made up, or planned to be."""
    now = facts(scope, row)
    if row.state == "done":
        raise errors.Stale("make_up_done", on=now.done_on)
    if now.plan_on is not None:
        raise errors.Stale("make_up_planned", on=now.plan_on)


def _kept(row: tables.MakeUp) -> dict[str, Any]:
    at = row.decided_at
    return {
        "state": row.state,
        "decided_by": row.decided_by,
        "decided_at": at.isoformat() if at else None,
    }


def _show(scope: Scope, row: tables.MakeUp) -> None:
    live.changed(scope, f"person:{row.provider_id}")


# --- facts ------------------------------------------------------------------------------------


def facts(scope: Scope, row: tables.MakeUp) -> MakeUpFacts:
    """Return missed minutes as a provider sees them: no code is part of it."""
    return facts_of(scope, [row])[0]


def facts_of(scope: Scope, rows: Sequence[tables.MakeUp]) -> tuple[MakeUpFacts, ...]:
    """Return missed minutes, each with the session and why."""
    said = suggestions(scope)
    logs = scope.logs.current_of([row.session_id for row in rows])
    found = []
    for row in rows:
        log = logs.get(row.session_id)
        status = log.status if log else "cancelled"
        if row.code:
            status = "student_absent"
        reason = status if status in ABSENCES else (log.reason if log else None) or "other"
        by = people.require(scope, row.decided_by) if row.decided_by else None
        one = MakeUpFacts(
            id=row.id,
            session=sessions.facts(scope, sessions.require(scope, row.session_id)),
            minutes=row.minutes,
            planned=log.planned_minutes if log else row.minutes,
            state=row.state,
            reason=reason,
            status=status,
            suggestion=said.get(reason, ""),
            of_code=bool(row.code),
            decided_by=people.ref(by) if by else None,
        )
        found.append(_when(scope, row, one))
    return tuple(found)


def _when(scope: Scope, row: tables.MakeUp, found: MakeUpFacts) -> MakeUpFacts:
    if row.done_session_id is not None:
        return replace(found, done_on=sessions.require(scope, row.done_session_id).on_date)
    own = scope.sessions.of_plan(row.plan_id) if row.plan_id else ()
    on = next((one.on_date for one in own if one.status == "planned"), None)
    return replace(found, plan_on=on)


# --- the district's own word ------------------------------------------------------------------


def suggestions(scope: Scope) -> dict[str, str]:
    """Return what the district suggests, by reason: `owed` or `not_owed`."""
    workspace = scope.session.get(tables.Workspace, scope.workspace_id)
    return dict(workspace.make_up_suggestions) if workspace else {}


@reads
def rules(scope: Scope) -> MakeUpRules:
    """Return the district's suggestions, for who keeps the calendar; Refusal `not_yours`."""
    _require_keeper(scope)
    return MakeUpRules(tuple(sorted(suggestions(scope).items())))


def set_rules(scope: Scope, said: dict[str, str], *, at: datetime) -> MakeUpRules:  # noqa: ARG001  use cases take `at`
    """Keep the district's suggestion for each reason; what is not said has none.

    The same again changes nothing. Refusals `stranger`, `not_yours`.
    """
    _require_keeper(scope)
    known = {key: one for key, one in said.items() if key in WHY and one in DECISIONS}
    workspace = scope.session.get(tables.Workspace, scope.workspace_id)
    again = workspace is None or workspace.make_up_suggestions == known
    if workspace is not None and not again:
        workspace.make_up_suggestions = known
        scope.session.add(workspace)
        scope.session.flush()
    return MakeUpRules(tuple(sorted(known.items())), again=again)


def may_set_rules(scope: Scope) -> bool:
    """Tell whether the asker may say what the district suggests: an organiser or an admin."""
    me = scope.person
    return me is not None and rights.may(scope, "calendar", school_id=me.school_id)


def _require_keeper(scope: Scope) -> None:
    me = people.require_member(scope)
    rights.require(scope, "calendar", school_id=me.school_id)
