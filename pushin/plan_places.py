"""Who a plan is with and where: provider, teacher, room, school and channel, as far as said."""

from dataclasses import dataclass

from pushin import buildings, classrooms, errors, people, rights
from pushin.people import Account
from pushin.plan_inputs import PlanInput
from pushin.results import PersonRef
from storage import tables
from storage.scope import Scope


@dataclass(frozen=True, slots=True)
class Place:
    """The adults and the room of a plan; those not yet known have no row."""

    provider: tables.Person
    teacher: tables.Person | Account
    school_id: str
    classroom: tables.Classroom | None
    room: str
    channel_id: str

    @property
    def teacher_ref(self) -> PersonRef:
        """The teacher as others see them."""
        return ref(self.teacher, "teacher")


def ref(adult: tables.Person | Account, role: str) -> PersonRef:
    """Return an adult as others see them, also one who is not known yet (without an id)."""
    if isinstance(adult, Account):
        return PersonRef("", adult.name, role, None, adult.user_id)
    return people.ref(adult)


def find(scope: Scope, given: PlanInput) -> Place:
    """Return who and where.

    Refusals: `stranger`, `not_a_provider_asking`, `provider_missing`, `teacher_missing`,
    `room_missing` (rooms), `room_of_another` (room, name), `channel_missing`, `school_missing`,
    and those of an account that cannot take part.
    """
    asker = people.require_member(scope)
    provider = _provider(scope, asker, given)
    classroom = classrooms.require(scope, given.classroom_id) if given.classroom_id else None
    teacher = _said_teacher(scope, given)
    school_id = _school_id(scope, classroom, teacher, provider, given.weekdays)
    _check_right(scope, provider, school_id)
    classroom = classroom or _classroom(scope, given, teacher, school_id)
    teacher = _teacher_of(scope, classroom, teacher)
    room = classroom.room if classroom else classrooms.room_name(given.room or "")
    channel_id = (classroom.channel_id if classroom else None) or given.channel_id
    if channel_id is None:
        raise errors.Refusal("channel_missing", room=room)
    return Place(provider, teacher, school_id, classroom, room, channel_id)


def known(scope: Scope, adult: Account | str) -> tables.Person | Account:
    """Return the person behind an id or account, or the account if they are not known yet."""
    if isinstance(adult, str):
        return people.require(scope, adult)
    people.check_account(adult)
    return scope.people.of_account(adult.user_id) or adult


def _provider(scope: Scope, asker: tables.Person, given: PlanInput) -> tables.Person:
    """Return whose plan it is: the asking provider's own, or another's on behalf."""
    if given.provider_id in {None, asker.id} and asker.role == "provider":
        return asker
    if asker.role not in {"provider", "organiser"}:
        raise errors.NotAllowed("not_a_provider_asking")
    if given.provider_id is None:
        raise errors.Refusal("provider_missing")
    provider = people.require(scope, given.provider_id)
    people.check_role(provider, "provider")
    return provider


def _check_right(scope: Scope, provider: tables.Person, school_id: str) -> None:
    rights.require(scope, "schedule", provider_id=provider.id, school_id=school_id)


def _said_teacher(scope: Scope, given: PlanInput) -> tables.Person | Account | None:
    if given.teacher is None:
        return None
    teacher = known(scope, given.teacher)
    if not isinstance(teacher, Account):
        people.check_role(teacher, "teacher")
    return teacher


def _school_id(
    scope: Scope,
    classroom: tables.Classroom | None,
    teacher: tables.Person | Account | None,
    provider: tables.Person,
    weekdays: frozenset[int],
) -> str:
    """Return the school: the room's, the teacher's, the provider's, else the only one there is.

    An itinerant provider's is the building where they are on these weekdays, if there is just one.
    """
    if classroom is not None:
        return classroom.school_id
    if isinstance(teacher, tables.Person):
        rooms = scope.classrooms.of_teacher(teacher.id)
        theirs = rooms[0].school_id if rooms else teacher.school_id
        if theirs is not None:
            return theirs
    rounds = buildings.of(scope, provider)
    there = None if rounds is None else rounds.only_one_on(weekdays)
    return there or provider.school_id or only_school(scope)


def school_of_channel(scope: Scope, channel_id: str | None) -> str | None:
    """Return the school of the classroom that has a channel; None where several schools do."""
    rooms = scope.classrooms.of_channel(channel_id) if channel_id else ()
    schools = {room.school_id for room in rooms}
    return schools.pop() if len(schools) == 1 else None


def only_school(scope: Scope) -> str:
    """Return the workspace's only school; Refusal "school_missing" if there are several or none."""
    schools = scope.schools.all()
    if len(schools) != 1:
        raise errors.Refusal("school_missing")
    return schools[0].id


def _classroom(
    scope: Scope, given: PlanInput, teacher: tables.Person | Account | None, school_id: str
) -> tables.Classroom | None:
    """Return the room that was said, else the teacher's only one; None for a new room."""
    if given.room:
        found = scope.classrooms.of_room(school_id, classrooms.room_name(given.room))
        if found is None and teacher is None:
            raise errors.Refusal("teacher_missing")
        return found
    if teacher is None:
        raise errors.Refusal("teacher_missing")
    rooms = scope.classrooms.of_teacher(teacher.id) if isinstance(teacher, tables.Person) else ()
    if len(rooms) != 1:
        raise errors.Refusal("room_missing", rooms=tuple(one.room for one in rooms))
    return rooms[0]


def _teacher_of(
    scope: Scope, classroom: tables.Classroom | None, said: tables.Person | Account | None
) -> tables.Person | Account:
    """Return the room's teacher; a known room has one, and no other is meant."""
    if classroom is None:
        if said is None:
            raise errors.Refusal("teacher_missing")
        return said
    teacher = people.require(scope, classroom.teacher_id)
    if said is not None and (isinstance(said, Account) or said.id != teacher.id):
        raise errors.Refusal("room_of_another", room=classroom.room, name=teacher.name)
    return teacher


def providers_near(
    scope: Scope, provider_id: str, room: tables.Classroom
) -> tuple[tuple[str, str], ...]:
    """Return who could do a plan, as ids and names: its provider, and others of school or room."""
    members = set(scope.classrooms.members(room.id))
    return tuple(
        (one.id, one.name)
        for one in scope.people.active()
        if one.role == "provider"
        and (one.id == provider_id or one.school_id == room.school_id or one.id in members)
    )
