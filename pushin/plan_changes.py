"""A plan changed from a date on: it ends the day before, and another one goes on from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from pushin import (
    agreement_copies,
    attention,
    calendars,
    carried,
    change_facts,
    change_news,
    change_rows,
    changes,
    clash_questions,
    clashes,
    derivation,
    errors,
    live,
    people,
    plan_drafts,
    plan_facts,
    plan_rows,
    plan_wishes,
    plans,
    prompts,
    proposals,
    session_targets,
    together,
    touchbases,
    undo,
)
from pushin.change_inputs import ChangeInput
from pushin.plan_drafts import Prepared
from pushin.plan_inputs import PlanInput
from pushin.results import Changed, Clash, What
from school.calendar import SchoolCalendar
from storage import tables
from storage.scope import Scope, Who, fresh_id

_DAY = timedelta(days=1)
_Wish = Callable[[Scope, tables.Plan, ChangeInput, SchoolCalendar, date], PlanInput]


@dataclass(frozen=True, slots=True)
class Made:
    """What a change of a plan did: how it was, and what goes on from it (`then`, `apart`)."""

    plan: tables.Plan
    what: What
    first: date
    before: dict[str, Any]
    then: tables.Plan | None = None
    apart: tables.Plan | None = None
    is_carried: bool = False

    @property
    def new(self) -> tuple[tables.Plan, ...]:
        """The plans that go on."""
        return tuple(one for one in (self.then, self.apart) if one is not None)


def prepare(scope: Scope, plan: tables.Plan, given: ChangeInput, *, at: datetime) -> Prepared:
    """Return the plan as it would go on from the date of a change; nothing is written.

    It is checked as its provider's. Refusals: those of `check`, of `plan_wishes`, of
    `plan_drafts.prepare` and `check_new`; `not_a_provider` (name, role) and
    `provider_without_account` (name) for who is to do it from then on.
    """
    return _prepared(scope, plan, given, plan_wishes.of, at=at)


def prepare_apart(
    scope: Scope, plan: tables.Plan, given: ChangeInput, *, at: datetime
) -> Prepared | None:
    """Return the plan that some days become by themselves; None where no day parts.

    Refusals as `prepare`.
    """
    return _prepared(scope, plan, given, plan_wishes.apart, at=at) if given.apart else None


def _prepared(
    scope: Scope, plan: tables.Plan, given: ChangeInput, wish: _Wish, *, at: datetime
) -> Prepared:
    calendar = _calendar(scope, plan)
    first = check(scope, plan, given, at=at)
    provider = people.require(scope, given.provider_id or plan.provider_id)
    people.check_role(provider, "provider")
    if not attention.is_reachable(provider):
        raise errors.Refusal("provider_without_account", name=provider.name)
    theirs = Scope(scope.within, Who(scope.workspace_id, provider.slack_user_id))
    prepared = plan_drafts.prepare(theirs, wish(scope, plan, given, calendar, first), at=at)
    plan_drafts.check_new(scope, prepared, without=plan.id)
    return prepared


def check(scope: Scope, plan: tables.Plan, given: ChangeInput, *, at: datetime) -> date:
    """Return the first date of a change from a date on: not before the plan's own.

    Refusals: `plan_ended`, those of `session_targets.check_date`, `change_after_end` (last),
    `session_began` (on) where a session of that date has begun.
    """
    plan_facts.check_open(scope, plan, at=at)
    calendar = _calendar(scope, plan)
    first = given.on or calendars.today(calendar, at)
    if given.what == "change":
        overrides = calendars.overrides_of(scope, calendar.id)
        session_targets.check_date(calendar, overrides, first, at=at)
    elif first < calendars.today(calendar, at):
        raise errors.Refusal("date_past", on=first)
    if first > plan.until_date:
        raise errors.Refusal("change_after_end", last=plan.until_date)
    for row in scope.sessions.of_plan(plan.id):
        if row.starts_at <= at and row.on_date >= first and row.status != "cancelled":
            raise errors.Stale("session_began", on=row.on_date)
    return max(first, plan.from_date)


def is_news(plan: tables.Plan, prepared: Prepared) -> bool:
    """Tell whether a plan would be anything else than it is."""
    room = prepared.place.classroom
    return (
        plan.provider_id,
        plan.classroom_id,
        plan.service_delivery_model,
        sorted(plan.weekdays),
        plan.anchor_name,
        plan.start_minute,
        plan.end_minute,
    ) != (
        prepared.place.provider.id,
        room.id if room else "",
        prepared.given.service_delivery_model,
        sorted(prepared.rule.weekdays),
        prepared.anchor.anchor.name,
        prepared.anchor.start,
        prepared.anchor.end,
    )


def clashing(scope: Scope, plan: tables.Plan, prepared: Prepared) -> dict[clashes.Key, Clash]:
    """Return what else takes provider, teacher or room at the new times."""
    room = prepared.place.classroom or plan_facts.classroom_of(scope, plan)
    claim = replace(session_targets.claim_of(scope, plan, room), provider=prepared.place.provider)
    return clashes.of_times(scope, claim, clashes.times_of(prepared), without={plan.id})


def change(
    scope: Scope, plan: tables.Plan, given: ChangeInput, *, new_id: str, at: datetime
) -> Changed:
    """Change a plan from a date on as `go_on`, with its undo, and tell the others."""
    return _done(scope, go_on(scope, plan, given, new_id=new_id, at=at), at=at)


def go_on(
    scope: Scope, plan: tables.Plan, given: ChangeInput, *, new_id: str, at: datetime
) -> Made:
    """End a plan the day before, and begin another that goes on from it, under the id `new_id`.

    Days that part become one more. The past stays as it is. Decisions about single dates,
    expectations, student codes and, where only time, room or routine changed, the roles with their
    answers go along. Nobody is told yet. Refusals as `prepare`.
    """
    prepared, parting = prepare(scope, plan, given, at=at), prepare_apart(scope, plan, given, at=at)
    first = check(scope, plan, given, at=at)
    gone = to_go(scope, plan, first, at)
    before = _before(scope, plan, "change", gone)
    then = _insert(scope, plan, prepared, new_id, gone, at=at)
    apart = _insert(scope, plan, parting, fresh_id(), gone, at=at) if parting else None
    is_carried = carried.agreement(scope, plan, then, at=at)
    for new in (then, apart):
        if new is not None:
            carried.of_single_sessions(scope, plan, gone, new, at=at)
    carried.expectations(scope, plan, then)
    _end(scope, plan, first, gone, at=at)
    for new in (then, apart):
        if new is not None:
            made = derivation.Changes(added=tuple(scope.sessions.of_plan(new.id)))
            plans.begin(scope, new, made, at=at)
    proposals.overtake(scope, plan, None, at=at)
    return Made(plan, "change", first, before, then, apart, is_carried)


def _insert(
    scope: Scope,
    plan: tables.Plan,
    prepared: Prepared,
    new_id: str,
    gone: list[tables.Session],
    *,
    at: datetime,
) -> tables.Plan:
    """Insert a plan that goes on from another, with its sessions and what was decided of them."""
    by = people.require_member(scope)
    new = plan_rows.insert(scope, prepared, plan_id=new_id, by=by.id, follows_id=plan.id, at=at)
    new.review_weeks = plan.review_weeks
    scope.session.add(new)
    carried.students(scope, plan, new)
    derivation.derive(scope, new, prepared.calendar, at=at)
    carried.decisions(scope, gone, new)
    clash_questions.keep_shown(scope, new, clashing(scope, plan, prepared), at=at)
    return new


def end(scope: Scope, plan: tables.Plan, given: ChangeInput, *, at: datetime) -> Changed:
    """End a plan: its last date is the one before. Refusals as `check`."""
    first = check(scope, plan, given, at=at)
    gone = to_go(scope, plan, first, at)
    before = _before(scope, plan, "end", gone)
    _end(scope, plan, first, gone, at=at)
    proposals.overtake(scope, plan, None, at=at)
    return _done(scope, Made(plan, "end", first, before), at=at)


def to_end(scope: Scope, plan: tables.Plan, given: ChangeInput, *, at: datetime) -> int:
    """Return how many sessions would be gone; refusals as `check`."""
    first = check(scope, plan, given, at=at)
    return sum(row.status == "planned" for row in to_go(scope, plan, first, at))


def put_back(scope: Scope, kept: tables.Undo, *, at: datetime) -> Changed:
    """Let a plan be as it was before a change, and tell the others; refusals as `restore`."""
    plan = restore(scope, kept.before, kept.after, since=kept.at, at=at)
    change_news.taken_back(scope, kept, at=at)
    told = change_news.count(scope, plan.id)
    return Changed(change_facts.of_undo(scope, kept.id), taken_back=True, told=told)


def restore(
    scope: Scope,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    since: datetime,
    at: datetime,
) -> tables.Plan:
    """Let a plan be as it was: what went on from it has no sessions any more; return it.

    `before` and `after` are those of `Made` and `kept_after`, `since` when that was. Refusal:
    Stale `undo_overtaken` where a plan was changed since, or a new one has begun.
    """
    plan = plan_facts.require(scope, before["plan"])
    new = [one for key in _new_ids(after) if (one := scope.plans.get(key)) is not None]
    begun = [row for one in new for row in _begun(scope, one, at)]
    if _stands(scope, plan, new) != after["stands"] or begun:
        raise errors.Stale("undo_overtaken")
    for one in new:
        _end(scope, one, one.from_date, to_go(scope, one, date.min, at), at=at)
    for name in ("until_date", "state"):
        setattr(plan, name, change_rows.read(name, before["plans"][plan.id][name]))
    plan.revision += 1
    scope.session.add(plan)
    agreement_copies.reopen(scope, before.get("agreement"))
    rows = {row.id: row for row in scope.sessions.of_ids(before["gone"])}
    for row in rows.values():
        row.status, row.reason = "cancelled", derivation.NO_SCHOOL
    scope.session.flush()
    put = change_rows.put_back(scope, before["sessions"])
    # As of the change: what was to begin since then is there again too.
    made = derivation.derive(scope, plan, _calendar(scope, plan), at=since)
    every = {row.id: row for row in (*rows.values(), *put, *made.all)}
    changes.follow(scope, plan, list(every.values()), at=at)
    prompts.for_plan(scope, plan, at=at)
    keep_people(scope, (plan, *new), at=at)
    return plan


def _new_ids(after: Mapping[str, Any]) -> list[str]:
    return [key for name in ("then", "apart") if (key := after.get(name))]


# --- ending -----------------------------------------------------------------------------------


def to_go(scope: Scope, plan: tables.Plan, first: date, at: datetime) -> list[tables.Session]:
    """Return the sessions that are gone when a plan ends before `first`.

    One that was moved across that date, to whichever side, stays where its people know it.
    """
    return [
        row
        for row in scope.sessions.to_come(plan.id, at)
        if min(row.original_date, row.on_date) >= first
        and row.frozen_at is None
        and row.reason != derivation.PLAN_CHANGED
    ]


def _end(
    scope: Scope,
    plan: tables.Plan,
    first: date,
    gone: Sequence[tables.Session],
    *,
    at: datetime,
) -> None:
    """End a plan the day before `first`; one of which nothing is left is over at once."""
    for row in gone:
        row.status, row.reason, row.obstacle = "cancelled", derivation.PLAN_CHANGED, None
        row.revision += 1
        scope.session.add(row)
        prompts.withdraw(scope, subject=f"session:{row.id}", why=derivation.PLAN_CHANGED, at=at)
    plan.until_date = max(first - _DAY, plan.from_date)
    plan.revision += 1
    scope.session.add(plan)
    scope.session.flush()
    left = scope.sessions.of_plan(plan.id)
    is_over = all(row.reason == derivation.PLAN_CHANGED for row in left)
    ends = [row.ends_at for row in left if row.reason != derivation.PLAN_CHANGED]
    ends_at = max([at, *ends])
    agreement_copies.close(scope, plan, at=ends_at)
    if is_over:
        plan.state = "ended"
        together.part(scope, plan, at=at)
        prompts.withdraw(scope, subject=f"plan:{plan.id}", why="plan_ended", at=at)
        scope.session.flush()


def _done(scope: Scope, made: Made, *, at: datetime) -> Changed:
    """Keep the undo, tell the others, and keep true what shows the plan."""
    kept = kept_after(scope, made)
    undo_id = undo.keep(scope, changes.KIND, made.plan.id, before=made.before, after=kept, at=at)
    keep_people(scope, (made.plan, *made.new), at=at)
    change_news.tell(scope, undo_id, at=at)
    told = change_news.count(scope, made.plan.id)
    return Changed(change_facts.of_undo(scope, undo_id), undo_id, told=told)


def kept_after(scope: Scope, made: Made) -> dict[str, Any]:
    """Return what an undo keeps of how a change left a plan, as JSON."""
    return {
        "first": made.first.isoformat(),
        "last": None,
        "then": made.then.id if made.then else None,
        "apart": made.apart.id if made.apart else None,
        "carried": made.is_carried,
        "stands": _stands(scope, made.plan, made.new),
    }


def keep_people(scope: Scope, all_plans: Sequence[tables.Plan], *, at: datetime) -> None:
    """Keep the touch-bases and cards of all adults true, and what shows the plans."""
    rooms = [plan_facts.classroom_of(scope, one) for one in all_plans]
    teachers = dict.fromkeys(room.teacher_id for room in rooms)
    providers = dict.fromkeys(one.provider_id for one in all_plans)
    for ended in (one for one in all_plans if one.state != "active"):
        touchbases.plan_weeks(scope, ended, at=at)
    touchbases.plan_all(scope, (*providers, *teachers), at=at)
    adults = {one for plan in all_plans for one in scope.plans.adult_ids(plan.id)}
    for person_id in sorted({*adults, *teachers}):
        prompts.for_person(scope, person_id, at=at)
    live.changed(scope, *(f"plan:{one.id}" for one in all_plans))


def _before(
    scope: Scope, plan: tables.Plan, what: What, gone: Sequence[tables.Session]
) -> dict[str, Any]:
    agreed = scope.agreements.current(plan.id)
    return {
        "what": what,
        "plan": plan.id,
        "plans": change_rows.plans([plan]),
        "gone": [row.id for row in gone],
        "sessions": change_rows.decided(gone),
        "agreement": agreement_copies.kept(agreed),
    }


def _stands(scope: Scope, plan: tables.Plan, new: Sequence[tables.Plan]) -> dict[str, Any]:
    """Return all that somebody could have changed since: it must stand so to be taken back."""
    return {
        "plans": change_rows.plans([plan, *new]),
        "new": {one.id: _stands_new(scope, one) for one in new},
    }


def _stands_new(scope: Scope, plan: tables.Plan) -> dict[str, Any]:
    current = scope.agreements.current(plan.id)
    answers = scope.agreements.confirmations(current.id) if current else ()
    rows = scope.plans.students(plan.id)
    return {
        "decided": change_rows.decided(scope.sessions.of_plan(plan.id)),
        "agreed": [current.id if current else None, len(answers)],
        "expected": scope.expectations.count(plan.id),
        "students": sorted([one.id, str(one.until_date)] for one in rows),
    }


def _begun(scope: Scope, plan: tables.Plan, at: datetime) -> list[tables.Session]:
    rows = scope.sessions.of_plan(plan.id)
    return [row for row in rows if row.starts_at <= at and row.status != "cancelled"]


def _calendar(scope: Scope, plan: tables.Plan) -> SchoolCalendar:
    return calendars.calendar_of(scope, plan_facts.classroom_of(scope, plan).school_id)
