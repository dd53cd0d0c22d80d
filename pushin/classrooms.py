"""A classroom: who teaches in it, where its team talks, and who belongs to it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from pushin import calendars, errors, people, privacy, rights, room_facts, sessions, texts
from pushin.kinds import reads
from pushin.results import Room
from pushin.room_routines import RoutineInput, drop_routine, require, set_routine
from storage import tables
from storage.scope import Scope, fresh_id

__all__ = [
    "ClassroomInput",
    "RoutineInput",
    "add",
    "drop_routine",
    "join",
    "require",
    "room",
    "room_name",
    "save_classroom",
    "set_channel",
    "set_routine",
]

_PREFIXES = ("classroom", "room", "rm.", "rm", "#")


@dataclass(frozen=True, slots=True)
class ClassroomInput:
    """A classroom to be kept: `room` is its number or name, without the word "room"."""

    school_id: str
    room: str
    teacher_id: str
    channel_id: str | None = None


def room_name(text: str) -> str:
    """Return what people call a room, without the word: "Room 4" is "4"; Refusal "missing"."""
    kept = texts.line(text, texts.ROOM, what="room")
    for prefix in _PREFIXES:
        rest = kept[len(prefix) :].strip()
        if kept.casefold().startswith(prefix) and rest and not kept[len(prefix)].isalpha():
            return rest
    return texts.words(kept, texts.ROOM, what="room")


@reads
def room(scope: Scope, classroom_id: str | None = None, *, at: datetime) -> Room:
    """Return a classroom, by default the asker's own, with its first open question.

    Refusals: `stranger`, `no_room`, `which_room` (rooms: (id, room) pairs), `not_yours`.
    """
    people.require_member(scope)
    classroom = _own(scope) if classroom_id is None else require(scope, classroom_id)
    rights.require(scope, "see", classroom=classroom)
    return room_facts.facts(scope, classroom, at=at)


def _own(scope: Scope) -> tables.Classroom:
    person = people.require_member(scope)
    rooms = scope.classrooms.of_teacher(person.id) or scope.classrooms.of_member(person.id)
    if not rooms:
        raise errors.Refusal("no_room", role=person.role)
    if len(rooms) > 1:
        raise errors.Refusal("which_room", rooms=tuple((one.id, one.room) for one in rooms))
    return rooms[0]


def save_classroom(scope: Scope, about: ClassroomInput, *, at: datetime) -> Room:
    """Keep a classroom: a new one, or another channel for a known one.

    Its teacher and the school's organiser may, and a provider for a room that is new. Refusals:
    `not_yours`, `not_a_teacher`, `unknown_school`, `room_of_another` (room, name), `too_long`,
    `may_name_student` (kind).
    """
    calendars.calendar_of(scope, about.school_id)
    teacher = people.require(scope, about.teacher_id)
    people.check_role(teacher, "teacher")
    name = room_name(about.room)
    classroom = scope.classrooms.of_room(about.school_id, name)
    if classroom is None:
        _check_new(scope, about)
        privacy.refuse(scope, name, at=at)
        return room_facts.facts(scope, add(scope, replace(about, room=name)), at=at)
    if classroom.teacher_id != teacher.id:
        other = people.require(scope, classroom.teacher_id)
        raise errors.Refusal("room_of_another", room=classroom.room, name=other.name)
    rights.require(scope, "routine", classroom=classroom)
    set_channel(scope, classroom, about.channel_id, at=at)
    return room_facts.facts(scope, classroom, at=at)


def _check_new(scope: Scope, about: ClassroomInput) -> None:
    """Let a teacher add their own room, a provider any, an organiser those of the school."""
    person = scope.person
    if person is not None and (person.id == about.teacher_id or person.role == "provider"):
        return
    rights.require(scope, "routine", school_id=about.school_id)


def add(scope: Scope, about: ClassroomInput) -> tables.Classroom:
    """Insert a classroom with its teacher as the first of its team; no rights are checked."""
    classroom = scope.classrooms.add(
        tables.Classroom(
            workspace_id=scope.workspace_id,
            id=fresh_id(),
            school_id=about.school_id,
            room=about.room,
            teacher_id=about.teacher_id,
            channel_id=about.channel_id,
        )
    )
    join(scope, classroom, {about.teacher_id})
    return classroom


def join(scope: Scope, classroom: tables.Classroom, person_ids: set[str]) -> None:
    """Make people members of a classroom's team."""
    for person_id in sorted(person_ids - set(scope.classrooms.members(classroom.id))):
        scope.session.add(
            tables.Membership(
                workspace_id=scope.workspace_id, classroom_id=classroom.id, person_id=person_id
            )
        )
    scope.session.flush()


def hand_over(scope: Scope, room_ids: Iterable[str], teacher: tables.Person) -> None:
    """Give rooms another teacher, who belongs to their team from now on."""
    for classroom_id in room_ids:
        classroom = require(scope, classroom_id)
        classroom.teacher_id = teacher.id
        scope.session.add(classroom)
        scope.session.flush()
        join(scope, classroom, {teacher.id})


def set_channel(
    scope: Scope, classroom: tables.Classroom, channel_id: str | None, *, at: datetime
) -> None:
    """Let a team talk in another channel: what is still to be posted goes there.

    A card that stands in the old channel is shown a last time, and lives again if the team
    comes back.
    """
    if channel_id is None or channel_id == classroom.channel_id:
        return
    classroom.channel_id = channel_id
    scope.session.add(classroom)
    scope.session.flush()
    plans = scope.plans.of_classroom(classroom.id)
    scope.messages.move_plan_cards([plan.id for plan in plans], channel_id)
    for plan in plans:
        sessions.move_prompts(scope, plan, at=at)
