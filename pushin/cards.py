"""What stands on each posted card, as facts; the same for the first post and for every refresh."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from pushin import (
    agreements,
    attention,
    change_news,
    checklists,
    conditions,
    digests,
    expectations,
    joint,
    people,
    plan_facts,
    repaired_days,
    review_lists,
    room_questions,
    sessions,
    touchbase_notes,
    variation_cards,
    waiting,
)
from pushin.results import AskCard, Content, PlanCard, PlanFacts, SessionFacts
from school import clock
from storage import tables
from storage.scope import Scope

_LOOK_AHEAD = 10
"""Sessions looked at for the next one that is on."""


def of(scope: Scope, kind: str, subject: str, *, at: datetime) -> Content | None:
    """Return what a card of this kind about this subject shows at `at`; None if it is gone."""
    about, _, key = subject.partition(":")
    if about == "session":
        return _of_session(scope, kind, key, at)
    if kind in ("plan_card", "plan_card_closed"):
        plan = scope.plans.get(key)
        moved = kind == "plan_card_closed"
        return None if plan is None else replace(plan_card(scope, plan, at=at), moved=moved)
    if kind in ("touch_base", "touch_base_closed"):
        base, over = scope.touch_bases.get(key), kind == "touch_base_closed"
        if base is None:
            return None
        return replace(touchbase_notes.card(scope, base, at=at), over=over)
    if change_news.is_news(subject):
        return change_news.card(scope, subject)
    return _of_person(scope, kind, key, at)


def _of_session(scope: Scope, kind: str, key: str, at: datetime) -> Content | None:
    session = scope.sessions.get(key)
    if session is None:
        return None
    shown = variation_cards.of if kind == variation_cards.KIND else checklists.facts
    return shown(scope, session, at=at)


def _of_person(scope: Scope, kind: str, key: str, at: datetime) -> Content | None:
    person_id, _, on = key.partition(":")
    person = scope.people.get(person_id)
    if person is None:
        return None
    if kind == review_lists.KIND:
        return review_lists.card(scope, person, date.fromisoformat(on), at=at)
    if kind == digests.KIND:
        return digests.card(scope, person, date.fromisoformat(on), at=at)
    if kind in ("change", "change_closed"):
        replaced = kind == "change_closed"
        return repaired_days.card(scope, person, date.fromisoformat(on), replaced=replaced)
    return ask_card(scope, person, date.fromisoformat(on), replaced=kind == "ask_closed", at=at)


def plan_card(scope: Scope, plan: tables.Plan, *, at: datetime) -> PlanCard:
    """Return a plan's card: who, when, what was agreed, what is expected, what comes next."""
    current = agreements.current(scope, plan.id)
    return PlanCard(
        plan=plan_facts.facts(scope, plan),
        agreement=None if current is None else agreements.facts(scope, current.id),
        next_session=next_session(scope, [plan], at=at),
        expectations=expectations.shown(scope, plan.id),
        guess=room_questions.hangs_on_guess(scope, plan),
        together=tuple(plan_facts.facts(scope, one) for one in joint.others(scope, plan)),
        then=_goes_on(scope, plan),
    )


def _goes_on(scope: Scope, plan: tables.Plan) -> PlanFacts | None:
    """Return the plan that goes on from a changed one, if there is any."""
    found = scope.plans.followers(plan.id)
    return plan_facts.facts(scope, found[0]) if found else None


def next_session(scope: Scope, plans: list[tables.Plan], *, at: datetime) -> SessionFacts | None:
    """Return the next session of some plans that is on."""
    found = [
        session
        for plan in plans
        for session in scope.sessions.coming(plan.id, at, _LOOK_AHEAD)
        if conditions.is_on(session, plan)
    ]
    first = min(found, key=lambda one: one.starts_at, default=None)
    return None if first is None else sessions.facts(scope, first)


def ask_card(
    scope: Scope, person: tables.Person, on: date, *, replaced: bool = False, at: datetime
) -> AskCard:
    """Return a person's card of the local date `on`: what waits now, and how much was answered."""
    zone = attention.zone_of(scope, person)
    done = 0
    if zone is not None:
        since = clock.instant(on, 0, zone)
        until = clock.instant(on + timedelta(days=1), 0, zone)
        done = scope.agreements.answered_between(person.id, since, until)
    items = () if replaced else waiting.of(scope, person.id, card_of=on, at=at)
    return AskCard(people.ref(person), on, items, done, replaced)
