"""The card of what was agreed for one session only: in the plan's thread, until its checklist."""

from datetime import datetime, timedelta

from pushin import (
    agreements,
    attention,
    change_times,
    conditions,
    differences,
    joint,
    people,
    plan_facts,
    prompts,
    sessions,
    variations,
)
from pushin.results import VariationCard
from storage import tables
from storage.scope import Scope

KIND = "plan_card"
"""It is a plan's card, of one session: its subject says which."""
GIVEN_UP = "taken_back"


def keep(scope: Scope, session: tables.Session, *, at: datetime) -> None:
    """Plan the card of what was agreed for a session only; none once that was given up.

    At once while the room's teacher works, else when they begin. Once posted it is kept true in
    place and never posted again. What the session's checklist will say as soon needs no card.
    """
    subject = f"session:{session.id}"
    if variations.standing(scope, session) is None:
        prompts.withdraw(scope, subject=subject, kind=KIND, why=GIVEN_UP, at=at)
        return
    plan = plan_facts.require(scope, joint.first_id(scope, session.plan_id))
    room = plan_facts.classroom_of(scope, plan)
    if room.channel_id is None or conditions.is_posted(scope, session):
        return
    teacher = people.require(scope, room.teacher_id)
    begins = None
    if attention.is_quiet(scope, teacher, at):
        begins = change_times.next_start(scope, teacher, session.on_date, at=at)
    prompts.plan(
        scope,
        kind=KIND,
        subject=subject,
        conversation=scope.conversations.channel(room.channel_id),
        due_at=begins or at,
        worthless_at=session.starts_at - timedelta(minutes=plan.lead_minutes),
        thread_ts=thread_of(scope, plan.id),
        why="one_session",
    )


def of(scope: Scope, session: tables.Session, *, at: datetime) -> VariationCard:
    """Return the card as it stands: what is other for this session, and who is in.

    Without an agreement once the session goes by what holds for all again.
    """
    facts, found = sessions.facts(scope, session), variations.standing(scope, session)
    if found is None:
        return VariationCard(facts, None, (), over=False)
    own = agreements.current(scope, session.plan_id)
    return VariationCard(
        facts,
        agreements.facts(scope, found.id),
        differences.between(
            scope,
            None if own is None else differences.said(scope, own),
            differences.said(scope, found),
        ),
        over=variations.is_history(scope, found, at=at),
    )


def thread_of(scope: Scope, plan_id: str) -> str | None:
    """Return the message that a plan's standing thread hangs on; None before it was posted."""
    # A card that stayed in a former channel has another kind.
    cards = scope.messages.of_subject(f"plan:{plan_id}")
    return next((one.message_ts for one in cards if one.kind == KIND), None)
