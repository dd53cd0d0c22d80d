"""Counting a cycle of letters over school days, from the dates at which it starts."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from school.facts import Rotation

_DAY = timedelta(days=1)
_FRIDAY = 4
_YEAR = timedelta(days=366)
_DAY_WORD = re.compile(r"^(?:(?:cycle|rotation)\s+)?days?[\s_-]*(?=\w)|(?<=\w)[\s_-]+days?$")


def cycle_key(name: str) -> str:
    """Return a cycle day in the form in which "3", "Day 3" and "day-3", "A" and "A day" are one."""
    return _DAY_WORD.sub("", name.casefold().strip())


def cycle_keys(published: str) -> frozenset[str]:
    """Return all that a published letter may be called: "B C D E" is a day of four blocks."""
    key = cycle_key(published)
    return frozenset({key, *key.split()})


def letters(
    rotation: Rotation,
    is_school_day: Callable[[date], bool],
    first: date | None,
    last: date | None,
) -> Mapping[date, str]:
    """Return the computed letter of every counted date of the year (`first` to `last`).

    The cycle moves on at each date that counts: school days, or every weekday where the school
    says "weekdays". Before its first start it is counted backwards only where the school says
    "backwards"; dates that it does not reach have no letter. Without a year it ends a year
    after its last start.
    """
    every_weekday = "weekday" in rotation.advance_on.casefold()

    def counts(on: date) -> bool:
        return on.weekday() <= _FRIDAY if every_weekday else is_school_day(on)

    found: dict[date, str] = {}
    ends = [on - _DAY for on, _ in rotation.starts[1:]]
    ends.append(last or rotation.starts[-1][0] + _YEAR)
    for (start, letter), end in zip(rotation.starts, ends, strict=True):
        found |= _run(rotation.cycle, letter, _counted(start, end, counts), 1)
    if "backward" in rotation.advance_on.casefold() and first is not None:
        start, letter = rotation.starts[0]
        earlier = _counted(first, start - _DAY, counts)[::-1]
        before = rotation.cycle[rotation.cycle.index(letter) - 1]
        found |= _run(rotation.cycle, before, earlier, -1)
    return found


def _counted(first: date, last: date, counts: Callable[[date], bool]) -> list[date]:
    span = range(first.toordinal(), last.toordinal() + 1)
    return [on for on in map(date.fromordinal, span) if counts(on)]


def _run(cycle: tuple[str, ...], letter: str, dates: list[date], step: int) -> dict[date, str]:
    begin = cycle.index(letter)
    return {on: cycle[(begin + step * index) % len(cycle)] for index, on in enumerate(dates)}
