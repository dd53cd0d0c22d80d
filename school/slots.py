"""The five minutes that two people have in common without students."""

from __future__ import annotations

from typing import TYPE_CHECKING

from school import free
from school.free import SHORTEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from school.clock import Minute
    from school.free import PersonDay, Span

MINUTES = SHORTEST
"""How long a touch-base is."""


def stretches(
    one: PersonDay,
    two: PersonDay,
    *,
    between: tuple[Minute, Minute],
    taken: Iterable[Span] = (),
) -> Iterator[Span]:
    """Yield the stretches of a date in which two people are free, long enough for a slot.

    `between` are the minutes outside quiet hours; `taken` is what either of them has already.
    All that binds the two is swept at once: who wants the first stretch pays for no other.
    """
    if one.hours is None or two.hours is None:
        return iter(())
    since = max(one.hours.start, two.hours.start, between[0])
    last = min(one.hours.end, two.hours.end, between[1])
    return free.gaps(since, last, [*free.bound(one), *free.bound(two), *taken], MINUTES)


def first(spans: Iterable[Span], since: Minute = 0) -> Minute | None:
    """Return the first minute from `since` on at which a slot fits into one of these stretches."""
    for start, end, _ in spans:
        begin = max(start, since)
        if begin + MINUTES <= end:
            return begin
    return None


def fits(spans: Iterable[Span], start: Minute) -> bool:
    """Tell whether a slot that begins at `start` lies in one of these stretches."""
    return any(span.start <= start and start + MINUTES <= span.end for span in spans)


def most_often(
    dates: Iterable[tuple[int, Sequence[Span]]], most: int
) -> tuple[tuple[int, Minute, int], ...]:
    """Return the best standing slots as (weekday, minute, on how many dates), the best first.

    `dates` are the weekday of each date and the stretches that two people have in common on it.
    Of each weekday the minute that is common on most dates, the earliest of several; at most
    `most` of them.
    """
    steps: dict[int, dict[Minute, int]] = {}
    for weekday, spans in dates:
        changes = steps.setdefault(weekday, {})
        for start, end, _ in spans:
            changes[start] = changes.get(start, 0) + 1
            past = end - MINUTES + 1
            changes[past] = changes.get(past, 0) - 1
    best = [(weekday, *_peak(changes)) for weekday, changes in steps.items() if changes]
    ranked = sorted(best, key=lambda one: (-one[2], one[0], one[1]))
    return tuple(one for one in ranked[:most] if one[2])


def _peak(changes: Mapping[Minute, int]) -> tuple[Minute, int]:
    """Return where a count that changes at these minutes is highest first, and how high."""
    count, where, highest = 0, 0, 0
    for minute in sorted(changes):
        count += changes[minute]
        if count > highest:
            where, highest = minute, count
    return where, highest
