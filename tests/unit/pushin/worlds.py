"""Random schools, people and plans, and a sweep of their dates, minute by minute, of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from sqlmodel import select

from pushin import calendars, derivation, schools
from storage import tables
from storage.scope import Scope

WORKSPACE = "T1"
ZONE = ZoneInfo("America/New_York")
MONDAY = date(2026, 9, 14)
LAST_DAY = date(2026, 11, 20)
SHIFT = 60
"""Minutes by which all bells of a late day are later."""
NAMES = ("Arrival", "Centers", "Writing", "Lunch", "Recess")
ROOMS = {"A": "lincoln", "B": "lincoln", "G": "grant"}
MAYA, BEN = "maya", "ben"
_DAY = timedelta(days=1)

Bells = list[tuple[str, int, int]]


@dataclass(frozen=True)
class Told:
    """A routine of room A, inside one period."""

    name: str
    kind: str
    start: int
    end: int
    guess: bool
    weekdays: frozenset[int]
    drops_late: bool


@dataclass(frozen=True)
class Planned:
    """A push-in by the clock."""

    provider: str
    room: str
    weekdays: frozenset[int]
    start: int
    end: int
    interval: int


@dataclass(frozen=True)
class World:
    """Two schools with the same week, one provider who asks, and what is planned already."""

    bells: Bells
    unusual: dict[date, str]
    now_minute: int
    hours: dict[int, tuple[int, int]]
    lunch: tuple[int, int] | None
    travel: int
    buildings: dict[str, frozenset[int]] | None
    routines: list[Told]
    plans: list[Planned]
    times: int = 2
    minutes: int | None = None

    @property
    def at(self) -> datetime:
        """The instant at which is asked: a Monday, before or during school."""
        wall = datetime(2026, 9, 14, self.now_minute // 60, self.now_minute % 60, tzinfo=ZONE)
        return wall.astimezone(UTC)


weekdays = st.frozensets(st.integers(0, 4), min_size=1)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw a world."""
    bells, minute = [], 510
    for name in draw(st.permutations(NAMES)):
        minute += draw(st.sampled_from((0, 0, 5, 10)))
        length = draw(st.integers(12, 45))
        bells.append((name, minute, minute + length))
        minute += length
    dates = st.integers(0, 60).map(lambda n: MONDAY + n * _DAY)
    kinds = st.sampled_from(("CLOSED", "LATE"))
    days = draw(st.sampled_from((None, "split", "whole")))
    lincoln = frozenset(draw(weekdays)) if days == "split" else frozenset(range(5))
    rest = frozenset(range(5)) - lincoln
    return World(
        bells=bells,
        unusual=draw(st.dictionaries(dates, kinds, max_size=4)),
        now_minute=draw(st.sampled_from((420, 420, 545, 700))),
        hours=draw(st.just({}) | st.dictionaries(st.integers(0, 4), _spans(480, 840), min_size=1)),
        lunch=draw(st.none() | _spans(600, 700)),
        travel=draw(st.integers(0, 40)),
        buildings={"lincoln": lincoln, "grant": rest} if days else None,
        routines=draw(st.lists(_routines(bells), max_size=3, unique_by=lambda one: one.name)),
        plans=draw(st.lists(_plans(), max_size=5)),
        times=draw(st.integers(1, 3)),
        minutes=draw(st.none() | st.integers(5, 40)),
    )


