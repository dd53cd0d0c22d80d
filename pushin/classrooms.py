"""A classroom, its routines and its teacher's planning time."""

from dataclasses import dataclass, replace
from datetime import datetime

from pushin import (
    calendars,
    errors,
    live,
    people,
    privacy,
    rights,
    routines,
    sessions,
    settings,
    texts,
)
from pushin.kinds import reads
from pushin.results import Room, RoutineFacts
from school.calendar import SchoolCalendar
from storage import tables
from storage.scope import Scope, fresh_id
from storage.tables.people import ROUTINE_KINDS

_QUESTIONS = ("arrival", "planning", "dismissal")
"""What a teacher is asked about, one at a time: what push-ins and touch-bases need most."""
_PREFIXES = ("classroom", "room", "rm.", "rm", "#")
_DAY_END = 24 * 60


@dataclass(frozen=True, slots=True)
class ClassroomInput:
    """A classroom to be kept: `room` is its number or name, without the word "room"."""

    school_id: str
    room: str
    teacher_id: str
    channel_id: str | None = None


@dataclass(frozen=True, slots=True)
class RoutineInput:
    """A routine as its teacher says it: local minutes of a regular day.

    `usable` offers planning time for touch-bases; only the teacher can say so. `is_new`: one that
    is there already is not meant.
    """

    name: str
    kind: str
    start: int
    end: int
    with_students: bool = True
    usable: bool = False
    is_new: bool = False


def room_name(text: str) -> str:
    """Return what people call a room, without the word: "Room 4" is "4"; Refusal "missing"."""
    kept = texts.line(text, texts.ROOM, what="room")
    for prefix in _PREFIXES:
        rest = kept[len(prefix) :].strip()
        if kept.casefold().startswith(prefix) and rest and not kept[len(prefix)].isalpha():
            return rest
    return texts.words(kept, texts.ROOM, what="room")


def require(scope: Scope, classroom_id: str) -> tables.Classroom:
    """Return a classroom by id; Refusal "room_gone" if there is none."""
    found = scope.classrooms.get(classroom_id)
    if found is None:
        raise errors.Refusal("room_gone")
    return found


@reads
def room(scope: Scope, classroom_id: str | None = None) -> Room:
    """Return a classroom, by default the asker's own.

    Refusals: `stranger`, `no_room`, `which_room` (rooms: (id, room) pairs), `not_yours`.
    """
    people.require_member(scope)
    classroom = _own(scope) if classroom_id is None else require(scope, classroom_id)
    rights.require(scope, "see", classroom=classroom)
    return _facts(scope, classroom)


def _own(scope: Scope) -> tables.Classroom:
    person = people.require_member(scope)
    rooms = scope.classrooms.of_teacher(person.id) or scope.classrooms.of_member(person.id)
    if not rooms:
        raise errors.Refusal("no_room", role=person.role)
    if len(rooms) > 1:
        raise errors.Refusal("which_room", rooms=tuple((one.id, one.room) for one in rooms))
    return rooms[0]


def _facts(scope: Scope, classroom: tables.Classroom) -> Room:
    calendar = calendars.calendar_of(scope, classroom.school_id)
    known = routines.of_room(scope, classroom.id)
    kinds = {routine.kind for routine in known}
    return Room(
        classroom_id=classroom.id,
        room=classroom.room,
        school_name=calendar.name,
        teacher=people.ref(people.require(scope, classroom.teacher_id)),
        channel_id=classroom.channel_id,
        routines=tuple(routines.facts(routine) for routine in known),
        periods=_periods(calendar),
        missing=tuple(kind for kind in _QUESTIONS if kind not in kinds),
        may_edit=rights.may(scope, "routine", classroom=classroom),
    )


