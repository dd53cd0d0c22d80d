"""When a person may be reached: school days, quiet hours, student-free time, the day's budget."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Protocol
from zoneinfo import ZoneInfo

from pushin import buildings, calendars, touchbases
from pushin.diaries import Diary
from school import clock
from school.free import Span
from storage import tables
from storage.scope import Scope

QUIET_FROM = 18 * 60
QUIET_UNTIL = 6 * 60 + 30
"""Quiet hours in minutes of school time, together with all no-school days, unless one says more."""
BUDGET = 2
"""Unasked notifications of a person on one school day, at most."""
_SHORTEST = 5
_LOOK_AHEAD = 130
"""Days: longer than the summer holidays."""
_SCHOOL_DAYS = 10
"""School days on which a free time is looked for."""


class Account(Protocol):
    """What tells whether a person can be written to."""

    @property
    def active(self) -> bool:
        """Whether the account is open."""

    @property
    def slack_user_id(self) -> str | None:
        """The account, if there is one."""


def quiet_hours(person: tables.Person) -> tuple[int, int]:
    """Return from and until when a person is left alone, in minutes of the school's day."""
    if person.quiet_from is None or person.quiet_until is None:
        return QUIET_FROM, QUIET_UNTIL
    return person.quiet_from, person.quiet_until


def is_reachable(person: Account | None) -> bool:
    """Tell whether Push-In may write to a person: an active account."""
    return person is not None and person.active and person.slack_user_id is not None


def school_ids(scope: Scope, person: tables.Person, at: datetime | None = None) -> tuple[str, ...]:
    """Return the buildings where a person works, their own first.

    With `at`, an itinerant's building of that day (one that has school) comes before all others.
    """
    now, rounds = _now(scope, person, at)
    rooms = (scope.classrooms.get(plan.classroom_id) for plan in scope.plans.of_person(person.id))
    found = [
        now,
        person.school_id,
        *(() if rounds is None else rounds.school_ids),
        *(room.school_id for room in rooms if room is not None),
    ]
    known = tuple(dict.fromkeys(one for one in found if one is not None))
    return known or tuple(room.school_id for room in _rooms(scope, person)[:1])


def school_of(scope: Scope, person: tables.Person, at: datetime | None = None) -> str | None:
    """Return the first of `school_ids`, without looking further than it takes."""
    now, _ = _now(scope, person, at)
    return now or person.school_id or next(iter(school_ids(scope, person, at)), None)


def _now(
    scope: Scope, person: tables.Person, at: datetime | None
) -> tuple[str | None, buildings.Rounds | None]:
    """Return an itinerant's building at an instant, and their rounds."""
    rounds = buildings.of(scope, person)
    return (None if rounds is None or at is None else rounds.now(at)), rounds


def _rooms(scope: Scope, person: tables.Person) -> Sequence[tables.Classroom]:
    """Return the rooms of who has no plan (yet): their own, else those of their teams."""
    return scope.classrooms.of_teacher(person.id) or scope.classrooms.of_member(person.id)


def zone_of(scope: Scope, person: tables.Person, at: datetime | None = None) -> ZoneInfo | None:
    """Return the zone of a person's (first) school; None while they have none.

    With `at`, that of the building where an itinerant is on that day.
    """
    own = school_of(scope, person, at)
    return None if own is None else calendars.calendar_of(scope, own).zone


def today(scope: Scope, person: tables.Person, at: datetime) -> date:
    """Return the date at a person's school at the instant `at` (in UTC while they have none)."""
    zone = zone_of(scope, person, at)
    return at.date() if zone is None else clock.local(at, zone)[0]


def is_school_day(scope: Scope, person: tables.Person, on: date) -> bool:
    """Tell whether one of a person's schools is open on the local date `on`.

    For an itinerant: one of the buildings of that date.
    """
    return on in _open_days(scope, person, [on])


