"""What follows from a school's changed calendar: at once, or chunk by chunk in a large school."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pushin import anchors, calendars, errors, plan_facts, sessions, touchbases
from pushin.kinds import reads
from storage import tables
from storage.queries.conversations import recipients
from storage.scope import Scope, fresh_id

AT_ONCE = 40
"""Plans that follow in the transaction of the change; a school with more of them takes chunks."""
CHUNK = 20
"""Plans of a chunk, at most."""
_EARLY = "early"
"""Where a row keeps the ids of plans that followed before their turn came."""
_PAIRS = "pairs"
"""Where a row keeps a plan of each pair whose touch-bases wait to be looked at."""
_CALENDAR = "calendar"
"""Where a row keeps the columns of the calendar as it was."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What a change did: `moved` sessions at once, or `waiting` plans that follow by and by."""

    moved: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a school's plans have followed a change."""

    school_id: str
    school_name: str
    done: int
    total: int
    moved: int
    is_finished: bool


# --- begin ------------------------------------------------------------------------------------


def follow(
    scope: Scope,
    school_id: str,
    *,
    at: datetime,
    on: date | None = None,
    before: Mapping[str, Any] | None = None,
) -> Followed:
    """Rewrite what follows from a school's calendar, now or by and by.

    Sessions to come of its plans (of one date, if `on` is given), their prompts and touch-bases;
    what was posted about them is marked stale. `before` are the calendar's columns as they were
    (`calendars.columns_of`): plans that are a whole period follow it. With more than `AT_ONCE`
    plans, or while an earlier change still runs, the plans wait for `step`.
    """
    change = tables.Replan(
        workspace_id=scope.workspace_id,
        id=fresh_id(),
        school_id=school_id,
        on_date=on,
        before={} if before is None else {_CALENDAR: dict(before)},
        total=scope.replans.count(school_id),
        created_by=scope.person.id if scope.person else None,
        created_at=at,
    )
    if change.total <= AT_ONCE and not is_open(scope, school_id):
        _go_on(scope, change, at=at, most=None)
        return Followed(moved=change.moved)
    scope.replans.add(change)
    return Followed(waiting=change.total)


@reads
def is_open(scope: Scope, school_id: str) -> bool:
    """Tell whether plans of a school still follow a change."""
    return bool(scope.replans.opened(school_id))


@reads
def is_any_open(scope: Scope) -> bool:
    """Tell whether plans of any school still follow a change."""
    return scope.replans.is_any_open()


@reads
def progress(scope: Scope, school_id: str) -> Progress | None:
    """Return how far a school's plans have followed its oldest change; None if none runs."""
    opened = scope.replans.opened(school_id)
    return _progress(scope, opened[0]) if opened else None


def refuse_second(scope: Scope, school_id: str) -> None:
    """Raise Refusal "import_running" (done, total) while plans of a school follow a change."""
    running = progress(scope, school_id)
    if running is not None:
        raise errors.Refusal("import_running", done=running.done, total=running.total)


# --- go on ------------------------------------------------------------------------------------


def step(
    scope: Scope, *, at: datetime, school_id: str | None = None, most: int = CHUNK
) -> Progress | None:
    """Let the next plans follow the oldest change (of a school, if it is given), `most` of them.

    None if there is nothing to do, or somebody else is doing it. What one transaction did is never
    done again: a process that is killed between two leaves the rest to whoever comes next.
    """
    change = scope.replans.take(school_id)
    if change is None:
        return None
    _go_on(scope, change, at=at, most=most)
    scope.session.add(change)
    scope.session.flush()
    return _progress(scope, change)


def catch_up(scope: Scope, prompt: tables.Prompt, *, at: datetime) -> None:
    """Let what a prompt is about follow open changes now: it is about to be posted.

    The plan that it is about, and all plans of those whom it notifies: their free times hang on
    them.
    """
    changes = scope.replans.opened()
    if not changes:
        return
    for plan in _plans_of(scope, prompt):
        school_id = plan_facts.classroom_of(scope, plan).school_id
        for change in changes:
            if change.school_id == school_id and _waits(change, plan):
                _let_follow_early(scope, change, plan, at=at)


def _progress(scope: Scope, change: tables.Replan) -> Progress:
    school = scope.schools.get(change.school_id)
    return Progress(
        change.school_id,
        school.name if school else "",
        change.done,
        change.total,
        change.moved,
        is_finished=change.finished_at is not None,
    )


