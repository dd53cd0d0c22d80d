"""What changed from one agreement to the next, so that a person can read it."""

from collections.abc import Iterator, Mapping

from pushin import people
from pushin.contents import AgreementInput
from pushin.results import Difference, PersonRef
from storage import tables
from storage.scope import Scope


def between(
    scope: Scope, before: AgreementInput | None, after: AgreementInput
) -> tuple[Difference, ...]:
    """Return what is other in `after` than it was `before`: lead, parts, model, then the rest.

    A part that somebody did not have before, or has no longer, is empty there. The first
    agreement (`before` is None) differs from nothing.
    """
    if before is None:
        return ()
    ids = {*before.parts, *after.parts, before.lead_id, after.lead_id}
    names = {one.id: people.ref(one) for one in scope.people.of_ids(ids)}
    return (
        *_lead(before, after, names),
        *_parts(before.parts, after.parts, names),
        *_rest(before, after),
    )


def since_before(
    scope: Scope, agreement: tables.Agreement, after: AgreementInput
) -> tuple[Difference, ...]:
    """Return what an agreement (which says `after`) changed in what stood until then."""
    earlier = scope.agreements.before(agreement)
    return between(scope, None if earlier is None else said(scope, earlier), after)


def said(scope: Scope, agreement: tables.Agreement) -> AgreementInput:
    """Return what a stored agreement says."""
    return AgreementInput(
        plan_id=agreement.plan_id,
        co_teaching_model=agreement.co_teaching_model,
        lead_id=agreement.lead_id,
        parts={role.person_id: role.part for role in scope.agreements.roles(agreement.id)},
        activity=agreement.activity,
        materials=agreement.materials,
        fallback=agreement.fallback,
        session_id=agreement.session_id,
        only=agreement.session_id is not None,
    )


def _lead(
    before: AgreementInput, after: AgreementInput, names: Mapping[str, PersonRef]
) -> Iterator[Difference]:
    if before.lead_id != after.lead_id:
        yield Difference("lead", names[before.lead_id].name, names[after.lead_id].name)


def _parts(
    before: Mapping[str, str], after: Mapping[str, str], names: Mapping[str, PersonRef]
) -> Iterator[Difference]:
    # Those of today first, in the form's order; then those who are out of it.
    for person_id in dict.fromkeys((*after, *before)):
        old, new = before.get(person_id, ""), after.get(person_id, "")
        if old != new:
            yield Difference("part", old, new, names[person_id])


def _rest(before: AgreementInput, after: AgreementInput) -> Iterator[Difference]:
    if before.co_teaching_model != after.co_teaching_model:
        yield Difference("model", before.co_teaching_model, after.co_teaching_model)
    if before.activity != after.activity:
        yield Difference("activity", before.activity, after.activity)
    if before.materials != after.materials:
        yield Difference("materials", before.materials, after.materials)
    if before.fallback != after.fallback:
        yield Difference("fallback", before.fallback, after.fallback)
