"""What else takes the provider, the teacher or the room at a plan's times."""

from collections.abc import Iterator
from datetime import date, datetime

from pushin import people
from pushin.plan_drafts import Prepared
from pushin.results import Clash
from school import clock
from storage import tables
from storage.queries.sessions import Taken
from storage.scope import Scope

Key = tuple[str, str]
"""What clashes: the other plan's id, and the kind of clash."""


def of(scope: Scope, prepared: Prepared) -> dict[Key, Clash]:
    """Return the clashes of a plan not yet saved, the first date of each; touching is none.

    In the same room it is the room's (two therapists may well work together there); elsewhere
    it is the provider's or the teacher's.
    """
    times = [(one.on, one.starts_at, one.ends_at) for one in prepared.on]
    on = [
        (its_date, start, end)
        for its_date, start, end in times
        if start is not None and end is not None
    ]
    if not on:
        return {}
    place = prepared.place
    teacher_id = place.teacher.id if isinstance(place.teacher, tables.Person) else ""
    taken = scope.sessions.taken(
        on[0][1],
        on[-1][2],
        people=[place.provider.id, teacher_id],
    )
    found: dict[Key, Clash] = {}
    for one, kind in _overlaps(on, taken, prepared):
        found.setdefault((one.plan_id, kind), _clash(scope, one, kind, prepared))
    return found


def _overlaps(
    on: list[tuple[date, datetime, datetime]], taken: list[Taken], prepared: Prepared
) -> Iterator[tuple[Taken, str]]:
    by_date: dict[date, list[Taken]] = {}
    for one in taken:
        by_date.setdefault(one.on, []).append(one)
    for its_date, start, end in on:
        for one in by_date.get(its_date, ()):
            if start < one.ends_at and one.starts_at < end:
                yield one, _kind(one, prepared)


def _kind(one: Taken, prepared: Prepared) -> str:
    place = prepared.place
    if one.provider_id == place.provider.id:
        return "provider"
    same_room = place.classroom is not None and one.classroom_id == place.classroom.id
    return "room" if same_room else "teacher"


def _clash(scope: Scope, one: Taken, kind: str, prepared: Prepared) -> Clash:
    place = prepared.place
    who = {
        "provider": place.provider.name,
        "teacher": place.teacher.name,
        "room": people.require(scope, one.provider_id).name,
    }[kind]
    start = clock.local(one.starts_at, prepared.calendar.zone)[1]
    length = int((one.ends_at - one.starts_at).total_seconds()) // 60
    return Clash(kind, who, one.on, start, start + length)
