"""What a review begins with: how the sessions of some weeks went, what was tried, what fits."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from pushin import (
    calendars,
    derivation,
    people,
    plan_facts,
    review_lists,
    rights,
)
from pushin.results import Lost, ReviewDecision, ReviewFacts, Support
from school.clock import local
from storage import tables
from storage.scope import Scope

HELD = frozenset({"held", "partial"})
_NOT_SAID = "not_said"


def of(
    scope: Scope, review: tables.Review, *, with_support: bool = False, at: datetime
) -> ReviewFacts:
    """Return a plan as it went until a review, for the asker or (without one) for a list."""
    plan = plan_facts.require(scope, review.plan_id)
    zone = calendars.calendar_of(scope, plan_facts.classroom_of(scope, plan).school_id).zone
    until = local(review.at, zone)[0]
    since = until - timedelta(weeks=review_lists.WEEKS)
    ids = chain(scope, plan)
    went = _went(scope, ids, since, until, review.at)
    told = Counter(reason for _, reason in went)
    may = rights.may(scope, "propose", plan=plan)
    return ReviewFacts(
        review_id=review.id,
        plan=plan_facts.facts(scope, plan),
        why=review.why,
        since=max(since, min([on for on, _ in went], default=since)),
        until=until,
        held=told["held"],
        count=len(went),
        unsaid=told[_NOT_SAID],
        lost=_lost(went),
        tried=_tried(scope, plan, since),
        support=_support(scope, ids, since, until) if with_support else None,
        weeks=plan.review_weeks,
        may_decide=may and not plan_facts.is_over(scope, plan, at=at),
        decided=decided(scope, review),
        before=_before(scope, ids, review),
    )


def chain(scope: Scope, plan: tables.Plan) -> list[str]:
    """Return the ids of a plan and of those it goes on from: what one team has had."""
    found = [plan.id]
    while plan.follows_id is not None and plan.follows_id not in found:
        plan = plan_facts.require(scope, plan.follows_id)
        found.append(plan.id)
    return found


def shortfall(scope: Scope, plan: tables.Plan, *, at: datetime) -> float:
    """Return which part of the minutes of the last weeks was lost, of what is known; 0 to 1."""
    room = plan_facts.classroom_of(scope, plan)
    today = local(at, calendars.calendar_of(scope, room.school_id).zone)[0]
    logs = scope.reviews.logs(
        chain(scope, plan), today - timedelta(weeks=review_lists.WEEKS), today
    )
    planned = sum(one.planned_minutes for one in logs)
    return 1 - sum(one.minutes for one in logs) / planned if planned else 0.0


def _went(
    scope: Scope, ids: Sequence[str], since: date, until: date, at: datetime
) -> list[tuple[date, str]]:
    """Return the date of each session that is over, with "held", or why it was not."""
    logs = {one.session_id: one for one in scope.reviews.logs(ids, since, until)}
    found = []
    for row in (one for key in ids for one in scope.sessions.of_plan(key)):
        is_over = since <= row.on_date <= until and row.ends_at <= at
        if is_over and row.reason != derivation.PLAN_CHANGED:
            found.append((row.on_date, _how(row, logs.get(row.id))))
    return sorted(found)


def _how(row: tables.Session, log: tables.Log | None) -> str:
    status, reason = (row.status, row.reason) if log is None else (log.status, log.reason)
    if status in HELD:
        return "held"
    if status == "planned":
        return row.obstacle or _NOT_SAID
    return reason or status


def _lost(went: Sequence[tuple[date, str]]) -> tuple[Lost, ...]:
    """Return what was lost by reason, the most frequent first."""
    by_reason: dict[str, list[date]] = {}
    for on, how in went:
        if how not in {"held", _NOT_SAID}:
            by_reason.setdefault(how, []).append(on)
    found = []
    for reason, dates in by_reason.items():
        days = {on.weekday() for on in dates}
        found.append(Lost(reason, days.pop() if len(days) == 1 else None, len(dates)))
    return tuple(sorted(found, key=lambda one: (-one.count, one.reason)))


def _tried(scope: Scope, plan: tables.Plan, since: date) -> str:
    """Return the one thing that teacher and provider tried last; for these two only."""
    teacher_id = plan_facts.classroom_of(scope, plan).teacher_id
    if scope.person is None or scope.person.id not in {teacher_id, plan.provider_id}:
        return ""
    rows = scope.touch_bases.of_pair(teacher_id, plan.provider_id)
    noted = [one for one in rows if one.try_next and one.week >= since - timedelta(days=7)]
    return max(noted, key=lambda one: one.week).try_next if noted else ""


def _support(
    scope: Scope, ids: Sequence[str], since: date, until: date
) -> tuple[Support, Support] | None:
    """Return what was said of support, the earlier half and the later; None where nothing was."""
    said = scope.reviews.progress(ids, since)
    middle = since + (until - since) / 2
    first = Counter(one.support for one in said if one.on_date <= middle)
    last = Counter(one.support for one in said if one.on_date > middle)
    return (_counted(first), _counted(last)) if said else None


def _counted(said: Counter[str]) -> Support:
    return Support(said["more"], said["same"], said["less"])


# --- decided ----------------------------------------------------------------------------------


def decided(scope: Scope, review: tables.Review) -> ReviewDecision | None:
    """Return what was decided; None while nothing is."""
    return None if review.decision is None else decision(scope, review)


def _before(scope: Scope, ids: Sequence[str], review: tables.Review) -> ReviewDecision | None:
    """Return what was decided the last time before a review; also of what the plan goes on from."""
    rows = [one for one in scope.reviews.of_plans(ids) if one.decision and one.id != review.id]
    earlier = [one for one in rows if one.at <= review.at]
    return decision(scope, max(earlier, key=lambda one: one.at)) if earlier else None


def decisions(scope: Scope, plan: tables.Plan) -> tuple[ReviewDecision, ...]:
    """Return what was decided about a plan, the newest first."""
    rows = scope.reviews.of_plans([plan.id])
    return tuple(decision(scope, one) for one in rows if one.decision is not None)


def decision(scope: Scope, review: tables.Review) -> ReviewDecision:
    """Return what was decided in a review that was."""
    plan = plan_facts.require(scope, review.plan_id)
    return ReviewDecision(
        review.id,
        plan_facts.facts(scope, plan),
        review.decision or "",
        people.ref(people.require(scope, review.decided_by or plan.provider_id)),
        review.decided_at or review.at,
        review.words,
    )
