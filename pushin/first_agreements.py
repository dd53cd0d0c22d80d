"""What a plan's first agreement is prefilled with, so that nobody begins with an empty form."""

from pushin import agreement_sets, differences, plan_facts, rights, routines
from pushin.agreement_sets import AgreementSet
from pushin.contents import AgreementInput
from pushin.results import PersonRef, PlanFacts, Suggested
from storage import tables
from storage.scope import Scope

_LOOKED_AT = 50
"""Agreements around a plan that are looked at for one at the same routine, the newest first."""
_OTHER = "other"


def suggestion(
    scope: Scope, plan: tables.Plan, known: PlanFacts
) -> tuple[AgreementInput, Suggested]:
    """Return what could be agreed about a plan, and where the words come from.

    That is what the same provider or the same room agreed last at the same routine, of what the
    asker may see; else the starting set. Refusal `agreement_set` for a mistake in its file.
    """
    routine, discipline = kind_of(scope, plan), known.provider.discipline or ""
    for agreement, other in scope.agreements.around(plan, _LOOKED_AT):
        alike = _likeness(scope, other) == _likeness(scope, plan)
        if alike and rights.may(scope, "see", plan=other):
            source = differences.said(scope, agreement)
            before = plan_facts.facts(scope, other)
            return _from_before(source, before, known), Suggested(routine, discipline, before)
    found = agreement_sets.of(discipline, routine)
    return _from_set(found, known), Suggested(routine, discipline)


def kind_of(scope: Scope, plan: tables.Plan) -> str:
    """Return the kind of routine that a plan hangs on; "other" for a lesson or a clock time."""
    if plan.anchor_kind == "routine":
        routine = routines.named(routines.of_room(scope, plan.classroom_id), plan.anchor_name)
        if routine is not None:
            return routine.kind
    return routines.kind_of(plan.anchor_name)


def _likeness(scope: Scope, plan: tables.Plan) -> str:
    """Return what two plans at the same routine share; what is no known kind goes by its name."""
    kind = kind_of(scope, plan)
    return kind if kind != _OTHER else f"{_OTHER}:{plan.anchor_name.casefold()}"


def _from_before(source: AgreementInput, before: PlanFacts, known: PlanFacts) -> AgreementInput:
    """Return an earlier agreement for other adults: their own part, else that of their like."""
    roles = {adult.id: _role(adult, before) for adult in before.adults}
    by_role: dict[str, str] = {}
    for person_id, part in source.parts.items():
        by_role.setdefault(roles.get(person_id, ""), part)
    parts = {
        adult.id: source.parts.get(adult.id) or by_role.get(_role(adult, known), "")
        for adult in known.adults
    }
    leads = roles.get(source.lead_id, "teacher")
    return AgreementInput(
        plan_id=known.id,
        co_teaching_model=source.co_teaching_model,
        lead_id=_leader(leads, known, source.lead_id).id,
        parts=parts,
        activity=source.activity,
        materials=source.materials,
        fallback=source.fallback,
    )


def _from_set(found: AgreementSet, known: PlanFacts) -> AgreementInput:
    return AgreementInput(
        plan_id=known.id,
        co_teaching_model=found.model,
        lead_id=_leader(found.lead, known).id,
        parts={adult.id: found.parts.get(_role(adult, known), "") for adult in known.adults},
        activity=found.activity,
        materials=found.bring,
        fallback=found.fallback,
    )


def _role(adult: PersonRef, plan: PlanFacts) -> str:
    """Return what an adult is in a plan: its room's teacher is the teacher, whoever else they are.

    People are known by their own role else, of which a starting set has a part for three.
    """
    return "teacher" if adult.id == plan.teacher.id else adult.role


def _leader(role: str, known: PlanFacts, person_id: str = "") -> PersonRef:
    """Return who leads: the same person, if they are in the plan; else who has that role."""
    same = [adult for adult in known.adults if adult.id == person_id]
    alike = [adult for adult in known.adults if _role(adult, known) == role]
    return (*same, *alike, known.teacher)[0]
