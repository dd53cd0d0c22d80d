"""A person's week: what each day is at their school, what they have on it, and what falls out."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from pushin import (
    attention,
    buildings,
    calendars,
    derivation,
    errors,
    joint,
    people,
    sessions,
    touchbase_notes,
    variations,
)
from pushin.kinds import reads
from pushin.results import Bell, SessionFacts, TouchBaseFacts, Week, WeekDay, WeekSession
from school import clock, phrase
from school.calendar import SchoolCalendar
from school.day import Day
from school.errors import PhraseError
from storage import tables
from storage.scope import Scope

_DAY = timedelta(days=1)
_WEEK = 7
_SCHOOL_WEEK = 5
_BEFORE = frozenset({"last", "previous", "last week", "previous week"})


@reads
def week(scope: Scope, *, at: datetime, of: date | None = None) -> Week:
    """Return the asker's week with the local date `of`.

    Without a date it is the one that the instant `at` is in; on a weekend without school the
    coming one. Sessions that are not on are there too, with the reason; those that a changed plan
    replaced are not. Touch-bases are the asker's own. Refusals: `stranger`, `school_missing`.
    """
    return of_person(scope, people.require_member(scope), at=at, of=of)


def of_person(scope: Scope, person: tables.Person, *, at: datetime, of: date | None = None) -> Week:
    """Return a person's week as `week` does; Refusal `school_missing`."""
    own = _Own(scope, person)
    today = clock.local(at, own.home.zone)[0]
    monday = _monday(of or own.school_week_of(today))
    shown = own.sessions(monday)
    bases = [touchbase_notes.facts(scope, row) for row in own.touch_bases(monday)]
    days = (
        own.day(monday + number * _DAY, shown, [one for one in bases if one.state != "no_slot"])
        for number in range(_WEEK)
    )
    return Week(
        people.ref(own.person),
        monday,
        today,
        own.home.zone.key,
        tuple(day for day in days if _is_shown(day)),
        bool(own.plans),
    )


@reads
def week_of(scope: Scope, said: str, *, at: datetime) -> Week:
    """Return the asker's week that a few words name: "next", "of Oct 12", "in 2 weeks".

    Refusals: those of `week`; `week_unknown` where the words name none.
    """
    words = " ".join(said.casefold().split()).removeprefix("of ")
    if not words:
        return week(scope, at=at)
    home = _home(scope, people.require_member(scope))
    return week(scope, at=at, of=_named(words, calendars.calendar_of(scope, home), at))


def _named(words: str, home: SchoolCalendar, at: datetime) -> date:
    if words in _BEFORE:
        return clock.local(at, home.zone)[0] - _WEEK * _DAY
    whole = f"{words} week" if words in {"next", "this"} else words
    try:
        found = phrase.understand(whole, now=at, zone=home.zone, calendar=None)
    except PhraseError as error:
        raise errors.Refusal("week_unknown") from error
    first = found.first if found.kind == "range" else next(iter(found.dates), None)
    if first is None or found.rest:
        raise errors.Refusal("week_unknown")
    return first


def _home(scope: Scope, person: tables.Person) -> str:
    """Return the school by whose dates a person's week is told."""
    known = attention.school_ids(scope, person)
    if known:
        return known[0]
    schools = scope.schools.all()
    if len(schools) != 1:
        raise errors.Refusal("school_missing")
    return schools[0].id


