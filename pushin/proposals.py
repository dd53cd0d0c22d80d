"""Changes that a room's teacher proposes: the plan's provider decides with one tap."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pushin import (
    change_facts,
    change_inputs,
    consents,
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
    content = content_of(given)
    provider = people.ref(people.require(scope, plan.provider_id))
    facts = change_facts.of_input(scope, given)
    opened = scope.proposals.open_of_plan(plan.id)
    if any(one.content == content and one.proposed_by == me.id for one in opened):
        return Proposed(facts, provider, again=True)
    add(scope, given, at=at)
    keep_waiting(scope, plan, at=at)
    return Proposed(facts, provider)


def content_of(given: ChangeInput) -> dict[str, Any]:
    """Return a change as a proposal holds it: what it is, not how it came about."""
    return change_inputs.to_content(replace(given, seen=0, review_id=""))


def add(scope: Scope, given: ChangeInput, *, at: datetime) -> tables.Proposal:
    """Insert a proposal of the asker."""
    return scope.proposals.add(
        tables.Proposal(
            workspace_id=scope.workspace_id,
            id=fresh_id(),
            plan_id=given.plan_id,
            session_id=given.session_id if given.is_of_one else None,
            proposed_by=people.require_member(scope).id,
            content=content_of(given),
            at=at,
        )
    )


def facts(scope: Scope, row: tables.Proposal) -> ChangeFacts:
    """Return what is proposed."""
    return change_facts.of_input(scope, change_inputs.from_content(row.content))


def waiting(scope: Scope, person: tables.Person, *, at: datetime) -> list[WaitingProposal]:
    """Return what is proposed and waits for a person, or what they proposed, oldest first.

    Only what can still be done.
    """
    found = []
    for row in scope.proposals.open_for(person):
        given = change_inputs.from_content(row.content)
        needs = consents.needed(scope, given, row.id)
        own = next((one for one in needs if one.person.id == person.id), None)
        is_provider = plan_facts.require(scope, row.plan_id).provider_id == person.id
        mine = row.proposed_by == person.id
        shown = (own is not None or mine) if needs else is_provider
        if shown and _is_to_come(scope, row, at):
            part = own.part if own is not None and not own.is_given else ""
            found.append(
                WaitingProposal(
                    row.id, facts(scope, row), who(scope, row), needs, part, mine, is_provider
                )
            )
    return found


def is_waiting(scope: Scope, person: tables.Person, *, at: datetime) -> bool:
    """Tell whether a person is asked for a word to something that can still be done."""
    return any(one.part or not one.needs for one in waiting(scope, person, at=at))


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
        for one in found:
            consents.keep_waiting(scope, one, at=at)


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
