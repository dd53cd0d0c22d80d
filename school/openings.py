"""When a part of a routine or period is open on every date of some weeks, weekday by weekday."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from school.calendar import ALL_WEEKDAYS
from school.facts import NO_OVERRIDES
from school.planned import bells_of
from school.recurrence import Anchor, Rule, occurrences
from school.spread import varied

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from school.calendar import SchoolCalendar
    from school.clock import Minute
    from school.facts import Override
    from school.recurrence import Occurrence
    from school.routines import Place, Routine

_DAY_END = 24 * 60
_SCHOOL_WEEK = range(5)
_BY_RULE = frozenset({"pattern", "published"})
"""Why a date is what it is: a Saturday on which there is school for once makes no weekday."""


class Busy(NamedTuple):
    """A stretch of one date, end excluded, in which a push-in cannot be, and why.

    `why` is a short code; `about` is what it is about, for whoever tells it (an id).
    """

    start: Minute
    end: Minute
    why: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """The dates that are looked at, with what stands in the way; a date without any is free.

    Of the first date, what begins by `since` (minutes) has begun already.
    """

    first: date
    last: date
    busy: Mapping[date, Sequence[Busy]]
    since: Minute = -1


@dataclass(frozen=True, slots=True)
class Bells:
    """A school's calendar and a room's routines, by which routines and periods move."""

    calendar: SchoolCalendar
    routines: Sequence[Routine] = ()
    overrides: Mapping[date, Override] = field(default_factory=lambda: NO_OVERRIDES)


class Slot(NamedTuple):
    """A part of a whole, so many minutes from its start; all of it, or the last of it.

    Two weekdays whose bells differ have the same slot where it means the same to a plan.
    """

    offset: int
    kind: str = "part"


@dataclass(frozen=True, slots=True)
class Open:
    """One weekday of a whole: its regular times, and where a push-in of `minutes` could begin.

    Bit n of `starts` is set where one can begin n minutes after the whole does.
    """

    told: Place
    minutes: int
    starts: int

    @property
    def length(self) -> int:
        """Minutes of the whole on a regular day."""
        return self.told[1] - self.told[0]

    def slot(self, offset: int) -> Slot:
        """Return the slot that begins so many minutes after the whole."""
        if offset == 0 and self.minutes == self.length:
            return Slot(0, "whole")
        if offset + self.minutes == self.length:
            return Slot(0, "last")
        return Slot(offset)

    def offset(self, slot: Slot) -> int:
        """Return where a slot begins in this weekday's whole; -1 where it has no such."""
        found = self.length - self.minutes if slot.kind == "last" else slot.offset
        return found if found >= 0 and self.slot(found) == slot else -1

    def is_open(self, slot: Slot) -> bool:
        """Tell whether a slot is open on every date."""
        offset = self.offset(slot)
        return offset >= 0 and bool(self.starts >> offset & 1)

    def tiles(self) -> Iterator[int]:
        """Yield offsets so that every open minute is in the slot of one, the earliest first."""
        offset = 0
        while self.starts >> offset:
            if not self.starts >> offset & 1:
                offset += 1
                continue
            end = offset
            while self.starts >> end + 1 & 1:
                end += 1
            yield from range(offset, end, self.minutes)
            yield end
            offset = end + 1


@dataclass(frozen=True, slots=True)
class Offer:
    """The same slot of a whole on some weekdays; `start` and `end` by a regular day's bells.

    `missing`: how many of the times a week that were asked for it lacks.
    """

    weekdays: tuple[int, ...]
    slot: Slot
    start: Minute
    end: Minute
    missing: int = 0


class _Standing(NamedTuple):
    """Where each slot is on a kind of day; `there`: which are at all; `in_row`: a minute apart."""

    places: tuple[Place | None, ...]
    there: int
    in_row: bool

    @classmethod
    def of(cls, places: tuple[Place | None, ...], minutes: int) -> _Standing:
        there = sum(1 << bit for bit, place in enumerate(places) if place is not None)
        first, last = places[0], places[-1]
        in_row = (
            first is not None
            and last is not None
            and first[1] - first[0] == minutes
            and last[0] - first[0] == len(places) - 1
        )
        return cls(places, there, in_row)