def _spans(first: int, last: int) -> st.SearchStrategy[tuple[int, int]]:
    start = st.integers(first, last)
    return st.tuples(start, st.integers(20, 240)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@st.composite
def _routines(draw: st.DrawFn, bells: Bells) -> Told:
    _, start, end = draw(st.sampled_from(bells))
    first = draw(st.integers(start, end - 6))
    kind = draw(st.sampled_from(("arrival", "centers", "snack")))
    return Told(
        f"{kind} {draw(st.integers(1, 2))}",
        kind,
        first,
        draw(st.integers(first + 5, end)),
        draw(st.booleans()),
        draw(weekdays),
        draw(st.booleans()),
    )


@st.composite
def _plans(draw: st.DrawFn) -> Planned:
    provider = draw(st.sampled_from((MAYA, BEN)))
    start = draw(st.integers(515, 690))
    return Planned(
        provider,
        draw(st.sampled_from(("A", "B", "G"))),
        draw(weekdays),
        start,
        start + draw(st.integers(10, 45)),
        draw(st.integers(1, 3)),
    )


# --- in the database ----------------------------------------------------------------------------


def _school(key: str, bells: Bells) -> dict[str, Any]:
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "REGULAR")
    return {
        "format": "pushin-school/1",
        "id": key,
        "name": key.capitalize(),
        "timezone": ZONE.key,
        "timezone_basis": "stated",
        "school_year": {"first_day": "2026-09-08", "last_day": LAST_DAY.isoformat()},
        "day_types": {
            "REGULAR": {"label": "Regular day", "periods": _periods(bells, 0)},
            "LATE": {"label": "Late day", "periods": _periods(bells, SHIFT)},
        },
        "pattern": {"kind": "weekly", "days": {**week, "sat": None, "sun": None}},
        "exceptions": [],
        "source": [],
    }


def _periods(bells: Bells, shift: int) -> list[dict[str, str]]:
    return [
        {"name": name, "start": _clock(start + shift), "end": _clock(end + shift), "kind": "class"}
        for name, start, end in bells
    ]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def write(scope: Scope, world: World) -> None:
    """Write a world: half of its unusual days stand in the calendar, half are overrides."""
    unusual = sorted(world.unusual.items())
    key = {"workspace_id": WORKSPACE}
    scope.session.add(tables.Workspace(id=WORKSPACE, name="D", created_at=world.at))
    scope.session.flush()
    for school in ("lincoln", "grant"):
        data = _school(school, world.bells)
        data["exceptions"] = [
            {
                "from": on.isoformat(),
                "to": on.isoformat(),
                "day_type": None if kind == "CLOSED" else kind,
                "label": "",
            }
            for on, kind in unusual[::2]
        ]
        schools.import_neutral(scope, data, at=world.at)
        for on, kind in unusual[1::2]:
            day_type = None if kind == "CLOSED" else kind
            about = {"school_id": school, "day_type": day_type, "created_at": world.at}
            scope.session.add(tables.Override(**key, on=on, **about))
    _write_people(scope, world)
    for number, plan in enumerate(world.plans):
        _write_plan(scope, f"plan{number}", plan, world)


def _write_people(scope: Scope, world: World) -> None:
    key = {"workspace_id": WORKSPACE}
    hours = {str(day): list(span) for day, span in world.hours.items()}
    for name, role in (
        (MAYA, "provider"),
        (BEN, "provider"),
        *((f"t{r}", "teacher") for r in ROOMS),
    ):
        person = tables.Person(**key, id=name, slack_user_id=f"U{name}", name=name, role=role)
        person.school_id = ROOMS.get(name[1:], "lincoln")
        person.discipline = "OT" if role == "provider" else None
        if name == MAYA:
            person.working_hours, person.travel_minutes = hours, world.travel
            person.lunch_start, person.lunch_end = world.lunch or (None, None)
        scope.people.add(person)
    scope.people.set_buildings(
        MAYA,
        [
            tables.Building(**key, person_id=MAYA, school_id=school, weekdays=sorted(days))
            for school, days in (world.buildings or {}).items()
        ],
    )
    for room, school in ROOMS.items():
        told = {"school_id": school, "room": room, "teacher_id": f"t{room}"}
        scope.classrooms.add(tables.Classroom(**key, id=room, channel_id=f"C{room}", **told))
    for one in world.routines:
        scope.session.add(
            tables.Routine(
                **key,
                classroom_id="A",
                name=one.name,
                kind=one.kind,
                start_minute=one.start,
                end_minute=one.end,
                guess=one.guess,
                weekdays=sorted(one.weekdays),
                drops_on=["LATE"] if one.drops_late else [],
            )
        )
    scope.session.flush()