def next_school_day(scope: Scope, person: tables.Person, on: date) -> date | None:
    """Return a person's first school day after a local date; None where none is near."""
    dates = (on + timedelta(days=days) for days in range(1, _LOOK_AHEAD))
    return next(_open_days(scope, person, dates), None)


def previous_school_day(scope: Scope, person: tables.Person, on: date) -> date | None:
    """Return a person's last school day before a local date; None where none is near."""
    dates = (on - timedelta(days=days) for days in range(1, _LOOK_AHEAD))
    return next(_open_days(scope, person, dates), None)


def is_quiet(scope: Scope, person: tables.Person, at: datetime) -> bool:
    """Tell whether a person is left alone at the instant `at`: quiet hours or no school."""
    zone = zone_of(scope, person, at)
    if zone is None:
        return True
    on, minute = clock.local(at, zone)
    begin, end = quiet_hours(person)
    return not end <= minute < begin or not is_school_day(scope, person, on)


def is_free(scope: Scope, person: tables.Person, at: datetime) -> bool:
    """Tell whether a person has no students at the instant `at` and may be written to."""
    zone = zone_of(scope, person, at)
    if zone is None or is_quiet(scope, person, at):
        return False
    on, minute = clock.local(at, zone)
    spans = touchbases.free_times(scope, person, on, at=at)
    return any(span.start <= minute < span.end for span in spans)


def next_moment(
    scope: Scope, person: tables.Person, *, after: datetime, but_on: Collection[date] = ()
) -> datetime | None:
    """Return the first student-free instant from `after` on, outside quiet hours.

    Dates in `but_on` are passed over. None where no such time is known in the next ten school
    days: who has none in two weeks has none.
    """
    zone = zone_of(scope, person, after)
    if zone is None:
        return None
    first, minute = clock.local(after, zone)
    days = [on for on in _school_days(scope, person, first) if on not in but_on]
    if not days:
        return None
    stretch = (clock.instant(day, 0, zone) for day in (days[0], days[-1] + timedelta(days=1)))
    diary = Diary(scope, (person,), *stretch)
    for on in days:
        earliest = minute if on == first else 0
        start = _first_start(diary.free(person, on), earliest, quiet_hours(person))
        if start is not None:
            return max(after, clock.instant(on, start, diary.zone(person, on) or zone))
    return None


def quiet_from(scope: Scope, person: tables.Person, on: date) -> datetime | None:
    """Return the instant at which the quiet hours of the local date `on` begin for a person."""
    zone = zone_of(scope, person)
    return None if zone is None else clock.instant(on, quiet_hours(person)[0], zone)


def is_spent(scope: Scope, person: tables.Person, at: datetime, *, but: str) -> bool:
    """Tell whether a person had their notifications of the day (prompt `but` left out)."""
    on = today(scope, person, at)
    return scope.prompts.notified(person.id, on, but=but) >= BUDGET


def _school_days(scope: Scope, person: tables.Person, first: date) -> list[date]:
    """Return a person's next school days from a local date on."""
    dates = (first + timedelta(days=days) for days in range(_LOOK_AHEAD))
    return list(islice(_open_days(scope, person, dates), _SCHOOL_DAYS))


def _open_days(scope: Scope, person: tables.Person, dates: Iterable[date]) -> Iterator[date]:
    """Yield the dates on which one of a person's schools (of that date) is open."""
    rounds = buildings.of(scope, person)
    if rounds is not None:
        return (on for on in dates if rounds.open_on(on))
    schools = [
        (calendars.calendar_of(scope, one), calendars.overrides_of(scope, one))
        for one in school_ids(scope, person)
    ]
    return (
        on
        for on in dates
        if any(calendar.day(on, overrides).in_session for calendar, overrides in schools)
    )


def _first_start(spans: Iterable[Span], minute: int, quiet: tuple[int, int]) -> int | None:
    """Return the first minute from `minute` on with five free minutes before the quiet hours."""
    begin, end = quiet
    for span in spans:
        start = max(span.start, minute, end)
        if min(span.end, begin) - start >= _SHORTEST:
            return start
    return None
