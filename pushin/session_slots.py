"""When and where a session is: its minutes of its date, and the name of its room."""

from pushin import calendars, plan_facts
from pushin.results import Slot
from school import clock
from school.calendar import SchoolCalendar
from storage import tables
from storage.scope import Scope


def slot(scope: Scope, row: tables.Session) -> Slot:
    """Return when and where a session is."""
    plan = plan_facts.require(scope, row.plan_id)
    room = plan_facts.classroom_of(scope, plan)
    start, end = minutes(row, calendars.calendar_of(scope, room.school_id))
    return Slot(row.on_date, start, end, room_named(scope, plan, row.classroom_id))


def minutes(row: tables.Session, calendar: SchoolCalendar) -> tuple[int, int]:
    """Return a session's minutes of its date."""
    start = clock.local(row.starts_at, calendar.zone)[1]
    return start, start + int((row.ends_at - row.starts_at).total_seconds()) // 60


def room_named(scope: Scope, plan: tables.Plan, classroom_id: str | None) -> str:
    """Return the name of a session's room; None is its plan's."""
    room = scope.classrooms.get(classroom_id or plan.classroom_id)
    return room.room if room else ""
