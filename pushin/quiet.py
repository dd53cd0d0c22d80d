"""What was merged or withheld for a person this week, and why: nothing vanishes unexplained."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pushin import attention, people, plan_facts, sessions, touchbase_notes, touchbases
from pushin.kinds import reads
from pushin.results import QuietDay, QuietEntry, QuietWeek
from school import clock
from storage import tables
from storage.queries.conversations import recipients
from storage.scope import Scope

WHY = (
    "already_posted",
    "as_known",
    "budget",
    "changed",
    "channel_changed",
    "closed_day",
    "deactivated",
    "done",
    "gone",
    "held",
    "indirect_week",
    "moved",
    "no_free_time",
    "no_school",
    "no_session",
    "no_slot",
    "not_free",
    "not_on",
    "not_opened",
    "nothing_waits",
    "obstacle",
    "plan_changed",
    "plan_ended",
    "provider_absent",
    "routine_missing",
    "skipped",
    "taken_back",
    "together",
    "too_late",
    "unknown_day",
    "unreachable",
    "with_students",
)
"""Why something was not said; each has its sentence. What is none of these is one of two:
`unreachable` (the place refused it) or `not_on` (a reason in somebody's own words)."""
_ENDED = ("merged", "cancelled", "expired")
_KEPT = frozenset({"planned", "claimed", "sent", "uncertain"})
_WEEK = timedelta(days=7)


@reads
def week(scope: Scope, *, at: datetime) -> QuietWeek:
    """Return what the asker was not told this week, by the day on which it was due.

    Messages to them, to them and another, and in the channels of their plans. What was only
    planned anew is not among it. Refusal "stranger".
    """
    me = people.require_member(scope)
    zone = attention.zone_of(scope, me, at) or ZoneInfo("UTC")
    monday = touchbases.monday(clock.local(at, zone)[0])
    first = clock.instant(monday, 0, zone)
    rows = scope.prompts.due_between(_ENDED, first, first + _WEEK)
    mine = _mine(scope, me, rows)
    days: dict[date, list[QuietEntry]] = {}
    for row in [*_not_said_later(scope, mine), *scope.prompts.held(me.id, at)]:
        on, minute = clock.local(row.due_at, zone)
        until = minute if row.state == "planned" else None
        days.setdefault(on, []).append(_entry(scope, row, until))
    return QuietWeek(monday, tuple(QuietDay(on, tuple(days[on])) for on in sorted(days)))


def why(state: str, code: str) -> str:
    """Return the reason, one of `WHY`, of a prompt that ended in a state with a code."""
    if code in WHY:
        return code
    if "=" in code:
        return "too_late"  # it still says what its person knew, for it was held back too long
    return "unreachable" if state == "expired" else "not_on"


def _mine(scope: Scope, me: tables.Person, rows: Iterable[tables.Prompt]) -> list[tables.Prompt]:
    plans = set(scope.weeks.plan_ids(me.id))
    return [row for row in rows if me.id in recipients(row.conversation_id) or _of(row) in plans]


def _of(row: tables.Prompt) -> str:
    """Return the plan that a channel's message is about."""
    about, _, key = row.subject.partition(":")
    return key.rpartition("-")[0] if about == "session" else key if about == "plan" else ""


def _not_said_later(scope: Scope, rows: list[tables.Prompt]) -> Iterable[tables.Prompt]:
    """Return those that were not planned anew, or posted, under another revision."""
    known = {
        kind: scope.prompts.outlines(kind, {row.subject for row in rows if row.kind == kind})
        for kind in {row.kind for row in rows}
    }
    return [
        row
        for row in rows
        if not any(
            one.state in _KEPT or one.revision > row.revision
            for one in known[row.kind].get(row.subject, ())
        )
    ]


def _entry(scope: Scope, row: tables.Prompt, until: int | None) -> QuietEntry:
    reason = "held" if until is not None else why(row.state, row.why)
    about, _, key = row.subject.partition(":")
    if about == "session":
        session = scope.sessions.get(key)
        facts = None if session is None else sessions.facts(scope, session)
        return QuietEntry(row.kind, reason, session=facts)
    if about == "pair":
        base = scope.touch_bases.get(key)
        told = None if base is None else touchbase_notes.facts(scope, base)
        return QuietEntry(row.kind, reason, touch_base=told)
    if about == "plan":
        plan = scope.plans.get(key)
        room = "" if plan is None else plan_facts.classroom_of(scope, plan).room
        return QuietEntry(row.kind, reason, room=room)
    # What was changed stands behind the date: one day may be told of more than once.
    on = date.fromisoformat(key.rpartition(":")[2].partition("/")[0])
    return QuietEntry(row.kind, reason, on=on, until=until)
