"""What a class of a grade typically does, laid over a school's own bells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from school.errors import SchoolError
from school.free import LUNCH
from school.routines import Routine, clipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from school.day import DayType, Period
    from school.routines import Place

_RULE = re.compile(
    r"(?P<edge>first|last) (?P<length>\d+) minutes"
    r"|(?P<minutes>\d+) minutes (?P<side>after|before) (?P<kind>[a-z_]+)"
    r"|the period (?P<name>.+)"
    r"|the (?P<sort>meal|break)"
)
_WITHOUT_STUDENTS = frozenset({"lunch", "planning"})
_SCHOOL_WEEK = frozenset(range(5))
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """A routine of a starting set; `rules` are tried in order until one gives a time."""

    kind: str
    name: str
    rules: tuple[re.Match[str], ...]


def read(data: Mapping[str, object], kinds: Sequence[str]) -> dict[str, tuple[Entry, ...]]:
    """Return the sets of a parsed file by grade, as listed there.

    Raises SchoolError `starting_set` (where, value) for what is no list of routines, each of
    another of the known `kinds`, with rules.
    """
    return {grade: _entries(grade, found, kinds) for grade, found in data.items()}


def lay(entries: Iterable[Entry], bells: DayType) -> tuple[Routine, ...]:
    """Return a set's routines as guesses within the students' day, in the order of the day.

    Those that find no time in these bells are left out; without bells all are.
    """
    by_kind = {entry.kind: entry for entry in entries}
    places = {kind: _place(kind, by_kind, bells) for kind in by_kind}
    laid = [_routine(by_kind[kind], place) for kind, place in places.items() if place is not None]
    return tuple(sorted(laid, key=lambda one: (one.start, one.end)))


def _entries(grade: str, found: object, kinds: Sequence[str]) -> tuple[Entry, ...]:
    listed = found.get("routines") if isinstance(found, dict) else None
    if not isinstance(listed, list):
        raise SchoolError("starting_set", where=grade, value=found)
    entries = tuple(_entry(f"{grade}, {number}", one) for number, one in enumerate(listed, 1))
    named = [entry.kind for entry in entries]
    for kind in named:
        if kind not in kinds or named.count(kind) > 1:
            raise SchoolError("starting_set", where=f"{grade}, kind", value=kind)
    return entries


def _entry(where: str, said: object) -> Entry:
    about = said if isinstance(said, dict) else {}
    kind, name, when = (about.get(key) for key in ("kind", "name", "when"))
    rules = when if isinstance(when, list) else [when]
    if not isinstance(kind, str) or not _is_name(name):
        raise SchoolError("starting_set", where=where, value=said)
    return Entry(kind, str(name).strip(), tuple(_rule(where, rule) for rule in rules))


def _is_name(name: object) -> bool:
    return isinstance(name, str) and 0 < len(name.strip()) <= _LONGEST_NAME


def _rule(where: str, rule: object) -> re.Match[str]:
    match = _RULE.fullmatch(rule) if isinstance(rule, str) else None
    if match is None:
        raise SchoolError("starting_set", where=where, value=rule)
    return match


def _place(
    kind: str, entries: Mapping[str, Entry], bells: DayType, seen: frozenset[str] = frozenset()
) -> Place | None:
    """Return where the first rule that gives a time puts a routine; none that leads in a circle."""
    first, last = bells.first_bell, bells.last_bell
    if first is None or last is None or kind in seen or kind not in entries:
        return None
    for rule in entries[kind].rules:
        asked = rule["kind"]
        there = _place(asked, entries, bells, seen | {kind}) if asked else None
        place = _counted(rule, there) if asked else _by_bells(rule, bells, first, last)
        within = None if place is None else clipped(place, first, last)
        if within is not None:
            return within
    return None


def _counted(rule: re.Match[str], there: Place | None) -> Place | None:
    if there is None:
        return None
    minutes = int(rule["minutes"])
    if rule["side"] == "after":
        return there[1], there[1] + minutes
    return there[0] - minutes, there[0]


def _by_bells(rule: re.Match[str], bells: DayType, first: int, last: int) -> Place | None:
    if rule["edge"] == "first":
        return first, first + int(rule["length"])
    if rule["edge"] == "last":
        return last - int(rule["length"]), last
    period = bells.period(rule["name"]) if rule["name"] else _of_sort(rule["sort"], bells)
    return None if period is None else (period.start, period.end)


def _of_sort(sort: str, bells: DayType) -> Period | None:
    shortest = LUNCH if sort == "meal" else 0
    return next(
        (
            one
            for one in bells.periods
            if one.kind == sort and not one.staff_only and one.end - one.start >= shortest
        ),
        None,
    )


def _routine(entry: Entry, place: Place) -> Routine:
    return Routine(
        entry.name,
        *place,
        kind=entry.kind,
        with_students=entry.kind not in _WITHOUT_STUDENTS,
        weekdays=_SCHOOL_WEEK,
        guess=True,
    )
