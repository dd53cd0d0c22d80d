"""Until when "until winter break" is: events of a school's year, found in its calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from school.calendar import SchoolCalendar
    from school.facts import Term

_BREAK = re.compile(r"\b(?:break|recess|vacation|holidays?)\b")
_LAST_DAY = "last day of school"
_END_OF = re.compile(r"(?:the )?end of (?:the )?(?P<name>.*)")
_NOT_LETTERS = re.compile(r"[^a-z0-9 ]+")
_WHOLE_YEAR = frozenset({"year", "school year", "school", "this year", "current year"})
_ALIASES = {
    "mlk day": "martin luther king",
    "martin luther king jr day": "martin luther king",
    "xmas break": "christmas break",
    "christmas": "christmas break",
    "xmas": "christmas break",
    "thanksgiving break": "thanksgiving",
    "thanksgiving day": "thanksgiving",
}
_NUMBERS = {
    "first": 1, "1st": 1, "fall": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4,
    "4th": 4,
}  # fmt: skip
_MONTHS = ("february", "march", "april", "october", "november", "december")
_MONTH_NUMBERS = dict(zip(_MONTHS, (2, 3, 4, 10, 11, 12), strict=True))
_DAY = timedelta(days=1)
_FRIDAY = 4

# Legal holidays of the United States (5 U.S.C. 6103) that close a school: month, and the day or
# the (n-th, weekday) of it; the winter break is the one that Christmas is in.
_LEGAL: dict[str, tuple[int, int | tuple[int, int]]] = {
    "thanksgiving": (11, (4, 3)), "christmas break": (12, 25), "winter break": (12, 25),
    "break break": (12, 25), "midyear break": (12, 25), "veterans day": (11, 11),
    "veteran day": (11, 11), "labor day": (9, (1, 0)), "columbus day": (10, (2, 0)),
    "indigenous peoples day": (10, (2, 0)), "martin luther king": (1, (3, 0)),
    "presidents day": (2, (3, 0)), "memorial day": (5, (-1, 0)), "juneteenth": (6, 19),
    "new years day": (1, 1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Until:
    """A last day, and of what it is that: the one before an event, or a term's or year's own.

    `name` is the calendar's own word; empty for the year.
    """

    on: date
    kind: Literal["before", "term", "year"]
    name: str


def until(event: str, calendar: SchoolCalendar, on: date) -> Until | None:
    """Return the last school day that "until `event`" includes, counted from `on`, and why.

    Before a break that is the last school day before it; the end of a term is its own last day.
    None if the calendar names no such event: then somebody has to be asked.
    """
    plain = _plain(event)
    ending = _END_OF.fullmatch(plain)
    if plain == _LAST_DAY:
        return _ahead(calendar.last_day, "", on)
    if ending is not None and not ending["name"].endswith(" break"):
        return _end_of_term(ending["name"], calendar, on)
    name = ending["name"] if ending else plain
    name = _ALIASES.get(name, name)
    begins = next((first for first in _beginnings(name, calendar, on) if first is not None), None)
    if begins is None:
        return None
    before = calendar.previous_school_day(begins)
    if before is None or before.on < on:
        return None
    return Until(before.on, "before", calendar.day(begins).label or event)


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


def _beginnings(name: str, calendar: SchoolCalendar, on: date) -> Iterator[date | None]:
    """Yield where an event may begin: by its own name, by its month, by its legal holiday."""
    yield _labelled(name, calendar, on)
    yield _break_in(name, calendar, on)
    yield _legal(name, calendar, on)


def _labelled(name: str, calendar: SchoolCalendar, on: date) -> date | None:
    """Return the first date ahead that the calendar calls so; holidays are without school."""
    holiday = "break" in name or name in _LEGAL
    for one in sorted(calendar.exceptions, key=lambda one: one.first):
        if one.first >= on and name in _plain(one.label):
            if holiday and calendar.day(one.first).in_session:
                continue
            return one.first
    return None


def _break_in(name: str, calendar: SchoolCalendar, on: date) -> date | None:
    """Return where the break of a month begins: "february break" may be called midwinter."""
    month = _MONTH_NUMBERS.get(name.removesuffix(" break"))
    if month is None or not name.endswith(" break"):
        return None
    starts = (
        one.first
        for one in sorted(calendar.exceptions, key=lambda one: one.first)
        if one.first >= on and one.first.month == month and "break" in _plain(one.label)
    )
    return next((first for first in starts if not calendar.day(first).in_session), None)


def _legal(name: str, calendar: SchoolCalendar, on: date) -> date | None:
    """Return the legal holiday of that name, if the calendar has no school on it."""
    rule = _LEGAL.get(name)
    if rule is None:
        return None
    month, day = rule
    for year in (on.year, on.year + 1):
        found = (
            _observed(date(year, month, day)) if isinstance(day, int) else _nth(year, month, *day)
        )
        if found >= on:
            return found if _is_closed(calendar, found) else None
    return None


def _observed(on: date) -> date:
    """Return the Friday before a holiday on a Saturday, the Monday after one on a Sunday."""
    return on + {_FRIDAY + 1: -_DAY, _FRIDAY + 2: _DAY}.get(on.weekday(), 0 * _DAY)


def _is_closed(calendar: SchoolCalendar, on: date) -> bool:
    """Tell whether the calendar knows a date of its year to be without school."""
    day = calendar.day(on)
    inside = calendar.last_day is None or on <= calendar.last_day
    return inside and day.known and not day.in_session


def _nth(year: int, month: int, which: int, weekday: int) -> date:
    if which < 0:
        last = date(year, month + 1, 1) - _DAY
        return last - (last.weekday() - weekday) % 7 * _DAY
    first = date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (which - 1)) * _DAY


def _end_of_term(name: str, calendar: SchoolCalendar, on: date) -> Until | None:
    """Return the last day of the year, of the term called `name`, or of the term `on` is in."""
    if name in _WHOLE_YEAR:
        return _ahead(calendar.last_day, "", on)
    terms = sorted(calendar.terms, key=lambda term: term.last_day)
    wanted, number = _term(name)
    kind = [term for term in terms if wanted in _term(_plain(term.name))[0]]
    if number is not None:
        numbered = [term for term in kind if _term(_plain(term.name))[1] == number]
        return _ahead(numbered[0].last_day, numbered[0].name, on) if len(numbered) == 1 else None
    return _next(kind, on)


def _next(terms: list[Term], on: date) -> Until | None:
    found = (_ahead(term.last_day, term.name, on) for term in terms)
    return next((one for one in found if one is not None), None)


def _term(name: str) -> tuple[str, int | None]:
    """Read "first semester" and "semester 1" as ("semester", 1)."""
    words = [word for word in name.split() if word not in {"this", "current", "the"}]
    number = next((_NUMBERS[word] for word in words if word in _NUMBERS), None)
    if number is None:
        number = next((int(word) for word in words if word.isdigit()), None)
    kind = " ".join(word for word in words if word not in _NUMBERS and not word.isdigit())
    return kind, number


def _ahead(last: date | None, term: str, on: date) -> Until | None:
    """Return the last day of a term, or of the year, unless it is past or not known."""
    if last is None or last < on:
        return None
    return Until(last, "term" if term else "year", term)


def _plain(name: str) -> str:
    """Return a name in which "Winter Break" and "winter recess" are the same."""
    letters = _NOT_LETTERS.sub("", name.casefold().replace("-", " "))
    joined = letters.replace("mid winter", "midwinter").replace("mid year", "midyear")
    return " ".join(_BREAK.sub("break", joined).split())
