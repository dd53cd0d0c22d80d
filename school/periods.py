"""The periods in which minutes are owed, and what is owed of one that counts only in part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from school.errors import SchoolError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from school.calendar import SchoolCalendar

Per = Literal["week", "month", "marking_period", "year"]

_DAY = timedelta(days=1)
_WEEK = 7
_JULY = 7


@dataclass(frozen=True, slots=True)
class Period:
    """From which date to which, both included; `name` is a term's own."""

    first: date
    last: date
    name: str = ""


def of(calendar: SchoolCalendar, per: Per, on: date) -> Period | None:
    """Return the period in which a local date lies; None outside the school's terms or year.

    Weeks go from Monday to Sunday. A marking period is one of the school's terms: the first begins
    with the year, each other one the day after the one before has ended. SchoolError "no_terms"
    (name) for a school that has none.
    """
    if per == "week":
        monday = on - on.weekday() * _DAY
        return Period(monday, monday + (_WEEK - 1) * _DAY)
    if per == "month":
        first = on.replace(day=1)
        return Period(first, (first + 31 * _DAY).replace(day=1) - _DAY)
    found = _terms(calendar) if per == "marking_period" else [year(calendar, on)]
    return next((one for one in found if one.first <= on <= one.last), None)


def between(calendar: SchoolCalendar, per: Per, first: date, last: date) -> Iterator[Period]:
    """Yield the periods that have a date from `first` to `last`, in order; codes as `of`."""
    on = first
    while on <= last:
        found = of(calendar, per, on)
        if found is not None:
            yield found
        on = on + _DAY if found is None else found.last + _DAY


def year(calendar: SchoolCalendar, on: date) -> Period:
    """Return the school's year; where its days are not told, July to June around a date."""
    begun = on.year if on.month >= _JULY else on.year - 1
    first = calendar.first_day or date(begun, _JULY, 1)
    return Period(first, calendar.last_day or date(first.year + 1, _JULY, 1) - _DAY)


def school_days(calendar: SchoolCalendar, first: date, last: date) -> int:
    """Return how many school days the published calendar has from `first` to `last`.

    A date whose letter is not published yet is one. What was decided for a single day (a snow day)
    changes nothing: minutes that are owed do not melt.
    """
    return sum(1 for _ in _school_days(calendar, first, last))


def owed(minutes: int, calendar: SchoolCalendar, period: Period, *, first: date, last: date) -> int:
    """Return what is owed from `first` to `last` of a period in which `minutes` are owed.

    Of a period that does not count as a whole: by its school days that do, of all that it has,
    rounded to a minute, half up. A period without school days owes nothing.
    """
    begun, over = max(first, period.first), min(last, period.last)
    if begun > over:
        return 0
    if (begun, over) == (period.first, period.last):
        return minutes if next(_school_days(calendar, begun, over), None) else 0
    whole = school_days(calendar, period.first, period.last)
    part = school_days(calendar, begun, over)
    return (2 * minutes * part + whole) // (2 * whole) if whole else 0


def _school_days(calendar: SchoolCalendar, first: date, last: date) -> Iterator[date]:
    days = calendar.days(first, last)
    return (day.on for day in days if day.in_session or not day.known)


def _terms(calendar: SchoolCalendar) -> list[Period]:
    terms = sorted(calendar.terms, key=lambda term: term.last_day)
    if not terms:
        raise SchoolError("no_terms", name=calendar.name)
    first = year(calendar, terms[0].last_day).first
    found = []
    for term in terms:
        found.append(Period(first, term.last_day, term.name))
        first = term.last_day + _DAY
    return found
