"""Which school year a file is taken for, and where that year begins and ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from school.errors import SchoolError
from school.imports.result import Note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from school.calendar import SchoolCalendar
    from school.imports.dated import Dated

_SPRING, _AUTUMN, _JULY = 3, 10, 7
_HALF, _FEW = 2, 5
"""A year with less than a fifth of the dates of the fullest one is a stray."""


@dataclass(frozen=True, slots=True)
class Year:
    """A school year: the window whose dates belong to it, and its first and last school day."""

    start: date
    end: date
    first_day: date | None
    last_day: date | None
    moved: bool = False
    """It comes after the year that the school has now."""

    @property
    def name(self) -> str:
        """How people call it: 2026-27, or 2026 where years begin in January."""
        return name(self.start)


def name(start: date) -> str:
    """Return what people call the school year that begins in the twelve months from `start`."""
    if start.month < _JULY:
        return f"{start.year}"
    return f"{start.year}\N{EN DASH}{(start.year + 1) % 100:02}"


def name_of(first_day: date) -> str:
    """Return what people call the school year with this first day; from April on it spans two."""
    return name(_start(first_day, 1 if first_day.month <= _SPRING else _JULY))


def pick(
    dated: Sequence[Dated], into: SchoolCalendar | None, on: date | None
) -> tuple[Year, list[Note]]:
    """Return the year for which a file is taken, and what to know about the choice.

    With `into` its own year, or the next one where the file has no date of the present one (or
    that is over on `on`). Without `into` the year that `on` is in or before, else the newest
    of those that the file is full of.

    SchoolError "no_school_days_in_file" where the file is about no school day, "other_year" where
    it has only earlier years than `into`, "next_year_without_ends" where a next one lacks its
    first or last day.
    """
    counted = [one for one in dated if one.counts]
    month = _start_month(counted, into)
    found: dict[date, list[Dated]] = {}
    for one in counted:
        found.setdefault(_start(one.first, month), []).append(one)
    if not found:
        raise SchoolError("no_school_days_in_file")
    if into is not None and into.first_day is not None:
        chosen = _of_school(found, into, _start(into.first_day, month), on)
        return chosen, _others(found, chosen)
    chosen = _newest(found, on)
    return chosen, _over(chosen, on) + _others(found, chosen)


def _start_month(dated: Sequence[Dated], into: SchoolCalendar | None) -> int:
    """Return 1 where school years begin with the calendar year (south of the equator), else 7."""
    ends = [(into.first_day, into.last_day)] if into else []
    firsts = [one.first for one in dated if one.said.edge == "first_day"]
    lasts = [one.last for one in dated if one.said.edge == "last_day"]
    ends += [(first, last) for first in firsts for last in lasts if first.year == last.year]
    southern = [
        first and last and first.month <= _SPRING and last.month >= _AUTUMN for first, last in ends
    ]
    return 1 if any(southern) else _JULY


def _start(on: date, month: int) -> date:
    return date(on.year if on.month >= month else on.year - 1, month, 1)


def _year(start: date, dated: Sequence[Dated]) -> Year:
    firsts = [one.first for one in dated if one.said.edge == "first_day"]
    lasts = [one.last for one in dated if one.said.edge == "last_day"]
    first, last = min(firsts, default=None), max(lasts, default=None)
    if first and last and first >= last:
        first = last = None
    end = start.replace(year=start.year + 1) - timedelta(days=1)
    return Year(start, end, first, last)


def _of_school(
    found: Mapping[date, list[Dated]], into: SchoolCalendar, home: date, on: date | None
) -> Year:
    later = [start for start in sorted(found) if start > home]
    over = on is not None and into.last_day is not None and into.last_day < on
    if home in found and not (over and later):
        own = _year(home, found[home])
        return Year(home, own.end, own.first_day or into.first_day, own.last_day or into.last_day)
    if not later:
        names = tuple(name(start) for start in sorted(found))
        raise SchoolError("other_year", years=names, known=name(home))
    moved = _year(later[0], found[later[0]])
    if moved.first_day is None or moved.last_day is None:
        raise SchoolError("next_year_without_ends", years=moved.name, known=name(home))
    return Year(moved.start, moved.end, moved.first_day, moved.last_day, moved=True)


def _newest(found: Mapping[date, list[Dated]], on: date | None) -> Year:
    fullest = max(len(dated) for dated in found.values())
    full = [start for start in sorted(found) if len(found[start]) * _FEW >= fullest]
    if on is None:
        chosen = [start for start in full if len(found[start]) * _HALF >= fullest][-1]
    else:
        coming = [start for start in full if _year(start, found[start]).end >= on]
        chosen = coming[0] if coming else full[-1]
    return _year(chosen, found[chosen])


def _over(year: Year, on: date | None) -> list[Note]:
    ends = year.last_day or year.end
    return [Note("year_over", {"year": year.name, "last": ends})] if on and ends < on else []


def _others(found: Mapping[date, list[Dated]], chosen: Year) -> list[Note]:
    others = [start for start in sorted(found) if start != chosen.start]
    if not others:
        return []
    count = sum(len(found[start]) for start in others)
    years = tuple(name(start) for start in others)
    return [Note("other_years", {"years": years, "count": count, "year": chosen.name})]
