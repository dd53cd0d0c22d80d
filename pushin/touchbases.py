"""The five minutes of a teacher and a provider: when both are free of students, once a week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pushin import attention, calendars, errors, live, people, plan_facts, prompts
from pushin.diaries import Diary
from school import clock, free
from school.calendar import SchoolCalendar
from school.day import Day
from school.free import Span
from storage import tables
from storage.scope import Scope

MINUTES = 5
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Slot:
    """Five minutes on a local date.

    `why`: `before_school`, `after_school`, `after_early_day`, `planning`, `lunch` or
    `no_students`.
    """

    on: date
    start: int
    end: int
    starts_at: datetime
    ends_at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """A teacher and a provider in the teacher's building."""

    teacher: tables.Person
    provider: tables.Person
    classroom: tables.Classroom
    calendar: SchoolCalendar

    @property
    def building(self) -> str | None:
        """Where both must be; nowhere in particular if both chose the phone."""
        by_phone = self.teacher.phone_ok and self.provider.phone_ok
        return None if by_phone else self.classroom.school_id

    def owns(self, row: tables.TouchBase) -> bool:
        """Tell whether a touch-base is this pair's."""
        return (row.teacher_id, row.provider_id) == (self.teacher.id, self.provider.id)


def monday(on: date) -> date:
    """Return the Monday of the week of a local date."""
    return on - timedelta(days=on.weekday())


def free_times(scope: Scope, person: tables.Person, on: date, *, at: datetime) -> tuple[Span, ...]:
    """Return a person's student-free times on the local date `on`, from the instant `at` on.

    Inside their hours, outside students' time, push-ins, travel and lunch (unless they chose it).
    """
    noon = datetime.combine(on, datetime.min.time(), at.tzinfo)
    spans = Diary(scope, (person,), noon, noon + _DAY).free(person, on)
    zone = attention.zone_of(scope, person, at)
    if zone is None:
        return spans
    today, minute = clock.local(at, zone)
    if on < today:
        return ()
    since = minute if on == today else 0
    return tuple(Span(max(one.start, since), one.end, one.why) for one in spans if one.end > since)


def slots(
    scope: Scope,
    teacher: tables.Person,
    provider: tables.Person,
    week: date,
    *,
    at: datetime,
    classroom: tables.Classroom | None = None,
) -> Slot | None:
    """Return the first common student-free five minutes of a week that begin at or after `at`.

    `week` is its Monday. `classroom` says where they meet; by default the teacher's (first) room.
    None if there is no such time, or the teacher has no room.
    """
    room = classroom or next(iter(scope.classrooms.of_teacher(teacher.id)), None)
    if room is None:
        return None
    calendar = calendars.calendar_of(scope, room.school_id)
    pair = _Pair(teacher, provider, room, calendar)
    start = calendar.clock(week).instant(0)
    diary = Diary(scope, (teacher, provider), start, start + _WEEK)
    rows = scope.touch_bases.from_week((teacher.id, provider.id), week)
    return _first(pair, diary, week, [row for row in rows if not pair.owns(row)], at=at)


def _first(
    pair: _Pair, diary: Diary, week: date, others: Sequence[tables.TouchBase], *, at: datetime
) -> Slot | None:
    for on in (week + days * _DAY for days in range(7)):
        for span in _common(pair, diary, on, others):
            slot = _slot(pair, diary, on, span, at)
            if slot is not None:
                return slot
    return None


def _common(
    pair: _Pair, diary: Diary, on: date, others: Iterable[tables.TouchBase]
) -> tuple[Span, ...]:
    """Return the common student-free times of a date outside quiet hours.

    Other touch-bases of the two are left out.
    """
    if not diary.school(pair.classroom.school_id).day(on).in_session:
        return ()
    theirs = diary.free(pair.teacher, on, pair.classroom.school_id)
    if not theirs:
        return ()
    common = free.common_free(theirs, diary.free(pair.provider, on, pair.building), MINUTES)
    taken = [_local(pair, diary, row, on) for row in others if row.state == "planned"]
    busy = tuple(span for span in taken if span is not None)
    return tuple(
        part
        for span in common
        if (awake := _awake(span, pair)) is not None
        for part in free.free_spans(free.PersonDay(awake, reserved=busy), MINUTES)
    )


