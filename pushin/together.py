"""Treating together: one provider asks, the other answers, and either may stand alone again."""

from datetime import date, datetime, timedelta
from typing import Literal

from pushin import (
    agreement_copies,
    clash_questions,
    clashes,
    errors,
    joint,
    live,
    people,
    plan_facts,
    prompts,
    rights,
    sessions,
)
from pushin.results import PersonRef, TogetherAnswered, WaitingTogether, WaitingTogetherTalk
from storage import tables
from storage.scope import Scope

Answer = Literal["together", "talk"]
_DAY = timedelta(days=1)
_OPEN = (joint.ASKS, joint.ASKED, joint.TALK)


# --- ask --------------------------------------------------------------------------------------


def ask(scope: Scope, plan: tables.Plan, rival: tables.Plan, *, at: datetime) -> None:
    """Ask a rival's provider whether they treat together with a plan that is new.

    Until they answer, both plans are as they would be alone; the new one has no card yet.
    """
    asked = joint.first(scope, rival)
    me = people.require_member(scope)
    for mine, other, kind in ((plan, asked, joint.ASKS), (asked, plan, joint.ASKED)):
        scope.clashes.add(
            tables.ClashKept(
                workspace_id=scope.workspace_id,
                plan_id=mine.id,
                other=other.id,
                kind=kind,
                kept_by=me.id,
                at=at,
            )
        )

    # Those who treat with them already learn of it by the card that is theirs too.
    for one in joint.others(scope, asked):
        clash_questions.keep(scope, one, (plan.id, "room"), at=at)


def tell_asked(scope: Scope, plan: tables.Plan, *, at: datetime) -> None:
    """Plan the card of the provider whom a plan asks, once its sessions are there."""
    asked = asked_by(scope, plan)
    if asked is not None:
        live.changed(scope, f"person:{asked.id}")
        prompts.for_person(scope, asked.id, at=at)


def asked_by(scope: Scope, plan: tables.Plan) -> PersonRef | None:
    """Return the provider whom a plan asks to treat together, until they have answered so."""
    for row in scope.clashes.of_plans((plan.id,)):
        asked = scope.plans.get(row.other) if row.kind == joint.ASKS else None
        if asked is not None:
            return people.ref(people.require(scope, asked.provider_id))
    return None


# --- answer -----------------------------------------------------------------------------------


def answer(scope: Scope, plan_id: str, said: Answer, *, at: datetime) -> TogetherAnswered:
    """Answer a plan that asks to treat together; the asked plan's provider alone may.

    "together": one agreement, one thread and one checklist from now on, those of the plan that was
    there first. "talk": nothing changes yet, and the other is told. The same answer again changes
    nothing. Refusals: `stranger`, `plan_gone`, `plan_ended`, `together_gone` where nothing is asked
    any more, `not_yours`.
    """
    people.require_member(scope)
    theirs = plan_facts.require(scope, plan_id)
    mine = _asked_plan(scope, theirs)
    rights.require(scope, "schedule", plan=mine)
    for one in (mine, theirs):
        plan_facts.check_open(scope, one, at=at)
    if theirs.together_id is not None:
        return _answered(scope, mine, theirs, "together", again=True)
    again = scope.clashes.get(mine.id, theirs.id, joint.TALK) is not None
    if said == "talk":
        if not again:
            _talk(scope, mine, theirs, at=at)
        return _answered(scope, mine, theirs, said, again=again)
    _join(scope, mine, theirs, at=at)
    return _answered(scope, mine, theirs, said, again=False)


def _asked_plan(scope: Scope, theirs: tables.Plan) -> tables.Plan:
    """Return the plan that a plan asks, or that it is treated together with."""
    known = theirs.together_id or next(
        (row.other for row in scope.clashes.of_plans((theirs.id,)) if row.kind == joint.ASKS), None
    )
    if known is None:
        raise errors.Stale("plan_ended" if theirs.state != "active" else "together_gone")
    return plan_facts.require(scope, known)


