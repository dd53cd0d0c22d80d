"""A school's calendar: what each date is.

Today's override > dated exception (the later line wins) > published rotation date > weekly
pattern or computed rotation. Two decisions that a reader may ask about:

- An exception for a group narrower than the calendar ("elementary") changes only calendars of
  that group (`for_groups`); elsewhere it is kept and shown by `not_applied`.
- An override never moves the letters of other dates: a school that pushes its cycle after a
  snow day publishes a new start.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from school import neutral, neutral_write
from school.clock import LocalDay
from school.day import Day, DayType, cut
from school.errors import SchoolError
from school.facts import (
    NO_OVERRIDES,
    DatedException,
    Facts,
    Override,
    Published,
    Rotation,
    Weekly,
)
from school.planned import PlannedDates
from school.rotation import cycle_key, cycle_keys, letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from school.day import Reason

__all__ = ["NO_OVERRIDES", "Override", "SchoolCalendar"]

ALL_WEEKDAYS = frozenset(range(7))
_DAY = timedelta(days=1)
_SATURDAY = 5
_SEARCH = 400
"""Days to look for the next school day: longer than any summer, shorter than for ever."""


@dataclass(frozen=True, kw_only=True)
class SchoolCalendar(Facts):
    """The facts of a school, and what follows from them for a date."""

    @classmethod
    def from_neutral(cls, data: Mapping[str, object]) -> SchoolCalendar:
        """Read a `pushin-school/1` object; SchoolError says what is wrong and where."""
        facts = neutral.read(data)
        return cls(**{field.name: getattr(facts, field.name) for field in fields(facts)})

    def to_neutral(self) -> dict[str, Any]:
        """Return the facts in their neutral form, nothing lost."""
        return neutral_write.write(self)

    def for_groups(self, *groups: str) -> SchoolCalendar:
        """Return the calendar of a building that belongs to `groups` of its district."""
        return replace(self, groups=frozenset(groups))

    def day(self, on: date, overrides: Mapping[date, Override] = NO_OVERRIDES) -> Day:
        """Return what the local date `on` is; an override for an unknown day type is an error."""
        override = overrides.get(on)
        if override is not None:
            return self._overridden(override)
        day = self._planned.get(on)
        if day is None:
            day = self._planned[on] = self._plan(on)
        return day

    def days(
        self, first: date, last: date, overrides: Mapping[date, Override] = NO_OVERRIDES
    ) -> Iterator[Day]:
        """Yield every date from `first` to `last`, both included."""
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            yield self.day(date.fromordinal(ordinal), overrides)

    def next_school_day(
        self, on: date, overrides: Mapping[date, Override] = NO_OVERRIDES
    ) -> Day | None:
        """Return the first school day after `on`; None if none is known within 400 days."""
        return self._nearest(on, _DAY, overrides)

    def previous_school_day(
        self, on: date, overrides: Mapping[date, Override] = NO_OVERRIDES
    ) -> Day | None:
        """Return the last school day before `on`; None if none is known within 400 days."""
        return self._nearest(on, -_DAY, overrides)

    @cached_property
    def regular(self) -> DayType:
        """The day type that most school days of the year have (of equals: listed first)."""
        return self._commonest(self._counts.values()) or next(iter(self.day_types.values()))

    def usual(self, weekdays: frozenset[int], cycle_days: frozenset[str] = frozenset()) -> DayType:
        """Return the day type by which times said for `weekdays` (0 = Monday) are meant.

        That is the regular one, unless these weekdays usually have another: a routine held only
        on Wednesdays is told by Wednesday's bells. Where the letters of a rotation choose the
        bells, times said for `cycle_days` are told by theirs in the same way.
        """
        key = (weekdays, cycle_days)
        found = self._usual.get(key)
        if found is None:
            found = self._usual[key] = self._told_by(weekdays, cycle_days)
        return found

    @property
    def cycle_days(self) -> tuple[str, ...]:
        """The days of the school's rotation, as the school writes them; none without one."""
        return () if isinstance(self.pattern, Weekly) else self.pattern.cycle

    def not_applied(self, on: date) -> tuple[DatedException, ...]:
        """Return the exceptions on `on` that are for other groups than this calendar's."""
        return tuple(
            one for one in self.exceptions if one.first <= on <= one.last and not self._applies(one)
        )

    def clock(self, on: date) -> LocalDay:
        """Return the date's wall clock, ready to turn its times into instants."""
        found = self._clocks.get(on)
        if found is None:
            found = self._clocks[on] = LocalDay.of(on, self.zone)
        return found

    @cached_property
    def dates(self) -> PlannedDates:
        """Dates as planned (no overrides), by ordinal, ready for expanding many rules."""
        return PlannedDates(self)

    @cached_property
    def _planned(self) -> dict[date, Day]:
        """Days already worked out without an override; asked for some hundred times each."""
        return {}

    @cached_property
    def _clocks(self) -> dict[date, LocalDay]:
        return {}

    @cached_property
    def _exceptions(self) -> Mapping[date, DatedException]:
        """Return each date's exception; a later line replaces an earlier one."""
        return MappingProxyType(
            {
                one.first + index * _DAY: one
                for one in self.exceptions
                if self._applies(one)
                for index in range((one.last - one.first).days + 1)
            }
        )

    @cached_property
    def _published(self) -> Mapping[date, Published]:
        dates = () if isinstance(self.pattern, Weekly) else self.pattern.dates
        return MappingProxyType({one.on: one for one in dates})

    @cached_property
    def _letters(self) -> Mapping[date, str]:
        if isinstance(self.pattern, Weekly) or not self.pattern.starts:
            return MappingProxyType({})
        return letters(self.pattern, self._is_counted, self.first_day, self.last_day)

    @cached_property
    def _counts(self) -> Mapping[int, Counter[str]]:
        """How often each weekday has each day type, over the year or as long as facts reach."""
        first, last = self._reach()
        counts = {weekday: Counter[str]() for weekday in ALL_WEEKDAYS}
        for day in self.days(first, last):
            if day.day_type is not None:
                counts[day.on.weekday()][day.day_type.key] += 1
        return counts

    def _reach(self) -> tuple[date, date]:
        """Return the dates over which day types are counted: the year, else a year of facts."""
        known = [*self._published, *self._letters, *self._exceptions]
        first = self.first_day or min(known, default=date(2024, 1, 1))
        return first, self.last_day or max([*known, first + timedelta(days=364)])

    @cached_property
    def _usual(self) -> dict[tuple[frozenset[int], frozenset[str]], DayType]:
        return {}

    @cached_property
    def _letter_counts(self) -> Mapping[str, Counter[str]]:
        """How often each cycle day has each day type, by all that it may be called."""
        counts: dict[str, Counter[str]] = {}
        for day in self.days(*self._reach()):
            if day.day_type is not None and day.cycle_day is not None:
                for key in cycle_keys(day.cycle_day):
                    counts.setdefault(key, Counter())[day.day_type.key] += 1
        return counts

    def _told_by(self, weekdays: frozenset[int], cycle_days: frozenset[str]) -> DayType:
        by_letter = isinstance(self.pattern, Rotation) and self.pattern.days is None
        if cycle_days and by_letter:
            counted = [self._letter_counts.get(cycle_key(one), Counter()) for one in cycle_days]
        else:
            counted = [self._counts[weekday] for weekday in weekdays]
        usual = [self._commonest([one]) for one in counted]
        if not counted or self.regular in usual:
            return self.regular
        return self._commonest(counted) or self.regular

    def _commonest(self, counted: Iterable[Counter[str]]) -> DayType | None:
        total = Counter[str]()
        for one in counted:
            total += one
        listed = [key for key in self.day_types if total[key]]
        return self.day_types[max(listed, key=total.__getitem__)] if listed else None

    def _applies(self, one: DatedException) -> bool:
        return one.applies_to is None or one.applies_to in self.groups

    def _meets_on(self, on: date) -> bool:
        """Tell whether a rotating school meets on this weekday at all."""
        week = None if isinstance(self.pattern, Weekly) else self.pattern.days
        return week[on.weekday()] is not None if week else on.weekday() < _SATURDAY

    def _is_counted(self, on: date) -> bool:
        """Tell whether a rotation by school days counts `on`: a school weekday, not closed."""
        exception = self._exceptions.get(on)
        return self._meets_on(on) if exception is None else exception.in_session

    def _letter(self, on: date) -> str | None:
        """Return the cycle day of a date; a published letter wins over a computed one."""
        published = self._published.get(on)
        return published.cycle_day if published else self._letters.get(on)

    def _open(self, on: date, key: str, reason: Reason, label: str = "") -> Day:
        return Day(
            on,
            in_session=True,
            known=True,
            day_type=self.day_types[key],
            cycle_day=self._letter(on),
            reason=reason,
            label=label,
        )

    def _overridden(self, override: Override) -> Day:
        if override.day_type is None:
            return _closed(override.on, "override", override.label)
        if override.day_type not in self.day_types:
            known = ", ".join(self.day_types)
            raise SchoolError("unknown_day_type", value=override.day_type, known=known)
        day_type = cut(self.day_types[override.day_type], override.starts, override.ends)
        return Day(
            override.on,
            in_session=True,
            known=True,
            day_type=day_type,
            cycle_day=override.cycle_day or self._letter(override.on),
            reason="override",
            label=override.label,
        )

    def _plan(self, on: date) -> Day:
        """Work a date out from the published facts alone."""
        exception = self._exceptions.get(on)
        if exception is not None:
            return self._excepted(on, exception)
        if (self.first_day and on < self.first_day) or (self.last_day and on > self.last_day):
            return _closed(on, "outside_year")
        published = self._published.get(on)
        if published is not None:
            return self._open(on, published.day_type, "published")
        return self._by_pattern(on)

    def _excepted(self, on: date, exception: DatedException) -> Day:
        if exception.day_type is None or not exception.in_session:
            return _closed(on, "exception", exception.label)
        return self._open(on, exception.day_type, "exception", exception.label)

    def _by_pattern(self, on: date) -> Day:
        pattern = self.pattern
        if isinstance(pattern, Weekly):
            key = pattern.days[on.weekday()]
            return _closed(on, "pattern") if key is None else self._open(on, key, "pattern")
        if not self._meets_on(on):
            return _closed(on, "pattern")
        letter = self._letters.get(on)
        if letter is None:
            return _unknown(on, "pattern" if pattern.starts else "published")
        key = pattern.days[on.weekday()] if pattern.days else letter
        return self._open(on, key or letter, "pattern")

    def _nearest(self, on: date, step: timedelta, overrides: Mapping[date, Override]) -> Day | None:
        near = (self.day(on + index * step, overrides) for index in range(1, _SEARCH))
        return next((day for day in near if day.in_session), None)


def _closed(on: date, reason: Reason, label: str = "") -> Day:
    return Day(
        on, in_session=False, known=True, day_type=None, cycle_day=None, reason=reason, label=label
    )


def _unknown(on: date, reason: Reason) -> Day:
    """Return a date about which the school has published nothing: no school day, no day off."""
    return Day(on, in_session=False, known=False, day_type=None, cycle_day=None, reason=reason)
