"""What a provider answers to a proposal: do it, keep all as it is, or talk about it."""

from datetime import datetime

from pushin import (
    change_inputs,
    change_news,
    change_requests,
    consent_answers,
    consents,
    errors,
    people,
    plan_facts,
    proposals,
    rights,
)
from pushin.results import Changed, ProposalAnswered
from storage import tables
from storage.scope import Scope


def accept(scope: Scope, proposal_id: str, *, at: datetime) -> Changed | ProposalAnswered:
    """Do what was proposed; who proposed it is told with all others.

    A change of model or frequency waits for the word of all others, too (`consent_answers`).

    Refusals: `proposal_gone`, `not_yours`, Stale `proposal_answered`, `proposal_overtaken`, and
    those of the change.
    """
    row = _open(scope, proposal_id)
    given = change_inputs.from_content(row.content)
    if consents.is_needed(scope, given):
        return consent_answers.say(scope, proposal_id, "agree", at=at)
    _answer(scope, row, "accepted", at=at)
    return change_requests.act(scope, given, at=at)


def decline(scope: Scope, proposal_id: str, *, at: datetime) -> ProposalAnswered:
    """Keep all as it is; who proposed is told once. Twice changes nothing; refusals as `accept`."""
    row = _open(scope, proposal_id, again="declined")
    again = row.answer is not None
    if not again:
        _answer(scope, row, "declined", at=at)
        change_news.answered(scope, row, at=at)
    return ProposalAnswered(
        proposals.facts(scope, row), proposals.who(scope, row), "declined", again
    )


def talk(scope: Scope, proposal_id: str, *, at: datetime) -> ProposalAnswered:
    """Tell who proposed that the provider would like to talk; it stays to be decided.

    Refusals as `accept`.
    """
    row = _open(scope, proposal_id)
    change_news.answered(scope, row, at=at)
    return ProposalAnswered(proposals.facts(scope, row), proposals.who(scope, row), "talk")


def _open(scope: Scope, proposal_id: str, *, again: str = "") -> tables.Proposal:
    """Return a proposal that waits for the asker, or was answered with `again` by now."""
    people.require_member(scope)
    row = scope.proposals.get(proposal_id)
    if row is None:
        raise errors.Refusal("proposal_gone")
    rights.require(scope, "schedule", plan=plan_facts.require(scope, row.plan_id))
    if row.answer == "withdrawn":
        raise errors.Stale("proposal_overtaken")
    if row.answer not in {None, again}:
        raise errors.Stale("proposal_answered")
    return row


def _answer(scope: Scope, row: tables.Proposal, answer: str, *, at: datetime) -> None:
    row.answer, row.answered_at = answer, at
    row.answered_by = people.require_member(scope).id
    scope.session.add(row)
    scope.session.flush()
    proposals.keep_waiting(scope, plan_facts.require(scope, row.plan_id), at=at)
    consents.keep_waiting(scope, row, at=at)
