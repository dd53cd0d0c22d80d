"""Whose calendar a school's is: who may change its days, and whom everybody else asks."""

from pushin import attention, errors, people, rights
from storage import tables
from storage.scope import Scope


def require(scope: Scope, school_id: str) -> None:
    """Refuse everybody who does not keep a school's calendar, and say whom to ask.

    Refusals: `stranger`, `calendar_not_yours` (school, names), `calendar_nobodys` (school);
    `calendar_elsewhere` to who does not work there, or where there is no such school.
    """
    if scope.who.user_id is not None and scope.person is None:
        raise errors.NotAllowed("stranger")
    if rights.may(scope, "calendar", school_id=school_id):
        return
    if scope.person is None or not _works_at(scope, scope.person, school_id):
        raise errors.NotAllowed("calendar_elsewhere")
    school = scope.schools.get(school_id)
    name = school.name if school else ""
    names = tuple(one.name for one in scope.people.organisers(school_id))
    if names:
        raise errors.NotAllowed("calendar_not_yours", school=name, names=names)
    raise errors.NotAllowed("calendar_nobodys", school=name)


def _works_at(scope: Scope, person: tables.Person, school_id: str) -> bool:
    return school_id in {person.school_id, *attention.school_ids(scope, person)}


def schools(scope: Scope) -> tuple[tuple[str, str], ...]:
    """Return the schools that the asker may mean, ids and names, their own first.

    Those whose calendar they keep; for anybody else those where they work, or the only one.
    """
    person = people.require_member(scope)
    every = {one.id: one.name for one in scope.schools.all()}
    kept = [one for one in every if rights.may(scope, "calendar", school_id=one)]
    own = [one for one in attention.school_ids(scope, person) if one in every]
    found = sorted(kept, key=lambda one: one != person.school_id) or own or list(every)
    return tuple((one, every[one]) for one in found)


def school_of(scope: Scope) -> str | None:
    """Return the school that the asker means without saying so; None where that is a question."""
    person = people.require_member(scope)
    if person.school_id is not None:
        return person.school_id
    found = schools(scope)
    if not found:
        raise errors.Refusal("school_missing")
    return found[0][0] if len(found) == 1 else None
