"""A real school's year (King 6, 2026-27) with an invented team, for tests of the use cases."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from pushin import classrooms, people, plans, schools
from pushin.people import Account, MeInput
from pushin.results import PlanPreview, PlanSaved, SessionFacts
from school.recurrence import Anchor
from storage import tables
from storage.database import Database
from storage.scope import Scope, Who

P = ParamSpec("P")
R = TypeVar("R")

ZONE = ZoneInfo("America/Los_Angeles")
SCHOOL = "berkeley-king-6-2026-2027"
VARIANT = "king-6-minimum"
"""The same year with a day without Period 2 in mid-October."""
WORKSPACE = "T1"
CHANNEL = "C0ROOM12"
FILES = Path(__file__).parents[2] / "data" / "schools"
HOURS = dict.fromkeys(range(5), (8 * 60, 15 * 60 + 30))


def on(month: int, day: int, hour: int = 8, minute: int = 0, *, year: int = 2026) -> datetime:
    """Return the instant at which the school's clocks show this."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


MONDAY = on(9, 14, 7)
"""Monday 14 September 2026, before school."""


def account(name: str, kind: str = "full") -> Account:
    """Return the account of somebody called NAME."""
    return Account(f"U0{name.upper()}", name.capitalize(), kind, ZONE.key)  # type: ignore[arg-type]


def neutral(name: str = SCHOOL) -> dict[str, Any]:
    """Return a school file, under the id that all tests use."""
    loaded: dict[str, Any] = json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))
    return {**loaded, "id": SCHOOL}


@dataclass
class King:
    """The school with Maya (OT), Ben (SLP), Ms. Adams, Tam (para) and Rosa (organiser)."""

    database: Database

    def do(
        self,
        who: str | None,
        use_case: Callable[Concatenate[Scope, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Perform a use case as somebody, or as Push-In itself."""
        user = None if who is None else f"U0{who.upper()}"
        return self.database.write_now(use_case, Who(WORKSPACE, user), *args, **kwargs)

    def read(
        self,
        who: str | None,
        use_case: Callable[Concatenate[Scope, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Perform a reading use case: it cannot write."""
        user = None if who is None else f"U0{who.upper()}"
        return self.database.read_now(use_case, Who(WORKSPACE, user), *args, **kwargs)

    def join(self, name: str, role: str, discipline: str | None = None, **more: Any) -> str:
        """Let somebody say who they are; return their id."""
        about = MeInput(
            account=account(name),
            name=name.capitalize(),
            role=role,
            discipline=discipline,
            **{"school_id": SCHOOL, "working_hours": HOURS, **more},
        )
        return self.do(name, people.save_me, about, at=MONDAY).id

    def person(self, name: str) -> tables.Person:
        """Return somebody's row."""
        found = self.read(None, lambda scope: scope.people.of_account(f"U0{name.upper()}"))
        assert found is not None
        return found

    def room(self, teacher: str = "adams", room: str = "12", channel: str = CHANNEL) -> str:
        """Let a teacher make their room known; return its id."""
        about = classrooms.ClassroomInput(SCHOOL, room, self.person(teacher).id, channel)
        return self.do(teacher, classrooms.save_classroom, about, at=MONDAY).classroom_id

    def routine(self, classroom_id: str, name: str, kind: str, start: int, end: int) -> None:
        """Let the room's teacher say when something is; planning time is offered."""
        planning = kind == "planning"
        about = classrooms.RoutineInput(
            name, kind, start, end, with_students=not planning, usable=planning
        )
        self.do("adams", classrooms.set_routine, classroom_id, about, at=MONDAY)

    def preview(self, who: str = "maya", *, at: datetime = MONDAY, **asked: Any) -> PlanPreview:
        """Ask for a plan; by default Period 2 on Mondays and Wednesdays in Ms. Adams's room."""
        given = plans.PlanInput(
            **{
                "teacher": account("adams"),
                "room": "12",
                "channel_id": CHANNEL,
                "weekdays": frozenset({0, 2}),
                "anchor": Anchor("period", "Period 2"),
                **asked,
            }
        )
        found = self.do(who, plans.preview, given, at=at)
        assert isinstance(found, PlanPreview), found
        return found

    def plan(self, who: str = "maya", *, at: datetime = MONDAY, **asked: Any) -> PlanSaved:
        """Ask for a plan and confirm it; with another provider in the room, together with them."""
        draft = self.preview(who, at=at, **asked)
        rival = draft.rivals[0].plan_ids[0] if draft.rivals else ""
        saved = self.do(who, plans.save, draft.draft_id, rival_id=rival, at=at)
        assert isinstance(saved, PlanSaved), saved
        return saved

    def say(
        self, text: str, who: str = "maya", *, at: datetime = MONDAY, channel: str | None = CHANNEL
    ) -> PlanPreview:
        """Type a schedule phrase; `@name` is a mention."""
        names = ("adams", "tam", "ben", "maya", "diaz", "guest")
        mentions: Mapping[str, Account] = {
            f"U0{name.upper()}": account(name, "guest" if name == "guest" else "full")
            for name in names
        }
        for name in names:
            text = text.replace(f"@{name}", f"<@U0{name.upper()}|{name}>")
        found = self.do(
            who, plans.preview_phrase, text, mentions=mentions, channel_id=channel, at=at
        )
        assert isinstance(found, PlanPreview), found
        return found

    def rows(self, table: type[R], **where: object) -> list[R]:
        """Return the rows of a table, as they stand."""

        def look(scope: Scope) -> list[R]:
            found = select(table).where(col(table.workspace_id) == WORKSPACE)  # type: ignore[attr-defined]
            for name, value in where.items():
                found = found.where(getattr(table, name) == value)
            return list(scope.session.exec(found).all())

        return self.database.read_now(look, Who(WORKSPACE))

    def sessions(self, plan_id: str) -> list[tables.Session]:
        """Return a plan's sessions in order."""
        return sorted(self.rows(tables.Session, plan_id=plan_id), key=lambda row: row.on_date)

    def session(self, plan_id: str, its_date: date) -> tables.Session:
        """Return a plan's session of one date."""
        return next(row for row in self.sessions(plan_id) if row.original_date == its_date)

    def planned(self, subject: str) -> list[tables.Prompt]:
        """Return the prompts that are planned about a subject."""
        return self.rows(tables.Prompt, subject=subject, state="planned")


def opened(database: Database, file: str = SCHOOL) -> King:
    """Return a database with the school and its team, without a plan."""
    king = King(database)

    def add_workspace(scope: Scope) -> None:
        scope.session.add(
            tables.Workspace(id=WORKSPACE, name="King Middle School", created_at=MONDAY)
        )

    king.do(None, add_workspace)
    king.do(None, schools.import_neutral, neutral(file), at=MONDAY)
    king.join("maya", "provider", "OT")
    king.join("ben", "provider", "SLP")
    king.join("adams", "teacher")
    king.join("tam", "para")
    king.join("rosa", "organiser")
    return king


def local(session: tables.Session | SessionFacts) -> tuple[str, str]:
    """Return a session's begin and end as the school's clocks show them."""
    return tuple(  # type: ignore[return-value]
        f"{at.astimezone(ZONE):%H:%M}" for at in (session.starts_at, session.ends_at)
    )


def minutes(text: str) -> int:
    """Return "9:10" as minutes since midnight."""
    hours, rest = text.split(":")
    return int(hours) * 60 + int(rest)
