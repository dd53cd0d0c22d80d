"""Prompts: all that Push-In posts unasked is planned, withdrawn and settled here."""

from datetime import date, datetime

from pushin import (
    attention,
    cards,
    change_news,
    conditions,
    digests,
    joint,
    live,
    nudges,
    repaired_days,
    replanning,
    review_lists,
    shortfalls,
    touchbase_notes,
    waiting,
)
from pushin.results import Content, Postpone, Withhold
from storage import tables
from storage.queries.conversations import recipients
from storage.scope import Scope, fresh_id

URGENCY = {
    "change": 0,
    "touch_base": 1,
    "checklist": 2,
    "plan_card": 3,
    "ask": 5,
    "digest": 6,
    "review": 7,
}
"""Lower goes first where several are due for one conversation."""


def plan(
    scope: Scope,
    *,
    kind: str,
    subject: str,
    conversation: tables.Conversation,
    due_at: datetime,
    worthless_at: datetime | None = None,
    revision: int = 1,
    thread_ts: str | None = None,
    why: str = "",
) -> int:
    """Plan a prompt, the only place where one is made; return the revision it got.

    The same (kind, subject, conversation, revision) again moves it while it is planned. Once it
    was posted, or came too late, that changes nothing; one that was withdrawn stays so, and what
    is due again after all gets the next revision. What would be worthless when due is not made.
    """
    if worthless_at is not None and worthless_at <= due_at:
        return revision
    row = tables.Prompt(
        workspace_id=scope.workspace_id,
        id=fresh_id(),
        kind=kind,
        subject=subject,
        conversation_id=conversation.id,
        revision=revision,
        urgency=URGENCY[kind],
        due_at=due_at,
        worthless_at=worthless_at,
        key=fresh_id() + fresh_id(),
        thread_ts=thread_ts,
        why=why,
    )
    if scope.prompts.put(row):
        return revision
    newest = scope.prompts.newest(kind, subject, conversation.id)
    if newest is not None and newest.state in ("planned", "cancelled"):
        row.revision = newest.revision + (newest.state == "cancelled")
        scope.prompts.put(row)
    return row.revision


def withdraw(scope: Scope, *, subject: str, kind: str | None = None, why: str, at: datetime) -> int:
    """Cancel what is planned about a subject; return how many prompts that were."""
    return scope.prompts.cancel(subject, kind=kind, why=why, at=at)


def for_plan(scope: Scope, the_plan: tables.Plan, *, at: datetime) -> None:
    """Plan the card of a saved plan, once for ever: it answers an action, so it is due at once.

    None for a plan that is treated together with another, or asks to be: the other's is theirs.
    """
    subject, channel = f"plan:{the_plan.id}", channel_of(scope, the_plan)
    if joint.is_carried(scope, the_plan):
        scope.prompts.cancel(subject, kind="plan_card", why="together", at=at)
        return
    here = None if channel is None else channel.id
    scope.prompts.cancel(subject, kind="plan_card", why="channel_changed", at=at, but_in=here)
    if channel is not None and the_plan.state == "active":
        plan(
            scope,
            kind="plan_card",
            subject=subject,
            conversation=channel,
            due_at=at,
            why="plan_saved",
        )


def lost(scope: Scope, ref_id: str, *, at: datetime) -> None:
    """Post a plan's card anew that somebody deleted: its thread is where its team talks.

    What else was deleted stays so; the next checklist is a message of its own.
    """
    ref = scope.messages.get(ref_id)
    the_plan = scope.plans.get(ref.subject.partition(":")[2]) if ref else None
    if ref is None or ref.kind != "plan_card" or the_plan is None or the_plan.state != "active":
        return
    channel = channel_of(scope, the_plan)
    newest = None if channel is None else scope.prompts.newest(ref.kind, ref.subject, channel.id)
    if channel is not None and newest is not None and newest.state == "sent":
        plan(
            scope,
            kind="plan_card",
            subject=ref.subject,
            conversation=channel,
            due_at=at,
            revision=newest.revision + 1,
            why="card_deleted",
        )


