"""An invented team at an invented school, with one plan, and a postman who delivers its prompts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from pushin import agreements, calendars, derivation, live, prompts, schools, sessions, touchbases
from pushin.results import AgreementChanged, Content, Postpone, Withhold
from storage import tables
from storage.database import Database
from storage.scope import Scope, Who

P = ParamSpec("P")
R = TypeVar("R")

WORKSPACE = "T1"
ZONE = ZoneInfo("America/New_York")
MAYA, ADAMS, TAM, WEBB, BEN, ROSA = "maya", "adams", "tam", "webb", "ben", "rosa"
PLAN, ROOM, CHANNEL = "plan1", "room4", "C4"
FIRST_BELL, LAST_BELL = "08:30", "15:00"

BELLS = (
    ("Arrival", "08:30", "08:45", "class"),
    ("Morning Meeting", "08:45", "09:05", "class"),
    ("Centers", "09:10", "09:50", "class"),
    ("Writing", "10:00", "10:40", "class"),
    ("Math", "10:40", "11:20", "class"),
    ("Recess", "11:20", "11:40", "break"),
    ("Lunch", "11:40", "12:10", "meal"),
    ("Reading", "12:10", "13:00", "class"),
    ("Specials", "13:00", "13:40", "class"),
    ("Science", "13:40", "14:50", "class"),
    ("Dismissal", "14:50", "15:00", "nonclass"),
)
LATE = (
    ("Writing", "11:00", "11:30", "class"),
    ("Lunch", "11:40", "12:10", "meal"),
    ("Specials", "13:20", "13:50", "class"),
    ("Dismissal", "14:50", "15:00", "nonclass"),
)


def clock(month: int, day: int, hour: int, minute: int = 0, *, year: int = 2026) -> datetime:
    """Return an instant told in the school's local time."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


MONDAY = clock(9, 14, 7)
"""Monday 2026-09-14, 07:00: the plan's first day, before school."""


def school(key: str = "lincoln") -> dict[str, Any]:
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "REGULAR")
    return {
        "format": "pushin-school/1",
        "id": key,
        "name": "Lincoln Elementary (invented)",
        "timezone": "America/New_York",
        "timezone_basis": "stated",
        "school_year": {"first_day": "2026-09-08", "last_day": "2027-06-18"},
        "day_types": {
            "REGULAR": {"label": "Regular day", "periods": _periods(BELLS)},
            "LATE": {"label": "Two-hour delay", "periods": _periods(LATE)},
        },
        "pattern": {"kind": "weekly", "days": {**week, "sat": None, "sun": None}},
        "exceptions": [
            {
                "from": "2026-11-26",
                "to": "2026-11-27",
                "day_type": None,
                "label": "Thanksgiving",
            },
            {"from": "2026-09-23", "to": "2026-09-23", "day_type": "LATE", "label": "Late start"},
        ],
        "source": [],
    }


def _periods(bells: tuple[tuple[str, str, str, str], ...]) -> list[dict[str, str]]:
    return [dict(zip(("name", "start", "end", "kind"), bell, strict=True)) for bell in bells]


def person(key: str, role: str, **more: Any) -> tables.Person:
    hours = {str(day): [8 * 60, 15 * 60 + 30] for day in range(5)}
    facts = {"slack_user_id": f"U{key}", "school_id": "lincoln", "working_hours": hours, **more}
    return tables.Person(workspace_id=WORKSPACE, id=key, name=key.capitalize(), role=role, **facts)


