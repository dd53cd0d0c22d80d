"""Agreements: who leads, what each adult does, and who said that they are in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pushin import (
    agreement_rows,
    attention,
    calendars,
    contents,
    differences,
    drafts,
    errors,
    expectations,
    first_agreements,
    joint,
    live,
    people,
    plan_facts,
    privacy,
    prompts,
    rights,
    sessions,
    variation_cards,
    variations,
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
    Meanwhile,
    Part,
    PersonRef,
)
from storage import tables
from storage.scope import Scope

__all__ = [
    "AgreementInput",
    "agree",
    "confirm",
    "current",
    "facts",
    "form",
    "keep_draft",
    "meanwhile",
]

DRAFT = "agreement"


def current(scope: Scope, plan_id: str) -> tables.Agreement | None:
    """Return what the adults of a plan agreed last for all its sessions.

    With all with whom they treat together; what holds for one session is `variations.of_session`.
    """
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
    said, session = differences.said(scope, agreement), _session_of(scope, agreement)
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
        in_force=_holds(scope, agreement) and not missing,
        waiting_for=tuple(missing),
        session_id=agreement.session_id,
        only_on=session.on_date if session else None,
        changes=differences.since_before(scope, agreement, said) if missing else (),
    )


def _holds(scope: Scope, agreement: tables.Agreement) -> bool:
    """Tell whether an agreement is open, or the last one of a plan with which it ends."""
    if agreement.closed_at is None or agreement.session_id is not None:
        return agreement.closed_at is None
    plan = plan_facts.require(scope, agreement.plan_id)
    last = scope.agreements.current(plan.id)
    return plan.together_id is None and last is not None and last.id == agreement.id


@reads
def form(scope: Scope, plan_id: str, session_id: str | None = None) -> AgreementForm:
    """Return what the agree form is prefilled with.

    That is what holds for the session at hand (`session_id`), else for all. A first agreement is
    prefilled with a suggestion. Refusals: `stranger`, `not_yours`, `plan_gone`, `plan_ended`,
    `session_gone`, `agreement_set` (where, value) for a mistake in the file of starting sets.
    """
    plan = _own_plan(scope, plan_id)
    session = None if session_id is None else variations.require(scope, plan.id, session_id)
    last, known = current(scope, plan.id), plan_facts.facts(scope, plan)
    varied = None if session is None else variations.standing(scope, session)
    shown = varied or last
    said, suggested = (
        (differences.said(scope, shown), None)
        if shown
        else first_agreements.suggestion(scope, plan, known)
    )
    return AgreementForm(
        plan=known,
        agreement=None if shown is None else facts(scope, shown.id),
        co_teaching_model=said.co_teaching_model,
        lead_id=said.lead_id,
        parts={adult.id: said.parts.get(adult.id, "") for adult in known.adults},
        activity=said.activity,
        materials=said.materials,
        fallback=said.fallback,
        expectations=tuple(one.text for one in expectations.in_form(scope, plan.id)),
        number=_newest(last, varied),
        session=None if session is None else sessions.facts(scope, session),
        only=varied is not None,
        suggested=suggested,
    )


@reads
def meanwhile(scope: Scope, raw: AgreementInput) -> Meanwhile:
    """Return what somebody else saved while a form was open, beside what its author wrote.

    Refusals: those of `form`; `agreement_gone` where nothing was saved.
    """
    found = form(scope, raw.plan_id, raw.session_id)
    last = None if found.agreement is None else scope.agreements.get(found.agreement.id)
    if last is None:
        raise errors.Refusal("agreement_gone")
    author = people.ref(people.require(scope, last.created_by))
    return Meanwhile(found, author, differences.between(scope, raw, differences.said(scope, last)))


def agree(scope: Scope, raw: AgreementInput, *, at: datetime) -> AgreementChanged | MayNameStudent:
    """Save what the adults of a plan agreed, and ask those whose part changed.

    The author wrote their own part, so they are in at once. Others who were in stay in where
    their part is as it was (the lead is asked again). The same content again changes nothing.
    With `only` it holds for one session; what is the same as the plan's own gives that session's
    own up. Refusals: those of `contents`, `not_yours`, `plan_ended`, `too_many`, those of
    `variations.require_open`; Stale "changed_meanwhile" (agreement_id) where somebody else saved
    after the form was opened.
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
    "agreement_changed" (agreement_id, number: the current ones) for an older content,
    "variation_over" for that of a session which is over, not on, or on another date.
    """
    me = people.require_member(scope)
    agreement = scope.agreements.get(agreement_id)
    if agreement is None:
        raise errors.Refusal("agreement_gone")
    role = scope.agreements.role(agreement_id, me.id)
    _check_answerable(scope, agreement, role, number, at=at)
    given = scope.agreements.confirmation(agreement_id, me.id)
    if role is None or (given is not None and given.answer == answer):
        return Confirmed(facts(scope, agreement_id), answer, again=True)
    agreement_rows.answer(scope, role, answer, at=at)
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


def _session_of(scope: Scope, agreement: tables.Agreement) -> tables.Session | None:
    return None if agreement.session_id is None else scope.sessions.get(agreement.session_id)


def _newest(*found: tables.Agreement | None) -> int:
    return max((one.number for one in found if one is not None), default=0)


def _check_answerable(
    scope: Scope,
    agreement: tables.Agreement,
    role: tables.Role | None,
    number: int,
    *,
    at: datetime,
) -> None:
    plan = plan_facts.require(scope, agreement.plan_id)
    owners = frozenset() if role is None else frozenset({role.person_id})
    rights.require(scope, "confirm", plan=plan, owner_ids=owners)
    plan_facts.check_open(scope, plan, at=at)
    if variations.is_history(scope, agreement, at=at):
        raise errors.Stale("variation_over")
    session = _session_of(scope, agreement)
    last = variations.of_session(scope, session) if session else current(scope, plan.id)
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


@dataclass(frozen=True, slots=True)
class _Standing:
    """What stands when a form is saved: the plan's own, and that of the session at hand."""

    session: tables.Session | None
    own: tables.Agreement | None
    varied: tables.Agreement | None

    def same(self, content: AgreementInput) -> tables.Agreement | None:
        """Return what says the same already; for one session that is the plan's own, too."""
        if self.own and self.own.content_hash == contents.content_hash(content):
            return self.own
        if content.only and self.varied and self.session:
            on = self.session.on_date
            if self.varied.content_hash == contents.content_hash(content, on):
                return self.varied
        return None


