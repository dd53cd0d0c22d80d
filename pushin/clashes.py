"""What else takes the provider, the teacher or the room at a plan's times."""

from collections.abc import Collection, Iterator, Mapping, Sequence
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
"""What clashes: the other plan's id (or the weekday, or the room), and the kind of clash."""
Times = list[tuple[date, datetime, datetime]]
"""Local dates with the instants between which somebody is taken."""
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Claim:
    """Whom and what some times would take; `classroom_id` and `teacher_id` are "" if not known.

    `adults` are all who would be in the room (any names for those who are not known yet), the
    provider and the teacher at least. `joined` are plans that are treated together with this one:
    they take the same room, and are no clash.
    """

    provider: tables.Person
    teacher_id: str
    teacher_name: str
    classroom_id: str
    school_id: str
    zone: ZoneInfo
    adults: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()


def of(scope: Scope, prepared: Prepared) -> dict[Key, Clash]:
    """Return the clashes of a plan not yet saved, as `of_times` does."""
    place, teacher = prepared.place, prepared.place.teacher
    given = prepared.given
    paras = (one if isinstance(one, str) else one.user_id for one in given.paras)
    claim = Claim(
        provider=place.provider,
        teacher_id=teacher.id if isinstance(teacher, tables.Person) else "",
        teacher_name=teacher.name,
        classroom_id=place.classroom.id if place.classroom else "",
        school_id=place.school_id,
        zone=prepared.calendar.zone,
        adults=frozenset(
            (
                *(_known(scope, one) for one in paras),
                *(one for one, _ in given.adults_without_account),
            )
        ),
    )
    return of_times(scope, claim, times_of(prepared))


def times_of(prepared: Prepared) -> Times:
    """Return the times that a plan not yet saved would take."""
    return [
        (one.on, one.starts_at, one.ends_at)
        for one in prepared.on
        if one.starts_at is not None and one.ends_at is not None
    ]


def _known(scope: Scope, para: str) -> str:
    """Return a para's id where their account is known, so that nobody counts twice."""
    found = scope.people.of_account(para)
    return para if found is None else found.id


def of_times(
    scope: Scope, claim: Claim, times: Times, *, without: Collection[str] = ()
) -> dict[Key, Clash]:
    """Return what clashes with these times, in order, the first date of each; touching is none.

    In the same room it is the room's (two therapists may well work together there); elsewhere
    it is the provider's or the teacher's. Then a room with more adults than its teacher wants, and
    what an itinerant provider cannot be in time for: another building that day, or a session in
    another building and too short a way. `without` are plans whose sessions do not count: the one
    that is changed.
    """
    if not times:
        return {}
    way = claim.provider.travel_minutes * _MINUTE
    taken = scope.sessions.taken(
        times[0][1] - way, times[-1][2] + way, people=[claim.provider.id, claim.teacher_id]
    )
    return among(scope, claim, times, taken, without=without)


def among(
    scope: Scope,
    claim: Claim,
    times: Times,
    taken: Sequence[Taken],
    *,
    without: Collection[str] = (),
) -> dict[Key, Clash]:
    """Return what `of_times` does, of sessions that were looked up already."""
    by_date: dict[date, list[Taken]] = {}
    for one in taken:
        if one.plan_id not in without:
            by_date.setdefault(one.on, []).append(one)
    found: dict[Key, Clash] = {}
    for one, kind, start, end in _overlaps(times, by_date, claim):
        if (one.plan_id, kind) not in found:
            found[one.plan_id, kind] = _clash(scope, one, kind, claim, (start, end))
    crowd = _crowd(scope, times, by_date, claim)
    if crowd is not None:
        found[f"adults:{claim.classroom_id}", "adults"] = crowd
    for clash in _elsewhere(scope, times, claim):
        found.setdefault((f"weekday:{clash.on.weekday()}", "building"), clash)
    for one, clash in _too_far(scope, times, by_date, claim):
        found.setdefault((one.plan_id, "travel"), clash)
    return found


def shared_codes(scope: Scope, prepared: Prepared, found: Mapping[Key, Clash]) -> tuple[str, ...]:
    """Return which codes of their own plan a provider shares with who is in the room at the time.

    For a modal only. Nothing for anybody who plans on behalf: they see no codes.
    """
    provider = prepared.place.provider
    if scope.person is None or scope.person.id != provider.id:
        return ()
    codes = {code.strip().upper() for code in prepared.given.student_codes}
    rivals = [plan_id for plan_id, kind in found if kind == "room"]
    theirs = {code for one in rivals for code in scope.plans.student_codes(one)}
    return tuple(sorted(codes & theirs))


