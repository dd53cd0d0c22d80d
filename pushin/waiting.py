"""What waits for a person: parts to answer, sessions to decide, wishes to talk, late news."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from pushin import (
    agreements,
    attention,
    calendars,
    checklist_prompts,
    clash_questions,
    conditions,
    derivation,
    doings,
    errors,
    live,
    log_days,
    nudges,
    people,
    plan_facts,
    prompts,
    proposals,
    repaired_days,
    rights,
    room_questions,
    sessions,
    shortfalls,
    students,
    together,
    touchbase_waiting,
    touchbases,
)
from pushin.results import (
    SessionFacts,
    Waiting,
    WaitingCover,
    WaitingDoing,
    WaitingExpired,
    WaitingMissing,
    WaitingRole,
    WaitingRoom,
    WaitingSkipped,
    WaitingTalk,
    WaitingTime,
    WaitingTogether,
    WaitingTogetherTalk,
)
from school import clock
from storage import tables
from storage.scope import Scope

_MISSING = 20
"""Sessions without their routine that are looked at, the next ones first."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a card is due to a person (a short code), and the instant from which it is."""

    why: str
    since: datetime


def of(
    scope: Scope, person_id: str, *, card_of: date | None = None, at: datetime
) -> tuple[Waiting, ...]:
    """Return what waits for a person at the instant `at`, questions first.

    `card_of`: the local date of the daily card that it is for. What two cards asked already (a
    part, something about a room) stands elsewhere only.
    """
    person = scope.people.get(person_id)
    if person is None:
        return ()
    room = _room(scope, person, card_of, at)
    asked = _covers(scope, person, at)
    off = [one for one in _skipped(scope, person, at) if one not in [it.session for it in asked]]
    return (
        *asked,
        *_roles(scope, person_id, card_of, at),
        *_no_time(scope, person, at),
        *(WaitingMissing(sessions.facts(scope, one)) for one in _missing_now(scope, person, at)),
        *(WaitingDoing(one) for one in doings.asked(scope, person, card_of=card_of, at=at)),
        *log_days.waiting(scope, person, at=at),
        *proposals.waiting(scope, person, at=at),
        *together.waiting(scope, person, at=at),
        *clash_questions.of(scope, person, at=at),
        *students.waiting(scope, person, at=at),
        *room,
        *(_talk(scope, one, who) for one, who, _ in _talks(scope, person_id, at)),
        *nudges.silent(scope, person, card_of=card_of, at=at),
        *touchbase_waiting.items(scope, person, is_asked=bool(room), at=at),
        *shortfalls.waiting(scope, person, card_of=card_of, at=at),
        *(WaitingSkipped(one) for one in off),
        *(_expired(scope, one) for one in _once(_untold(scope, person, at))),
    )


def reason(scope: Scope, person: tables.Person, *, at: datetime) -> Reason | None:
    """Return why and from when on a person's next card is due; None if nothing waits.

    A question comes back on the next card, a part and what a room is asked once only; what a class
    will be doing is asked on the school day before. A session without its routine is
    not asked about where today's message about its changed day does that. News (somebody would
    like to talk or cannot be asked, something came too late) is on one card and never the reason
    of a second.
    """
    short = shortfalls.is_news(scope, person, at=at)
    if short and person.role == "case_manager":
        return Reason(shortfalls.WHY, at)  # how it is known whether they were told
    question = _question_now(scope, person, at)
    if question is not None:
        return Reason(question, at)
    if short:
        return Reason(shortfalls.WHY, at)
    if any(one.told_at is None for one in _untold(scope, person, at)):
        return Reason("expired", at)
    last = scope.prompts.last_sent_ask(person.id)
    shown_at = None if last is None else last.settled_at
    for code, since in _news(scope, person, at):
        if shown_at is None or since > shown_at:
            return Reason(code, at)
    later = (
        _missing_later(scope, person, at),
        _from("log", log_days.asked_from(scope, person, at=at)),
        _from("doing", doings.asked_from(scope, person, at=at)),
        _from("silent", nudges.silent_since(scope, person, at=at)),
    )
    return min((one for one in later if one), key=lambda one: one.since, default=None)


