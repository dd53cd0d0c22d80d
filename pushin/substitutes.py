"""Half a page for who stands in for a teacher: which push-ins come, and who does what then."""

from datetime import date, datetime

from pushin import calendars, checklists, day_phrases, errors, people, plan_facts, rights, sessions
from pushin.kinds import reads
from pushin.results import SubstitutePage
from storage import tables
from storage.scope import Scope


@reads
def page(scope: Scope, classroom_id: str, on: date, *, at: datetime) -> SubstitutePage:
    """Return the push-ins of a room on a local date, for somebody who does not know them.

    For the room's team and the organiser of its school. Refusals: `stranger`, `room_gone`,
    `not_yours`, `no_push_ins` (on) where there is none on that date.
    """
    people.require_member(scope)
    room = scope.classrooms.get(classroom_id)
    if room is None:
        raise errors.Refusal("room_gone")
    rights.require(scope, "see", classroom=room)
    rows = [row for row in _rows(scope, room, on) if sessions.is_on(row)]
    if not rows:
        raise errors.Refusal("no_push_ins", on=on)
    return SubstitutePage(
        people.ref(people.require(scope, room.teacher_id)),
        room.room,
        calendars.day(scope, room.school_id, on),
        tuple(checklists.facts(scope, row, at=at) for row in rows),
    )


@reads
def of_session(scope: Scope, session_id: str, *, at: datetime) -> SubstitutePage:
    """Return the page of a session's room and date; refusals as `page`, and `session_gone`."""
    session = sessions.require(scope, session_id)
    plan = plan_facts.require(scope, session.plan_id)
    return page(scope, session.classroom_id or plan.classroom_id, session.on_date, at=at)


@reads
def find(scope: Scope, text: str, *, channel_id: str | None, at: datetime) -> SubstitutePage:
    """Return the page of the date that `text` names (none: today), for a channel's or own room.

    Refusals: those of `page`, of `day_phrases.understand`, and `substitute_room` where it is not
    clear which room is meant.
    """
    asker = people.require_member(scope)
    here = scope.classrooms.of_channel(channel_id) if channel_id else ()
    rooms = here or scope.classrooms.of_teacher(asker.id)
    if len(rooms) != 1:
        raise errors.Refusal("substitute_room")
    calendar = calendars.calendar_of(scope, rooms[0].school_id)
    asked = day_phrases.understand("day", text, calendar, at=at)
    return page(scope, rooms[0].id, asked.dates[0], at=at)


def _rows(scope: Scope, room: tables.Classroom, on: date) -> list[tables.Session]:
    plans = {plan.id: plan for plan in scope.plans.of_person(room.teacher_id)}
    return [
        row
        for row in scope.sessions.on_dates_of(room.teacher_id, [on])
        if row.plan_id in plans and (row.classroom_id or plans[row.plan_id].classroom_id) == room.id
    ]