def _periods(calendar: SchoolCalendar) -> tuple[RoutineFacts, ...]:
    return tuple(
        RoutineFacts(
            period.name,
            period.kind,
            period.start,
            period.end,
            with_students=True,
            usable=False,
            guess=False,
        )
        for period in calendar.regular.periods
        if not period.staff_only
    )


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
        return _facts(scope, add(scope, replace(about, room=name)))
    if classroom.teacher_id != teacher.id:
        other = people.require(scope, classroom.teacher_id)
        raise errors.Refusal("room_of_another", room=classroom.room, name=other.name)
    rights.require(scope, "routine", classroom=classroom)
    set_channel(scope, classroom, about.channel_id, at=at)
    return _facts(scope, classroom)


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


def set_routine(scope: Scope, classroom_id: str, about: RoutineInput, *, at: datetime) -> Room:
    """Keep a routine of a classroom by its name; plans that hang on it move with it.

    Refusals: `not_yours`, `missing`, `too_long`, `unknown_kind` (kind, known),
    `end_before_start` (start, end), `may_name_student` (kind) of a new name, `routine_exists`
    (name) for a new one that is called like another.
    """
    classroom = require(scope, classroom_id)
    rights.require(scope, "routine", classroom=classroom)
    name = texts.words(about.name, texts.NAME, what="routine")
    _check_routine(about)
    before = sessions.held(scope, scope.plans.of_classroom(classroom_id))
    row = _routine_row(scope, classroom_id, name, is_new=about.is_new, at=at)
    _fill(row, about, is_teacher=_is_teacher(scope, classroom))
    scope.session.add(row)
    scope.session.flush()
    _follow(scope, classroom, before, at=at)
    return _facts(scope, classroom)


def drop_routine(scope: Scope, classroom_id: str, name: str, *, at: datetime) -> Room:
    """Forget a routine; sessions that hang on it are marked so. Without it nothing changes."""
    classroom = require(scope, classroom_id)
    rights.require(scope, "routine", classroom=classroom)
    row = scope.classrooms.routine(classroom_id, name)
    if row is not None:
        scope.session.delete(row)
        scope.session.flush()
        _follow(scope, classroom, {}, at=at)
    return _facts(scope, classroom)


def _check_routine(about: RoutineInput) -> None:
    if about.kind not in ROUTINE_KINDS:
        raise errors.Refusal("unknown_kind", kind=about.kind, known=ROUTINE_KINDS)
    if not 0 <= about.start < about.end <= _DAY_END:
        raise errors.Refusal("end_before_start", start=about.start, end=about.end)


def _routine_row(
    scope: Scope, classroom_id: str, name: str, *, is_new: bool, at: datetime
) -> tables.Routine:
    """Return the routine of this name in any letter case, or a new one."""
    for row in scope.classrooms.routines(classroom_id):
        if row.name.casefold() == name.casefold():
            if is_new:
                raise errors.Refusal("routine_exists", name=row.name)
            return row
    privacy.refuse(scope, name, at=at)
    return tables.Routine(
        workspace_id=scope.workspace_id,
        classroom_id=classroom_id,
        name=name,
        kind="other",
        start_minute=0,
        end_minute=1,
    )


def _is_teacher(scope: Scope, classroom: tables.Classroom) -> bool:
    return scope.person is not None and scope.person.id == classroom.teacher_id


def _fill(row: tables.Routine, about: RoutineInput, *, is_teacher: bool) -> None:
    row.kind, row.start_minute, row.end_minute = about.kind, about.start, about.end
    row.with_students = about.with_students and about.kind != "planning"
    # Whether planning time may be used is its owner's word alone; nobody else's changes it.
    offered = about.usable if is_teacher else row.usable
    row.usable = offered and not row.with_students
    row.guess = not is_teacher


def _follow(
    scope: Scope,
    classroom: tables.Classroom,
    before: dict[str, tuple[int, int] | None],
    *,
    at: datetime,
) -> None:
    sessions.replan(scope, classroom.id, at=at, before=before)
    settings.ask_anew(scope, classroom.teacher_id, at=at)
    live.changed(scope, f"person:{classroom.teacher_id}")