def _from(why: str, since: datetime | None) -> Reason | None:
    return None if since is None else Reason(why, since)


def _news(scope: Scope, person: tables.Person, at: datetime) -> Iterator[tuple[str, datetime]]:
    """Yield what one card tells a person, as a code, and since when it is so."""
    yield from (("talk", since) for _, _, since in _talks(scope, person.id, at))
    yield from (("no_time", since) for _, since in _unasked(scope, person.id, at))
    for one in together.waiting(scope, person, at=at):
        if isinstance(one, WaitingTogetherTalk):
            yield "together_talk", one.since
    yield from (("touch_base", since) for since in touchbase_waiting.since(scope, person, at=at))


def _question_now(scope: Scope, person: tables.Person, at: datetime) -> str | None:
    """Return what is asked of a person now, as a code; None if nothing is."""
    return next(_questions(scope, person, at), None)


def _questions(scope: Scope, person: tables.Person, at: datetime) -> Iterator[str]:
    asked = _covers(scope, person, at)
    if any(not repaired_days.carries(scope, person, one.session.on, at=at) for one in asked):
        yield "cover_waits"
    if _asked_parts(scope, person.id, at):
        yield "role_waits"
    missing = _missing_now(scope, person, at)
    if any(not repaired_days.carries(scope, person, one.on_date, at=at) for one in missing):
        yield "routine_missing"
    if log_days.is_waiting(scope, person, at=at):
        yield "log"
    if proposals.is_waiting(scope, person, at=at):
        yield "proposal"
    joint = together.waiting(scope, person, at=at)
    if any(isinstance(one, WaitingTogether) and not one.talk for one in joint):
        yield "together"
    if clash_questions.of(scope, person, at=at):
        yield "clash"
    if students.waiting(scope, person, at=at):
        yield "group"
    if room_questions.for_card(scope, person, at=at) is not None:
        yield "room_question"


def keep_missing(scope: Scope, session_id: str, *, at: datetime) -> SessionFacts:
    """Keep a session whose routine is not there that day, at its regular time.

    Only who may skip it. Refusals: `session_gone`, `session_over`, `session_cancelled`,
    `no_school_then` (on, label) for one that was moved onto a day off. Twice changes nothing.
    """
    people.require_member(scope)
    session = scope.sessions.get(session_id)
    if session is None:
        raise errors.Refusal("session_gone")
    plan = plan_facts.require(scope, session.plan_id)
    rights.require(scope, "skip", plan=plan)
    if session.ends_at <= at:
        raise errors.Stale("session_over", session_id=session_id)
    if session.status != "planned":
        raise errors.Stale("session_cancelled", session_id=session_id)
    if session.obstacle is not None:
        _check_school(scope, session)
        before = {session.id: session.obstacle}
        session.obstacle, session.reason = None, derivation.KEPT
        session.revision += 1
        scope.session.add(session)
        scope.session.flush()
        checklist_prompts.for_session(scope, session, at=at)
        teacher_id = plan_facts.classroom_of(scope, plan).teacher_id
        touchbases.plan_all(scope, (plan.provider_id, teacher_id), at=at)
        prompts.for_person(scope, plan.provider_id, at=at)
        live.changed(scope, f"session:{session.id}")
        sessions.tell_soon(scope, session, before, at=at)
    return sessions.facts(scope, session)


def _check_school(scope: Scope, session: tables.Session) -> None:
    plan = plan_facts.require(scope, session.plan_id)
    school_id = plan_facts.classroom_of(scope, plan).school_id
    day = calendars.day(scope, school_id, session.on_date)
    if day.known and not day.in_session:
        raise errors.Refusal("no_school_then", on=session.on_date, label=day.day_label)


