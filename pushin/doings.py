"""What a class will be doing at a session: its teacher says so on the school day before."""

from collections.abc import Iterator
from datetime import date, datetime

from pushin import (
    attention,
    calendars,
    drafts,
    errors,
    live,
    people,
    plan_facts,
    privacy,
    prompts,
    rights,
    sessions,
    texts,
)
from pushin.kinds import reads
from pushin.results import DoingSaid, MayNameStudent, SessionFacts
from school import clock
from storage import tables
from storage.scope import Scope

DRAFT = "doing"
_LOOKED_AT = 10
"""Coming sessions of a room's plan that are looked at."""


def asked(
    scope: Scope, teacher: tables.Person, *, card_of: date | None = None, at: datetime
) -> tuple[SessionFacts, ...]:
    """Return the sessions of the next school day in a teacher's own rooms that nobody told of yet.

    `card_of`: the next one after this local date (that of a daily card); without it, after today.
    """
    coming = list(_untold(scope, teacher, at))
    if not coming:
        return ()
    today = card_of or attention.today(scope, teacher, at)
    on = attention.next_school_day(scope, teacher, today)
    return sessions.facts_of(scope, [one for one in coming if one.on_date == on])


def asked_from(scope: Scope, teacher: tables.Person, *, at: datetime) -> datetime | None:
    """Return the start of the school day on which a teacher is asked next; None if not soon.

    Nobody is asked twice: where that day's card went out already, it is the next one's.
    """
    zone = attention.zone_of(scope, teacher, at)
    coming = sorted({one.on_date for one in _untold(scope, teacher, at)})
    if zone is None or not coming:
        return None
    today = clock.local(at, zone)[0]
    done = scope.prompts.days_asked_since(teacher.id, clock.instant(today, 0, zone))
    for on in coming:
        before = attention.previous_school_day(scope, teacher, on)
        if before is not None and before >= today and before not in done:
            return clock.instant(before, 0, zone)
    return None


@reads
def form(scope: Scope, session_id: str, *, at: datetime) -> SessionFacts:
    """Return a session for the form in which its teacher says one line. Refusals: as `say`."""
    return sessions.facts(scope, _own(scope, session_id, at=at))


def say(scope: Scope, session_id: str, text: str, *, at: datetime) -> DoingSaid | MayNameStudent:
    """Keep what the class will be doing, in one line; empty is *as usual*.

    It may be said anew until the session is over. Refusals: `not_yours` (who is not the room's
    teacher), `session_gone`, `too_long`, `no_words` (what: "doing"), `no_session_yet` for a
    session that is later than the next school day; Stale `session_over`, `session_cancelled`.
    """
    session = _own(scope, session_id, at=at)
    words = texts.words(text, texts.LINE, what="doing") if text.strip() else ""
    if words:
        doubt = privacy.check(scope, DRAFT, words, {"session_id": session_id}, at=at)
        if doubt is not None:
            return doubt
    return _said(scope, session, words, at=at)


def keep_draft(scope: Scope, draft_id: str, *, at: datetime) -> DoingSaid:
    """Keep the line after its author said that it names no student."""
    kept = drafts.take(scope, draft_id, DRAFT, at=at)
    session = _own(scope, kept["session_id"], at=at)
    return _said(scope, session, kept["text"], at=at)


def _said(scope: Scope, session: tables.Session, words: str, *, at: datetime) -> DoingSaid:
    again = session.doing_at is not None and session.doing == words
    if not again:
        session.doing, session.doing_at = words, at
        scope.session.add(session)
        scope.session.flush()
        live.changed(scope, f"session:{session.id}")
        prompts.for_person(scope, people.require_member(scope).id, at=at)
    return DoingSaid(sessions.facts(scope, session), again=again)


def _own(scope: Scope, session_id: str, *, at: datetime) -> tables.Session:
    people.require_member(scope)
    session = sessions.require(scope, session_id)
    plan = plan_facts.require(scope, session.plan_id)
    rights.require(scope, "doing", plan=plan)
    if not sessions.is_on(session) or plan.state != "active":
        raise errors.Stale("session_cancelled", session_id=session_id)
    if session.ends_at <= at:
        raise errors.Stale("session_over", session_id=session_id)
    if session.on_date > _last_date(scope, plan, at):
        raise errors.Refusal("no_session_yet", on=session.on_date)
    return session


def _last_date(scope: Scope, plan: tables.Plan, at: datetime) -> date:
    """Return the next school day of a plan's teacher: nobody knows yet what comes after it."""
    room = plan_facts.classroom_of(scope, plan)
    today = calendars.today(calendars.calendar_of(scope, room.school_id), at)
    teacher = people.require(scope, room.teacher_id)
    return attention.next_school_day(scope, teacher, today) or today


def _untold(scope: Scope, teacher: tables.Person, at: datetime) -> Iterator[tables.Session]:
    """Yield the push-ins to come in a teacher's own rooms of which nobody said anything."""
    if teacher.role != "teacher":
        return
    for room in scope.classrooms.of_teacher(teacher.id):
        for plan in scope.plans.of_classroom(room.id):
            if plan.service_delivery_model != "push_in":
                continue
            for one in scope.sessions.coming(plan.id, at, _LOOKED_AT):
                if sessions.is_on(one) and one.doing_at is None and one.starts_at > at:
                    yield one