def _go_on(scope: Scope, change: tables.Replan, *, at: datetime, most: int | None) -> None:
    """Do a chunk (all of it without `most`) and note in the row how far that came.

    A chunk is of plans, or of the pairs whose touch-bases wait for them: both would take long.
    """
    waiting = _waiting(change)
    if waiting:
        _keep_touch_bases(scope, change, waiting[:most], at=at)
        _wait(change, waiting[most:])
        return
    until = None if most is None else change.created_at
    plans = scope.replans.plans(change.school_id, after_id=change.after_id, until=until, most=most)
    early = _early(change)
    for plan in plans:
        if plan.id not in early:
            change.moved += _rewrite(scope, change, plan, at=at)
    pairs = _complete(scope, change, plans, until) if plans else []
    change.after_id = plans[-1].id if plans else change.after_id
    change.done = min(change.total, change.done + len(plans))
    if most is None:
        _keep_touch_bases(scope, change, pairs, at=at)
    else:
        _wait(change, pairs)
    if most is None or (len(plans) < most and not pairs):
        # Plans that ended meanwhile were counted and have nothing to follow any more.
        change.done, change.finished_at = change.total, at


def _rewrite(scope: Scope, change: tables.Replan, plan: tables.Plan, *, at: datetime) -> int:
    return sessions.rewrite(
        scope, plan, at=at, on=change.on_date, before=_before(scope, change, plan)
    )


def _before(scope: Scope, change: tables.Replan, plan: tables.Plan) -> anchors.Place | None:
    """Return the regular times of what a plan hangs on before the change."""
    columns = change.before.get(_CALENDAR)
    return None if columns is None else sessions.place(scope, plan, calendars.of_columns(columns))


def _keep_touch_bases(
    scope: Scope, change: tables.Replan, pairs: Iterable[str], *, at: datetime
) -> None:
    """Keep the touch-bases of pairs, each by one of its plans."""
    for plan_id in pairs:
        plan = scope.plans.get(plan_id)
        if plan is not None:
            touchbases.plan_weeks(scope, plan, at=at, on=change.on_date)


def _complete(
    scope: Scope, change: tables.Replan, plans: Sequence[tables.Plan], until: datetime | None
) -> list[str]:
    """Return a plan of each pair whose people's last plan is among these.

    Until then the times of one of them are not all known; so each pair is looked at once, and in
    the same order whatever the chunks.
    """
    rooms = {plan.classroom_id: plan_facts.classroom_of(scope, plan) for plan in plans}
    people = {plan.provider_id for plan in plans} | {room.teacher_id for room in rooms.values()}
    oldest: dict[tuple[str, str], str] = {}
    for one in scope.replans.pairs_of(people):
        oldest.setdefault((one.teacher_id, one.provider_id), one.plan_id)
    last = _last_plans(scope, change, {one for pair in oldest for one in pair}, until)
    complete = sorted((max(last.get(one, "") for one in pair), pair) for pair in oldest)
    return [oldest[pair] for last_id, pair in complete if change.after_id < last_id <= plans[-1].id]


def _last_plans(
    scope: Scope, change: tables.Replan, people: Iterable[str], until: datetime | None
) -> dict[str, str]:
    """Return the last of each person's plans that follow a change, by the person's id."""
    last: dict[str, str] = {}
    for one in scope.replans.pairs_of(people):
        if one.school_id == change.school_id and (until is None or one.created_at <= until):
            for person_id in (one.teacher_id, one.provider_id):
                last[person_id] = max(one.plan_id, last.get(person_id, ""))
    return last


# --- early ------------------------------------------------------------------------------------


def _plans_of(scope: Scope, prompt: tables.Prompt) -> Iterable[tables.Plan]:
    """Return the plan that a prompt is about, and those of the people whom it notifies."""
    about, _, key = prompt.subject.partition(":")
    session = scope.sessions.get(key) if about == "session" else None
    plan = scope.plans.get(session.plan_id if session else key)
    found = {} if plan is None else {plan.id: plan}
    for person_id in recipients(prompt.conversation_id):
        found |= {one.id: one for one in scope.plans.of_person(person_id)}
    return found.values()


def _waits(change: tables.Replan, plan: tables.Plan) -> bool:
    is_later = plan.id > change.after_id and plan.created_at <= change.created_at
    return plan.state == "active" and is_later and plan.id not in _early(change)


def _let_follow_early(
    scope: Scope, change: tables.Replan, plan: tables.Plan, *, at: datetime
) -> None:
    """Rewrite a plan before its turn; a plan that moved with its period is left out then."""
    revision = plan.revision
    moved = _rewrite(scope, change, plan, at=at)
    if plan.revision != revision:
        change.before = {**change.before, _EARLY: [*_early(change), plan.id]}
        change.moved += moved
        scope.session.add(change)
    scope.session.flush()


def _early(change: tables.Replan) -> list[str]:
    found: list[str] = change.before.get(_EARLY, [])
    return found


def _waiting(change: tables.Replan) -> list[str]:
    found: list[str] = change.before.get(_PAIRS, [])
    return found


def _wait(change: tables.Replan, pairs: Sequence[str]) -> None:
    if pairs or _PAIRS in change.before:
        change.before = {**change.before, _PAIRS: list(pairs)}
