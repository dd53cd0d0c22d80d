"""`bench slots`: the first five minutes of every pair and week, against a bare sweep of a day."""

import gc
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from bot import school_files
from bot.bench.rows import Row
from school import free, slots
from school.calendar import SchoolCalendar
from school.day import Day
from school.free import PersonDay, Span
from school.routines import Routine

STAFF, DAYS, ROUNDS = 500, 180, 5
EACH = 4
"""Teachers with whom a provider meets, in one building."""
AIM = 3.0
_BETWEEN = (390, 1080)
"""The minutes outside quiet hours."""
_HOURS = Span(8 * 60, 15 * 60 + 30)

Found = list[tuple[date, int] | None]
Finder = Callable[["Staff"], Found]


@dataclass(frozen=True, slots=True)
class Staff:
    """Who meets whom, and what binds each person on each date."""

    weeks: Sequence[Sequence[date]]
    pairs: Sequence[tuple[int, int]]
    days: Sequence[dict[date, PersonDay]]


async def measure() -> list[Row]:
    """Return how long the first slots of all pairs and weeks take, beside a bare sweep.

    Both get the same people's days, made beforehand. The sweep sorts what binds the two on a date
    and walks along it, with tuples, no kinds of time and no stretches to choose among. Processor
    time, so that a busy machine does not count.
    """
    staff = _staff()
    ours, bare = _race(staff)
    name = f"slots, {STAFF} staff, {DAYS} days, against a bare sweep"
    return [Row(name, ours, "s", bare, AIM)]


def _race(staff: Staff) -> tuple[float, float]:
    """Return the median seconds of both, taken in turns; RuntimeError if they do not agree."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        results = []
        for own, finder in zip(times, (_find, _sweep), strict=True):
            gc.collect()
            began = time.process_time()
            results.append(finder(staff))
            own.append(time.process_time() - began)
        if results[0] != results[1]:
            raise RuntimeError("the finder and the sweep disagree")
    return median(times[0]), median(times[1])


# --- ours -------------------------------------------------------------------------------------


def _find(staff: Staff) -> Found:
    """Find as Push-In does: the stretches that two have in common, and the first slot in them."""
    return [
        _first(staff.days[teacher], staff.days[provider], week)
        for teacher, provider in staff.pairs
        for week in staff.weeks
    ]


def _first(
    teacher: dict[date, PersonDay], provider: dict[date, PersonDay], week: Sequence[date]
) -> tuple[date, int] | None:
    for on in week:
        start = slots.first(slots.stretches(teacher[on], provider[on], between=_BETWEEN))
        if start is not None:
            return on, start
    return None


# --- a bare sweep -----------------------------------------------------------------------------


def _sweep(staff: Staff) -> Found:
    return [
        _swept(staff.days[teacher], staff.days[provider], week)
        for teacher, provider in staff.pairs
        for week in staff.weeks
    ]


def _swept(
    teacher: dict[date, PersonDay], provider: dict[date, PersonDay], week: Sequence[date]
) -> tuple[date, int] | None:
    for on in week:
        one, two = teacher[on], provider[on]
        if one.hours is None or two.hours is None:
            continue
        since = max(one.hours[0], two.hours[0], _BETWEEN[0])
        last = min(one.hours[1], two.hours[1], _BETWEEN[1])
        bound = [
            *one.with_students, *one.push_ins, *one.travel, *one.reserved,
            *two.with_students, *two.push_ins, *two.travel, *two.reserved,
        ]  # fmt: skip
        for person in (one, two):
            if not person.lunch_ok:
                bound += person.lunch
        bound.sort()
        for start, end, _ in bound:
            if start - since >= slots.MINUTES:
                break
            since = max(since, end)
        if since + slots.MINUTES <= last:
            return on, since
    return None


# --- who --------------------------------------------------------------------------------------


def _staff() -> Staff:
    """Return the staff of the demo's school: four teachers to a provider, days of all kinds."""
    dice = random.Random(1)  # noqa: S311  no secret
    calendar = SchoolCalendar.from_neutral(school_files.read_or_demo(None))
    dates = list(_dates(calendar))[:DAYS]
    of_school = {on: calendar.day(on) for on in dates}
    providers = STAFF // (EACH + 1)
    people = [_teacher(dice, calendar, of_school) for _ in range(STAFF - providers)]
    people += [_provider(dice, of_school) for _ in range(providers)]
    first = STAFF - providers
    pairs = [(number, first + number // EACH) for number in range(first)]
    return Staff(_weeks(dates), pairs, people)


def _dates(calendar: SchoolCalendar) -> Iterator[date]:
    first, last = calendar.first_day or date.min, calendar.last_day or date.max
    return (day.on for day in calendar.days(first, last) if day.in_session)


def _weeks(dates: Sequence[date]) -> list[list[date]]:
    weeks: dict[date, list[date]] = {}
    for on in dates:
        weeks.setdefault(on - timedelta(days=on.weekday()), []).append(on)
    return list(weeks.values())


def _teacher(
    dice: random.Random, calendar: SchoolCalendar, days: dict[date, Day]
) -> dict[date, PersonDay]:
    """Return a teacher's days: a planning period that is mostly offered, push-ins, her hours."""
    periods = [one for one in calendar.regular.periods if one.kind == "class"]
    planning = dice.choice(periods)
    offered = dice.random() < 0.8  # noqa: PLR2004  most teachers
    routine = Routine(
        "Planning", planning.start, planning.end, "planning", with_students=False, usable=offered
    )
    hours = dice.choice((None, _HOURS, Span(8 * 60 + 30, 15 * 60)))
    return {
        on: free.teacher_day(
            day,
            (routine,),
            hours,
            regular=calendar.regular,
            push_ins=_push_ins(dice, 2),
        )
        for on, day in days.items()
    }


def _provider(dice: random.Random, days: dict[date, Day]) -> dict[date, PersonDay]:
    """Return a provider's days: push-ins, the way between two buildings, lunch."""
    noon = dice.randrange(690, 780, 5)
    return {
        on: free.provider_day(
            day,
            _HOURS,
            push_ins=_push_ins(dice, 7),
            travel=(Span(noon + 30, noon + 50, "travel"),),
            lunch=(Span(noon, noon + 30, "lunch"),),
        )
        for on, day in days.items()
    }


def _push_ins(dice: random.Random, count: int) -> tuple[Span, ...]:
    starts = sorted(dice.randrange(480, 900, 5) for _ in range(count))
    return tuple(Span(start, start + 30, "push_in") for start in starts)
