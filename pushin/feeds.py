"""A person's calendar for other programs: a secret link to it, and the sessions it shows."""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from pushin import attention, derivation, errors, joint, outs, people, plan_facts
from pushin.kinds import reads
from pushin.results import Feed, FeedLink, FeedPlan, FeedSession, FeedState, PlanFacts
from storage import tables
from storage.scope import Scope, fresh_id

SECRET_BYTES = 32
SHOWN_BEFORE = timedelta(weeks=4)
"""How far back a calendar reaches, counted in whole weeks."""


@reads
def state(scope: Scope, *, at: datetime) -> FeedState:  # noqa: ARG001  use cases take `at`
    """Return whether the asker has a link. Refusal "stranger"."""
    return _state(scope, people.require_member(scope))


def renew(scope: Scope, seen: str, *, at: datetime) -> FeedLink:
    """Give the asker a new link; the one they have, and that the screen showed, ends.

    `seen` is the id of that one, "" for none. Refusals: `stranger`, `link_changed`.
    """
    person = people.require_member(scope)
    old = _as_seen(scope, person, seen)
    if old is not None:
        _revoke(scope, old, at)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = tables.Feed(
        workspace_id=scope.workspace_id,
        id=fresh_id(),
        person_id=person.id,
        secret_hash=hash_of(secret),
        created_at=at,
    )
    scope.feeds.add(link)
    return FeedLink(link.id, scope.workspace_id, secret, replaced=old is not None)


def turn_off(scope: Scope, seen: str, *, at: datetime) -> FeedState:
    """End the asker's link; without one nothing changes. Refusals: `stranger`, `link_changed`."""
    person = people.require_member(scope)
    if scope.feeds.open_of(person.id) is not None:
        old = _as_seen(scope, person, seen)
        if old is not None:
            _revoke(scope, old, at)
    return _state(scope, person)


def hash_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose link a secret opens: their account, and whether Push-In knows them as at work here."""

    link_id: str
    user_id: str | None
    active: bool


@reads
def reader(scope: Scope, secret: str) -> Reader | None:
    """Return whose link a secret opens; None for one that is wrong or was ended."""
    link = scope.feeds.of_hash(hash_of(secret))
    if link is None:
        return None
    person = people.require(scope, link.person_id)
    return Reader(link.id, person.slack_user_id, person.active)


def revoke(scope: Scope, link_id: str, *, at: datetime) -> None:
    """End a link whose person works here no more; one that was ended stays so."""
    link = scope.feeds.get(link_id)
    if link is not None and link.revoked_at is None:
        _revoke(scope, link, at)


@reads
def of_link(scope: Scope, link_id: str, *, at: datetime) -> Feed | None:
    """Return what the calendar of a link shows at the instant `at`; None if it was ended."""
    link = scope.feeds.get(link_id)
    if link is None or link.revoked_at is not None:
        return None
    return _feed(scope, people.require(scope, link.person_id), at)


@reads
def own(scope: Scope, *, at: datetime) -> Feed:
    """Return what the asker's calendar shows. Refusal "stranger"."""
    return _feed(scope, people.require_member(scope), at)


@reads
def of_named(scope: Scope, said: str, *, at: datetime) -> Feed:
    """Return the calendar of a colleague, by Slack id or by name in any letter case.

    For whoever runs Push-In. Refusals: `person_unknown` (name), `person_ambiguous` (name, known).
    """
    everybody = scope.people.active()
    wanted = said.strip().casefold()
    found = [one for one in everybody if wanted == (one.slack_user_id or "").casefold()]
    found = found or [one for one in everybody if wanted == one.name.casefold()]
    if not found:
        raise errors.Refusal("person_unknown", name=said)
    if len(found) > 1:
        known = tuple(one.slack_user_id or one.id for one in found)
        raise errors.Refusal("person_ambiguous", name=said, known=known)
    return _feed(scope, found[0], at)