def _write_plan(scope: Scope, key: str, plan: Planned, world: World) -> None:
    row = tables.Plan(
        workspace_id=WORKSPACE,
        id=key,
        classroom_id=plan.room,
        provider_id=plan.provider,
        weekdays=sorted(plan.weekdays),
        interval=plan.interval,
        anchor_kind="clock",
        start_minute=plan.start,
        end_minute=plan.end,
        from_date=MONDAY,
        until_date=LAST_DAY,
        created_by=plan.provider,
        created_at=world.at,
    )
    scope.plans.add(row)
    for person in (plan.provider, f"t{plan.room}"):
        scope.plans.add(tables.PlanPerson(workspace_id=WORKSPACE, plan_id=key, person_id=person))
    calendar = calendars.calendar_of(scope, ROOMS[plan.room])
    derivation.derive(scope, row, calendar, at=datetime(2026, 9, 1, tzinfo=UTC))


# --- the sweep ----------------------------------------------------------------------------------


class Sweep:
    """The dates of a world, minute by minute; it knows nothing of how suggestions are found."""

    def __init__(self, scope: Scope, world: World) -> None:
        """Read the sessions as they stand."""
        self.world = world
        plans = {one.id: one for one in scope.session.exec(select(tables.Plan)).all()}
        self.sessions = [
            (one, plans[one.plan_id])
            for one in scope.session.exec(select(tables.Session)).all()
            if one.status == "planned" and one.obstacle is None
        ]
        self.ok = {on: self._ok(on) for on in self.dates()}

    def dates(self) -> Iterator[date]:
        """Yield the school days of the eight weeks."""
        for n in range(56):
            on = MONDAY + n * _DAY
            closed = self.world.unusual.get(on) == "CLOSED"
            if on.weekday() < 5 and on <= LAST_DAY and not closed:
                yield on

    def wholes(self) -> dict[str, tuple[int, int]]:
        """Return what of room A fits fine motor: its routines, else the periods called so."""
        found = {}
        for kind in ("centers", "writing", "snack", "arrival"):
            own = [one for one in self.world.routines if one.kind == kind]
            found.update({one.name: (one.start, one.end) for one in own})
            if not own:
                found.update({n: (s, e) for n, s, e in self.world.bells if n.lower() == kind})
        return found

    def open_minutes(self, name: str) -> dict[int, set[int]]:
        """Return by weekday which minutes of a whole are in a slot that is open on every date."""
        start, end = self.wholes()[name]
        minutes = min(self.world.minutes or min(30, end - start), end - start)
        found: dict[int, set[int]] = {}
        for weekday in range(5):
            for first in range(start, end - minutes + 1):
                if self.is_open(name, weekday, first, first + minutes):
                    found.setdefault(weekday, set()).update(range(first, first + minutes))
        return found

    def is_open(self, name: str, weekday: int, start: int, end: int) -> bool:
        """Tell whether a slot is open on each date of a weekday, and there is one."""
        told = next((one for one in self.world.routines if one.name == name), None)
        happened = False
        for on, minute_ok in self.ok.items():
            late = self.world.unusual.get(on) == "LATE"
            off = told is not None and (weekday not in told.weekdays or (late and told.drops_late))
            shift = SHIFT if late else 0
            begun = on == MONDAY and start + shift <= self.world.now_minute
            if on.weekday() != weekday or off or begun:
                continue
            happened = True
            if not all(minute_ok[start + shift : end + shift]):
                return False
        return happened

    def _ok(self, on: date) -> list[bool]:
        world, ok = self.world, [True] * 1440
        late = SHIFT if world.unusual.get(on) == "LATE" else 0
        if world.buildings and on.weekday() not in world.buildings["lincoln"]:
            return [False] * 1440
        bells = (world.bells[0][1] + late, world.bells[-1][2] + late)
        span = world.hours.get(on.weekday()) if world.hours else bells
        if span is None:
            return [False] * 1440
        for minute in range(1440):
            ok[minute] = span[0] <= minute < span[1]
        if world.lunch:
            ok[slice(*world.lunch)] = [False] * (world.lunch[1] - world.lunch[0])
        for session, plan in self.sessions:
            begins = session.starts_at.astimezone(ZONE)
            mine = plan.provider_id == MAYA
            if begins.date() != on or not (mine or plan.classroom_id == "A"):
                continue
            first = begins.hour * 60 + begins.minute
            last = first + int((session.ends_at - session.starts_at).total_seconds()) // 60
            way = world.travel if mine and ROOMS[plan.classroom_id] == "grant" else 0
            for minute in range(max(0, first - way), min(1440, last + way)):
                ok[minute] = False
        return ok