class _Own:
    """What one person has, read in a few statements and held while the use case runs."""

    def __init__(self, scope: Scope, person: tables.Person) -> None:
        self.scope, self.person = scope, person
        self._own = scope.weeks.plan_ids(person.id)
        covered = scope.sessions.of_ids(scope.absences.covered(person.id))
        self._covered = [row for row in covered if row.plan_id not in self._own]
        ids = {*self._own, *(row.plan_id for row in self._covered)}
        self.plans = {plan.id: plan for plan in scope.weeks.plans(ids)}
        rooms = scope.weeks.classrooms({plan.classroom_id for plan in self.plans.values()})
        self._rooms = {room.id: room for room in rooms}
        adults = {plan.provider_id for plan in self.plans.values()}
        # Held, they are not asked for once more by whoever makes facts of sessions.
        self._adults = scope.people.of_ids(adults | {room.teacher_id for room in rooms})
        self._rounds = buildings.of(scope, person)
        self._home = _home(scope, person)
        self.home = calendars.calendar_of(scope, self._home)
        self._overrides = {self._home: calendars.overrides_of(scope, self._home)}

    def sessions(self, monday: date) -> list[tuple[str, WeekSession]]:
        """Return the sessions around a week in order, each with the id of its school."""
        midnight = datetime.combine(monday, datetime.min.time(), tzinfo=UTC)
        # No zone is more than a day from UTC; what is outside by its own date finds no day.
        first, last = midnight - _DAY, midnight + (_WEEK + 1) * _DAY
        rows = [
            row
            for row in self.scope.weeks.sessions(self._own, first, last)
            if row.reason != derivation.PLAN_CHANGED
        ]
        rows += [one for one in self._covered if one.ends_at > first and one.starts_at < last]
        rows.sort(key=lambda one: (one.starts_at, one.ends_at, one.id))
        firsts = {row.plan_id: joint.first_id(self.scope, row.plan_id) for row in rows}
        parts = self.scope.weeks.parts(set(firsts.values()), self.person.id)
        varied = self.scope.weeks.varied(set(firsts), {row.id for row in rows})
        facts = sessions.facts_of(self.scope, rows)
        own = (
            self._own_part(row) if row.id in varied else parts.get(firsts[row.plan_id])
            for row in rows
        )
        return [
            (self._school_of(row), WeekSession(one, part))
            for row, one, part in zip(rows, facts, own, strict=True)
        ]

    def _own_part(self, row: tables.Session) -> str | None:
        """Return the person's part in a session that has an agreement of its own."""
        said = variations.of_session(self.scope, row)
        role = None if said is None else self.scope.agreements.role(said.id, self.person.id)
        return role.part if role is not None and role.part else None

    def touch_bases(self, monday: date) -> Sequence[tables.TouchBase]:
        """Return the person's touch-bases of a week."""
        return self.scope.weeks.touch_bases(self.person.id, monday)

    def day(
        self,
        on: date,
        shown: Sequence[tuple[str, WeekSession]],
        bases: Sequence[TouchBaseFacts],
    ) -> WeekDay:
        """Return a date with what stands on it."""
        mine = [(school_id, one) for school_id, one in shown if one.session.on == on]
        there = [school_id for school_id, one in mine if _is_on(one.session)]
        schools = {
            school_id: self._on(school_id, on)
            for school_id in there or self._planned(on) or [school_id for school_id, _ in mine]
        }
        found = schools or {self._home: self._on(self._home, on)}
        return WeekDay(
            on,
            tuple(
                calendars.facts(calendars.calendar_of(self.scope, school_id), one)
                for school_id, one in found.items()
            ),
            _bells(list(found.values())),
            tuple(one for _, one in mine),
            tuple(base for base in bases if base.on == on),
        )

    def school_week_of(self, today: date) -> date:
        """Return a date of the week to show: on a weekend without school, of the coming one."""
        if today.weekday() < _SCHOOL_WEEK or self._on(self._home, today).in_session:
            return today
        return today + (_WEEK - today.weekday()) * _DAY

    def _planned(self, on: date) -> list[str]:
        """Return the buildings where an itinerant person is that day."""
        return [] if self._rounds is None else sorted(self._rounds.on(on))

    def _on(self, school_id: str, on: date) -> Day:
        if school_id not in self._overrides:
            self._overrides[school_id] = calendars.overrides_of(self.scope, school_id)
        calendar = calendars.calendar_of(self.scope, school_id)
        return calendar.day(on, self._overrides[school_id])

    def _school_of(self, row: tables.Session) -> str:
        plan = self.plans[row.plan_id]
        room = self.scope.classrooms.get(row.classroom_id) if row.classroom_id else None
        return (room or self._rooms[plan.classroom_id]).school_id


def _is_on(session: SessionFacts) -> bool:
    return session.status != "cancelled" and session.obstacle is None


def _is_shown(day: WeekDay) -> bool:
    """Tell whether a date stands in the week: a weekend day only for school or something on it."""
    if day.on.weekday() < _SCHOOL_WEEK or day.sessions or day.touch_bases:
        return True
    return any(one.in_session for one in day.schools)


def _monday(on: date) -> date:
    return on - on.weekday() * _DAY


def _bells(days: Sequence[Day]) -> tuple[Bell, ...]:
    if len(days) != 1:
        return ()
    everyone = (one for one in days[0].periods if not (one.optional or one.staff_only))
    return tuple(Bell(one.name, one.start, one.end) for one in everyone)
