"""What comes next for a person, and what is on today."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from pushin import (
    attention,
    buildings,
    calendars,
    errors,
    people,
    plan_facts,
    sessions,
    upcoming,
)
from pushin.kinds import reads
from pushin.results import (
    Agenda,
    NextSession,
    NothingNext,
    Out,
    PersonRef,
    SchoolDay,
    SessionFacts,
)
from school import clock
from storage import tables
from storage.queries.next_session import AdultRow, NextRow, NextSessions
from storage.scope import Scope

_DAY = timedelta(days=1)


@reads
def next_session(scope: Scope, *, at: datetime) -> NextSession | NothingNext:
    """Return the asker's next session that is on at the instant `at`, also one that has begun.

    The hot path: two statements; more where the session has an agreement of its own. Cancelled
    sessions and those without their routine are left out (`today` has them). "One thing to try" is
    told to the two who noted it. Refusal "stranger".
    """
    user_id = scope.who.user_id
    if user_id is None:
        raise errors.Refusal("stranger")
    found = NextSessions(scope)
    row = found.next(user_id, at)
    covered = _covered(scope, row, at)
    if covered is not None:
        return covered
    if row is None:
        person = people.require_member(scope)
        return NothingNext(scope.plans.ever_of_person(person.id), person.role)
    if row.is_joint or row.varied:
        # Few treat together, or agree about one session: that is read as Home does.
        session = sessions.require(scope, row.id)
        return upcoming.next_session(scope, people.require_member(scope), session)
    adults = {one.id: one for one in found.adults(row.plan_id, row.agreement_id, row.id)}
    return _next(scope, row, adults)


def _covered(scope: Scope, row: NextRow | None, at: datetime) -> NextSession | None:
    """Return the next session that the asker covers for somebody, if it comes before their own."""
    if row is not None and row.covered_id is None:
        return None
    person = people.require_member(scope)
    found = scope.absences.next_covered(person.id, at)
    if found is None or (row is not None and row.starts_at <= found.starts_at):
        return None
    return upcoming.next_session(scope, person, found)


def _next(scope: Scope, row: NextRow, adults: Mapping[str, AdultRow]) -> NextSession:
    asker_id, pair = row.asker_id, (row.provider_id, row.teacher_id)
    refs = {key: _ref(one) for key, one in adults.items()}
    me, agreement_id = adults[asker_id], row.agreement_id
    waiting = _waiting(adults.values()) if agreement_id else ()
    return NextSession(
        session=_facts(row, refs, _out(scope, adults)),
        agreement_id=agreement_id,
        agreement_number=row.number or 0,
        lead=refs.get(row.lead_id or ""),
        my_part=me.part,
        my_answer=me.answer if me.answers_this else None,
        in_force=agreement_id is not None and not waiting,
        waiting_for=waiting,
        try_next=row.try_next if asker_id in pair else None,
    )


def _waiting(adults: Iterable[AdultRow]) -> tuple[PersonRef, ...]:
    """Return the adults with an active account and a part who have not said "in" to it."""
    return tuple(
        _ref(one)
        for one in adults
        if one.part is not None
        and attention.is_reachable(one)
        and not (one.answer == "in" and one.answers_this)
    )


def _ref(row: AdultRow) -> PersonRef:
    return PersonRef(row.id, row.name, row.role, row.discipline, row.slack_user_id)


def _out(scope: Scope, adults: Mapping[str, AdultRow]) -> tuple[Out, ...]:
    """Return who of a session's adults is out, and who covers for them."""
    return tuple(
        Out(one.absence_id, _ref(one), _person(scope, one.cover_id), one.cover_answer)
        for one in adults.values()
        if one.absence_id is not None
    )


def _person(scope: Scope, person_id: str | None) -> PersonRef | None:
    return None if person_id is None else people.ref(people.require(scope, person_id))


def _facts(row: NextRow, adults: Mapping[str, PersonRef], out: tuple[Out, ...]) -> SessionFacts:
    provider_id, teacher_id = row.provider_id, row.teacher_id
    start = clock.local(row.starts_at, ZoneInfo(row.timezone))[1]
    return SessionFacts(
        id=row.id,
        plan_id=row.plan_id,
        on=row.on_date,
        start=start,
        end=start + int((row.ends_at - row.starts_at).total_seconds()) // 60,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=row.timezone,
        school_name=row.school_name,
        room=row.room,
        channel_id=row.channel_id,
        during=row.anchor_name,
        day_label=_labels(row.day_types).get(row.day_type or "", ""),
        service_delivery_model=row.service_delivery_model,
        provider=adults[provider_id],
        teacher=adults[teacher_id],
        adults=plan_facts.in_order(adults.values(), provider_id, teacher_id),
        status=row.status,
        reason=row.reason,
        obstacle=row.obstacle,
        revision=row.revision,
        out=out,
        fallback=(row.fallback or "") if out else "",
        doing=None if row.doing_at is None else row.doing,
    )


@lru_cache(maxsize=64)
def _labels(day_types: str) -> Mapping[str, str]:
    """Return the labels of a school's day types, parsed once for the same text."""
    return {key: one.get("label", key) for key, one in json.loads(day_types).items()}


@reads
def today(scope: Scope, *, at: datetime) -> Agenda:
    """Return the asker's sessions of today, also those that are not on, in each school's zone.

    The day is that of the building where an itinerant is today; else of the asker's school, else of
    the first school they have a session in today. Refusals: `stranger`, `school_missing`.
    """
    person = people.require_member(scope)
    around = (at.date() - _DAY, at.date(), at.date() + _DAY)
    mine = [
        (row, school_id)
        for row in scope.sessions.on_dates_of(person.id, around)
        if row.on_date == _today(scope, school_id := _school_of(scope, row), at)
    ]
    visited = tuple(dict.fromkeys(school_id for _, school_id in mine))
    rounds = buildings.of(scope, person)
    now = rounds and rounds.now(at)
    home = now or person.school_id or next(iter(visited), None) or _any_school(scope, person)
    said = rounds.all_now(at) if rounds else ()
    several = rounds is not None or not {home}.issuperset(visited)
    there = dict.fromkeys((*visited, *said)) if several else ()
    return Agenda(
        _day(scope, home, at),
        calendars.calendar_of(scope, home).zone.key,
        sessions.facts_of(scope, [row for row, _ in mine]),
        tuple(_day(scope, one, at) for one in there) if several else None,
        person.travel_minutes,
    )


def _day(scope: Scope, school_id: str, at: datetime) -> SchoolDay:
    return calendars.day(scope, school_id, _today(scope, school_id, at))


def _any_school(scope: Scope, person: tables.Person) -> str:
    known = attention.school_ids(scope, person)
    if known:
        return known[0]
    schools: Sequence[tables.School] = scope.schools.all()
    if len(schools) != 1:
        raise errors.Refusal("school_missing")
    return schools[0].id


def _school_of(scope: Scope, row: tables.Session) -> str:
    plan = plan_facts.require(scope, row.plan_id)
    return plan_facts.classroom_of(scope, plan).school_id


def _today(scope: Scope, school_id: str, at: datetime) -> date:
    return calendars.today(calendars.calendar_of(scope, school_id), at)
