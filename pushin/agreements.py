"""Agreements: who leads, what each adult does, and who said that they are in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from pushin import (
    attention,
    calendars,
    contents,
    drafts,
    errors,
    expectations,
    joint,
    live,
    people,
    plan_facts,
    privacy,
    prompts,
    rights,
)
from pushin.contents import AgreementInput
from pushin.kinds import reads
from pushin.results import (
    AgreementChanged,
    AgreementFacts,
    AgreementForm,
    Answer,
    Confirmed,
    MayNameStudent,
    Part,
)
from storage import tables
from storage.scope import Scope, fresh_id

__all__ = ["AgreementInput", "agree", "confirm", "current", "facts", "form", "keep_draft"]

FIRST_MODEL = "one_teach_one_assist"
DRAFT = "agreement"


def current(scope: Scope, plan_id: str) -> tables.Agreement | None:
    """Return what the adults of a plan agreed last: with all with whom they treat together."""
    return scope.agreements.current(joint.first_id(scope, plan_id))


def facts(scope: Scope, agreement_id: str) -> AgreementFacts:
    """Return an agreement as its team sees it; Refusal "agreement_gone" if there is none."""
    agreement = scope.agreements.get(agreement_id)
    if agreement is None:
        raise errors.Refusal("agreement_gone")
    roles = scope.agreements.roles(agreement_id)
    persons = {one.id: one for one in scope.people.of_ids([role.person_id for role in roles])}
    answers = _answers(scope, agreement_id, roles)
    plan = plan_facts.facts(scope, plan_facts.require(scope, agreement.plan_id))
    order = {adult.id: place for place, adult in enumerate(plan.adults)}
    roles = sorted(roles, key=lambda role: (order.get(role.person_id, len(order)), role.person_id))
    missing = [
        people.ref(persons[role.person_id])
        for role in roles
        if attention.is_reachable(persons[role.person_id]) and answers[role.person_id] != "in"
    ]
    return AgreementFacts(
        id=agreement.id,
        plan=plan,
        number=agreement.number,
        co_teaching_model=agreement.co_teaching_model,
        lead=people.ref(people.require(scope, agreement.lead_id)),
        parts=tuple(_part(role, persons[role.person_id], answers) for role in roles),
        activity=agreement.activity,
        materials=agreement.materials,
        fallback=agreement.fallback,
        expectations=expectations.shown(scope, agreement.plan_id),
        in_force=agreement.closed_at is None and not missing,
        waiting_for=tuple(missing),
    )


@reads
def form(scope: Scope, plan_id: str) -> AgreementForm:
    """Return what the agree form is prefilled with.

    Refusals: `stranger`, `not_yours`, `plan_gone`, `plan_ended`.
    """
    plan = _own_plan(scope, plan_id)
    last = current(scope, plan.id)
    known = plan_facts.facts(scope, plan)
    said = None if last is None else facts(scope, last.id)
    written = {} if said is None else {one.person.id: one.part for one in said.parts}
    return AgreementForm(
        plan=known,
        agreement=said,
        co_teaching_model=last.co_teaching_model if last else FIRST_MODEL,
        lead_id=last.lead_id if last else known.teacher.id,
        parts={adult.id: written.get(adult.id, "") for adult in known.adults},
        activity=last.activity if last else "",
        materials=last.materials if last else "",
        fallback=last.fallback if last else "",
        expectations=tuple(one.text for one in expectations.in_form(scope, plan.id)),
    )


def agree(scope: Scope, raw: AgreementInput, *, at: datetime) -> AgreementChanged | MayNameStudent:
    """Save what the adults of a plan agreed, and ask those whose part changed.

    The author wrote their own part, so they are in at once. Others who were in stay in where
    their part is as it was (the lead is asked again). The same content again changes nothing.
    Refusals: those of `contents`, `not_yours`, `plan_ended`, `too_many`; Stale
    "changed_meanwhile" (agreement_id) where somebody else saved after the form was opened.
    """
    plan = _own_plan(scope, raw.plan_id)
    content = replace(contents.cleaned(raw), plan_id=plan.id)
    doubt = privacy.check(
        scope, DRAFT, contents.all_text(content), contents.to_json(content), at=at
    )
    return doubt or _saved(scope, plan, content, at=at)


def keep_draft(scope: Scope, draft_id: str, *, at: datetime) -> AgreementChanged:
    """Save an agreement after its author said that it names no student."""
    content = contents.from_json(drafts.take(scope, draft_id, DRAFT, at=at))
    plan = _own_plan(scope, content.plan_id)
    return _saved(scope, plan, replace(content, plan_id=plan.id), at=at)


def confirm(
    scope: Scope, agreement_id: str, number: int, answer: Answer, *, at: datetime
) -> Confirmed:
    """Give the asker's own answer to their part, "in" or "talk"; the same answer again is kept.

    Refusals: `agreement_gone`, `not_yours` (no part in it), `plan_ended`; Stale
    "agreement_changed" (agreement_id, number: the current ones) for an older content.
    """
    me = people.require_member(scope)
    agreement = scope.agreements.get(agreement_id)
    if agreement is None:
        raise errors.Refusal("agreement_gone")
    role = scope.agreements.role(agreement_id, me.id)
    _check_answerable(scope, agreement, role, number)
    given = scope.agreements.confirmation(agreement_id, me.id)
    if role is None or (given is not None and given.answer == answer):
        return Confirmed(facts(scope, agreement_id), answer, again=True)
    _answer(scope, role, answer, at=at)
    _told_all(scope, agreement, {me.id, agreement.created_by}, at=at)
    return Confirmed(facts(scope, agreement_id), answer, again=False)


def _own_plan(scope: Scope, plan_id: str) -> tables.Plan:
    """Return the plan whose agreement a plan's is, where the asker may write it."""
    me = people.require_member(scope)
    plan = joint.first(scope, plan_facts.require(scope, plan_id))
    own = (one for one in joint.others(scope, plan) if one.provider_id == me.id)
    rights.require(scope, "agree", plan=next(own, plan))
    if plan.state != "active":
        raise errors.Refusal("plan_ended")
    return plan


