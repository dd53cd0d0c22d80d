"""Covers: somebody is asked to hold a session whose adult is out, and answers with one tap."""

from datetime import datetime, timedelta

from pushin import (
    absence_effects,
    attention,
    errors,
    outs,
    people,
    plan_facts,
    prompts,
    rights,
    sessions,
)
from pushin.kinds import reads
from pushin.results import CoverAnswered, CoverAsked, CoverForm, Covers, PersonRef
from storage import tables
from storage.queries.absences import Mark
from storage.scope import Scope

_AHEAD = 14
_DAY = timedelta(days=1)


@reads
def form(scope: Scope, absence_id: str, *, at: datetime) -> CoverForm:
    """Return who may be asked to cover; refusals as `ask`."""
    absence, row = _open(scope, absence_id, at=at)
    person = people.require(scope, absence.person_id)
    marks = scope.absences.marks([row.id]).get(row.id, ())
    span = absence_effects.minutes(scope, row)
    known = colleagues(scope, person)
    away = scope.absences.away([one.id for one in known], row.on_date, row.on_date)
    out = {one.person_id for one in away if one.covers(row.on_date, span)}
    out |= {one.person_id for one in marks}
    choices = tuple(one for one in known if one.id not in out)
    return CoverForm(absence.id, sessions.facts(scope, row), people.ref(person), choices)


def ask(scope: Scope, absence_id: str, cover_id: str, *, at: datetime) -> CoverAsked:
    """Ask somebody to cover; who picks themselves covers at once.

    The person out may, who said so of them, and who may skip the session. Asking the same person
    again changes nothing. Refusals: `stranger`, `not_yours`, `person_gone`, `cover_is_out` (name),
    `cover_no_account` (name); Stale `absence_gone`, `session_over`.
    """
    absence, row = _open(scope, absence_id, at=at)
    person = people.require(scope, absence.person_id)
    require_offered(scope, cover_id, person)
    cover = require(scope, cover_id, person)
    again = absence.cover_id == cover.id and absence.cover_answer != "no"
    if not again:
        _check_free(scope, row, cover)
        change = absence_effects.Change(scope, [row])
        mine = people.require_member(scope).id == cover.id
        change.ask([absence.id], cover.id, "in" if mine else None)
        change.follow(at=at)
        prompts.for_person(scope, cover.id, at=at)
    return CoverAsked(sessions.facts(scope, row), people.ref(person), people.ref(cover), again)


def answer(scope: Scope, absence_id: str, *, yes: bool, at: datetime) -> CoverAnswered:
    """Say whether the asker covers; the same answer again changes nothing.

    Refusals: `stranger`, `cover_not_asked`; Stale `absence_gone`, `session_over`.
    """
    me = people.require_member(scope)
    absence, row = _standing(scope, absence_id, at=at)
    if absence.cover_id != me.id:
        raise errors.Stale("cover_not_asked")
    said = "in" if yes else "no"
    again = absence.cover_answer == said
    if not again:
        change = absence_effects.Change(scope, [row])
        change.ask([absence.id], me.id, said)
        change.follow(at=at)
        prompts.for_person(scope, me.id, at=at)
    person = people.ref(people.require(scope, absence.person_id))
    return CoverAnswered(sessions.facts(scope, row), person, people.ref(me), yes, again)


@reads
def coming(scope: Scope, *, at: datetime) -> Covers:
    """Return what the asker is asked to cover in two weeks, and what of theirs nobody holds."""
    me = people.require_member(scope)
    today = attention.today(scope, me, at)
    dates = [today + _DAY * n for n in range(_AHEAD)]
    rows = [row for row in scope.sessions.on_dates_of(me.id, dates) if row.ends_at > at]
    marks = scope.absences.marks([row.id for row in rows])
    asked = [row for row in rows if _is_asked(me.id, marks.get(row.id, ()))]
    left = [row for row in rows if row not in asked and _is_open(scope, row, marks.get(row.id, ()))]
    return Covers(sessions.facts_of(scope, asked), sessions.facts_of(scope, left), people.ref(me))


def require(scope: Scope, cover_id: str, person: tables.Person) -> tables.Person:
    """Return who is to cover for a person.

    Refusals: `person_gone`, `cover_is_out` (name), `cover_no_account` (name).
    """
    cover = people.require(scope, cover_id)
    if cover.id == person.id:
        raise errors.Refusal("cover_is_out", name=cover.name)
    if not attention.is_reachable(cover):
        raise errors.Refusal("cover_no_account", name=cover.name)
    return cover


def require_offered(scope: Scope, cover_id: str, person: tables.Person) -> None:
    """Refuse whom no form offers to cover for a person: Refusal `person_gone`.

    That they cannot cover for themselves is told by `require`.
    """
    known = {person.id, *(one.id for one in colleagues(scope, person))}
    if cover_id not in known:
        raise errors.Refusal("person_gone")


def colleagues(scope: Scope, person: tables.Person) -> tuple[PersonRef, ...]:
    """Return who may cover for a person: the teams of their plans, and providers by name."""
    team = {
        adult.id: adult
        for plan in scope.plans.of_person(person.id)
        for adult in scope.plans.adults(plan.id)
    }
    providers = {one.id: one for one in scope.people.active() if one.role == "provider"}
    known = [one for one in {**team, **providers}.values() if one.id != person.id]
    return tuple(
        people.ref(one)
        for one in sorted(known, key=lambda one: (one.name, one.id))
        if attention.is_reachable(one) and one.role != "case_manager"
    )


def _check_free(scope: Scope, row: tables.Session, cover: tables.Person) -> None:
    marks = scope.absences.marks([row.id]).get(row.id, ())
    span = absence_effects.minutes(scope, row)
    away = scope.absences.away([cover.id], row.on_date, row.on_date)
    is_out = any(one.person_id == cover.id for one in marks)
    if is_out or any(one.covers(row.on_date, span) for one in away):
        raise errors.Refusal("cover_is_out", name=cover.name)


def _open(scope: Scope, absence_id: str, *, at: datetime) -> tuple[tables.Absence, tables.Session]:
    """Return an absence of one session for which the asker may find a cover."""
    me = people.require_member(scope)
    absence, row = _standing(scope, absence_id, at=at)
    if me.id not in {absence.person_id, absence.said_by}:
        rights.require(scope, "skip", plan=plan_facts.require(scope, row.plan_id))
    return absence, row


def _standing(
    scope: Scope, absence_id: str, *, at: datetime
) -> tuple[tables.Absence, tables.Session]:
    absence = scope.absences.get(absence_id)
    if absence is None or absence.ended_at is not None or absence.session_id is None:
        raise errors.Stale("absence_gone")
    row = sessions.require(scope, absence.session_id)
    called_off = row.status == "cancelled" and row.reason != outs.REASON
    if row.ends_at <= at or row.frozen_at is not None or called_off:
        raise errors.Stale("session_over", session_id=row.id)
    return absence, row


def _is_asked(person_id: str, marks: tuple[Mark, ...]) -> bool:
    return any(one.cover_id == person_id and one.answer is None for one in marks)


def _is_open(scope: Scope, row: tables.Session, marks: tuple[Mark, ...]) -> bool:
    """Tell whether a session's provider is out and nobody said to cover."""
    provider_id = plan_facts.require(scope, row.plan_id).provider_id
    return any(one.person_id == provider_id and one.answer != "in" for one in marks)
