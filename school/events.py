"""Until when "until winter break" is: events of a school's year, found in its calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from school.calendar import SchoolCalendar

_BREAK = re.compile(r"\b(?:break|recess|vacation|holidays?)\b")
_TERM = re.compile(r"end of (?:the )?(?P<name>.*)")
_WHOLE_YEAR = frozenset({"year", "school year", "school"})
_LAST_DAY = "last day of school"


@dataclass(frozen=True, slots=True)
class Until:
    """A last day, and of what it is that: the one before an event, or a term's or year's own.

    `name` is the calendar's own word; empty for the year.
    """

    on: date
    kind: Literal["before", "term", "year"]
    name: str


def last_day_until(event: str, calendar: SchoolCalendar, on: date) -> date | None:
    """Return the last school day that "until `event`" includes, counted from `on`.

    Before a break that is the last school day before it; the end of a term is its own last day.
    None if the calendar names no such event: then somebody has to be asked.
    """
    found = until(event, calendar, on)
    return None if found is None else found.on


def until(event: str, calendar: SchoolCalendar, on: date) -> Until | None:
    """Return the same as `last_day_until`, with the event's name in the calendar."""
    term = _TERM.fullmatch(event.casefold())
    if term is not None or event.casefold() == _LAST_DAY:
        return _end_of_term(term["name"] if term else "year", calendar, on)
    wanted = _plain(event)
    for one in sorted(calendar.exceptions, key=lambda one: one.first):
        named = wanted in _plain(one.label)
        if named and one.first >= on and not calendar.day(one.first).in_session:
            before = calendar.previous_school_day(one.first)
            ahead = before is not None and before.on >= on
            return Until(before.on, "before", one.label) if before and ahead else None
    return None


def names(calendar: SchoolCalendar, on: date) -> tuple[str, ...]:
    """Return the events after `on` that a calendar has, by names that `until` finds.

    Breaks come first, then ends of terms, single days off last.
    """
    ahead = [one for one in calendar.exceptions if one.label and one.first > on]
    breaks = [one for one in ahead if one.first < one.last or _BREAK.search(one.label.casefold())]
    found = [one.label for one in sorted(breaks, key=lambda one: one.first)]
    found += [f"end of {term.name}" for term in calendar.terms if term.last_day > on]
    if calendar.last_day is not None and calendar.last_day > on:
        found.append(_LAST_DAY)
    found += [one.label for one in sorted(ahead, key=lambda one: one.first)]
    return tuple(name for name in dict.fromkeys(found) if until(name, calendar, on) is not None)


def _end_of_term(name: str, calendar: SchoolCalendar, on: date) -> Until | None:
    """Return the last day of the year, of the term called `name`, or of the term `on` is in."""
    if name in _WHOLE_YEAR:
        return Until(calendar.last_day, "year", "") if calendar.last_day else None
    ahead = [term for term in calendar.terms if term.last_day >= on]
    called = [term for term in ahead if term.name.casefold() == name]
    kind = name.rsplit(maxsplit=1)[-1] if name else ""
    running = [term for term in ahead if name == kind and kind in term.name.casefold()]
    return next((Until(term.last_day, "term", term.name) for term in called or running), None)


def _plain(name: str) -> str:
    """Return a name in which "Winter Break" and "winter recess" are the same."""
    return " ".join(_BREAK.sub("break", name.casefold()).split())
