"""From what was typed or tapped to the change that is meant, or the choice of it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from pushin import (
    calendars,
    change_forms,
    change_inputs,
    change_phrases,
    change_requests,
    drafts,
    errors,
    people,
    plan_facts,
    plan_places,
    rights,
    routines,
    session_slots,
    sessions,
)
from pushin.change_inputs import ChangeInput
from pushin.change_phrases import Asked, Which
from pushin.change_rows import PAUSED
from pushin.results import ChangeChoice, Changed, ChangeForm, ChangePreview
from school.calendar import SchoolCalendar
from school.recurrence import Anchor
from storage import tables
from storage.scope import Scope, fresh_id
from storage.tables.people import ROUTINE_KINDS

SHOWN = 8
"""Sessions to pick from: what a phone shows at once."""

Answer = ChangePreview | Changed | ChangeChoice | ChangeForm


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
        return change_forms.of_session(scope, found[0], given)
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
        return change_forms.of_session(scope, row, given)
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
