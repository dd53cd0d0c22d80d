"""A plan before it exists: what was asked for, laid over the school's calendar and checked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from pushin import (
    anchors,
    calendars,
    codes,
    errors,
    plan_facts,
    plan_places,
    privacy,
    rhythms,
    routines,
    texts,
)
from pushin.plan_inputs import PlanInput
from pushin.plan_places import Place
from pushin.results import PersonRef, PlanFacts
from school.calendar import Override, SchoolCalendar
from school.day import Day
from school.events import Until
from school.recurrence import Occurrence, Rule, occurrences
from school.rotation import cycle_key
from storage import tables
from storage.scope import Scope
from storage.tables.plans import MODELS

_LONGEST = 400
"""Days of the longest plan: a school year with its summers' edges."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A checked plan that is not saved: everything that saving needs, nothing written."""

    given: PlanInput
    place: Place
    calendar: SchoolCalendar
    anchor: anchors.Resolved
    rule: Rule
    sessions: tuple[Occurrence, ...]
    until: Until | None = None

    @property
    def new_words(self) -> str:
        """The author's own words that the team will read: a new room's name, a new routine's."""
        room = "" if self.place.classroom else self.place.room
        routine = self.anchor.new_routine
        return "\n".join((room, routine.name if routine and routine.kind == "other" else ""))

    @property
    def on(self) -> tuple[Occurrence, ...]:
        """The sessions that will happen as far as anybody knows."""
        return tuple(one for one in self.sessions if one.obstacle is None)


def prepare(scope: Scope, given: PlanInput, *, at: datetime) -> Prepared:
    """Check what was asked for at the instant `at`.

    Refusals: those of `plan_places.find`, `rhythms` and `anchors.resolve`;
    `no_school_days` (weekdays: those the school has; asked; label), `no_school_then` (on: the
    first such date; label), `no_dates` (first, last), `date_past` (on),
    `until_before_from` (first, last), `outside_school_year` (first, last), `plan_too_long`,
    `unknown_model`, `not_a_code` (what is no student code), `code_for_a_name`, `too_long`.
    """
    place = plan_places.find(scope, given)
    calendar = calendars.calendar_of(scope, place.school_id)
    overrides = calendars.overrides_of(scope, place.school_id)
    known = routines.of_room(scope, place.classroom.id if place.classroom else None)
    _check_details(scope, given)
    given = rhythms.checked(given, calendar)
    cycle_days = frozenset(given.cycle_days)
    anchor = anchors.resolve(given.anchor, given.told_on, calendar, known, cycle_days)
    given, until = rhythms.until(given, calendar, at=at)
    first, last = _dates(given, calendar, at)
    _check_weekdays(given, calendar, first, last, overrides)
    with_guess = (*known, *((anchor.new_routine,) if anchor.new_routine else ()))

    def coming(rule: Rule) -> tuple[Occurrence, ...]:
        found = occurrences(rule, calendar, with_guess, overrides)
        if found and all(_has_begun(one, at) for one in found):
            raise errors.Refusal("date_past", on=rule.first)
        return tuple(one for one in found if not _has_begun(one, at))

    whole = rhythms.rule(given, anchor.anchor, first, last)
    given, rule = rhythms.settled(given, whole, coming)
    sessions = coming(rule)
    if not sessions:
        raise errors.Refusal("no_dates", first=rule.first, last=rule.last)
    return Prepared(given, place, calendar, anchor, rule, sessions, until)


def _has_begun(one: Occurrence, at: datetime) -> bool:
    return one.starts_at is not None and one.starts_at <= at


def _check_details(scope: Scope, given: PlanInput) -> None:
    if given.service_delivery_model not in MODELS:
        raise errors.Refusal("unknown_model", known=MODELS)
    for code in given.student_codes:
        codes.checked(code)
    for name, _role in given.adults_without_account:
        told = texts.words(name, texts.NAME, what="name")
        privacy.refuse_code(scope, told, what="name")


def _dates(given: PlanInput, calendar: SchoolCalendar, at: datetime) -> tuple[date, date]:
    """Return first and last date, both included, inside the school year."""
    today = calendars.today(calendar, at)
    first = given.from_date or today
    if first < today:
        raise errors.Refusal("date_past", on=first)
    last = given.until_date or calendar.last_day
    if last is None:
        raise errors.Refusal("plan_too_long", days=_LONGEST)
    if last < today:
        raise errors.Refusal(
            "date_past" if given.until_date else "outside_school_year", **_year(calendar, last)
        )
    if last < first and given.until_date is not None:
        raise errors.Refusal("until_before_from", first=first, last=last)
    end = min(last, calendar.last_day or last)
    if first > end or (calendar.first_day is not None and end < calendar.first_day):
        raise errors.Refusal("outside_school_year", **_year(calendar, first))
    if (end - first).days > _LONGEST:
        raise errors.Refusal("plan_too_long", days=_LONGEST)
    return first, end


