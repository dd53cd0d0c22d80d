"""Random schools and teams, and a minute-by-minute reckoning of when two of them can meet.

The reckoning knows nothing of spans: for each minute of a date it asks each rule by itself.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from pushin import calendars, derivation, schools, sessions
from storage import tables
from storage.scope import Scope

ZONE = ZoneInfo("America/New_York")
FIRST, LAST = date(2026, 9, 14), date(2026, 10, 23)
WEEKS = tuple(FIRST + timedelta(weeks=n) for n in range(6))
NOW = datetime(2026, 9, 13, 12, tzinfo=ZONE)
DAY = 24 * 60
Interval = tuple[int, int]


@dataclass
class Adult:
    """What somebody said about themselves."""

    key: str
    hours: dict[int, Interval]
    lunch: Interval | None = None
    lunch_ok: bool = False
    phone_ok: bool = False
    travel: int = 20
    rounds: dict[str, list[int]] = field(default_factory=dict)
    """Buildings by weekday, for an itinerant."""


@dataclass
class Room:
    """A teacher's room and her planning time."""

    key: str
    school: str
    teacher: Adult
    planning: Interval | None
    usable: bool


@dataclass
class World:
    """All that was rolled."""

    bells: dict[str, dict[str, list[tuple[int, int, str]]]]
    unusual: dict[str, dict[date, str | None]]
    rooms: list[Room] = field(default_factory=list)
    providers: list[Adult] = field(default_factory=list)
    push_ins: list[tuple[Adult, Room, list[int], Interval]] = field(default_factory=list)

    @property
    def pairs(self) -> list[tuple[Room, Adult]]:
        """The rooms and providers that share a plan, each once."""
        return list({(r.key, p.key): (r, p) for p, r, _, _ in self.push_ins}.values())


# --- rolling ----------------------------------------------------------------------------------


def roll(dice: Random) -> World:
    """Roll two schools, three rooms, three providers and their push-ins."""
    bells = {key: _day_types(dice) for key in ("east", "west")}
    unusual = {key: _unusual(dice) for key in bells}
    world = World(bells, unusual)
    for number in range(3):
        school = dice.choice(("east", "west"))
        teacher = Adult(f"t{number}", _hours(dice), lunch_ok=dice.random() < 0.3)
        teacher.phone_ok = dice.random() < 0.3
        planning = dice.choice([one[:2] for one in bells[school]["REGULAR"]])
        kept = None if dice.random() < 0.3 else planning
        world.rooms.append(Room(f"r{number}", school, teacher, kept, dice.random() < 0.7))
    for number in range(3):
        world.providers.append(_provider(dice, number))
    for provider in world.providers:
        for room in dice.sample(world.rooms, 2):
            _push_in(dice, world, provider, room)
    return world


def _day_types(dice: Random) -> dict[str, list[tuple[int, int, str]]]:
    start, periods = dice.randrange(470, 530, 5), []
    for number in range(6):
        length = dice.choice((15, 30, 40, 50, 60))
        kind = "meal" if number == 3 else dice.choice(("class", "class", "nonclass", "break"))
        periods.append((start, start + length, kind))
        start += length + dice.choice((0, 0, 5, 10, 15))
    early = periods[: dice.randint(2, 4)]
    late = [(one[0] + 60, one[1] + 60, one[2]) for one in periods[2:]]
    return {"REGULAR": periods, "EARLY": early, "CONF": early, "LATE": late}


def _unusual(dice: Random) -> dict[date, str | None]:
    dates = [FIRST + timedelta(days=n) for n in range(40)]
    chosen = dice.sample([on for on in dates if on.weekday() < 5], 8)
    return {on: dice.choice(("EARLY", "CONF", "LATE", None)) for on in chosen}


def _hours(dice: Random) -> dict[int, Interval]:
    if dice.random() < 0.3:
        return {}
    days = dice.sample(range(5), dice.randint(3, 5))
    return {day: (dice.randrange(380, 520, 5), dice.randrange(800, 1120, 5)) for day in days}


def _provider(dice: Random, number: int) -> Adult:
    made = Adult(f"p{number}", _hours(dice), travel=dice.choice((0, 10, 20, 35)))
    made.phone_ok, made.lunch_ok = dice.random() < 0.4, dice.random() < 0.3
    if dice.random() < 0.6:
        start = dice.randrange(660, 780, 5)
        made.lunch = (start, start + 30)
    if number == 0:
        days = dice.sample(range(5), 5)
        made.rounds = {"east": sorted(days[:2]), "west": sorted(days[2:4])}
    return made


def _push_in(dice: Random, world: World, provider: Adult, room: Room) -> None:
    days = provider.rounds.get(room.school, list(range(5)))
    start = dice.randrange(480, 840, 5)
    chosen = sorted(dice.sample(days, dice.randint(1, len(days))))
    world.push_ins.append((provider, room, chosen, (start, start + dice.choice((20, 30, 45)))))


