"""A school with as many plans as asked: two owners' plans as Push-In makes them, copied in SQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any

from sqlalchemy import Table
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from bot import school_files
from bot.bench.district import NOW, WORKSPACE
from pushin import derivation, schools, sessions, touchbases
from pushin.calendars import calendar_of
from storage import tables
from storage.database import Database
from storage.scope import Scope, Who
from storage.tables.base import metadata

SCHOOL = "school"
PLANS_EACH = 5
FIRST, LAST = date(2026, 9, 1), date(2027, 6, 3)
_MADE = 2
"""Owners made by the practice: one of Mondays and Wednesdays, one of Tuesdays and Thursdays."""
_COPIED: tuple[type[SQLModel], ...] = (
    tables.Person,
    tables.Classroom,
    tables.Plan,
    tables.PlanPerson,
    tables.Session,
    tables.Expectation,
    tables.TouchBase,
    tables.Conversation,
    tables.Prompt,
)
_RANDOM = {("prompt", "id"), ("prompt", "key")}
"""Columns whose values name nobody: the owner is put behind them."""


def token(owner: int) -> str:
    """Return what stands for an owner in all ids of what is theirs."""
    return f"O{owner:05}"


def provider_user(owner: int) -> str:
    """Return the Slack user id of an owner's provider."""
    return f"U0P{token(owner)}"


def plan_id(owner: int, number: int) -> str:
    """Return the id of one of an owner's plans: an owner's plans do not follow each other."""
    return f"{number}plan{token(owner)}"


def calendar() -> dict[str, Any]:
    """Return the school's calendar, in the neutral form."""
    return {**school_files.read_or_demo(None), "id": SCHOOL}


def fill(url: str, plans: int) -> int:
    """Write a school with this many plans to an upgraded SQLite file; return how many owners."""
    owners = max(_MADE, plans // PLANS_EACH)
    _make(url)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as file:
        file.execute("PRAGMA synchronous = OFF")
        file.execute("PRAGMA cache_size = -200000")
        file.execute("BEGIN")
        indexes = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL"
        made_after = file.execute(indexes).fetchall()
        for name, _ in made_after:
            file.execute(f"DROP INDEX {name}")
        _copy(file, owners)
        for _, sql in made_after:
            file.execute(sql)
        file.execute("COMMIT")
    return owners


def _make(url: str) -> None:
    database = Database.open(url)
    database.write_now(_make_all, Who(WORKSPACE))
    database.close_now()


def _make_all(scope: Scope) -> None:
    scope.session.add(tables.Workspace(id=WORKSPACE, name="District", created_at=NOW))
    scope.session.flush()
    schools.import_neutral(scope, calendar(), at=NOW)
    for owner in range(_MADE):
        _make_owner(scope, owner)


def _make_owner(scope: Scope, owner: int) -> None:
    name = token(owner)
    for role, letter in (("provider", "P"), ("teacher", "T"), ("para", "A")):
        scope.people.add(
            tables.Person(
                workspace_id=WORKSPACE,
                id=f"{role}{name}",
                slack_user_id=f"U0{letter}{name}",
                name=f"{role.capitalize()} {name}",
                role=role,
                discipline="OT" if role == "provider" else None,
                school_id=SCHOOL,
                working_hours={str(day): [480, 930] for day in range(5)},
            )
        )
    scope.classrooms.add(
        tables.Classroom(
            workspace_id=WORKSPACE,
            id=f"room{name}",
            school_id=SCHOOL,
            room=name,
            teacher_id=f"teacher{name}",
            channel_id=f"C0{name}",
        )
    )
    for number in range(PLANS_EACH):
        _make_plan(scope, owner, number)


def _make_plan(scope: Scope, owner: int, number: int) -> None:
    name = token(owner)
    known = calendar_of(scope, SCHOOL)
    period = known.regular.period(f"Period {number + 1}")
    assert period is not None  # noqa: S101  the demo's school has six
    plan = scope.plans.add(
        tables.Plan(
            workspace_id=WORKSPACE,
            id=plan_id(owner, number),
            classroom_id=f"room{name}",
            provider_id=f"provider{name}",
            weekdays=[owner % 2, owner % 2 + 2],
            anchor_kind="period",
            anchor_name=period.name,
            start_minute=period.start,
            end_minute=period.end,
            from_date=FIRST,
            until_date=LAST,
            created_by=f"provider{name}",
            created_at=NOW,
        )
    )
    for role in ("provider", "teacher", "para"):
        key = {"workspace_id": WORKSPACE, "person_id": f"{role}{name}"}
        scope.plans.add(tables.PlanPerson(plan_id=plan.id, **key))
    scope.expectations.add(
        tables.Expectation(
            workspace_id=WORKSPACE,
            id=f"folders{plan.id}",
            plan_id=plan.id,
            text="Folders out",
            created_by=f"teacher{name}",
            created_at=NOW,
        )
    )
    sessions.settle(scope, plan, derivation.derive(scope, plan, known, at=NOW), at=NOW)
    if number == PLANS_EACH - 1:
        touchbases.plan_weeks(scope, plan, at=NOW)


def _copy(file: sqlite3.Connection, owners: int) -> None:
    """Copy what belongs to the made owners to all others, the even from one, the odd from one."""
    file.execute("CREATE TEMP TABLE owner (number INTEGER, token TEXT)")
    others = ((number, token(number)) for number in range(_MADE, owners))
    file.executemany("INSERT INTO owner VALUES (?, ?)", others)
    for statement in (one for model in _COPIED for one in _statements(model)):
        file.execute(statement)


def _statements(model: type[SQLModel]) -> Iterator[str]:
    table = metadata.tables[str(model.__tablename__)]
    texts = [column.name for column in table.c if isinstance(column.type, AutoString)]
    for made in range(_MADE):
        theirs = " OR ".join(f"\"{name}\" LIKE '%{token(made)}%'" for name in texts)
        source = f"made_{table.name}_{made}"
        yield f"CREATE TEMP TABLE {source} AS SELECT * FROM {table.name} WHERE {theirs}"  # noqa: S608  our names
        names = ", ".join(f'"{column.name}"' for column in table.c)
        values = ", ".join(_copied(table, column.name, texts, made) for column in table.c)
        yield (
            f"INSERT INTO {table.name} ({names}) SELECT {values} FROM owner CROSS JOIN {source}"  # noqa: S608  our names
            f" WHERE owner.number % {_MADE} = {made}"
        )


def _copied(table: Table, name: str, texts: list[str], made: int) -> str:
    if (table.name, name) in _RANDOM:
        return f'"{name}" || owner.token'
    return f"replace(\"{name}\", '{token(made)}', owner.token)" if name in texts else f'"{name}"'