def _asked_parts(scope: Scope, person_id: str, at: datetime) -> list[tables.Agreement]:
    """Return what a person's next card asks for their part of."""
    parts = nudges.open_parts(scope, person_id, at=at)
    return [one for one, _ in parts if nudges.is_asked(scope, one, person_id)]


def _room(
    scope: Scope, person: tables.Person, card_of: date | None, at: datetime
) -> list[WaitingRoom]:
    """Return the one thing that a push-in needs to know of a teacher's room."""
    if card_of is not None:
        question = room_questions.for_card(scope, person, before=card_of, at=at)
        return [] if question is None else [WaitingRoom(question)]
    return [WaitingRoom(one.question) for one in room_questions.needed(scope, person, at=at)[:1]]


def _covers(scope: Scope, person: tables.Person, at: datetime) -> list[WaitingCover]:
    """Return the sessions that a person is asked to cover."""
    rows = scope.sessions.of_ids(scope.absences.covered(person.id))
    asked = [
        (facts, one)
        for facts in sessions.facts_of(scope, [row for row in rows if row.ends_at > at])
        for one in facts.out
        if one.cover is not None and one.cover.id == person.id and one.answer is None
    ]
    return [WaitingCover(facts, one) for facts, one in asked]


def _roles(scope: Scope, person_id: str, card_of: date | None, at: datetime) -> list[WaitingRole]:
    return [
        WaitingRole(agreements.facts(scope, agreement.id), role.part)
        for agreement, role in nudges.open_parts(scope, person_id, at=at)
        if card_of is None or nudges.is_asked(scope, agreement, person_id, card_of=card_of)
    ]


def _no_time(scope: Scope, person: tables.Person, at: datetime) -> list[WaitingTime]:
    """Return who cannot be asked: the person themselves, and those whose parts they wrote."""
    mine = _is_unasked(scope, person) and bool(_asked_parts(scope, person.id, at))
    others = {who.id: who for who, _ in _unasked(scope, person.id, at)}
    return [
        *([WaitingTime(people.ref(person), mine=True)] if mine else []),
        *(WaitingTime(people.ref(who), mine=False) for who in others.values()),
    ]


def _unasked(scope: Scope, author_id: str, at: datetime) -> list[tuple[tables.Person, datetime]]:
    """Return whose part waits since when although nobody asks them, of what a person wrote."""
    found = []
    for agreement, role in nudges.open_parts_of_author(scope, author_id, at=at):
        who = people.require(scope, role.person_id)
        if _is_unasked(scope, who) and nudges.is_asked(scope, agreement, who.id):
            found.append((who, agreement.created_at))
    return found


def _is_unasked(scope: Scope, person: tables.Person) -> bool:
    """Tell whether no card comes: whoever is owed one has it planned, but for want of a time."""
    return attention.is_reachable(person) and not scope.prompts.is_coming("ask", person.id)


def _missing(scope: Scope, person: tables.Person, at: datetime) -> Sequence[tables.Session]:
    """Return the coming sessions of a provider whose routine is not there that day."""
    # A query of its own finds the plans: joined, SQLite would begin with all sessions there are.
    plan_ids = [plan.id for plan in scope.plans.of_provider(person.id)]
    found = (
        select(tables.Session)
        .where(
            tables.Session.workspace_id == scope.workspace_id,
            col(tables.Session.plan_id).in_(plan_ids),
            tables.Session.status == "planned",
            tables.Session.obstacle == "routine_missing",
            tables.Session.starts_at > at,
        )
        .order_by(col(tables.Session.starts_at))
        .limit(_MISSING)
    )
    return scope.session.exec(found).all()


def _missing_now(scope: Scope, person: tables.Person, at: datetime) -> list[tables.Session]:
    """Return those to decide by now: of today and of the next school day."""
    coming = _missing(scope, person, at)
    last = _next_school_day(scope, person, at) if coming else None
    return [one for one in coming if last is None or one.on_date <= last]