# --- writing ----------------------------------------------------------------------------------


def write(scope: Scope, world: World) -> None:
    """Write what was rolled into a workspace; nothing is planned between the adults yet."""
    scope.session.add(tables.Workspace(id=scope.workspace_id, name="Rolled", created_at=NOW))
    scope.session.flush()
    for key in world.bells:
        schools.import_neutral(scope, neutral(world, key), at=NOW)
    for room in world.rooms:
        _write_adult(scope, room.teacher, "teacher", room.school)
        _write_room(scope, room)
    for provider in world.providers:
        _write_adult(scope, provider, "provider", None)
    for number, (provider, room, days, (start, end)) in enumerate(world.push_ins):
        plan = scope.plans.add(
            tables.Plan(
                workspace_id=scope.workspace_id,
                id=f"plan{number}",
                classroom_id=room.key,
                provider_id=provider.key,
                weekdays=days,
                anchor_kind="clock",
                anchor_name="",
                start_minute=start,
                end_minute=end,
                from_date=FIRST,
                until_date=LAST,
                created_by=provider.key,
                created_at=NOW,
            )
        )
        for one in (provider.key, room.teacher.key):
            known = tables.PlanPerson(
                workspace_id=scope.workspace_id, plan_id=plan.id, person_id=one
            )
            scope.plans.add(known)
        calendar = calendars.calendar_of(scope, room.school)
        sessions.settle(scope, plan, derivation.derive(scope, plan, calendar, at=NOW), at=NOW)


def neutral(world: World, key: str) -> dict[str, Any]:
    """Return a rolled school in the neutral form."""
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "REGULAR")
    exceptions = [
        {"from": f"{on}", "to": f"{on}", "day_type": kind, "label": kind or "Off"}
        for on, kind in sorted(world.unusual[key].items())
    ]
    return {
        "format": "pushin-school/1",
        "id": key,
        "name": key,
        "timezone": ZONE.key,
        "timezone_basis": "stated",
        "school_year": {"first_day": "2026-09-08", "last_day": "2026-11-20"},
        "day_types": {
            kind: {
                "label": "Conference day" if kind == "CONF" else kind,
                "periods": [
                    {"name": f"P{n}", "start": hhmm(one[0]), "end": hhmm(one[1]), "kind": one[2]}
                    for n, one in enumerate(periods)
                ],
            }
            for kind, periods in world.bells[key].items()
        },
        "pattern": {"kind": "weekly", "days": {**week, "sat": None, "sun": None}},
        "exceptions": exceptions,
        "source": [],
    }


