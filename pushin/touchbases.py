"""The touch-bases of a teacher and a provider: one each week, kept true as their days change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pushin import attention, calendars, live, pairs, plan_facts, prompts, slots
from pushin.diaries import Diary
from pushin.pairs import Pair
from pushin.slots import DAY, Slot, Standing, Taken, monday
from school import clock
from school.free import Span
from storage import tables
from storage.scope import Scope

__all__ = ["free_times", "is_common", "monday", "place", "plan_all", "plan_weeks", "slots_of_week"]
_WEEK = 7 * DAY
_LOOK_AHEAD = 60 * _WEEK


def free_times(scope: Scope, person: tables.Person, on: date, *, at: datetime) -> tuple[Span, ...]:
    """Return a person's student-free times on the local date `on`, from the instant `at` on.

    Inside their hours, outside students' time, push-ins, travel and lunch (unless they chose it).
    """
    noon = datetime.combine(on, datetime.min.time(), at.tzinfo)
    spans = Diary(scope, (person,), noon, noon + DAY).free(person, on)
    zone = attention.zone_of(scope, person, at)
    if zone is None:
        return spans
    today, minute = clock.local(at, zone)
    if on < today:
        return ()
    since = minute if on == today else 0
    return tuple(Span(max(one.start, since), one.end, one.why) for one in spans if one.end > since)


def slots_of_week(
    scope: Scope,
    pair: Pair,
    week: date,
    *,
    at: datetime,
    but: str | None = None,
    most: int = slots.SHOWN,
) -> tuple[Slot, ...]:
    """Return a pair's next slots of the week of a date that begin at or after `at`, one a stretch.

    The times of their other touch-bases are left out, but not that of the touch-base `but`.
    """
    start = monday(week)
    diary = diary_of(scope, pair, start, start)
    taken = slots.taken_by(pair, diary, _beside(scope, pair, start, but))
    return slots.options(pair, diary, slots.week(start), taken, at=at, most=most)


def place(row: tables.TouchBase, slot: Slot | None) -> None:
    """Put a touch-base at a slot; without one its week has none."""
    row.state = "no_slot" if slot is None else "planned"
    row.starts_at = None if slot is None else slot.starts_at
    row.ends_at = None if slot is None else slot.ends_at
    row.why = "" if slot is None else slot.why


def is_common(scope: Scope, row: tables.TouchBase) -> bool:
    """Tell whether a planned touch-base still is at a common student-free time of its pair."""
    if row.starts_at is None:
        return False
    pair = pairs.of_touch_base(scope, row)
    diary = Diary(scope, pair.people, row.starts_at, row.starts_at)
    beside = _beside(scope, pair, monday(row.week), row.id)
    return slots.fits(pair, diary, row, slots.taken_by(pair, diary, beside))


def diary_of(scope: Scope, pair: Pair, first: date, last: date | None) -> Diary:
    """Return the pair's days from one Monday until the week of another, or the year's end."""
    start = pair.calendar.clock(first).instant(0)
    until = last or pair.calendar.last_day or first + _LOOK_AHEAD
    return Diary(scope, pair.people, start, pair.calendar.clock(until).instant(0) + _WEEK)


def _beside(scope: Scope, pair: Pair, week: date, but: str | None) -> Sequence[tables.TouchBase]:
    """Return what else the two have from a Monday on: other pairs' touch-bases, and their own."""
    return [row for row in scope.touch_bases.from_week(pair.ids, week) if row.id != but]


# --- weeks ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Occasion:
    """Why a touch-base is due: its key, the dates on which it may be, from an instant on."""

    key: date
    dates: tuple[date, ...]
    since: datetime | None = None


def plan_all(scope: Scope, person_ids: Iterable[str], *, at: datetime) -> None:
    """Keep the touch-bases of every pair to which one of these people belongs.

    Their time changed: what stood at a free time may now stand in a push-in, with whomever.
    """
    found: dict[tuple[str, str], tables.Plan] = {}
    for person_id in dict.fromkeys(person_ids):
        for plan in scope.plans.of_person(person_id):
            ids = (plan_facts.classroom_of(scope, plan).teacher_id, plan.provider_id)
            if person_id in ids:
                found.setdefault(ids, plan)
    without = [plan for plan in found.values() if not plan_weeks(scope, plan, at=at)]
    for plan in without if len(found) > 1 else ():
        plan_weeks(scope, plan, at=at)  # a later pair may have left the time that this one needs


def plan_weeks(scope: Scope, plan: tables.Plan, *, at: datetime, on: date | None = None) -> bool:
    """Keep the touch-bases of a plan's pair as they like to have them, by default one a week.

    Only for the week of the local date `on`, if it is given. A slot that still is common
    student-free time stays; another is moved, or says that there is none. Those that have begun,
    were held or noted stay as they are. Idempotent. Tells whether every week has its slot.
    """
    room = plan_facts.classroom_of(scope, plan)
    pair = pairs.of(scope, room.teacher_id, plan.provider_id, room.id)
    if pair.teacher.id == pair.provider.id:
        return True
    today = calendars.today(pair.calendar, at)
    this = monday(today)
    first, last = (this, None) if on is None else (max(this, monday(on)), monday(on))
    diary = diary_of(scope, pair, first, last)
    rows = [
        row
        for row in scope.touch_bases.from_week(pair.ids, first)
        if last is None or monday(row.week) <= last
    ]
    own = {row.week: row for row in rows if pair.owns(row)}
    taken = slots.taken_by(pair, diary, (row for row in rows if not pair.owns(row)))
    keeper = _Keeper(scope, pair, diary, taken, scope.touch_bases.habit(*pair.ids), at)
    due = [
        one
        for one in keeper.occasions(own.values())
        if first <= monday(one.key) <= (last or monday(one.key))
    ]
    kept = [keeper.keep(one, own.get(one.key)) for one in due]
    touched = [row for row, is_new in kept if is_new]
    scope.session.flush()
    for row in touched:
        prompts.for_touch_base(scope, row, at=at)
    keys = {one.key for one in due}
    left = [row for key, row in own.items() if key not in keys and not keeper.stays(row, today)]
    _mark(scope, pair, [*touched, *_drop(scope, left, at=at)])
    return all(row.state != "no_slot" for row, _ in kept)


