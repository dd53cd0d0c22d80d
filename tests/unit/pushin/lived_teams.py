"""Random schools and their teams for lives: rolled, and made known through the real use cases."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from pushin import classrooms, errors, plans, schools, settings, touchbase_habits
from pushin.buildings import BuildingInput
from pushin.classrooms import ClassroomInput, RoutineInput
from pushin.people import Account, MeInput
from pushin.results import PlanPreview
from school.calendar import SchoolCalendar
from school.errors import SchoolError
from school.recurrence import Anchor
from storage import tables
from storage.database import Database
from storage.scope import Scope, Who

P = ParamSpec("P")
R = TypeVar("R")

WORKSPACE = "T1"
FILES = Path(__file__).parents[2] / "data" / "schools"
DAY = timedelta(days=1)
CODES = ("K7-03", "Q4-11", "Z2-29")
"""Student codes of the plans: they may stand in nothing that is posted."""
ZONES = (
    "America/New_York",
    "America/Los_Angeles",
    "Europe/London",
    "Pacific/Auckland",
    "Asia/Kolkata",
)
MONDAYS = (
    date(2026, 9, 14),
    date(2026, 9, 21),  # clocks go forward in Auckland
    date(2026, 10, 19),  # back in London
    date(2026, 10, 26),  # back in New York
    date(2027, 3, 8),  # forward in New York
    date(2027, 3, 22),  # forward in London, then back in Auckland
)


@dataclass
class Lived:
    """A team's database and what its people are called; they act through it under their names."""

    database: Database
    zone: ZoneInfo
    monday: date
    last: date
    """The last date of the plans."""
    calendars: dict[str, SchoolCalendar]
    people: dict[str, str] = field(default_factory=dict)
    """The id of everybody with an account, by name."""
    rooms: dict[str, str] = field(default_factory=dict)
    """The name of the teacher of each room, by the room's id."""

    def do(
        self,
        who: str | None,
        use_case: Callable[Concatenate[Scope, P], R],
        *args: P.args,
        **kw: P.kwargs,
    ) -> R:
        """Perform a use case as somebody, or as Push-In itself."""
        asker = Who(WORKSPACE, None if who is None else f"U{who}")
        return self.database.write_now(use_case, asker, *args, **kw)

    def ask(
        self,
        who: str | None,
        use_case: Callable[Concatenate[Scope, P], R],
        *args: P.args,
        **kw: P.kwargs,
    ) -> R:
        """Read something as somebody."""
        asker = Who(WORKSPACE, None if who is None else f"U{who}")
        return self.database.read_now(use_case, asker, *args, **kw)

    def rows(self, table: type[R], **where: object) -> list[R]:
        """Return the rows of a table, as they stand."""

        def look(scope: Scope) -> list[R]:
            found = select(table).where(col(table.workspace_id) == WORKSPACE)  # type: ignore[attr-defined]
            for name, value in where.items():
                found = found.where(getattr(table, name) == value)
            return list(scope.session.exec(found).all())

        return self.ask(None, look)

    def at(self, on: date, minute: int) -> datetime:
        """Return the instant of a minute of a date at school."""
        hour, rest = divmod(minute, 60)
        wall = datetime(on.year, on.month, on.day, hour, rest, tzinfo=self.zone)
        return wall.astimezone(UTC)

    def local(self, at: datetime) -> tuple[date, int]:
        """Return date and minute of an instant at school."""
        here = at.astimezone(self.zone)
        return here.date(), here.hour * 60 + here.minute

    def name(self, person_id: str) -> str:
        """Return what somebody is called."""
        return next(name for name, known in self.people.items() if known == person_id)

    def organiser(self, school_id: str) -> str:
        """Return who keeps a school's calendar."""
        return f"o{list(self.calendars).index(school_id)}"


# --- schools ----------------------------------------------------------------------------------


def neutral_schools(dice: Random) -> tuple[list[dict[str, Any]], date]:
    """Roll one or two schools in one zone, and the Monday on which their life begins."""
    count = dice.choice((1, 2))
    if dice.random() < 0.4:
        files = sorted(one.name for one in FILES.glob("*.json"))
        real = json.loads((FILES / dice.choice(files)).read_text(encoding="utf-8"))
        year = real.get("school_year")
        monday = dice.choice(MONDAYS)
        if year is not None:
            first = date.fromisoformat(year["first_day"]) + dice.randrange(1, 30) * 7 * DAY
            monday = first - first.weekday() * DAY
        found = [real]
        zone = real["timezone"]
    else:
        zone, monday, found = dice.choice(ZONES), dice.choice(MONDAYS), []
    while len(found) < count:
        found.append(_school(dice, f"s{len(found)}", zone, monday))
    return found, monday


