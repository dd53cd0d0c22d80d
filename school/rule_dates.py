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
    found = _monthly(rule) if rule.monthly else _weekly(rule)
    if not rule.except_dates:
        return found
    left_out = {on.toordinal() for on in rule.except_dates}
    return [one for one in found if one not in left_out]


def _weekly(rule: Rule) -> Sequence[int]:
    """Return every n-th of each weekday, in Monday weeks from that of `counted_from`."""
    weekdays = rule.weekdays or (_ANY if rule.cycle_days else frozenset())
    first, last = rule.first.toordinal(), rule.last.toordinal()
    if weekdays == _ANY and rule.interval == 1:
        return range(first, last + 1)
    since = rule.counted_from or rule.first
    monday, step = since.toordinal() - since.weekday(), _WEEK * rule.interval
    runs = [
        range(first + (monday + weekday - first) % step, last + 1, step) for weekday in weekdays
    ]
    return runs[0] if len(runs) == 1 else sorted(chain.from_iterable(runs))


def _monthly(rule: Rule) -> Sequence[int]:
    """Return the n-th weekdays of each month; n counts from its end if it is negative."""
    first, last = rule.first.toordinal(), rule.last.toordinal()
    months = range(_number(rule.first), _number(rule.last) + 1)
    found = {
        days[n - (n > 0)]
        for weekdays in map(_weekdays, months)
        for n, weekday in rule.monthly
        if abs(n) <= len(days := weekdays[weekday])
    }
    return sorted(one for one in found if first <= one <= last)


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
