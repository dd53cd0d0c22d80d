"""When the adults of a team are free of students, so that they can touch base."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from school.routines import on_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from school.clock import Minute
    from school.day import Day, DayType
    from school.routines import Routine

LUNCH = 20
"""Minutes from which a meal is the adults' lunch; shorter ones (snack) are eaten with students."""
SHORTEST = 5
"""Minutes of the shortest touch-base."""


class Span(NamedTuple):
    """A stretch of one day, end excluded, and what it is for.

    A tuple: the finder makes and sorts many of them.
    """

    start: Minute
    end: Minute
    why: str = ""


@dataclass(frozen=True, slots=True)
class PersonDay:
    """All that binds one person on one date; `hours` None means not at work with students."""

    hours: Span | None
    with_students: tuple[Span, ...] = ()
    push_ins: tuple[Span, ...] = ()
    travel: tuple[Span, ...] = ()
    lunch: tuple[Span, ...] = ()
    lunch_ok: bool = False
    """The person chose that lunch may be used."""
    building: str | None = None
    reserved: tuple[Span, ...] = ()
    """Student-free time that is not for touch-bases: planning not offered, staff meetings."""


def free_spans(day: PersonDay, minimum: int = SHORTEST) -> tuple[Span, ...]:
    """Return the gaps of at least `minimum` minutes in a person's day, in order."""
    if day.hours is None:
        return ()
    return tuple(gaps(day.hours.start, day.hours.end, bound(day), minimum))


def bound(day: PersonDay) -> list[Span]:
    """Return all that binds a person on a day, in no order."""
    found = [*day.with_students, *day.push_ins, *day.travel, *day.reserved]
    if not day.lunch_ok:
        found += day.lunch
    return found


def gaps(since: Minute, last: Minute, busy: list[Span], minimum: int) -> Iterator[Span]:
    """Yield the gaps of at least `minimum` minutes (one at least) that `busy` leaves, in order.

    `busy` is sorted in place.
    """
    least = max(minimum, 1)
    busy.sort()
    for start, end, _ in busy:
        if end <= since or end <= start:
            continue
        if start >= last:
            break
        if start - since >= least:
            yield Span(since, start)
        since = end
    if last - since >= least:
        yield Span(since, last)


def common_free(a: Sequence[Span], b: Sequence[Span], minutes: int = SHORTEST) -> tuple[Span, ...]:
    """Return the stretches of at least `minutes` that lie in both `a` and `b`, in order."""
    first, second, least = _merged(a), _merged(b), max(minutes, 1)
    found, here, there = [], 0, 0
    while here < len(first) and there < len(second):
        (start, end, _), (begin, until, _) = first[here], second[there]
        since, last = max(start, begin), min(end, until)
        if last - since >= least:
            found.append(Span(since, last))
        if end <= until:
            here += 1
        else:
            there += 1
    return tuple(found)


def teacher_day(
    day: Day,
    routines: Sequence[Routine],
    hours: Span | None,
    *,
    regular: DayType,
    push_ins: Sequence[Span] = (),
    travel: Sequence[Span] = (),
    lunch_ok: bool = False,
    building: str | None = None,
    passing: int = SHORTEST,
) -> PersonDay:
    """Return what binds a teacher on `day`.

    She has students in every period, optional ones too, unless a routine without students says
    otherwise; a meal of 20 minutes or more is her lunch. Planning and staff time is hers: it
    counts as free only if a planning routine is `usable`. Gaps shorter than `passing` minutes
    between two periods with students are passing time. Without hours: first to last bell. Where
    a school publishes no bells, nobody can know when she is free, so she never is.
    """
    kinds = frozenset({"class", "nonclass", "break"})
    bound = _Bound(day, routines, regular, kinds, passing)
    return PersonDay(
        _hours(day, hours),
        with_students=bound.with_students(),
        push_ins=tuple(push_ins),
        travel=tuple(travel),
        lunch=bound.lunch(),
        lunch_ok=lunch_ok,
        building=building,
        reserved=bound.reserved(),
    )