def _overlaps(
    times: Times, by_date: Mapping[date, Sequence[Taken]], claim: Claim
) -> Iterator[tuple[Taken, str, datetime, datetime]]:
    for its_date, start, end in times:
        for one in by_date.get(its_date, ()):
            kind = _kind(one, claim)
            if kind is not None and start < one.ends_at and one.starts_at < end:
                yield one, kind, max(start, one.starts_at), min(end, one.ends_at)


def _kind(one: Taken, claim: Claim) -> str | None:
    if one.provider_id == claim.provider.id:
        return "provider"
    if one.plan_id in claim.joined:
        return None
    if one.classroom_id == claim.classroom_id:
        return "room"
    return "teacher" if one.teacher_id == claim.teacher_id else None


def _clash(
    scope: Scope, one: Taken, kind: str, claim: Claim, shared: tuple[datetime, datetime]
) -> Clash:
    who = {
        "provider": claim.provider.name,
        "teacher": claim.teacher_name,
        "room": people.require(scope, one.provider_id).name,
    }[kind]
    mine = claim.provider.slack_user_id == scope.who.user_id
    overlap = _minutes(*shared, claim.zone)
    span = _minutes(one.starts_at, one.ends_at, claim.zone)
    ids, room = (one.plan_id,), scope.classrooms.get(one.classroom_id)
    told = "" if room is None else room.room
    return Clash(kind, who, one.on, *span, mine=mine, room=told, plan_ids=ids, overlap=overlap)


def _minutes(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> tuple[int, int]:
    start = clock.local(starts_at, zone)[1]
    return start, start + (ends_at - starts_at) // _MINUTE


# --- the room ---------------------------------------------------------------------------------


def _crowd(
    scope: Scope, times: Times, by_date: Mapping[date, Sequence[Taken]], claim: Claim
) -> Clash | None:
    """Return the first time at which the room has more adults than its teacher wants."""
    room = scope.classrooms.get(claim.classroom_id) if claim.classroom_id else None
    most = None if room is None else room.most_adults
    if most is None:
        return None
    known: dict[str, frozenset[str]] = {}
    mine = {*claim.adults, claim.provider.id, claim.teacher_id}
    for its_date, start, end in times:
        there = [
            one
            for one in by_date.get(its_date, ())
            if one.classroom_id == claim.classroom_id
            and start < one.ends_at
            and one.starts_at < end
        ]
        # There are never more than at a moment when somebody comes.
        for moment in sorted({start, *(max(start, one.starts_at) for one in there)}):
            here = [one for one in there if one.starts_at <= moment < one.ends_at]
            adults = mine.union(*(_adults(scope, one.plan_id, known) for one in here))
            if len(adults) > most:
                until = min([end, *(one.ends_at for one in here)])
                return Clash(
                    "adults",
                    claim.teacher_name,
                    its_date,
                    *_minutes(moment, until, claim.zone),
                    count=len(adults),
                    most=most,
                    room=room.room if room else "",
                    plan_ids=tuple(one.plan_id for one in here),
                )
    return None


def _adults(scope: Scope, plan_id: str, known: dict[str, frozenset[str]]) -> frozenset[str]:
    if plan_id not in known:
        known[plan_id] = frozenset(scope.plans.adult_ids(plan_id))
    return known[plan_id]


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
            yield Clash(
                "building",
                claim.provider.name,
                its_date,
                *_minutes(starts_at, ends_at, claim.zone),
                where,
                weekly=rounds.is_weekly,
                mine=mine,
            )


def _too_far(
    scope: Scope, times: Times, by_date: Mapping[date, Sequence[Taken]], claim: Claim
) -> Iterator[tuple[Taken, Clash]]:
    """Yield the provider's sessions in other buildings that are less than the way away."""
    provider = claim.provider
    mine = provider.slack_user_id == scope.who.user_id
    for its_date, start, end in times:
        for one in by_date.get(its_date, ()):
            if one.provider_id != provider.id or one.school_id == claim.school_id:
                continue
            earlier = one.ends_at <= start
            gap = ((start - one.ends_at) if earlier else (one.starts_at - end)) // _MINUTE
            if 0 <= gap < provider.travel_minutes:
                school = scope.schools.get(one.school_id)
                clash = Clash(
                    "travel",
                    provider.name,
                    its_date,
                    *_minutes(one.starts_at, one.ends_at, claim.zone),
                    where=school.name if school else "",
                    gap=gap,
                    way=provider.travel_minutes,
                    earlier=earlier,
                    mine=mine,
                    plan_ids=(one.plan_id,),
                )
                yield one, clash
