"""What must still be true when a prompt falls due; all of it is read anew at that moment."""

from collections.abc import Callable
from datetime import datetime, timedelta

from pushin import (
    attention,
    calendars,
    change_news,
    change_times,
    digests,
    joint,
    plan_facts,
    repaired_days,
    review_lists,
    sessions,
    touchbases,
    variations,
    waiting,
)
from pushin.results import Postpone, Withhold
from school import clock
from storage import tables
from storage.queries.conversations import recipients
from storage.scope import Scope

Verdict = Withhold | Postpone | None
"""None: post it."""
TOO_LATE = "too_late"
"""Why a prompt expires that is worth nothing any more; else a closed conversation keeps it."""
NOT_FREE = "not_free"
"""Why a touch-base is not called: one of the two has students, or is not there, at its time."""
_Condition = Callable[[Scope, tables.Prompt, datetime], Verdict]


def check(scope: Scope, prompt: tables.Prompt, *, at: datetime) -> Verdict:
    """Return why a prompt is not posted at the instant `at`, or None if it is."""
    for condition in (_is_useful, _is_somebody_there, _KINDS[prompt.kind]):
        verdict = condition(scope, prompt, at)
        if verdict is not None:
            return verdict
    return None


def is_on(session: tables.Session, plan: tables.Plan) -> bool:
    """Tell whether a session is to take place as planned."""
    return sessions.is_on(session) and plan.state == "active"


def is_posted(scope: Scope, session: tables.Session, *, but: str = "") -> bool:
    """Tell whether a session's checklist stands, posted on the session's own date."""
    posted = scope.prompts.sent_at("checklist", f"session:{session.id}", but=but)
    if not posted:
        return False
    plan = plan_facts.require(scope, session.plan_id)
    zone = calendars.calendar_of(scope, plan_facts.classroom_of(scope, plan).school_id).zone
    return session.on_date in {clock.local(one, zone)[0] for one in posted}


def owner_of(scope: Scope, prompt: tables.Prompt) -> str | None:
    """Return the provider whose session or touch-base a prompt is about, or whose day it is."""
    about, _, key = prompt.subject.partition(":")
    if about in {repaired_days.KIND, review_lists.KIND}:
        return prompt.subject.split(":")[1]
    if about == "pair":
        touch_base = scope.touch_bases.get(key)
        return None if touch_base is None else touch_base.provider_id
    session = scope.sessions.get(key) if about == "session" else None
    plan = scope.plans.get(session.plan_id if session else key)
    return None if plan is None else plan.provider_id


def _is_useful(_scope: Scope, prompt: tables.Prompt, at: datetime) -> Verdict:
    if prompt.worthless_at is None or at < prompt.worthless_at:
        return None
    # The week stands in Home and in `/pushin week`: nothing is missing without its digest. Nor is
    # what was agreed for one session: its checklist says it.
    said_elsewhere = prompt.kind == digests.KIND or (
        prompt.kind == "plan_card" and _is_of_session(prompt)
    )
    return Withhold("merged" if said_elsewhere else "expired", TOO_LATE)


def _is_somebody_there(scope: Scope, prompt: tables.Prompt, _at: datetime) -> Verdict:
    conversation = scope.conversations.get(prompt.conversation_id)
    if conversation is None:
        return Withhold("cancelled", "gone")
    if conversation.closed is not None:
        return Withhold("expired", conversation.closed)
    people = [scope.people.get(one) for one in recipients(prompt.conversation_id)]
    if not all(attention.is_reachable(one) for one in people):
        return Withhold("cancelled", "deactivated")
    return None


def _plan_card(scope: Scope, prompt: tables.Prompt, _at: datetime) -> Verdict:
    if _is_of_session(prompt):
        return _variation_card(scope, prompt)
    plan = scope.plans.get(_key(prompt))
    if plan is None or plan.state != "active":
        return Withhold("cancelled", "plan_ended")
    if joint.is_carried(scope, plan):
        return Withhold("cancelled", "together")
    return None


def _variation_card(scope: Scope, prompt: tables.Prompt) -> Verdict:
    session = scope.sessions.get(_key(prompt))
    plan = None if session is None else scope.plans.get(session.plan_id)
    if session is None or plan is None or plan.state != "active":
        return Withhold("cancelled", "plan_ended")
    if not is_on(session, plan):
        return Withhold("cancelled", session.obstacle or session.reason or session.status)
    if variations.standing(scope, session) is None:
        return Withhold("cancelled", "taken_back")
    return Withhold("merged", "already_posted") if is_posted(scope, session) else None


def _is_of_session(prompt: tables.Prompt) -> bool:
    return prompt.subject.startswith("session:")


def _checklist(scope: Scope, prompt: tables.Prompt, at: datetime) -> Verdict:
    session = scope.sessions.get(_key(prompt))
    plan = None if session is None else scope.plans.get(session.plan_id)
    if session is None or plan is None or plan.state != "active":
        return Withhold("cancelled", "plan_ended")
    if not is_on(session, plan):
        return Withhold("cancelled", session.obstacle or session.reason or session.status)
    if not _is_open(scope, plan, session):
        return Withhold("cancelled", "closed_day")
    if at >= max(session.starts_at, prompt.worthless_at or session.starts_at):
        return Withhold("expired", TOO_LATE)
    merged = _merged(scope, prompt, session)
    if merged is not None:
        return merged
    due_at = session.starts_at - timedelta(minutes=plan.lead_minutes)
    return _moved(scope, prompt, due_at, session.starts_at, at)


def _merged(scope: Scope, prompt: tables.Prompt, session: tables.Session) -> Verdict:
    """Return why another checklist is a session's too: it stands, or they treat together."""
    if is_posted(scope, session, but=prompt.id):
        return Withhold("merged", "already_posted")
    if joint.host(scope, session).id != session.id:
        return Withhold("merged", "together")
    return None