@dataclass
class Team:
    """The team's database; everybody acts through it under their own name."""

    database: Database
    posted: list[tuple[str, Content]] = field(default_factory=list)
    """What the postman delivered: (kind, content)."""

    def do(
        self,
        who: str | None,
        use_case: Callable[Concatenate[Scope, P], R],
        *args: P.args,
        **kw: P.kwargs,
    ) -> R:
        """Perform a use case as a person of the team, or as Push-In itself."""
        asker = Who(WORKSPACE, None if who is None else f"U{who}")
        return self.database.write_now(use_case, asker, *args, **kw)

    def rows(self, table: type[R], **where: object) -> list[R]:
        """Return the rows of a table, as they stand."""

        def look(scope: Scope) -> list[R]:
            found = select(table).where(col(table.workspace_id) == WORKSPACE)  # type: ignore[attr-defined]
            for name, value in where.items():
                found = found.where(getattr(table, name) == value)
            return list(scope.session.exec(found).all())

        return self.database.read_now(look, Who(WORKSPACE))

    def prompts(self, kind: str, state: str = "planned") -> list[tables.Prompt]:
        """Return the prompts of a kind in a state, in the order they fall due."""
        found = self.rows(tables.Prompt, kind=kind, state=state)
        return sorted(found, key=lambda one: (one.due_at, one.id))

    def change(self, row_type: type[Any], key: Mapping[str, object], **values: object) -> None:
        """Change a row from outside, as another part of the program would."""

        def write(scope: Scope) -> None:
            row = scope.session.get(row_type, {"workspace_id": WORKSPACE, **key})
            for name, value in values.items():
                setattr(row, name, value)
            scope.session.add(row)

        self.do(None, write)

    def agree(self, at: datetime, who: str = MAYA, **changes: Any) -> AgreementChanged:
        """Save an agreement of the plan, by default a first one of three adults."""
        said = agreement(**changes)
        found = self.do(who, agreements.agree, said, at=at)
        assert isinstance(found, AgreementChanged)
        return found

    # --- the postman ----------------------------------------------------------------------

    def deliver(self, at: datetime) -> list[tuple[str, Content]]:
        """Deliver everything that is due at `at`, as the delivery engine does; return what was."""
        before = len(self.posted)
        for prompt in self._due(at):
            self.change(
                tables.Prompt, {"id": prompt.id}, state="claimed", lease_until=at, attempt=1
            )
            self._settle(prompt, self.do(None, prompts.content, prompt.id, at=at), at)
        return self.posted[before:]

    def _due(self, at: datetime) -> list[tables.Prompt]:
        planned = self.rows(tables.Prompt, state="planned")
        due = [one for one in planned if one.due_at <= at]
        return sorted(due, key=lambda one: (one.urgency, one.due_at, one.id))

    def _settle(
        self, prompt: tables.Prompt, answer: Content | Withhold | Postpone, at: datetime
    ) -> None:
        key = {"id": prompt.id}
        if isinstance(answer, Postpone):
            self.change(tables.Prompt, key, state="planned", lease_until=None, due_at=answer.until)
        elif isinstance(answer, Withhold):
            self.change(
                tables.Prompt,
                key,
                state=answer.state,
                why=answer.why,
                lease_until=None,
                settled_at=at,
            )
        else:
            self.mark_sent(prompt, at)
            self.posted.append((prompt.kind, answer))

    def mark_sent(self, prompt: tables.Prompt, at: datetime) -> None:
        """Mark a prompt as posted."""
        stamp = f"{at.timestamp():.0f}.{len(self.posted):06d}"
        self.change(
            tables.Prompt,
            {"id": prompt.id},
            state="sent",
            lease_until=None,
            settled_at=at,
            message_ts=stamp,
        )
        place = f"D-{prompt.conversation_id}"
        self.do(None, prompts.sent, prompt.id, place=place, message_ts=stamp, at=at)

    def stale(self) -> set[tuple[str, str]]:
        """Return (kind, subject) of the copies that must be shown anew, and count them as shown."""
        found = [
            ref
            for ref in self.rows(tables.MessageRef, gone=False)
            if ref.shown_revision < ref.wanted_revision
        ]
        for ref in found:
            self.change(tables.MessageRef, {"id": ref.id}, shown_revision=ref.wanted_revision)
        return {(ref.kind, ref.subject) for ref in found}

    def shown(self, kind: str, at: datetime) -> Any:
        """Return what the newest copy of a kind shows at `at`."""
        refs = [ref for ref in self.rows(tables.MessageRef, kind=kind) if not ref.gone]
        newest = max(refs, key=lambda ref: ref.message_ts)
        return self.do(None, live.content, newest.id, at=at)


