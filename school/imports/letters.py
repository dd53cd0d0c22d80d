"""Letters and numbers of days that a file publishes ("A Day"), put into a school's rotation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from school.facts import Published, Rotation, Weekly
from school.imports.day_types import plain
from school.imports.result import Note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from school.calendar import SchoolCalendar
    from school.imports.dated import Dated
    from school.imports.years import Year

_HALF = 2


def put(
    calendar: SchoolCalendar, dated: Sequence[Dated], year: Year
) -> tuple[SchoolCalendar, list[Note]]:
    """Return the calendar with the letters that `dated` publish for `year`, and notes.

    A school of letters has no letter where none is published. So letters are taken only if they
    stand for at least half of the year's school days; a few of them are something else, or the
    part of a list, and would make all other days unknown.
    """
    found, notes = _found(calendar, dated, year)
    if not found:
        return calendar, notes
    days = [day.on for day in calendar.days(*_span(year, found)) if day.in_session]
    lettered = [on for on in days if on in found]
    if len(lettered) * _HALF < len(days):
        return calendar, [*notes, Note("letters_few", {"count": len(found), "days": len(days)})]
    missing = [on for on in days if on not in found]
    if missing:
        notes.append(Note("letters_missing", {"count": len(missing), "on": missing[0]}))
    return replace(calendar, pattern=_pattern(calendar, found, year)), notes


def _span(year: Year, found: Mapping[date, str]) -> tuple[date, date]:
    return year.first_day or min(found), year.last_day or max(found)


def _found(
    calendar: SchoolCalendar, dated: Sequence[Dated], year: Year
) -> tuple[dict[date, str], list[Note]]:
    found: dict[date, str] = {}
    notes: list[Note] = []
    for one in dated:
        for on in one.within(year.start, year.end) if one.said.letter else ():
            letter = _spelt(one.said.letter or "", calendar)
            if found.setdefault(on, letter) != letter:
                params = {"on": on, "kept": found[on], "other": letter}
                notes.append(Note("letters_conflict", params, one.where))
    return found, notes


def _spelt(letter: str, calendar: SchoolCalendar) -> str:
    """Return a letter as the school's cycle spells it ("3" may be "day-3" there)."""
    pattern = calendar.pattern
    cycle = () if isinstance(pattern, Weekly) else pattern.cycle
    return next((one for one in cycle if _same(one, letter)), letter)


def _same(name: str, letter: str) -> bool:
    return plain(name) in {letter.casefold(), f"day {letter}".casefold()}


def _pattern(calendar: SchoolCalendar, found: Mapping[date, str], year: Year) -> Rotation:
    old = calendar.pattern
    published = tuple(Published(on, found[on], _bells(calendar, on, found[on])) for on in found)
    if isinstance(old, Weekly):
        cycle = tuple(sorted(set(found.values()), key=lambda one: (len(one), one)))
        return Rotation(cycle, tuple(sorted(published, key=_on)), days=old.days, note=old.note)
    kept = tuple(one for one in old.dates if not year.start <= one.on <= year.end)
    cycle = tuple(dict.fromkeys([*old.cycle, *found.values()]))
    return replace(old, cycle=cycle, dates=tuple(sorted(kept + published, key=_on)))


def _on(one: Published) -> date:
    return one.on


def _bells(calendar: SchoolCalendar, on: date, letter: str) -> str:
    """Return the day type of a letter: its own, else the bells that the weekday has."""
    for key, day_type in calendar.day_types.items():
        if _same(key, letter) or _same(day_type.label, letter):
            return key
    week = calendar.pattern.days
    return (week and week[on.weekday()]) or calendar.regular.key
