"""Absences: somebody is out of a session or on some dates, said once and taken back once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pushin import (
    attention,
    errors,
    live,
    outs,
    people,
    plan_facts,
    rights,
    sessions,
    touchbase_notes,
    touchbases,
    undo,
)
from pushin.absence_effects import KIND, Change, minutes, runs
from pushin.results import AbsenceEnded, AbsenceSaid, Out, SessionFacts
from pushin.results.absences import Dates
from storage import tables
from storage.queries.absences import Mark
from storage.scope import Scope

_DAY = timedelta(days=1)
_DAY_END = 24 * 60


@dataclass(frozen=True, slots=True)
class AbsenceInput:
    """Somebody is out on dates, on each from `start` to `end` (minutes) where these are given.

    `cover_id`: who is asked to cover where they are the provider.
    """

    person_id: str
    spans: tuple[Dates, ...]
    start: int | None = None
    end: int | None = None
    cover_id: str | None = None

    @property
    def dates(self) -> tuple[date, ...]:
        """All its dates."""
        return tuple(
            first + _DAY * n for first, last in self.spans for n in range((last - first).days + 1)
        )

    @property
    def part(self) -> tuple[int, int]:
        """The part of each day, in minutes."""
        return self.start or 0, self.end or _DAY_END


# --- one session ------------------------------------------------------------------------------


def cannot_come(scope: Scope, session_id: str, *, at: datetime) -> AbsenceSaid:
    """Say that the asker is out of one session of theirs; twice changes nothing.

    It goes on where its provider is there, somebody covers, or something is agreed for that; else
    it is off. The others are told. Who covers in it covers no more. Refusals: `stranger`,
    `session_gone`, `not_part_of_it`; Stale `session_over`, `session_cancelled` (session_id).
    """
    me = people.require_member(scope)
    row = sessions.require(scope, session_id)
    marks = scope.absences.marks([row.id]).get(row.id, ())
    known = next((one for one in marks if one.person_id == me.id), None)
    if known is not None:
        return _said(scope, me, (row,), known.absence_id, again=True)
    if row.frozen_at is not None or row.ends_at <= at:
        raise errors.Stale("session_over", session_id=session_id)
    takes_part = scope.plans.takes_part(row.plan_id, me.id)
    if not takes_part and not outs.covers(scope, row.id, me.id):
        raise errors.Refusal("not_part_of_it")
    if row.status != "planned":
        raise errors.Stale("session_cancelled", session_id=session_id)
    change = Change(scope, [row])
    change.decline(_covered_by(me, marks))
    absence_id = change.leave(me, row, at=at) if takes_part else ""
    change.follow(at=at)
    return _said(scope, me, (row,), absence_id, undo_id=change.undo(me, at=at))


# --- dates ------------------------------------------------------------------------------------


def say(scope: Scope, given: AbsenceInput, *, at: datetime) -> AbsenceSaid:
    """Say that somebody is out on dates: each of their sessions then is as in `cannot_come`.

    What was said before stays; where all of it was, nothing changes. They are not free on these
    dates, so their touch-bases move. Dates and rights are the caller's to check.
    """
    person = people.require(scope, given.person_id)
    rows = concerned(scope, given, at=at)
    marks = scope.absences.marks([row.id for row in rows])
    if not is_news(scope, given, rows, marks):
        known = scope.absences.on_dates(person.id, given.dates[0], given.dates[-1])
        return _said(scope, person, rows, known[0].id if known else "", given, again=True)
    bases = _touch_bases(scope, person, given, at=at)
    change = Change(scope, rows)
    made = [
        change.away(person, span, (given.start, given.end), at=at) for span in _unsaid(scope, given)
    ]
    for row in rows:
        _leave(scope, change, person, row, marks.get(row.id, ()), at=at)
    if given.cover_id is not None:
        change.ask(_to_cover(scope, given, rows), given.cover_id)
    change.follow(at=at)
    touchbases.plan_all(scope, [person.id], at=at)
    live.changed(scope, f"person:{person.id}")
    said = _said(scope, person, rows, made[0] if made else "", given)
    moved = tuple(
        touchbase_notes.facts(scope, row)
        for row in map(scope.touch_bases.get, bases)
        if row is not None
    )
    return replace(said, touch_bases=moved, undo_id=change.undo(person, at=at))


def concerned(scope: Scope, given: AbsenceInput, *, at: datetime) -> list[tables.Session]:
    """Return the sessions that somebody is to hold or cover then and that are not over."""
    start, end = given.part
    return [
        row
        for row in scope.sessions.on_dates_of(given.person_id, given.dates)
        if row.frozen_at is None
        and row.ends_at > at
        and (row.status == "planned" or row.reason == outs.REASON)
        and _overlaps(minutes(scope, row), start, end)
        and (
            scope.plans.takes_part(row.plan_id, given.person_id)
            or outs.covers(scope, row.id, given.person_id)
        )
    ]


def is_news(
    scope: Scope, given: AbsenceInput, rows: Sequence[tables.Session], marks: "outs.Marks"
) -> bool:
    """Tell whether saying this would change anything."""
    if _unsaid(scope, given) or (given.cover_id and _to_cover(scope, given, rows)):
        return True
    return any(
        all(one.person_id != given.person_id for one in marks.get(row.id, ())) for row in rows
    )


def foresee(
    scope: Scope, given: AbsenceInput, rows: Sequence[tables.Session]
) -> tuple[SessionFacts, ...]:
    """Return the sessions concerned as they will be, were this said; nothing is written."""
    person = people.ref(people.require(scope, given.person_id))
    cover = None if given.cover_id is None else people.ref(people.require(scope, given.cover_id))
    found = []
    for facts in sessions.facts_of(scope, rows):
        is_provider = facts.provider.id == person.id
        others = [
            replace(one, answer="no") if one.cover and one.cover.id == person.id else one
            for one in facts.out
            if one.person.id != person.id
        ]
        known = [one for one in facts.out if one.person.id == person.id]
        if is_provider and cover is not None:
            known = [Out("", person, cover)]
        takes_part = scope.plans.takes_part(facts.plan_id, person.id)
        out = (*others, *((known or [Out("", person)]) if takes_part else ()))
        fallback = outs.fallback(scope, facts.plan_id)
        answers = [(one.person.id, one.answer) for one in out]
        if not outs.goes_on(answers, facts.provider.id, fallback):
            facts = replace(facts, status="cancelled", reason=outs.REASON)  # noqa: PLW2901  as it will be
        found.append(replace(facts, out=out, fallback=fallback))
    return tuple(found)


def _leave(
    scope: Scope,
    change: Change,
    person: tables.Person,
    row: tables.Session,
    marks: Sequence[Mark],
    *,
    at: datetime,
) -> None:
    change.decline(_covered_by(person, marks))
    known = any(one.person_id == person.id for one in marks)
    if not known and scope.plans.takes_part(row.plan_id, person.id):
        change.leave(person, row, at=at)


def _covered_by(person: tables.Person, marks: Sequence[Mark]) -> list[str]:
    return [one.absence_id for one in marks if one.cover_id == person.id and one.answer == "in"]


def _to_cover(scope: Scope, given: AbsenceInput, rows: Sequence[tables.Session]) -> list[str]:
    """Return the absences of a provider for which somebody else than now is to be asked."""
    found = scope.absences.marks([row.id for row in rows])
    asked = []
    for row in rows:
        provider_id = plan_facts.require(scope, row.plan_id).provider_id
        asked += [
            one.absence_id
            for one in found.get(row.id, ())
            if one.person_id == given.person_id == provider_id
            and (one.cover_id != given.cover_id or one.answer == "no")
        ]
    return asked


def _unsaid(scope: Scope, given: AbsenceInput) -> list[Dates]:
    """Return the dates that were not said yet, as a whole or for this part of the day."""
    start, end = given.part
    known = [
        (row.first_date, row.last_date)
        for row in scope.absences.on_dates(given.person_id, given.dates[0], given.dates[-1])
        if (row.start_minute or 0) <= start and end <= (row.end_minute or _DAY_END)
    ]
    return list(
        runs(
            on
            for on in given.dates
            if not any(first and last and first <= on <= last for first, last in known)
        )
    )


def _touch_bases(
    scope: Scope, person: tables.Person, given: AbsenceInput, *, at: datetime
) -> list[str]:
    """Return the touch-bases that somebody is to have then."""
    start, end = given.part
    return [
        one.id
        for one in touchbase_notes.of_person(scope, person.id, at=at)
        if one.on in given.dates and _overlaps((one.start or 0, one.end or 0), start, end)
    ]


def _overlaps(span: tuple[int, int], start: int, end: int) -> bool:
    return span[0] < end and start < span[1]


def _said(
    scope: Scope,
    person: tables.Person,
    rows: Sequence[tables.Session],
    absence_id: str,
    given: AbsenceInput | None = None,
    *,
    again: bool = False,
    undo_id: str = "",
) -> AbsenceSaid:
    return AbsenceSaid(
        person=people.ref(person),
        mine=_is_asker(scope, person),
        absence_id=absence_id,
        sessions=sessions.facts_of(scope, rows),
        spans=given.spans if given else (),
        start=given.start if given else None,
        end=given.end if given else None,
        again=again,
        undo_id=undo_id,
    )


def _is_asker(scope: Scope, person: tables.Person) -> bool:
    return scope.person is not None and scope.person.id == person.id


# --- back -------------------------------------------------------------------------------------


def take_back(scope: Scope, undo_id: str, *, at: datetime) -> AbsenceEnded:
    """Undo what the asker said of somebody's absence, for ten minutes.

    Refusals: `undo_gone`; Stale `undo_used`, `undo_late` (minutes), `undo_overtaken`.
    """
    kept = undo.take(scope, undo_id, at=at)
    if kept.kind != KIND:
        raise errors.Refusal("undo_gone")
    made = scope.absences.of_ids(kept.after["made"])
    if any(row.ended_at is not None for row in made):
        raise errors.Stale("undo_overtaken")
    person = people.require(scope, kept.subject)
    return _ended(scope, person, made, kept.after["declined"], at=at)


def come_back(scope: Scope, absence_id: str, *, at: datetime) -> AbsenceEnded:
    """Say that somebody is there after all: in one session, or on all dates said in one breath.

    What is past stays. Refusals: `stranger`, `absence_gone`, those of `require`.
    """
    row = scope.absences.get(absence_id)
    if row is None or row.ended_at is not None:
        raise errors.Stale("absence_gone")
    person = people.require(scope, row.person_id)
    require(scope, person)
    said = (row,) if row.session_id else scope.absences.said_with(row)
    return _ended(scope, person, said, (), at=at)


def _ended(
    scope: Scope,
    person: tables.Person,
    said: Sequence[tables.Absence],
    declined: Sequence[str],
    *,
    at: datetime,
) -> AbsenceEnded:
    covered = [one.session_id for one in scope.absences.of_ids(declined)]
    ids = [one.session_id for one in said if one.session_id]
    about = {*ids, *(one for one in covered if one)}
    rows = [row for row in scope.sessions.of_ids(sorted(about)) if row.ends_at > at]
    coming = {row.id for row in rows}
    spans = tuple(
        (one.first_date, one.last_date) for one in said if one.first_date and one.last_date
    )
    change = Change(scope, rows)
    today = attention.today(scope, person, at)
    change.end((one for one in said if one.session_id in {None, *coming}), today, at=at)
    change.resume(declined)
    change.follow(at=at)
    touchbases.plan_all(scope, [person.id], at=at)
    live.changed(scope, f"person:{person.id}")
    facts = sessions.facts_of(scope, rows)
    return AbsenceEnded(people.ref(person), _is_asker(scope, person), facts, spans)


def require(scope: Scope, person: tables.Person, *, named: bool = False) -> None:
    """Refuse who may not say of somebody that they are out.

    Refusals: `stranger`; `absence_not_yours` (name) to who `named` the person or shares a plan with
    them, `not_yours` to others: an id alone tells nobody whose it is.
    """
    me = people.require_member(scope)
    if me.id == person.id or may(scope, person):
        return
    if named or _share_a_plan(scope, me, person):
        raise errors.NotAllowed("absence_not_yours", name=person.name)
    raise errors.NotAllowed("not_yours", action="absence_of_others")


def _share_a_plan(scope: Scope, me: tables.Person, person: tables.Person) -> bool:
    mine = {plan.id for plan in scope.plans.of_person(me.id)}
    return any(plan.id in mine for plan in scope.plans.of_person(person.id))


def may(scope: Scope, person: tables.Person) -> bool:
    """Tell whether the asker may say of a colleague that they are out."""
    schools = dict.fromkeys((person.school_id, *attention.school_ids(scope, person)))
    return any(rights.may(scope, "absence_of_others", school_id=one) for one in schools)
