"""Minutes of a period that its regular sessions can no longer bring: found, and told once."""

from collections.abc import Iterator
from datetime import date, datetime

from pushin import calendars, errors, minutes, minutes_sums
from pushin.results import CaseMinutes
from pushin.results.minutes import MandateFacts, Stretch, WaitingShortfall
from school import periods
from school.errors import SchoolError
from school.periods import Period
from storage import tables
from storage.scope import Scope

WHY = "shortfall"


def waiting(
    scope: Scope, person: tables.Person, *, card_of: date | None = None, at: datetime
) -> tuple[WaitingShortfall, ...]:
    """Return the mandates of a person that their present period's sessions cannot bring any more.

    What was not logged counts as held, and make-ups that are planned count: only what is certain is
    told. `card_of`: for the card of this local date, what no card told before.
    """
    book = _book(scope, person, at)
    if book is None:
        return ()
    found = _short(book) if card_of is None else _untold(book, person, card_of)
    return tuple(_item(book, mandate, period) for mandate, period in found)


def is_news(scope: Scope, person: tables.Person, *, at: datetime) -> bool:
    """Tell whether a person is to be told of a shortfall that no card told them before."""
    book = _book(scope, person, at)
    return book is not None and next(_untold(book, person, None), None) is not None


def told(scope: Scope, person: tables.Person, card_of: date, *, at: datetime) -> set[str]:
    """Keep that a card of this local date told its provider; return the case managers to tell."""
    book = _book(scope, person, at)
    managers: set[str] = set()
    if book is None or book.seen != "provider":
        return managers
    for mandate, period in list(_untold(book, person, card_of)):
        row = scope.mandates.get(mandate.id)
        if row is not None and row.told_for != period.first:
            row.told_for = period.first
            scope.session.add(row)
            if mandate.code is not None:
                managers |= set(scope.mandates.case_managers(mandate.id, mandate.code))
    scope.session.flush()
    return managers


def of_codes(scope: Scope, person: tables.Person, *, at: datetime) -> dict[str, list[CaseMinutes]]:
    """Return how the present period of each mandate of a person's student codes stands, by code.

    For modals only.
    """
    book = _book(scope, person, at)
    found: dict[str, list[CaseMinutes]] = {}
    if book is None:
        return found
    for mandate in (one for one in book.mandates if one.code is not None):
        period = _period(book, mandate)
        if period is None:
            continue
        balance = book.balance(mandate, period.first, period.last)
        if balance is not None:
            found.setdefault(mandate.code or "", []).append(CaseMinutes(mandate, balance))
    return found


def _book(scope: Scope, person: tables.Person, at: datetime) -> "minutes.Book | None":
    """Return what a person may look at; None for who has no mandate to look at."""
    try:
        seen = minutes.seen_by(person.role)
    except errors.NotAllowed:
        return None
    if seen == "provider" and not scope.mandates.of_provider(person.id):
        return None  # nearly always, and asked with each tap
    if not scope.minutes.mandates(seen, person.id):
        return None
    return minutes.Book(scope, at, of=person)


def _short(book: "minutes.Book") -> Iterator[tuple[MandateFacts, Period]]:
    for mandate in book.mandates:
        period = _period(book, mandate)
        if period is not None and _is_short(book, mandate, period):
            yield mandate, period


def _untold(
    book: "minutes.Book", person: tables.Person, card_of: date | None
) -> Iterator[tuple[MandateFacts, Period]]:
    """Yield the shortfalls that no card told a person before (that of `card_of` may have).

    A provider's are marked; of a case manager it is asked when their last card for one was. A card
    that told of one has it as its reason: it goes on telling, and no later one begins to.
    """
    last = book.scope.prompts.last_sent_ask(person.id)
    here = last is not None and last.why == WHY and last.subject.endswith(f":{card_of}")
    for mandate in book.mandates:
        period = _period(book, mandate)
        if period is None:
            continue
        if not here and _was_told(book, person, mandate, period):
            continue
        if _is_short(book, mandate, period):
            yield mandate, period


def _was_told(
    book: "minutes.Book", person: tables.Person, mandate: MandateFacts, period: Period
) -> bool:
    if person.role == "provider":
        return mandate.told_for == period.first
    return book.scope.prompts.was_asked_for(WHY, person.id, period.first)


def _period(book: "minutes.Book", mandate: MandateFacts) -> Period | None:
    """Return the period of today, where the mandate is in effect; None between terms."""
    calendar = book.calendar_of(mandate)
    today = calendars.today(calendar, book.at)
    is_over = mandate.until_date is not None and mandate.until_date < today
    if today < mandate.from_date or is_over:
        return None
    try:
        return periods.of(calendar, mandate.per, today)
    except SchoolError:  # a calendar that was imported since has no terms
        return None


def _is_short(book: "minutes.Book", mandate: MandateFacts, period: Period) -> bool:
    balance = book.balance(mandate, period.first, period.last)
    return balance is not None and balance.behind > 0 and balance.sums.missed_minutes > 0


def _item(book: "minutes.Book", mandate: MandateFacts, period: Period) -> WaitingShortfall:
    lines = [minutes_sums.name_of(one) for one in book.plans if one.id in mandate.plan_ids]
    stretch = Stretch(period.first, period.last, name=period.name)
    return WaitingShortfall(mandate.id, tuple(lines), stretch, mandate.per)