def _missing_later(scope: Scope, person: tables.Person, at: datetime) -> Reason | None:
    """Return the school day before the next one to decide, which is when it is asked."""
    for session in _missing(scope, person, at):
        if repaired_days.carries(scope, person, session.on_date, at=at):
            continue
        plan = plan_facts.require(scope, session.plan_id)
        school_id = plan_facts.classroom_of(scope, plan).school_id
        zone = calendars.calendar_of(scope, school_id).zone
        before = attention.previous_school_day(scope, person, session.on_date)
        if before is not None:
            return Reason("routine_missing", clock.instant(before, 0, zone))
    return None


def _next_school_day(scope: Scope, person: tables.Person, at: datetime) -> date | None:
    return attention.next_school_day(scope, person, attention.today(scope, person, at))


def _talks(scope: Scope, author_id: str, at: datetime) -> list[tuple[str, str, datetime]]:
    """Return (agreement, who, since) of each wish to talk that no touch-base has met since."""
    found = []
    for agreement, confirmation, plan in scope.agreements.talks(at, author_id=author_id):
        teacher_id = plan_facts.classroom_of(scope, plan).teacher_id
        pair = (teacher_id, plan.provider_id)
        if is_talk_open(scope, pair, agreement, confirmation, at=at):
            found.append((agreement.id, confirmation.person_id, confirmation.at))
    return found


def is_talk_open(
    scope: Scope,
    pair: tuple[str, str],
    agreement: tables.Agreement,
    wish: tables.Confirmation,
    *,
    at: datetime,
) -> bool:
    """Tell whether a wish to talk is still one: its pair (teacher, provider) has not met since.

    A plan or session that is over leaves nothing to talk about.
    """
    if nudges.is_past(scope, agreement, at=at):
        return False
    return not any(
        one.noted_at is not None and one.noted_at >= wish.at
        for one in scope.touch_bases.of_pair(*pair)
    )


def _talk(scope: Scope, agreement_id: str, person_id: str) -> WaitingTalk:
    who = people.ref(people.require(scope, person_id))
    return WaitingTalk(agreements.facts(scope, agreement_id), who)


def _skipped(scope: Scope, person: tables.Person, at: datetime) -> tuple[SessionFacts, ...]:
    """Return the sessions of today, not over, that somebody skipped: nobody else tells of them."""
    rows = scope.sessions.on_dates_of(person.id, [attention.today(scope, person, at)])
    return sessions.facts_of(scope, [one for one in rows if _is_skipped(one) and one.ends_at > at])


def _is_skipped(session: tables.Session) -> bool:
    return session.status == "cancelled" and session.reason not in derivation.DERIVED


def _untold(scope: Scope, person: tables.Person, at: datetime) -> Sequence[tables.Prompt]:
    """Return what came too late and was not told before today."""
    zone = attention.zone_of(scope, person, at)
    since = at if zone is None else clock.instant(clock.local(at, zone)[0], 0, zone)
    return scope.prompts.untold(person.id, since)


def _once(expired: Sequence[tables.Prompt]) -> list[tables.Prompt]:
    """Return what expired, of those that a closed channel kept back only the first."""
    first: dict[tuple[str, str], tables.Prompt] = {}
    for one in expired:
        key = one.id if one.why == conditions.TOO_LATE else one.why
        first.setdefault((one.conversation_id, key), one)
    return list(first.values())


def _expired(scope: Scope, prompt: tables.Prompt) -> WaitingExpired:
    about, _, key = prompt.subject.partition(":")
    session = scope.sessions.get(key) if about == "session" else None
    facts = None if session is None else sessions.facts(scope, session)
    closed = "" if prompt.why == conditions.TOO_LATE else prompt.why
    return WaitingExpired(prompt.id, prompt.kind, facts, closed)
