"""The form of a change: what it is prefilled with, and what is wished by what came back."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from pushin import (
    calendars,
    change_inputs,
    change_requests,
    derivation,
    errors,
    people,
    plan_facts,
    plan_places,
    rights,
    session_targets,
    sessions,
)
from pushin.change_inputs import ChangeInput
from pushin.change_rows import PAUSED
from pushin.kinds import reads
from pushin.results import Changed, ChangeForm, ChangePreview, What
from school.recurrence import Anchor
from storage import tables
from storage.scope import Scope

_CLOCK = "clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What the form held when it was sent; all of it was shown, so what is as shown is no wish."""

    session_id: str
    seen: int
    what: What
    on: date | None = None
    until: date | None = None
    start: int | None = None
    end: int | None = None
    anchor: str = ""
    classroom_id: str = ""
    weekdays: tuple[int, ...] = ()
    model: str = ""
    provider_id: str = ""
    apart: tuple[int, ...] = ()
    apart_model: str = ""
    apart_start: int | None = None
    review_id: str = ""


@reads
def form(scope: Scope, entity: str, *, at: datetime) -> ChangeForm:
    """Return the form for a session, for the next one of a plan, or for the asker's own draft.

    Refusals: `session_gone`, `draft_gone`, `not_yours`, `stranger`, `plan_ended`, Stale
    `session_began` (on), `session_cancelled`.
    """
    people.require_member(scope)
    if (row := scope.sessions.get(entity)) is not None:
        given = ChangeInput(what="move", plan_id=row.plan_id, session_id=row.id)
    elif (plan := scope.plans.get(entity)) is not None:
        row = _next_of(scope, plan, at)
        given = ChangeInput(what="change", plan_id=plan.id, session_id=row.id, on=row.on_date)
    else:
        draft = change_requests.own_draft(scope, entity, at=at)
        given = change_inputs.from_content(draft.content)
        row = sessions.require(scope, given.session_id)
    change_requests.require_may(scope, given)
    if given.is_of_one and row.status == "planned":
        session_targets.check_open(row, at=at)
    return replace(of_session(scope, row, given), draft_id="" if entity == row.id else entity)


def submit(scope: Scope, filled: Filled, *, at: datetime) -> ChangePreview | Changed:
    """Say back what a filled-in form would change; what is as it was shown is no wish.

    Refusals: Stale `changed_since` where it was changed after the form was opened; `until_missing`
    for a pause without its last date; those of `change_requests.preview`.
    """
    row = sessions.require(scope, filled.session_id)
    if row.revision != filled.seen:
        raise errors.Stale("changed_since")
    if filled.what == "pause" and filled.until is None:
        raise errors.Refusal("until_missing")
    return change_requests.preview(scope, _wished(scope, row, filled), at=at)


def _wished(scope: Scope, row: tables.Session, filled: Filled) -> ChangeInput:
    """Return the wish: all that is not as the plan, or the session, has it."""
    plan = plan_facts.require(scope, row.plan_id)
    given = ChangeInput(
        what=filled.what,
        plan_id=plan.id,
        session_id=row.id,
        on=filled.on,
        until=filled.until if filled.what == "pause" else None,
        review_id=filled.review_id,
    )
    if filled.what not in {"move", "change"}:
        return given
    shown = of_session(scope, row, replace(given, on=None))
    same = (filled.start, filled.end) == (shown.start, shown.end)
    anchor = _anchor(filled.anchor) if filled.anchor not in {"", shown.anchor} else None
    times = (None, None) if same else (filled.start, filled.end)
    if anchor is not None and anchor.kind == _CLOCK:
        times = (filled.start, filled.end)
    whole = filled.what == "change"
    return replace(
        given,
        start=times[0],
        end=times[1],
        anchor=anchor if whole or same else None,
        classroom_id=filled.classroom_id or None,
        weekdays=frozenset(filled.weekdays) if whole else frozenset(),
        model=filled.model or None if whole else None,
        provider_id=filled.provider_id or None if whole else None,
        apart=frozenset(filled.apart) if whole else frozenset(),
        apart_model=filled.apart_model or None if whole and filled.apart else None,
        apart_start=filled.apart_start if whole and filled.apart else None,
    )


def _anchor(value: str) -> Anchor:
    kind, _, name = value.partition(":")
    if kind == "period":
        return Anchor("period", name)
    return Anchor("routine", name) if kind == "routine" else Anchor("clock")


def _next_of(scope: Scope, plan: tables.Plan, at: datetime) -> tables.Session:
    """Return the session that fills a plan's form: the next one, or the next that paused."""
    plan_facts.check_open(scope, plan, at=at)
    rows = [row for row in scope.sessions.to_come(plan.id, at) if _is_to_show(row)]
    if not rows:
        raise errors.Refusal("no_coming")
    return next((row for row in rows if row.status == "planned"), rows[0])


def _is_to_show(row: tables.Session) -> bool:
    return row.reason != derivation.PLAN_CHANGED


def of_session(scope: Scope, row: tables.Session, given: ChangeInput) -> ChangeForm:
    """Return the form for a session, prefilled with what is wished so far."""
    plan = plan_facts.require(scope, row.plan_id)
    room = plan_facts.classroom_of(scope, plan)
    calendar = calendars.calendar_of(scope, room.school_id)
    shown = sessions.facts(scope, row)
    of_one = given.is_of_one
    start, end = (shown.start, shown.end) if of_one else (plan.start_minute, plan.end_minute)
    known = scope.classrooms.routines(room.id)
    anchor = given.anchor or Anchor(plan.anchor_kind, plan.anchor_name)  # type: ignore[arg-type]
    return ChangeForm(
        draft_id="",
        session=shown,
        plan=plan_facts.facts(scope, plan),
        revision=row.revision,
        what=given.what,
        on=given.on or row.on_date,
        until=given.until,
        start=start if given.start is None else given.start,
        end=end if given.end is None else given.end,
        anchor=_CLOCK if anchor.kind == _CLOCK else f"{anchor.kind}:{anchor.name}",
        classroom_id=given.classroom_id or (row.classroom_id if of_one else None) or room.id,
        model=given.model or plan.service_delivery_model,
        weekdays=tuple(sorted(given.weekdays)) or tuple(plan.weekdays),
        rooms=tuple((one.id, one.room) for one in scope.classrooms.of_school(room.school_id)),
        periods=tuple(one.name for one in calendar.regular.periods if not one.staff_only),
        routines=tuple(one.name for one in known if one.with_students),
        paused=any(one.reason == PAUSED for one in scope.sessions.of_plan(plan.id)),
        weekly=not (plan.cycle_days or plan.monthly),
        may_change=rights.may(scope, "schedule", plan=plan),
        provider_id=given.provider_id or plan.provider_id,
        providers=plan_places.providers_near(scope, plan.provider_id, room),
        apart=tuple(sorted(given.apart)),
        apart_model=given.apart_model or "",
        review_id=given.review_id,
    )