def _talk(scope: Scope, mine: tables.Plan, theirs: tables.Plan, *, at: datetime) -> None:
    scope.clashes.add(
        tables.ClashKept(
            workspace_id=scope.workspace_id,
            plan_id=mine.id,
            other=theirs.id,
            kind=joint.TALK,
            kept_by=people.require_member(scope).id,
            at=at,
        )
    )
    _tell(scope, (mine, theirs), at=at)


def _join(scope: Scope, mine: tables.Plan, theirs: tables.Plan, *, at: datetime) -> None:
    """Let a plan and all that are treated with it have the agreement of another from now on."""
    first = joint.first(scope, mine)
    for plan_id in (*scope.clashes.joined(theirs.id), theirs.id):
        plan = plan_facts.require(scope, plan_id)
        plan.together_id = first.id
        plan.revision += 1
        scope.session.add(plan)
    _forget_question(scope, mine, theirs)
    scope.session.flush()
    scope.clashes.forget()
    before = scope.agreements.current(theirs.id)
    agreement_copies.carry(scope, first, scope.agreements.current(first.id), extra=before, at=at)
    agreement_copies.close(scope, theirs, at=at)
    prompts.for_plan(scope, theirs, at=at)
    _tell(scope, (first, theirs), at=at)


def _forget_question(scope: Scope, mine: tables.Plan, theirs: tables.Plan) -> None:
    scope.clashes.drop(theirs.id, kinds=_OPEN, other=mine.id)
    scope.clashes.drop(mine.id, kinds=_OPEN, other=theirs.id)


def _answered(
    scope: Scope, mine: tables.Plan, theirs: tables.Plan, said: Answer, *, again: bool
) -> TogetherAnswered:
    who = people.ref(people.require(scope, theirs.provider_id))
    head = plan_facts.facts(scope, joint.first(scope, mine))
    return TogetherAnswered(head, plan_facts.facts(scope, theirs), who, said, again)


def _tell(scope: Scope, plans: tuple[tables.Plan, ...], *, at: datetime) -> None:
    """Show what changed wherever it stands, and plan the cards of those for whom it waits."""
    live.changed(scope, *(f"plan:{one.id}" for one in plans))
    adults = {adult.id for one in plans for adult in joint.adults(scope, one)}
    for person_id in sorted(adults):
        prompts.for_person(scope, person_id, at=at)


# --- apart ------------------------------------------------------------------------------------


def part(scope: Scope, plan: tables.Plan, *, at: datetime) -> None:
    """Let a plan that ended, or was moved away, and those treated together with it stand alone.

    Whoever stays keeps what was agreed: a plan that was not the first gets it as its own, with the
    answers that were given to it, and its own card. A question whether to treat together ends too.
    """
    _end_questions(scope, plan)
    first = joint.first(scope, plan) if plan.together_id else plan
    joined = [plan_facts.require(scope, one) for one in scope.clashes.joined(plan.id)]
    if plan.together_id is not None:
        head = plan_facts.require(scope, plan.together_id)
        plan.together_id = None
        scope.session.add(plan)
        scope.session.flush()
        scope.clashes.forget()
        if not plan_facts.is_over(scope, plan, at=at):
            _stand_alone(scope, plan, head, at=at)
        agreement_copies.carry(scope, head, scope.agreements.current(head.id), at=at)
        _keep_both(scope, head, plan, at=at)
        _tell(scope, (head, plan), at=at)
    elif joined:
        heir, *rest = joined
        heir.together_id = None
        for one in rest:
            one.together_id = heir.id
        scope.session.add_all(joined)
        scope.session.flush()
        scope.clashes.forget()
        _stand_alone(scope, heir, first, at=at)
        agreement_copies.carry(scope, plan, scope.agreements.current(plan.id), at=at)
        for one in joined:
            _keep_both(scope, plan, one, at=at)
        _tell(scope, (plan, heir), at=at)


def _end_questions(scope: Scope, plan: tables.Plan) -> None:
    for row in scope.clashes.of_plans((plan.id,)):
        other = scope.plans.get(row.other) if row.kind in _OPEN else None
        if other is not None:
            _forget_question(scope, plan, other)
            live.changed(scope, f"person:{other.provider_id}")


