"""Puts what a file says about dates into a school: its own bells and pattern, the file's dates.

The dates of a feed replace the exceptions of the school year that it is about: a feed is a whole
year. A table is as long as somebody made it: its lines change their own dates, and all others
stay. Other years stay in any case. Where two labels stand for one date, what is said outright
wins over what is assumed, and the one that gave way is named.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from school.errors import SchoolError
from school.facts import DatedException, Term, Weekly
from school.imports import groups as buildings
from school.imports import letters, years
from school.imports.day_types import Chooser
from school.imports.result import Note

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from school.calendar import SchoolCalendar
    from school.imports.dated import Dated
    from school.imports.years import Year

MOST_DATED = 4000
_DAY = timedelta(days=1)
_SATURDAY = 5
# What wins where two labels stand for one date; of equals the earlier line of the file.
_MAKE_UP, _OFF, _SHORT, _ASSUMED, _USUAL = 5, 4, 3, 2, 1


@dataclass(frozen=True, slots=True)
class Merged:
    """A school with a file's dates in it."""

    calendar: SchoolCalendar
    unread: tuple[Note, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    """What one date becomes, and by which of the file's lines."""

    rank: int
    index: int
    one: Dated
    day_type: str | None


def merge(
    base: SchoolCalendar,
    dated: Sequence[Dated],
    *,
    into: SchoolCalendar | None,
    groups: Collection[str],
    on: date | None,
    whole_year: bool,
) -> Merged:
    """Return `base` (the school itself, or an empty one) with the dates of a file.

    `whole_year`: the file lists all exceptions of its year, not just some.

    SchoolError "too_many_entries", or that of `years.pick` where the file is of a year that the
    school cannot take.
    """
    if len(dated) > MOST_DATED:
        raise SchoolError("too_many_entries", where="file", amount=len(dated), most=MOST_DATED)
    year, notes = years.pick(dated, into, on)
    base = replace(base, first_day=year.first_day, last_day=year.last_day)
    chooser = Chooser(base.day_types)
    general = [one for one in dated if not one.said.groups]
    choices, unread = _choices(base, general, year, chooser)
    narrow, narrow_unread = _narrow(base, dated, year, chooser)
    everybody = list(_ranges(choices))
    starts = {one.first for one in everybody}
    # A level's line stands after everybody's of the same date: the later one wins.
    new = [*everybody, *(part for one in narrow for part in _cut(one, starts))]
    kept = [one for one in base.exceptions if not year.start <= one.first <= year.end]
    if not whole_year:
        kept = list(_around(base.exceptions, new))
    exceptions = sorted([*kept, *new], key=lambda one: one.first)
    calendar = replace(
        base,
        day_types=MappingProxyType({**base.day_types, **chooser.added}),
        exceptions=tuple(exceptions),
        terms=_terms(base, dated, year),
    )
    calendar, lettered = letters.put(calendar, dated, year)
    calendar, told = buildings.belonging(calendar, groups)
    moved = _moved(into, year)
    assumed = [*_assumed(choices), *chooser.notes.values()]
    return Merged(
        calendar,
        (*unread, *narrow_unread, *_unsure(dated, year)),
        (
            *moved,
            *notes,
            *(_dropped(into, calendar, year) if whole_year else ()),
            *_ends(calendar),
            *assumed,
            *lettered,
            *told,
        ),
    )


def _choices(
    base: SchoolCalendar, dated: Sequence[Dated], year: Year, chooser: Chooser
) -> tuple[dict[date, _Choice], list[Note]]:
    chosen: dict[date, _Choice] = {}
    unread: list[Note] = []
    for index, one in enumerate(dated):
        taken = False
        for on in one.within(year.start, year.end) if _has_effect(one) else ():
            found = _choice(base, one, index, on, chooser)
            taken = taken or found is not None
            if found is not None:
                unread += _settle(chosen, on, found)
        if _has_effect(one) and not taken and year.start <= one.first <= year.end:
            unread.append(_no_school_day(one))
    return chosen, unread


def _has_effect(one: Dated) -> bool:
    return one.day_type is not None or one.said.effect is not None


def _no_school_day(one: Dated) -> Note:
    return Note("not_a_school_day", {"label": one.label, "on": one.first}, one.where)


def _choice(
    base: SchoolCalendar, one: Dated, index: int, on: date, chooser: Chooser
) -> _Choice | None:
    """Return what a line makes of a date; None where it would open a day that is no school day."""
    effect = one.said.effect
    if effect == "no_school" and one.day_type is None:
        return _Choice(_ASSUMED if one.said.assumed else _OFF, index, one, None)
    usual = _usual(base, on)
    single = one.first == one.last
    opens = single and (effect == "regular" or one.day_type is not None)
    if not _in_year(base, on) or (usual is None and not opens):
        return None
    if one.day_type is not None:
        return _Choice(_SHORT, index, one, one.day_type)
    if effect == "regular":
        rank = _MAKE_UP if single else _USUAL
        return _Choice(rank, index, one, usual or base.regular.key)
    return _Choice(_SHORT, index, one, chooser.for_effect(one))


def _in_year(base: SchoolCalendar, on: date) -> bool:
    first, last = base.first_day, base.last_day
    return (first is None or first <= on) and (last is None or on <= last)


def _usual(base: SchoolCalendar, on: date) -> str | None:
    """Return the day type that the pattern alone gives a date; None on its days off."""
    week = base.pattern.days
    if week is not None:
        return week[on.weekday()]
    return base.regular.key if on.weekday() < _SATURDAY else None


def _settle(chosen: dict[date, _Choice], on: date, found: _Choice) -> list[Note]:
    """Keep the stronger of two lines for a date, and name the other where it says otherwise."""
    old = chosen.get(on)
    if old is None or found.rank > old.rank:
        chosen[on] = found
    if old is None or old.day_type == found.day_type:
        return []
    kept = chosen[on].one
    other = found.one if kept is old.one else old.one
    if _ASSUMED in {found.rank, old.rank} and other.said.assumed:
        return []
    params = {"on": on, "kept": kept.label, "other": other.label}
    return [Note("two_labels", params, other.where)]


def _ranges(choices: dict[date, _Choice]) -> Iterator[DatedException]:
    """Yield the exceptions: dates in a row that one line of the file makes the same."""
    first = last = None
    for on in sorted(choices):
        if last is not None and on == last + _DAY and _same(choices[on], choices[last]):
            last = on
            continue
        if first is not None and last is not None:
            yield _exception(choices[first], first, last)
        first = last = on
    if first is not None and last is not None:
        yield _exception(choices[first], first, last)


def _same(one: _Choice, other: _Choice) -> bool:
    said = (one.one.label, one.one.said.staff, one.day_type)
    return said == (other.one.label, other.one.said.staff, other.day_type)


def _exception(
    choice: _Choice, first: date, last: date, group: str | None = None
) -> DatedException:
    staff = choice.day_type is None and choice.one.said.staff
    return DatedException(
        first, last, choice.day_type, choice.one.label, applies_to=group, staff_day=staff
    )


def _around(
    old: Sequence[DatedException], new: Sequence[DatedException]
) -> Iterator[DatedException]:
    """Yield the old exceptions without the dates that a new one for the same people has."""
    taken = {(one.applies_to, on) for one in new for on in _each(one)}
    for one in old:
        first: date | None = None
        for on in (*_each(one), one.last + _DAY):
            free = on <= one.last and not {(None, on), (one.applies_to, on)} & taken
            if free and first is None:
                first = on
            elif not free and first is not None:
                yield replace(one, first=first, last=on - _DAY)
                first = None


def _cut(one: DatedException, starts: Collection[date]) -> Iterator[DatedException]:
    """Yield the parts of a range, a new one where another line begins inside it."""
    first = one.first
    for on in _each(one):
        if on > first and on in starts:
            yield replace(one, first=first, last=on - _DAY)
            first = on
    yield replace(one, first=first)


def _each(one: DatedException) -> Iterator[date]:
    return (one.first + index * _DAY for index in range((one.last - one.first).days + 1))


def _narrow(
    base: SchoolCalendar, dated: Sequence[Dated], year: Year, chooser: Chooser
) -> tuple[list[DatedException], list[Note]]:
    """Return the exceptions for one level only, each level by itself."""
    groups = dict.fromkeys(group for one in dated for group in one.said.groups)
    found: list[DatedException] = []
    unread: list[Note] = []
    for group in groups:
        some = [one for one in dated if group in one.said.groups]
        choices, notes = _choices(base, some, year, chooser)
        found += [replace(one, applies_to=group) for one in _ranges(choices)]
        unread += notes
    return found, unread


def _terms(base: SchoolCalendar, dated: Sequence[Dated], year: Year) -> tuple[Term, ...]:
    """Return the ends of terms: the file's for its year where it has any, else the school's."""
    found = {
        one.said.term: one.last
        for one in dated
        if one.said.term and year.start <= one.last <= year.end
    }
    if not found:
        return base.terms
    kept = [one for one in base.terms if not year.start <= one.last_day <= year.end]
    new = [Term(name, on) for name, on in found.items()]
    return tuple(sorted([*kept, *new], key=lambda term: term.last_day))


def _moved(into: SchoolCalendar | None, year: Year) -> Iterator[Note]:
    if into is not None and year.moved:
        params = {"year": year.name, "first": year.first_day, "old": into.last_day}
        yield Note("year_moves", params)


def _dropped(into: SchoolCalendar | None, calendar: SchoolCalendar, year: Year) -> Iterator[Note]:
    """Yield a note if the school has days off that are not in the file: they open."""
    if into is None or year.moved:
        return
    old = into.days(year.start, year.end)
    off = [day.on for day in old if day.reason == "exception" and not day.in_session]
    opened = [on for on in off if calendar.day(on).in_session]
    if opened:
        yield Note("days_dropped", {"count": len(opened), "on": opened[0]})


def _ends(calendar: SchoolCalendar) -> Iterator[Note]:
    if calendar.first_day is None:
        yield Note("first_day_unknown")
    if calendar.last_day is None:
        yield Note("last_day_unknown")
    if calendar.calendar_only and isinstance(calendar.pattern, Weekly):
        yield Note("no_bells")


def _assumed(choices: dict[date, _Choice]) -> Iterator[Note]:
    """Yield one note for the days off that no label calls so outright, one for staff days."""
    off = {c.index: c.one for c in choices.values() if c.rank == _ASSUMED}
    for code, staff in (("assumed_days_off", False), ("assumed_staff_days", True)):
        some = [one for one in off.values() if one.said.staff is staff]
        if some:
            names = tuple(dict.fromkeys(one.label for one in some))
            yield Note(code, {"labels": names, "count": len(some)}, some[0].where)


def _unsure(dated: Sequence[Dated], year: Year) -> Iterator[Note]:
    """Yield a note for each label that may be about the school day and was left alone."""
    seen: dict[tuple[str, str], list[Dated]] = {}
    for one in dated:
        if one.said.unsure and one.first <= year.end and one.last >= year.start:
            seen.setdefault((f"unsure_{one.said.unsure}", one.label), []).append(one)
    for (code, label), some in seen.items():
        params = {"label": label, "on": some[0].first, "count": len(some)}
        yield Note(code, params, some[0].where)
