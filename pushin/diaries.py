"""What binds a team's adults over some days: hours, students, push-ins, travel and lunch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from pushin import attention, buildings, calendars, people, routines
from pushin.buildings import Rounds  # noqa: TC001  as in every module, no second kind of import
from school import clock, free
from school.calendar import Override, SchoolCalendar
from school.day import Day
from school.free import PersonDay, Span
from school.routines import Routine, on_day
from storage import tables
from storage.queries.sessions import Taken
from storage.scope import Scope

PASSING = 10
"""Minutes: a shorter gap between two bells is passing time, with students at the door."""
LEAVING = 5
"""Minutes after the last bell of a day that ends early: children still wait for their way home."""
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
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
        """Read what takes these adults between `first` and `last`: sessions, and being out."""
        self._scope = scope
        self._schools: dict[str, _School] = {}
        self._routines: dict[str, tuple[Routine, ...]] = {}
        self._homes: dict[str, str | None] = {}
        self._rounds: dict[str, Rounds | None] = {}
        ids = [adult.id for adult in adults]
        self.taken = scope.sessions.taken(first - _DAY, last + _DAY, people=ids)
        self._away = scope.absences.away(ids, (first - _DAY).date(), (last + _DAY).date())
        self._by_person: dict[tuple[str, date], list[Taken]] = {}
        for one in self.taken:
            for person_id in {one.provider_id, one.teacher_id}:
                self._by_person.setdefault((person_id, one.on), []).append(one)
        for person_id in ids:
            self._add_covered(person_id)

    def _add_covered(self, person_id: str) -> None:
        """Add the sessions in which somebody stands in for another: they take them too."""
        asked = self._scope.absences.covered(person_id)
        marks = self._scope.absences.marks(asked) if asked else {}
        for row in self._scope.sessions.of_ids(asked):
            covers = any(
                one.cover_id == person_id and one.answer == "in" for one in marks.get(row.id, ())
            )
            stops = self._by_person.setdefault((person_id, row.on_date), [])
            known = any(one.session_id == row.id for one in stops)
            plan = self._scope.plans.get(row.plan_id)
            room = None if plan is None else self._scope.classrooms.get(plan.classroom_id)
            is_on = row.status == "planned" and row.obstacle is None
            if plan is None or room is None or known or not (covers and is_on):
                continue
            stops.append(
                Taken(
                    session_id=row.id,
                    plan_id=plan.id,
                    on=row.on_date,
                    starts_at=row.starts_at,
                    ends_at=row.ends_at,
                    provider_id=person_id,
                    teacher_id=room.teacher_id,
                    classroom_id=room.id,
                    school_id=room.school_id,
                )
            )
            stops.sort(key=lambda one: (one.starts_at, one.ends_at))

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

    def is_elsewhere(self, classroom_id: str, school_id: str) -> bool:
        """Tell whether a classroom is in another building than this one."""
        room = self._scope.classrooms.get(classroom_id)
        return room is not None and room.school_id != school_id

    def zone(self, person: tables.Person, on: date) -> ZoneInfo | None:
        """Return the zone by whose clock `free` tells a person's times on a date."""
        school_id = self._home(person, on, self._by_person.get((person.id, on), []))
        return None if school_id is None else self.school(school_id).calendar.zone

    def person_day(
        self, person: tables.Person, on: date, building: str | None = None
    ) -> PersonDay | None:
        """Return what binds a person on a date; None where their school is not known.

        Who is out is not free. An itinerant is free in the buildings of that date only: in no
        other one, and nowhere where no building is known for it.
        """
        day = self._bound(person, on, building)
        out = self._out(person, on)
        if day is None or not out:
            return day
        return replace(day, reserved=(*day.reserved, *out))

    def _out(self, person: tables.Person, on: date) -> list[Span]:
        """Return when somebody is out on a date."""
        return [
            Span(one.start or 0, one.end or _DAY_END, "out")
            for one in self._away
            if one.person_id == person.id and one.first <= on <= one.last
        ]

    def _bound(
        self, person: tables.Person, on: date, building: str | None = None
    ) -> PersonDay | None:
        there = self._there(person, on)
        if there is not None and (not there or building not in {None, *there}):
            return PersonDay(None)
        stops = self._by_person.get((person.id, on), [])
        school_id = building or self._home(person, on, stops)
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
            return self._para_day(person, day, hours, school.calendar, stops)
        stretches = [_Stop(self._span(one, school.calendar.zone), one.school_id) for one in stops]
        return _provider_day(person, day, hours, stretches, building=building, there=there)

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
            push_ins=[self._span(stop, calendar.zone) for stop in stops],
            lunch_ok=person.lunch_ok,
            building=calendar.id,
        )
        unlisted = _unlisted(day, self._routines[person.id], calendar)
        return replace(found, reserved=(*found.reserved, *unlisted, *_at_the_door(day, calendar)))

    def _para_day(
        self,
        person: tables.Person,
        day: Day,
        hours: Span,
        calendar: SchoolCalendar,
        stops: Sequence[Taken],
    ) -> PersonDay:
        found = free.para_day(
            day,
            hours=hours,
            regular=calendar.regular,
            push_ins=[self._span(stop, calendar.zone) for stop in stops],
            lunch_ok=person.lunch_ok,
            building=calendar.id,
        )
        return replace(found, reserved=(*found.reserved, *_at_the_door(day, calendar)))

    def _span(self, stop: Taken, zone: ZoneInfo) -> Span:
        """Return a session's minutes of its date by the clock of `zone`."""
        start = clock.local(stop.starts_at, zone)[1]
        length = (stop.ends_at - stop.starts_at) // _MINUTE
        return Span(start, start + length, "push_in")

    def _there(self, person: tables.Person, on: date) -> frozenset[str] | None:
        """Return an itinerant's buildings of a date; None for who named none."""
        if person.id not in self._rounds:
            self._rounds[person.id] = buildings.of(self._scope, person)
        rounds = self._rounds[person.id]
        return None if rounds is None else rounds.on(on)

    def _home(self, person: tables.Person, on: date, stops: Sequence[Taken]) -> str | None:
        """Return the school whose day a person lives by on a date."""
        if person.role == "provider" and stops:
            return stops[0].school_id
        rounds = self._rounds[person.id] if self._there(person, on) else None
        if rounds is not None:
            return next(iter(rounds.open_on(on) or sorted(rounds.on(on))))
        if person.id not in self._homes:
            known = attention.school_ids(self._scope, person)
            self._homes[person.id] = known[0] if known else None
        return self._homes[person.id]


