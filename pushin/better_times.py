"""When a plan would fit best instead of where it is, as `/pushin suggest` has it."""

from datetime import datetime

from pushin import errors, goals, people, suggestions
from pushin.asked_suggestions import Asked
from pushin.fitting_times import Found
from pushin.plan_inputs import PlanInput
from pushin.results import BetterTime
from storage import tables
from storage.scope import Scope, Who


def of(scope: Scope, plan: tables.Plan, *, at: datetime) -> BetterTime | None:
    """Return when a plan would fit best instead; None where nothing fits."""
    found = plan_of(scope, plan, at=at)
    if found is None or found.anchor.start is None or found.anchor.end is None:
        return None
    days = tuple(sorted(found.weekdays))
    return BetterTime(days, found.anchor.start, found.anchor.end, found.anchor.name)


def plan_of(scope: Scope, plan: tables.Plan, *, at: datetime) -> PlanInput | None:
    """Return the best other time of a plan's week in its room: its routine's first, else a goal's.

    As often and as long as it is. None where nothing fits, or its rhythm is not weekly.
    """
    if not plan.weekdays or plan.cycle_days or plan.monthly:
        return None
    provider = people.require(scope, plan.provider_id)
    theirs = Scope(scope.within, Who(scope.workspace_id, provider.slack_user_id))
    wanted = [f"name:{plan.anchor_name}"] if plan.anchor_name else []
    wanted += [f"goal:{one.key}" for one in goals.of_discipline(provider.discipline)]
    for goal in wanted:
        asked = Asked(
            goal=goal,
            provider_id=provider.id,
            classroom_ids=(plan.classroom_id,),
            times=len(plan.weekdays),
            minutes=plan.end_minute - plan.start_minute,
        )
        found = _first(theirs, asked, at)
        if found is not None:
            return found
    return None


def _first(scope: Scope, asked: Asked, at: datetime) -> PlanInput | None:
    try:
        found = suggestions.look(scope, asked, at=at)
    except errors.Refusal:
        return None  # nothing is known of where they are: then nothing is suggested
    if not isinstance(found, Found) or not found.options:
        return None
    offer = found.options[0].offer
    is_whole = offer.missing == 0 and offer.end - offer.start == asked.minutes
    return found.plan(0) if is_whole else None
