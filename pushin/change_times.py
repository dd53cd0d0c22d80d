"""When a person is told that their day has changed (DESIGN, section 5, kind `change`)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from pushin import attention, calendars, people
from school import clock
from storage import tables
from storage.scope import Scope

_DAY = timedelta(days=1)
_DAYS = 14
"""How many days ahead the start of somebody's working hours is looked for."""


def of(
    scope: Scope, person: tables.Person, on: date, starts: Sequence[datetime], *, at: datetime
) -> tuple[datetime, datetime]:
    """Return when a change of the date `on` is told, and from when that is worth nothing.

    `starts` are the instants at which the changed sessions begin, or were to begin. At once
    inside working hours, else at their start; in quiet hours only where a session begins before
    they end, or the person wants to know at any time.
    """
    ahead = [one for one in starts if one > at]
    worthless_at = max(starts)
    return moment(scope, person, on, min(ahead, default=worthless_at), at=at), worthless_at


def moment(
    scope: Scope, person: tables.Person, on: date, begins: datetime, *, at: datetime
) -> datetime:
    """Return the first instant from `at` on at which a person is told of the date `on`.

    `begins`: when the first session of theirs that has changed begins.
    """
    if person.change_anytime:
        return at
    start = next((start for start, end in _hours(scope, person, on, at) if at < end), None)
    if start is not None and start < begins:
        return max(start, at)
    return _outside_hours(scope, person, begins, at)


def next_start(scope: Scope, person: tables.Person, on: date, *, at: datetime) -> datetime | None:
    """Return when a person's working hours begin next after `at`, as far as that is known."""
    return next((start for start, _ in _hours(scope, person, on, at) if start > at), None)


def _outside_hours(scope: Scope, person: tables.Person, begins: datetime, at: datetime) -> datetime:
    """Return when to tell what begins before their working hours: by night at its end, or now."""
    zone = attention.zone_of(scope, person)
    if zone is None:
        return at
    today, minute = clock.local(at, zone)
    quiet_from, quiet_until = attention.quiet_hours(person)
    if quiet_until <= minute < quiet_from:
        return at
    morning = today + (_DAY if minute >= quiet_from else timedelta())
    ends = clock.instant(morning, quiet_until, zone)
    return ends if ends < begins else at


def _hours(
    scope: Scope, person: tables.Person, on: date, at: datetime
) -> Iterable[tuple[datetime, datetime]]:
    """Yield a person's coming working hours by day, without quiet hours."""
    zone = attention.zone_of(scope, person)
    if zone is None:
        return
    today, _ = clock.local(at, zone)
    for days in range(_DAYS):
        day = today + days * _DAY
        span = hours_on(scope, person, day, as_planned=day == on)
        if span is None:
            continue
        quiet_from, quiet_until = attention.quiet_hours(person)
        start, end = max(span[0], quiet_until), min(span[1], quiet_from)
        if start < end:
            yield clock.instant(day, start, zone), clock.instant(day, end, zone)


def hours_on(
    scope: Scope, person: tables.Person, day: date, *, as_planned: bool = False
) -> tuple[int, int] | None:
    """Return a person's hours of a local date, in minutes; None on one without school.

    `as_planned`: of a changed day, those of the day as it was planned: who was to come there
    learns in their own time that nobody does.
    """
    for school_id in attention.school_ids(scope, person):
        calendar = calendars.calendar_of(scope, school_id)
        found = calendar.day(day, calendars.overrides_of(scope, school_id))
        if as_planned and calendar.day(day).in_session:
            found = calendar.day(day)
        if not found.in_session:
            continue
        said = people.hours_of(person)
        if said:
            return said.get(day.weekday())
        if found.first_bell is not None and found.last_bell is not None:
            return found.first_bell, found.last_bell
    return None
