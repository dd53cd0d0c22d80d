"""Maya between Lincoln and Grant, with Mr. Diaz and Mrs. Webb, for tests of itinerant providers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from scenario import two_schools
from sqlmodel import col, select

from pushin import classrooms, plans, schools, settings
from pushin.buildings import BuildingInput
from pushin.people import Account, MeInput
from pushin.results import PlanPreview, PlanSaved, Settled
from school.recurrence import Anchor
from storage import tables
from storage.database import Database
from storage.scope import Scope, Who

P = ParamSpec("P")
R = TypeVar("R")

WORKSPACE = "T1"
ZONE = ZoneInfo(two_schools.ZONE)
MONDAY = date(2026, 10, 5)
HOURS = dict.fromkeys(range(5), (8 * 60 + 30, 15 * 60))
BY_WEEKDAY = (
    BuildingInput("lincoln", frozenset({0, 2, 4})),
    BuildingInput("grant", frozenset({1, 3})),
)


def clock(on: date, time: str) -> datetime:
    """Return the instant at which the schools' clocks show a time such as "13:00"."""
    wall = datetime.combine(on, datetime.strptime(time, "%H:%M").time())  # noqa: DTZ007  the zone follows
    return wall.replace(tzinfo=ZONE).astimezone(UTC)


NOW = clock(MONDAY, "07:00")
"""Before school: nobody's day has begun."""


def minutes(time: str) -> int:
    hours, rest = time.split(":")
    return int(hours) * 60 + int(rest)


def account(name: str) -> Account:
    return Account(f"U0{name.upper()}", name.capitalize(), "full", ZONE.key)


@dataclass
class Two:
    """Two schools and their people; everybody acts under their own name, at Monday 07:00."""

    database: Database
    now: datetime = NOW

    def do(
        self,
        who: str | None,
        use_case: Callable[Concatenate[Scope, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Perform a use case as somebody, or as Push-In itself."""
        asker = Who(WORKSPACE, None if who is None else f"U0{who.upper()}")
        return self.database.write_now(use_case, asker, *args, **kwargs)

    def about(self, name: str, use_case: Callable[..., R], *args: Any, **kwargs: Any) -> R:
        """Ask something about a person."""

        def look(scope: Scope) -> R:
            person = scope.people.of_account(f"U0{name.upper()}")
            assert person is not None
            return use_case(scope, person, *args, **kwargs)

        return self.database.read_now(look, Who(WORKSPACE))

    def join(self, name: str, role: str, school_id: str, **more: Any) -> Settled:
        """Let somebody say who they are."""
        discipline = "OT" if role == "provider" else None
        said = {"working_hours": HOURS, **more}
        about = MeInput(account(name), name.capitalize(), role, discipline, school_id, **said)
        return self.do(name, settings.save, about, at=self.now)

    def settle(self, *said: BuildingInput, **more: Any) -> Settled:
        """Let Maya say in which buildings she is."""
        return self.join("maya", "provider", "lincoln", buildings=said, **more)

    def room(self, teacher: str, school_id: str, room: str, planning: tuple[str, str]) -> None:
        """Let a teacher tell her room, and offer her planning time."""
        teacher_id = self.about(teacher, lambda _, person: person.id)
        told = classrooms.ClassroomInput(school_id, room, teacher_id, f"C0{room}")
        room_id = self.do(teacher, classrooms.save_classroom, told, at=self.now).classroom_id
        start, end = map(minutes, planning)
        offered = classrooms.RoutineInput(
            "Planning", "planning", start, end, with_students=False, usable=True
        )
        self.do(teacher, classrooms.set_routine, room_id, offered, at=self.now)

    def preview(self, teacher: str, days: set[int], start: str, end: str) -> PlanPreview:
        """Let Maya ask for a plan at a clock time in a teacher's room."""
        asked = plans.PlanInput(
            teacher=account(teacher),
            weekdays=frozenset(days),
            anchor=Anchor("clock", start=minutes(start), end=minutes(end)),
        )
        found = self.do("maya", plans.preview, asked, at=self.now)
        assert isinstance(found, PlanPreview)
        return found

    def plan(self, teacher: str, days: set[int], start: str, end: str) -> PlanSaved:
        """Let Maya plan, whatever clashes."""
        draft = self.preview(teacher, days, start, end)
        saved = self.do("maya", plans.save, draft.draft_id, at=self.now)
        assert isinstance(saved, PlanSaved)
        return saved

    def plan_for(
        self, who: str, teacher: str, days: set[int], start: str, end: str, **more: date
    ) -> None:
        """Let a provider plan at a clock time in a teacher's room; `until`: the last date."""
        asked = plans.PlanInput(
            teacher=account(teacher),
            weekdays=frozenset(days),
            anchor=Anchor("clock", start=minutes(start), end=minutes(end)),
            until_date=more.get("until"),
        )
        draft = self.do(who, plans.preview, asked, at=self.now)
        assert isinstance(draft, PlanPreview)
        self.do(who, plans.save, draft.draft_id, at=self.now)

    def change_person(self, name: str, **values: Any) -> None:
        """Change a person's row from outside."""

        def write(scope: Scope) -> None:
            row = scope.people.of_account(f"U0{name.upper()}")
            for key, value in values.items():
                setattr(row, key, value)
            scope.session.add(row)

        self.do(None, write)

    def change_room(self, room: str = "12", **values: Any) -> None:
        """Change a Lincoln room's row from outside."""

        def write(scope: Scope) -> None:
            row = scope.classrooms.of_room("lincoln", room)
            for key, value in values.items():
                setattr(row, key, value)
            scope.session.add(row)

        self.do(None, write)

    def rows(self, table: type[R], **where: object) -> list[R]:
        """Return the rows of a table."""

        def look(scope: Scope) -> list[R]:
            found = select(table).where(col(table.workspace_id) == WORKSPACE)  # type: ignore[attr-defined]
            for name, value in where.items():
                found = found.where(getattr(table, name) == value)
            return list(scope.session.exec(found).all())

        return self.database.read_now(look, Who(WORKSPACE))


def found(database: Database) -> Two:
    """Open the two schools: Maya has said nothing of buildings yet, and there is no plan."""
    two = Two(database)

    def add_workspace(scope: Scope) -> None:
        scope.session.add(tables.Workspace(id=WORKSPACE, name="District", created_at=two.now))

    two.do(None, add_workspace)
    for school in (two_schools.lincoln(), two_schools.grant()):
        two.do(None, schools.import_neutral, school, at=two.now)
    two.join("maya", "provider", "lincoln")
    for name, school_id in (("diaz", "lincoln"), ("webb", "grant"), ("park", "grant")):
        two.join(name, "teacher", school_id)
    two.room("diaz", "lincoln", "12", ("13:00", "13:40"))
    two.room("webb", "grant", "1", ("12:50", "13:30"))
    two.room("park", "grant", "2", ("12:50", "13:30"))
    return two