def for_person(scope: Scope, person_id: str, *, at: datetime, news: str | None = None) -> None:
    """Plan a person's next ask card for their next student-free time; none if nothing waits.

    One card a school day: what comes up after today's card stands on the next day's (and in
    Home at once). `news` is a reason for a card that is only about to be one (a short code).
    """
    person = scope.people.get(person_id)
    if person is None or not attention.is_reachable(person):
        _withdraw_asks(scope, person_id, but=None, at=at)
        return
    if not scope.prompts.is_coming("digest", person_id):
        digests.plan(scope, person_id, at=at)
    reason = waiting.reason(scope, person, at=at)
    if news is not None and (reason is None or reason.since > at):
        reason = waiting.Reason(news, at)
    moment = None
    if reason is not None:
        since, done = max(at, reason.since), scope.prompts.ask_days(person_id)
        moment = attention.next_moment(scope, person, after=since, but_on=done)
    if reason is None or moment is None:
        _withdraw_asks(scope, person_id, but=None, at=at)
        return
    _plan_ask(scope, person, moment, reason.why, at=at)


def for_touch_base(scope: Scope, touch_base: tables.TouchBase, *, at: datetime) -> None:
    """Plan the prompt of a touch-base for the start of its slot; none where there is no slot.

    Without an account on either side there is no group DM: the touch-base stands in Home only.
    """
    subject = f"pair:{touch_base.id}"
    pair = [scope.people.get(one) for one in (touch_base.teacher_id, touch_base.provider_id)]
    starts_at, ends_at = touch_base.starts_at, touch_base.ends_at
    if touch_base.state != "planned" or not all(attention.is_reachable(one) for one in pair):
        starts_at = None
    if starts_at is None or ends_at is None or ends_at <= at:
        withdraw(scope, subject=subject, kind="touch_base", why="no_slot", at=at)
        return
    revision = plan(
        scope,
        kind="touch_base",
        subject=subject,
        conversation=scope.conversations.pair(touch_base.teacher_id, touch_base.provider_id),
        due_at=starts_at,
        worthless_at=ends_at,
        revision=touch_base.revision,
        why="common_free_time",
    )
    scope.prompts.cancel(subject, kind="touch_base", why="changed", at=at, but=revision)


def content(scope: Scope, prompt_id: str, *, at: datetime) -> Content | Withhold | Postpone:
    """Return what a claimed prompt posts, with every condition read anew at the instant `at`.

    What it is about is reserved in the same transaction: the ledger of those whom it notifies,
    and the reference that makes a change between now and the post visible. Asking again (a
    retry) answers anew.
    """
    prompt = scope.prompts.get(prompt_id)
    if prompt is None:
        return Withhold("cancelled", "gone")
    replanning.catch_up(scope, prompt, at=at)
    verdict = conditions.check(scope, prompt, at=at)
    if verdict is not None:
        _follow(scope, prompt, verdict, at=at)
        return verdict
    if prompt.kind == review_lists.KIND:
        review_lists.begin(scope, prompt.subject, at=at)
    found = cards.of(scope, prompt.kind, prompt.subject, at=at)
    if found is None:
        return Withhold("cancelled", "gone")
    _notify(scope, prompt, at=at)
    live.reserve(scope, prompt)
    return found


def sent(scope: Scope, prompt_id: str, *, place: str, message_ts: str, at: datetime) -> None:
    """Note that a prompt stands at `place` (a conversation's Slack id), in the marking transaction.

    Call it after the row was marked; twice changes nothing.
    """
    prompt = scope.prompts.get(prompt_id)
    if prompt is None:
        return
    live.posted(scope, prompt, place=place, message_ts=message_ts)
    _notify(scope, prompt, at=at)
    if prompt.kind == "ask":
        _ask_sent(scope, prompt, at=at)
    if prompt.kind == digests.KIND:
        digests.plan_after(scope, prompt, at=at)
        # Once a week it is looked whether something fell short.
        review_lists.keep(scope, digests.split(prompt.subject)[0], at=at)
    if prompt.kind == review_lists.KIND:
        review_lists.keep(scope, review_lists.split(prompt.subject)[0], at=at)
    if prompt.kind == repaired_days.KIND and not change_news.is_news(prompt.subject):
        repaired_days.told(scope, prompt)
        repaired_days.retire(scope, prompt, at=at)