def _touch_base(scope: Scope, prompt: tables.Prompt, at: datetime) -> Verdict:
    touch_base = scope.touch_bases.get(_key(prompt))
    if touch_base is None or touch_base.state != "planned" or touch_base.starts_at is None:
        return Withhold("cancelled", "not_on")
    verdict = _moved(scope, prompt, touch_base.starts_at, touch_base.ends_at, at)
    if verdict is not None:
        return verdict
    if not touchbases.is_common(scope, touch_base):
        return Withhold("cancelled", NOT_FREE)
    people = [scope.people.get(one) for one in recipients(prompt.conversation_id)]
    for person in people:
        if person is not None and attention.is_spent(scope, person, at, but=prompt.id):
            # It stands in Home; a third notification of the day would be one too many.
            return Withhold("merged", "budget")
    return None


def _ask(scope: Scope, prompt: tables.Prompt, at: datetime) -> Verdict:
    (person_id,) = recipients(prompt.conversation_id)
    person = scope.people.get(person_id)
    if person is None:
        return Withhold("cancelled", "deactivated")
    reason = waiting.reason(scope, person, at=at)
    if reason is None or reason.since > at:
        return Withhold("cancelled", "nothing_waits")
    if attention.is_spent(scope, person, at, but=prompt.id):
        return Withhold("merged", "budget")
    if attention.is_free(scope, person, at):
        return None
    until = attention.next_moment(scope, person, after=at)
    if until is None or until >= (prompt.worthless_at or until):
        return Withhold("merged", "no_free_time")
    return Postpone(until, "with_students")


def _change(scope: Scope, prompt: tables.Prompt, at: datetime) -> Verdict:
    is_news = change_news.is_news(prompt.subject)
    split = change_news.split if is_news else repaired_days.split
    person_id, on = split(prompt.subject)[:2]
    person = scope.people.get(person_id)
    if person is None:
        return Withhold("cancelled", "deactivated")
    if _is_overtaken(scope, prompt):
        return Withhold("cancelled", "changed")
    known = change_news.is_over if is_news else repaired_days.is_as_known
    if known(scope, prompt):
        return Withhold("cancelled", "as_known")
    useful_until = prompt.worthless_at or at
    until = change_times.moment(scope, person, on, useful_until, at=at)
    if on != attention.today(scope, person, at) and attention.is_spent(
        scope, person, at, but=prompt.id
    ):
        # A change of a session of today is excepted from the budget; a later day's is not.
        until = change_times.next_start(scope, person, on, at=at) or useful_until
    if until <= at:
        return None
    if until >= useful_until:
        return Withhold("merged", "budget")
    return Postpone(until, prompt.why)  # which holds what the person knows


def _digest(scope: Scope, prompt: tables.Prompt, at: datetime) -> Verdict:
    person_id, monday = digests.split(prompt.subject)
    person = scope.people.get(person_id)
    found = None if person is None else digests.times(scope, person, monday)
    if person is None or found is None:
        return Withhold("cancelled", "closed_day")
    due_at, worthless_at = found
    moved = _moved(scope, prompt, due_at, worthless_at, at)
    if moved is not None:
        return moved
    if at >= worthless_at:
        return Withhold("merged", TOO_LATE)
    if not digests.has_something(scope, person, monday, at=at):
        return Withhold("cancelled", "nothing_waits")
    if attention.is_spent(scope, person, at, but=prompt.id):
        return Withhold("merged", "budget")
    return None


def _review(scope: Scope, prompt: tables.Prompt, at: datetime) -> Verdict:
    person_id, _ = review_lists.split(prompt.subject)
    person = scope.people.get(person_id)
    if person is None:
        return Withhold("cancelled", "deactivated")
    if not review_lists.has_something(scope, person, prompt.subject, at=at):
        return Withhold("cancelled", "nothing_waits")
    today = attention.today(scope, person, at)
    spent = [today] if attention.is_spent(scope, person, at, but=prompt.id) else []
    if not spent and attention.is_free(scope, person, at):
        return None
    until = attention.next_moment(scope, person, after=at, but_on=spent)
    if until is None or until >= (prompt.worthless_at or until):
        return Withhold("merged", "no_free_time")
    return Postpone(until, "with_students")


def _is_overtaken(scope: Scope, prompt: tables.Prompt) -> bool:
    newest = scope.prompts.newest(prompt.kind, prompt.subject, prompt.conversation_id)
    return newest is not None and newest.revision > prompt.revision and newest.state == "planned"


def _moved(
    scope: Scope,
    prompt: tables.Prompt,
    due_at: datetime,
    worthless_at: datetime | None,
    at: datetime,
) -> Verdict:
    """Return what became of a prompt whose session or touch-base was moved after it was planned."""
    if _is_overtaken(scope, prompt):
        return Withhold("cancelled", "changed")
    if at >= due_at:
        return None
    prompt.worthless_at = worthless_at
    scope.session.add(prompt)
    return Postpone(due_at, "moved")


def _is_open(scope: Scope, plan: tables.Plan, session: tables.Session) -> bool:
    school_id = plan_facts.classroom_of(scope, plan).school_id
    overrides = calendars.overrides_of(scope, school_id)
    return calendars.calendar_of(scope, school_id).day(session.on_date, overrides).in_session


def _key(prompt: tables.Prompt) -> str:
    return prompt.subject.partition(":")[2]


_KINDS: dict[str, _Condition] = {
    "plan_card": _plan_card,
    "checklist": _checklist,
    "touch_base": _touch_base,
    "ask": _ask,
    "change": _change,
    "digest": _digest,
    "review": _review,
}
