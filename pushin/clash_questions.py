"""Clashes that a changed calendar made: found anew each time, asked once, until kept or gone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from pushin import (
    attention,
    calendars,
    clashes,
    errors,
    joint,
    live,
    people,
    plan_facts,
    prompts,
    repaired_days,
    rights,
    sessions,
)
from pushin.results import BothKept, Clash, WaitingClash
from storage import tables
from storage.queries.sessions import Taken
from storage.scope import Scope

AHEAD = timedelta(weeks=4)
"""How far ahead a provider is asked about a clash; a later one waits until it is that near."""
_DAY = timedelta(days=1)
_OF_BOTH = frozenset({"provider", "travel"})
"""Kinds of clashes of two plans of the same provider: kept for one, they are kept for both."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A clash of a plan with the other thing, on some of its dates."""

    plan: tables.Plan
    key: clashes.Key
    clash: Clash
    dates: tuple[date, ...]


# --- look -------------------------------------------------------------------------------------


def of(scope: Scope, person: tables.Person, *, at: datetime) -> tuple[WaitingClash, ...]:
    """Return what a provider is to decide about of the next weeks, each clash once.

    What a message about today names is left out.
    """
    found = []
    today = attention.today(scope, person, at)
    for one in _open(scope, person, at, at + AHEAD):
        told = today in one.dates and repaired_days.carries(scope, person, today, at=at)
        dates = [on for on in one.dates if on != today or not told]
        if not dates:
            continue
        first = _again(scope, one, dates[0], at) if dates[0] != one.clash.on else one
        session = _session(scope, one.plan, dates[0])
        if first is not None and session is not None:
            facts = sessions.facts(scope, session)
            key = "/".join((one.plan.id, *one.key))
            more = len(dates) - 1
            found.append(WaitingClash(key, first.clash, facts, one.plan.revision, more))
    return tuple(found)


def on_date(scope: Scope, person: tables.Person, on: date) -> tuple[Clash, ...]:
    """Return what is at the same time as a provider's own push-ins of a date, and is not kept."""
    if person.role != "provider":
        return ()
    midnight = datetime.combine(on, datetime.min.time(), tzinfo=UTC)
    found = _open(scope, person, midnight - _DAY, midnight + 2 * _DAY, only=on)
    return tuple(one.clash for one in found)


def _again(scope: Scope, one: _Found, on: date, at: datetime) -> _Found | None:
    """Return a clash as it is on another of its dates."""
    provider = people.require(scope, one.plan.provider_id)
    found = _open(scope, provider, at, at + AHEAD, only=on)
    return next((new for new in found if (new.plan, new.key) == (one.plan, one.key)), None)


def _open(
    scope: Scope,
    person: tables.Person,
    first: datetime,
    last: datetime,
    *,
    only: date | None = None,
) -> list[_Found]:
    """Return the clashes of a provider's plans between two instants that nobody keeps."""
    plans = scope.plans.of_provider(person.id) if person.role == "provider" else ()
    if not plans:
        return []
    rooms = {plan.id: plan_facts.classroom_of(scope, plan) for plan in plans}
    teachers = {room.teacher_id for room in rooms.values()}
    taken = scope.sessions.taken(first, last, people=[person.id, *sorted(teachers)])
    taken = [one for one in taken if only is None or one.on == only]
    kept = _kept(scope, plans)
    found: dict[frozenset[str], _Found] = {}
    for plan in plans:
        times = [(one.on, one.starts_at, one.ends_at) for one in taken if _is_of(one, plan, first)]
        claim = claim_of(scope, person, plan, rooms[plan.id])
        for one in _of_plan(scope, plan, claim, times, taken):
            if (plan.id, *one.key) not in kept:
                found.setdefault(_same(one), one)
    return sorted(found.values(), key=lambda one: (one.clash.on, one.clash.start, one.plan.id))


def _is_of(one: Taken, plan: tables.Plan, first: datetime) -> bool:
    return one.plan_id == plan.id and one.starts_at > first


def _kept(scope: Scope, plans: Sequence[tables.Plan]) -> set[tuple[str, str, str]]:
    """Return what is kept, and what is asked or answered of plans to be treated together."""
    rows = scope.clashes.of_plans([plan.id for plan in plans])
    kept = {(row.plan_id, row.other, row.kind) for row in rows}
    both = {(row.other, row.plan_id, row.kind) for row in rows if row.kind in _OF_BOTH}
    asked = (joint.ASKS, joint.ASKED)
    return kept | both | {(row.plan_id, row.other, "room") for row in rows if row.kind in asked}


def _same(one: _Found) -> frozenset[str]:
    """Return what two plans of one provider that clash with one another have in common."""
    kind = one.key[1]
    return frozenset({kind, one.plan.id, one.key[0] if kind in _OF_BOTH else f"<{one.key[0]}"})


def _of_plan(
    scope: Scope,
    plan: tables.Plan,
    claim: clashes.Claim,
    times: clashes.Times,
    taken: Sequence[Taken],
) -> list[_Found]:
    """Return the clashes of a plan, each with all of its dates.

    What the search finds first of each is taken out of its dates, and the rest searched again.
    """
    found: dict[clashes.Key, _Found] = {}
    left = times
    while left:
        new = clashes.among(scope, claim, left, taken, without=(plan.id,))
        if not new:
            break
        for key, clash in new.items():
            before = found.get(key)
            dates = () if before is None else before.dates
            found[key] = _Found(plan, key, before.clash if before else clash, (*dates, clash.on))
        first = min(clash.on for clash in new.values())
        left = [one for one in left if one[0] > first]
        found = {key: replace(one, dates=_once(one.dates)) for key, one in found.items()}
    return list(found.values())


