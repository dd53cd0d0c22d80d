"""A day's sessions with what is said of each: when asked for, and on the card that asks."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from pushin import attention, calendars, errors, log_rows, logs, people, plan_facts, rights, texts
from pushin.kinds import reads
from pushin.results import LogDay, WaitingLog
from school import said_dates
from storage import tables
from storage.scope import Scope

_LOOKED_AT = 5
"""Coming sessions of a plan that are looked at for the next day that has any."""


@reads
def day(scope: Scope, text: str, *, at: datetime) -> LogDay:
    """Return the sessions of a date whose record the asker may write or read.

    Without words: today, where one of them has begun, else their last school day. Refusals:
    `stranger`, `too_long`, `log_date_unclear`, `log_future` (on), `school_missing`.
    """
    me = people.require_member(scope)
    today = attention.today(scope, me, at)
    if text.strip():
        return _of(scope, me, _said_date(scope, me, text, today), today, at=at)
    found = _of(scope, me, today, today, at=at)
    before = None if found.lines else attention.previous_school_day(scope, me, today)
    return found if before is None else _of(scope, me, before, today, at=at)


def _said_date(scope: Scope, me: tables.Person, text: str, today: date) -> date:
    first = last = None
    for school_id in attention.school_ids(scope, me)[:1]:
        calendar = calendars.calendar_of(scope, school_id)
        first, last = calendar.first_day, calendar.last_day
    words = texts.line(text, texts.NAME, what="phrase")
    on = said_dates.one(words, today=today, first=first, last=last)
    if on is None:
        raise errors.Refusal("log_date_unclear")
    return on


def _of(scope: Scope, me: tables.Person, on: date, today: date, *, at: datetime) -> LogDay:
    if on > today:
        raise errors.Refusal("log_future", on=on)
    rows = [row for row in scope.sessions.on_dates_of(me.id, [on]) if not logs.is_none(row)]
    mine = [row for row in rows if _may_see(scope, row)]
    begun = [row for row in mine if row.starts_at <= at]
    writes = any(logs.may(scope, row, plan_facts.require(scope, row.plan_id)) for row in begun)
    return LogDay(on, log_rows.lines(scope, begun), len(mine) - len(begun), writes)


def _may_see(scope: Scope, row: tables.Session) -> bool:
    plan = plan_facts.require(scope, row.plan_id)
    return logs.may(scope, row, plan) or rights.may(scope, "codes", plan=plan)


# --- the card ---------------------------------------------------------------------------------


def waiting(scope: Scope, person: tables.Person, *, at: datetime) -> tuple[WaitingLog, ...]:
    """Return the days of which a provider is asked how it went: today, and the school day before.

    A day is asked about once its last session is over, as long as one of them is not logged.
    """
    if person.role != "provider":
        return ()
    found = ((on, _asked(scope, person, on, at)) for on in _dates(scope, person, at))
    return tuple(WaitingLog(on, log_rows.lines(scope, rows)) for on, rows in found if rows)


def is_waiting(scope: Scope, person: tables.Person, *, at: datetime) -> bool:
    """Tell whether a provider is asked how a day went, as `waiting`."""
    if person.role != "provider":
        return False
    return any(_asked(scope, person, on, at) for on in _dates(scope, person, at))


def _dates(scope: Scope, person: tables.Person, at: datetime) -> list[date]:
    """Return today, the school day before, and what was closed in between."""
    today = attention.today(scope, person, at)
    first = attention.previous_school_day(scope, person, today) or today
    return [first + timedelta(days=n) for n in range((today - first).days + 1)]


def asked_from(scope: Scope, person: tables.Person, *, at: datetime) -> datetime | None:
    """Return when a provider's last session is over on their next day that has any."""
    if person.role != "provider":
        return None
    coming = [
        row.on_date
        for plan in scope.plans.of_provider(person.id)
        for row in scope.sessions.coming(plan.id, at, _LOOKED_AT)
        if _is_open(row)
    ]
    if not coming:
        return None
    return _end(row for row in logs.own_on(scope, person, min(coming)) if _is_open(row))


def _asked(scope: Scope, person: tables.Person, on: date, at: datetime) -> list[tables.Session]:
    rows = logs.own_on(scope, person, on)
    is_over = all(row.ends_at <= at for row in rows)
    return rows if is_over and any(map(_is_open, rows)) else []


def _is_open(row: tables.Session) -> bool:
    """Tell whether it is to be asked how a session went: nobody said, and it was one."""
    is_known = row.obstacle != "unknown_day"
    return row.frozen_at is None and is_known and not logs.is_none(row)


def _end(rows: Iterable[tables.Session]) -> datetime | None:
    return max((row.ends_at for row in rows), default=None)
