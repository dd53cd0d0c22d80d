"""Changes that a room's teacher proposes: the plan's provider decides with one tap."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pushin import (
    change_facts,
    change_inputs,
    live,
    people,
    plan_facts,
    prompts,
    rights,
)
from pushin.change_inputs import ChangeInput
from pushin.results import ChangeFacts, PersonRef, Proposed, WaitingProposal
from storage import tables
from storage.scope import Scope, fresh_id


def make(scope: Scope, given: ChangeInput, *, at: datetime) -> Proposed:
    """Propose a change to its plan's provider; the same again is one proposal.

    `given` is checked and says all. Refusals: `stranger`, `not_yours`.
    """
    me = people.require_member(scope)
    plan = plan_facts.require(scope, given.plan_id)
    rights.require(scope, "propose", plan=plan)
    content = change_inputs.to_content(replace(given, seen=0))
    provider = people.ref(people.require(scope, plan.provider_id))
    facts = change_facts.of_input(scope, given)
    opened = scope.proposals.open_of_plan(plan.id)
    if any(one.content == content and one.proposed_by == me.id for one in opened):
        return Proposed(facts, provider, again=True)
    scope.proposals.add(
        tables.Proposal(
            workspace_id=scope.workspace_id,
            id=fresh_id(),
            plan_id=plan.id,
            session_id=given.session_id if given.is_of_one else None,
            proposed_by=me.id,
            content=content,
            at=at,
        )
    )
    keep_waiting(scope, plan, at=at)
    return Proposed(facts, provider)


def facts(scope: Scope, row: tables.Proposal) -> ChangeFacts:
    """Return what is proposed."""
    return change_facts.of_input(scope, change_inputs.from_content(row.content))


def waiting(scope: Scope, person: tables.Person, *, at: datetime) -> list[WaitingProposal]:
    """Return what is proposed to a provider and can still be done, oldest first."""
    return [
        WaitingProposal(row.id, facts(scope, row), who(scope, row))
        for row in scope.proposals.open_for(person.id)
        if _is_to_come(scope, row, at)
    ]


def is_waiting(scope: Scope, person: tables.Person, *, at: datetime) -> bool:
    """Tell whether something is proposed to a provider that can still be done."""
    return any(_is_to_come(scope, row, at) for row in scope.proposals.open_for(person.id))


def overtake(
    scope: Scope, plan: tables.Plan, rows: Sequence[tables.Session] | None, *, at: datetime
) -> None:
    """Withdraw what was proposed for sessions that were changed, or for a plan (without `rows`).

    Whoever is told of that change reads it there; who made it themselves knows.
    """
    ids = None if rows is None else {row.id for row in rows}
    found = [
        one for one in scope.proposals.open_of_plan(plan.id) if ids is None or one.session_id in ids
    ]
    for one in found:
        one.answer, one.answered_at = "withdrawn", at
        one.answered_by = scope.person.id if scope.person else None
        scope.session.add(one)
    if found:
        scope.session.flush()
        keep_waiting(scope, plan, at=at)


def keep_waiting(scope: Scope, plan: tables.Plan, *, at: datetime) -> None:
    """Keep the provider's card true: something waits there, or no longer does."""
    prompts.for_person(scope, plan.provider_id, at=at)
    live.changed(scope, f"person:{plan.provider_id}")


def who(scope: Scope, row: tables.Proposal) -> PersonRef:
    """Return who proposed something."""
    return people.ref(people.require(scope, row.proposed_by))


def _is_to_come(scope: Scope, row: tables.Proposal, at: datetime) -> bool:
    """Tell whether there is still something that could be changed."""
    plan = plan_facts.require(scope, row.plan_id)
    if plan_facts.is_over(scope, plan, at=at):
        return False
    session = scope.sessions.get(row.session_id) if row.session_id else None
    return session is None or session.starts_at > at
