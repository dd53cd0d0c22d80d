"""The word that people give to a proposed change of model or frequency: the last one makes it."""

from dataclasses import replace
from datetime import date, datetime
from typing import Literal

from pushin import (
    calendars,
    change_facts,
    change_inputs,
    change_news,
    change_requests,
    consents,
    errors,
    people,
    plan_facts,
    plan_wishes,
    proposals,
)
from pushin.change_inputs import ChangeInput
from pushin.kinds import reads
from pushin.results import Changed, Consent, ProposalAnswered, Proposed
from storage import tables
from storage.scope import Scope, fresh_id

Word = Literal["agree", "talk", "no_amendment", "amended"]
_OF_CASE_MANAGER = frozenset({"no_amendment", "amended"})


def propose(scope: Scope, given: ChangeInput, *, new_id: str, at: datetime) -> Changed | Proposed:
    """Propose a change that needs the word of others; who proposes it has given theirs.

    `given` is checked and says all. Where nobody else can be asked, it is made at once. The same
    again is one proposal.
    """
    me = people.require_member(scope)
    plan = plan_facts.require(scope, given.plan_id)
    content = proposals.content_of(given)
    provider = people.ref(people.require(scope, plan.provider_id))
    facts = change_facts.of_input(scope, given)
    known = next(
        (
            one
            for one in scope.proposals.open_of_plan(plan.id)
            if one.content == content and one.proposed_by == me.id
        ),
        None,
    )
    if known is not None:
        needs = consents.needed(scope, given, known.id)
        return Proposed(facts, provider, again=True, proposal_id=known.id, needs=needs)
    row = proposals.add(scope, given, at=at)
    mine = next((one for one in consents.needed(scope, given) if one.person.id == me.id), None)
    if mine is not None and mine.part != "case_manager":
        _write(scope, row, mine, "agree", None, at=at)
    needs = consents.needed(scope, given, row.id)
    if all(one.is_given for one in needs):
        return _act(scope, row, given, new_id=new_id, at=at)
    consents.keep_waiting(scope, row, at=at)
    return Proposed(facts, provider, proposal_id=row.id, needs=needs)


# --- answer -----------------------------------------------------------------------------------


def say(
    scope: Scope, proposal_id: str, word: Word, *, amended_on: date | None = None, at: datetime
) -> Changed | ProposalAnswered:
    """Give one's word to a proposed change; the last one makes it, from its date on.

    Has that passed meanwhile, it is made from the next date. A case manager says `no_amendment`, or
    `amended` on a date; provider and teacher `agree`; each may like to `talk` first, of which who
    proposed it is told. The same again changes nothing. Refusals: `stranger`, `proposal_gone`,
    `not_yours`, `amended_later` (on), Stale `proposal_answered`, `proposal_overtaken`, and those of
    the change.
    """
    row = _open(scope, proposal_id)
    given = change_inputs.from_content(row.content)
    mine = _mine(scope, row, given, word)
    if amended_on is not None and amended_on > _today(scope, given, at):
        raise errors.Refusal("amended_later", on=amended_on)
    again = (mine.answer, mine.amended_on) == (word, amended_on)
    if not again:
        _write(scope, row, mine, word, amended_on, at=at)
        if word == "talk":
            change_news.answered(scope, row, at=at)
    needs = consents.needed(scope, given, row.id)
    if not again and all(one.is_given for one in needs):
        return _act(scope, row, given, new_id=fresh_id(), at=at)
    if not again:
        consents.keep_waiting(scope, row, at=at)
    return ProposalAnswered(
        proposals.facts(scope, row), proposals.who(scope, row), word, again, needs
    )


@reads
def ask_when(scope: Scope, proposal_id: str, *, at: datetime) -> date:
    """Return today at the plan's school for who may say when the IEP was amended.

    Refusals: `stranger`, `proposal_gone`, `not_yours`, Stale `proposal_answered`,
    `proposal_overtaken`.
    """
    row = _open(scope, proposal_id)
    given = change_inputs.from_content(row.content)
    _mine(scope, row, given, "amended")
    return _today(scope, given, at)