def para_day(
    day: Day,
    routines: Sequence[Routine] = (),
    hours: Span | None = None,
    *,
    regular: DayType,
    push_ins: Sequence[Span] = (),
    travel: Sequence[Span] = (),
    lunch_ok: bool = False,
    building: str | None = None,
    passing: int = SHORTEST,
) -> PersonDay:
    """Return what binds a para on `day`: like a teacher, but free in breaks.

    Without hours of their own: first to last bell.
    """
    bound = _Bound(day, routines, regular, frozenset({"class", "nonclass"}), passing)
    return PersonDay(
        _hours(day, hours),
        with_students=bound.with_students(),
        push_ins=tuple(push_ins),
        travel=tuple(travel),
        lunch=bound.lunch(),
        lunch_ok=lunch_ok,
        building=building,
        reserved=bound.reserved(),
    )


def provider_day(
    day: Day,
    hours: Span | None,
    *,
    push_ins: Sequence[Span] = (),
    travel: Sequence[Span] = (),
    lunch: Sequence[Span] = (),
    lunch_ok: bool = False,
    building: str | None = None,
) -> PersonDay:
    """Return what binds a provider on `day`: hours less push-ins, travel and lunch."""
    return PersonDay(
        hours if day.in_session else None,
        push_ins=tuple(push_ins),
        travel=tuple(travel),
        lunch=tuple(lunch),
        lunch_ok=lunch_ok,
        building=building,
    )


def _hours(day: Day, hours: Span | None) -> Span | None:
    if not day.in_session or hours is not None:
        return hours if day.in_session else None
    if day.first_bell is None or day.last_bell is None:
        return None
    return Span(day.first_bell, day.last_bell)


@dataclass(frozen=True, slots=True)
class _Bound:
    """What the bells and a person's routines make of a day."""

    day: Day
    routines: Sequence[Routine]
    regular: DayType
    kinds: frozenset[str]
    passing: int

    def with_students(self) -> tuple[Span, ...]:
        """Return the time with students: periods less student-free routines, and routines."""
        if self.day.in_session and not self.day.periods:
            return (Span(0, 24 * 60, "bells_unknown"),)
        periods = [
            Span(one.start, one.end, one.name)
            for one in self.day.periods
            if not one.staff_only
            and (one.kind in self.kinds or (one.kind == "meal" and one.end - one.start < LUNCH))
        ]
        without = self._routines(with_students=False)
        taught = _without(periods, [span for _, span in without])
        taught += [span for _, span in self._routines(with_students=True)]
        return tuple(sorted([*taught, *_passing(taught, self.passing)]))

    def lunch(self) -> tuple[Span, ...]:
        """Return the meals that are the adults' own."""
        meals = [
            Span(one.start, one.end, one.name)
            for one in self.day.periods
            if one.kind == "meal" and not one.staff_only and one.end - one.start >= LUNCH
        ]
        own = [span for one, span in self._routines(with_students=False) if one.kind == "lunch"]
        return tuple(sorted(meals + own))

    def reserved(self) -> tuple[Span, ...]:
        """Return staff periods and planning, less the planning that its owner offered."""
        planning = [
            (one, span)
            for one, span in self._routines(with_students=False)
            if one.kind == "planning"
        ]
        held = [Span(p.start, p.end, p.name) for p in self.day.periods if p.staff_only]
        held += [span for one, span in planning if not one.usable]
        return tuple(sorted(_without(held, [span for one, span in planning if one.usable])))

    def _routines(self, *, with_students: bool) -> list[tuple[Routine, Span]]:
        found = []
        for one in self.routines:
            place = on_day(one, self.day, self.regular)
            # Planning is by its nature without students, whatever its record says.
            if (
                place is not None
                and (one.with_students and one.kind != "planning") == with_students
            ):
                found.append((one, Span(*place, one.name)))
        return found


def _passing(taught: Sequence[Span], shorter_than: int) -> Iterable[Span]:
    """Yield the short gaps between stretches with students."""
    merged = _merged(taught)
    for before, after in pairwise(merged):
        if after.start - before.end < shorter_than:
            yield Span(before.end, after.start, "passing")


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Return the same minutes as few spans in order; overlapping and touching ones join."""
    merged: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _without(spans: Sequence[Span], taken: Iterable[Span]) -> list[Span]:
    """Return what is left of `spans` outside `taken`, each part with its span's reason."""
    left = list(spans)
    for busy in _merged(taken):
        left = [part for span in left for part in _cut(span, busy)]
    return left


def _cut(span: Span, busy: Span) -> Iterable[Span]:
    if busy.end <= span.start or span.end <= busy.start:
        yield span
        return
    if span.start < busy.start:
        yield Span(span.start, busy.start, span.why)
    if busy.end < span.end:
        yield Span(busy.end, span.end, span.why)