def _awake(span: Span, pair: _Pair) -> Span | None:
    """Return the part of a stretch that is outside the quiet hours of both."""
    quiet = [attention.quiet_hours(one) for one in (pair.teacher, pair.provider)]
    start = max(span.start, *(until for _, until in quiet))
    end = min(span.end, *(since for since, _ in quiet))
    return Span(start, end, span.why) if start < end else None


def _local(pair: _Pair, diary: Diary, row: tables.TouchBase, on: date) -> Span | None:
    """Return a touch-base's minutes if it is on this date, with the way from another building."""
    if row.starts_at is None or row.ends_at is None:
        return None
    its_date, start = clock.local(row.starts_at, pair.calendar.zone)
    if its_date != on:
        return None
    own = row.provider_id == pair.provider.id
    away = own and diary.is_elsewhere(row.classroom_id, pair.classroom.school_id)
    way = pair.provider.travel_minutes if away else 0
    return Span(max(0, start - way), start + MINUTES + way, "touch_base")


def _slot(pair: _Pair, diary: Diary, on: date, span: Span, at: datetime) -> Slot | None:
    """Return the first five minutes of a stretch that begin at or after `at`."""
    today, minute = clock.local(at, pair.calendar.zone)
    if on < today:
        return None
    begun = minute + 1 if at.second or at.microsecond else minute
    start = max(span.start, begun) if on == today else span.start
    if start + MINUTES > span.end:
        return None
    day = pair.calendar.clock(on)
    why = _why(diary.school(pair.classroom.school_id).day(on), start, pair.calendar)
    return Slot(on, start, start + MINUTES, day.instant(start), day.instant(start + MINUTES), why)


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


# --- weeks ------------------------------------------------------------------------------------


def is_common(scope: Scope, row: tables.TouchBase) -> bool:
    """Tell whether a planned touch-base still is at a common student-free time of its pair."""
    pair = _pair(scope, row.teacher_id, row.provider_id, row.classroom_id)
    if row.starts_at is None:
        return False
    diary = Diary(scope, (pair.teacher, pair.provider), row.starts_at, row.starts_at)
    here = scope.touch_bases.from_week((row.teacher_id, row.provider_id), row.week)
    others = [one for one in here if one.week == row.week and not pair.owns(one)]
    return _still_fits(pair, diary, row, others)


def _pair(scope: Scope, teacher_id: str, provider_id: str, classroom_id: str) -> _Pair:
    room = scope.classrooms.get(classroom_id)
    if room is None:
        raise errors.Refusal("room_gone")
    return _Pair(
        people.require(scope, teacher_id),
        people.require(scope, provider_id),
        room,
        calendars.calendar_of(scope, room.school_id),
    )


def plan_all(scope: Scope, person_ids: Iterable[str], *, at: datetime) -> None:
    """Keep the touch-bases of every pair to which one of these people belongs.

    Their time changed: what stood at a free time may now stand in a push-in, with whomever.
    """
    pairs: dict[tuple[str, str], tables.Plan] = {}
    for person_id in dict.fromkeys(person_ids):
        for plan in scope.plans.of_person(person_id):
            pair = (plan_facts.classroom_of(scope, plan).teacher_id, plan.provider_id)
            if person_id in pair:
                pairs.setdefault(pair, plan)
    without = [plan for plan in pairs.values() if not plan_weeks(scope, plan, at=at)]
    for plan in without if len(pairs) > 1 else ():
        plan_weeks(scope, plan, at=at)  # a later pair may have left the time that this one needs


