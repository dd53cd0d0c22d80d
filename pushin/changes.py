"""Changes of single sessions: moved, skipped, paused and brought back; each can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pushin import (
    calendars,
    change_facts,
    change_news,
    change_rows,
    derivation,
    errors,
    live,
    plan_facts,
    prompts,
    proposals,
    repaired_days,
    session_targets,
    sessions,
    touchbases,
    undo,
)
from pushin.change_inputs import ChangeInput
from pushin.change_rows import PAUSED, Kept
from pushin.results import Changed, What
from school.calendar import SchoolCalendar
from storage import tables
from storage.scope import Scope

KIND = "change"
"""The kind of undo of all changes of sessions and plans."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Was:
    """Sessions before a change: their columns, how their people knew them, what was to be done."""

    kept: Kept
    states: dict[str, str]
    doings: Kept


def move(scope: Scope, row: tables.Session, given: ChangeInput, *, at: datetime) -> Changed:
    """Give one session another date, time or room; where the calendar has it, it is unmoved again.

    Refusals: those of `session_targets`. Where it is so already, nothing changes.
    """
    session_targets.check_open(row, at=at)
    target = session_targets.of(scope, row, given, at=at)
    plan = plan_facts.require(scope, row.plan_id)
    was = before(scope, plan, [row])
    if _is_there(row, target) and row.obstacle is None:
        return Changed(change_facts.of_input(scope, given), again=True)
    if target.on != row.on_date:
        row.doing, row.doing_at = "", None  # it was said of what the class does that day
    for name, value in target.values().items():
        setattr(row, name, value)
    row.revision += 1
    return done(scope, plan, "move", [row], was, at=at)


def skip(scope: Scope, session_id: str, reason: str, *, at: datetime) -> Changed:
    """Let one session fall out, as `sessions.skip`, with its undo; twice is once."""
    row = sessions.require(scope, session_id)
    plan = plan_facts.require(scope, row.plan_id)
    was, is_off = before(scope, plan, [row]), row.status == "cancelled"
    sessions.skip(scope, session_id, reason, at=at)
    if is_off:
        return Changed(change_facts.of_rows(scope, plan, "skip", [row]), again=True)
    return done(scope, plan, "skip", [row], was, told=_is_soon(scope, row, at), at=at)


def pause(scope: Scope, plan: tables.Plan, first: date, last: date, *, at: datetime) -> Changed:
    """Let the sessions of a stretch of dates fall out, both dates included.

    Refusal `nothing_to_pause` (first, last).
    """
    rows = to_pause(scope, plan, first, last, at=at)
    was = before(scope, plan, rows)
    for row in rows:
        row.status, row.reason, row.obstacle = "cancelled", PAUSED, None
        row.revision += 1
    return done(scope, plan, "pause", rows, was, span=(first, last), at=at)


def to_pause(
    scope: Scope, plan: tables.Plan, first: date, last: date, *, at: datetime
) -> list[tables.Session]:
    """Return the sessions that a pause lets fall out; Refusals `until_before_from`, as `pause`."""
    if last < first:
        raise errors.Refusal("until_before_from", first=first, last=last)
    rows = [
        row
        for row in scope.sessions.to_come(plan.id, at)
        if row.status == "planned" and first <= row.on_date <= last
    ]
    if not rows:
        raise errors.Refusal("nothing_to_pause", first=first, last=last)
    return rows


def resume(scope: Scope, plan: tables.Plan, first: date, *, at: datetime) -> Changed:
    """Bring back what a pause let fall out, from a date on, where it is still to come.

    Refusal `nothing_to_resume` (first).
    """
    rows = to_resume(scope, plan, first, at=at)
    was = before(scope, plan, rows)
    for row in rows:
        row.status, row.reason = "planned", None
        row.revision += 1
        scope.session.add(row)
    scope.session.flush()
    derivation.derive(scope, plan, _calendar(scope, plan), at=at)
    return done(scope, plan, "resume", rows, was, span=(first, None), at=at)


def to_resume(
    scope: Scope, plan: tables.Plan, first: date, *, at: datetime
) -> list[tables.Session]:
    """Return the sessions that come back; refusals as `resume`."""
    rows = [
        row
        for row in scope.sessions.to_come(plan.id, at)
        if row.reason == PAUSED and row.on_date >= first
    ]
    if not rows:
        raise errors.Refusal("nothing_to_resume", first=first)
    return rows


def before(scope: Scope, plan: tables.Plan, rows: Sequence[tables.Session]) -> Was:
    """Return how sessions stand, to be taken before they change."""
    zone = _calendar(scope, plan).zone
    states = {row.id: derivation.state(row, zone) for row in rows}
    return Was(change_rows.sessions(rows), states, change_rows.doings(rows))