def _year(calendar: SchoolCalendar, on: date) -> dict[str, object]:
    return {"on": on, "first": calendar.first_day, "last": calendar.last_day}


def _check_weekdays(
    given: PlanInput,
    calendar: SchoolCalendar,
    first: date,
    last: date,
    overrides: dict[date, Override],
) -> None:
    """Refuse a weekday on which the school never meets, in the year or at the plan's dates."""
    days = list(calendar.days(first, last, overrides))
    year = calendar.days(calendar.first_day or first, calendar.last_day or last)
    usual = _open_weekdays(year)
    closed = {day.on.weekday() for day in days} - _open_weekdays(days)
    never = sorted(given.told_on & closed | given.told_on - usual)
    if not never:
        return
    label = next((day.label for day in days if day.on.weekday() in never and day.label), "")
    if given.told_on <= usual:
        on = next(day.on for day in days if day.on.weekday() in never)
        raise errors.Refusal("no_school_then", on=on, label=label)
    raise errors.Refusal(
        "no_school_days", weekdays=tuple(sorted(usual)), asked=tuple(never), label=label
    )


def _open_weekdays(days: Iterable[Day]) -> set[int]:
    return {day.on.weekday() for day in days if day.in_session or not day.known}


def facts(scope: Scope, prepared: Prepared, draft_id: str) -> PlanFacts:
    """Return a prepared plan as its team will see it."""
    place, calendar = prepared.place, prepared.calendar
    provider = plan_places.ref(place.provider, "provider")
    return PlanFacts(
        id=draft_id,
        revision=0,
        classroom_id=place.classroom.id if place.classroom else "",
        room=place.room,
        school_name=calendar.name,
        zone=calendar.zone.key,
        channel_id=place.channel_id,
        provider=provider,
        teacher=place.teacher_ref,
        adults=_adults(scope, prepared, provider),
        service_delivery_model=prepared.given.service_delivery_model,
        weekdays=tuple(sorted(prepared.rule.weekdays)),
        anchor_kind=prepared.anchor.anchor.kind,
        during=prepared.anchor.anchor.name,
        start=prepared.anchor.start,
        end=prepared.anchor.end,
        from_date=prepared.rule.first,
        until_date=prepared.rule.last,
        lead_minutes=prepared.given.lead_minutes,
        state="active",
        interval=prepared.rule.interval,
        cycle_days=prepared.given.cycle_days,
        monthly=prepared.given.monthly,
        except_dates=tuple(sorted(prepared.rule.except_dates)),
    )


def _adults(scope: Scope, prepared: Prepared, provider: PersonRef) -> tuple[PersonRef, ...]:
    paras = [plan_places.ref(plan_places.known(scope, one), "para") for one in prepared.given.paras]
    told = [PersonRef("", name, role) for name, role in prepared.given.adults_without_account]
    teacher = prepared.place.teacher_ref
    others = [one for one in (*paras, *told) if one not in {provider, teacher}]
    return (provider, teacher, *sorted(others, key=lambda one: one.name))


def check_new(scope: Scope, prepared: Prepared, *, without: str = "") -> None:
    """Refuse a second plan of the same provider in the same slot of the same room.

    `without` is the plan that is changed.
    """
    room = prepared.place.classroom
    if room is None:
        return
    for plan in scope.plans.of_classroom(room.id):
        mine = plan.provider_id == prepared.place.provider.id and plan.id != without
        if mine and _same_slot(scope, plan, prepared):
            raise errors.Refusal("already_planned", plan=plan_facts.facts(scope, plan))


def _same_slot(scope: Scope, plan: tables.Plan, prepared: Prepared) -> bool:
    """Tell whether a plan of the same room has the same times on one of the same dates."""
    if (plan.start_minute, plan.end_minute) != (prepared.anchor.start, prepared.anchor.end):
        return False
    calendar = prepared.calendar
    known = routines.of_room(scope, plan.classroom_id)
    theirs = anchors.rule(plan, anchors.of_plan(plan, calendar, known))
    overrides = calendars.overrides_of(scope, calendar.id)
    standing = _slots(theirs, occurrences(theirs, calendar, known, overrides))
    return not standing.isdisjoint(_slots(prepared.rule, prepared.sessions))


def _slots(rule: Rule, found: Iterable[Occurrence]) -> set[tuple[date, str]]:
    """Return the dates of a rule, with the letter that one must turn out to have to be its."""
    letters = tuple(map(cycle_key, rule.cycle_days))
    return {
        (one.on, letter)
        for one in found
        for letter in (letters if letters and one.obstacle == "unknown_day" else ("",))
    }
