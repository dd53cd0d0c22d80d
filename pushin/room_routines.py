"""The routines of a classroom and its teacher's planning time: said, changed, taken away."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pushin import (
    calendars,
    errors,
    live,
    privacy,
    rights,
    room_facts,
    room_questions,
    routines,
    sessions,
    settings,
    texts,
)
from pushin.anchors import Place
from pushin.results import Room, RoomNote
from school.calendar import SchoolCalendar
from storage import tables
from storage.scope import Scope
from storage.tables.people import ROUTINE_KINDS

MOST = 40
"""Routines of one room: no class has more, and a screen could not show them."""
_DAY_END = 24 * 60
_WEEK = 7


@dataclass(frozen=True, slots=True)
class RoutineInput:
    """A routine as its teacher says it: local minutes of a regular day.

    `usable` offers planning time for touch-bases; only the teacher can say so. `is_new`: one that
    is there already is not meant; `was`: the name until now of one that is renamed. `weekdays`
    (0 = Monday) and `drops` (day type: does it not happen then?) stay as they are where None.
    """

    name: str
    kind: str
    start: int
    end: int
    with_students: bool = True
    usable: bool = False
    is_new: bool = False
    was: str = ""
    weekdays: Collection[int] | None = None
    drops: Mapping[str, bool] | None = None


def require(scope: Scope, classroom_id: str) -> tables.Classroom:
    """Return a classroom by id; Refusal "room_gone" if there is none."""
    found = scope.classrooms.get(classroom_id)
    if found is None:
        raise errors.Refusal("room_gone")
    return found


def set_routine(scope: Scope, classroom_id: str, about: RoutineInput, *, at: datetime) -> Room:
    """Keep a routine of a classroom by its name; plans that hang on it move with it.

    What stands at the same time, or outside the bells, is noted. Refusals: `not_yours`, `missing`,
    `no_words`, `too_long`, `unknown_kind` (kind, known), `no_such_time`, `end_before_start` (start,
    end), `longer_than_day`, `weekdays_missing`, `unknown_day_type` (value, known),
    `may_name_student` (kind) of a new name, `routine_exists` (name) for a new one that is called
    like another, `routine_gone` for one that was taken away meanwhile, `too_many` (limit).
    """
    room = require(scope, classroom_id)
    rights.require(scope, "routine", classroom=room)
    name = texts.words(about.name, texts.NAME, what="routine")
    calendar = calendars.calendar_of(scope, room.school_id)
    _check(about, calendar)
    before = sessions.held(scope, scope.plans.of_classroom(classroom_id))
    row = _row(scope, classroom_id, name, about, at=at)
    _fill(scope, room, row, about)
    scope.session.add(row)
    scope.session.flush()
    follow(scope, room, before, names=(row.name,), at=at)
    return room_facts.facts(scope, room, at=at, notes=_notes(scope, row, calendar))


def drop_routine(scope: Scope, classroom_id: str, name: str, *, at: datetime) -> Room:
    """Forget a routine; sessions that hang on it are marked so. Without it nothing changes."""
    room = require(scope, classroom_id)
    rights.require(scope, "routine", classroom=room)
    row = scope.classrooms.routine(classroom_id, name)
    if row is None:
        return room_facts.facts(scope, room, at=at, notes=(RoomNote("removed_already", name),))
    scope.session.delete(row)
    scope.session.flush()
    follow(scope, room, {}, names=(name,), at=at)
    return room_facts.facts(scope, room, at=at, notes=(RoomNote("removed", name),))


def follow(
    scope: Scope,
    room: tables.Classroom,
    before: Mapping[str, Place | None],
    *,
    names: Sequence[str],
    at: datetime,
) -> None:
    """Let all that hangs on a room's changed routines follow: plans, prompts, posted copies.

    `before` is what `sessions.held` gave before the change; `names` are the changed routines.
    """
    sessions.replan(scope, room.id, at=at, before=before)
    settings.ask_anew(scope, room.teacher_id, at=at)
    plans = [
        f"plan:{plan.id}"
        for plan in scope.plans.of_classroom(room.id)
        if plan.anchor_kind == "routine" and _hangs_on(plan.anchor_name, names)
    ]
    live.changed(scope, f"person:{room.teacher_id}", *plans)


def _hangs_on(anchor: str, names: Sequence[str]) -> bool:
    """Tell whether a plan's routine is one of these; it may be called by its kind."""
    kind = routines.kind_of(anchor)
    return kind != "other" or any(routines.same_name(anchor, name) for name in names)