def _saved(
    scope: Scope, plan: tables.Plan, content: AgreementInput, *, at: datetime
) -> AgreementChanged:
    plan_facts.check_open(scope, plan, at=at)
    adults = {one.id: one for one in joint.adults(scope, plan)}
    school_id = plan_facts.classroom_of(scope, plan).school_id
    contents.check(content, adults, calendars.today(calendars.calendar_of(scope, school_id), at))
    was = _standing(scope, plan, content, at=at)
    same = was.same(content)
    if same is None:
        _check_seen(was, content.base_number)
    given_up = was.varied if was.varied is not same else None
    agreement_rows.close(scope, given_up, at=at)
    kept = same or _written(scope, was, content, at=at)
    if was.session is not None:
        variation_cards.keep(scope, was.session, at=at)
    agreement_rows.tell_in_person(scope, kept, content)
    left = expectations.replace_shown(
        scope,
        plan,
        content.expectations,
        opened_at=content.opened_at,
        session_id=was.session.id if was.session and content.only else None,
        at=at,
    )
    _told_all(scope, kept, adults, at=at)
    found = facts(scope, kept.id)
    return AgreementChanged(
        found,
        changed=same is None or given_up is not None,
        asked=_asked(found) if same is None else (),
        changes=differences.since_before(scope, kept, content) if same is None else (),
        as_usual=same is not None and given_up is not None,
        kept=left,
    )


def _check_seen(was: _Standing, number: int | None) -> None:
    """Refuse what was written without having seen what stands."""
    for one in (was.varied, was.own):
        if one is not None and one.number > (number or 0):
            raise errors.Stale("changed_meanwhile", agreement_id=one.id)


def _standing(
    scope: Scope, plan: tables.Plan, content: AgreementInput, *, at: datetime
) -> _Standing:
    session = None
    if content.session_id is not None:
        session = (
            variations.require_open(scope, plan.id, content.session_id, at=at)
            if content.only
            else variations.require(scope, plan.id, content.session_id)
        )
    varied = None if session is None else variations.standing(scope, session)
    return _Standing(session, current(scope, plan.id), varied)


def _written(
    scope: Scope, was: _Standing, content: AgreementInput, *, at: datetime
) -> tables.Agreement:
    before = [one for one in (was.own, was.varied) if one is not None]
    if not content.only:
        agreement_rows.close(scope, was.own, at=at)
    session = was.session if content.only else None
    return agreement_rows.written(scope, content, session, before=before, at=at)


def _asked(found: AgreementFacts) -> tuple[PersonRef, ...]:
    waiting = (one for one in found.parts if one.person in found.waiting_for)
    return tuple(one.person for one in waiting if not one.answer)


def _told_all(
    scope: Scope, agreement: tables.Agreement, person_ids: Iterable[str], *, at: datetime
) -> None:
    """Plan the cards of those for whom something waits now, or no longer.

    The author's comes last: it says whom no card can reach.
    """
    live.changed(scope, f"plan:{agreement.plan_id}")
    for person_id in sorted(person_ids, key=lambda one: (one == agreement.created_by, one)):
        prompts.for_person(scope, person_id, at=at)
