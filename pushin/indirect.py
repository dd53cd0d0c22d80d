"""Indirect weeks: a dated list in which a provider sees no students, as their district has it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from pushin import attention, calendars, errors, live, people, sessions, texts, touchbases, undo
from pushin.kinds import reads
from pushin.results import IndirectWeeks
from school import said_dates
from storage import tables
from storage.scope import Scope

KIND = "indirect"
LONGEST = 40
"""Weeks of a list: more is no 3:1 any more."""
_LONGEST_TEXT = 1000
_DAY = timedelta(days=1)
_NONE = frozenset({"none", "no", "clear", "-"})


@reads
def coming(scope: Scope, *, at: datetime) -> IndirectWeeks:
    """Return the asker's indirect weeks from this one on; Refusals `stranger`, `not_a_provider`."""
    me = _provider(scope)
    return IndirectWeeks(_from_now(scope, me, scope.indirect.weeks(me.id), at))


def say(scope: Scope, text: str, *, at: datetime) -> IndirectWeeks:
    """Let the weeks of these dates be the asker's indirect ones; "none" leaves none.

    The list replaces what was said of this week and later ones; the past stays. Sessions of direct
    plans fall out in these weeks, and come back in those that are not listed any more. The same
    again changes nothing. Refusals: `stranger`, `not_a_provider`, `indirect_unclear`,
    `indirect_too_many` (most), `outside_school_year` (on, first, last), `too_long`.
    """
    me = _provider(scope)
    words = texts.line(text, _LONGEST_TEXT, what="phrase")
    dates = () if words.casefold() in _NONE else _dates(scope, me, words, at)
    before = scope.indirect.weeks(me.id)
    this_week = _monday(attention.today(scope, me, at))
    kept = {week for week in before if week < this_week}
    wanted = kept | {_monday(on) for on in dates}
    if len(wanted) > LONGEST:
        raise errors.Refusal("indirect_too_many", most=LONGEST)
    return _put(scope, me, before, wanted, at=at)


def take_back(scope: Scope, undo_id: str, *, at: datetime) -> IndirectWeeks:
    """Let the list be as it was, for ten minutes.

    Refusals: `undo_gone`; Stale `undo_used`, `undo_late` (minutes), `undo_overtaken`.
    """
    kept = undo.take(scope, undo_id, at=at)
    if kept.kind != KIND:
        raise errors.Refusal("undo_gone")
    me = people.require(scope, kept.subject)
    now = scope.indirect.weeks(me.id)
    if _plain(now) != kept.after["weeks"]:
        raise errors.Stale("undo_overtaken")
    wanted = {date.fromisoformat(one) for one in kept.before["weeks"]}
    return _put(scope, me, now, wanted, is_back=True, at=at)


def is_indirect(scope: Scope, person: tables.Person, monday: date) -> bool:
    """Tell whether a week (by its Monday) is one of a provider's indirect ones."""
    return person.role == "provider" and monday in scope.indirect.weeks(person.id)


def _provider(scope: Scope) -> tables.Person:
    me = people.require_member(scope)
    people.check_role(me, "provider")
    return me


def _dates(scope: Scope, me: tables.Person, text: str, at: datetime) -> tuple[date, ...]:
    first = last = None
    for school_id in attention.school_ids(scope, me)[:1]:
        calendar = calendars.calendar_of(scope, school_id)
        first, last = calendar.first_day, calendar.last_day
    today = attention.today(scope, me, at)
    found = said_dates.several(text, today=today, first=first, last=last)
    if not found:
        raise errors.Refusal("indirect_unclear")
    for on in found:
        week = _monday(on)
        if (last and week > last) or (first and week + 6 * _DAY < first):
            raise errors.Refusal("outside_school_year", on=on, first=first, last=last)
    return found


def _put(
    scope: Scope,
    me: tables.Person,
    before: Iterable[date],
    wanted: Iterable[date],
    *,
    is_back: bool = False,
    at: datetime,
) -> IndirectWeeks:
    was, will = set(before), set(wanted)
    shown = _from_now(scope, me, will, at)
    if was == will:
        return IndirectWeeks(shown)
    scope.indirect.put(me.id, will)
    off = back = 0
    for plan in scope.plans.of_provider(me.id):
        gone = _off(scope, plan, at)
        sessions.rewrite(scope, plan, at=at)
        now = _off(scope, plan, at)
        off, back = off + len(now - gone), back + len(gone - now)
    touchbases.plan_all(scope, [me.id], at=at)
    live.changed(scope, f"person:{me.id}")
    undo_id = ""
    if not is_back:
        weeks = {"before": {"weeks": _plain(was)}, "after": {"weeks": _plain(will)}}
        undo_id = undo.keep(scope, KIND, me.id, **weeks, at=at)
    return IndirectWeeks(shown, off, back, changed=True, undo_id=undo_id)


def _off(scope: Scope, plan: tables.Plan, at: datetime) -> set[str]:
    rows = scope.sessions.to_come(plan.id, at)
    return {row.id for row in rows if row.status == "cancelled"}


def _from_now(
    scope: Scope, me: tables.Person, weeks: Iterable[date], at: datetime
) -> tuple[date, ...]:
    this_week = _monday(attention.today(scope, me, at))
    return tuple(sorted(one for one in weeks if one >= this_week))


def _plain(weeks: Iterable[date]) -> list[str]:
    return sorted(one.isoformat() for one in weeks)


def _monday(on: date) -> date:
    return on - on.weekday() * _DAY
