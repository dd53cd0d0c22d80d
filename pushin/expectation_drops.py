"""Taking expectations away: by the number that the list shows, for all sessions or for one."""

import re
from datetime import datetime

from pushin import errors, expectations, live, people, plan_facts, rights, session_lists, sessions
from pushin import undo as undos
from pushin.results import (
    DropWhich,
    ExpectationBack,
    ExpectationDropped,
    ExpectationFacts,
    ExpectationList,
)
from storage import tables
from storage.scope import Scope, fresh_id

UNDO = "expectation"
_NUMBER = re.compile(r"#?\s*(\d{1,6})\s*[.)]?")


def by_number(
    scope: Scope, place: str, thread_ts: str, said: str, *, at: datetime
) -> ExpectationDropped | DropWhich | ExpectationList:
    """Take away what a thread's list shows under a number, or in these very words.

    Without a number, or with one that is not there, the list is the answer. One of all sessions is
    asked about in a session's thread. Refusals: `no_such_thread`, `session_gone`, `not_yours`,
    `stranger`, `plan_ended`; Stale `expectation_gone`, `session_over`.
    """
    people.require_member(scope)
    plan_id, session_id = expectations.of_thread(scope, place, thread_ts)
    plan = plan_facts.require(scope, plan_id)
    rights.require(scope, "expect", plan=plan)
    plan_facts.check_open(scope, plan, at=at)
    session = None if session_id is None else sessions.require(scope, session_id)
    listed = _listed(scope, plan, session, at=at)
    found = _meant(listed, said)
    if found is None:
        return _not_there(scope, plan, session, listed, said)
    if session is None or session.ends_at <= at:
        return for_good(scope, found.id, at=at)
    return from_list(scope, session.id, found.id, at=at)


def for_good(scope: Scope, expectation_id: str, *, at: datetime) -> ExpectationDropped:
    """Take an expectation away from all lists to come.

    Refusals: `not_yours`, `stranger`, `plan_ended`; Stale `expectation_gone`, and `session_over`
    for one of a session that has ended.
    """
    row = expectations.standing(scope, expectation_id)
    check(scope, row, at=at)
    return _dropped(scope, row, at=at)


def from_list(
    scope: Scope, session_id: str, expectation_id: str, *, at: datetime
) -> ExpectationDropped | DropWhich:
    """Take away what stands on a session's list; one of all sessions is asked about.

    Refusals: `session_gone`, `not_yours`, `stranger`; Stale `expectation_gone`, `session_over`.
    """
    row = expectations.standing(scope, expectation_id)
    session = sessions.require(scope, session_id)
    if session.ends_at <= at:
        raise errors.Stale("session_over")
    listed = _listed(scope, plan_facts.require(scope, session.plan_id), session, at=at)
    found = next((one for one in listed if one.id == row.id), None)
    if found is None:
        raise errors.Stale("expectation_gone")
    if not found.session_only:
        return DropWhich(found, sessions.facts(scope, session))
    return _dropped(scope, row, at=at)


def this_time(
    scope: Scope, session_id: str, expectation_id: str, *, at: datetime
) -> ExpectationDropped:
    """Take an expectation of all sessions off one session's list; twice is once.

    Refusals: `session_gone`, `not_yours`, `stranger`; Stale `expectation_gone`, `session_over`.
    """
    row = expectations.standing(scope, expectation_id)
    session = sessions.require(scope, session_id)
    if session.ends_at <= at:
        raise errors.Stale("session_over")
    source = session_lists.without(session_id, row.id)
    if scope.expectations.of_source(source) is not None or session.plan_id != row.plan_id:
        raise errors.Stale("expectation_gone")
    mark = scope.expectations.add(
        tables.Expectation(
            workspace_id=scope.workspace_id,
            id=fresh_id(),
            plan_id=row.plan_id,
            session_id=session_id,
            text=row.text,
            created_by=people.require_member(scope).id,
            created_at=expectations.next_moment(scope, row.plan_id, at=at),
            source=source,
            dropped_at=at,
        )
    )
    undo_id = undos.keep(scope, UNDO, mark.id, before={}, after={"source": source}, at=at)
    live.changed(scope, f"session:{session_id}")
    return _told(scope, row, session_id, undo_id)


