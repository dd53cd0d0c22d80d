"""The dates that a rule can fall on, by arithmetic alone, whatever the school does then."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from school.recurrence import Rule

_WEEK = 7
_ANY = frozenset(range(_WEEK))
_MONTHS = 12


def dates(rule: Rule) -> Iterator[date]:
    """Yield the dates of a rule in order."""
    return map(date.fromordinal, ordinals(rule))


def ordinals(rule: Rule) -> Sequence[int]:
    """Return the dates of a rule in order, as ordinals (`date.toordinal`)."""
    first, last = rule.first.toordinal(), rule.last.toordinal()
    if rule.monthly:
        found = _monthly(rule.monthly, first, last)
    else:
        weekdays = rule.weekdays or (_ANY if rule.cycle_days else frozenset())
        since = rule.counted_from or rule.first
        monday = since.toordinal() - since.weekday()
        found = _weekly(weekdays, first, last, monday, _WEEK * rule.interval)
    if not rule.except_dates:
        return found
    left_out = {on.toordinal() for on in rule.except_dates}
    return [one for one in found if one not in left_out]


# The plans of a district share their year and, mostly, their weekdays.
@lru_cache(maxsize=4096)
def _weekly(
    weekdays: frozenset[int], first: int, last: int, monday: int, step: int
) -> Sequence[int]:
    """Return each weekday every `step` days, counted in Monday weeks from that of `monday`."""
    if weekdays == _ANY and step == _WEEK:
        return range(first, last + 1)
    runs = [
        range(first + (monday + weekday - first) % step, last + 1, step) for weekday in weekdays
    ]
    return runs[0] if len(runs) == 1 else tuple(sorted(chain.from_iterable(runs)))


@lru_cache(maxsize=4096)
def _monthly(monthly: frozenset[tuple[int, int]], first: int, last: int) -> Sequence[int]:
    """Return the n-th weekdays of each month; n counts from its end if it is negative."""
    months = range(_number(date.fromordinal(first)), _number(date.fromordinal(last)) + 1)
    found = {
        days[n - (n > 0)]
        for weekdays in map(_weekdays, months)
        for n, weekday in monthly
        if abs(n) <= len(days := weekdays[weekday])
    }
    return tuple(sorted(one for one in found if first <= one <= last))


def _number(on: date) -> int:
    """Return months since the year 0."""
    return on.year * _MONTHS + on.month - 1


@lru_cache(maxsize=_MONTHS * 50)
def _weekdays(number: int) -> tuple[range, ...]:
    """Return the days of a month for each weekday, as ordinals."""
    start, stop = (
        date(year, month + 1, 1).toordinal()
        for year, month in (divmod(number, _MONTHS), divmod(number + 1, _MONTHS))
    )
    # Ordinal 1 is a Monday, and so is every seventh from it.
    return tuple(
        range(start + (weekday + 1 - start) % _WEEK, stop, _WEEK) for weekday in range(_WEEK)
    )