def _stand_alone(scope: Scope, plan: tables.Plan, head: tables.Plan, *, at: datetime) -> None:
    """Give a plan what was agreed of another as its own, and a card of its own."""
    agreement_copies.carry(scope, plan, scope.agreements.current(head.id), at=at)
    agreement_copies.expectations(scope, plan, head, at=at)
    prompts.for_plan(scope, plan, at=at)


def _keep_both(scope: Scope, one: tables.Plan, other: tables.Plan, *, at: datetime) -> None:
    """Ask nobody about the room that two plans had together: they know of one another."""
    for mine, rival in ((one, other), (other, one)):
        clash_questions.keep(scope, mine, (rival.id, "room"), at=at)


def part_ended(scope: Scope, *, at: datetime) -> int:
    """Part those whose last date is past from those with whom they were treated together.

    Returns how many plans that were.

    For the tick: it ends with the day, wherever the school is.
    """
    found = scope.clashes.ended(_past(at))
    for plan in found:
        part(scope, plan, at=at)
    return len(found)


def has_ended(scope: Scope, *, at: datetime) -> bool:
    """Tell whether `part_ended` has something to do, without writing."""
    return bool(scope.clashes.ended(_past(at)))


def _past(at: datetime) -> date:
    """Return the date before which every date is past, in any zone."""
    return at.date() - _DAY


# --- what waits -------------------------------------------------------------------------------


def waiting(
    scope: Scope, person: tables.Person, *, at: datetime
) -> tuple[WaitingTogether | WaitingTogetherTalk, ...]:
    """Return who would like to treat together with a provider, and who would like to talk first."""
    plans = scope.plans.of_provider(person.id) if person.role == "provider" else ()
    open_plans = {one.id: one for one in plans if not plan_facts.is_over(scope, one, at=at)}
    found: list[WaitingTogether | WaitingTogetherTalk] = []
    for row in scope.clashes.of_plans(list(open_plans)):
        other = scope.plans.get(row.other) if row.kind in {joint.ASKED, joint.ASKS} else None
        if other is None or plan_facts.is_over(scope, other, at=at):
            continue
        mine = open_plans[row.plan_id]
        if row.kind == joint.ASKED:
            found += _question(scope, mine, other, at=at)
        elif talk := scope.clashes.get(other.id, mine.id, joint.TALK):
            found.append(_talks(scope, mine, other, talk.at, at=at))
    return tuple(found)


def _question(
    scope: Scope, mine: tables.Plan, theirs: tables.Plan, *, at: datetime
) -> list[WaitingTogether]:
    shared = _first_overlap(scope, mine, theirs, at=at)
    if shared is None:
        return []
    talk = scope.clashes.get(mine.id, theirs.id, joint.TALK) is not None
    facts = (plan_facts.facts(scope, mine), plan_facts.facts(scope, theirs))
    return [WaitingTogether(*facts, *shared, talk)]


def _talks(
    scope: Scope, mine: tables.Plan, asked: tables.Plan, since: datetime, *, at: datetime
) -> WaitingTogetherTalk:
    who = people.ref(people.require(scope, asked.provider_id))
    coming = (one for one in scope.sessions.to_come(mine.id, at) if sessions.is_on(one))
    first = next(coming, None)
    facts = None if first is None else sessions.facts(scope, first)
    return WaitingTogetherTalk(plan_facts.facts(scope, mine), who, facts, since)


def _first_overlap(
    scope: Scope, mine: tables.Plan, theirs: tables.Plan, *, at: datetime
) -> tuple[date, tuple[int, int]] | None:
    """Return the first date that two plans share with the minutes of both; None if none does."""
    provider = people.require(scope, mine.provider_id)
    room = plan_facts.classroom_of(scope, mine)
    claim = clash_questions.claim_of(scope, provider, mine, room)
    times = [
        (one.on_date, one.starts_at, one.ends_at)
        for one in scope.sessions.to_come(mine.id, at)
        if sessions.is_on(one)
    ]
    clash = clashes.of_times(scope, claim, times).get((theirs.id, "room"))
    return (clash.on, clash.overlap) if clash and clash.overlap else None
