"""A plan changed from a date on: it ends the day before, and another one goes on from it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from pushin import (
    agreement_copies,
    anchors,
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
    plans,
    prompts,
    proposals,
    routines,
    session_targets,
    together,
    touchbases,
    undo,
)
from pushin.change_inputs import ChangeInput
from pushin.plan_drafts import Prepared
from pushin.plan_inputs import PlanInput
from pushin.results import Changed, Clash
from school import rule_dates
from school.calendar import SchoolCalendar
from school.recurrence import Anchor
from storage import tables
from storage.scope import Scope, Who

_DAY = timedelta(days=1)


def prepare(scope: Scope, plan: tables.Plan, given: ChangeInput, *, at: datetime) -> Prepared:
    """Return the plan as it would go on from the date of a change; nothing is written.

    It is checked as its provider's. Refusals: those of `check`, of `plan_drafts.prepare` and
    `check_new`.
    """
    calendar = _calendar(scope, plan)
    first = check(scope, plan, given, at=at)
    provider = people.require(scope, plan.provider_id)
    theirs = Scope(scope.within, Who(scope.workspace_id, provider.slack_user_id))
    asked = _asked(scope, plan, given, calendar, first)
    prepared = plan_drafts.prepare(theirs, asked, at=at)
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
        plan.classroom_id,
        plan.service_delivery_model,
        sorted(plan.weekdays),
        plan.anchor_name,
        plan.start_minute,
        plan.end_minute,
    ) != (
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
    times = [
        (one.on, one.starts_at, one.ends_at)
        for one in prepared.on
        if one.starts_at is not None and one.ends_at is not None
    ]
    claim = session_targets.claim_of(scope, plan, room)
    return clashes.of_times(scope, claim, times, without={plan.id})


def change(
    scope: Scope, plan: tables.Plan, given: ChangeInput, *, new_id: str, at: datetime
) -> Changed:
    """End a plan the day before, and begin another that goes on from it, under the id `new_id`.

    The past stays as it is. Decisions about single dates, expectations and, where only time, room
    or routine changed, the roles with their answers go along. Refusals as `prepare`.
    """
    prepared = prepare(scope, plan, given, at=at)
    first = check(scope, plan, given, at=at)
    by = people.require_member(scope)
    gone = _to_end(scope, plan, first, at)
    before = _before(plan, "change", gone)
    new = plan_rows.insert(scope, prepared, plan_id=new_id, by=by.id, follows_id=plan.id, at=at)
    made = derivation.derive(scope, new, prepared.calendar, at=at)
    carried.decisions(scope, gone, new)
    is_carried = carried.agreement(scope, plan, new, at=at)
    carried.of_single_sessions(scope, plan, gone, new, at=at)
    carried.expectations(scope, plan, new)
    clash_questions.keep_shown(scope, new, clashing(scope, plan, prepared), at=at)
    _end(scope, plan, first, gone, at=at)
    plans.begin(scope, new, made, at=at)
    return _done(scope, plan, before, first, then=new, is_carried=is_carried, at=at)


def end(scope: Scope, plan: tables.Plan, given: ChangeInput, *, at: datetime) -> Changed:
    """End a plan: its last date is the one before. Refusals as `check`."""
    first = check(scope, plan, given, at=at)
    gone = _to_end(scope, plan, first, at)
    before = _before(plan, "end", gone)
    _end(scope, plan, first, gone, at=at)
    return _done(scope, plan, before, first, then=None, is_carried=False, at=at)


def to_end(scope: Scope, plan: tables.Plan, given: ChangeInput, *, at: datetime) -> int:
    """Return how many sessions would be gone; refusals as `check`."""
    first = check(scope, plan, given, at=at)
    return sum(row.status == "planned" for row in _to_end(scope, plan, first, at))


def put_back(scope: Scope, kept: tables.Undo, *, at: datetime) -> Changed:
    """Let a plan be as it was before a change: what went on from it has no sessions any more.

    Refusal: Stale `undo_overtaken` where either was changed since, or the new one has begun.
    """
    plan = plan_facts.require(scope, kept.before["plan"])
    then = scope.plans.get(kept.after["then"]) if kept.after["then"] else None
    begun = _begun(scope, then, at) if then else ()
    if _after(scope, plan, then) != kept.after["stands"] or begun:
        raise errors.Stale("undo_overtaken")
    if then is not None:
        _end(scope, then, then.from_date, _to_end(scope, then, date.min, at), at=at)
    for name in ("until_date", "state"):
        setattr(plan, name, change_rows.read(name, kept.before["plans"][plan.id][name]))
    plan.revision += 1
    scope.session.add(plan)
    agreement_copies.open_again(scope, plan, closed_at=kept.at)
    rows = {row.id: row for row in scope.sessions.of_ids(kept.before["gone"])}
    for row in rows.values():
        row.status, row.reason = "cancelled", derivation.NO_SCHOOL
    scope.session.flush()
    put = change_rows.put_back(scope, kept.before["sessions"])
    # As of the change: what was to begin since then is there again too.
    made = derivation.derive(scope, plan, _calendar(scope, plan), at=kept.at)
    every = {row.id: row for row in (*rows.values(), *put, *made.all)}
    changes.follow(scope, plan, list(every.values()), at=at)
    prompts.for_plan(scope, plan, at=at)
    _keep_people(scope, plan, then, at=at)
    change_news.taken_back(scope, kept, at=at)
    told = change_news.count(scope, plan.id)
    return Changed(change_facts.of_undo(scope, kept.id), taken_back=True, told=told)


# --- what is asked for ------------------------------------------------------------------------


def _asked(
    scope: Scope, plan: tables.Plan, given: ChangeInput, calendar: SchoolCalendar, first: date
) -> PlanInput:
    """Return the plan from a date on as somebody would ask for it."""
    room = plan_facts.classroom_of(scope, plan)
    adults = set(scope.plans.adult_ids(plan.id)) - {plan.provider_id, room.teacher_id}
    weekdays = given.weekdays or frozenset(plan.weekdays)
    asked = PlanInput(
        provider_id=plan.provider_id,
        classroom_id=given.classroom_id or plan.classroom_id,
        paras=tuple(sorted(adults)),
        weekdays=weekdays,
        anchor=_anchor(scope, plan, given, calendar),
        from_date=first,
        until_date=plan.until_date,
        service_delivery_model=given.model or plan.service_delivery_model,
        lead_minutes=plan.lead_minutes,
        student_codes=tuple(scope.plans.student_codes(plan.id)),
        interval=plan.interval,
        cycle_days=tuple(plan.cycle_days),
        monthly=tuple((n, weekday) for n, weekday in plan.monthly),
    )
    return _in_step(plan, asked, first, _moved_before(scope, plan, first))


def _moved_before(scope: Scope, plan: tables.Plan, first: date) -> frozenset[date]:
    """Return the dates from `first` on whose session was moved to before it: it is had there."""
    return frozenset(
        row.original_date
        for row in scope.sessions.of_plan(plan.id)
        if row.on_date < first <= row.original_date
    )


def _in_step(plan: tables.Plan, asked: PlanInput, first: date, had: frozenset[date]) -> PlanInput:
    """Return the plan with its weeks counted on, and without the dates that stay left out."""
    whole = replace(
        anchors.rule(plan, Anchor("clock"), first=first),
        weekdays=asked.weekdays,
        except_dates=frozenset(),
    )
    own = list(rule_dates.dates(whole)) if whole.first <= whole.last else []
    if not own:
        raise errors.Refusal("no_dates", first=first, last=plan.until_date)
    left_out = (frozenset(map(date.fromisoformat, plan.except_dates)) | had) & frozenset(own)
    if plan.interval == 1:
        return replace(asked, except_dates=left_out)
    return replace(asked, except_dates=left_out, from_date=own[0], counted_from=own[0])


def _anchor(
    scope: Scope, plan: tables.Plan, given: ChangeInput, calendar: SchoolCalendar
) -> Anchor:
    """Return what the plan hangs on from then on.

    Times that were said by themselves stay a part of its routine if they are inside it.
    """
    start, end = given.start, given.end
    if given.anchor is not None:
        return replace(given.anchor, start=start, end=end) if start is not None else given.anchor
    known = routines.of_room(scope, plan.classroom_id)
    if start is None and end is None:
        return anchors.of_plan(plan, calendar, known)
    begin = plan.start_minute if start is None else start
    until = begin + plan.end_minute - plan.start_minute if end is None else end
    whole = anchors.place(plan, calendar, known)
    if whole is not None and whole[0] <= begin and until <= whole[1]:
        kind: Any = plan.anchor_kind
        return Anchor(kind, plan.anchor_name, begin, until)
    return Anchor("clock", start=begin, end=until)


# --- ending -----------------------------------------------------------------------------------


def _to_end(scope: Scope, plan: tables.Plan, first: date, at: datetime) -> list[tables.Session]:
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
    if all(row.reason == derivation.PLAN_CHANGED for row in left):
        plan.state = "ended"
        together.part(scope, plan, at=at)
        agreement_copies.close(scope, plan, at=at)
        prompts.withdraw(scope, subject=f"plan:{plan.id}", why="plan_ended", at=at)
        scope.session.flush()


def _done(
    scope: Scope,
    plan: tables.Plan,
    before: dict[str, Any],
    first: date,
    *,
    then: tables.Plan | None,
    is_carried: bool,
    at: datetime,
) -> Changed:
    """Keep the undo, tell the others, and keep true what shows the plan."""
    after = {
        "first": first.isoformat(),
        "last": None,
        "then": then.id if then else None,
        "carried": is_carried,
        "stands": _after(scope, plan, then),
    }
    undo_id = undo.keep(scope, changes.KIND, plan.id, before=before, after=after, at=at)
    proposals.overtake(scope, plan, None, at=at)
    _keep_people(scope, plan, then, at=at)
    change_news.tell(scope, undo_id, at=at)
    told = change_news.count(scope, plan.id)
    return Changed(change_facts.of_undo(scope, undo_id), undo_id, told=told)


def _keep_people(
    scope: Scope, plan: tables.Plan, then: tables.Plan | None, *, at: datetime
) -> None:
    """Keep the touch-bases and cards of all adults true, and what shows the plans."""
    rooms = [plan_facts.classroom_of(scope, one) for one in (plan, then) if one]
    teachers = dict.fromkeys(room.teacher_id for room in rooms)
    for over in (one for one in (plan, then) if one is not None and one.state == "ended"):
        touchbases.plan_weeks(scope, over, at=at)  # two who share nothing any more have none
    touchbases.plan_all(scope, (plan.provider_id, *teachers), at=at)
    for person_id in {*scope.plans.adult_ids(plan.id), *teachers}:
        prompts.for_person(scope, person_id, at=at)
    live.changed(scope, *(f"plan:{one.id}" for one in (plan, then) if one))


def _before(plan: tables.Plan, what: str, gone: Sequence[tables.Session]) -> dict[str, Any]:
    return {
        "what": what,
        "plan": plan.id,
        "plans": change_rows.plans([plan]),
        "gone": [row.id for row in gone],
        "sessions": change_rows.decided(gone),
    }


def _after(scope: Scope, plan: tables.Plan, then: tables.Plan | None) -> dict[str, Any]:
    """Return all that somebody could have changed since: it must stand so to be taken back."""
    if then is None:
        return {"plans": change_rows.plans([plan])}
    current = scope.agreements.current(then.id)
    answers = scope.agreements.confirmations(current.id) if current else ()
    return {
        "plans": change_rows.plans([plan, then]),
        "decided": change_rows.decided(scope.sessions.of_plan(then.id)),
        "agreed": [current.id if current else None, len(answers)],
        "expected": scope.expectations.count(then.id),
    }


def _begun(scope: Scope, plan: tables.Plan, at: datetime) -> list[tables.Session]:
    return [
        row
        for row in scope.sessions.of_plan(plan.id)
        if row.starts_at <= at and row.status != "cancelled"
    ]


def _calendar(scope: Scope, plan: tables.Plan) -> SchoolCalendar:
    return calendars.calendar_of(scope, plan_facts.classroom_of(scope, plan).school_id)
