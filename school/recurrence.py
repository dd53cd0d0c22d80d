"""When a plan's sessions are: a rule, laid over a school's calendar."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from school.facts import NO_OVERRIDES
from school.planned import bells_of
from school.rotation import cycle_key, cycle_keys
from school.routines import clipped, on_day
from school.rule_dates import ordinals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from school.calendar import SchoolCalendar
    from school.clock import Minute
    from school.day import Day, DayType
    from school.facts import Override
    from school.routines import Place, Routine

Obstacle = Literal["routine_missing", "unknown_day"]

_DAY_END = 24 * 60


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
    turns = _Turns(rule.cycle_days) if rule.cycle_days else None
    planned = calendar.dates
    # What `Occurrence(...)` does, without its wrapper: that was a third of the time of all this.
    new = tuple.__new__
    found: list[Occurrence] = []
    for ordinal in ordinals(rule):
        on, day, closed, bells, midnight = planned[ordinal]
        if overrides and on in overrides:
            day, bells = calendar.day(on, overrides), None
            closed = day.known and not day.in_session
        if closed:
            continue
        unknown: Obstacle | None = None
        if turns is not None:
            turn = turns[day.cycle_day]
            if turn is False:
                continue
            unknown = "unknown_day" if turn is None else None
        start, end, after_start, after_end, missing = places.known.get(bells) or places.on(day)
        starts_at: datetime | None
        ends_at: datetime | None
        if start is None or end is None:
            starts_at = ends_at = None
        elif midnight is None:
            clock = calendar.clock(on)
            starts_at, ends_at = clock.instant(start), clock.instant(end)
        else:
            starts_at, ends_at = midnight + after_start, midnight + after_end
        session = (on, start, end, starts_at, ends_at, day, unknown or missing)
        found.append(new(Occurrence, session))
    return found


class _Turns(dict[str | None, bool | None]):
    """Whether a letter is one of a rule's cycle days, worked out once for each; None: not known."""

    def __init__(self, cycle_days: frozenset[str]) -> None:
        super().__init__({None: None})
        self._wanted = frozenset(map(cycle_key, cycle_days))

    def __missing__(self, letter: str) -> bool:
        turn = self[letter] = not self._wanted.isdisjoint(cycle_keys(letter))
        return turn


class _Standing(NamedTuple):
    """Where an anchor stands on days of one kind, also as what to add to midnight."""

    start: Minute | None
    end: Minute | None
    after_start: timedelta
    after_end: timedelta
    obstacle: Obstacle | None

    @classmethod
    def at(cls, place: Place | None, obstacle: Obstacle | None) -> _Standing:
        if place is None:
            return cls(None, None, timedelta(), timedelta(), obstacle)
        start, end = place
        return cls(start, end, timedelta(minutes=start), timedelta(minutes=end), obstacle)


@dataclass
class _Places:
    """Where an anchor stands, worked out once for each day type and weekday."""

    anchor: Anchor
    calendar: SchoolCalendar
    routines: Sequence[Routine]
    usual: DayType
    """The bells by which the rule's times are told."""
    known: dict[str | None, _Standing] = field(default_factory=dict)

    def on(self, day: Day) -> _Standing:
        """Return the anchor's time on `day`, and what stands in its way."""
        if day.day_type is None:
            return _Standing.at(self._regularly(), "unknown_day")
        key = bells_of(day)
        if key not in self.known:
            place = self._anchored(day)
            if place is None:
                self.known[key] = _Standing.at(self._regularly(), "routine_missing")
            else:
                self.known[key] = _Standing.at(place, None)
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
                found = part(self.anchor, uncut, told)
                return None if found is None else clipped(found, today.starts, today.ends)
        return part(self.anchor, place, told)

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
        for routine in self._named:
            place = on_day(routine, day, self.calendar.usual(routine.weekdays))
            if place is not None:
                return place, (routine.start, routine.end)
        if self._named:
            return None, None
        return _period(day, self.anchor.name), self._usual_period

    @cached_property
    def _named(self) -> list[Routine]:
        if self.anchor.kind == "period":
            return []
        wanted = self.anchor.name.casefold()
        return [one for one in self.routines if one.name.casefold() == wanted]

    @cached_property
    def _usual_period(self) -> Place | None:
        return _period(self.usual, self.anchor.name)

    def _regularly(self) -> Place | None:
        """Return the time on a regular day: what is shown when the day itself has none."""
        named = self._named
        told = (named[0].start, named[0].end) if named else self._usual_period
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
