"""What a team decides about a plan that it looked at: kept with the plan, once, and why."""

from datetime import datetime, timedelta

from pushin import (
    calendars,
    errors,
    live,
    pairs,
    people,
    plan_facts,
    privacy,
    review_facts,
    review_lists,
    rights,
    slots,
    texts,
    touchbase_moves,
    touchbase_notes,
    touchbases,
    undo,
)
from pushin.change_inputs import ChangeInput
from pushin.kinds import reads
from pushin.results import NoSlot, ReviewDecided, ReviewDecision, TouchBaseFacts
from storage import tables
from storage.scope import Scope

KIND = "review"
_WEEKS = 3
"""Weeks in which five minutes to talk are looked for."""
_WEEK = timedelta(days=7)


def open_review(scope: Scope, review_id: str, *, at: datetime) -> tables.Review:
    """Return a review that the asker may decide.

    Refusals: `stranger`, `review_gone`, `not_yours`, `plan_ended`, Stale `review_decided` (name)
    where somebody has decided; who wanted to talk first may decide then.
    """
    people.require_member(scope)
    review = scope.reviews.get(review_id)
    if review is None:
        raise errors.Refusal("review_gone")
    plan = plan_facts.require(scope, review.plan_id)
    rights.require(scope, "propose", plan=plan)
    if review.decision not in {None, "talk"}:
        by = people.require(scope, review.decided_by or plan.provider_id)
        raise errors.Stale("review_decided", name=by.name)
    plan_facts.check_open(scope, plan, at=at)
    return review


def keep(scope: Scope, review_id: str, *, at: datetime) -> ReviewDecided:
    """Keep a plan as it is; the asker's own second tap changes nothing.

    Refusals as `open_review`.
    """
    known = _mine(scope, review_id, "keep")
    if known is not None:
        return ReviewDecided(known, again=True)
    return _decided(scope, open_review(scope, review_id, at=at), "keep", at=at)


def talk(scope: Scope, review_id: str, *, at: datetime) -> ReviewDecided:
    """Let teacher and provider talk first, at their next five minutes; then decide.

    Refusals as `open_review`.
    """
    review = open_review(scope, review_id, at=at)
    again = review.decision == "talk"
    if not again:
        _write(scope, review, "talk", at=at)
    base, none = _five_minutes(scope, plan_facts.require(scope, review.plan_id), at=at)
    return ReviewDecided(
        review_facts.decision(scope, review), again=again, touch_base=base, no_slot=none
    )


@reads
def ask_why(scope: Scope, review_id: str, *, at: datetime) -> ReviewDecision:  # noqa: ARG001  use cases take `at`
    """Return the decision of which the asker may say why they made it; refusals as `say_why`."""
    return review_facts.decision(scope, _own(scope, review_id))


def say_why(scope: Scope, review_id: str, words: str, *, at: datetime) -> ReviewDecided:
    """Keep in one line why it was decided so; only who decided says it.

    Refusals: `stranger`, `review_gone`, `not_yours`, `too_long`, `may_name_student` (kind).
    """
    review = _own(scope, review_id)
    told = texts.line(words, texts.LINE, what="words")
    privacy.refuse(scope, told, at=at)
    again = review.words == told
    review.words = told
    scope.session.add(review)
    return ReviewDecided(review_facts.decision(scope, review), again=again)


def take_back(scope: Scope, undo_id: str, *, at: datetime) -> ReviewDecided:
    """Take the asker's own decision back, for ten minutes: it waits again.

    Refusals: those of `undo.take`; Stale `undo_overtaken`.
    """
    kept = undo.take(scope, undo_id, at=at)
    review = scope.reviews.get(kept.subject)
    if kept.kind != KIND or review is None:
        raise errors.Refusal("undo_gone")
    if review.decision != kept.after["decision"]:
        raise errors.Stale("undo_overtaken")
    was = review_facts.decision(scope, review)
    review.decision, review.decided_by, review.decided_at, review.words = None, None, None, ""
    scope.session.add(review)
    scope.session.flush()
    _tell(scope, review, at=at)
    return ReviewDecided(was, taken_back=True)


def follow(scope: Scope, given: ChangeInput, *, at: datetime) -> None:
    """Keep a change that came out of a review as its decision, also one that others must agree to.

    One that was decided meanwhile stays so.
    """
    review = scope.reviews.get(given.review_id) if given.review_id else None
    if review is None or review.decision not in {None, "talk"}:
        return
    plan = plan_facts.require(scope, review.plan_id)
    if given.apart:
        decision = "split"
    else:
        decision = "model" if given.model not in {None, plan.service_delivery_model} else "move"
    _write(scope, review, decision, at=at)


def _own(scope: Scope, review_id: str) -> tables.Review:
    """Return a review that the asker decided."""
    me = people.require_member(scope)
    review = scope.reviews.get(review_id)
    if review is None:
        raise errors.Refusal("review_gone")
    if review.decided_by != me.id:
        raise errors.NotAllowed("not_yours", action="propose")
    return review


def _mine(scope: Scope, review_id: str, decision: str) -> ReviewDecision | None:
    """Return a decision that the asker made already."""
    me, review = people.require_member(scope), scope.reviews.get(review_id)
    if review is None or (review.decision, review.decided_by) != (decision, me.id):
        return None
    return review_facts.decision(scope, review)


def _decided(scope: Scope, review: tables.Review, decision: str, *, at: datetime) -> ReviewDecided:
    _write(scope, review, decision, at=at)
    undo_id = undo.keep(scope, KIND, review.id, before={}, after={"decision": decision}, at=at)
    return ReviewDecided(review_facts.decision(scope, review), undo_id)


def _write(scope: Scope, review: tables.Review, decision: str, *, at: datetime) -> None:
    review.decision, review.decided_at = decision, at
    review.decided_by = people.require_member(scope).id
    scope.session.add(review)
    scope.session.flush()
    _tell(scope, review, at=at)


def _tell(scope: Scope, review: tables.Review, *, at: datetime) -> None:
    plan = plan_facts.require(scope, review.plan_id)
    live.changed(scope, f"plan:{plan.id}")
    review_lists.for_team(scope, plan, at=at)


def _five_minutes(
    scope: Scope, plan: tables.Plan, *, at: datetime
) -> tuple[TouchBaseFacts | None, NoSlot | None]:
    """Return the pair's next touch-base; one is put at their next common time if there is none."""
    room = plan_facts.classroom_of(scope, plan)
    pair = pairs.of(scope, room.teacher_id, plan.provider_id, room.id)
    coming = scope.touch_bases.coming(pair.provider.id, at, 20)
    known = next((one for one in coming if pair.owns(one) and one.state == "planned"), None)
    if known is not None:
        return touchbase_notes.facts(scope, known), None
    today = calendars.today(pair.calendar, at)
    for number in range(_WEEKS):
        week = slots.monday(today) + number * _WEEK
        found = touchbases.slots_of_week(scope, pair, week, at=at, most=1)
        if found:
            row = touchbases.new_row(pair, found[0].on)
            return touchbase_moves.moved(scope, row, found[0], at=at), None
    without = touchbases.new_row(pair, slots.monday(today))
    return None, touchbase_notes.no_slot(scope, without, at=at)