def _once(dates: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted(set(dates)))


def claim_of(
    scope: Scope, provider: tables.Person, plan: tables.Plan, room: tables.Classroom
) -> clashes.Claim:
    """Return whom and what a plan takes."""
    return clashes.Claim(
        provider=provider,
        teacher_id=room.teacher_id,
        teacher_name=people.require(scope, room.teacher_id).name,
        classroom_id=room.id,
        school_id=room.school_id,
        zone=calendars.calendar_of(scope, room.school_id).zone,
        adults=frozenset(scope.plans.adult_ids(plan.id)),
        joined=frozenset(one.id for one in joint.others(scope, plan)),
    )


def _session(scope: Scope, plan: tables.Plan, on: date) -> tables.Session | None:
    return next(iter(scope.clashes.on_date((plan.id,), on)), None)


# --- keep -------------------------------------------------------------------------------------


def keep_shown(
    scope: Scope, plan: tables.Plan, found: Mapping[clashes.Key, Clash], *, at: datetime
) -> None:
    """Keep the clashes that a plan was saved in sight of: nobody is asked about them again."""
    for (other, kind), clash in found.items():
        _keep(scope, plan.id, other, kind, at=at)
        # Whom the other plan belongs to is told by what they see; their calendar did not change.
        for plan_id in clash.plan_ids if kind != "room" else ():
            _keep(scope, plan_id, other if kind == "adults" else plan.id, kind, at=at)


def keep_both(scope: Scope, key: str, revision: int, *, at: datetime) -> BothKept:
    """Keep a plan although something else is at the same time; its provider alone may.

    `key` and `revision` are those of the question. A clash that is gone, or kept already, changes
    nothing. Refusals: `plan_gone`, `plan_ended`, `not_yours`, `stranger`, `clash_changed` where
    the plan was changed since it was asked.
    """
    people.require_member(scope)
    plan_id, other, kind = _split(key)
    plan = plan_facts.require(scope, plan_id)
    rights.require(scope, "schedule", plan=plan)
    plan_facts.check_open(scope, plan, at=at)
    if scope.clashes.get(plan_id, other, kind) is not None:
        return BothKept(None, again=True)
    if plan.revision != revision:
        raise errors.Stale("clash_changed")
    provider = people.require(scope, plan.provider_id)
    found = _open(scope, provider, at, at + AHEAD)
    mine = next((one for one in found if one.plan.id == plan_id and one.key == (other, kind)), None)
    if mine is None:
        return BothKept(None, again=False)
    _keep(scope, plan_id, other, kind, at=at)
    live.changed(scope, f"person:{provider.id}")
    prompts.for_person(scope, provider.id, at=at)
    return BothKept(mine.clash, again=False)


def _split(key: str) -> tuple[str, str, str]:
    plan_id, _, rest = key.partition("/")
    other, _, kind = rest.rpartition("/")
    if not (plan_id and other and kind):
        raise errors.Refusal("plan_gone")
    return plan_id, other, kind


def keep(scope: Scope, plan: tables.Plan, key: clashes.Key, *, at: datetime) -> None:
    """Keep a clash of a plan: nobody is asked about it again."""
    _keep(scope, plan.id, *key, at=at)


def _keep(scope: Scope, plan_id: str, other: str, kind: str, *, at: datetime) -> None:
    if scope.clashes.get(plan_id, other, kind) is None:
        scope.clashes.add(
            tables.ClashKept(
                workspace_id=scope.workspace_id,
                plan_id=plan_id,
                other=other,
                kind=kind,
                kept_by=_by(scope, plan_id),
                at=at,
            )
        )


def _by(scope: Scope, plan_id: str) -> str:
    """Return who keeps something: the asker, or the plan's provider where Push-In sees to it."""
    me = scope.person
    return plan_facts.require(scope, plan_id).provider_id if me is None else me.id


# --- tell -------------------------------------------------------------------------------------


def tell(
    scope: Scope, plan: tables.Plan, rows: Collection[tables.Session], *, at: datetime
) -> None:
    """Plan the cards of those who are to decide about what these changed sessions clash with."""
    soon = [row for row in rows if sessions.is_on(row) and at < row.starts_at < at + AHEAD]
    if not soon:
        return
    room = plan_facts.classroom_of(scope, plan)
    provider = people.require(scope, plan.provider_id)
    times = sorted((row.on_date, row.starts_at, row.ends_at) for row in soon)
    claim = claim_of(scope, provider, plan, room)
    found = clashes.of_times(scope, claim, times, without=(plan.id,))
    kept = _kept(scope, [plan])
    rivals = {
        rival.provider_id
        for (other, kind), clash in found.items()
        if (plan.id, other, kind) not in kept
        for rival in (plan, *map(scope.plans.get, clash.plan_ids))
        if rival is not None
    }
    if rivals:
        live.changed(scope, *(f"person:{one}" for one in sorted(rivals)))
    for person_id in sorted(rivals):
        prompts.for_person(scope, person_id, at=at)