def _school(dice: Random, key: str, zone: str, monday: date) -> dict[str, Any]:
    periods = _periods(dice)
    early = periods[: dice.randint(3, 5)]
    late = [{**one, "start": one["start"] + 60, "end": one["end"] + 60} for one in periods[2:]]
    kinds = {"REGULAR": periods, "EARLY": early, "LATE": late}
    days = [monday + n * DAY for n in range(25)]
    unusual = dice.sample([on for on in days if on.weekday() < 5], 4)
    return {
        "format": "pushin-school/1",
        "id": key,
        "name": f"School {key} (invented)",
        "timezone": zone,
        "timezone_basis": "stated",
        "school_year": {
            "first_day": str(monday - 28 * DAY),
            "last_day": str(monday + 120 * DAY),
        },
        "day_types": {
            kind: {
                "label": {"REGULAR": "Regular day", "EARLY": "Half day", "LATE": "Late start"}[
                    kind
                ],
                "periods": [
                    {**one, "start": _clock(one["start"]), "end": _clock(one["end"])}
                    for one in periods
                ],
            }
            for kind, periods in kinds.items()
        },
        "pattern": _pattern(dice, monday),
        "exceptions": [
            {
                "from": f"{on}",
                "to": f"{on}",
                "day_type": kind,
                "label": "Day off" if kind is None else "",
            }
            for on in sorted(unusual)
            for kind in [dice.choice(("EARLY", "LATE", None))]
        ],
        "source": [],
    }


def _pattern(dice: Random, monday: date) -> dict[str, Any]:
    if dice.random() < 0.25:
        days = [monday + n * DAY for n in range(-28, 120)]
        at_school = [on for on in days if on.weekday() < 5]
        letters = [
            {"date": f"{on}", "cycle_day": "AB"[n % 2], "day_type": "REGULAR", "published": "x"}
            for n, on in enumerate(at_school)
        ]
        return {"kind": "rotation", "cycle": ["A", "B"], "length": 2, "dates": letters}
    week: dict[str, str | None] = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "REGULAR")
    if dice.random() < 0.4:
        week[dice.choice(("wed", "fri"))] = dice.choice(("EARLY", "LATE"))
    return {"kind": "weekly", "days": {**week, "sat": None, "sun": None}}


def _periods(dice: Random) -> list[dict[str, Any]]:
    start, periods = dice.randrange(470, 530, 5), []
    for number in range(7):
        length = dice.choice((30, 40, 50))
        name, kind = (f"Period {number + 1}", "class") if number != 3 else ("Lunch", "meal")
        if number == 5 and dice.random() < 0.5:
            name, kind = "Recess", "break"
        periods.append({"name": name, "start": start, "end": start + length, "kind": kind})
        start += length + dice.choice((0, 5, 10, 15))
    return periods


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


# --- people -----------------------------------------------------------------------------------


def found(database: Database, dice: Random) -> tuple[Lived, datetime]:
    """Roll a team and let its people say who they are, and plan; return it and the time then."""
    files, monday = neutral_schools(dice)
    known = {one["id"]: SchoolCalendar.from_neutral(one) for one in files}
    zone = ZoneInfo(files[0]["timezone"])
    lived = Lived(database, zone, monday, monday + 24 * DAY, known)
    at = lived.at(monday - DAY, 16 * 60)

    def add(scope: Scope) -> None:
        scope.session.add(tables.Workspace(id=WORKSPACE, name="District", created_at=at))

    lived.do(None, add)
    for one in files:
        lived.do(None, schools.import_neutral, one, at=at)
    for number, school_id in enumerate(known):
        _join(lived, dice, f"o{number}", "organiser", school_id, at=at)
    for number in range(2):
        school_id = dice.choice(list(known))
        _join(lived, dice, f"t{number}", "teacher", school_id, at=at)
        _room(lived, dice, f"t{number}", school_id, at=at)
        _join(lived, dice, f"a{number}", "para", school_id, at=at)
        _join(lived, dice, f"p{number}", "provider", dice.choice(list(known)), at=at)
    for number in range(2):
        for room_id in dice.sample(sorted(lived.rooms, key=lived.rooms.__getitem__), 2):
            if dice.random() < 0.8:
                plan(lived, dice, f"p{number}", room_id, at=at)
    return lived, at


def about(lived: Lived, dice: Random, name: str, role: str, school_id: str) -> MeInput:
    """Roll what somebody says about themselves."""
    lunch = dice.randrange(660, 780, 5)
    rounds: tuple[BuildingInput, ...] | None = None
    if role == "provider" and len(lived.calendars) > 1 and dice.random() < 0.6:
        days = dice.sample(range(5), 5)
        one, other = lived.calendars
        cut = dice.choice((1, 2, 3))
        rounds = (
            BuildingInput(one, frozenset(days[:cut])),
            BuildingInput(other, frozenset(days[cut:])),
        )
    return MeInput(
        account=account(lived, name),
        name=f"{role.capitalize()} {name}",
        role=role,
        discipline=dice.choice(("OT", "SLP")) if role == "provider" else None,
        school_id=school_id,
        working_hours=_hours(dice),
        lunch=(lunch, lunch + 30) if dice.random() < 0.5 else None,
        lunch_ok=dice.random() < 0.3,
        change_anytime=dice.random() < 0.1,
        quiet=dice.choice((None, None, (17 * 60, 7 * 60), (15 * 60, 8 * 60))),
        buildings=rounds,
        travel_minutes=dice.choice((None, 10, 30)) if role == "provider" else None,
    )


