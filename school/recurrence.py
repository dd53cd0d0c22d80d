"""When a plan's sessions are: a rule, laid over a school's calendar."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from school.facts import NO_OVERRIDES
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
    """On which dates a plan has its sessions, and at what."""

    weekdays: frozenset[int]
    """0 = Monday; empty means any weekday if there are `cycle_days`."""
    first: date
    last: date
    anchor: Anchor
    interval: int = 1
    """Every n weeks, counted in Monday weeks from the week of `first`."""
    cycle_days: frozenset[str] = frozenset()
    except_dates: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Occurrence:
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
    places = _Places(rule.anchor, calendar, routines, calendar.usual(rule.weekdays))
    cycle = frozenset(map(cycle_key, rule.cycle_days))
    found = []
    for on in _dates(rule):
        day = calendar.day(on, overrides)
        if day.known and not (day.in_session and (not cycle or _turns(day, cycle))):
            continue
        place, obstacle = places.on(day)
        if place is None:
            found.append(Occurrence(on, None, None, None, None, day, obstacle))
            continue
        clock = calendar.clock(on)
        start, end = place
        found.append(
            Occurrence(on, start, end, clock.instant(start), clock.instant(end), day, obstacle)
        )
    return found


def cycle_key(name: str) -> str:
    """Return a cycle day in the form in which "3", "Day 3" and "day-3" are the same."""
    return name.casefold().removeprefix("day").strip(" -_")


def _turns(day: Day, cycle: frozenset[str]) -> bool:
    """Tell whether it is one of the cycle days; "B C D E" is a day of four blocks."""
    if day.cycle_day is None:
        return False
    return cycle_key(day.cycle_day) in cycle or not cycle.isdisjoint(
        map(str.casefold, day.cycle_day.split())
    )


def _dates(rule: Rule) -> Iterator[date]:
    weekdays = rule.weekdays or (frozenset(range(_WEEK)) if rule.cycle_days else frozenset())
    first, last = rule.first.toordinal(), rule.last.toordinal()
    monday = first - rule.first.weekday()
    for week in range(monday, last + 1, _WEEK * rule.interval):
        for weekday in sorted(weekdays):
            if first <= week + weekday <= last:
                on = date.fromordinal(week + weekday)
                if on not in rule.except_dates:
                    yield on


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
        if place is None:
            return None
        today = day.day_type
        if today is not None and today.whole is not None:
            uncut, _ = self._whole(replace(day, day_type=today.whole))
            if uncut is not None and uncut[0] <= place[0] and place[1] <= uncut[1]:
                part = _part(self.anchor, uncut, told)
                return None if part is None else clipped(part, today.starts, today.ends)
        return _part(self.anchor, place, told)

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
        return _part(self.anchor, told, told)


def _told(anchor: Anchor) -> Place | None:
    if anchor.start is None or anchor.end is None:
        return None
    return anchor.start, anchor.end


def _period(bells: Day | DayType, name: str) -> Place | None:
    period = bells.period(name)
    return None if period is None else (period.start, period.end)


def _part(anchor: Anchor, place: Place, told: Place | None) -> Place | None:
    """Return the part of a whole that the anchor asks for; None if nothing of it is left."""
    if anchor.minutes is not None:
        return _counted(anchor, place, anchor.minutes)
    part = _told(anchor)
    if part is None:
        return place
    return part if told is None else shifted(part, told, place)


def shifted(part: Place, told: Place, place: Place) -> Place | None:
    """Return a part told of a whole at `told` where that is at `place`; None if nothing is left.

    What was inside stays inside; what was before or after keeps its distance from that end.
    """
    after = part[0] >= told[1]
    shift = place[after] - told[after]
    moved = (part[0] + shift, part[1] + shift)
    inside = told[0] <= part[0] and part[1] <= told[1]
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
