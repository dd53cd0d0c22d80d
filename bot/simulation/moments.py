"""Why somebody may not be asked at a minute: each rule by itself, read barely from the tables.

Nothing here asks the practice when somebody is free.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from school.calendar import Override, SchoolCalendar
from school.clock import local
from school.day import Day
from school.routines import Routine, on_day
from storage import tables

R = TypeVar("R")

QUIET_FROM, QUIET_UNTIL = 18 * 60, 6 * 60 + 30
TAUGHT = MappingProxyType(
    {
        "teacher": frozenset({"class", "nonclass", "break"}),
        "para": frozenset({"class", "nonclass"}),
    }
)
"""Kinds of periods in which a teacher, or a para, has students."""
OWN_MEAL = 20
"""Minutes: a shorter meal is eaten with the children."""
_LOOKED_AT: tuple[type[Any], ...] = (
    tables.Classroom,
    tables.Override,
    tables.Person,
    tables.Plan,
    tables.PlanPerson,
    tables.Routine,
)


@dataclass(frozen=True, slots=True)
class Stop:
    """A session that is on and takes somebody."""

    starts_at: datetime
    ends_at: datetime


class Eyes:
    """The tables as they stand now; one school, whose calendar is known."""

    def __init__(self, session: Session, calendar: SchoolCalendar) -> None:
        """Read the small tables once; sessions and absences are read by date."""
        self.session, self.calendar = session, calendar
        self._all = {one: list(session.exec(select(one)).all()) for one in _LOOKED_AT}
        self.people = {one.id: one for one in self.rows(tables.Person)}
        self.plans = {one.id: one for one in self.rows(tables.Plan)}
        self.rooms = {one.id: one for one in self.rows(tables.Classroom)}
        self.overrides = {
            it.on: Override(
                it.on, it.day_type, it.label, it.starts_minute, it.ends_minute, it.cycle_day
            )
            for it in self.rows(tables.Override)
        }

    def rows(self, table: type[R], **where: object) -> list[R]:
        """Return the rows of a small table."""
        every: list[R] = self._all[table]
        return [row for row in every if all(getattr(row, name) == it for name, it in where.items())]

    def day(self, on: date) -> Day:
        """Return what a date is at school."""
        return self.calendar.day(on, self.overrides)

    def local(self, at: datetime) -> tuple[date, int]:
        """Return date and minute of an instant at school."""
        return local(at, self.calendar.zone)

    def quiet_hours(self, person: tables.Person) -> tuple[int, int]:
        """Return from and until when somebody is left alone, in minutes."""
        return person.quiet_from or QUIET_FROM, person.quiet_until or QUIET_UNTIL

    def stops(self, person_id: str, on: date) -> list[Stop]:
        """Return the sessions that take a person on a date."""
        rows = self.session.exec(
            select(tables.Session).where(
                tables.Session.on_date == on,
                tables.Session.status == "planned",
                col(tables.Session.obstacle).is_(None),
            )
        ).all()
        covered = self._covered(person_id, [row.id for row in rows])
        found = []
        for row in rows:
            plan = self.plans[row.plan_id]
            takes = {plan.provider_id, self.rooms[plan.classroom_id].teacher_id}
            if row.classroom_id:
                takes.add(self.rooms[row.classroom_id].teacher_id)
            if person_id in takes or row.id in covered:
                found.append(Stop(row.starts_at, row.ends_at))
        return found

    def _covered(self, person_id: str, session_ids: list[str]) -> set[str | None]:
        absence = tables.Absence
        found = select(absence.session_id).where(
            absence.cover_id == person_id,
            absence.cover_answer == "in",
            col(absence.ended_at).is_(None),
            col(absence.session_id).in_(session_ids),
        )
        return set(self.session.exec(found).all())

    # --- one minute of somebody -------------------------------------------------------------

    def why_not(self, person: tables.Person, at: datetime) -> Iterator[str]:
        """Yield why somebody may not be asked at an instant."""
        on, minute = self.local(at)
        day = self.day(on)
        if not day.in_session:
            yield f"no school on {on}"
            return
        begin, end = self.quiet_hours(person)
        if not end <= minute < begin:
            yield "quiet hours"
        if not self.works(person, day, minute):
            yield "outside working hours"
        if any(one.starts_at <= at < one.ends_at for one in self.stops(person.id, on)):
            yield "in a session"
        if person.role == "provider":
            yield from self._lunch(person, minute)
        if person.role in TAUGHT:
            yield from self._of_bells(person, day, minute)
        yield from self._out(person, on, minute)

    def hours(self, person: tables.Person, day: Day) -> tuple[int, int] | None:
        """Return somebody's hours of a date (else first to last bell); None on one without."""
        if not day.in_session:
            return None
        if person.working_hours:
            said = person.working_hours.get(str(day.on.weekday()))
            return None if said is None else (said[0], said[1])
        if day.first_bell is None or day.last_bell is None:
            return None
        return day.first_bell, day.last_bell

    def works(self, person: tables.Person, day: Day, minute: int) -> bool:
        """Tell whether a minute lies in somebody's working hours."""
        hours = self.hours(person, day)
        return hours is not None and hours[0] <= minute < hours[1]

    def _lunch(self, person: tables.Person, minute: int) -> Iterator[str]:
        start, end = person.lunch_start, person.lunch_end
        if start and end and not person.lunch_ok and start <= minute < end:
            yield "lunch"

    def _of_bells(self, person: tables.Person, day: Day, minute: int) -> Iterator[str]:
        here = [row for row in self._routines(person) if self._holds(row, day, minute)]
        without = [row for row in here if not row.with_students or row.kind == "planning"]
        offered = any(row.usable for row in without if row.kind == "planning")
        if any(row.with_students and row.kind != "planning" for row in here):
            yield "in a routine"
        if any(row.kind == "planning" and not row.usable for row in without) and not offered:
            yield "planning time that is not offered"
        for one in day.periods:
            if not one.start <= minute < one.end or one.staff_only:
                continue
            is_meal = one.kind == "meal" and one.end - one.start >= OWN_MEAL
            taught = one.kind in TAUGHT[person.role] or (one.kind == "meal" and not is_meal)
            if taught and not without:
                yield f"with students in {one.name}"
            if is_meal and not person.lunch_ok:
                yield "lunch"

    def _routines(self, person: tables.Person) -> list[tables.Routine]:
        if person.role != "teacher":
            return []
        rooms = self.rows(tables.Classroom, teacher_id=person.id)
        return [row for room in rooms for row in self.rows(tables.Routine, classroom_id=room.id)]

    def _holds(self, row: tables.Routine, day: Day, minute: int) -> bool:
        told = Routine(
            row.name,
            row.start_minute,
            row.end_minute,
            kind=row.kind,
            with_students=row.with_students,
            weekdays=frozenset(row.weekdays),
            drops_on=frozenset(row.drops_on),
        )
        place = on_day(told, day, self.calendar.regular)
        return place is not None and place[0] <= minute < place[1]

    def _out(self, person: tables.Person, on: date, minute: int) -> Iterator[str]:
        absence = tables.Absence
        rows = self.session.exec(
            select(absence).where(
                absence.person_id == person.id,
                col(absence.ended_at).is_(None),
                col(absence.first_date) <= on,
                col(absence.last_date) >= on,
            )
        ).all()
        for row in rows:
            if (row.start_minute or 0) <= minute < (row.end_minute or 24 * 60):
                yield "out"
