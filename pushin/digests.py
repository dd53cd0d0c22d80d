"""The digest: a person's week in a few lines, on its first school day before the first bell."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from pushin import (
    attention,
    calendars,
    change_times,
    indirect,
    people,
    prompts,
    touchbases,
    waiting,
    weeks,
)
from pushin.results import Digest, PersonRef, Week
from school import clock
from storage import tables
from storage.scope import Scope

KIND = "digest"
_BEFORE_BELL = 15
"""Minutes before the first bell, for those whose hours begin no earlier than that bell."""
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_WEEKS = 20
"""Weeks ahead in which the next digest is looked for: longer than the summer holidays."""


def subject(person_id: str, monday: date) -> str:
    """Return the subject of a person's digest of the week that begins on `monday`."""
    return f"week:{person_id}:{monday.isoformat()}"


def split(text: str) -> tuple[str, date]:
    """Return the person's id and the Monday of a digest's subject."""
    _, person_id, monday = text.split(":")
    return person_id, date.fromisoformat(monday)


def coming(
    scope: Scope, person: tables.Person, first: date, *, at: datetime
) -> Iterator[tuple[date, datetime, datetime]]:
    """Yield the weeks from that of the local date `first` on that can still have a digest.

    Each as its Monday, when the digest is due, and from when on it is worthless.
    """
    monday = touchbases.monday(first)
    for week in (monday + number * _WEEK for number in range(_WEEKS)):
        found = times(scope, person, week)
        if found is not None and found[1] > at:
            yield week, *found


def times(scope: Scope, person: tables.Person, monday: date) -> tuple[datetime, datetime] | None:
    """Return when a week's digest is due and from when on it is worthless: the first bell.

    It is due at the start of working hours on the first school day that the person works; a
    quarter of an hour before the bell for whose hours begin with it. None in a week without such
    a day, or where the bell rings in quiet hours.
    """
    zone = attention.zone_of(scope, person)
    if zone is None:
        return None
    for on in (monday + days * _DAY for days in range(7)):
        hours = change_times.hours_on(scope, person, on)
        if hours is None:
            continue
        bell = _first_bell(scope, person, on)
        if bell is None:
            return None
        _, quiet_until = attention.quiet_hours(person)
        start = max(min(hours[0], bell - _BEFORE_BELL), quiet_until)
        due, worthless = (clock.instant(on, minute, zone) for minute in (start, bell))
        return (due, worthless) if due < worthless else None
    return None


def _first_bell(scope: Scope, person: tables.Person, on: date) -> int | None:
    """Return the first bell of the first of a person's schools that is open on a date."""
    for school_id in attention.school_ids(scope, person):
        calendar = calendars.calendar_of(scope, school_id)
        day = calendar.day(on, calendars.overrides_of(scope, school_id))
        if day.in_session and day.first_bell is not None:
            return day.first_bell
    return None


def plan(scope: Scope, person_id: str, *, at: datetime, after: date | None = None) -> None:
    """Plan a person's next digest, of the first week (after that of `after`) that can have one.

    None for who takes part in no plan.
    """
    person = scope.people.get(person_id)
    found = None
    if person is not None and attention.is_reachable(person) and scope.plans.of_person(person_id):
        first = attention.today(scope, person, at) if after is None else after + _WEEK
        weeks_to_come = coming(scope, person, first, at=at)
        found = next(
            (
                one
                for one in weeks_to_come
                if not scope.prompts.is_settled(subject(person_id, one[0]))
            ),
            None,
        )
    about = None if found is None else subject(person_id, found[0])
    for planned in scope.prompts.planned_of(KIND, person_id):
        if planned.subject != about:
            prompts.withdraw(scope, subject=planned.subject, kind=KIND, why="changed", at=at)
    if found is not None and about is not None:
        _, due_at, worthless_at = found
        prompts.plan(
            scope,
            kind=KIND,
            subject=about,
            conversation=scope.conversations.im(person_id),
            due_at=max(due_at, at),
            worthless_at=worthless_at,
            why="week_begins",
        )


def plan_after(scope: Scope, prompt: tables.Prompt, *, at: datetime) -> None:
    """Plan the digest that comes after one that was posted, or came to another end."""
    person_id, monday = split(prompt.subject)
    plan(scope, person_id, at=at, after=monday)


def card(scope: Scope, person: tables.Person, monday: date, *, at: datetime) -> Digest:
    """Return a person's week with all that stands in it, and how much waits for them."""
    rows = scope.weeks.touch_bases(person.id, monday)
    without = (row for row in rows if row.state == "no_slot")
    return Digest(
        weeks.of_person(scope, person, at=at, of=monday),
        len(waiting.of(scope, person.id, at=at)),
        tuple(_other(scope, row, person) for row in without),
        indirect=indirect.is_indirect(scope, person, monday),
        owed=sum(one.state == "owed" for one in scope.make_ups.open_of(person.id)),
    )


def has_something(scope: Scope, person: tables.Person, monday: date, *, at: datetime) -> bool:
    """Tell whether there is anything to say about a person's week."""
    if scope.weeks.touch_bases(person.id, monday):
        return True
    if indirect.is_indirect(scope, person, monday):
        return True
    return _stands(weeks.of_person(scope, person, at=at, of=monday))


def _stands(week: Week) -> bool:
    return any(day.sessions or day.touch_bases for day in week.days)


def _other(scope: Scope, row: tables.TouchBase, person: tables.Person) -> PersonRef:
    other = row.provider_id if row.teacher_id == person.id else row.teacher_id
    return people.ref(people.require(scope, other))