def _state(scope: Scope, person: tables.Person) -> FeedState:
    link = scope.feeds.open_of(person.id)
    if link is None:
        return FeedState("", None)
    return FeedState(link.id, attention.today(scope, person, link.created_at))


def _as_seen(scope: Scope, person: tables.Person, seen: str) -> tables.Feed | None:
    """Return the link that works now, which must be the one that the person saw."""
    link = scope.feeds.open_of(person.id)
    if (link.id if link else "") != seen:
        raise errors.Stale("link_changed")
    return link


def _revoke(scope: Scope, link: tables.Feed, at: datetime) -> None:
    link.revoked_at = at
    scope.session.add(link)
    scope.session.flush()


def _feed(scope: Scope, person: tables.Person, at: datetime) -> Feed:
    ids = scope.weeks.plan_ids(person.id)
    rows: dict[str, list[tables.Session]] = defaultdict(list)
    for row in scope.weeks.all_sessions(ids):
        rows[row.plan_id].append(row)
    today = attention.today(scope, person, at)
    since = today - SHOWN_BEFORE - timedelta(days=today.weekday())
    out = scope.absences.out_of(person.id, datetime.combine(since, datetime.min.time(), at.tzinfo))
    plans = [_plan(scope, plan, rows[plan.id], since, out) for plan in scope.weeks.plans(ids)]
    plans += _covered(scope, person, ids, since)
    return Feed(people.ref(person), scope.workspace_id, tuple(one for one in plans if one.sessions))


def _covered(
    scope: Scope, person: tables.Person, own: Collection[str], since: date
) -> Iterator[FeedPlan]:
    """Yield the sessions that somebody covers, by plan: single dates, in their provider's place."""
    asked = scope.sessions.of_ids(scope.absences.covered(person.id))
    mine = [
        row for row in asked if row.plan_id not in own and outs.covers(scope, row.id, person.id)
    ]
    for plan in scope.weeks.plans({row.plan_id for row in mine}):
        covered = [row for row in mine if row.plan_id == plan.id]
        found = _plan(scope, plan, covered, since, frozenset())
        at_work = replace(found.plan, provider=people.ref(person))
        yield replace(found, plan=at_work, weekly=False)


def _plan(
    scope: Scope,
    plan: tables.Plan,
    rows: Sequence[tables.Session],
    since: date,
    out: frozenset[str],
) -> FeedPlan:
    """Return a plan as its person's calendar has it: what they are `out` of is not on for them."""
    facts = plan_facts.facts(scope, plan)
    shown = (
        _session(scope, row, facts, is_out=row.id in out)
        for row in rows
        if max(row.on_date, row.original_date) >= since and row.reason != derivation.PLAN_CHANGED
    )
    return FeedPlan(
        plan=facts,
        weekly=not plan.cycle_days and not plan.monthly,
        interval=plan.interval,
        # Of all its sessions, also of those no longer shown: it must never fall.
        sequence=plan.revision - 1 + sum(row.revision - 1 for row in rows),
        made_at=plan.created_at,
        sessions=tuple(shown),
    )


def _session(scope: Scope, row: tables.Session, plan: PlanFacts, *, is_out: bool) -> FeedSession:
    room = scope.classrooms.get(row.classroom_id) if row.classroom_id else None
    is_joint = bool(plan.together) and _state_of(row) == "on"
    elsewhere = plan_facts.school_of(scope, room).name if room else plan.school_name
    return FeedSession(
        id=row.id,
        original_on=row.original_date,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state="off" if is_out else _state_of(row),
        revision=row.revision,
        room=room.room if room else plan.room,
        school_name=elsewhere,
        beside=tuple(one.provider for one in joint.beside(scope, row)) if is_joint else (),
    )


def _state_of(row: tables.Session) -> Literal["on", "off", "open"]:
    if row.status == "cancelled" or row.obstacle == "routine_missing":
        return "off"
    return "open" if row.obstacle == "unknown_day" else "on"
