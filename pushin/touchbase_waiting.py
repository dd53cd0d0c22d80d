"""What waits for a person about touching base: a week without time, a standing time to take."""

from datetime import datetime

from pushin import attention, slots, touchbase_habits, touchbase_notes
from pushin.results import WaitingNoSlot, WaitingStanding
from school import clock
from storage import tables
from storage.scope import Scope

_AT_ONCE = 20
"""Weeks without a common time that are looked at."""


def items(
    scope: Scope, person: tables.Person, *, is_asked: bool, at: datetime
) -> tuple[WaitingNoSlot | WaitingStanding, ...]:
    """Return this week's pairs without a common time, or the standing time that they could keep.

    `is_asked`: something is asked about their room, which may give the time; the week waits then.
    """
    due = touchbase_habits.due(scope, person, at=at)
    offers = [touchbase_habits.standing(scope, one.pair, at=at) for one in due]
    offered = {one.pair.ids for one, found in zip(due, offers, strict=True) if found}
    gaps = (
        touchbase_notes.no_slot(scope, row, at=at)
        for row in ([] if is_asked else _gaps(scope, person, at))
        if (row.teacher_id, row.provider_id) not in offered
    )
    return (
        *(WaitingStanding(one) for one in offers if one is not None),
        *map(WaitingNoSlot, gaps),
    )


def since(scope: Scope, person: tables.Person, *, at: datetime) -> tuple[datetime, ...]:
    """Return from when on there is news about touching base, each told on one card.

    A pair that lacks time week after week is told in the first of them.
    """
    found = [
        one.since
        for one in touchbase_habits.due(scope, person, at=at)
        if touchbase_habits.standing(scope, one.pair, at=at) is not None
    ]
    zone = attention.zone_of(scope, person, at)
    if zone is not None and any(_is_first(scope, row) for row in _gaps(scope, person, at)):
        monday = slots.monday(attention.today(scope, person, at))
        found.append(clock.instant(monday, 0, zone))
    return tuple(found)


def _gaps(scope: Scope, person: tables.Person, at: datetime) -> list[tables.TouchBase]:
    week = slots.monday(attention.today(scope, person, at))
    rows = scope.touch_bases.without_slot(person.id, week, _AT_ONCE)
    return [row for row in rows if slots.monday(row.week) == week]


def _is_first(scope: Scope, row: tables.TouchBase) -> bool:
    """Tell whether the touch-base before this one had a time."""
    before = scope.touch_bases.latest(row.teacher_id, row.provider_id, row.week, 2)
    return len(before) < 2 or before[1].state != "no_slot"  # noqa: PLR2004  this one and the one before
