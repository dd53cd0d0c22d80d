"""Mandated minutes: of a student code, or of plans; set in a form, ended, taken back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from pushin import (
    calendars,
    errors,
    mandate_facts,
    minutes,
    minutes_sums,
    people,
    plan_facts,
    prompts,
    rights,
    undo,
)
from pushin.kinds import reads
from pushin.results.minutes import MandateForm, MandatePlans, MandateSaved
from school import periods
from school.calendar import SchoolCalendar
from school.periods import Per
from storage import tables
from storage.queries.minute_rows import PlanRow
from storage.scope import Scope, fresh_id
from storage.tables.plans import MODELS

KIND = "mandate"
MOST = 10_000
"""Minutes of a period at most: more is a slip of the finger."""
_CODE = re.compile(r"[A-Za-z]{1,3}\d{1,3}(-\d{1,3})?")
_DAY = timedelta(days=1)
_OPEN_PERS: tuple[Per, ...] = ("week", "month", "year")


@dataclass(frozen=True, slots=True)
class MandateInput:
    """What is owed as a form says it; `code` "" for the plans themselves, `model` "" for any.

    `minutes` and `from_date` are None where nothing was filled in.
    """

    plan_ids: tuple[str, ...]
    code: str
    minutes: int | None
    per: str
    model: str
    from_date: date | None
    until_date: date | None


@reads
def form(scope: Scope, plan_id: str, *, at: datetime) -> MandateForm | MandatePlans:
    """Return the form of a plan, or (without one) the asker's plans to choose from.

    Refusals: `stranger`, `not_yours`, `no_plan`, `plan_gone`. It holds codes: for a modal only.
    """
    book = minutes.Book(scope, at)
    _own(scope, book)
    mine = [plan for plan in book.plans if plan.until_date >= book.today]
    if not mine:
        raise errors.Refusal("no_plan")
    if not plan_id and len(mine) > 1:
        return MandatePlans(tuple((one.id, minutes_sums.name_of(one)) for one in mine))
    plan = next((one for one in book.plans if one.id == (plan_id or mine[0].id)), None)
    if plan is None:
        raise errors.Refusal("plan_gone")
    calendar = calendars.calendar_of(scope, plan.school_id)
    students = scope.minutes.students(book.seen, book.person.id)
    standing = [
        one
        for one in book.mandates
        if plan.id in one.plan_ids and (one.until_date is None or one.until_date >= book.today)
    ]
    return MandateForm(
        plan_id=plan.id,
        title=minutes_sums.name_of(plan),
        plans=tuple((one.id, minutes_sums.name_of(one)) for one in mine),
        codes=tuple(dict.fromkeys(row.code for row in students if row.plan_id == plan.id)),
        pers=mandate_facts.PERS if calendar.terms else _OPEN_PERS,
        from_date=plan.from_date,
        standing=tuple(standing),
    )


def save(scope: Scope, given: MandateInput, *, at: datetime) -> MandateSaved:
    """Keep what is owed from a date on; what was owed of the same until then ends the day before.

    The same once more changes nothing. Refusals: `not_yours`, `plan_gone`, `mandate_minutes`
    (most) for 0 or less or too many, `not_a_code` (example), `mandate_code_elsewhere`,
    `mandate_per_unknown`, `unknown_model` (known), `until_before_from`, `mandate_no_days` for dates
    without a school day, `mandate_later` (on) where another one begins after it, SchoolError
    "no_terms" (name).
    """
    book = minutes.Book(scope, at)
    _own(scope, book)
    plans = _plans(book, given)
    calendar = calendars.calendar_of(scope, plans[0].school_id)
    wanted = _checked(scope, book, given, plans, calendar)
    rivals = [
        row
        for row in scope.mandates.of_provider(book.person.id)
        if _is_same(scope, row, wanted)
        and (row.until_date is None or row.until_date >= wanted.from_date)
        and (wanted.until_date is None or row.from_date <= wanted.until_date)
    ]
    same = next((row for row in rivals if row.from_date == wanted.from_date), None)
    later = [row.from_date for row in rivals if row.from_date > wanted.from_date]
    if later:
        raise errors.Refusal("mandate_later", on=min(later))
    if same is not None and _snapshot(scope, same) == _wish(wanted):
        return _saved(scope, same.id, at=at, again=True)
    row = same or _new(book, wanted, at)
    before: dict[str, Any] = {row.id: _snapshot(scope, same) if same else None}
    for earlier in rivals:
        if earlier is not same:
            before[earlier.id] = _snapshot(scope, earlier)
            earlier.until_date = wanted.from_date - _DAY
            scope.session.add(earlier)
    _put(scope, row, _wish(wanted))
    return _kept(scope, row.id, before, at=at)


def end(scope: Scope, mandate_id: str, *, at: datetime) -> MandateSaved:
    """Let a mandate end yesterday; one that begins today or later is owed nowhere any more.

    Refusals: `not_yours`, `mandate_gone`, `mandate_ended`.
    """
    row = _require(scope, mandate_id)
    found = _saved(scope, row.id, at=at, state="ended")
    today = calendars.today(
        calendars.calendar_of(scope, _school_id(scope, found.mandate.plan_ids[0])), at
    )
    if row.until_date is not None and row.until_date < today:
        raise errors.Stale("mandate_ended")
    before = {row.id: _snapshot(scope, row)}
    if row.from_date >= today:
        scope.mandates.set_plans(row.id, ())  # what no plan serves is nowhere, and can come back
    else:
        row.until_date = today - _DAY
        scope.session.add(row)
        scope.session.flush()
    undo_id = undo.keep(scope, KIND, mandate_id, before=before, after=_now(scope, before), at=at)
    prompts.for_person(scope, found.mandate.provider_id, at=at)
    return MandateSaved(found.mandate, found.lines, found.this_period, undo_id, state="ended")


def take_back(scope: Scope, undo_id: str, *, at: datetime) -> MandateSaved:
    """Let mandates be as they were before the asker's change; refusals as `undo.take`."""
    used = undo.take(scope, undo_id, at=at)
    if used.kind != KIND:
        raise errors.Refusal("undo_gone")
    if _now(scope, used.before) != used.after:
        raise errors.Stale("undo_overtaken")
    shown = _shown(scope, used.subject, "gone", at=at)
    for mandate_id, kept in used.before.items():
        _put_back(scope, mandate_id, kept)
    prompts.for_person(scope, people.require_member(scope).id, at=at)
    found = _shown(scope, used.subject, "back", at=at) or shown
    if found is None:
        raise errors.Refusal("mandate_gone")
    return found


