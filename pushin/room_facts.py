"""A classroom as its team sees it: its routines in the order of the day and its open question."""

from dataclasses import replace
from datetime import datetime

from pushin import calendars, people, rights, room_questions, routines
from pushin.results import Room, RoomNote, RoutineFacts
from school.calendar import SchoolCalendar
from storage import tables
from storage.scope import Scope


def facts(
    scope: Scope,
    room: tables.Classroom,
    *,
    at: datetime,
    notes: tuple[RoomNote, ...] = (),
    undo_id: str = "",
) -> Room:
    """Return a classroom at the instant `at`, with what an answer did (`notes`, `undo_id`)."""
    calendar = calendars.calendar_of(scope, room.school_id)
    known = tuple(routines.facts(one) for one in routines.of_room(scope, room.id))
    shown = Room(
        classroom_id=room.id,
        room=room.room,
        school_name=calendar.name,
        teacher=people.ref(people.require(scope, room.teacher_id)),
        channel_id=room.channel_id,
        routines=known,
        periods=_periods(calendar),
        may_edit=rights.may(scope, "routine", classroom=room),
        is_mine=is_teacher(scope, room),
        offered=_offered(room, known),
        bells=bells_of(calendar),
        guesses_revision=room_questions.guesses_revision(routines.of_room(scope, room.id)),
        days=room_questions.other_days(scope, room, at=at),
        notes=notes,
        undo_id=undo_id,
        most_adults=room.most_adults,
    )
    return _asked(scope, room, shown, at=at) if shown.may_edit else shown


def bells_of(calendar: SchoolCalendar) -> tuple[int, int] | None:
    """Return first and last bell of a regular day; None where a school publishes none."""
    first, last = calendar.regular.first_bell, calendar.regular.last_bell
    return None if first is None or last is None else (first, last)


def is_teacher(scope: Scope, room: tables.Classroom) -> bool:
    """Tell whether the asker is the room's teacher: what only they can say is asked of them."""
    return scope.person is not None and scope.person.id == room.teacher_id


def _asked(scope: Scope, room: tables.Classroom, shown: Room, *, at: datetime) -> Room:
    """Add the first open question; whoever only keeps the room may still say its grade."""
    found = room_questions.open_questions(scope, room, at=at)
    if not shown.is_mine:
        found = tuple(one for one in found if one.kind == "grade")
    if not found:
        return shown
    if room.grade is None:
        return replace(shown, question=found[0])
    done = room_questions.answered(scope, room, at=at)
    planning_is_open = any(one.routine_kind == "planning" for one in found)
    offer_follows = planning_is_open and shown.offered is None
    count = done + len(found) + offer_follows
    return replace(shown, question=found[0], number=done + 1, count=count)


def _offered(room: tables.Classroom, known: tuple[RoutineFacts, ...]) -> bool | None:
    planning = [one for one in known if one.kind == "planning" and not one.guess]
    if any(one.usable for one in planning):
        return True
    return False if planning and room_questions.NOT_OFFERED in room.without else None


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
