"""Another time for a touch-base: later today, one of the next common times, or right now."""

from datetime import date, datetime

from pushin import (
    calendars,
    errors,
    live,
    pairs,
    people,
    prompts,
    slots,
    touchbase_notes,
    touchbases,
)
from pushin.kinds import reads
from pushin.pairs import Pair
from pushin.results import NoSlot, NowSlot, SlotFacts, TouchBaseFacts, TouchBaseOptions
from pushin.slots import Slot
from school import clock
from storage import tables
from storage.scope import Scope

_UNDER_A_MINUTE = 59
_WHOLE_WEEK = 100
"""More stretches than a week has."""


def later(
    scope: Scope, touch_base_id: str, revision: int, *, at: datetime
) -> TouchBaseFacts | TouchBaseOptions | NoSlot:
    """Move a touch-base to the next common five minutes of today.

    Where today has none it stays as it is, and the other times of its week are told.
    Refusals: as `another`.
    """
    row = _open(scope, touch_base_id, revision)
    pair = pairs.of_touch_base(scope, row)
    today = calendars.today(pair.calendar, at)
    its_date = None if row.starts_at is None else clock.local(row.starts_at, pair.calendar.zone)[0]
    after = max(at, row.ends_at or at) if its_date == today else at
    found = touchbases.slots_of_week(scope, pair, today, at=after, but=row.id, most=1)
    if found and found[0].on == today and slots.monday(row.week) == slots.monday(today):
        return moved(scope, row, found[0], at=at)
    return _today_full(scope, row, at=at)


def another(
    scope: Scope, touch_base_id: str, revision: int, *, at: datetime
) -> TouchBaseOptions | NoSlot:
    """Move a touch-base to its week's next common time on another day, else on the same one.

    The next three times beside it are returned with it; NoSlot, which moves nothing, names next
    week's. Refusals: `touch_base_gone`, `not_yours`; Stale `touch_base_changed`,
    `touch_base_done` (touch_base_id).
    """
    row = _open(scope, touch_base_id, revision)
    pair = pairs.of_touch_base(scope, row)
    found = touchbases.slots_of_week(scope, pair, row.week, at=at, most=_WHOLE_WEEK)
    if not found:
        return touchbase_notes.no_slot(scope, row, at=at)
    after = _after_it(pair, row, at)
    moved(scope, row, _next_day(pair, row, found), at=at)
    beside = touchbases.slots_of_week(scope, pair, row.week, at=after)
    shown = tuple(map(slot_facts, beside))
    return TouchBaseOptions(touchbase_notes.facts(scope, row), shown, moved=True)


def take(
    scope: Scope, touch_base_id: str, on: date, start: int, revision: int, *, at: datetime
) -> TouchBaseFacts:
    """Move a touch-base to one of its common times; twice changes nothing.

    Refusals: as `another`; Stale `slot_gone` where both are not free then any more.
    """
    row = touchbase_notes.own(scope, touch_base_id)
    pair = pairs.of_touch_base(scope, row)
    if _is_at(pair, row, on, start):
        return touchbase_notes.facts(scope, row)
    _check(row, revision)
    if slots.monday(on) != slots.monday(row.week):
        raise errors.Stale("slot_gone")
    return moved(scope, row, _exactly(scope, pair, on, start, row.id, at=at), at=at)


@reads
def now(scope: Scope, *, at: datetime) -> tuple[NowSlot, ...]:
    """Return what five minutes the asker could take today, with whom, the soonest first."""
    me = people.require_member(scope)
    found = []
    for pair in pairs.of_person(scope, me, at=at):
        today = calendars.today(pair.calendar, at)
        slot = next(iter(touchbases.slots_of_week(scope, pair, today, at=at, most=1)), None)
        if slot is not None and slot.on == today:
            found.append(_now(pair, slot, at))
    return tuple(sorted(found, key=lambda one: one.minutes))


def take_now(scope: Scope, key: str, on: date, start: int, *, at: datetime) -> TouchBaseFacts:
    """Put a pair's five minutes at a time of today; twice changes nothing.

    This week's touch-base moves there; where it was held already, or none is planned, it is one
    more. Refusals: those of `pairs.own`; Stale `slot_gone`, `touch_base_done`.
    """
    pair = pairs.own(scope, key, at=at)
    if on != calendars.today(pair.calendar, at):
        raise errors.Stale("slot_gone")
    week = slots.monday(on)
    here = [
        row
        for row in scope.touch_bases.from_week(pair.ids, week)
        if pair.owns(row) and slots.monday(row.week) == week
    ]
    there = next((row for row in here if _is_at(pair, row, on, start)), None)
    if there is not None:
        return touchbase_notes.facts(scope, there)
    row = next((row for row in here if row.state != "done" and row.noted_at is None), None)
    slot = _exactly(scope, pair, on, start, None if row is None else row.id, at=at)
    return moved(scope, row or _one_more(pair, here, on), slot, at=at)