def _ask_sent(scope: Scope, prompt: tables.Prompt, *, at: datetime) -> None:
    """Count what it told as told, retire older cards, and plan the next card for what may stay.

    Who was asked for their part for the last time: its author is told, on a later day's card.
    """
    person_id, on = split_day(prompt.subject)
    for expired in scope.prompts.untold(person_id, at):
        if expired.told_at is None:
            expired.told_at = at
            scope.session.add(expired)
    scope.messages.close_asks(person_id, but=prompt.id)
    person = scope.people.get(person_id)
    if person is not None:
        nudges.told(scope, person, on, at=at)
    authors = nudges.authors_to_tell(scope, person_id, at=at)
    managers: set[str] = set()
    if person is not None and shortfalls.is_news(scope, person, at=at):
        prompt.why = shortfalls.WHY
        scope.session.add(prompt)
        managers = shortfalls.told(scope, person, on, at=at)
    for one in sorted({person_id, *authors, *managers}):
        for_person(scope, one, at=at)


def split_day(subject: str) -> tuple[str, date]:
    """Return the person's id and the date of an ask card's subject (`day:PERSON:YYYY-MM-DD`)."""
    _, person_id, on = subject.split(":")
    return person_id, date.fromisoformat(on)


def _follow(
    scope: Scope, prompt: tables.Prompt, verdict: Withhold | Postpone, *, at: datetime
) -> None:
    """Do what follows from a prompt that is not posted: the next card, the next slot."""
    if isinstance(verdict, Postpone):
        return
    if prompt.kind == digests.KIND:
        digests.plan_after(scope, prompt, at=at)
    if prompt.kind == "ask" and verdict.why != "deactivated":
        for_person(scope, split_day(prompt.subject)[0], at=at)
    if prompt.kind == "touch_base" and verdict.state == "expired":
        touchbase_notes.missed(scope, prompt.subject, prompt.revision, at=at)
    if verdict.why == conditions.NOT_FREE:
        touchbase_notes.not_free(scope, prompt.subject, prompt.revision, at=at)
    if verdict.state == "expired" and prompt.kind != "ask":
        owner = conditions.owner_of(scope, prompt)
        if owner is not None and not _told_before(scope, prompt, verdict.why, at=at):
            for_person(scope, owner, at=at, news="expired")


def _told_before(scope: Scope, prompt: tables.Prompt, why: str, *, at: datetime) -> bool:
    """Tell whether the owner knows already that nothing is posted there; they are told once."""
    before = scope.prompts.last_settled(prompt.conversation_id, but=prompt.id)
    if why == conditions.TOO_LATE or before is None or before.state != "expired":
        return False
    if before.why != why:
        return False
    prompt.told_at = before.told_at or at
    scope.session.add(prompt)
    return True


def _notify(scope: Scope, prompt: tables.Prompt, *, at: datetime) -> None:
    for person_id in recipients(prompt.conversation_id):
        person = scope.people.get(person_id)
        if person is not None:
            scope.prompts.notify(prompt.id, person_id, attention.today(scope, person, at))


def channel_of(scope: Scope, the_plan: tables.Plan) -> tables.Conversation | None:
    """Return the conversation of a plan's classroom; None where it has no channel."""
    room = scope.classrooms.get(the_plan.classroom_id)
    if room is None or room.channel_id is None:
        return None
    return scope.conversations.channel(room.channel_id)


def _plan_ask(
    scope: Scope, person: tables.Person, moment: datetime, why: str, *, at: datetime
) -> None:
    """Keep one card planned; one that is due before `at` goes first and plans the next itself."""
    if any(planned.due_at < at for planned in scope.prompts.planned_of("ask", person.id)):
        return
    on = attention.today(scope, person, moment)
    subject = f"day:{person.id}:{on.isoformat()}"
    _withdraw_asks(scope, person.id, but=subject, at=at)
    plan(
        scope,
        kind="ask",
        subject=subject,
        conversation=scope.conversations.im(person.id),
        due_at=moment,
        worthless_at=attention.quiet_from(scope, person, on),
        why=why,
    )


def _withdraw_asks(scope: Scope, person_id: str, *, but: str | None, at: datetime) -> None:
    for planned in scope.prompts.planned_of("ask", person_id):
        if planned.subject != but:
            withdraw(scope, subject=planned.subject, kind="ask", why="nothing_waits", at=at)