def plan_weeks(scope: Scope, plan: tables.Plan, *, at: datetime, on: date | None = None) -> bool:
    """Keep one touch-base for each coming week in which a plan's pair has sessions.

    Only for the week of the local date `on`, if it is given. A slot that still is common
    student-free time stays; another is moved, or says that there is none. Those that have begun,
    were held or noted stay as they are. Idempotent. Tells whether every week has its slot.
    """
    room = plan_facts.classroom_of(scope, plan)
    pair = _pair(scope, room.teacher_id, plan.provider_id, room.id)
    if pair.teacher.id == pair.provider.id:
        return True
    week = monday(calendars.today(pair.calendar, at))
    first, last = (week, None) if on is None else (max(week, monday(on)), monday(on))
    diary = _diary(scope, pair, first, last)
    rows = [
        row
        for row in scope.touch_bases.from_week((pair.teacher.id, pair.provider.id), first)
        if last is None or row.week <= last
    ]
    own = {row.week: row for row in rows if pair.owns(row)}
    others = [row for row in rows if not pair.owns(row)]
    weeks = {
        monday(one.on)
        for one in diary.taken
        if (one.teacher_id, one.provider_id) == (pair.teacher.id, pair.provider.id)
    }
    kept = [
        _keep_week(scope, pair, diary, one, row=own.get(one), others=others, at=at)
        for one in sorted(one for one in weeks if first <= one <= (last or one))
    ]
    touched = [row for row, is_new in kept if is_new]
    scope.session.flush()
    for row in touched:
        prompts.for_touch_base(scope, row, at=at)
    dropped = _drop(scope, (row for one, row in own.items() if one not in weeks), at=at)
    _mark(scope, pair, [*touched, *dropped])
    return all(row.state != "no_slot" for row, _ in kept)


def _diary(scope: Scope, pair: _Pair, first: date, last: date | None) -> Diary:
    """Return the pair's days from one Monday until the week of another, or the year's end."""
    start = pair.calendar.clock(first).instant(0)
    until = last or pair.calendar.last_day or first + 60 * _WEEK
    return Diary(
        scope, (pair.teacher, pair.provider), start, pair.calendar.clock(until).instant(0) + _WEEK
    )


def _keep_week(
    scope: Scope,
    pair: _Pair,
    diary: Diary,
    week: date,
    *,
    row: tables.TouchBase | None,
    others: Sequence[tables.TouchBase],
    at: datetime,
) -> tuple[tables.TouchBase, bool]:
    """Make a week's touch-base what it should be; return it, and whether it was something else."""
    here = [one for one in others if one.week == week]
    if row is not None and (_is_settled(row, at) or _still_fits(pair, diary, row, here)):
        return row, False
    slot = _first(pair, diary, week, here, at=at)
    if row is None:
        row = _row(pair, week)
    elif slot is None and row.state == "no_slot":
        return row, False
    else:
        row.revision += 1
    _fill(row, slot)
    scope.session.add(row)
    return row, True


def _is_settled(row: tables.TouchBase, at: datetime) -> bool:
    """Tell whether a touch-base has begun, was held or noted."""
    if row.state not in {"planned", "no_slot"} or row.noted_at is not None:
        return True
    return row.starts_at is not None and row.starts_at <= at


def _still_fits(
    pair: _Pair, diary: Diary, row: tables.TouchBase, others: Sequence[tables.TouchBase]
) -> bool:
    if row.starts_at is None:
        return False
    on, start = clock.local(row.starts_at, pair.calendar.zone)
    return any(
        span.start <= start and start + MINUTES <= span.end
        for span in _common(pair, diary, on, others)
    )


def _row(pair: _Pair, week: date) -> tables.TouchBase:
    return tables.TouchBase(
        workspace_id=pair.classroom.workspace_id,
        id=f"{pair.provider.id}-{pair.teacher.id}-{week:%Y%m%d}",
        classroom_id=pair.classroom.id,
        teacher_id=pair.teacher.id,
        provider_id=pair.provider.id,
        week=week,
    )


def _fill(row: tables.TouchBase, slot: Slot | None) -> None:
    row.state = "no_slot" if slot is None else "planned"
    row.starts_at = None if slot is None else slot.starts_at
    row.ends_at = None if slot is None else slot.ends_at
    row.why = "" if slot is None else slot.why


def _drop(
    scope: Scope, rows: Iterable[tables.TouchBase], *, at: datetime
) -> list[tables.TouchBase]:
    """Take back the touch-bases of weeks in which the pair has no session any more."""
    dropped = [row for row in rows if not _is_settled(row, at)]
    for row in dropped:
        prompts.withdraw(scope, subject=f"pair:{row.id}", why="no_session", at=at)
        scope.session.delete(row)
    scope.session.flush()
    return dropped


def _mark(scope: Scope, pair: _Pair, rows: Sequence[tables.TouchBase]) -> None:
    if rows:
        homes = (f"person:{pair.teacher.id}", f"person:{pair.provider.id}")
        live.changed(scope, *(f"pair:{row.id}" for row in rows), *homes)
