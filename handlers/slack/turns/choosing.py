"""Finds the push-in that is meant: named by a button, the only one here, or one to pick."""

from datetime import datetime

from pushin import agreements, errors, expectations, people, plan_facts, rights, students
from pushin.kinds import reads
from pushin.results import AgreementForm, Choice, ExpectationForm, PlanFacts, StudentsForm
from storage.scope import Scope


@reads
def agreement_form(
    scope: Scope, plan_id: str, session_id: str | None, channel_id: str | None, *, at: datetime
) -> AgreementForm | Choice:
    """Return the form of the push-in that is meant, `session_id` of it at hand.

    Refusals as `agreements.form`, `no_plan`.
    """
    if plan_id:
        return agreements.form(scope, plan_id, session_id)
    found = candidates(scope, channel_id, at=at)
    if len(found) == 1:
        return agreements.form(scope, found[0].id)
    return Choice("agree", found)


@reads
def expectation_form(
    scope: Scope, plan_id: str, channel_id: str | None, *, at: datetime
) -> ExpectationForm | Choice:
    """Return the form of the push-in that is meant; refusals as `expectations.form`, `no_plan`."""
    if plan_id:
        return expectations.form(scope, plan_id)
    found = candidates(scope, channel_id, at=at)
    if len(found) == 1:
        return expectations.form(scope, found[0].id)
    return Choice("expectations", found)


@reads
def students_form(
    scope: Scope, plan_id: str, channel_id: str | None, *, at: datetime
) -> StudentsForm | Choice:
    """Return the codes of the push-in that is meant; refusals as `students.form`, `no_plan`."""
    if plan_id:
        return students.form(scope, plan_id, at=at)
    mine = candidates(scope, channel_id, at=at)
    found = tuple(one for one in mine if _may_change_students(scope, one.id))
    if not found:
        raise errors.NotAllowed("not_yours", action="students")
    if len(found) == 1:
        return students.form(scope, found[0].id, at=at)
    return Choice("students", found)


def _may_change_students(scope: Scope, plan_id: str) -> bool:
    return rights.may(scope, "students", plan=plan_facts.require(scope, plan_id))


def candidates(scope: Scope, channel_id: str | None, *, at: datetime) -> tuple[PlanFacts, ...]:
    """Return the asker's push-ins that are not over, those of the channel where it has any."""
    person = people.require_member(scope)
    mine = plan_facts.of_person(scope, person.id, at=at)
    here = tuple(plan for plan in mine if channel_id and plan.channel_id == channel_id)
    if not mine:
        raise errors.Refusal("no_plan")
    return here or mine