def moved(scope: Scope, row: tables.TouchBase, slot: Slot, *, at: datetime) -> TouchBaseFacts:
    """Put a touch-base at a slot, with its prompt, and show it so everywhere."""
    row.revision += row.starts_at is not None or row.state != "planned"
    touchbases.place(row, slot)
    settled(scope, row, at=at)
    return touchbase_notes.facts(scope, row)


def move_on(scope: Scope, row: tables.TouchBase, *, otherwise: str, at: datetime) -> None:
    """Give a touch-base the next slot of its week; without one its state is `otherwise`."""
    pair = pairs.of_touch_base(scope, row)
    after = max(at, row.ends_at or at)
    found = touchbases.slots_of_week(scope, pair, row.week, at=after, but=row.id, most=1)
    if found:
        moved(scope, row, found[0], at=at)
        return
    row.revision += 1
    row.state = otherwise
    settled(scope, row, at=at)


def settled(scope: Scope, row: tables.TouchBase, *, at: datetime) -> None:
    """Keep a changed touch-base: its prompt, its copies, and what its two are asked."""
    scope.touch_bases.add(row)
    prompts.for_touch_base(scope, row, at=at)
    live.changed(scope, f"pair:{row.id}")
    for person_id in (row.teacher_id, row.provider_id):
        # A wish to talk may have been met.
        prompts.for_person(scope, person_id, at=at)


def slot_facts(slot: Slot) -> SlotFacts:
    """Return a slot as people choose it."""
    return SlotFacts(slot.on, slot.start, slot.end, slot.why, slot.free_until)


def _open(scope: Scope, touch_base_id: str, revision: int) -> tables.TouchBase:
    row = touchbase_notes.own(scope, touch_base_id)
    _check(row, revision)
    return row


def _check(row: tables.TouchBase, revision: int) -> None:
    if row.state == "done":
        raise errors.Stale("touch_base_done", touch_base_id=row.id)
    if row.revision != revision:
        raise errors.Stale("touch_base_changed", touch_base_id=row.id)


def _after_it(pair: Pair, row: tables.TouchBase, at: datetime) -> datetime:
    """Return the end of a touch-base of today, whose own time does not suit; else `at`."""
    zone = pair.calendar.zone
    if row.starts_at is None or row.ends_at is None:
        return at
    is_today = clock.local(row.starts_at, zone)[0] == clock.local(at, zone)[0]
    return max(at, row.ends_at) if is_today else at


def _next_day(pair: Pair, row: tables.TouchBase, found: tuple[Slot, ...]) -> Slot:
    """Return the first slot on another day than the touch-base's, where there is one."""
    if row.state != "planned" or row.starts_at is None:
        return found[0]
    now, _ = clock.local(row.starts_at, pair.calendar.zone)
    return next((slot for slot in found if slot.on != now), found[0])


def _today_full(scope: Scope, row: tables.TouchBase, *, at: datetime) -> TouchBaseOptions | NoSlot:
    pair = pairs.of_touch_base(scope, row)
    found = touchbases.slots_of_week(scope, pair, row.week, at=at)
    if not found:
        return touchbase_notes.no_slot(scope, row, at=at)
    shown = tuple(map(slot_facts, found))
    return TouchBaseOptions(touchbase_notes.facts(scope, row), shown)


def _exactly(
    scope: Scope, pair: Pair, on: date, start: int, but: str | None, *, at: datetime
) -> Slot:
    week = slots.monday(on)
    diary = touchbases.diary_of(scope, pair, week, week)
    beside = [row for row in scope.touch_bases.from_week(pair.ids, week) if row.id != but]
    taken = slots.taken_by(pair, diary, beside)
    slot = slots.exactly(pair, diary, on, start, taken, at=at)
    if slot is None:
        raise errors.Stale("slot_gone")
    return slot


def _is_at(pair: Pair, row: tables.TouchBase, on: date, start: int) -> bool:
    if row.state != "planned" or row.starts_at is None:
        return False
    return clock.local(row.starts_at, pair.calendar.zone) == (on, start)


def _one_more(pair: Pair, here: list[tables.TouchBase], on: date) -> tables.TouchBase:
    """Return a touch-base beside those of its week: the week's own, else one of the date."""
    known = {row.week for row in here}
    for key in (slots.monday(on), on):
        if key not in known:
            return touchbases.new_row(pair, key)
    raise errors.Stale("touch_base_done")


def _now(pair: Pair, slot: Slot, at: datetime) -> NowSlot:
    seconds = int((slot.starts_at - at).total_seconds())
    return NowSlot(
        pair.key,
        people.ref(pair.teacher),
        people.ref(pair.provider),
        pair.classroom.room,
        slot_facts(slot),
        (seconds + _UNDER_A_MINUTE) // 60,
    )
