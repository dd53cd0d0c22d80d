"""What a plan hangs on: a period, a routine, or the clock, and its times on a regular day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pushin import errors, routines
from school.calendar import SchoolCalendar
from school.day import DayType
from school.recurrence import Anchor, Rule, part
from school.routines import Routine
from storage import tables

Place = tuple[int, int]
_DAY_END = 24 * 60


@dataclass(frozen=True, slots=True)
class Resolved:
    """An anchor with the school's own name for it and its times on a regular day.

    `new_routine` is one that nobody had told yet: it is kept as a guess, for its teacher to
    correct.
    """

    anchor: Anchor
    start: int
    end: int
    new_routine: Routine | None = None


def resolve(
    anchor: Anchor,
    weekdays: frozenset[int],
    calendar: SchoolCalendar,
    known: Sequence[Routine],
    cycle_days: frozenset[str] = frozenset(),
) -> Resolved:
    """Return what was asked for, as the school and the room have it.

    Its times are meant by the bells that `weekdays` or `cycle_days` usually have. Refusals:
    `period_unknown` (name, known: periods and routines), `time_missing`,
    `end_before_start` (start, end), also where nothing is left of a part.
    """
    bells = calendar.usual(weekdays, cycle_days)
    told = _checked_times(anchor)
    if anchor.kind == "clock":
        if told is None:
            raise errors.Refusal("time_missing")
        return Resolved(Anchor("clock", start=told[0], end=told[1]), *told)
    if anchor.kind == "period":
        return _of_period(anchor, told, bells)
    return _of_routine(anchor, told, bells, known)


def of_plan(plan: tables.Plan, calendar: SchoolCalendar, known: Sequence[Routine]) -> Anchor:
    """Return a plan's anchor; a whole period or routine is followed in its length too."""
    told = (plan.start_minute, plan.end_minute)
    if plan.anchor_kind == "clock":
        return Anchor("clock", start=told[0], end=told[1])
    anchor = Anchor("period" if plan.anchor_kind == "period" else "routine", plan.anchor_name)
    return _kept(anchor, told, place(plan, calendar, known))


def _kept(anchor: Anchor, told: Place, whole: Place | None) -> Anchor:
    """Return the anchor that two times and a whole are: all of it, its end, or just times.

    What ends with its whole and begins inside it is "the last n minutes of" it: on a day on which
    the whole is shorter it keeps its length.
    """
    bare = replace(anchor, start=None, end=None, offset_from=None, minutes=None)
    if told == whole:
        return bare
    if whole is not None and whole[0] < told[0] and told[1] == whole[1]:
        return replace(bare, offset_from="end", minutes=told[1] - told[0])
    return replace(bare, start=told[0], end=told[1])


def place(plan: tables.Plan, calendar: SchoolCalendar, known: Sequence[Routine]) -> Place | None:
    """Return the regular times of the whole that a plan hangs on; None for the clock or if gone."""
    if plan.anchor_kind == "clock":
        return None
    if plan.anchor_kind == "routine":
        routine = routines.named(known, plan.anchor_name)
        if routine is not None:
            return routine.start, routine.end
    of_any_date = rule(plan, Anchor("clock"))
    bells = calendar.usual(of_any_date.told_on, of_any_date.cycle_days)
    period = bells.period(plan.anchor_name)
    return None if period is None else (period.start, period.end)


def follow(plan: tables.Plan, before: Place | None, after: Place | None) -> bool:
    """Move a plan's regular times with the whole that they are (part of); tell if they moved."""
    if before is None or after is None or before == after:
        return False
    told = (plan.start_minute, plan.end_minute)
    moved = part(_kept(Anchor("routine"), told, before), after, before) or after
    plan.start_minute, plan.end_minute = moved
    return moved != told


def rule(
    plan: tables.Plan, anchor: Anchor, *, first: date | None = None, last: date | None = None
) -> Rule:
    """Return a plan's rule, or the part of it between two dates."""
    return Rule(
        weekdays=frozenset(plan.weekdays),
        first=max(plan.from_date, first or plan.from_date),
        last=min(plan.until_date, last or plan.until_date),
        anchor=anchor,
        interval=plan.interval,
        cycle_days=frozenset(plan.cycle_days),
        except_dates=frozenset(map(date.fromisoformat, plan.except_dates)),
        monthly=frozenset((n, weekday) for n, weekday in plan.monthly),
        counted_from=plan.from_date,
    )


def _checked_times(anchor: Anchor) -> Place | None:
    start, end = anchor.start, anchor.end
    if start is None or end is None:
        return None
    if not 0 <= start < end <= _DAY_END:
        raise errors.Refusal("end_before_start", start=start, end=end)
    return start, end


def _of_period(anchor: Anchor, told: Place | None, bells: DayType) -> Resolved:
    period = bells.period(anchor.name)
    if period is None:
        known = tuple(one.name for one in bells.periods if not one.staff_only)
        raise errors.Refusal("period_unknown", name=anchor.name, known=known)
    whole = (period.start, period.end)
    times = told or _part(anchor, whole)
    return Resolved(_kept(replace(anchor, name=period.name), times, whole), *times)


def _of_routine(
    anchor: Anchor, told: Place | None, bells: DayType, known: Sequence[Routine]
) -> Resolved:
    routine = routines.named(known, anchor.name)
    if routine is not None:
        whole = (routine.start, routine.end)
        times = told or _part(anchor, whole)
        return Resolved(_kept(replace(anchor, name=routine.name), times, whole), *times)
    period = bells.period(anchor.name)
    if period is not None:
        return _of_period(anchor, told, bells)
    if told is None:
        names = [one.name for one in known if one.with_students]
        names += [one.name for one in bells.periods if not one.staff_only]
        raise errors.Refusal("period_unknown", name=anchor.name, known=tuple(names))
    guess = Routine(anchor.name, *told, kind=routines.kind_of(anchor.name), guess=True)
    return Resolved(Anchor("routine", anchor.name), *told, guess)


def _part(anchor: Anchor, whole: Place) -> Place:
    """Return the part of a whole that an anchor counts off in minutes; all of it by default."""
    start, end = whole
    minutes = anchor.minutes
    if minutes is None:
        return whole
    match anchor.offset_from:
        case "end":
            part = (max(start, end - minutes), end)
        case "before":
            part = (max(0, start - minutes), start)
        case "after":
            part = (end, min(_DAY_END, end + minutes))
        case _:
            part = (start, min(end, start + minutes))
    if part[0] >= part[1]:
        raise errors.Refusal("end_before_start", start=part[0], end=part[1])
    return part