def _check_answerable(
    scope: Scope, agreement: tables.Agreement, role: tables.Role | None, number: int
) -> None:
    plan = plan_facts.require(scope, agreement.plan_id)
    owners = frozenset() if role is None else frozenset({role.person_id})
    rights.require(scope, "confirm", plan=plan, owner_ids=owners)
    if plan.state != "active":
        raise errors.Refusal("plan_ended")
    last = current(scope, agreement.plan_id)
    if last is not None and (last.id, last.number) != (agreement.id, number):
        raise errors.Stale("agreement_changed", agreement_id=last.id, number=last.number)


def _answers(
    scope: Scope, agreement_id: str, roles: Sequence[tables.Role]
) -> dict[str, Answer | None]:
    """Return each adult's answer to exactly the part that they have now."""
    given = {one.person_id: one for one in scope.agreements.confirmations(agreement_id)}
    found: dict[str, Answer | None] = {}
    for role in roles:
        one = given.get(role.person_id)
        if one is None or one.content_hash != role.content_hash:
            found[role.person_id] = None
        else:
            found[role.person_id] = "in" if one.answer == "in" else "talk"
    return found


def _part(role: tables.Role, person: tables.Person, answers: Mapping[str, Answer | None]) -> Part:
    return Part(people.ref(person), role.part, answers[person.id], role.told_on)


