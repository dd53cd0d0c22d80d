"""A person's next few sessions with their part in each, for Home."""

from datetime import datetime

from pushin import agreements, outs, plan_facts, sessions, touchbase_notes, variations
from pushin.results import AgreementFacts, NextSession, Part
from storage import tables
from storage.scope import Scope

SHOWN = 3


def of(scope: Scope, person: tables.Person, *, at: datetime) -> tuple[NextSession, ...]:
    """Return the next sessions of a person that are on at the instant `at`, the next one first.

    Those that they cover are theirs, those that they are out of are not.
    """
    out = scope.absences.out_of(person.id, at)
    rows = [
        session
        for plan in scope.plans.of_person(person.id)
        for session in scope.sessions.coming(plan.id, at, 2 * SHOWN + len(out))
    ]
    rows += [
        session
        for session in scope.sessions.of_ids(scope.absences.covered(person.id))
        if session.ends_at > at and outs.covers(scope, session.id, person.id)
    ]
    mine = {one.id: one for one in rows if sessions.is_on(one) and one.id not in out}
    order = sorted(mine.values(), key=lambda one: (one.starts_at, one.ends_at, one.id))
    return tuple(next_session(scope, person, session) for session in order[:SHOWN])


def next_session(scope: Scope, person: tables.Person, session: tables.Session) -> NextSession:
    """Return a session with a person's part in it, as it was agreed for it."""
    current = variations.of_session(scope, session)
    said = None if current is None else agreements.facts(scope, current.id)
    mine = _part_of(person, said)
    return NextSession(
        session=sessions.facts(scope, session),
        agreement_id=None if said is None else said.id,
        agreement_number=0 if said is None else said.number,
        lead=None if said is None else said.lead,
        my_part=None if mine is None else mine.part,
        my_answer=None if mine is None else mine.answer,
        in_force=said is not None and said.in_force,
        waiting_for=() if said is None else said.waiting_for,
        try_next=_try_next(scope, person, session),
        varied=said is not None and said.session_id is not None,
    )


def _part_of(person: tables.Person, said: AgreementFacts | None) -> Part | None:
    parts = () if said is None else said.parts
    return next((one for one in parts if one.person.id == person.id), None)


def _try_next(scope: Scope, person: tables.Person, session: tables.Session) -> str | None:
    """Return what the pair wanted to try, for the two of them only."""
    plan = plan_facts.require(scope, session.plan_id)
    pair = (plan_facts.classroom_of(scope, plan).teacher_id, plan.provider_id)
    return touchbase_notes.try_next(scope, pair) if person.id in pair else None