def done(
    scope: Scope,
    plan: tables.Plan,
    what: What,
    rows: Sequence[tables.Session],
    was: Was,
    *,
    span: tuple[date | None, date | None] = (None, None),
    told: bool = False,
    at: datetime,
) -> Changed:
    """Let everything follow from changed sessions, tell the others, and keep the undo.

    `told`: the others were told already.
    """
    scope.session.add_all(rows)
    scope.session.flush()
    follow(scope, plan, rows, at=at)
    undo_id = undo.keep(
        scope,
        KIND,
        rows[0].id if len(rows) == 1 else plan.id,
        before={"what": what, "plan": plan.id, "sessions": was.kept, "doings": was.doings},
        after={
            "sessions": change_rows.sessions(rows),
            "first": span[0].isoformat() if span[0] else None,
            "last": span[1].isoformat() if span[1] else None,
        },
        at=at,
    )
    proposals.overtake(scope, plan, rows, at=at)
    if not told:
        _tell(scope, rows, was, undo_id, at=at)
    if undo_id:
        found = change_facts.of_undo(scope, undo_id)
    else:
        found = change_facts.of_rows(scope, plan, what, rows, first=span[0], last=span[1])
    return Changed(found, undo_id, told=change_news.count(scope, plan.id))


def follow(
    scope: Scope, plan: tables.Plan, rows: Sequence[tables.Session], *, at: datetime
) -> None:
    """Plan and withdraw the prompts of changed sessions, and keep what shows them true."""
    sessions.settle(scope, plan, derivation.Changes(changed=tuple(rows)), at=at)
    teacher_id = plan_facts.classroom_of(scope, plan).teacher_id
    touchbases.plan_all(scope, (plan.provider_id, teacher_id), at=at)
    for person_id in dict.fromkeys((plan.provider_id, teacher_id)):
        prompts.for_person(scope, person_id, at=at)
    live.changed(scope, f"plan:{plan.id}")


def _tell(
    scope: Scope, rows: Sequence[tables.Session], was: Was, undo_id: str, *, at: datetime
) -> None:
    """Tell the others: their repaired day, if it is one of today or tomorrow; else what changed."""
    if _is_told_by_day(scope, rows, was.kept, change_rows.sessions(rows), at=at):
        repaired_days.tell(scope, rows, before=was.states, by=scope.person, at=at)
    elif undo_id:
        change_news.tell(scope, undo_id, at=at)


def _is_told_by_day(
    scope: Scope, rows: Sequence[tables.Session], one: Kept, other: Kept, *, at: datetime
) -> bool:
    """Tell whether a change is of a single day, today or tomorrow: people read that day then."""
    if len(rows) != 1:
        return False
    row = rows[0]
    stays = one[row.id]["on_date"] == other[row.id]["on_date"]
    return stays and _is_soon(scope, row, at)


def _is_soon(scope: Scope, row: tables.Session, at: datetime) -> bool:
    plan = plan_facts.require(scope, row.plan_id)
    return row.on_date <= calendars.today(_calendar(scope, plan), at) + _DAY


def _is_there(row: tables.Session, target: session_targets.Target) -> bool:
    now = (row.on_date, row.starts_at, row.ends_at, row.classroom_id)
    return now == (target.on, target.starts_at, target.ends_at, target.classroom_id)


def _calendar(scope: Scope, plan: tables.Plan) -> SchoolCalendar:
    return calendars.calendar_of(scope, plan_facts.classroom_of(scope, plan).school_id)


# --- take back --------------------------------------------------------------------------------


def put_back(scope: Scope, kept: tables.Undo, *, at: datetime) -> Changed:
    """Let sessions be as they were before a change; what the calendar says since then holds.

    Refusal: Stale `undo_overtaken` where one of them has changed since, or has begun elsewhere.
    """
    plan = plan_facts.require(scope, kept.before["plan"])
    rows = list(scope.sessions.of_ids(list(kept.after["sessions"])))
    now = change_rows.sessions(rows)
    if now != kept.after["sessions"] or any(_began(row, kept, at) for row in rows):
        raise errors.Stale("undo_overtaken")
    was = before(scope, plan, rows)
    rows = change_rows.put_back(scope, kept.before["sessions"])
    change_rows.put_doings_back(scope, rows, kept.before.get("doings", {}))
    derivation.derive(scope, plan, _calendar(scope, plan), at=at)
    follow(scope, plan, rows, at=at)
    if _is_told_by_day(scope, rows, kept.before["sessions"], kept.after["sessions"], at=kept.at):
        repaired_days.tell(scope, rows, before=was.states, by=scope.person, at=at)
    else:
        change_news.taken_back(scope, kept, at=at)
    facts = change_facts.of_undo(scope, kept.id)
    return Changed(facts, taken_back=True, told=change_news.count(scope, plan.id))


def _began(row: tables.Session, kept: tables.Undo, at: datetime) -> bool:
    """Tell whether a session that is on has begun at another time than the one it would get."""
    was = kept.before["sessions"][row.id]["starts_at"]
    return row.status == "planned" and row.starts_at <= at and row.starts_at.isoformat() != was