def _mine(scope: Scope, row: tables.Proposal, given: ChangeInput, word: Word) -> Consent:
    """Return what the asker has said; NotAllowed "not_yours" where the word is not theirs."""
    me = people.require_member(scope)
    needs = consents.needed(scope, given, row.id)
    mine = next((one for one in needs if one.person.id == me.id), None)
    if mine is None or not _may_say(mine, word):
        raise errors.NotAllowed("not_yours", action="propose")
    return mine


def _may_say(mine: Consent, word: Word) -> bool:
    return word == "talk" or (word in _OF_CASE_MANAGER) == (mine.part == "case_manager")


def withdraw(scope: Scope, proposal_id: str, *, at: datetime) -> ProposalAnswered:
    """Take back what one proposed oneself; nobody is asked for it any more. Twice is once.

    Refusals: `stranger`, `proposal_gone`, `not_yours`, Stale `proposal_answered`.
    """
    me = people.require_member(scope)
    row = scope.proposals.get(proposal_id)
    if row is None:
        raise errors.Refusal("proposal_gone")
    if row.proposed_by != me.id:
        raise errors.NotAllowed("not_yours", action="propose")
    again = row.answer == "withdrawn"
    if not again and row.answer is not None:
        raise errors.Stale("proposal_answered")
    if not again:
        _close(scope, row, "withdrawn", at=at)
    facts = proposals.facts(scope, row)
    return ProposalAnswered(facts, facts.plan.provider, "withdrawn", again)


def reopen(scope: Scope, kept: tables.Undo, *, at: datetime) -> None:
    """Let a proposal wait again whose last word was taken back with the change that it made."""
    row = scope.proposals.get(kept.after.get("proposal", ""))
    if row is None:
        return
    row.answer, row.answered_by, row.answered_at = None, None, None
    scope.session.add(row)
    for one in scope.proposals.answers(row.id):
        if one.person_id == kept.person_id:
            scope.session.delete(one)
    scope.session.flush()
    consents.keep_waiting(scope, row, at=at)


def _open(scope: Scope, proposal_id: str) -> tables.Proposal:
    people.require_member(scope)
    row = scope.proposals.get(proposal_id)
    if row is None:
        raise errors.Refusal("proposal_gone")
    if row.answer == "withdrawn":
        raise errors.Stale("proposal_overtaken")
    if row.answer is not None:
        raise errors.Stale("proposal_answered")
    return row


def _write(
    scope: Scope,
    row: tables.Proposal,
    mine: Consent,
    word: Word,
    amended_on: date | None,
    *,
    at: datetime,
) -> None:
    found = scope.proposals.answer(row.id, mine.person.id) or tables.ProposalAnswer(
        workspace_id=scope.workspace_id,
        proposal_id=row.id,
        person_id=mine.person.id,
        as_part=mine.part,
        answer=word,
        at=at,
    )
    found.answer, found.amended_on, found.at = word, amended_on, at
    scope.proposals.add(found)


def _close(scope: Scope, row: tables.Proposal, answer: str, *, at: datetime) -> None:
    row.answer, row.answered_at = answer, at
    row.answered_by = people.require_member(scope).id
    scope.session.add(row)
    scope.session.flush()
    consents.keep_waiting(scope, row, at=at)


def _act(
    scope: Scope, row: tables.Proposal, given: ChangeInput, *, new_id: str, at: datetime
) -> Changed:
    """Make the change, from the next date where its own has passed meanwhile."""
    _close(scope, row, "accepted", at=at)
    plan = plan_facts.require(scope, row.plan_id)
    first = None if given.on is None else plan_wishes.first_open(scope, plan, given.on, at=at)
    found = change_requests.act(scope, replace(given, on=first), new_id=new_id, at=at)
    if found.undo_id:
        kept = change_facts.require(scope, found.undo_id)
        kept.after = {**kept.after, "proposal": row.id}
        scope.session.add(kept)
    return replace(found, meant_for=given.on if first != given.on else None)


def _today(scope: Scope, given: ChangeInput, at: datetime) -> date:
    room = plan_facts.classroom_of(scope, plan_facts.require(scope, given.plan_id))
    return calendars.today(calendars.calendar_of(scope, room.school_id), at)
