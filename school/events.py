"""Until when "until winter break" is: events of a school's year, found in its calendar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from school.calendar import SchoolCalendar

_BREAK = re.compile(r"\b(?:break|recess|vacation|holidays?)\b")
_TERM = re.compile(r"end of (?:the )?(?P<name>.*)")
_WHOLE_YEAR = frozenset({"year", "school year", "school"})


def last_day_until(event: str, calendar: SchoolCalendar, on: date) -> date | None:
    """Return the last school day that "until `event`" includes, counted from `on`.

    Before a break that is the last school day before it; the end of a term is its own last day.
    None if the calendar names no such event: then somebody has to be asked.
    """
    term = _TERM.fullmatch(event.casefold())
    if term is not None or event.casefold() == "last day of school":
        return _end_of_term(term["name"] if term else "year", calendar, on)
    wanted = _plain(event)
    for one in sorted(calendar.exceptions, key=lambda one: one.first):
        named = wanted in _plain(one.label)
        if named and one.first >= on and not calendar.day(one.first).in_session:
            before = calendar.previous_school_day(one.first)
            return before.on if before is not None and before.on >= on else None
    return None


def _end_of_term(name: str, calendar: SchoolCalendar, on: date) -> date | None:
    """Return the last day of the year, of the term called `name`, or of the term `on` is in."""
    if name in _WHOLE_YEAR:
        return calendar.last_day
    ahead = [term for term in calendar.terms if term.last_day >= on]
    called = [term for term in ahead if term.name.casefold() == name]
    kind = name.rsplit(maxsplit=1)[-1] if name else ""
    running = [term for term in ahead if name == kind and kind in term.name.casefold()]
    return next((term.last_day for term in called or running), None)


def _plain(name: str) -> str:
    """Return a name in which "Winter Break" and "winter recess" are the same."""
    return " ".join(_BREAK.sub("break", name.casefold()).split())
