"""Roles that an organiser gives to others: who keeps the calendar, who manages cases."""

from datetime import datetime

from pushin import attention, live, people, rights
from pushin.kinds import reads
from pushin.results import RoleForm, RoleGiven
from storage.scope import Scope


@reads
def form(scope: Scope, *, at: datetime) -> RoleForm:  # noqa: ARG001  use cases take `at`
    """Return to whom the asker may give which role; Refusals `stranger`, `not_yours`."""
    me = people.require_member(scope)
    rights.require(scope, "calendar", school_id=me.school_id)
    others = [one for one in scope.people.active() if attention.is_reachable(one)]
    return RoleForm(tuple(people.ref(one) for one in others if one.id != me.id), people.GIVEN)


def give(scope: Scope, person_id: str, role: str, *, at: datetime) -> RoleGiven:
    """Give a colleague a role at the asker's school; the same again changes nothing.

    Refusals: `stranger`, `not_yours`, `unknown_role` (role, known), `person_gone`, `role_in_use`.
    """
    me = people.require_member(scope)
    rights.require(scope, "calendar", school_id=me.school_id)
    before = people.require(scope, person_id)
    again = (before.role, before.school_id) == (role, me.school_id)
    given = people.give_role(scope, person_id, role, me.school_id or "", at=at)
    if not again:
        live.changed(scope, f"person:{given.id}")
    return RoleGiven(given, again)
