"""Answers about the goal areas of a plan: more, the same or less support, one tap each."""

from collections.abc import Sequence
from datetime import date, datetime

from pushin import (
    calendars,
    errors,
    goals,
    logs,
    pairs,
    people,
    plan_facts,
    progress,
    rights,
    touchbase_notes,
)
from pushin.kinds import reads
from pushin.log_inputs import GIVEN
from pushin.results.minutes import Balance, PlanLine, ProgressForm, Sums, Trend
from storage import tables
from storage.scope import Scope, fresh_id
from storage.tables.records import SUPPORT

_AREAS = 5
"""Goal areas that are offered for a plan at most: one screen."""


@reads
def form(scope: Scope, plan_id: str, *, at: datetime) -> ProgressForm:
    """Return the goal areas of a plan, with what was said; Refusals `plan_gone`, `not_yours`."""
    return ProgressForm((_entry(scope, _allowed(scope, plan_id), at=at),))


@reads
def of_touch_base(scope: Scope, touch_base_id: str, *, at: datetime) -> ProgressForm:
    """Return the goal areas of what a touch-base's two share.

    Refusals: those of `touchbase_notes.own`; `pair_gone` where they share nothing any more.
    """
    row = touchbase_notes.own(scope, touch_base_id)
    shared = pairs.plans(scope, pairs.of_touch_base(scope, row), at=at)
    if not shared:
        raise errors.Refusal("pair_gone")
    return ProgressForm(tuple(_entry(scope, plan, at=at) for plan in shared))


@reads
def of_day(scope: Scope, on: date, *, at: datetime) -> ProgressForm:
    """Return the goal areas of the asker's own push-ins that were held on a local date.

    Refusals: `stranger`, `progress_nothing` (on) where none was.
    """
    me = people.require_member(scope)
    rows = [row for row in logs.own_on(scope, me, on) if row.status in GIVEN and row.frozen_at]
    plans = {row.plan_id: plan_facts.require(scope, row.plan_id) for row in rows}
    found = [one for one in plans.values() if not plan_facts.is_over(scope, one, at=at)]
    if not found:
        raise errors.Refusal("progress_nothing", on=on)
    return ProgressForm(tuple(_entry(scope, one, at=at) for one in found))


def say(
    scope: Scope,
    plan_id: str,
    goal_area: str,
    support: str,
    *,
    shown: Sequence[str] = (),
    at: datetime,
) -> ProgressForm:
    """Keep that a goal area of a plan needs `more`, the `same` or `less` support than before.

    Said again on the same date it replaces what the person said. `shown` are the plans that stood
    beside it. Refusals: `plan_gone`, `not_yours`, `plan_ended`, `goal_unknown` for what is no goal
    area or no answer.
    """
    plan = _allowed(scope, plan_id)
    plan_facts.check_open(scope, plan, at=at)
    if support not in SUPPORT or goal_area not in {one.key for one in goals.known()}:
        raise errors.Refusal("goal_unknown")
    calendar = calendars.calendar_of(scope, plan_facts.classroom_of(scope, plan).school_id)
    asker, on = people.require_member(scope), calendars.today(calendar, at)
    same = [
        row
        for row in scope.progress.of_plan(plan.id)
        if (row.goal_area, row.on_date, row.said_by) == (goal_area, on, asker.id)
    ]
    row = same[0] if same else None
    if row is None:
        row = tables.Progress(
            workspace_id=scope.workspace_id,
            id=fresh_id(),
            plan_id=plan.id,
            goal_area=goal_area,
            support=support,
            on_date=on,
            said_by=asker.id,
            at=at,
        )
    row.support, row.at = support, at
    scope.session.add(row)
    scope.session.flush()
    beside = [_allowed(scope, one) for one in shown] if plan.id in shown else [plan]
    return ProgressForm(tuple(_entry(scope, one, at=at) for one in beside))


def _allowed(scope: Scope, plan_id: str) -> tables.Plan:
    people.require_member(scope)
    plan = plan_facts.require(scope, plan_id)
    rights.require(scope, "progress", plan=plan)
    return plan


def _entry(
    scope: Scope, plan: tables.Plan, *, at: datetime
) -> tuple[str, PlanLine, tuple[Trend, ...]]:
    """Return a plan with its goal areas: those of which something was said or logged.

    Until the day after the first was said, those that its provider's discipline typically serves.
    """
    room = plan_facts.classroom_of(scope, plan)
    today = calendars.today(calendars.calendar_of(scope, room.school_id), at)
    said = {one.goal_area: one for one in progress.trend(scope, plan.id)}
    before = [area for area, one in said.items() if one.said[0][0] < today]
    known = list(filter(None, [*before, *scope.progress.logged_areas(plan.id)]))
    provider = people.require(scope, plan.provider_id)
    usual = [] if known else [one.key for one in goals.of_discipline(provider.discipline)]
    areas = list(dict.fromkeys([*known, *usual[:_AREAS], *said]))[:_AREAS]
    name = PlanLine(
        room.room,
        plan.anchor_name,
        plan.start_minute,
        plan.end_minute,
        plan.service_delivery_model,
        Balance(Sums()),
    )
    return plan.id, name, tuple(said.get(area, Trend(area, ())) for area in areas)
