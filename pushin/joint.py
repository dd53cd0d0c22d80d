"""Plans whose providers treat together: whose agreement, thread and checklists are theirs all.

The plan that came later names the first one in `together_id`; all others of a room that treat with
them name that one too, so a group has one first plan. Nothing is copied between them.
"""

from collections.abc import Sequence
from datetime import datetime

from pushin import calendars, people, plan_facts
from pushin.results import Beside
from school import clock
from storage import tables
from storage.scope import Scope

ASKS, ASKED = "together", "asked"
"""Kinds of a kept clash: a plan's provider asks to treat together; the other plan's is asked."""
TALK = "talk"
"""The kind of a kept clash whose asked provider would like to talk about it first."""
_MINUTE = 60


def first(scope: Scope, plan: tables.Plan) -> tables.Plan:
    """Return the plan whose agreement, thread and checklists are a plan's: mostly its own.

    A plan that has ended carries no other any more.
    """
    found = scope.plans.get(plan.together_id) if plan.together_id else None
    return found if found is not None and found.state == "active" else plan


def first_id(scope: Scope, plan_id: str) -> str:
    """Return the id of the plan whose agreement, thread and checklists are a plan's."""
    plan = scope.plans.get(plan_id)
    return plan_id if plan is None else first(scope, plan).id


def others(scope: Scope, plan: tables.Plan) -> list[tables.Plan]:
    """Return the active plans that are treated together with one, the first of them first."""
    head = first(scope, plan)
    found = [head, *map(scope.plans.get, scope.clashes.joined(head.id))]
    return [one for one in found if one is not None and one.id != plan.id]


def is_carried(scope: Scope, plan: tables.Plan) -> bool:
    """Tell whether another plan's card is a plan's too, or is asked to be."""
    if first(scope, plan) is not plan:
        return True
    return any(one.kind == ASKS for one in scope.clashes.of_plans((plan.id,)))


def adults(scope: Scope, plan: tables.Plan) -> list[tables.Person]:
    """Return the adults of a plan and of those that are treated together with it, by name."""
    found = {
        person.id: person
        for one in (plan, *others(scope, plan))
        for person in scope.plans.adults(one.id)
    }
    return sorted(found.values(), key=lambda one: (one.name, one.id))


# --- one date ---------------------------------------------------------------------------------


def at_once(scope: Scope, session: tables.Session) -> list[tables.Session]:
    """Return the sessions that are one push-in that day, who begins first; else just this one.

    Those that overlap, or are linked by one that overlaps both, in the same room.
    """
    plan = scope.plans.get(session.plan_id)
    rivals = [] if plan is None else others(scope, plan)
    if plan is None or not rivals or not _is_on(session):
        return [session]
    head = first(scope, plan)
    ids = [one.id for one in rivals]
    rows = [
        one
        for one in scope.clashes.on_date(ids, session.on_date)
        if one.classroom_id == session.classroom_id
    ]
    in_order = sorted(
        (session, *rows), key=lambda one: (one.starts_at, one.plan_id != head.id, one.plan_id)
    )
    return _linked(in_order, session)


def host(scope: Scope, session: tables.Session) -> tables.Session:
    """Return the session whose checklist is that of a session: mostly its own."""
    return at_once(scope, session)[0]


def beside(scope: Scope, session: tables.Session) -> tuple[Beside, ...]:
    """Return who treats together with a session's provider that day; nobody where all are alone.

    Of a session that is not on: who comes all the same at its time.
    """
    if _is_on(session):
        rows = [one for one in at_once(scope, session) if one.id != session.id]
    else:
        rows = _at_its_time(scope, session)
    return tuple(_beside(scope, one) for one in rows)


def _at_its_time(scope: Scope, session: tables.Session) -> list[tables.Session]:
    plan = scope.plans.get(session.plan_id)
    ids = [] if plan is None else [one.id for one in others(scope, plan)]
    rows = scope.clashes.on_date(ids, session.on_date) if ids else ()
    return [one for one in rows if _overlap(one, session.starts_at, session.ends_at)]


def _linked(in_order: Sequence[tables.Session], session: tables.Session) -> list[tables.Session]:
    """Return those of sessions in order that stand in one unbroken stretch with a session."""
    stretch: list[tables.Session] = []
    until: datetime | None = None
    for one in in_order:
        if until is None or one.starts_at >= until:
            if any(known.id == session.id for known in stretch):
                break
            stretch, until = [], one.ends_at
        stretch.append(one)
        until = max(until, one.ends_at)
    return stretch


def _overlap(one: tables.Session, start: datetime, end: datetime) -> bool:
    return one.starts_at < end and start < one.ends_at


def _is_on(session: tables.Session) -> bool:
    return session.status == "planned" and session.obstacle is None


def _beside(scope: Scope, row: tables.Session) -> Beside:
    plan = plan_facts.require(scope, row.plan_id)
    zone = calendars.calendar_of(scope, plan_facts.classroom_of(scope, plan).school_id).zone
    start = clock.local(row.starts_at, zone)[1]
    length = int((row.ends_at - row.starts_at).total_seconds()) // _MINUTE
    return Beside(people.ref(people.require(scope, plan.provider_id)), start, start + length)