def _check(about: RoutineInput, calendar: SchoolCalendar) -> None:
    if about.kind not in ROUTINE_KINDS:
        raise errors.Refusal("unknown_kind", kind=about.kind, known=ROUTINE_KINDS)
    if not (0 <= about.start <= _DAY_END and 0 <= about.end <= _DAY_END):
        raise errors.Refusal("no_such_time")
    if about.start >= about.end:
        raise errors.Refusal("end_before_start", start=about.start, end=about.end)
    bells = room_facts.bells_of(calendar)
    if bells is not None and about.end - about.start > bells[1] - bells[0]:
        raise errors.Refusal("longer_than_day")
    if about.weekdays is not None and not set(about.weekdays) & set(range(_WEEK)):
        raise errors.Refusal("weekdays_missing")
    for key in about.drops or ():
        if key not in calendar.day_types:
            raise errors.Refusal("unknown_day_type", value=key, known=tuple(calendar.day_types))


def _row(
    scope: Scope, classroom_id: str, name: str, about: RoutineInput, *, at: datetime
) -> tables.Routine:
    """Return the routine that is meant, under the name that it has now, or a new one."""
    there = {row.name.casefold(): row for row in scope.classrooms.routines(classroom_id)}
    same = there.get(name.casefold())
    if about.was and not routines.same_name(about.was, name):
        meant = there.get(about.was.casefold())
        if meant is None:
            raise errors.Stale("routine_gone")
        if same is not None:
            raise errors.Refusal("routine_exists", name=same.name)
        privacy.refuse(scope, name, at=at)
        return _renamed(scope, meant, name)
    if same is not None and about.is_new:
        raise errors.Refusal("routine_exists", name=same.name)
    if same is not None:
        return same
    if about.was:
        raise errors.Stale("routine_gone")
    if len(there) >= MOST:
        raise errors.Refusal("too_many", limit=MOST)
    privacy.refuse(scope, name, at=at)
    return new_row(scope, classroom_id, name)


def new_row(scope: Scope, classroom_id: str, name: str) -> tables.Routine:
    """Return a routine that is still to be filled in and kept."""
    return tables.Routine(
        workspace_id=scope.workspace_id,
        classroom_id=classroom_id,
        name=name,
        kind="other",
        start_minute=0,
        end_minute=1,
    )


def _renamed(scope: Scope, row: tables.Routine, name: str) -> tables.Routine:
    """Give a routine another name; plans that hang on it hang on that."""
    fresh = tables.Routine(**{**row.model_dump(), "name": name})
    for plan in scope.plans.of_classroom(row.classroom_id):
        if plan.anchor_kind == "routine" and routines.same_name(plan.anchor_name, row.name):
            plan.anchor_name = name
            plan.revision += 1
            scope.session.add(plan)
    scope.session.delete(row)
    scope.session.flush()
    return fresh


def _fill(scope: Scope, room: tables.Classroom, row: tables.Routine, about: RoutineInput) -> None:
    is_teacher = room_facts.is_teacher(scope, room)
    row.kind, row.start_minute, row.end_minute = about.kind, about.start, about.end
    row.with_students = about.with_students and about.kind != "planning"
    # Whether planning time may be used is its owner's word alone; nobody else's changes it.
    offered = about.usable if is_teacher else row.usable
    takes_back = row.usable and not offered
    row.usable = offered and not row.with_students
    row.guess = not is_teacher
    if about.weekdays is not None:
        row.weekdays = sorted(about.weekdays)
    if about.drops is not None:
        kept = {key for key in row.drops_on if key not in about.drops}
        row.drops_on = sorted(kept | {key for key, dropped in about.drops.items() if dropped})
    said_no = {room_questions.NOT_OFFERED} if takes_back else set()
    has_it = {room_questions.absence(about.kind, row.name)}
    room.without = sorted((set(room.without) | said_no) - has_it)
    scope.session.add(room)


def _notes(scope: Scope, row: tables.Routine, calendar: SchoolCalendar) -> tuple[RoomNote, ...]:
    """Return what was kept, what is at the same time, and whether it is outside the bells."""
    told = (row.start_minute, row.end_minute)
    others = tuple(
        one.name
        for one in scope.classrooms.routines(row.classroom_id)
        if one.name != row.name
        and one.start_minute < told[1]
        and told[0] < one.end_minute
        and set(one.weekdays) & set(row.weekdays)
    )
    bells = room_facts.bells_of(calendar)
    outside = bells is not None and not (bells[0] <= told[0] and told[1] <= bells[1])
    return (
        RoomNote("kept", row.name, *told),
        *((RoomNote("same_time", row.name, others=others),) if others else ()),
        *((RoomNote("outside", row.name, *bells),) if outside and bells else ()),
    )