def agreement(**changes: Any) -> agreements.AgreementInput:
    said: dict[str, Any] = {
        "plan_id": PLAN,
        "co_teaching_model": "one_teach_one_assist",
        "lead_id": ADAMS,
        "parts": {
            ADAMS: "Leads the routine",
            MAYA: "Helps at the writing table",
            TAM: "Puts folders out",
        },
        "activity": "Centers as usual",
    }
    return agreements.AgreementInput(**{**said, **changes})


def found(scope: Scope, *, at: datetime = MONDAY) -> None:
    """Write the school, its people, room 4 and the plan Mon & Wed during Centers."""
    schools.import_neutral(scope, school(), at=at)
    for one in (
        person(MAYA, "provider", discipline="OT"),
        person(BEN, "provider", discipline="SLP"),
        person(ADAMS, "teacher"),
        person(TAM, "para", working_hours={}),
        person(ROSA, "case_manager"),
        person(WEBB, "para", slack_user_id=None),
    ):
        scope.people.add(one)
    scope.classrooms.add(
        tables.Classroom(
            workspace_id=WORKSPACE,
            id=ROOM,
            school_id="lincoln",
            room="4",
            teacher_id=ADAMS,
            channel_id=CHANNEL,
        )
    )
    for routine in (
        {"name": "Planning", "kind": "planning", "start_minute": 780, "end_minute": 820},
        {"name": "Lunch", "kind": "lunch", "start_minute": 700, "end_minute": 730},
        # Between Centers and Writing her class is in the library.
        {"name": "Library", "kind": "other", "start_minute": 590, "end_minute": 600},
    ):
        scope.classrooms.add(
            tables.Routine(
                workspace_id=WORKSPACE,
                classroom_id=ROOM,
                with_students=False,
                usable=routine["kind"] == "planning",
                **routine,
            )
        )
    save_plan(scope, at=at)


def save_plan(scope: Scope, key: str = PLAN, *, at: datetime, **changes: Any) -> None:
    facts: dict[str, Any] = {
        "classroom_id": ROOM,
        "provider_id": MAYA,
        "weekdays": [0, 2],
        "anchor_kind": "period",
        "anchor_name": "Centers",
        "start_minute": 550,
        "end_minute": 590,
        "from_date": date(2026, 9, 14),
        "until_date": date(2026, 10, 30),
        "created_by": MAYA,
        "created_at": at,
        **changes,
    }
    plan = scope.plans.add(tables.Plan(workspace_id=WORKSPACE, id=key, **facts))
    for one in (plan.provider_id, ADAMS, TAM):
        scope.plans.add(tables.PlanPerson(workspace_id=WORKSPACE, plan_id=plan.id, person_id=one))
    calendar = calendars.calendar_of(scope, "lincoln")
    prompts.for_plan(scope, plan, at=at)
    sessions.settle(scope, plan, derivation.derive(scope, plan, calendar, at=at), at=at)
    touchbases.plan_weeks(scope, plan, at=at)


def changing_days(team: Team) -> None:
    """Let Rosa keep the school's calendar, and give the pair Writing (10:00) on Wed & Thu too.

    All that is due by Tuesday night is delivered.
    """
    team.change(tables.Person, {"id": ROSA}, role="organiser")
    team.do(
        None,
        save_plan,
        "plan2",
        at=MONDAY,
        weekdays=[2, 3],
        until_date=date(2026, 9, 18),
        anchor_name="Writing",
        start_minute=600,
        end_minute=640,
    )
    team.deliver(clock(9, 15, 20))


def session_id(on: date) -> str:
    return f"{PLAN}-{on:%Y%m%d}"


MINUTE = timedelta(minutes=1)