@dataclass
class Whole:
    """A whole routine or period over a window, and the slots of so many minutes in it.

    A whole that is shorter than `minutes` is offered in full.
    """

    anchor: Anchor
    minutes: int
    bells: Bells
    window: Window
    _known: dict[int, Open | None] = field(default_factory=dict)
    _standing: dict[str | None, _Standing] = field(default_factory=dict)

    @cached_property
    def open_days(self) -> dict[int, Open]:
        """Return each weekday on which the whole happens, with where a push-in could begin.

        A date on which the school is closed, the whole is missing, or the letter is not known takes
        nothing away; one that is `busy` does, at the times at which the whole is on that date.
        """
        free: dict[int, int] = {}
        happens: dict[int, int] = {}
        usual: set[int] = set()
        for one, known in self._dates():
            weekday, standing = one.on.weekday(), self._on(one, known)
            if one.day.reason in _BY_RULE:
                usual.add(weekday)
            begun = self._begun(one, standing)
            free[weekday] = free.get(weekday, known.starts) & (begun | self._free(one, standing))
            happens[weekday] = happens.get(weekday, 0) | standing.there & ~begun
        return {
            day: replace(known, starts=free[day] & happens[day])
            for day, known in sorted(self._known.items())
            if known is not None and day in usual
        }

    def offers(self, times: int) -> Iterator[Offer]:
        """Yield what can be had `times` a week, the best first.

        First what is often enough, then less; every open minute of every weekday is in one of them,
        and each brings some that the ones before had not.
        """
        found = self.open_days
        covered = dict.fromkeys(found, 0)
        for offer in sorted(self._ways(found, times), key=lambda one: one.missing):
            minutes = {day: _minutes(found[day], offer.slot) for day in offer.weekdays}
            if any(mask & ~covered[day] for day, mask in minutes.items()):
                yield offer
            for day, mask in minutes.items():
                covered[day] |= mask

    def _ways(self, found: Mapping[int, Open], times: int) -> list[Offer]:
        """Return each slot on well spread weekdays, all of the whole first, then the earliest."""
        week = sorted({*_SCHOOL_WEEK, *found})
        tiles = {one.slot(offset): offset for one in found.values() for offset in one.tiles()}
        listed = []
        for slot in sorted(tiles, key=lambda slot: (slot.kind != "whole", tiles[slot])):
            days = [day for day, one in found.items() if one.is_open(slot)]
            for way in varied(days, times, week):
                told, minutes = self._told(*way) or found[way[0]].told, found[way[0]].minutes
                start = told[1] - minutes if slot.kind == "last" else told[0] + slot.offset
                end = told[1] if slot.kind == "whole" else start + minutes
                listed.append(Offer(way, slot, start, end, times - len(way)))
        return listed

    def blocked(self, wanted: Slot) -> dict[int, tuple[Busy, date, bool]]:
        """Return what stands first in a slot's way on each weekday, from when, and if always.

        Weekdays on which the slot is open, or that have no such slot, are left out.
        """
        found: dict[int, tuple[Busy, date]] = {}
        free: set[int] = set()
        for one, known in self._dates():
            offset = known.offset(wanted)
            place = self._on(one, known).places[offset] if offset >= 0 else None
            if place is None or (one.on == self.window.first and place[0] <= self.window.since):
                continue
            busy = self._in_the_way(one.on, place)
            if busy is None:
                free.add(one.on.weekday())
            else:
                found.setdefault(one.on.weekday(), (busy, one.on))
        return {day: (busy, on, day not in free) for day, (busy, on) in sorted(found.items())}

    def _dates(self) -> Iterator[tuple[Occurrence, Open]]:
        """Yield the dates on which the whole happens, with the slots of their weekday."""
        window, bells = self.window, self.bells
        rule = Rule(ALL_WEEKDAYS, window.first, window.last, self.anchor)
        for one in occurrences(rule, bells.calendar, bells.routines, bells.overrides):
            weekday = one.on.weekday()
            if one.obstacle is not None:
                continue
            if weekday not in self._known:
                self._known[weekday] = self._all_open(weekday)
            known = self._known[weekday]
            if known is not None:
                yield one, known

    def _all_open(self, weekday: int) -> Open | None:
        told = self._told(weekday)
        if told is None:
            return None
        minutes = min(self.minutes, told[1] - told[0])
        return Open(told, minutes, (1 << told[1] - told[0] - minutes + 1) - 1)

    def _told(self, *weekdays: int) -> Place | None:
        return _regular(self.anchor, self.bells, weekdays)

    def _on(self, one: Occurrence, known: Open) -> _Standing:
        """Return where each slot is on a date: worked out once for each kind of day."""
        key = bells_of(one.day)
        if key not in self._standing:
            offsets = range(known.length - known.minutes + 1)
            places = tuple(self._place(one, known, offset) for offset in offsets)
            self._standing[key] = _Standing.of(places, known.minutes)
        return self._standing[key]

    def _place(self, one: Occurrence, known: Open, offset: int) -> Place | None:
        """Return where a plan on a slot has its session: by the very code that derives it."""
        today = one.day.day_type
        if (one.start, one.end) == known.told and today is not None and today.whole is None:
            start = known.told[0] + offset
            return start, start + known.minutes
        rule = Rule(frozenset({one.on.weekday()}), one.on, one.on, self._part(known, offset))
        bells = self.bells
        (found,) = occurrences(rule, bells.calendar, bells.routines, bells.overrides)
        if found.obstacle is not None or found.start is None or found.end is None:
            return None
        return found.start, found.end

    def _part(self, known: Open, offset: int) -> Anchor:
        slot = known.slot(offset)
        if slot.kind == "whole":
            return self.anchor
        if slot.kind == "last":
            return replace(self.anchor, offset_from="end", minutes=known.minutes)
        start = known.told[0] + offset
        return replace(self.anchor, start=start, end=start + known.minutes)

    def _begun(self, one: Occurrence, standing: _Standing) -> int:
        """Return which slots of a date have begun already, or are not there: nothing is asked."""
        begun = ~standing.there
        if one.on == self.window.first and self.window.since >= 0:
            for bit, place in enumerate(standing.places):
                if place is not None and place[0] <= self.window.since:
                    begun |= 1 << bit
        return begun

    def _free(self, one: Occurrence, standing: _Standing) -> int:
        """Return which slots of a date are in a gap of what is busy."""
        free, gaps, places = 0, self._gaps(one.on), standing.places
        first = places[0]
        if standing.in_row and first is not None:
            for start, end in gaps:
                low, high = max(0, start - first[0]), min(len(places), end - first[1] + 1)
                if low < high:
                    free |= ((1 << high - low) - 1) << low
            return free
        for bit, place in enumerate(places):
            if place and any(start <= place[0] and place[1] <= end for start, end in gaps):
                free |= 1 << bit
        return free

    def _gaps(self, on: date) -> list[Place]:
        """Return what a date's busy stretches leave."""
        gaps, since = [], 0
        for start, end, *_ in sorted(self.window.busy.get(on, ())):
            if since < start:
                gaps.append((since, start))
            since = max(since, end)
        return [*gaps, (since, _DAY_END)] if since < _DAY_END else gaps

    def _in_the_way(self, on: date, place: Place) -> Busy | None:
        busy = self.window.busy.get(on, ())
        return next((one for one in busy if one.start < place[1] and place[0] < one.end), None)


def _minutes(one: Open, slot: Slot) -> int:
    """Return the minutes of a slot, counted from the whole's start, as bits."""
    return ((1 << one.minutes) - 1) << one.offset(slot)


def longest(anchor: Anchor, bells: Bells) -> int:
    """Return how many minutes a whole lasts, on the weekday on which it is the longest; 0: never.

    That is told by the bells that a weekday usually has.
    """
    places = (_regular(anchor, bells, (day,)) for day in ALL_WEEKDAYS)
    return max((place[1] - place[0] for place in places if place), default=0)


def _regular(anchor: Anchor, bells: Bells, weekdays: Iterable[int]) -> Place | None:
    """Return the regular times of a whole, by the bells that these weekdays usually have."""
    if anchor.kind == "routine":
        wanted = anchor.name.casefold()
        named = (one for one in bells.routines if one.name.casefold() == wanted)
        return next(((one.start, one.end) for one in named), None)
    period = bells.calendar.usual(frozenset(weekdays)).period(anchor.name)
    return None if period is None else (period.start, period.end)
