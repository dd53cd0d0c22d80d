"""What takes a provider and a room in the coming weeks, as the dates of a school have it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pushin import buildings, calendars, errors, people, routines
from school import clock
from school.day import Day
from school.openings import Bells, Busy, Window
from storage import tables
from storage.queries.sessions import Taken
from storage.scope import Scope

WEEKS = 8
"""How far ahead is looked: each rhythm of up to eight weeks, and each of the month, has come once.

What clashes later is named when a plan is said back.
"""
_TOGETHER = 2
"""Adults: a teacher and one provider."""
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_DAY_END = 24 * 60


@dataclass(frozen=True, slots=True)
class _School:
    """A school's bells, and the local dates that are looked at."""

    bells: Bells
    first: date
    last: date
    since: int


class Windows:
    """The coming weeks of one provider, seen from some classrooms."""

    def __init__(
        self,
        scope: Scope,
        provider: tables.Person,
        rooms: Sequence[tables.Classroom],
        *,
        at: datetime,
    ) -> None:
        """Read the sessions that take the provider and these rooms' teachers, all at once.

        Refusal "outside_school_year" (first, last) where a room's school year is over.
        """
        self._scope, self._provider = scope, provider
        self._rounds = buildings.of(scope, provider)
        self._hours = people.hours_of(provider)
        self._lunch = people.lunch_of(provider)
        self._schools = {one: _school(scope, one, at) for one in {r.school_id for r in rooms}}
        self._rooms: dict[str, tuple[Bells, Window]] = {}
        first = min((one.first for one in self._schools.values()), default=at.date())
        self.until = min((one.last for one in self._schools.values()), default=at.date())
        last = max((one.last for one in self._schools.values()), default=at.date())
        noon = datetime.combine(first, datetime.min.time(), at.tzinfo)
        teachers = {room.teacher_id for room in rooms}
        self._taken = scope.sessions.taking(
            provider.id, teachers, noon - _DAY, noon + (last - first + 2 * _DAY)
        )

    @property
    def is_itinerant(self) -> bool:
        """Tell whether the provider named their buildings."""
        return self._rounds is not None

    @property
    def has_place(self) -> bool:
        """Tell whether anything is known of where the provider is."""
        return self._rounds is not None or self._provider.school_id is not None

    def of(self, room: tables.Classroom) -> tuple[Bells, Window]:
        """Return a room's bells, and what is in the way of the provider's push-in, date by date."""
        if room.id not in self._rooms:
            school = self._schools[room.school_id].bells
            own = routines.of_room(self._scope, room.id)
            bells = Bells(school.calendar, own, school.overrides)
            self._rooms[room.id] = bells, self._window(room)
        return self._rooms[room.id]

    def _window(self, room: tables.Classroom) -> Window:
        school = self._schools[room.school_id]
        stops = self._stops(school.bells.calendar.zone)
        days = school.bells.calendar.days(school.first, school.last, school.bells.overrides)
        busy = {
            day.on: tuple(self._busy(room, day, stops.get(day.on, ())))
            for day in days
            if day.in_session
        }
        return Window(school.first, school.last, busy, school.since)

    def _stops(self, zone: ZoneInfo) -> Mapping[date, list[tuple[int, int, Taken]]]:
        """Return the sessions by the clock of a zone, by its local date."""
        found: dict[date, list[tuple[int, int, Taken]]] = {}
        for one in self._taken:
            on, start = clock.local(one.starts_at, zone)
            end = start + (one.ends_at - one.starts_at) // _MINUTE
            found.setdefault(on, []).append((start, end, one))
        return found

    def _busy(
        self, room: tables.Classroom, day: Day, stops: Sequence[tuple[int, int, Taken]]
    ) -> Iterator[Busy]:
        """Yield what stands in the way on a date: the building first, then who is taken."""
        yield from self._elsewhere(room.school_id, day.on, stops)
        yield from self._off(day)
        if room.most_adults is not None and room.most_adults < _TOGETHER:
            yield Busy(0, _DAY_END, "adults")
        for start, end, one in stops:
            yield from self._session(room, start, end, one)
        if self._lunch is not None:
            yield Busy(*self._lunch, "lunch")

    def _elsewhere(
        self, school_id: str, on: date, stops: Sequence[tuple[int, int, Taken]]
    ) -> Iterator[Busy]:
        """Yield the whole date where the provider is in another building.

        Who named no buildings is in their own school, and where they have sessions that day.
        """
        mine = (one for _, _, one in stops if one.provider_id == self._provider.id)
        if self._rounds is not None:
            there = self._rounds.on(on)
        elif self._provider.school_id is None:
            return
        else:
            there = frozenset({self._provider.school_id, *(one.school_id for one in mine)})
        if school_id not in there:
            yield Busy(0, _DAY_END, "building" if there else "nowhere", ";".join(sorted(there)))

    def _off(self, day: Day) -> Iterator[Busy]:
        """Yield the time outside the provider's hours; without any, outside the bells."""
        if self._hours:
            span = self._hours.get(day.on.weekday())
        elif day.first_bell is not None and day.last_bell is not None:
            span = day.first_bell, day.last_bell
        else:
            yield Busy(0, _DAY_END, "no_hours")
            return
        if span is None:
            yield Busy(0, _DAY_END, "off")
            return
        start, end = span
        if start > 0:
            yield Busy(0, start, "hours")
        if end < _DAY_END:
            yield Busy(end, _DAY_END, "hours")

    def _session(self, room: tables.Classroom, start: int, end: int, one: Taken) -> Iterator[Busy]:
        """Yield what a session takes: itself, and the way to and from another building."""
        if one.provider_id == self._provider.id:
            yield Busy(start, end, "provider", one.classroom_id)
            way = self._provider.travel_minutes if one.school_id != room.school_id else 0
            if way:
                yield Busy(max(0, start - way), start, "travel", one.school_id)
                yield Busy(end, end + way, "travel", one.school_id)
        elif one.classroom_id == room.id:
            yield Busy(start, end, "room", one.provider_id)
        elif one.teacher_id == room.teacher_id:
            yield Busy(start, end, "teacher", one.provider_id)


def _school(scope: Scope, school_id: str, at: datetime) -> _School:
    calendar = calendars.calendar_of(scope, school_id)
    today, minute = clock.local(at, calendar.zone)
    if calendar.last_day is not None and calendar.last_day < today:
        year = {"on": today, "first": calendar.first_day, "last": calendar.last_day}
        raise errors.Refusal("outside_school_year", **year)
    first = max(today, calendar.first_day or today)
    last = min(first + (WEEKS * 7 - 1) * _DAY, calendar.last_day or date.max)
    bells = Bells(calendar, (), calendars.overrides_of(scope, school_id))
    return _School(bells, first, last, minute if first == today else -1)
