"""What binds a team's adults over some days: hours, students, push-ins, travel and lunch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from pushin import attention, calendars, people, routines
from school import clock, free
from school.calendar import Override, SchoolCalendar
from school.day import Day
from school.free import PersonDay, Span
from school.routines import Routine  # noqa: TC001  as in every module, no second kind of import
from storage import tables
from storage.queries.sessions import Taken
from storage.scope import Scope

TRAVEL = 20
"""Minutes between two buildings, taken right before the session in the second."""
PASSING = 10
"""Minutes: a shorter gap between two bells is passing time, with students at the door."""
_DAY = timedelta(days=1)
_DAY_END = 24 * 60


@dataclass(frozen=True, slots=True)
class _School:
    calendar: SchoolCalendar
    overrides: dict[date, Override]

    def day(self, on: date) -> Day:
        return self.calendar.day(on, self.overrides)


class Diary:
    """The days of some people between two instants."""

    def __init__(
        self, scope: Scope, adults: Iterable[tables.Person], first: datetime, last: datetime
    ) -> None:
        """Read the sessions that take these adults between `first` and `last`."""
        self._scope = scope
        self._schools: dict[str, _School] = {}
        self._routines: dict[str, tuple[Routine, ...]] = {}
        self._homes: dict[str, str | None] = {}
        ids = [adult.id for adult in adults]
        self.taken = scope.sessions.taken(first - _DAY, last + _DAY, people=ids)
        self._by_person: dict[tuple[str, date], list[Taken]] = {}
        for one in self.taken:
            for person_id in {one.provider_id, one.teacher_id}:
                self._by_person.setdefault((person_id, one.on), []).append(one)

    def school(self, school_id: str) -> _School:
        """Return a school's calendar with its overrides."""
        if school_id not in self._schools:
            self._schools[school_id] = _School(
                calendars.calendar_of(self._scope, school_id),
                calendars.overrides_of(self._scope, school_id),
            )
        return self._schools[school_id]

    def free(
        self, person: tables.Person, on: date, building: str | None = None
    ) -> tuple[Span, ...]:
        """Return a person's student-free times on a date, in one building if it is given."""
        day = self.person_day(person, on, building)
        return () if day is None else free.free_spans(day)

    def person_day(
        self, person: tables.Person, on: date, building: str | None = None
    ) -> PersonDay | None:
        """Return what binds a person on a date; None where their school is not known."""
        stops = self._by_person.get((person.id, on), [])
        school_id = building or self._home(person, stops)
        if school_id is None:
            return None
        school = self.school(school_id)
        day = school.day(on)
        hours = _hours(person, day)
        if not day.in_session or hours is None:
            return PersonDay(None)
        if person.role == "teacher":
            return self._teacher_day(person, day, hours, school.calendar, stops)
        if person.role == "para":
            return self._para_day(person, day, hours, school.calendar)
        return self._provider_day(person, day, hours, stops, building)

    def _teacher_day(
        self,
        person: tables.Person,
        day: Day,
        hours: Span,
        calendar: SchoolCalendar,
        stops: Sequence[Taken],
    ) -> PersonDay:
        if person.id not in self._routines:
            rows = self._scope.classrooms.routines_of_teacher(person.id)
            self._routines[person.id] = routines.values(rows)
        found = free.teacher_day(
            day,
            self._routines[person.id],
            hours,
            regular=calendar.regular,
            push_ins=self._spans(stops),
            lunch_ok=person.lunch_ok,
            building=calendar.id,
        )
        return replace(found, reserved=(*found.reserved, *_passing(day)))

    def _para_day(
        self, person: tables.Person, day: Day, hours: Span, calendar: SchoolCalendar
    ) -> PersonDay:
        found = free.para_day(
            day,
            hours=hours,
            regular=calendar.regular,
            lunch_ok=person.lunch_ok,
            building=calendar.id,
        )
        return replace(found, reserved=(*found.reserved, *_passing(day)))

    def _provider_day(
        self,
        person: tables.Person,
        day: Day,
        hours: Span,
        stops: Sequence[Taken],
        building: str | None,
    ) -> PersonDay:
        """Return a provider's day: where their sessions are, without any in their own school."""
        if building is not None and not stops and person.school_id not in {None, building}:
            return PersonDay(None)
        lunch = people.lunch_of(person)
        return free.provider_day(
            day,
            hours,
            push_ins=self._spans(stops),
            travel=self._elsewhere(stops, building),
            lunch=() if lunch is None else (Span(*lunch, "lunch"),),
            lunch_ok=person.lunch_ok,
            building=building,
        )

    def _spans(self, stops: Iterable[Taken]) -> tuple[Span, ...]:
        return tuple(self._span(stop) for stop in stops)

    def _span(self, stop: Taken) -> Span:
        zone = self.school(stop.school_id).calendar.zone
        start = clock.local(stop.starts_at, zone)[1]
        length = int((stop.ends_at - stop.starts_at).total_seconds()) // 60
        return Span(start, start + length, "push_in")

    def _elsewhere(self, stops: Sequence[Taken], building: str | None) -> tuple[Span, ...]:
        """Return a day's travel, and the time in other buildings than `building` if it is given."""
        found, since = [], 0
        for here, there in pairwise(stops):
            if here.school_id == there.school_id:
                continue
            arrives = self._span(there).start
            leaves = max(self._span(here).end, arrives - TRAVEL)
            found.append(Span(leaves, arrives, "travel"))
            if building not in {None, here.school_id}:
                found.append(Span(since, leaves, "other_building"))
            since = arrives
        if stops and building not in {None, stops[-1].school_id}:
            found.append(Span(since, _DAY_END, "other_building"))
        return tuple(one for one in found if one.start < one.end)

    def _home(self, person: tables.Person, stops: Sequence[Taken]) -> str | None:
        """Return the school whose day a person lives by on a date."""
        if person.role == "provider" and stops:
            return stops[0].school_id
        if person.id not in self._homes:
            known = attention.school_ids(self._scope, person)
            self._homes[person.id] = known[0] if known else None
        return self._homes[person.id]


def _hours(person: tables.Person, day: Day) -> Span | None:
    """Return a person's hours: as they said, else first to last bell; None: not at work."""
    said = people.hours_of(person)
    if said:
        span = said.get(day.on.weekday())
        return None if span is None else Span(*span, "hours")
    if day.first_bell is None or day.last_bell is None:
        return None
    return Span(day.first_bell, day.last_bell, "hours")


def _passing(day: Day) -> tuple[Span, ...]:
    """Return the short gaps between bells, next to lunch too."""
    found, last = [], None
    for period in day.periods:
        if period.staff_only:
            continue
        if last is not None and 0 < period.start - last < PASSING:
            found.append(Span(last, period.start, "passing"))
        last = max(last or 0, period.end)
    return tuple(found)
