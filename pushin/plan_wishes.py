"""A plan from a date on as somebody would ask for it: what a change does not name stays."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from pushin import anchors, calendars, errors, plan_facts, routines
from pushin.change_inputs import ChangeInput
from pushin.plan_inputs import PlanInput
from school import rule_dates
from school.calendar import SchoolCalendar
from school.recurrence import Anchor
from storage import tables
from storage.scope import Scope

_DAY = timedelta(days=1)


def first_open(scope: Scope, plan: tables.Plan, on: date, *, at: datetime) -> date:
    """Return the date `on`, or the first after it from which a plan can still be changed.

    Refusal: `change_after_end` (last) where there is none.
    """
    room = plan_facts.classroom_of(scope, plan)
    calendar = calendars.calendar_of(scope, room.school_id)
    today = calendars.today(calendar, at)
    begun = {row.on_date for row in scope.sessions.of_plan(plan.id) if row.starts_at <= at}
    overrides = calendars.overrides_of(scope, calendar.id)
    first = max(on, today)
    while first <= plan.until_date:
        day = calendar.day(first, overrides)
        is_school = day.in_session or not day.known
        if first not in begun and (is_school or first == on):
            return first
        first += _DAY
    raise errors.Refusal("change_after_end", last=plan.until_date)


def of(
    scope: Scope, plan: tables.Plan, given: ChangeInput, calendar: SchoolCalendar, first: date
) -> PlanInput:
    """Return the plan from a date on; its student codes are copied with their dates, not asked.

    Refusals: `split_all_days` where no day is left to it, `no_dates` (first, last).
    """
    room = plan_facts.classroom_of(scope, plan)
    provider_id = given.provider_id or plan.provider_id
    adults = set(scope.plans.adult_ids(plan.id)) - {plan.provider_id, provider_id, room.teacher_id}
    adults.discard(given.without)
    weekdays = (given.weekdays or frozenset(plan.weekdays)) - given.apart
    if given.apart and not weekdays:
        raise errors.Refusal("split_all_days")
    asked = PlanInput(
        provider_id=provider_id,
        classroom_id=given.classroom_id or plan.classroom_id,
        paras=tuple(sorted(adults)),
        weekdays=weekdays,
        anchor=_anchor(scope, plan, given, calendar),
        from_date=first,
        until_date=plan.until_date,
        service_delivery_model=given.model or plan.service_delivery_model,
        lead_minutes=plan.lead_minutes,
        interval=plan.interval,
        cycle_days=tuple(plan.cycle_days),
        monthly=tuple((n, weekday) for n, weekday in plan.monthly),
    )
    return _in_step(plan, asked, first, _moved_before(scope, plan, first))


def apart(
    scope: Scope, plan: tables.Plan, given: ChangeInput, calendar: SchoolCalendar, first: date
) -> PlanInput:
    """Return what the days that part from a plan become: as long as its sessions are.

    It hangs on the plan's routine, unless a time was said for it. Refusals as `of`.
    """
    start = given.apart_start
    length = plan.end_minute - plan.start_minute
    own = ChangeInput(
        what="change",
        plan_id=plan.id,
        session_id=given.session_id,
        start=start,
        end=None if start is None else start + length,
        classroom_id=given.classroom_id,
        weekdays=given.apart,
        model=given.apart_model,
        provider_id=given.provider_id,
    )
    return of(scope, plan, own, calendar, first)


def _moved_before(scope: Scope, plan: tables.Plan, first: date) -> frozenset[date]:
    """Return the dates from `first` on whose session was moved to before it: it is had there."""
    return frozenset(
        row.original_date
        for row in scope.sessions.of_plan(plan.id)
        if row.on_date < first <= row.original_date
    )


def _in_step(plan: tables.Plan, asked: PlanInput, first: date, had: frozenset[date]) -> PlanInput:
    """Return the plan with its weeks counted on, and without the dates that stay left out."""
    whole = replace(
        anchors.rule(plan, Anchor("clock"), first=first),
        weekdays=asked.weekdays,
        except_dates=frozenset(),
    )
    own = list(rule_dates.dates(whole)) if whole.first <= whole.last else []
    if not own:
        raise errors.Refusal("no_dates", first=first, last=plan.until_date)
    left_out = (frozenset(map(date.fromisoformat, plan.except_dates)) | had) & frozenset(own)
    if plan.interval == 1:
        return replace(asked, except_dates=left_out)
    return replace(asked, except_dates=left_out, from_date=own[0], counted_from=own[0])


def _anchor(
    scope: Scope, plan: tables.Plan, given: ChangeInput, calendar: SchoolCalendar
) -> Anchor:
    """Return what the plan hangs on from then on.

    Times that were said by themselves stay a part of its routine if they are inside it.
    """
    start, end = given.start, given.end
    if given.anchor is not None:
        return replace(given.anchor, start=start, end=end) if start is not None else given.anchor
    known = routines.of_room(scope, plan.classroom_id)
    if start is None and end is None:
        return anchors.of_plan(plan, calendar, known)
    begin = plan.start_minute if start is None else start
    until = begin + plan.end_minute - plan.start_minute if end is None else end
    whole = anchors.place(plan, calendar, known)
    if whole is not None and whole[0] <= begin and until <= whole[1]:
        kind: Any = plan.anchor_kind
        return Anchor(kind, plan.anchor_name, begin, until)
    return Anchor("clock", start=begin, end=until)