@dataclass(frozen=True, slots=True)
class _Keeper:
    """Keeps the touch-bases of one pair."""

    scope: Scope
    pair: Pair
    diary: Diary
    taken: Taken
    habit: tables.TouchBaseHabit | None
    at: datetime

    def occasions(self, own: Iterable[tables.TouchBase]) -> list[_Occasion]:
        """Return what touch-bases are due: by week, by session, or those that are there."""
        often = "weekly" if self.habit is None else self.habit.often
        shared = [one for one in self.diary.taken if self._shares(one.teacher_id, one.provider_id)]
        if often == "on_request":
            keys = {row.week for row in own}
        elif often == "each_session":
            return _after_each({one.on: one.ends_at for one in shared})
        else:
            keys = {monday(one.on) for one in shared}
        return [_Occasion(key, slots.week(monday(key))) for key in sorted(keys)]

    def keep(self, due: _Occasion, row: tables.TouchBase | None) -> tuple[tables.TouchBase, bool]:
        """Make a touch-base what it should be; return it, and whether it was something else."""
        if row is not None and (is_settled(row, self.at) or self._still_fits(row, due.since)):
            return row, False
        after = self.at if due.since is None else max(self.at, due.since)
        slot = slots.first(
            self.pair, self.diary, due.dates, self.taken, at=after, standing=self._standing
        )
        if row is None:
            row = new_row(self.pair, due.key)
        elif slot is None and row.state == "no_slot":
            return row, False
        else:
            row.revision += 1
        place(row, slot)
        self.scope.session.add(row)
        return row, True

    def stays(self, row: tables.TouchBase, today: date) -> bool:
        """Tell whether a touch-base that nothing asks for stays: one that was taken for today."""
        if row.starts_at is None or not self._still_fits(row):
            return False
        return clock.local(row.starts_at, self.pair.calendar.zone)[0] == today

    @property
    def _standing(self) -> Standing | None:
        return standing_of(self.habit)

    def _still_fits(self, row: tables.TouchBase, since: datetime | None = None) -> bool:
        if since is not None and (row.starts_at is None or row.starts_at < since):
            return False
        return slots.fits(self.pair, self.diary, row, self.taken)

    def _shares(self, teacher_id: str, provider_id: str) -> bool:
        return (teacher_id, provider_id) == self.pair.ids


def standing_of(habit: tables.TouchBaseHabit | None) -> Standing | None:
    """Return the time of the week that a pair took, if it took one."""
    if habit is None or habit.weekday is None or habit.start_minute is None:
        return None
    return Standing(habit.weekday, habit.start_minute)


def new_row(pair: Pair, key: date) -> tables.TouchBase:
    """Return a touch-base that is not placed yet; `key` is its week's Monday, or its own date."""
    return tables.TouchBase(
        workspace_id=pair.classroom.workspace_id,
        id=f"{pair.provider.id}-{pair.teacher.id}-{key:%Y%m%d}",
        classroom_id=pair.classroom.id,
        teacher_id=pair.teacher.id,
        provider_id=pair.provider.id,
        week=key,
    )


def _after_each(ends: dict[date, datetime]) -> list[_Occasion]:
    """Return an occasion after each date with sessions, until the next one or its week's end."""
    days = sorted(ends)
    found = []
    for on, then in zip(days, [*days[1:], date.max], strict=True):
        dates = tuple(one for one in slots.week(monday(on)) if on <= one < then)
        found.append(_Occasion(on, dates, ends[on]))
    return found


def is_settled(row: tables.TouchBase, at: datetime) -> bool:
    """Tell whether a touch-base has begun, was held or noted."""
    if row.state not in {"planned", "no_slot"} or row.noted_at is not None:
        return True
    return row.starts_at is not None and row.starts_at <= at


def withdraw_all(scope: Scope, pair: Pair, *, at: datetime) -> None:
    """Take back a pair's touch-bases that have not begun and were not held."""
    first = monday(calendars.today(pair.calendar, at))
    rows = [row for row in scope.touch_bases.from_week(pair.ids, first) if pair.owns(row)]
    _mark(scope, pair, _drop(scope, rows, at=at))


def _drop(
    scope: Scope, rows: Iterable[tables.TouchBase], *, at: datetime
) -> list[tables.TouchBase]:
    """Take back the touch-bases of weeks in which the pair has no session any more."""
    dropped = [row for row in rows if not is_settled(row, at)]
    for row in dropped:
        prompts.withdraw(scope, subject=f"pair:{row.id}", why="no_session", at=at)
        scope.session.delete(row)
    scope.session.flush()
    return dropped


def _mark(scope: Scope, pair: Pair, rows: Sequence[tables.TouchBase]) -> None:
    if rows:
        homes = (f"person:{pair.teacher.id}", f"person:{pair.provider.id}")
        live.changed(scope, *(f"pair:{row.id}" for row in rows), *homes)
