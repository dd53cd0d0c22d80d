"""What else takes the provider, the teacher or the room at a plan's times."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pushin import buildings, people
from pushin.plan_drafts import Prepared
from pushin.results import Clash
from school import clock
from storage import tables
from storage.queries.sessions import Taken
from storage.scope import Scope

Key = tuple[str, str]
"""What clashes: the other plan's id (or the weekday), and the kind of clash."""
Times = list[tuple[date, datetime, datetime]]
"""Local dates with the instants between which somebody is taken."""
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Claim:
    """Whom and what some times would take; `classroom_id` and `teacher_id` are "" if not known."""

    provider: tables.Person
    teacher_id: str
    teacher_name: str
    classroom_id: str
    school_id: str
    zone: ZoneInfo


def of(scope: Scope, prepared: Prepared) -> dict[Key, Clash]:
    """Return the clashes of a plan not yet saved, as `of_times` does."""
    place, teacher = prepared.place, prepared.place.teacher
    claim = Claim(
        provider=place.provider,
        teacher_id=teacher.id if isinstance(teacher, tables.Person) else "",
        teacher_name=teacher.name,
        classroom_id=place.classroom.id if place.classroom else "",
        school_id=place.school_id,
        zone=prepared.calendar.zone,
    )
    times = [
        (one.on, one.starts_at, one.ends_at)
        for one in prepared.on
        if one.starts_at is not None and one.ends_at is not None
    ]
    return of_times(scope, claim, times)


def of_times(
    scope: Scope, claim: Claim, times: Times, *, without: Collection[str] = ()
) -> dict[Key, Clash]:
    """Return what clashes with these times, in order, the first date of each; touching is none.

    In the same room it is the room's (two therapists may well work together there); elsewhere
    it is the provider's or the teacher's. Then what an itinerant provider cannot be in time for:
    another building that day, or a session in another building and too short a way. `without` are
    plans whose sessions do not count: the one that is changed.
    """
    if not times:
        return {}
    way = claim.provider.travel_minutes * _MINUTE
    taken = [
        one
        for one in scope.sessions.taken(
            times[0][1] - way, times[-1][2] + way, people=[claim.provider.id, claim.teacher_id]
        )
        if one.plan_id not in without
    ]
    found: dict[Key, Clash] = {}
    for one, kind in _overlaps(times, taken, claim):
        found.setdefault((one.plan_id, kind), _clash(scope, one, kind, claim))
    for clash in _elsewhere(scope, times, claim):
        found.setdefault((f"weekday:{clash.on.weekday()}", "building"), clash)
    for one, clash in _too_far(scope, times, taken, claim):
        found.setdefault((one.plan_id, "travel"), clash)
    return found


def _overlaps(times: Times, taken: Sequence[Taken], claim: Claim) -> Iterator[tuple[Taken, str]]:
    by_date: dict[date, list[Taken]] = {}
    for one in taken:
        by_date.setdefault(one.on, []).append(one)
    for its_date, start, end in times:
        for one in by_date.get(its_date, ()):
            if start < one.ends_at and one.starts_at < end:
                yield one, _kind(one, claim)


def _kind(one: Taken, claim: Claim) -> str:
    if one.provider_id == claim.provider.id:
        return "provider"
    return "room" if one.classroom_id == claim.classroom_id else "teacher"


def _clash(scope: Scope, one: Taken, kind: str, claim: Claim) -> Clash:
    who = {
        "provider": claim.provider.name,
        "teacher": claim.teacher_name,
        "room": people.require(scope, one.provider_id).name,
    }[kind]
    return Clash(kind, who, one.on, *_span(one, claim.zone))


def _span(one: Taken, zone: ZoneInfo) -> tuple[int, int]:
    start = clock.local(one.starts_at, zone)[1]
    return start, start + (one.ends_at - one.starts_at) // _MINUTE


# --- itinerant providers ------------------------------------------------------------------------


def _elsewhere(scope: Scope, times: Times, claim: Claim) -> Iterator[Clash]:
    """Yield a clash for each date on which the provider is in another building, as they said."""
    rounds = buildings.of(scope, claim.provider)
    if rounds is None:
        return
    mine = claim.provider.slack_user_id == scope.who.user_id
    for its_date, starts_at, ends_at in times:
        there = rounds.on(its_date)
        if claim.school_id not in there:
            where = ", ".join(sorted(rounds.calendar(one).name for one in there))
            start = clock.local(starts_at, claim.zone)[1]
            end = start + (ends_at - starts_at) // _MINUTE
            yield Clash(
                "building",
                claim.provider.name,
                its_date,
                start,
                end,
                where,
                weekly=rounds.is_weekly,
                mine=mine,
            )


def _too_far(
    scope: Scope, times: Times, taken: Sequence[Taken], claim: Claim
) -> Iterator[tuple[Taken, Clash]]:
    """Yield the provider's sessions in other buildings that are less than the way away."""
    provider = claim.provider
    elsewhere: dict[date, list[Taken]] = {}
    for one in taken:
        if one.provider_id == provider.id and one.school_id != claim.school_id:
            elsewhere.setdefault(one.on, []).append(one)
    mine = provider.slack_user_id == scope.who.user_id
    for its_date, start, end in times:
        for one in elsewhere.get(its_date, ()):
            earlier = one.ends_at <= start
            gap = ((start - one.ends_at) if earlier else (one.starts_at - end)) // _MINUTE
            if 0 <= gap < provider.travel_minutes:
                school = scope.schools.get(one.school_id)
                clash = Clash(
                    "travel",
                    provider.name,
                    its_date,
                    *_span(one, claim.zone),
                    where=school.name if school else "",
                    gap=gap,
                    way=provider.travel_minutes,
                    earlier=earlier,
                    mine=mine,
                )
                yield one, clash
