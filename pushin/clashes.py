"""What else takes the provider, the teacher or the room at a plan's times."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from pushin import buildings, people
from pushin.plan_drafts import Prepared
from pushin.results import Clash
from school import clock
from storage import tables
from storage.queries.sessions import Taken
from storage.scope import Scope

Key = tuple[str, str]
"""What clashes: the other plan's id (or the weekday), and the kind of clash."""
_Times = list[tuple[date, datetime, datetime]]
_MINUTE = timedelta(minutes=1)


def of(scope: Scope, prepared: Prepared) -> dict[Key, Clash]:
    """Return the clashes of a plan not yet saved, the first date of each; touching is none.

    In the same room it is the room's (two therapists may well work together there); elsewhere
    it is the provider's or the teacher's. Then what an itinerant provider cannot be in time for:
    another building that day, or a session in another building and too short a way.
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
    way = place.provider.travel_minutes * _MINUTE
    taken = scope.sessions.taken(
        on[0][1] - way,
        on[-1][2] + way,
        people=[place.provider.id, teacher_id],
    )
    found: dict[Key, Clash] = {}
    for one, kind in _overlaps(on, taken, prepared):
        found.setdefault((one.plan_id, kind), _clash(scope, one, kind, prepared))
    for clash in _elsewhere(scope, on, prepared):
        found.setdefault((f"weekday:{clash.on.weekday()}", "building"), clash)
    for one, clash in _too_far(scope, on, taken, prepared):
        found.setdefault((one.plan_id, "travel"), clash)
    return found


def _overlaps(on: _Times, taken: list[Taken], prepared: Prepared) -> Iterator[tuple[Taken, str]]:
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
    return Clash(kind, who, one.on, *_span(one, prepared))


def _span(one: Taken, prepared: Prepared) -> tuple[int, int]:
    start = clock.local(one.starts_at, prepared.calendar.zone)[1]
    return start, start + (one.ends_at - one.starts_at) // _MINUTE


# --- itinerant providers ------------------------------------------------------------------------


def _elsewhere(scope: Scope, on: _Times, prepared: Prepared) -> Iterator[Clash]:
    """Yield a clash for each date on which the provider is in another building, as they said."""
    provider = prepared.place.provider
    rounds = buildings.of(scope, provider)
    if rounds is None:
        return
    mine = provider.slack_user_id == scope.who.user_id
    for its_date, starts_at, ends_at in on:
        there = rounds.on(its_date)
        if prepared.place.school_id not in there:
            where = ", ".join(sorted(rounds.calendar(one).name for one in there))
            zone = prepared.calendar.zone
            start = clock.local(starts_at, zone)[1]
            end = start + (ends_at - starts_at) // _MINUTE
            weekly = rounds.is_weekly
            yield Clash(
                "building", provider.name, its_date, start, end, where, weekly=weekly, mine=mine
            )


def _too_far(
    scope: Scope, on: _Times, taken: Sequence[Taken], prepared: Prepared
) -> Iterator[tuple[Taken, Clash]]:
    """Yield the provider's sessions in other buildings that are less than the way away."""
    provider = prepared.place.provider
    elsewhere: dict[date, list[Taken]] = {}
    for one in taken:
        if one.provider_id == provider.id and one.school_id != prepared.place.school_id:
            elsewhere.setdefault(one.on, []).append(one)
    mine = provider.slack_user_id == scope.who.user_id
    for its_date, start, end in on:
        for one in elsewhere.get(its_date, ()):
            earlier = one.ends_at <= start
            gap = ((start - one.ends_at) if earlier else (one.starts_at - end)) // _MINUTE
            if 0 <= gap < provider.travel_minutes:
                school = scope.schools.get(one.school_id)
                yield (
                    one,
                    Clash(
                        "travel",
                        provider.name,
                        its_date,
                        *_span(one, prepared),
                        where=school.name if school else "",
                        gap=gap,
                        way=provider.travel_minutes,
                        earlier=earlier,
                        mine=mine,
                    ),
                )
