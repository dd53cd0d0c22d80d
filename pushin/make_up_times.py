"""Times in which missed minutes can be made up, and the push-in of one date that does it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pushin import (
    anchors,
    calendars,
    carried,
    clashes,
    derivation,
    errors,
    make_ups,
    people,
    plan_drafts,
    plan_facts,
    plan_rows,
    plans,
    routines,
    sessions,
)
from pushin.kinds import reads
from pushin.plan_drafts import Prepared
from pushin.plan_inputs import PlanInput
from pushin.results import MakeUpPlanned, MakeUpSlot, MakeUpTimes
from school.errors import SchoolError
from storage import tables
from storage.scope import Scope, fresh_id

SHOWN = 5
_WEEKS = 8
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Offer:
    """A date that fits, and the plan that it would be."""

    slot: MakeUpSlot
    prepared: Prepared


@reads
def times(scope: Scope, make_up_id: str, *, at: datetime) -> MakeUpTimes:
    """Return dates on which the same people can make up for it, indirect weeks first.

    In the same routine (from its beginning on, where a part of it was missed), long enough, free
    for the provider and the room; before the missed date too, where that is known in advance.
    Refusals as `make_ups.require`; Stale `make_up_done`, `make_up_planned`;
    `make_up_not_owed` where nobody said that it is owed.
    """
    row = _owed(scope, make_up_id)
    found = []
    for offer in _offers(scope, row, at=at):
        found.append(offer.slot)
        if len(found) == SHOWN:
            break
    return MakeUpTimes(make_ups.facts(scope, row), tuple(found))


def take(scope: Scope, make_up_id: str, on: date, *, at: datetime) -> MakeUpPlanned:
    """Plan a push-in of one date that makes up for missed minutes; a second tap plans nothing.

    It has the same adults and expectations, and what they agreed. Refusals as `times`, and Stale
    `make_up_taken` (on) where something else is on that date by now.
    """
    row = make_ups.require(scope, make_up_id)
    if row.plan_id is not None:
        (session, *_) = scope.sessions.of_plan(row.plan_id)
        return MakeUpPlanned(make_ups.facts(scope, row), sessions.facts(scope, session), again=True)
    row = _owed(scope, make_up_id)
    offer = next(_offers(scope, row, only=on, at=at), None)
    if offer is None:
        raise errors.Stale("make_up_taken", on=on)
    missed = sessions.require(scope, row.session_id)
    old = plan_facts.require(scope, missed.plan_id)
    by = people.require_member(scope).id
    plan = plan_rows.insert(scope, offer.prepared, plan_id=fresh_id(), by=by, at=at)
    row.plan_id = plan.id
    scope.make_ups.add(row)
    made = derivation.derive(scope, plan, offer.prepared.calendar, at=at)
    carried.agreement(scope, old, plan, at=at)
    carried.expectations(scope, old, plan)
    plans.begin(scope, plan, made, at=at)
    (session,) = scope.sessions.of_plan(plan.id)
    return MakeUpPlanned(make_ups.facts(scope, row), sessions.facts(scope, session))


def _owed(scope: Scope, make_up_id: str) -> tables.MakeUp:
    row = make_ups.require(scope, make_up_id)
    make_ups.refuse_settled(scope, row)
    if row.state != "owed":
        raise errors.Refusal("make_up_not_owed")
    return row


def _offers(
    scope: Scope, row: tables.MakeUp, *, only: date | None = None, at: datetime
) -> Iterator[_Offer]:
    """Yield the dates that fit, the best first; of one date if `only` is given."""
    missed = sessions.require(scope, row.session_id)
    plan = plan_facts.require(scope, missed.plan_id)
    provider = people.require(scope, plan.provider_id)
    calendar = calendars.calendar_of(scope, plan_facts.classroom_of(scope, plan).school_id)
    weeks = scope.indirect.weeks(plan.provider_id)
    today = calendars.today(calendar, at)
    last = min(today + _WEEKS * 7 * _DAY, calendar.last_day or date.max)
    overrides = calendars.overrides_of(scope, calendar.id)
    days = [day.on for day in calendar.days(today, last, overrides) if day.in_session]
    away = scope.absences.away([provider.id], today, last)
    own = {one.on_date for one in scope.sessions.of_plan(plan.id) if sessions.is_on(one)}
    for on in sorted(days, key=lambda on: (_monday(on) not in weeks, on)):
        if on in own or only not in {None, on}:
            continue
        prepared = _prepared(scope, _input(scope, plan, missed, row, on), at=at)
        if prepared is None:
            continue
        (one,) = prepared.on
        if one.start is None or one.end is None or one.end - one.start < row.minutes:
            continue
        if any(out.covers(on, (one.start, one.end)) for out in away):
            continue
        slot = MakeUpSlot(
            on,
            one.start,
            one.end,
            plan.anchor_name,
            indirect=_monday(on) in weeks,
            before=on < missed.on_date,
        )
        yield _Offer(slot, prepared)


def _prepared(scope: Scope, given: PlanInput, *, at: datetime) -> Prepared | None:
    """Return a push-in of one date, where nothing is in its way."""
    try:
        found = plan_drafts.prepare(scope, given, at=at)
    except (errors.Refusal, SchoolError):
        return None
    return found if len(found.on) == 1 and not clashes.of(scope, found) else None


def _input(
    scope: Scope, plan: tables.Plan, missed: tables.Session, row: tables.MakeUp, on: date
) -> PlanInput:
    room = plan_facts.classroom_of(scope, plan)
    calendar = calendars.calendar_of(scope, room.school_id)
    anchor = anchors.of_plan(plan, calendar, routines.of_room(scope, room.id))
    start = plan.start_minute
    if row.minutes < plan.end_minute - start:
        anchor = replace(anchor, start=start, end=start + row.minutes)
        anchor = replace(anchor, offset_from=None, minutes=None)
    others = set(scope.plans.adult_ids(plan.id)) - {plan.provider_id, room.teacher_id}
    codes = (row.code,) if row.code else tuple(scope.plans.student_codes(plan.id, missed.on_date))
    return PlanInput(
        provider_id=plan.provider_id,
        classroom_id=room.id,
        paras=tuple(sorted(others)),
        weekdays=frozenset({on.weekday()}),
        anchor=anchor,
        from_date=on,
        until_date=on,
        service_delivery_model=plan.service_delivery_model,
        lead_minutes=plan.lead_minutes,
        student_codes=codes,
    )


def _monday(on: date) -> date:
    return on - on.weekday() * _DAY
