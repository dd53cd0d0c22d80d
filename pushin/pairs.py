"""A teacher and a provider who share plans: who they are, where they meet, what they share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pushin import calendars, errors, people, plan_facts, rights
from school.calendar import SchoolCalendar
from storage import tables
from storage.scope import Scope

_BETWEEN = "/"


@dataclass(frozen=True, slots=True)
class Pair:
    """A teacher and a provider in the teacher's building."""

    teacher: tables.Person
    provider: tables.Person
    classroom: tables.Classroom
    calendar: SchoolCalendar

    @property
    def key(self) -> str:
        """What a button calls the pair."""
        return f"{self.teacher.id}{_BETWEEN}{self.provider.id}"

    @property
    def ids(self) -> tuple[str, str]:
        """The teacher's id and the provider's."""
        return self.teacher.id, self.provider.id

    @property
    def people(self) -> tuple[tables.Person, tables.Person]:
        """Both."""
        return self.teacher, self.provider

    @property
    def building(self) -> str | None:
        """Where both must be; nowhere in particular if both chose the phone."""
        by_phone = self.teacher.phone_ok and self.provider.phone_ok
        return None if by_phone else self.classroom.school_id

    def owns(self, row: tables.TouchBase) -> bool:
        """Tell whether a touch-base is this pair's."""
        return (row.teacher_id, row.provider_id) == self.ids


def of(scope: Scope, teacher_id: str, provider_id: str, classroom_id: str) -> Pair:
    """Return a pair that meets in a classroom; Refusal "room_gone" if that is not there."""
    room = scope.classrooms.get(classroom_id)
    if room is None:
        raise errors.Refusal("room_gone")
    return Pair(
        people.require(scope, teacher_id),
        people.require(scope, provider_id),
        room,
        calendars.calendar_of(scope, room.school_id),
    )


def of_touch_base(scope: Scope, row: tables.TouchBase) -> Pair:
    """Return the pair of a touch-base."""
    return of(scope, row.teacher_id, row.provider_id, row.classroom_id)


def of_person(scope: Scope, person: tables.Person, *, at: datetime) -> tuple[Pair, ...]:
    """Return the pairs to which a person belongs by a plan that is not over, oldest plan first."""
    found: dict[tuple[str, str], tables.Classroom] = {}
    for plan in _open(scope, scope.plans.of_person(person.id), at):
        room = plan_facts.classroom_of(scope, plan)
        ids = (room.teacher_id, plan.provider_id)
        if person.id in ids and ids[0] != ids[1]:
            found.setdefault(ids, room)
    return tuple(of(scope, *ids, room.id) for ids, room in found.items())


def own(scope: Scope, key: str, *, at: datetime) -> Pair:
    """Return the pair that a button names, to one of the two.

    Refusals: `stranger`, `pair_gone` (they share no plan any more), `not_yours`.
    """
    people.require_member(scope)
    teacher_id, _, provider_id = key.partition(_BETWEEN)
    owners = frozenset({teacher_id, provider_id})
    shared = next(iter(_plans(scope, teacher_id, provider_id, at)), None)
    room = None if shared is None else plan_facts.classroom_of(scope, shared)
    rights.require(scope, "note", classroom=room, owner_ids=owners)
    if room is None:
        raise errors.Refusal("pair_gone")
    return of(scope, teacher_id, provider_id, room.id)


def plans(scope: Scope, pair: Pair, *, at: datetime) -> tuple[tables.Plan, ...]:
    """Return the plans that a pair shares and that are not over, oldest first."""
    return _plans(scope, *pair.ids, at)


def _plans(
    scope: Scope, teacher_id: str, provider_id: str, at: datetime
) -> tuple[tables.Plan, ...]:
    shared = (
        plan
        for plan in scope.plans.of_provider(provider_id)
        if plan_facts.classroom_of(scope, plan).teacher_id == teacher_id
    )
    return _open(scope, shared, at)


def _open(scope: Scope, rows: Iterable[tables.Plan], at: datetime) -> tuple[tables.Plan, ...]:
    return tuple(plan for plan in rows if not plan_facts.is_over(scope, plan, at=at))
