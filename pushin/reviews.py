"""Whether a plan still makes sense: looked at when asked, decided by provider or teacher."""

from dataclasses import replace
from datetime import datetime

from pushin import (
    better_times,
    change_forms,
    change_requests,
    errors,
    live,
    people,
    plan_facts,
    review_decisions,
    review_facts,
    review_lists,
    rights,
)
from pushin.change_inputs import ChangeInput
from pushin.results import (
    Changed,
    ChangeForm,
    ChangePreview,
    Choice,
    ReviewEvery,
    ReviewFacts,
)
from storage.scope import Scope

VERB = "review"


def ask(
    scope: Scope, plan_id: str, channel_id: str | None, *, at: datetime
) -> ReviewFacts | Choice:
    """Return how a plan went and what can be decided; of several, which one is meant is picked.

    Without a plan it is one of the channel's, else of the asker's. Refusals: `stranger`, `no_plan`,
    `plan_gone`, `plan_ended`, `not_yours`.
    """
    me = people.require_member(scope)
    if not plan_id:
        mine = [one for one in plan_facts.of_person(scope, me.id, at=at) if _may(scope, one.id)]
        found = [one for one in mine if channel_id and one.channel_id == channel_id] or mine
        if not found:
            raise errors.Refusal("no_plan")
        if len(found) > 1:
            return Choice(VERB, tuple(found))
        plan_id = found[0].id
    plan = plan_facts.require(scope, plan_id)
    rights.require(scope, "history", plan=plan)
    plan_facts.check_open(scope, plan, at=at)
    review = review_lists.opened(scope, plan, "asked", at=at)
    with_support = rights.may(scope, "codes", plan=plan)
    facts = review_facts.of(scope, review, with_support=with_support, at=at)
    facts = replace(facts, asks_support=rights.may(scope, "progress", plan=plan))
    if not facts.may_decide or facts.decided is not None:
        return facts
    return replace(facts, better=better_times.of(scope, plan, at=at))


def _may(scope: Scope, plan_id: str) -> bool:
    return rights.may(scope, "history", plan=plan_facts.require(scope, plan_id))


def move(scope: Scope, review_id: str, *, at: datetime) -> ChangePreview | Changed:
    """Say back a plan at its best other time; Confirm is the decision.

    Refusals: those of `review_decisions.open_review`, `no_better_time`, and those of the change.
    """
    review = review_decisions.open_review(scope, review_id, at=at)
    plan = plan_facts.require(scope, review.plan_id)
    better = better_times.plan_of(scope, plan, at=at)
    if better is None:
        raise errors.Refusal("no_better_time")
    shown = change_forms.form(scope, plan.id, at=at)
    given = ChangeInput(
        what="change",
        plan_id=plan.id,
        session_id=shown.session.id,
        on=shown.session.on,
        start=better.anchor.start,
        end=better.anchor.end,
        anchor=replace(better.anchor, start=None, end=None),
        weekdays=better.weekdays,
        review_id=review.id,
    )
    return change_requests.preview(scope, given, at=at)


def form(scope: Scope, review_id: str, *, at: datetime) -> ChangeForm:
    """Return the form of a change whose Confirm is the decision; refusals as `move`."""
    review = review_decisions.open_review(scope, review_id, at=at)
    found = change_forms.form(scope, review.plan_id, at=at)
    return replace(found, review_id=review.id)


def every(scope: Scope, plan_id: str, *, on: bool, at: datetime) -> ReviewEvery:
    """Ask a plan's team every six weeks, or no more; twice changes nothing.

    Refusals: `stranger`, `plan_gone`, `plan_ended`, `not_yours`.
    """
    people.require_member(scope)
    plan = plan_facts.require(scope, plan_id)
    rights.require(scope, "propose", plan=plan)
    plan_facts.check_open(scope, plan, at=at)
    weeks = review_lists.WEEKS if on else None
    again = plan.review_weeks == weeks
    if not again:
        plan.review_weeks = weeks
        scope.session.add(plan)
        scope.session.flush()
        review_lists.for_team(scope, plan, at=at)
        live.changed(scope, f"plan:{plan.id}")
    return ReviewEvery(plan_facts.facts(scope, plan), weeks, again)
