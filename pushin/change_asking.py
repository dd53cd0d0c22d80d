"""From what was typed, tapped or filled in to the change that is meant, or the choice of it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from pushin import (
    calendars,
    change_inputs,
    change_phrases,
    change_requests,
    derivation,
    drafts,
    errors,
    people,
    plan_facts,
    plan_places,
    rights,
    routines,
    session_slots,
    session_targets,
    sessions,
)
from pushin.change_inputs import ChangeInput
from pushin.change_phrases import Asked, Which
from pushin.change_rows import PAUSED
from pushin.kinds import reads
from pushin.results import ChangeChoice, Changed, ChangeForm, ChangePreview, What
from school.calendar import SchoolCalendar
from school.recurrence import Anchor
from storage import tables
from storage.scope import Scope, fresh_id
from storage.tables.people import ROUTINE_KINDS

SHOWN = 8
"""Sessions to pick from: what a phone shows at once."""
_CLOCK = "clock"

Answer = ChangePreview | Changed | ChangeChoice | ChangeForm


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


# --- typed ------------------------------------------------------------------------------------


def ask(scope: Scope, text: str, *, at: datetime) -> Answer:
    """Say back what a phrase would change; ask which session is meant, or for what it left out.

    Refusals: `stranger`, `no_coming`, `room_unknown` (name, known), those of
    `change_phrases.understand` and `change_requests.preview`.
    """
    person = people.require_member(scope)
    calendar = _calendar_of(scope, person)
    asked = change_phrases.understand(text, calendar, at=at) if text else Asked("move")
    coming = _coming(scope, person, resumes=asked.what == "resume", at=at)
    if not coming:
        raise errors.Refusal("no_coming")
    found = [row for row in coming if _fits(scope, row, asked.which)]
    if asked.what not in change_inputs.OF_ONE:
        found = _one_a_plan(found)
    narrowed = asked.which != Which()
    if len(found) == 1 and _is_of_other_days(scope, found[0], asked):
        given = _input(scope, asked, found[0])
        change_requests.require_may(scope, given)
        return _form(scope, found[0], given)
    if len(found) == 1 and (narrowed or asked.what not in change_inputs.OF_ONE):
        return _go_on(scope, asked, found[0], at=at)
    return _choice(scope, asked, found or coming, missed=not found, at=at)


def pick(scope: Scope, draft_id: str, session_id: str, *, at: datetime) -> Answer:
    """Go on with what was typed for the picked session; refusals as `ask`, `draft_gone`."""
    draft = drafts.own(scope, draft_id, at=at)
    if draft.kind != change_requests.DRAFT or "asked" not in draft.content:
        raise errors.Refusal("draft_gone")
    row = sessions.require(scope, session_id)
    return _go_on(scope, _asked_from(draft.content["asked"]), row, at=at)


def _go_on(scope: Scope, asked: Asked, row: tables.Session, *, at: datetime) -> Answer:
    given = _input(scope, asked, row)
    change_requests.require_may(scope, given)
    if asked.is_bare:
        return _form(scope, row, given)
    return change_requests.preview(scope, given, at=at)


def _is_of_other_days(scope: Scope, row: tables.Session, asked: Asked) -> bool:
    """Tell whether a plan is to change from the words for some of its days only.

    Whether the others stay as they are is a question, and the form asks it.
    """
    which, plan = asked.which, plan_facts.require(scope, row.plan_id)
    said = which.weekdays or ({which.on.weekday()} if which.on else set())
    whole = set(plan.weekdays)
    return asked.what == "change" and bool(said) and bool(whole) and set(said) != whole


def _input(scope: Scope, asked: Asked, row: tables.Session) -> ChangeInput:
    plan = plan_facts.require(scope, row.plan_id)
    end = asked.end
    if end is None and asked.start is not None and asked.minutes is not None:
        end = asked.start + asked.minutes
    parts = _is_of_other_days(scope, row, asked) and asked.model is not None
    said = asked.which.weekdays or frozenset({asked.which.on.weekday()} if asked.which.on else ())
    return ChangeInput(
        what=asked.what,
        plan_id=plan.id,
        session_id=row.id,
        apart=said if parts else frozenset(),
        apart_model=asked.model if parts else None,
        on=asked.on if asked.what == "move" else asked.first or _whole_from(asked, row),
        until=asked.last,
        start=asked.start,
        end=end,
        anchor=asked.anchor or _routine(scope, plan, asked),
        classroom_id=_room(scope, plan, asked.room),
        weekdays=asked.weekdays or _single_day(asked),
        model=None if parts else asked.model,
    )


def _whole_from(asked: Asked, row: tables.Session) -> date | None:
    """Return from when a plan changes where no date was said: from the session that was meant."""
    return row.on_date if asked.what == "change" else None


def _single_day(asked: Asked) -> frozenset[int]:
    """Return the weekday of "change mondays to Thu": a date is one day of every week there."""
    is_whole = asked.what == "change" and asked.on is not None
    return frozenset({asked.on.weekday()}) if is_whole and asked.on else frozenset()


def _routine(scope: Scope, plan: tables.Plan, asked: Asked) -> Anchor | None:
    """Return the routine or period that words name; Refusal `period_unknown` (name, known)."""
    if not asked.during:
        return None
    room = plan_facts.classroom_of(scope, plan)
    calendar = calendars.calendar_of(scope, room.school_id)
    known = [one.name for one in routines.of_room(scope, room.id)]
    known += [one.name for one in calendar.regular.periods if not one.staff_only]
    kinds = [one.replace("_", " ") for one in ROUTINE_KINDS if one != "other"]
    told = asked.during.casefold()
    if told not in {one.casefold() for one in (*known, *kinds)}:
        raise errors.Refusal("period_unknown", name=asked.during, known=tuple(dict.fromkeys(known)))
    return Anchor("routine", asked.during)


def _room(scope: Scope, plan: tables.Plan, name: str) -> str | None:
    if not name:
        return None
    school_id = plan_facts.classroom_of(scope, plan).school_id
    found = scope.classrooms.of_room(school_id, name)
    if found is None:
        known = tuple(room.room for room in scope.classrooms.of_school(school_id))
        raise errors.Refusal("room_unknown", name=name, known=known)
    return found.id


def _calendar_of(scope: Scope, person: tables.Person) -> SchoolCalendar:
    for plan in scope.plans.of_person(person.id):
        return calendars.calendar_of(scope, plan_facts.classroom_of(scope, plan).school_id)
    return calendars.calendar_of(scope, person.school_id or plan_places.only_school(scope))


def _coming(
    scope: Scope, person: tables.Person, *, resumes: bool, at: datetime
) -> list[tables.Session]:
    """Return the sessions to come that the asker may change or propose to, in order."""
    plans = {plan.id: plan for plan in scope.plans.of_person(person.id)}
    if person.role == "organiser" and person.school_id:
        plans |= {plan.id: plan for plan in scope.plans.of_school(person.school_id)}
    rows = [
        row
        for plan in plans.values()
        if rights.may(scope, "propose", plan=plan)
        for row in scope.sessions.to_come(plan.id, at)
        if (row.reason == PAUSED if resumes else row.status == "planned")
    ]
    return sorted(rows, key=lambda row: (row.starts_at, row.id))


def _fits(scope: Scope, row: tables.Session, which: Which) -> bool:
    if which.on not in {None, row.on_date}:
        return False
    if which.weekdays and row.on_date.weekday() not in which.weekdays:
        return False
    plan = plan_facts.require(scope, row.plan_id)
    if which.during and which.during.casefold() not in _called(plan.anchor_name):
        return False
    room = plan_facts.classroom_of(scope, plan)
    if which.room and which.room.casefold() != room.room.casefold():
        return False
    calendar = calendars.calendar_of(scope, room.school_id)
    if which.start is not None and which.start != session_slots.minutes(row, calendar)[0]:
        return False
    return not which.user_ids or any(
        one.slack_user_id in which.user_ids for one in scope.plans.adults(plan.id)
    )


def _called(name: str) -> set[str]:
    """Return the ways in which people name a routine or period: "2" for "Period 2"."""
    told = name.casefold()
    return {told, told.replace("_", " "), told.removeprefix("period ")}


def _one_a_plan(rows: Iterable[tables.Session]) -> list[tables.Session]:
    first: dict[str, tables.Session] = {}
    for row in rows:
        first.setdefault(row.plan_id, row)
    return list(first.values())


def _choice(
    scope: Scope, asked: Asked, rows: Sequence[tables.Session], *, missed: bool, at: datetime
) -> ChangeChoice:
    shown = sessions.facts_of(scope, rows[:SHOWN])
    on = asked.which.on if missed else None
    if asked.is_bare and asked.what == "move":
        return ChangeChoice("", shown, on)
    draft = tables.Draft(
        workspace_id=scope.workspace_id,
        id=fresh_id(),
        person_id=people.require_member(scope).id,
        kind=change_requests.DRAFT,
        content={"asked": _asked_to(asked)},
        created_at=at,
    )
    return ChangeChoice(scope.drafts.add(draft).id, shown, on)


def _asked_to(asked: Asked) -> dict[str, Any]:
    """Return what was asked as JSON, without which session: that is picked."""
    said = asdict(replace(asked, which=Which()))
    del said["which"]
    dates = {name: said[name] and said[name].isoformat() for name in ("on", "first", "last")}
    return {**said, **dates, "weekdays": sorted(asked.weekdays)}


def _asked_from(said: dict[str, Any]) -> Asked:
    dates = {
        name: date.fromisoformat(said[name]) if said[name] else None
        for name in ("on", "first", "last")
    }
    anchor = Anchor(**said["anchor"]) if said["anchor"] else None
    return Asked(**{**said, **dates, "anchor": anchor, "weekdays": frozenset(said["weekdays"])})


# --- the form ---------------------------------------------------------------------------------


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
    return replace(_form(scope, row, given), draft_id="" if entity == row.id else entity)


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
    shown = _form(scope, row, replace(given, on=None))
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


def _form(scope: Scope, row: tables.Session, given: ChangeInput) -> ChangeForm:
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
