"""The days that a phrase asks for, as a plan can have them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from pushin import calendars, errors
from pushin.plan_inputs import PlanInput
from pushin.results import AskedPart
from school import phrase, rule_dates
from school.calendar import Override, SchoolCalendar
from school.errors import PhraseError
from school.recurrence import Rule
from school.understood import Understood

_JOINT = re.compile(
    r"\s*(?:[,;&+]|(?<!\w)(?:and|then|plus|also|y)(?!\w))\s*(?:also\s+)?", re.IGNORECASE
)
_COMPOUND = "unsupported_compound"
_MOST_LEFT_OUT = 12
"""Dates between those of a list: more of them nobody reads through."""
_SCHOOL_WEEK = (0, 1, 2, 3, 4)


def understand(text: str, calendar: SchoolCalendar, *, at: datetime) -> Understood:
    """Return what a phrase says, if it is one plan.

    Raises PhraseError; Refusal "two_plans" (parts: what each of them is) where there are several.
    """
    try:
        said = _read(text, calendar, at)
    except PhraseError as error:
        if error.code != _COMPOUND:
            raise
        _refuse(_pieces(text, calendar, at))
        raise
    _refuse(said.items)
    if said.rest:
        pieces = _pieces(text, calendar, at)
        _refuse(pieces if all(map(_is_timed, pieces)) else ())
    return said


def _refuse(parts: Sequence[Understood]) -> None:
    if parts:
        raise errors.Refusal("two_plans", parts=tuple(map(_part, parts)))


def put(
    given: PlanInput,
    said: Understood,
    calendar: SchoolCalendar,
    overrides: Mapping[date, Override],
) -> PlanInput:
    """Return a plan with the days that were said.

    Refusals: `no_school_then` (on, label) for a date of a list, or a range, without school;
    `dates_one_by_one` (dates) for a list that is no rhythm.
    """
    match said.kind:
        case "single":
            (on,) = said.dates
            return replace(given, weekdays=frozenset({on.weekday()}), from_date=on, until_date=on)
        case "multi":
            return _listed(given, said.dates, calendar, overrides)
        case "range":
            return _ranged(given, said, calendar, overrides)
        case _:
            return replace(
                given,
                weekdays=frozenset(said.weekdays),
                interval=said.interval,
                cycle_days=said.cycle,
                monthly=said.monthly,
                except_dates=frozenset(said.except_dates),
                from_date=said.first,
                until_date=said.last,
                until_event=said.until_event,
                weeks=said.weeks,
            )


def left_out(text: str, calendar: SchoolCalendar, *, at: datetime) -> frozenset[date]:
    """Return the dates of a list such as "10/20, 11/3-11/5"; Refusal "except_unreadable"."""
    listed = (one.strip() for one in text.replace(";", ",").split(","))
    return frozenset(on for one in listed if one for on in _left_out(one, calendar, at))


def _left_out(text: str, calendar: SchoolCalendar, at: datetime) -> tuple[date, ...]:
    try:
        said = _read(f"weekdays except {text}", calendar, at)
    except PhraseError as error:
        raise errors.Refusal("except_unreadable") from error
    if said.rest or not said.except_dates or said.weekdays != _SCHOOL_WEEK:
        raise errors.Refusal("except_unreadable")
    return said.except_dates


def _read(text: str, calendar: SchoolCalendar, at: datetime) -> Understood:
    return phrase.understand(text, now=at, zone=calendar.zone, calendar=calendar)


def _listed(
    given: PlanInput,
    dates: tuple[date, ...],
    calendar: SchoolCalendar,
    overrides: Mapping[date, Override],
) -> PlanInput:
    """Return single dates as their weekdays without those that lie between."""
    for on in dates:
        day = calendar.day(on, overrides)
        if day.known and not day.in_session:
            raise errors.Refusal("no_school_then", on=on, label=calendars.label_of(day))
    weekdays = frozenset(on.weekday() for on in dates)
    every = rule_dates.dates(Rule(weekdays, dates[0], dates[-1], given.anchor))
    between = frozenset(every).difference(dates)
    if len(between) > _MOST_LEFT_OUT:
        raise errors.Refusal("dates_one_by_one", dates=dates)
    return replace(
        given,
        weekdays=weekdays,
        from_date=dates[0],
        until_date=dates[-1],
        except_dates=between,
    )


def _ranged(
    given: PlanInput,
    said: Understood,
    calendar: SchoolCalendar,
    overrides: Mapping[date, Override],
) -> PlanInput:
    """Return a range of whole days as its school days."""
    first, last = said.first or said.dates[0], said.last or said.dates[-1]
    days = list(calendar.days(first, last, overrides))
    held = [day.on for day in days if day.in_session or not day.known]
    if not held:
        label = next((day.label for day in days if day.label), "")
        raise errors.Refusal("no_school_then", on=first, label=label)
    weekdays = frozenset(on.weekday() for on in held)
    return replace(given, weekdays=weekdays, from_date=held[0], until_date=held[-1])


# --- several plans in one phrase --------------------------------------------------------------


def _pieces(text: str, calendar: SchoolCalendar, at: datetime) -> tuple[Understood, ...]:
    """Return the plans of a phrase that is several; none where it cannot be taken apart."""
    found: list[Understood] = []
    begin = 0
    for joint in _JOINT.finditer(text):
        piece = _tried(text[begin : joint.start()], calendar, at)
        if piece is not None and _is_timed(piece) and _begins(text[joint.end() :], calendar, at):
            found.append(piece)
            begin = joint.end()
    last = _tried(text[begin:], calendar, at)
    return (*found, last) if found and last is not None else ()


def _tried(text: str, calendar: SchoolCalendar, at: datetime) -> Understood | None:
    try:
        return _read(text, calendar, at)
    except PhraseError:
        return None


def _begins(text: str, calendar: SchoolCalendar, at: datetime) -> bool:
    """Tell whether a text begins with a plan, perhaps with more after it."""
    try:
        _read(text, calendar, at)
    except PhraseError as error:
        return error.code == _COMPOUND
    return True


def _is_timed(said: Understood) -> bool:
    return said.start is not None or said.period is not None or said.block is not None


def _part(said: Understood) -> AskedPart:
    return AskedPart(
        weekdays=said.weekdays,
        interval=said.interval,
        cycle_days=said.cycle,
        monthly=said.monthly,
        dates=said.dates,
        start=said.start,
        end=said.end,
        during=said.period or (said.block[1] if said.block else ""),
    )
