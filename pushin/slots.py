"""When a teacher and a provider can touch base: common times without students, and why then."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pushin import attention
from pushin.diaries import Diary
from pushin.pairs import Pair
from school import clock
from school import slots as minutes
from school.calendar import SchoolCalendar
from school.day import Day
from school.free import Span
from school.slots import MINUTES
from storage import tables

SHOWN = 3
"""Slots among which people choose."""
DAY = timedelta(days=1)
Taken = Mapping[date, Sequence[Span]]
"""What two people have at each date of theirs already, ways included."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Five minutes on a local date, and the end of the common time that they lie in.

    `why`: `before_school`, `after_school`, `after_early_day`, `planning`, `lunch` or
    `no_students`.
    """

    on: date
    start: int
    end: int
    starts_at: datetime
    ends_at: datetime
    why: str
    free_until: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A time of the week at which two would like to meet: weekday (0 = Monday) and minute."""

    weekday: int
    start: int


def monday(on: date) -> date:
    """Return the Monday of the week of a local date."""
    return on - timedelta(days=on.weekday())


def week(first: date) -> tuple[date, ...]:
    """Return the seven dates of a week that begins with this one."""
    return tuple(first + days * DAY for days in range(7))


def first(
    pair: Pair,
    diary: Diary,
    dates: Iterable[date],
    taken: Taken,
    *,
    at: datetime,
    standing: Standing | None = None,
) -> Slot | None:
    """Return the pair's first slot of some dates that begins at or after `at`; None without one.

    Where they have a standing time and it is common on one of the dates, that one.
    """
    days = tuple(dates)
    if standing is not None:
        usual = (on for on in days if on.weekday() == standing.weekday)
        kept = (exactly(pair, diary, on, standing.start, taken, at=at) for on in usual)
        found = next((slot for slot in kept if slot is not None), None)
        if found is not None:
            return found
    every = (
        _in(pair, diary, on, span, at) for on in days for span in common(pair, diary, on, taken)
    )
    return next((slot for slot in every if slot is not None), None)


def options(
    pair: Pair,
    diary: Diary,
    dates: Iterable[date],
    taken: Taken,
    *,
    at: datetime,
    most: int = SHOWN,
) -> tuple[Slot, ...]:
    """Return the next slots, one of each common time, at most `most`."""
    found: list[Slot] = []
    for on in dates:
        every = (_in(pair, diary, on, span, at) for span in common(pair, diary, on, taken))
        found += [slot for slot in every if slot is not None]
        if len(found) >= most:
            break
    return tuple(found[:most])


def exactly(
    pair: Pair, diary: Diary, on: date, start: int, taken: Taken, *, at: datetime
) -> Slot | None:
    """Return the slot that begins at this minute, if both are free then and it is not past."""
    for span in common(pair, diary, on, taken):
        if span.start <= start and start + MINUTES <= span.end:
            return _in(pair, diary, on, Span(start, span.end), at, only=start)
    return None


def fits(pair: Pair, diary: Diary, row: tables.TouchBase, taken: Taken) -> bool:
    """Tell whether a touch-base's time is common student-free time."""
    if row.starts_at is None:
        return False
    on, start = clock.local(row.starts_at, pair.calendar.zone)
    return minutes.fits(common(pair, diary, on, taken), start)


def common(pair: Pair, diary: Diary, on: date, taken: Taken) -> Iterator[Span]:
    """Yield the common student-free times of a date outside quiet hours and what is `taken`."""
    building = pair.classroom.school_id
    if not diary.school(building).day(on).in_session:
        return iter(())
    theirs = diary.person_day(pair.teacher, on, building)
    if theirs is None or theirs.hours is None:
        return iter(())
    own = diary.person_day(pair.provider, on, pair.building)
    if own is None:
        return iter(())
    return minutes.stretches(theirs, own, between=awake(pair), taken=taken.get(on, ()))


def awake(pair: Pair) -> tuple[int, int]:
    """Return from and until when neither of a pair has quiet hours, in minutes."""
    quiet = [attention.quiet_hours(one) for one in pair.people]
    return max(until for _, until in quiet), min(since for since, _ in quiet)


def taken_by(pair: Pair, diary: Diary, rows: Iterable[tables.TouchBase]) -> Taken:
    """Return the minutes of touch-bases that are planned, with the way from another building."""
    found: dict[date, list[Span]] = defaultdict(list)
    for row in rows:
        if row.state != "planned" or row.starts_at is None:
            continue
        on, start = clock.local(row.starts_at, pair.calendar.zone)
        own = row.provider_id == pair.provider.id
        away = own and diary.is_elsewhere(row.classroom_id, pair.classroom.school_id)
        way = pair.provider.travel_minutes if away else 0
        found[on].append(Span(max(0, start - way), start + MINUTES + way, "touch_base"))
    return found


def _in(
    pair: Pair, diary: Diary, on: date, span: Span, at: datetime, *, only: int | None = None
) -> Slot | None:
    """Return the first slot of a stretch that begins at or after `at`; with `only` just there."""
    today, minute = clock.local(at, pair.calendar.zone)
    if on < today:
        return None
    begun = minute + 1 if at.second or at.microsecond else minute
    start = minutes.first((span,), begun if on == today else 0)
    if start is None or only not in {None, start}:
        return None
    day = pair.calendar.clock(on)
    why = _why(diary.school(pair.classroom.school_id).day(on), start, pair.calendar)
    end = start + MINUTES
    return Slot(on, start, end, day.instant(start), day.instant(end), why, span.end)


def _why(day: Day, start: int, calendar: SchoolCalendar) -> str:
    """Return what makes a minute of the day free of students."""
    if day.first_bell is not None and start < day.first_bell:
        return "before_school"
    if day.last_bell is not None and start >= day.last_bell:
        return "after_early_day" if day.last_bell < _usual_end(calendar) else "after_school"
    within = [one for one in day.periods if one.start <= start < one.end]
    if any(one.kind == "meal" for one in within):
        return "lunch"
    return "planning" if within else "no_students"


def _usual_end(calendar: SchoolCalendar) -> int:
    return calendar.regular.last_bell or 0
