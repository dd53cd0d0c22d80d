"""How often somebody is asked for their part, and whom its author is told of after that."""

from datetime import date, datetime, timedelta

from pushin import attention, people, plan_facts, variations
from pushin.results import WaitingSilent
from school import clock
from storage import tables
from storage.scope import Scope

MOST = 2
"""On how many of their daily cards somebody is asked for the same part; then it waits in Home."""


def is_asked(
    scope: Scope, agreement: tables.Agreement, person_id: str, *, card_of: date | None = None
) -> bool:
    """Tell whether a person is still asked for their part of an agreement on a card.

    `card_of`: on the one of this local date, which may have been posted already.
    """
    days = scope.prompts.days_asked_since(person_id, agreement.created_at)
    return sum(card_of is None or on < card_of for on in days) < MOST


def open_parts(
    scope: Scope, person_id: str, *, at: datetime
) -> list[tuple[tables.Agreement, tables.Role]]:
    """Return the parts of a person that wait for their answer.

    A plan whose last date has passed asks nothing any more, nor does a session that is over.
    """
    found = scope.agreements.unanswered(person_id, at)
    return [one for one in found if not is_past(scope, one[0], at=at)]


def open_parts_of_author(
    scope: Scope, author_id: str, *, at: datetime
) -> list[tuple[tables.Agreement, tables.Role]]:
    """Return the parts of others that a person wrote and that wait for their answers."""
    found = scope.agreements.unanswered_of(author_id, at)
    return [one for one in found if not is_past(scope, one[0], at=at)]


def is_past(scope: Scope, agreement: tables.Agreement, *, at: datetime) -> bool:
    """Tell whether an agreement's plan, or the one session that it was for, is over."""
    plan = plan_facts.require(scope, agreement.plan_id)
    return plan_facts.is_over(scope, plan, at=at) or variations.is_history(scope, agreement, at=at)


def silent_since(scope: Scope, author: tables.Person, *, at: datetime) -> datetime | None:
    """Return from when on an author is to be told that somebody does not answer; None if not.

    That is the day after the last card on which they were asked. An author is told once.
    """
    zone = attention.zone_of(scope, author)
    found = [
        clock.instant(asked[MOST - 1] + timedelta(days=1), 0, zone)
        for agreement, _, asked in _silent(scope, author.id, at=at)
        if zone is not None and agreement.author_told_at is None
    ]
    return min(found, default=None)


def silent(
    scope: Scope, author: tables.Person, *, card_of: date | None = None, at: datetime
) -> tuple[WaitingSilent, ...]:
    """Return who has not answered what a person wrote, by agreement, for one day's card and Home.

    `card_of`: for the card of this local date; without it, for today.
    """
    zone = attention.zone_of(scope, author)
    if zone is None:
        return ()
    today = card_of or clock.local(at, zone)[0]
    begun = clock.instant(today, 0, zone)
    found: dict[str, tuple[tables.Agreement, list[str]]] = {}
    for agreement, role, asked in _silent(scope, author.id, at=at):
        told_at = agreement.author_told_at
        if asked[MOST - 1] < today and (told_at is None or told_at >= begun):
            found.setdefault(agreement.id, (agreement, []))[1].append(role.person_id)
    return tuple(
        WaitingSilent(
            agreement_id=agreement.id,
            plan=plan_facts.facts(scope, plan_facts.require(scope, agreement.plan_id)),
            who=tuple(people.ref(people.require(scope, one)) for one in who),
            since=clock.local(agreement.created_at, zone)[0],
        )
        for agreement, who in found.values()
    )


def told(scope: Scope, author: tables.Person, card_of: date, *, at: datetime) -> None:
    """Keep that a card of this local date told its person who does not answer."""
    for one in silent(scope, author, card_of=card_of, at=at):
        agreement = scope.agreements.get(one.agreement_id)
        if agreement is not None and agreement.author_told_at is None:
            agreement.author_told_at = at
            scope.session.add(agreement)


def authors_to_tell(scope: Scope, person_id: str, *, at: datetime) -> set[str]:
    """Return the authors of parts that a person has been asked for as often as anybody is."""
    return {
        agreement.created_by
        for agreement, _ in open_parts(scope, person_id, at=at)
        if agreement.author_told_at is None and not is_asked(scope, agreement, person_id)
    }


def _silent(
    scope: Scope, author_id: str, *, at: datetime
) -> list[tuple[tables.Agreement, tables.Role, list[date]]]:
    """Return the parts that were asked for as often as anybody is, with the dates of those cards.

    Who cannot be written to was not asked, and who is no longer there holds nothing up.
    """
    found = []
    for agreement, role in open_parts_of_author(scope, author_id, at=at):
        days = list(scope.prompts.days_asked_since(role.person_id, agreement.created_at))
        if len(days) >= MOST and attention.is_reachable(scope.people.get(role.person_id)):
            found.append((agreement, role, days))
    return found