def _saved(
    scope: Scope, plan: tables.Plan, content: AgreementInput, *, at: datetime
) -> AgreementChanged:
    plan_facts.check_open(scope, plan, at=at)
    adults = {one.id: one for one in joint.adults(scope, plan)}
    school_id = plan_facts.classroom_of(scope, plan).school_id
    contents.check(content, adults, calendars.today(calendars.calendar_of(scope, school_id), at))
    last = current(scope, plan.id)
    same = last is not None and last.content_hash == contents.content_hash(content)
    if last is not None and not same and last.number != content.base_number:
        raise errors.Stale("changed_meanwhile", agreement_id=last.id)
    kept = last if last is not None and same else _written(scope, last, content, at=at)
    _tell_in_person(scope, kept, content)
    expectations.replace_shown(
        scope, plan, content.expectations, opened_at=content.opened_at, at=at
    )
    _told_all(scope, kept, adults, at=at)
    found = facts(scope, kept.id)
    asked = tuple(
        one.person for one in found.parts if one.person in found.waiting_for and not one.answer
    )
    return AgreementChanged(found, changed=not same, asked=() if same else asked)


def _written(
    scope: Scope, last: tables.Agreement | None, content: AgreementInput, *, at: datetime
) -> tables.Agreement:
    """Write the next agreement of a plan with its parts, and the answers that still hold."""
    author = people.require_member(scope)
    if last is not None:
        last.closed_at = at
        scope.session.add(last)
    agreement = scope.agreements.add(
        tables.Agreement(
            workspace_id=scope.workspace_id,
            id=fresh_id(),
            plan_id=content.plan_id,
            number=last.number + 1 if last else 1,
            co_teaching_model=content.co_teaching_model,
            lead_id=content.lead_id,
            activity=content.activity,
            materials=content.materials,
            fallback=content.fallback,
            content_hash=contents.content_hash(content),
            created_by=author.id,
            created_at=at,
        )
    )
    before = {one.person_id: one for one in scope.agreements.confirmations(last.id)} if last else {}
    for person_id, part in content.parts.items():
        leads = person_id == content.lead_id
        role = scope.agreements.add(
            tables.Role(
                workspace_id=scope.workspace_id,
                agreement_id=agreement.id,
                person_id=person_id,
                part=part,
                content_hash=contents.role_hash(part, leads=leads),
            )
        )
        if person_id == author.id:
            _answer(scope, role, "in", at=at)
        elif not leads:
            _carry_over(scope, role, before.get(person_id))
    return agreement


def _carry_over(scope: Scope, role: tables.Role, before: tables.Confirmation | None) -> None:
    """Keep an "in" to the same part, naming the agreement that it was given to."""
    if before is None or before.answer != "in" or before.content_hash != role.content_hash:
        return
    scope.agreements.add(
        tables.Confirmation(
            workspace_id=scope.workspace_id,
            agreement_id=role.agreement_id,
            person_id=role.person_id,
            answer="in",
            content_hash=role.content_hash,
            at=before.at,
            carried_from=before.carried_from or before.agreement_id,
        )
    )


def _answer(scope: Scope, role: tables.Role, answer: Answer, *, at: datetime) -> None:
    row = scope.agreements.confirmation(role.agreement_id, role.person_id)
    row = row or tables.Confirmation(
        workspace_id=scope.workspace_id,
        agreement_id=role.agreement_id,
        person_id=role.person_id,
        answer=answer,
        content_hash=role.content_hash,
        at=at,
    )
    row.answer, row.content_hash, row.at, row.carried_from = answer, role.content_hash, at, None
    scope.agreements.add(row)


def _tell_in_person(scope: Scope, agreement: tables.Agreement, content: AgreementInput) -> None:
    """Record who was told in person, and by whom; it is shown, and is never a confirmation."""
    author = people.require_member(scope)
    for person_id, told_on in content.told.items():
        role = scope.agreements.role(agreement.id, person_id)
        if role is not None and role.told_on != told_on:
            role.told_on, role.told_by = told_on, author.id
            scope.agreements.add(role)


def _told_all(
    scope: Scope, agreement: tables.Agreement, person_ids: Iterable[str], *, at: datetime
) -> None:
    """Plan the cards of those for whom something waits now, or no longer.

    The author's comes last: it says whom no card can reach.
    """
    live.changed(scope, f"plan:{agreement.plan_id}")
    for person_id in sorted(person_ids, key=lambda one: (one == agreement.created_by, one)):
        prompts.for_person(scope, person_id, at=at)
