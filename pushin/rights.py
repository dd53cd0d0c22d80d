"""Who may do what: the table of rights as data, asked before every use case.

A person stands to a thing in one or more relations (`RELATIONS`); a right is given when one of
them has it. An unknown action, an unknown relation or a stranger gets no: unknown means no.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from pushin import errors
from storage import tables
from storage.scope import Scope

Cell = Literal["yes", "own", "no"]
"""`own`: only the person's own part, note or hours (`owner_id` is the person)."""

RELATIONS = ("member", "provider", "teacher", "case_manager", "organiser", "admin")

_TABLE: Mapping[str, tuple[Cell, Cell, Cell, Cell, Cell, Cell]] = MappingProxyType(
    {
        #            member, provider, teacher, case_manager, organiser, admin
        "see": ("yes", "yes", "yes", "yes", "yes", "no"),
        "confirm": ("own", "own", "own", "own", "own", "own"),
        "expect": ("yes", "yes", "yes", "no", "no", "no"),
        "agree": ("no", "yes", "yes", "no", "no", "no"),
        "history": ("yes", "yes", "yes", "no", "no", "no"),
        "doing": ("no", "no", "yes", "no", "no", "no"),
        "schedule": ("no", "yes", "no", "no", "yes", "no"),
        "propose": ("no", "yes", "yes", "no", "yes", "no"),
        "skip": ("no", "yes", "yes", "no", "yes", "no"),
        "routine": ("own", "own", "yes", "no", "yes", "no"),
        "log": ("own", "yes", "no", "no", "no", "no"),
        "codes": ("no", "yes", "no", "yes", "no", "no"),
        "students": ("no", "yes", "no", "no", "no", "no"),
        "minutes": ("no", "yes", "no", "yes", "no", "no"),
        "progress": ("no", "yes", "yes", "no", "no", "no"),
        "note": ("own", "own", "own", "no", "no", "no"),
        "export": ("no", "no", "no", "no", "no", "yes"),
        "calendar": ("no", "no", "no", "no", "yes", "yes"),
        "absence_of_others": ("no", "no", "no", "no", "yes", "yes"),
    }
)
"""`codes`: see them; a case manager those of their own students. `students`: who is in a plan's
group, and from when on. `minutes`: what was delivered against what is mandated. `progress`: how
much support is needed. `skip`: skip or move one session. `agree`: write what the adults of a plan
agreed; `history`: who agreed to what and when. `doing`: what the class will be doing. `routine`: a
room's routines; one's own planning time and hours. `log`: what happened at a session; its owners
are those who covered or delivered it."""

ACTIONS = tuple(_TABLE)

_PERSONAL = frozenset({"confirm", "note"})
"""What nobody does for another, Push-In included."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What an action is done to, as far as it is known.

    `owner_ids` are those whose own part, note or hours it is; for a plan not yet saved,
    `provider_id` says whose it will be.
    """

    plan: tables.Plan | None = None
    classroom: tables.Classroom | None = None
    school_id: str | None = None
    provider_id: str | None = None
    owner_ids: frozenset[str] = frozenset()


def cell(action: str, relation: str) -> Cell:
    """Return what a relation may do; unknown means no."""
    row = _TABLE.get(action)
    if row is None or relation not in RELATIONS:
        return "no"
    return row[RELATIONS.index(relation)]


def may(
    scope: Scope,
    action: str,
    *,
    plan: tables.Plan | None = None,
    classroom: tables.Classroom | None = None,
    school_id: str | None = None,
    provider_id: str | None = None,
    owner_ids: frozenset[str] = frozenset(),
) -> bool:
    """Tell whether the scope's person may do `action` to the thing that the rest describes.

    Push-In itself (a scope without a user: the command line, the scheduler) may do everything
    but answer for a person.
    """
    if scope.who.user_id is None:
        return action in _TABLE and action not in _PERSONAL
    person = scope.person
    if person is None:
        return False
    thing = Thing(plan, classroom, school_id, provider_id, owner_ids)
    given = {cell(action, relation) for relation in _relations(scope, person, thing)}
    return "yes" in given or ("own" in given and person.id in owner_ids)


def require(
    scope: Scope,
    action: str,
    *,
    plan: tables.Plan | None = None,
    classroom: tables.Classroom | None = None,
    school_id: str | None = None,
    provider_id: str | None = None,
    owner_ids: frozenset[str] = frozenset(),
) -> None:
    """Raise NotAllowed "not_yours" (action) unless `may` says yes, "stranger" to nobody known."""
    if scope.who.user_id is not None and scope.person is None:
        raise errors.NotAllowed("stranger")
    if not may(
        scope,
        action,
        plan=plan,
        classroom=classroom,
        school_id=school_id,
        provider_id=provider_id,
        owner_ids=owner_ids,
    ):
        raise errors.NotAllowed("not_yours", action=action)


def _relations(scope: Scope, person: tables.Person, thing: Thing) -> set[str]:
    """Return in which relations `person` stands to a thing."""
    room = thing.classroom
    if room is None and thing.plan is not None:
        room = scope.classrooms.get(thing.plan.classroom_id)
    plan_provider = thing.plan.provider_id if thing.plan else thing.provider_id
    part_of_it = person.id in thing.owner_ids or _belongs(scope, person, thing.plan, room)
    holds = {
        # A case manager who is named in a plan follows it; they are none of the room's team.
        "member": part_of_it and person.role != "case_manager",
        "provider": person.role == "provider" and person.id == plan_provider,
        "teacher": room is not None and room.teacher_id == person.id,
        "case_manager": person.role == "case_manager" and part_of_it,
        "organiser": person.role == "organiser" and _keeps(person, thing.school_id, room),
        "admin": person.is_admin,
    }
    return {relation for relation, held in holds.items() if held}


def _belongs(
    scope: Scope,
    person: tables.Person,
    plan: tables.Plan | None,
    room: tables.Classroom | None,
) -> bool:
    if plan is not None and scope.plans.takes_part(plan.id, person.id):
        return True
    if person.role == "case_manager":
        # Their rights follow their students, not the room: others work there too.
        students = () if plan is None else scope.plans.students(plan.id)
        return any(one.case_manager_id == person.id for one in students)
    if room is None:
        return False
    return scope.classrooms.is_member(room.id, person.id)


def _keeps(person: tables.Person, school_id: str | None, room: tables.Classroom | None) -> bool:
    """Tell whether an organiser's school is the thing's; without a known school it is not."""
    school = school_id or (room.school_id if room else None)
    return school is not None and person.school_id == school
