"""When a plan's sessions are: a rule, laid over a school's calendar."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from school.facts import NO_OVERRIDES
from school.rotation import cycle_key, cycle_keys
from school.routines import clipped, on_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from school.calendar import SchoolCalendar
    from school.clock import Minute
    from school.day import Day, DayType
    from school.facts import Override
    from school.routines import Place, Routine

Obstacle = Literal["routine_missing", "unknown_day"]

_DAY_END = 24 * 60
_WEEK = 7
_YEAR = 12
"""Months."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a plan hangs on: a period, a routine, or the clock.

    On a period or routine it may be a part: `minutes` counted from its "start" or "end", or
    just "before" or "after" it; or `start` and `end`, told by the regular day's clock.
    """

    kind: Literal["period", "routine", "clock"]
    name: str = ""
    start: Minute | None = None
    end: Minute | None = None
    offset_from: Literal["start", "end", "before", "after"] | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """On which dates a plan has its sessions, and at what.

    Either `weekdays`, or days of the school's rotation (`cycle_days`), or `monthly`.
    """

    weekdays: frozenset[int]
    """0 = Monday; empty means any weekday if there are `cycle_days`."""
    first: date
    last: date
    anchor: Anchor
    interval: int = 1
    """Every n weeks, counted in Monday weeks from the week of `counted_from`."""
    cycle_days: frozenset[str] = frozenset()
    except_dates: frozenset[date] = frozenset()
    monthly: frozenset[tuple[int, int]] = frozenset()
    """(n, weekday): the n-th such weekday of each month, -1 = the last; every month."""
    counted_from: date | None = None
    """None: `first`."""

    @property
    def told_on(self) -> frozenset[int]:
        """The weekdays by whose bells its times are meant; empty where its letters tell them."""
        return self.weekdays or frozenset(weekday for _, weekday in self.monthly)


class Occurrence(NamedTuple):
    """One date of a rule, local times and instants (UTC)."""

    on: date
    start: Minute | None
    end: Minute | None
    starts_at: datetime | None
    ends_at: datetime | None
    day: Day
    obstacle: Obstacle | None


def occurrences(
    rule: Rule,
    calendar: SchoolCalendar,
    routines: Sequence[Routine] = (),
    overrides: Mapping[date, Override] = NO_OVERRIDES,
) -> list[Occurrence]:
    """Return the sessions of `rule`, in order; days off have none.

    A date on which the period or routine is missing, or by which students are gone, is kept with
    the obstacle `routine_missing`; one without a published letter with `unknown_day` (also for
    rules by cycle day: it may be one). Both carry the regular day's times, to be shown.
    """
    usual = calendar.usual(rule.told_on, rule.cycle_days)
    places = _Places(rule.anchor, calendar, routines, usual)
    turns = _Turns(rule.cycle_days)
    found = []
    for on in dates(rule):
        day = calendar.day(on, overrides)
        if day.known and not day.in_session:
            continue
        turn = turns.on(day)
        if turn is False:
            continue
        place, obstacle = places.on(day)
        if turn is None:
            obstacle = "unknown_day"
        if place is None:
            found.append(Occurrence(on, None, None, None, None, day, obstacle))
            continue
        start, end = place
        starts_at, ends_at = calendar.clock(on).instants(start, end)
        found.append(Occurrence(on, start, end, starts_at, ends_at, day, obstacle))
    return found


def dates(rule: Rule) -> Iterator[date]:
    """Yield the dates that a rule can fall on, in order, whatever the school does then."""
    found = _monthly(rule) if rule.monthly else _weekly(rule)
    left_out = rule.except_dates
    return (on for on in found if on not in left_out) if left_out else found


def _weekly(rule: Rule) -> Iterator[date]:
    weekdays = sorted(rule.weekdays or (range(_WEEK) if rule.cycle_days else ()))
    first, last = rule.first.toordinal(), rule.last.toordinal()
    since = rule.counted_from or rule.first
    monday = since.toordinal() - since.weekday()
    step = _WEEK * rule.interval
    ahead = (first - monday) // step * step
    from_ordinal = date.fromordinal
    for week in range(monday + ahead, last + 1, step):
        for weekday in weekdays:
            if first <= week + weekday <= last:
                yield from_ordinal(week + weekday)


def _monthly(rule: Rule) -> Iterator[date]:
    months = range(_month(rule.first), _month(rule.last) + 1)
    for year, month in (divmod(one, _YEAR) for one in months):
        found = {_nth(year, month + 1, n, weekday) for n, weekday in rule.monthly}
        yield from sorted(on for on in found if on and rule.first <= on <= rule.last)


def _month(on: date) -> int:
    """Return months since the year 0."""
    return on.year * _YEAR + on.month - 1


def _nth(year: int, month: int, n: int, weekday: int) -> date | None:
    """Return the n-th weekday of a month, counted from its end if n is negative."""
    begins_on, length = monthrange(year, month)
    if n > 0:
        day = 1 + (weekday - begins_on) % _WEEK + (n - 1) * _WEEK
    else:
        ends_on = (begins_on + length - 1) % _WEEK
        day = length - (ends_on - weekday) % _WEEK + (n + 1) * _WEEK
    return date(year, month, day) if 1 <= day <= length else None


@dataclass(slots=True)
class _Turns:
    """Whether a day is one of a rule's cycle days, worked out once for each letter."""

    cycle_days: frozenset[str]
    known: dict[str, bool] = field(default_factory=dict)

    def on(self, day: Day) -> bool | None:
        """Return None where the school has not published the day's letter."""
        if not self.cycle_days:
            return True
        letter = day.cycle_day
        if letter is None:
            return None
        if letter not in self.known:
            wanted = frozenset(map(cycle_key, self.cycle_days))
            self.known[letter] = not wanted.isdisjoint(cycle_keys(letter))
        return self.known[letter]


