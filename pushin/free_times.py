"""A weekday on which a push-in would be in nobody's way, instead of one on which it is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from pushin import clashes, errors, plan_drafts
from pushin.plan_drafts import Prepared
from pushin.results import Clash
from storage.scope import Scope

_WEEK = range(5)


def instead(
    scope: Scope, prepared: Prepared, found: Mapping[clashes.Key, Clash], *, at: datetime
) -> tuple[int, int, int] | None:
    """Return another weekday and the minutes at which the same push-in clashes with nothing.

    The next one after the weekday on which another provider is in the room at the time; None where
    there is none, and for plans that go by letters or by weeks of the month.
    """
    room = next((one for (_, kind), one in found.items() if kind == "room"), None)
    given = prepared.given
    if room is None or given.cycle_days or given.monthly or room.on.weekday() not in given.weekdays:
        return None
    taken = room.on.weekday()
    for weekday in sorted(set(_WEEK) - given.weekdays, key=lambda one: (one < taken, one)):
        try:
            other = plan_drafts.prepare(scope, replace(given, weekdays=frozenset({weekday})), at=at)
        except errors.Refusal:
            continue
        if other.on and not clashes.of(scope, other):
            return weekday, other.anchor.start, other.anchor.end
    return None