def hhmm(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _write_adult(scope: Scope, one: Adult, role: str, school: str | None) -> None:
    scope.people.add(
        tables.Person(
            workspace_id=scope.workspace_id,
            id=one.key,
            name=one.key,
            role=role,
            slack_user_id=f"U{one.key}",
            discipline="OT" if role == "provider" else None,
            school_id=school,
            working_hours={str(day): list(hours) for day, hours in one.hours.items()},
            lunch_start=one.lunch[0] if one.lunch else None,
            lunch_end=one.lunch[1] if one.lunch else None,
            lunch_ok=one.lunch_ok,
            phone_ok=one.phone_ok,
            travel_minutes=one.travel,
        )
    )
    for building, weekdays in one.rounds.items():
        scope.session.add(
            tables.Building(
                workspace_id=scope.workspace_id,
                person_id=one.key,
                school_id=building,
                weekdays=weekdays,
            )
        )
    scope.session.flush()


def _write_room(scope: Scope, room: Room) -> None:
    scope.classrooms.add(
        tables.Classroom(
            workspace_id=scope.workspace_id,
            id=room.key,
            school_id=room.school,
            room=room.key,
            teacher_id=room.teacher.key,
            channel_id=f"C{room.key}",
        )
    )
    if room.planning is not None:
        scope.classrooms.add(
            tables.Routine(
                workspace_id=scope.workspace_id,
                classroom_id=room.key,
                name="Planning",
                kind="planning",
                start_minute=room.planning[0],
                end_minute=room.planning[1],
                with_students=False,
                usable=room.usable,
            )
        )


# --- reckoning --------------------------------------------------------------------------------


Stop = tuple[int, int, str]


@dataclass
class Reckoning:
    """Asks of single minutes; `stops` are the sessions that are on, by adult and date."""

    world: World
    stops: dict[tuple[str, date], list[Stop]]
    touch_bases: list[tuple[str, str, str, date, int]] = field(default_factory=list)
    """(teacher, provider, school, date, minute) of those that are planned."""

    def first(self, room: Room, provider: Adult, week: date) -> tuple[date, int] | None:
        """Return date and minute of a pair's first five minutes of a week."""
        for on in (week + timedelta(days=n) for n in range(7)):
            run = 0
            for minute in range(DAY):
                run = run + 1 if self.free(room, provider, on, minute) else 0
                if run == 5:
                    return on, minute - 4
        return None

    def free(self, room: Room, provider: Adult, on: date, minute: int) -> bool:
        """Tell whether a minute is common student-free time of the two."""
        if not 390 <= minute < 1080 or self._kind(room.school, on) is None:
            return False
        by_phone = room.teacher.phone_ok and provider.phone_ok
        return (
            self.teacher(room, on, minute)
            and self.provider(provider, None if by_phone else room.school, on, minute)
            and not self._other(room, provider, on, minute)
        )

    def teacher(self, room: Room, on: date, minute: int) -> bool:
        """Tell whether a teacher is there and has no students at a minute."""
        bells = self._bells(room.school, on)
        usual = self.world.bells[room.school]["REGULAR"]
        first, last = bells[0][0], bells[-1][1]
        if not _works(room.teacher, on, minute, (first, last)) or self._busy(
            room.teacher, on, minute
        ):
            return False
        if first > usual[0][0] and minute < first:
            return False
        if last < usual[-1][1] and last <= minute < last + 5:
            return False
        if self._kind(room.school, on) == "CONF" and minute >= last:
            return False
        return not first <= minute < last or self._inside(room, bells, minute, on)

    def _inside(self, room: Room, bells: list[tuple[int, int, str]], minute: int, on: date) -> bool:
        """Tell whether between the bells a minute is offered planning time, or offered lunch."""
        period = next((one for one in bells if one[0] <= minute < one[1]), None)
        planning = self._planning(room, on)
        if planning is not None and planning[0] <= minute < planning[1]:
            meal = period is not None and period[2] == "meal" and period[1] - period[0] >= 20
            return room.usable and (not meal or room.teacher.lunch_ok)
        if period is None:
            return False
        return period[2] == "meal" and period[1] - period[0] >= 20 and room.teacher.lunch_ok

    def _planning(self, room: Room, on: date) -> Interval | None:
        """Return the planning time of a date: it moves with the period that it is."""
        if room.planning is None:
            return None
        regular = self.world.bells[room.school]["REGULAR"]
        number = next(n for n, one in enumerate(regular) if one[:2] == room.planning)
        bells, kind = self._bells(room.school, on), self._kind(room.school, on)
        if kind == "REGULAR":
            return room.planning
        if number >= len(bells):
            return None
        start, end, _ = bells[number]
        return start, min(end, start + room.planning[1] - room.planning[0])

    def provider(self, one: Adult, building: str | None, on: date, minute: int) -> bool:
        """Tell whether a provider is in a building (any, if None) and free at a minute."""
        stops = sorted(self.stops.get((one.key, on), []))
        there = [school for school, days in one.rounds.items() if on.weekday() in days]
        if one.rounds and (not there or building not in {None, *there}):
            return False
        usual = next(room.school for known, room, _, _ in self.world.push_ins if known is one)
        home = building or (stops[0][2] if stops else next(iter(there), usual))
        if self._kind(home, on) is None:
            return False
        bells = self._bells(home, on)
        if not _works(one, on, minute, (bells[0][0], bells[-1][1])):
            return False
        if one.lunch and not one.lunch_ok and one.lunch[0] <= minute < one.lunch[1]:
            return False
        return not self._busy(one, on, minute) and _is_at(one, stops, building, minute)

    def _busy(self, one: Adult, on: date, minute: int) -> bool:
        return any(a <= minute < b for a, b, _ in self.stops.get((one.key, on), []))

    def _other(self, room: Room, provider: Adult, on: date, minute: int) -> bool:
        """Tell whether another touch-base of one of the two takes a minute."""
        for teacher, helper, school, its_date, start in self.touch_bases:
            same = (teacher, helper) == (room.teacher.key, provider.key)
            if (
                same
                or its_date != on
                or not (teacher == room.teacher.key or helper == provider.key)
            ):
                continue
            way = provider.travel if helper == provider.key and school != room.school else 0
            if start - way <= minute < start + 5 + way:
                return True
        return False

    def _kind(self, school: str, on: date) -> str | None:
        usual = "REGULAR" if on.weekday() < 5 else None
        return self.world.unusual[school].get(on, usual)

    def _bells(self, school: str, on: date) -> list[tuple[int, int, str]]:
        return self.world.bells[school][self._kind(school, on) or "REGULAR"]


def _works(one: Adult, on: date, minute: int, bells: Interval) -> bool:
    hours = one.hours.get(on.weekday()) if one.hours else bells
    return hours is not None and hours[0] <= minute < hours[1]


def _is_at(one: Adult, stops: list[Stop], building: str | None, minute: int) -> bool:
    """Tell whether somebody is not on the way, and in a building if it matters."""
    here = stops[0][2] if stops else building
    for before, after in pairwise(stops):
        if before[2] == after[2]:
            continue
        leaves = max(before[1], after[0] - one.travel)
        if leaves <= minute < after[0]:
            return False
        if minute >= after[0]:
            here = after[2]
    return building is None or here == building