@dataclass(frozen=True, slots=True)
class _Stop:
    """A session on a provider's way through the day."""

    span: Span
    school_id: str


def _provider_day(
    person: tables.Person,
    day: Day,
    hours: Span,
    stops: Sequence[_Stop],
    *,
    building: str | None,
    there: frozenset[str] | None,
) -> PersonDay:
    """Return a provider's day: where their sessions are, without any where they said to be."""
    if there is None and building and not stops and person.school_id not in {None, building}:
        return PersonDay(None)
    lunch = people.lunch_of(person)
    return free.provider_day(
        day,
        hours,
        push_ins=[stop.span for stop in stops],
        travel=_ways(stops, building, there or frozenset(), person.travel_minutes),
        lunch=() if lunch is None else (Span(*lunch, "lunch"),),
        lunch_ok=person.lunch_ok,
        building=building,
    )


def _ways(
    stops: Sequence[_Stop], building: str | None, there: frozenset[str], minutes: int
) -> tuple[Span, ...]:
    """Return a day's travel, and the time in other buildings than `building` if it is given.

    The way is gone right before the first session in the next building; where there is less time
    than that between two sessions, from the end of the one on. `there` are the buildings of the
    day as said: who has sessions elsewhere only, comes from there and goes back.
    """
    if not stops:
        return ()
    visited = {stop.school_id for stop in stops}
    first, last = stops[0].span, max(stop.span.end for stop in stops)
    out, back = Span(max(0, first.start - minutes), first.start, "travel"), last + minutes
    if building in there - visited:
        return (Span(out.start, back, "other_building"),)
    found = _between(stops, building, minutes)
    if there and not there & visited:
        found += [out, Span(last, back, "travel")]
    return tuple(sorted(one for one in found if one.start < one.end))


def _between(stops: Sequence[_Stop], building: str | None, minutes: int) -> list[Span]:
    found, since = [], 0
    for here, then in pairwise(stops):
        if here.school_id == then.school_id:
            continue
        arrives = then.span.start
        leaves = max(here.span.end, arrives - minutes)
        found.append(Span(leaves, arrives, "travel"))
        if building not in {None, here.school_id}:
            found.append(Span(since, leaves, "other_building"))
        since = arrives
    if building not in {None, stops[-1].school_id}:
        found.append(Span(since, _DAY_END, "other_building"))
    return found


def _hours(person: tables.Person, day: Day) -> Span | None:
    """Return a person's hours: as they said, else first to last bell; None: not at work."""
    said = people.hours_of(person)
    if said:
        span = said.get(day.on.weekday())
        return None if span is None else Span(*span, "hours")
    if day.first_bell is None or day.last_bell is None:
        return None
    return Span(day.first_bell, day.last_bell, "hours")


def _at_the_door(day: Day, calendar: SchoolCalendar) -> tuple[Span, ...]:
    """Return when children come and go, and what an unusual day makes nobody's free time.

    Between two bells; five minutes after a day that ends early, and all that is left of it where
    families come to conferences; before a late start, for nobody knows who gets there.
    """
    first, last = day.first_bell, day.last_bell
    usual = calendar.regular
    found = list(_passing(day))
    if last is not None and usual.last_bell is not None and last < usual.last_bell:
        found.append(Span(last, last + LEAVING, "leaving"))
    if last is not None and _has_conferences(day):
        found.append(Span(last, _DAY_END, "conferences"))
    if first is not None and usual.first_bell is not None and first > usual.first_bell:
        found.append(Span(0, first, "late_start"))
    return tuple(found)


def _has_conferences(day: Day) -> bool:
    said = f"{day.label} {day.day_type.label if day.day_type else ''}".casefold()
    return "conference" in said or "conferencia" in said


def _unlisted(day: Day, known: Iterable[Routine], calendar: SchoolCalendar) -> list[Span]:
    """Return the time between two bells that no period names: her class is with its teacher.

    Routines that she said are without students are hers all the same.
    """
    places = [
        Span(*place)
        for one in known
        if not one.with_students and (place := on_day(one, day, calendar.regular)) is not None
    ]
    first = day.first_bell or 0
    gaps = [gap for gap in _gaps(day) if gap.start >= first]
    return [
        part for gap in gaps for part in free.free_spans(PersonDay(gap, reserved=tuple(places)), 1)
    ]


def _passing(day: Day) -> tuple[Span, ...]:
    """Return the short gaps between bells, next to lunch too."""
    return tuple(gap for gap in _gaps(day) if gap.end - gap.start < PASSING)


def _gaps(day: Day) -> list[Span]:
    """Return the time between bells that no period for students covers."""
    found, last = [], None
    for period in day.periods:
        if period.staff_only:
            continue
        if last is not None and last < period.start:
            found.append(Span(last, period.start, "passing"))
        last = max(last or 0, period.end)
    return found
