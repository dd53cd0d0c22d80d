"""Whose word a change of model or frequency needs before it is made.

Provider and teacher agree; a student's case manager says whether the IEP needed an amendment.
Push-In decides nothing of that.
"""

from datetime import date, datetime
from typing import Literal

from pushin import attention, change_inputs, live, people, plan_facts, prompts
from pushin.change_inputs import ChangeInput
from pushin.results import Consent
from storage import tables
from storage.scope import Scope

Part = Literal["provider", "teacher", "case_manager"]


def is_needed(scope: Scope, given: ChangeInput) -> bool:
    """Tell whether a change is of the model or of how often, so that others have a word in it."""
    if given.what != "change":
        return False
    plan = plan_facts.require(scope, given.plan_id)
    models = {given.model, given.apart_model} - {None, plan.service_delivery_model}
    days = (given.weekdays or frozenset(plan.weekdays)) - given.apart
    return bool(models) or len(days) + len(given.apart) != len(plan.weekdays)


def needed(scope: Scope, given: ChangeInput, proposal_id: str = "") -> tuple[Consent, ...]:
    """Return whose word a change needs, with what they have said to the proposal so far.

    The provider (and who takes over), the room's teacher and the case managers of its students,
    as far as they can be asked here. Nobody where `is_needed` is not so.
    """
    if not is_needed(scope, given):
        return ()
    said = {one.person_id: one for one in scope.proposals.answers(proposal_id)}
    return tuple(
        Consent(
            people.ref(person),
            part,
            said[person.id].answer if person.id in said else None,
            said[person.id].amended_on if person.id in said else None,
        )
        for person, part in _asked(scope, given)
    )


def _asked(scope: Scope, given: ChangeInput) -> list[tuple[tables.Person, Part]]:
    plan = plan_facts.require(scope, given.plan_id)
    rooms = [plan.classroom_id, given.classroom_id or plan.classroom_id]
    teachers = [room.teacher_id for one in rooms if (room := scope.classrooms.get(one))]
    found: dict[str, Part] = {}
    for key in (plan.provider_id, given.provider_id or plan.provider_id):
        found.setdefault(key, "provider")
    for key in teachers:
        found.setdefault(key, "teacher")
    for key in case_managers(scope, plan, given.on or plan.from_date):
        found.setdefault(key, "case_manager")
    persons = {one.id: one for one in scope.people.of_ids(found)}
    return [
        (persons[key], part)
        for key, part in found.items()
        if key in persons and attention.is_reachable(persons[key])
    ]


def case_managers(scope: Scope, plan: tables.Plan, on: date) -> list[str]:
    """Return who manages the cases of a plan's students on a date, and those named in the plan."""
    rows = scope.plans.students(plan.id)
    named = [one.id for one in scope.plans.adults(plan.id) if one.role == "case_manager"]
    theirs = [
        one.case_manager_id
        for one in rows
        if one.case_manager_id is not None and (one.until_date is None or on <= one.until_date)
    ]
    return list(dict.fromkeys([*named, *theirs]))


def keep_waiting(scope: Scope, row: tables.Proposal, *, at: datetime) -> None:
    """Keep the cards of all whose word a proposal needs true, and of who made it."""
    given = change_inputs.from_content(row.content)
    asked = [one.person.id for one in needed(scope, given)]
    for person_id in dict.fromkeys([*asked, row.proposed_by]):
        prompts.for_person(scope, person_id, at=at)
        live.changed_only(scope, f"person:{person_id}")
        scope.messages.raise_wanted((), {f"day:{person_id}:"})