def account(lived: Lived, name: str) -> Account:
    """Return somebody's account."""
    return Account(f"U{name}", f"Person {name}", "full", lived.zone.key)


def _hours(dice: Random) -> dict[int, tuple[int, int]]:
    if dice.random() < 0.3:
        return {}
    days = dice.sample(range(5), dice.randint(4, 5))
    return {day: (dice.randrange(400, 520, 5), dice.randrange(840, 1080, 5)) for day in days}


def _join(
    lived: Lived, dice: Random, name: str, role: str, school_id: str, *, at: datetime
) -> None:
    said = about(lived, dice, name, role, school_id)
    lived.people[name] = lived.do(name, settings.save, said, at=at).person.id
    if dice.random() < 0.3:
        lived.do(name, touchbase_habits.set_phone, phone_ok=True, at=at)


def _room(lived: Lived, dice: Random, teacher: str, school_id: str, *, at: datetime) -> None:
    channel = f"C{teacher}" if dice.random() < 0.85 else None
    said = ClassroomInput(school_id, f"1{teacher[1:]}", lived.people[teacher], channel)
    room_id = lived.do(teacher, classrooms.save_classroom, said, at=at).classroom_id
    lived.rooms[room_id] = teacher
    lessons = [one for one in lived.calendars[school_id].regular.periods if one.kind == "class"]
    if lessons and dice.random() < 0.7:
        one, usable = dice.choice(lessons), dice.random() < 0.7
        said_of = RoutineInput(
            "Planning time", "planning", one.start, one.end, with_students=False, usable=usable
        )
        lived.do(teacher, classrooms.set_routine, room_id, said_of, at=at)
    if lessons and dice.random() < 0.6:
        one = dice.choice(lessons)
        lived.do(
            teacher,
            classrooms.set_routine,
            room_id,
            RoutineInput("Writing workshop", "writing", one.start, one.end),
            at=at,
        )


def plan(lived: Lived, dice: Random, provider: str, room_id: str, *, at: datetime) -> None:
    """Roll a push-in and save it, beside whoever is there already; what is refused is left."""
    room = lived.rows(tables.Classroom, id=room_id)[0]
    teacher = lived.rooms[room_id]
    calendar = lived.calendars[room.school_id]
    asked = plans.PlanInput(
        teacher=account(lived, teacher),
        classroom_id=room_id,
        paras=tuple(account(lived, f"a{n}") for n in range(2) if dice.random() < 0.5),
        adults_without_account=(("Mrs. Webb", "para"),) if dice.random() < 0.3 else (),
        anchor=_anchor(dice, calendar, lived.rows(tables.Routine, classroom_id=room_id)),
        from_date=lived.monday,
        until_date=lived.last,
        student_codes=(dice.choice(CODES),),
        lead_minutes=dice.choice((0, 15, 30, 60)),
        service_delivery_model=dice.choice(("push_in", "push_in", "push_in", "consultation")),
        **_rhythm(dice, calendar),
    )
    try:
        draft: Any = lived.do(provider, plans.preview, asked, at=at)
        saved = lived.do(provider, plans.save, draft.draft_id, at=at)
        if isinstance(saved, PlanPreview):
            rival = next(one for clash in saved.clashes for one in clash.plan_ids)
            lived.do(provider, plans.save, saved.draft_id, rival_id=rival, at=at)
    except (errors.Refusal, SchoolError):
        return


def _rhythm(dice: Random, calendar: SchoolCalendar) -> dict[str, Any]:
    if calendar.cycle_days and dice.random() < 0.7:
        return {"cycle_days": (dice.choice(calendar.cycle_days),)}
    days = frozenset(dice.sample(range(5), dice.randint(1, 3)))
    return {"weekdays": days, "interval": dice.choice((1, 1, 1, 2))}


def _anchor(dice: Random, calendar: SchoolCalendar, known: list[tables.Routine]) -> Anchor:
    own = [one.name for one in known if one.with_students]
    lessons = [one.name for one in calendar.regular.periods if one.kind == "class"]
    if own and dice.random() < 0.4:
        return Anchor("routine", name=own[0])
    if lessons and dice.random() < 0.6:
        return Anchor("period", name=dice.choice(lessons))
    start = dice.randrange(490, 840, 5)
    return Anchor("clock", start=start, end=start + dice.choice((20, 30, 40)))
