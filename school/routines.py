"""A classroom's own routines, and where each stands on a date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from school.clock import Minute
    from school.day import Day, DayType, Period

Place = tuple["Minute", "Minute"]


@dataclass(frozen=True, slots=True)
class Routine:
    """What a class does at a time of its own, told by the bells of a regular day."""

    name: str
    start: Minute
    end: Minute
    kind: str = "other"
    """arrival, morning_meeting, centers, writing, snack, lunch, recess, specials, dismissal,
    planning, other."""
    with_students: bool = True
    weekdays: frozenset[int] = frozenset(range(7))
    """0 = Monday."""
    drops_on: frozenset[str] = frozenset()
    """Keys of the day types on which it does not happen."""
    usable: bool = False
    """Planning time that its owner offered for touch-bases."""
    guess: bool = False
    """Not yet confirmed by the room's teacher."""


def on_day(routine: Routine, day: Day, regular: DayType) -> Place | None:
    """Return when `routine` happens on `day`, or None if it does not (or cannot be known).

    `regular` is the day type by whose bells the routine's times are told. A routine inside one
    of its periods moves with that period: same distance from its start, cut at its end. One that
    overlaps several moves with the one it overlaps most, and keeps its length within the
    students' day. One in a gap stays if the school is open then. With students before the first
    bell (arrival) it keeps its distance to the first bell, after the last one (dismissal) to the
    last; without students it stays: adults' hours do not move with the bells. Cut bells move
    nothing: what is inside a period stays where the whole day has it, as far as school is open.
    """
    today = day.day_type
    if today is None or not today.keys.isdisjoint(routine.drops_on):
        return None
    if day.on.weekday() not in routine.weekdays:
        return None
    if today.whole is not None and _home((routine.start, routine.end), regular) is not None:
        place = _on(routine, today.whole, regular)
        return None if place is None else clipped(place, today.starts, today.ends)
    return _on(routine, today, regular)


def _on(routine: Routine, today: DayType, regular: DayType) -> Place | None:
    told = (routine.start, routine.end)
    if today.key == regular.key:
        return told
    home = _home(told, regular)
    if home is not None:
        there = today.period(home.name)
        return None if there is None else _moved(told, home, there, (today, regular))
    return _outside_periods(routine, today, regular)


def _home(told: Place, regular: DayType) -> Period | None:
    """Return the period that a stretch of the regular day belongs to: most overlap, shortest."""
    start, end = told
    touched = [
        (min(end, period.end) - max(start, period.start), period.start - period.end, period)
        for period in regular.periods
        if period.start < end and start < period.end and _is_home(period, told)
    ]
    return max(touched, key=lambda one: one[:2])[2] if touched else None


def _is_home(period: Period, told: Place) -> bool:
    """Tell whether students of this class can be in `period`: of an optional one, all or none."""
    if period.optional:
        return period.start <= told[0] and told[1] <= period.end
    return not period.staff_only


def _moved(
    told: Place, home: Period, there: Period, bells: tuple[DayType, DayType]
) -> Place | None:
    shift = there.start - home.start
    moved = (told[0] + shift, told[1] + shift)
    if home.start <= told[0] and told[1] <= home.end:
        return clipped(moved, there.start, there.end)
    return _within_bells(moved, told, *bells)


def _within_bells(moved: Place, told: Place, today: DayType, regular: DayType) -> Place | None:
    """Cut `moved` at today's bells, on the sides on which it is within the regular ones."""
    low, high = moved
    if today.first_bell is not None and told[0] >= (regular.first_bell or 0):
        low = max(low, today.first_bell)
    if today.last_bell is not None and told[1] <= (regular.last_bell or 0):
        high = min(high, today.last_bell)
    return (low, high) if low < high else None


def _outside_periods(routine: Routine, day_type: DayType, regular: DayType) -> Place | None:
    told = (routine.start, routine.end)
    first, last = day_type.first_bell, day_type.last_bell
    if first is None or last is None or regular.first_bell is None or regular.last_bell is None:
        return None
    before, after = told[1] <= regular.first_bell, told[0] >= regular.last_bell
    if not (before or after):
        return told if first <= told[0] and told[1] <= last else None
    if not routine.with_students:
        return told
    shift = first - regular.first_bell if before else last - regular.last_bell
    return told[0] + shift, told[1] + shift


def clipped(place: Place, low: Minute, high: Minute) -> Place | None:
    """Return the part of `place` between `low` and `high`, or None if nothing is left."""
    start, end = max(place[0], low), min(place[1], high)
    return (start, end) if start < end else None
