"""What a change is, as facts to be said: from what was asked, from rows, or from its undo."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pushin import change_rows, people, plan_facts, session_slots
from pushin.change_inputs import OF_ONE, ChangeInput
from pushin.results import ChangeFacts, PlanFacts, Slot, What
from storage import tables
from storage.scope import Scope


def of_input(scope: Scope, given: ChangeInput, dates: tuple[date, ...] = ()) -> ChangeFacts:
    """Return what is asked for, with all that it says; `dates` are the sessions concerned.

    Nothing is checked, so a proposal can be told even where it does not fit any more.
    """
    plan = plan_facts.require(scope, given.plan_id)
    facts = plan_facts.facts(scope, plan)
    if given.is_of_one:
        row = scope.sessions.get(given.session_id)
        here = None if row is None else session_slots.slot(scope, row)
        return ChangeFacts(given.what, facts, here, _there(scope, plan, given, here))
    then = _then(scope, facts, given) if given.what == "change" else None
    apart = _apart(then, facts, given) if then is not None and given.apart else None
    carried = then is not None and _is_carried(scope, facts, then)
    return ChangeFacts(
        given.what,
        facts,
        first=given.on,
        last=given.until,
        dates=dates,
        then=then,
        carried=carried,
        apart=apart,
    )


def of_rows(
    scope: Scope,
    plan: tables.Plan,
    what: What,
    rows: Sequence[tables.Session],
    *,
    first: date | None = None,
    last: date | None = None,
) -> ChangeFacts:
    """Return what is done to sessions of a plan."""
    facts = plan_facts.facts(scope, plan)
    if what in OF_ONE:
        return ChangeFacts(what, facts, session_slots.slot(scope, rows[0]))
    dates = tuple(sorted(row.on_date for row in rows))
    return ChangeFacts(what, facts, first=first, last=last, dates=dates)


def of_undo(scope: Scope, undo_id: str) -> ChangeFacts:
    """Return what was changed, as it was kept for its undo.

    What is said of the plan itself (its rhythm, who is part of it) is as it is now.
    """
    kept = require(scope, undo_id)
    what: What = kept.before["what"]
    plan = plan_facts.require(scope, kept.before["plan"])
    if what in {"move", "skip"}:
        return _of_one(scope, plan, what, kept)
    facts = plan_facts.facts(scope, plan)
    first, last = (_date(kept.after.get(name)) for name in ("first", "last"))
    if what in {"pause", "resume"}:
        dates = tuple(sorted(_date(one["on_date"]) for one in kept.after["sessions"].values()))  # type: ignore[type-var]
        return ChangeFacts(what, facts, first=first, last=last, dates=dates)  # type: ignore[arg-type]
    then, apart = (_plan(scope, kept.after.get(name)) for name in ("then", "apart"))
    carried = bool(kept.after.get("carried"))
    return ChangeFacts(what, facts, first=first, then=then, carried=carried, apart=apart)


def _plan(scope: Scope, plan_id: str | None) -> PlanFacts | None:
    found = scope.plans.get(plan_id) if plan_id else None
    return None if found is None else plan_facts.facts(scope, found)


def require(scope: Scope, undo_id: str) -> tables.Undo:
    """Return the undo of a change, whoever's it is."""
    found = find(scope, undo_id)
    assert found is not None, undo_id  # noqa: S101  it was kept in this transaction, or looked for
    return found


def find(scope: Scope, undo_id: str) -> tables.Undo | None:
    """Return the undo of a change, whoever's it is; None if there is none."""
    return scope.session.get(tables.Undo, {"workspace_id": scope.workspace_id, "id": undo_id})


def _there(scope: Scope, plan: tables.Plan, given: ChangeInput, here: Slot | None) -> Slot | None:
    """Return where and when a session would be; None for one that falls out."""
    if given.what == "skip" or here is None:
        return None
    return Slot(
        given.on or here.on,
        here.start if given.start is None else given.start,
        here.end if given.end is None else given.end,
        session_slots.room_named(scope, plan, given.classroom_id),
    )


def _then(scope: Scope, facts: PlanFacts, given: ChangeInput) -> PlanFacts:
    """Return a plan as it would go on."""
    room = scope.classrooms.get(given.classroom_id or facts.classroom_id)
    found = replace(
        facts,
        weekdays=tuple(sorted(frozenset(given.weekdays or facts.weekdays) - given.apart)),
        start=facts.start if given.start is None else given.start,
        end=facts.end if given.end is None else given.end,
        service_delivery_model=given.model or facts.service_delivery_model,
        from_date=given.on or facts.from_date,
    )
    if given.anchor is not None:
        found = replace(found, anchor_kind=given.anchor.kind, during=given.anchor.name)
    if given.provider_id not in {None, facts.provider.id}:
        provider = people.ref(people.require(scope, given.provider_id or ""))
        both = {facts.provider.id, provider.id}
        others = (one for one in facts.adults if one.id not in both)
        found = replace(found, provider=provider, adults=(provider, *others))
    if room is None:
        return found
    teacher = people.ref(people.require(scope, room.teacher_id))
    return replace(found, classroom_id=room.id, room=room.room, teacher=teacher)


def _apart(then: PlanFacts, facts: PlanFacts, given: ChangeInput) -> PlanFacts:
    """Return what the days that part become."""
    start = facts.start if given.apart_start is None else given.apart_start
    by_clock = given.apart_start not in {None, facts.start}
    return replace(
        then,
        weekdays=tuple(sorted(given.apart)),
        service_delivery_model=given.apart_model or facts.service_delivery_model,
        start=start,
        end=start + facts.end - facts.start,
        anchor_kind="clock" if by_clock else facts.anchor_kind,
        during="" if by_clock else facts.during,
    )


def _is_carried(scope: Scope, before: PlanFacts, then: PlanFacts) -> bool:
    """Tell whether roles go along: time, room and routine may change, nothing else."""
    same = (before.service_delivery_model, before.teacher, before.provider) == (
        then.service_delivery_model,
        then.teacher,
        then.provider,
    )
    return same and scope.agreements.current(before.id) is not None


def _of_one(scope: Scope, plan: tables.Plan, what: What, kept: tables.Undo) -> ChangeFacts:
    facts = plan_facts.facts(scope, plan)
    (before,), (after,) = (one["sessions"].values() for one in (kept.before, kept.after))
    here = _slot(scope, plan, before)
    there = None if what == "skip" else _slot(scope, plan, after)
    return ChangeFacts(what, facts, here, there)


def _slot(scope: Scope, plan: tables.Plan, kept: Mapping[str, Any]) -> Slot:
    """Return when and where a kept session was."""
    values = {name: change_rows.read(name, value) for name, value in kept.items()}
    # It belongs to no transaction: only what a slot is made of.
    row = tables.Session(
        workspace_id=plan.workspace_id,
        id="",
        plan_id=plan.id,
        original_date=values["on_date"],
        **values,
    )
    return session_slots.slot(scope, row)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
