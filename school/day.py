"""One school day as values: its periods, its day type and why it is what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from school.clock import DAY, Minute

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

__all__ = ["Day", "DayType", "Minute", "Period", "cut", "find_period", "label_of"]

Reason = Literal["override", "exception", "published", "pattern", "outside_year"]

_UNIT = r"(?P<{0}>period|per|pd|p|class|block|blk|hour|hr|core)\.?"
_NUMBERED = re.compile(
    rf"(?:{_UNIT.format('before')}\s*)?(?P<number>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"(?:\s*{_UNIT.format('after')})?"
)
_ANY_UNIT = ("period", None, "class", "block", "hour", "core")
_ABBREVIATIONS = {"p": "period", "per": "period", "pd": "period", "blk": "block", "hr": "hour"}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the bell schedule, in local minutes, end excluded."""

    name: str
    start: Minute
    end: Minute
    kind: str
    """class, meal, break or nonclass."""
    optional: bool = False
    staff_only: bool = False
    track: str | None = None
    """Periods on different tracks (lunch A/B, grade groups) overlap on purpose."""


@dataclass(frozen=True, slots=True)
class DayType:
    """A kind of school day and its bells (none in a calendar that publishes no bells).

    One whose bells are `cut` says of which `whole`, and where: nothing of it lies before `starts`
    or after `ends`.
    """

    key: str
    label: str
    periods: tuple[Period, ...]
    whole: DayType | None = None
    starts: Minute = 0
    ends: Minute = DAY

    def period(self, name: str) -> Period | None:
        """Return the period that people call `name` ("2", "P2" and "2nd period" are Period 2)."""
        return find_period(self.periods, name)

    @property
    def first_bell(self) -> Minute | None:
        """When the students' day begins: the earliest period that all of them have."""
        return min((period.start for period in self._everyone()), default=None)

    @property
    def last_bell(self) -> Minute | None:
        """When the students' day ends."""
        return max((period.end for period in self._everyone()), default=None)

    @property
    def keys(self) -> frozenset[str]:
        """The key of this day type and, if its bells are cut, that of the whole one."""
        return frozenset({self.key, self.whole.key} if self.whole else {self.key})

    def _everyone(self) -> Iterable[Period]:
        return (one for one in self.periods if not (one.optional or one.staff_only))


@dataclass(frozen=True, slots=True)
class Day:
    """What a calendar says about one date.

    `known` is False where the school publishes its letters date by date and has none for this
    one: such a date is neither a school day nor a day off, and nothing is guessed about it.
    """

    on: date
    in_session: bool
    known: bool
    day_type: DayType | None
    cycle_day: str | None
    reason: Reason
    label: str = ""

    @property
    def periods(self) -> tuple[Period, ...]:
        """The day's bells, in order of their start; none on a day off."""
        return self.day_type.periods if self.day_type else ()

    def period(self, name: str) -> Period | None:
        """Return the period that people call `name`, or None if this day has none such."""
        return self.day_type.period(name) if self.day_type else None

    @property
    def first_bell(self) -> Minute | None:
        """When the students' day begins, if there is one and its bells are known."""
        return self.day_type.first_bell if self.day_type else None

    @property
    def last_bell(self) -> Minute | None:
        """When the students' day ends."""
        return self.day_type.last_bell if self.day_type else None


def cut(day_type: DayType, starts: Minute | None, ends: Minute | None) -> DayType:
    """Return a day type whose bells begin at `starts` or end at `ends`, where those are given.

    Periods wholly outside drop, those across are clipped, none moves. It has a key of its own
    ("REGULAR 10:30-3:00"), so that nothing takes it for the whole one.
    """
    if starts is None and ends is None:
        return day_type
    low, high = 0 if starts is None else starts, DAY if ends is None else ends
    periods = (
        replace(one, start=max(one.start, low), end=min(one.end, high))
        for one in day_type.periods
        if one.start < high and low < one.end
    )
    first = day_type.first_bell if starts is None else starts
    last = day_type.last_bell if ends is None else ends
    between = f"{_clock(first)}-{_clock(last)}"
    return DayType(
        f"{day_type.key} {between}",
        f"{day_type.label} {between}",
        tuple(periods),
        whole=day_type,
        starts=low,
        ends=high,
    )


def label_of(key: str, labels: Mapping[str, str]) -> str:
    """Return what a school calls a day type, cut or not, by its key and the labels of the whole.

    Empty where it knows neither.
    """
    if key in labels:
        return labels[key]
    whole, _, between = key.rpartition(" ")
    return f"{labels[whole]} {between}" if whole in labels else ""


def _clock(minute: Minute | None) -> str:
    """Return a time as schools print their bells, without the half of the day."""
    return "" if minute is None else f"{(minute // 60 + 11) % 12 + 1}:{minute % 60:02}"


def find_period(periods: Iterable[Period], name: str) -> Period | None:
    """Return the first of `periods` called `name`: by its exact name, else by its number.

    Letter case does not matter. A bare number or "period 2" also finds "2nd Hour" or "Block 2"
    where the school numbers those; "block 2" never finds "Period 2".
    """
    wanted = _plain(name)
    named = [(_plain(period.name), period) for period in periods]
    for plain, period in named:
        if plain == wanted:
            return period
    asked = _numbered(wanted)
    if asked is None:
        return None
    unit, number = asked
    units = _ANY_UNIT if unit in {None, "period"} else (unit,)
    numbered = {_numbered(plain): period for plain, period in reversed(named)}
    return next((numbered[one, number] for one in units if (one, number) in numbered), None)


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


@lru_cache(maxsize=4096)
def _numbered(plain: str) -> tuple[str | None, str] | None:
    """Read "2nd hour" as ("hour", "2"); None if the name is not just a number with its unit."""
    match = _NUMBERED.fullmatch(plain)
    if match is None:
        return None
    unit = match["before"] or match["after"]
    return (_ABBREVIATIONS.get(unit, unit) if unit else None), match["number"]
