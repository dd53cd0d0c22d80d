"""Real schools with invented people: who works in two buildings, and who has a full day."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from pushin import calendars, derivation, schools
from pushin.results import Week
from pushin.weeks import week
from storage import tables
from storage.database import Database
from storage.scope import Scope, Who

R = TypeVar("R")
WORKSPACE = "T1"
FILES = Path(__file__).parents[2] / "data" / "schools"
AT = datetime(2026, 8, 1, 15, tzinfo=UTC)


def neutral(file: str, **changes: Any) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FILES / f"{file}.json").read_text(encoding="utf-8"))
    return {**loaded, **changes}


@dataclass
class Team:
    """A database with schools; Maya is an OT, each room has a teacher of its own."""

    database: Database
    rooms: int = 0
    plans: int = 0

    def do(self, use_case: Any, *args: Any, who: str | None = None, **kw: Any) -> Any:
        """Perform a use case as somebody, or as Push-In itself."""
        return self.database.write_now(use_case, Who(WORKSPACE, who), *args, **kw)

    def open(self, *files: dict[str, Any]) -> None:
        """Make the workspace, its schools and Maya."""

        def add(scope: Scope) -> None:
            scope.session.add(tables.Workspace(id=WORKSPACE, name="District", created_at=AT))

        self.do(add)
        for file in files:
            self.do(schools.import_neutral, file, at=AT)
        self.person("maya", "Maya Ortiz", "provider", files[0]["id"], discipline="OT")

    def person(self, key: str, name: str, role: str, school_id: str | None, **more: Any) -> None:
        """Add somebody with an account."""
        row = tables.Person(
            workspace_id=WORKSPACE,
            id=key,
            slack_user_id=f"U{key}",
            name=name,
            role=role,
            school_id=school_id,
            **more,
        )
        self.do(lambda scope: scope.people.add(row) and None)

    def room(self, school_id: str, room: str, teacher: str) -> str:
        """Add a room with a teacher of this name; return its id."""
        self.rooms += 1
        key = f"room{self.rooms}"
        self.person(f"teacher{self.rooms}", teacher, "teacher", school_id)
        row = tables.Classroom(
            workspace_id=WORKSPACE,
            id=key,
            school_id=school_id,
            room=room,
            teacher_id=f"teacher{self.rooms}",
        )
        self.do(lambda scope: scope.classrooms.add(row) and None)
        return key

    def plan(
        self,
        room: str,
        weekdays: list[int],
        start: int,
        end: int,
        *,
        until: date,
        since: date,
        during: str = "",
        part: str = "",
        provider: str = "maya",
        at: datetime = AT,
        **more: Any,
    ) -> str:
        """Add a plan of Maya's, with its sessions; return its id."""
        self.plans += 1
        key = f"plan{self.plans:02}"

        def add(scope: Scope) -> None:
            where = scope.classrooms.get(room)
            assert where is not None
            row = tables.Plan(
                workspace_id=WORKSPACE,
                id=key,
                classroom_id=room,
                provider_id=provider,
                weekdays=weekdays,
                anchor_kind="period" if during else "clock",
                anchor_name=during,
                start_minute=start,
                end_minute=end,
                from_date=since,
                until_date=until,
                created_by=provider,
                created_at=AT,
                **more,
            )
            scope.plans.add(row)
            for person in {provider, where.teacher_id}:
                scope.plans.add(
                    tables.PlanPerson(workspace_id=WORKSPACE, plan_id=key, person_id=person)
                )
            if part:
                self._agree(scope, key, part, provider)
            calendar = calendars.calendar_of(scope, where.school_id)
            derivation.derive(scope, row, calendar, at=at)

        self.do(add)
        return key

    def _agree(self, scope: Scope, plan_id: str, part: str, provider: str) -> None:
        scope.session.add(
            tables.Agreement(
                workspace_id=WORKSPACE,
                id=f"a-{plan_id}",
                plan_id=plan_id,
                number=1,
                co_teaching_model="station",
                lead_id=provider,
                content_hash="x",
                created_by=provider,
                created_at=AT,
            )
        )
        scope.session.flush()
        scope.session.add(
            tables.Role(
                workspace_id=WORKSPACE,
                agreement_id=f"a-{plan_id}",
                person_id=provider,
                part=part,
                content_hash="x",
            )
        )

    def week(self, of: date, who: str = "maya", at: datetime | None = None) -> Week:
        """Return somebody's week."""
        found: Week = self.database.read_now(week, Who(WORKSPACE, f"U{who}"), at=at or AT, of=of)
        return found