def take_back(scope: Scope, undo_id: str, *, at: datetime) -> ExpectationBack:
    """Let an expectation stand again that the asker took away.

    Refusals: those of `undo.take`, `not_yours`; Stale `undo_overtaken`.
    """
    kept = undos.take(scope, undo_id, at=at)
    row = scope.expectations.get(kept.subject)
    if row is None or kept.kind != UNDO:
        raise errors.Refusal("undo_gone")
    plan = plan_facts.require(scope, row.plan_id)
    rights.require(scope, "expect", plan=plan)
    if _state(row, kept) != kept.after:
        raise errors.Stale("undo_overtaken")
    if "source" in kept.after:
        row.source = None
    else:
        row.dropped_at = None
    scope.expectations.add(row)
    live.changed(scope, f"plan:{row.plan_id}")
    return ExpectationBack(expectations.facts(row), plan_facts.facts(scope, plan))


def check(scope: Scope, row: tables.Expectation, *, at: datetime) -> None:
    """Refuse a change of what belongs to an ended plan, or to an ended session alone.

    Refusal `plan_ended`, Stale `session_over`.
    """
    plan_facts.check_open(scope, plan_facts.require(scope, row.plan_id), at=at)
    if row.session_id is not None and sessions.require(scope, row.session_id).ends_at <= at:
        raise errors.Stale("session_over")


def _listed(
    scope: Scope, plan: tables.Plan, session: tables.Session | None, *, at: datetime
) -> tuple[ExpectationFacts, ...]:
    if session is not None:
        return session_lists.facts(scope, session, at=at)
    numbers = scope.expectations.numbers(plan.id)
    rows = scope.expectations.of_plan(plan.id)
    return tuple(expectations.facts(one, number=numbers[one.id]) for one in rows)


def _meant(listed: tuple[ExpectationFacts, ...], said: str) -> ExpectationFacts | None:
    number = _number(said)
    if number is not None:
        return next((one for one in listed if one.number == number), None)
    words = " ".join(said.split()).casefold()
    return next((one for one in listed if one.text.casefold() == words), None)


def _not_there(
    scope: Scope,
    plan: tables.Plan,
    session: tables.Session | None,
    listed: tuple[ExpectationFacts, ...],
    said: str,
) -> ExpectationList:
    number = _number(said)
    known = {place: key for key, place in scope.expectations.numbers(plan.id).items()}
    row = scope.expectations.get(known.get(number or 0, ""))
    if row is not None and row.dropped_at is not None:
        raise errors.Stale("expectation_gone")
    facts = None if session is None else sessions.facts(scope, session)
    return ExpectationList(plan_facts.facts(scope, plan), facts, listed, asked=number)


def _number(said: str) -> int | None:
    found = _NUMBER.fullmatch(said.strip())
    return None if found is None else int(found[1])


def _dropped(scope: Scope, row: tables.Expectation, *, at: datetime) -> ExpectationDropped:
    expectations.drop(scope, row.id, at=at)
    after = {"dropped_at": at.isoformat()}
    undo_id = undos.keep(scope, UNDO, row.id, before={}, after=after, at=at)
    return _told(scope, row, row.session_id, undo_id)


def _state(row: tables.Expectation, kept: tables.Undo) -> dict[str, object]:
    if "source" in kept.after:
        return {"source": row.source}
    return {"dropped_at": row.dropped_at.isoformat() if row.dropped_at else None}


def _told(
    scope: Scope, row: tables.Expectation, session_id: str | None, undo_id: str
) -> ExpectationDropped:
    return ExpectationDropped(
        expectations.facts(row),
        plan_facts.facts(scope, plan_facts.require(scope, row.plan_id)),
        expectations.session_facts(scope, session_id),
        undo_id,
    )