def _shown(scope: Scope, mandate_id: str, state: str, *, at: datetime) -> MandateSaved | None:
    """Return a mandate if any plan serves it."""
    if not scope.mandates.plan_ids(mandate_id):
        return None
    return _saved(scope, mandate_id, at=at, state=state)


def _own(scope: Scope, book: minutes.Book) -> None:
    """Raise a NotAllowed for who does not provide: a case manager reads minutes, no more."""
    if book.seen != "provider":
        raise errors.NotAllowed("not_yours", action="mandate")
    rights.require(scope, "minutes", plan=plan_facts.require(scope, book.plans[0].id))


def _plans(book: minutes.Book, given: MandateInput) -> list[PlanRow]:
    found = [plan for plan in book.plans if plan.id in given.plan_ids]
    if not found or len(found) < len(set(given.plan_ids)):
        raise errors.Refusal("plan_gone")
    return found


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A checked input."""

    plan_ids: tuple[str, ...]
    code: str | None
    minutes: int
    per: str
    model: str | None
    from_date: date
    until_date: date | None


def _checked(
    scope: Scope,
    book: minutes.Book,
    given: MandateInput,
    plans: Sequence[PlanRow],
    calendar: SchoolCalendar,
) -> _Wanted:
    if given.minutes is None or not 0 < given.minutes <= MOST:
        raise errors.Refusal("mandate_minutes", most=MOST)
    if given.per not in mandate_facts.PERS:
        raise errors.Refusal("mandate_per_unknown")
    if given.model and given.model not in MODELS:
        raise errors.Refusal("unknown_model", known=MODELS)
    first = given.from_date or book.today
    if given.until_date is not None and given.until_date < first:
        raise errors.Refusal("until_before_from", first=first, last=given.until_date)
    year = periods.year(calendar, first)
    if not periods.school_days(calendar, first, given.until_date or max(first, year.last)):
        raise errors.Refusal("mandate_no_days")
    if given.per == "marking_period":
        periods.of(calendar, "marking_period", first)  # says so where the school has no terms
    code = _code(scope, book, given.code.strip(), {plan.id for plan in plans})
    return _Wanted(
        tuple(sorted(plan.id for plan in plans)),
        code,
        given.minutes,
        given.per,
        given.model or None,
        first,
        given.until_date,
    )


def _code(scope: Scope, book: minutes.Book, said: str, plan_ids: set[str]) -> str | None:
    if not said:
        return None
    if not _CODE.fullmatch(said):
        raise errors.Refusal("not_a_code", example="K7-03")
    rows = scope.minutes.students(book.seen, book.person.id)
    code = said.upper()
    if code not in {row.code for row in rows if row.plan_id in plan_ids}:
        raise errors.Refusal("mandate_code_elsewhere")
    return code


def _is_same(scope: Scope, row: tables.Mandate, wanted: _Wanted) -> bool:
    """Tell whether a mandate is about the same: the code or plans, and how they are served."""
    serving = set(scope.mandates.plan_ids(row.id))
    if (row.code, row.service_delivery_model) != (wanted.code, wanted.model) or not serving:
        return False
    return row.code is not None or bool(serving & set(wanted.plan_ids))


def _new(book: minutes.Book, wanted: _Wanted, at: datetime) -> tables.Mandate:
    return tables.Mandate(
        workspace_id=book.scope.workspace_id,
        id=fresh_id(),
        provider_id=book.person.id,
        code=wanted.code,
        discipline=book.person.discipline or "",
        service_delivery_model=wanted.model,
        minutes=wanted.minutes,
        per=wanted.per,
        from_date=wanted.from_date,
        until_date=wanted.until_date,
        created_by=book.person.id,
        created_at=at,
    )


def _kept(scope: Scope, mandate_id: str, before: dict[str, Any], *, at: datetime) -> MandateSaved:
    after = _now(scope, before)
    undo_id = undo.keep(scope, KIND, mandate_id, before=before, after=after, at=at)
    prompts.for_person(scope, people.require_member(scope).id, at=at)
    return _saved(scope, mandate_id, at=at, undo_id=undo_id)


def _saved(
    scope: Scope,
    mandate_id: str,
    *,
    at: datetime,
    undo_id: str = "",
    again: bool = False,
    state: str = "saved",
) -> MandateSaved:
    """Return a mandate with the plans that serve it and what is owed of its present period."""
    book = minutes.Book(scope, at)
    mandate = next(one for one in book.mandates if one.id == mandate_id)
    calendar = book.calendar_of(mandate)
    on = max(calendars.today(calendar, at), mandate.from_date)
    period = periods.of(calendar, mandate.per, on)
    owed = 0 if period is None else book.owed(mandate, period.first, period.last)[0]
    lines = tuple(minutes_sums.name_of(one) for one in book.plans if one.id in mandate.plan_ids)
    return MandateSaved(mandate, lines, owed, undo_id, again=again, state=state)


def _require(scope: Scope, mandate_id: str) -> tables.Mandate:
    asker = people.require_member(scope)
    row = scope.mandates.get(mandate_id)
    if row is None or not scope.mandates.plan_ids(mandate_id):
        raise errors.Refusal("mandate_gone")
    if row.provider_id != asker.id:
        raise errors.NotAllowed("not_yours", action="mandate")
    return row


def _school_id(scope: Scope, plan_id: str) -> str:
    return plan_facts.classroom_of(scope, plan_facts.require(scope, plan_id)).school_id


# --- how a mandate stands, without its code: for Undo, which holds no student data ---------------


def _snapshot(scope: Scope, row: tables.Mandate) -> dict[str, Any]:
    return {
        "minutes": row.minutes,
        "per": row.per,
        "model": row.service_delivery_model,
        "from": row.from_date.isoformat(),
        "until": row.until_date.isoformat() if row.until_date else None,
        "plans": scope.mandates.plan_ids(row.id),
    }


def _wish(wanted: _Wanted) -> dict[str, Any]:
    return {
        "minutes": wanted.minutes,
        "per": wanted.per,
        "model": wanted.model,
        "from": wanted.from_date.isoformat(),
        "until": wanted.until_date.isoformat() if wanted.until_date else None,
        "plans": list(wanted.plan_ids),
    }


def _now(scope: Scope, before: dict[str, Any]) -> dict[str, Any]:
    rows = {mandate_id: scope.mandates.get(mandate_id) for mandate_id in before}
    return {key: None if row is None else _snapshot(scope, row) for key, row in rows.items()}


def _put(scope: Scope, row: tables.Mandate, kept: dict[str, Any]) -> None:
    row.minutes, row.per, row.service_delivery_model = kept["minutes"], kept["per"], kept["model"]
    row.from_date = date.fromisoformat(kept["from"])
    row.until_date = date.fromisoformat(kept["until"]) if kept["until"] else None
    scope.session.add(row)
    scope.session.flush()
    scope.mandates.set_plans(row.id, kept["plans"])


def _put_back(scope: Scope, mandate_id: str, kept: dict[str, Any] | None) -> None:
    row = scope.mandates.get(mandate_id)
    if row is None:
        return
    if kept is None:
        scope.mandates.drop(row)
    else:
        _put(scope, row, kept)