@dataclass(slots=True)
class _Places:
    """Where an anchor stands, worked out once for each day type and weekday."""

    anchor: Anchor
    calendar: SchoolCalendar
    routines: Sequence[Routine]
    usual: DayType
    """The bells by which the rule's times are told."""
    known: dict[tuple[str, int], tuple[Place | None, Obstacle | None]] = field(default_factory=dict)

    def on(self, day: Day) -> tuple[Place | None, Obstacle | None]:
        """Return the anchor's time on `day`, and what stands in its way."""
        if day.day_type is None:
            return self._regularly(), "unknown_day"
        key = (day.day_type.key, day.on.weekday())
        if key not in self.known:
            place = self._anchored(day)
            missing = place is None
            self.known[key] = (self._regularly(), "routine_missing") if missing else (place, None)
        return self.known[key]

    def _anchored(self, day: Day) -> Place | None:
        if self.anchor.kind == "clock":
            return self._by_clock(day)
        place, told = self._whole(day)
        return None if place is None else part(self.anchor, place, told)

    def _by_clock(self, day: Day) -> Place | None:
        """Return the clock times, cut where an unusual day begins late or ends early."""
        place = _told(self.anchor)
        regular = self.calendar.regular
        bells, usual = (day.first_bell, day.last_bell), (regular.first_bell, regular.last_bell)
        if place is None or None in bells or None in usual:
            return place
        if usual[0] <= place[0] and place[1] <= usual[1]:  # type: ignore[operator]
            return clipped(place, bells[0], bells[1])  # type: ignore[arg-type]
        return place

    def _whole(self, day: Day) -> tuple[Place | None, Place | None]:
        """Return the whole period or routine: on this day, and as it is told."""
        for routine in self._named():
            place = on_day(routine, day, self.calendar.usual(routine.weekdays))
            if place is not None:
                return place, (routine.start, routine.end)
        if self._named():
            return None, None
        return _period(day, self.anchor.name), _period(self.usual, self.anchor.name)

    def _named(self) -> list[Routine]:
        if self.anchor.kind == "period":
            return []
        wanted = self.anchor.name.casefold()
        return [one for one in self.routines if one.name.casefold() == wanted]

    def _regularly(self) -> Place | None:
        """Return the time on a regular day: what is shown when the day itself has none."""
        named = self._named()
        told = (named[0].start, named[0].end) if named else _period(self.usual, self.anchor.name)
        if self.anchor.kind == "clock" or told is None:
            return _told(self.anchor)
        return part(self.anchor, told, told)


def _told(anchor: Anchor) -> Place | None:
    if anchor.start is None or anchor.end is None:
        return None
    return anchor.start, anchor.end


def _period(bells: Day | DayType, name: str) -> Place | None:
    period = bells.period(name)
    return None if period is None else (period.start, period.end)


def part(anchor: Anchor, place: Place, told: Place | None) -> Place | None:
    """Return the part of a whole at `place` that the anchor asks for; None if nothing is left.

    `told` is where the whole is on the day by which the anchor's times are meant.
    """
    if anchor.minutes is not None:
        return _counted(anchor, place, anchor.minutes)
    times = _told(anchor)
    if times is None:
        return place
    return times if told is None else _shifted(times, told, place)


def _shifted(times: Place, told: Place, place: Place) -> Place | None:
    """Return times told of a whole at `told` where that is at `place`; None if nothing is left.

    What was inside stays inside; what was before or after keeps its distance from that end.
    """
    after = times[0] >= told[1]
    shift = place[after] - told[after]
    moved = (times[0] + shift, times[1] + shift)
    inside = told[0] <= times[0] and times[1] <= told[1]
    return clipped(moved, *(place if inside else (0, _DAY_END)))


def _counted(anchor: Anchor, place: Place, minutes: int) -> Place | None:
    start, end = place
    match anchor.offset_from:
        case "end":
            return max(start, end - minutes), end
        case "before":
            return clipped((start - minutes, start), 0, _DAY_END)
        case "after":
            return clipped((end, end + minutes), 0, _DAY_END)
        case _:
            return start, min(end, start + minutes)
