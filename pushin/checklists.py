"""Checklists: a session's expectations, ticked by its team while it is open."""

from dataclasses import replace
from datetime import datetime

from pushin import (
    agreements,
    errors,
    joint,
    live,
    outs,
    people,
    plan_facts,
    rights,
    session_lists,
    sessions,
    variation_cards,
    variations,
)
from pushin.results import Checklist, ExpectationFacts, PersonRef
from storage import tables
from storage.scope import Scope


def facts(scope: Scope, session: tables.Session, *, at: datetime) -> Checklist:
    """Return a session's checklist as it stands at the instant `at`.

    Who ticked is told while it is open. It closes when the session ends, or is not on any more.
    """
    closed = _is_closed(session, at)
    agreement = variations.of_session(scope, session)
    return Checklist(
        session=sessions.facts(scope, session),
        agreement=None if agreement is None else agreements.facts(scope, agreement.id),
        expectations=_ticked(scope, session, named=not closed, at=at),
        closed=closed,
        plan_card_ts=variation_cards.thread_of(scope, joint.first_id(scope, session.plan_id)),
    )


def tick(
    scope: Scope,
    session_id: str,
    *,
    shown: frozenset[str],
    ticked: frozenset[str],
    block: frozenset[str],
    at: datetime,
) -> Checklist:
    """Set and take away ticks: the difference between what a block showed and shows now.

    All three are ids of expectations: `block` those of the group of checkboxes, `shown` the ones
    that were rendered ticked, `ticked` the ones that are ticked now. What another person did
    meanwhile to the rest of the block stays. Twice changes nothing. Refusals: `session_gone`,
    `not_yours`, `stranger`; Stale `session_over`, `session_cancelled` (session_id), and
    `expectation_gone` where nothing but what was removed meanwhile was ticked.
    """
    me = people.require_member(scope)
    session = sessions.require(scope, session_id)
    plan = plan_facts.require(scope, session.plan_id)
    if not outs.covers(scope, session.id, me.id):
        rights.require(scope, "expect", plan=plan)
    if session.status == "cancelled":
        raise errors.Stale("session_cancelled", session_id=session_id)
    if _is_closed(session, at):
        raise errors.Stale("session_over", session_id=session_id)
    standing = {one.id for one, _ in session_lists.rows(scope, session, at=at)}
    wanted = (ticked - shown) & block
    if wanted and not wanted & standing and not (shown - ticked) & block:
        raise errors.Stale("expectation_gone")
    changed = scope.expectations.untick(session_id, (shown - ticked) & block)
    for expectation_id in sorted(wanted & standing):
        changed += scope.expectations.tick(
            tables.Tick(
                workspace_id=scope.workspace_id,
                session_id=session_id,
                expectation_id=expectation_id,
                person_id=me.id,
                at=at,
            )
        )
    if changed:
        live.ticked(scope, session)
    return facts(scope, session, at=at)


def _is_closed(session: tables.Session, at: datetime) -> bool:
    return session.ends_at <= at or session.status != "planned"


def _ticked(
    scope: Scope, session: tables.Session, *, named: bool, at: datetime
) -> tuple[ExpectationFacts, ...]:
    standing = session_lists.facts(scope, session, at=at)
    ticks = {one.expectation_id: one.person_id for one in scope.expectations.ticks(session.id)}
    names: dict[str, PersonRef] = {}
    if named:
        names = {one.id: people.ref(one) for one in scope.people.of_ids(ticks.values())}
    return tuple(
        replace(
            one,
            ticked=one.id in ticks,
            ticked_by=names.get(ticks.get(one.id, "")),
        )
        for one in standing
    )
