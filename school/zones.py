"""A time zone as an iCalendar component (RFC 5545, 3.6.5), made from the zone's own changes.

icalendar's `add_missing_timezones()` writes every change as a component of its own, without a rule,
and Thunderbird's library reads it an hour wrong. Here a change that comes every year on the same
weekday of a month is one component with a rule; any other is told by its dates.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, reduce
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

if TYPE_CHECKING:
    from collections.abc import Sequence

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_ALWAYS = datetime(1970, 1, 1)  # noqa: DTZ001  a wall time
_AROUND = 5
"""Years looked at before and after, to tell a rule from a coincidence."""
_WEEK = 7
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Change:
    """The clocks of a zone change: from which offset to which, and what the time is called then."""

    at: datetime
    """UTC."""
    before: timedelta
    after: timedelta
    name: str

    @property
    def wall(self) -> datetime:
        """What the clocks would have shown without the change (naive)."""
        return (self.at + self.before).replace(tzinfo=None)

    @property
    def places(self) -> frozenset[tuple[int, int]]:
        """In which months it is the n-th such weekday; -1 is the last."""
        wall = self.wall
        found = {(wall.month, (wall.day - 1) // _WEEK + 1)}
        if (wall + _WEEK * _DAY).month != wall.month:
            found.add((wall.month, -1))
        return frozenset(found)


def component(zone: ZoneInfo, first: date, last: date) -> Timezone:
    """Return the VTIMEZONE of a zone, true for every instant between two dates."""
    made = Timezone()
    made.add("tzid", zone.key)
    years = range(first.year - 1, last.year + 2)
    covered = _by_kind(changes(zone.key, years[0], years[-1]))
    around = _by_kind(changes(zone.key, years[0] - _AROUND, years[-1] + _AROUND))
    rules = {
        kind: _rule(around[kind], len(years) + 2 * _AROUND) if len(around[kind]) > 1 else None
        for kind in covered
    }
    if not covered or None in rules.values():
        made.add_component(_from_the_beginning(zone, date(years[0], 1, 1)))
    for kind, found in covered.items():
        made.add_component(_observance(found, rules[kind]))
    return made


@lru_cache(maxsize=64)
def changes(key: str, first_year: int, last_year: int) -> tuple[Change, ...]:
    """Return the changes of a zone's clocks in some years, both included, in order."""
    zone = ZoneInfo(key)
    at, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    found = []
    while at < end:
        if _shown(at, zone) != _shown(at + _DAY, zone):
            found.append(_change(at, at + _DAY, zone))
        at += _DAY
    return tuple(found)


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> Change:
    """Return the change between two instants, to the second."""
    old = _shown(before, zone)
    while after - before > _SECOND:
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if _shown(middle, zone) == old:
            before = middle
        else:
            after = middle
    offset, name = _shown(after, zone)
    return Change(after, old[0], offset, name)


def _shown(at: datetime, zone: ZoneInfo) -> tuple[timedelta, str]:
    local = at.astimezone(zone)
    return local.utcoffset() or timedelta(), local.tzname() or ""


_Kind = tuple[timedelta, timedelta, str]


def _by_kind(found: Sequence[Change]) -> dict[_Kind, list[Change]]:
    kinds: dict[_Kind, list[Change]] = defaultdict(list)
    for one in found:
        kinds[one.before, one.after, one.name].append(one)
    return kinds


def _rule(found: Sequence[Change], years: int) -> dict[str, object] | None:
    """Return the yearly rule that all of these follow, once in each of so many years, or None."""
    times = {(one.wall.weekday(), one.wall.time()) for one in found}
    places = reduce(frozenset.intersection, (one.places for one in found))
    if len(found) != years or len(times) != 1 or not places:
        return None
    month, number = max(places)
    weekday = _WEEKDAYS[found[0].wall.weekday()]
    return {"freq": "yearly", "bymonth": month, "byday": f"{number}{weekday}"}


def _observance(
    found: Sequence[Change], rule: dict[str, object] | None
) -> TimezoneStandard | TimezoneDaylight:
    first = found[0]
    made = TimezoneDaylight() if first.after > first.before else TimezoneStandard()
    made.add("dtstart", first.wall)
    made.add("tzoffsetfrom", first.before)
    made.add("tzoffsetto", first.after)
    made.add("tzname", first.name)
    if rule is not None:
        made.add("rrule", rule)
    elif len(found) > 1:
        made.add("rdate", [one.wall for one in found[1:]])
    return made


def _from_the_beginning(zone: ZoneInfo, on: date) -> TimezoneStandard:
    """Return what holds before the first change that is told."""
    offset, name = _shown(datetime(on.year, on.month, on.day, tzinfo=UTC), zone)
    made = TimezoneStandard()
    made.add("dtstart", _ALWAYS)
    made.add("tzoffsetfrom", offset)
    made.add("tzoffsetto", offset)
    made.add("tzname", name)
    return made
