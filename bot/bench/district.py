"""An invented district in a database: as many sessions as asked, straight into the tables."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import JSON, Table
from sqlalchemy.dialects import sqlite
from sqlmodel import SQLModel

from bot import demo, school_files
from storage import tables
from storage.tables.base import metadata

WORKSPACE = demo.WORKSPACE
PLANS_EACH = 5
DATES_EACH = 100
NOW = datetime(2026, 10, 7, 15, 0, tzinfo=UTC)
FIRST = date(2026, 9, 1)
_DAY = (("arrival", 525, 540), ("centers", 760, 800), ("writing", 810, 850), ("snack", 870, 885))
"""What the classes do when: kind, start and end."""


def provider_user(number: int) -> str:
    """Return the Slack user id of the n-th provider."""
    return f"U0P{number:06}"


def fill(url: str, sessions: int) -> int:
    """Write a district with this many sessions to a SQLite file; return how many providers it has.

    Straight to the driver, unsynced, and with the indexes made after the rows: the file is thrown
    away, and a million sessions would take minutes otherwise.
    """
    providers = max(1, sessions // (PLANS_EACH * DATES_EACH))
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as file:
        file.execute("PRAGMA synchronous = OFF")
        file.execute("PRAGMA journal_mode = OFF")
        file.execute("PRAGMA cache_size = -200000")
        file.execute("BEGIN")
        indexes = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL"
        made_after = file.execute(indexes).fetchall()
        for name, _ in made_after:
            file.execute(f"DROP INDEX {name}")
        _everything(file, providers, sessions // providers // PLANS_EACH)
        for _, sql in made_after:
            file.execute(sql)
        file.execute("COMMIT")
    return providers


def _everything(file: sqlite3.Connection, providers: int, dates: int) -> None:
    bulk(file, tables.Workspace, iter([{"id": WORKSPACE, "name": "District", "created_at": NOW}]))
    bulk(file, tables.School, iter([_school()]))
    bulk(file, tables.Person, _people(providers))
    bulk(file, tables.Classroom, _classrooms(providers))
    plans = providers * PLANS_EACH
    bulk(file, tables.Plan, (_plan(n) for n in range(plans)))
    bulk(file, tables.PlanPerson, (row for n in range(plans) for row in _plan_people(n)))
    bulk(file, tables.Session, (row for n in range(plans) for row in _sessions(n, dates)))
    bulk(file, tables.Conversation, (_conversation(n) for n in range(providers)))
    bulk(file, tables.Prompt, (row for n in range(plans) for row in _checklists(n, dates)))
    bulk(file, tables.Agreement, (_agreement(n) for n in range(plans)))
    bulk(file, tables.Role, (row for n in range(plans) for row in _roles(n)))
    bulk(file, tables.Confirmation, (row for n in range(plans) for row in _answers(n)))


def bulk(file: sqlite3.Connection, table: type[SQLModel], rows: Iterator[dict[str, Any]]) -> None:
    """Insert rows that all have the columns of the first."""
    first = next(rows)
    target = metadata.tables[str(table.__tablename__)]
    converts = _converts(target, first)
    values = ", ".join([f":{name}" for name in first])
    statement = f"INSERT INTO {target.name} ({', '.join(first)}) VALUES ({values})"  # noqa: S608  our names
    if "workspace_id" in target.c:
        statement = statement.replace("(", "(workspace_id, ", 1)
        statement = statement.replace("VALUES (", f"VALUES ('{WORKSPACE}', ")
    file.executemany(statement, (_converted(row, converts) for row in chain([first], rows)))


def _converts(target: Table, row: Iterable[str]) -> dict[str, Callable[[Any], Any]]:
    """Return what turns values into SQLite's; instants and dates repeat, and are turned once."""
    dialect = sqlite.dialect()
    found = {
        name: target.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in row
    }
    return {
        name: convert if isinstance(target.c[name].type, JSON) else cache(convert)
        for name, convert in found.items()
        if convert
    }


def _converted(row: dict[str, Any], converts: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    for name, convert in converts.items():
        row[name] = convert(row[name])
    return row


def _school() -> dict[str, Any]:
    neutral = school_files.read_or_demo(None)
    known = ("day_types", "pattern", "exceptions")
    return {
        "id": "school",
        "name": neutral["name"],
        "timezone": neutral["timezone"],
        "first_day": date.fromisoformat(neutral["school_year"]["first_day"]),
        "last_day": date.fromisoformat(neutral["school_year"]["last_day"]),
        **{key: neutral[key] for key in known},
        "facts": {key: value for key, value in neutral.items() if key not in known},
        "revision": 1,
    }


def _people(providers: int) -> Iterator[dict[str, Any]]:
    shared = {"school_id": "school", "working_hours": {}, "active": True}
    for n in range(providers):
        for letter, role in (("P", "provider"), ("T", "teacher"), ("A", "para")):
            yield {
                **shared,
                "id": f"{letter.lower()}{n}",
                "slack_user_id": f"U0{letter}{n:06}",
                "name": f"{role.capitalize()} {n}",
                "role": role,
                "discipline": "OT" if role == "provider" else None,
                "lunch_ok": False,
                "phone_ok": False,
                "is_admin": False,
            }


def _classrooms(providers: int) -> Iterator[dict[str, Any]]:
    for n in range(providers):
        yield {
            "id": f"c{n}",
            "school_id": "school",
            "room": str(n),
            "teacher_id": f"t{n}",
            "channel_id": f"C0{n:06}",
        }


def tell_routines(url: str, rooms: int) -> None:
    """Let the teacher of each room have told what her class does when."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as file:
        file.execute("PRAGMA synchronous = OFF")
        file.execute("BEGIN")
        bulk(file, tables.Routine, (row for n in range(rooms) for row in _routines(n)))
        file.execute("COMMIT")


def _routines(n: int) -> Iterator[dict[str, Any]]:
    for kind, start, end in _DAY:
        yield {
            "classroom_id": f"c{n}",
            "name": kind.capitalize(),
            "kind": kind,
            "start_minute": start,
            "end_minute": end,
            "with_students": True,
            "usable": False,
            "guess": False,
            "weekdays": [0, 1, 2, 3, 4],
            "drops_on": [],
        }


def _plan(n: int) -> dict[str, Any]:
    owner = n // PLANS_EACH
    start = 9 * 60 + 40 * (n % PLANS_EACH)
    return {
        "id": f"plan{n}",
        "classroom_id": f"c{owner}",
        "provider_id": f"p{owner}",
        "service_delivery_model": "push_in",
        "weekdays": [0, 2],
        "anchor_kind": "clock",
        "anchor_name": "",
        "start_minute": start,
        "end_minute": start + 30,
        "from_date": FIRST,
        "until_date": date(2027, 6, 3),
        "lead_minutes": 30,
        "state": "active",
        "revision": 1,
        "created_by": f"p{owner}",
        "created_at": NOW,
    }


def _plan_people(n: int) -> Iterator[dict[str, Any]]:
    for letter in "pta":
        yield {"plan_id": f"plan{n}", "person_id": f"{letter}{n // PLANS_EACH}"}


def _sessions(n: int, dates: int) -> Iterator[dict[str, Any]]:
    for number in range(dates):
        on = FIRST + timedelta(days=2 * number + n % 2)
        starts = datetime(on.year, on.month, on.day, 16, tzinfo=UTC) + timedelta(
            minutes=40 * (n % PLANS_EACH)
        )
        yield {
            "id": f"plan{n}-{on:%Y%m%d}",
            "plan_id": f"plan{n}",
            "original_date": on,
            "on_date": on,
            "starts_at": starts,
            "ends_at": starts + timedelta(minutes=30),
            "day_type": "NORMAL",
            "status": "planned",
            "revision": 1,
        }


def _conversation(owner: int) -> dict[str, Any]:
    return {
        "id": f"channel:C0{owner:06}",
        "kind": "channel",
        "slack_id": f"C0{owner:06}",
        "free_at": NOW,
    }


def _checklists(n: int, dates: int) -> Iterator[dict[str, Any]]:
    """Yield the checklist prompt of each session that is still to come."""
    for session in _sessions(n, dates):
        due_at = session["starts_at"] - timedelta(minutes=30)
        if due_at > NOW + timedelta(hours=1):
            yield {
                "id": session["id"],
                "kind": "checklist",
                "subject": f"session:{session['id']}",
                "conversation_id": f"channel:C0{n // PLANS_EACH:06}",
                "revision": 1,
                "state": "planned",
                "urgency": 2,
                "due_at": due_at,
                "worthless_at": session["starts_at"],
                "attempt": 0,
                "key": session["id"],
                "why": "before_session",
                "late": False,
            }


def _agreement(n: int) -> dict[str, Any]:
    owner = n // PLANS_EACH
    return {
        "id": f"agreement{n}",
        "plan_id": f"plan{n}",
        "number": 1,
        "co_teaching_model": "one_teach_one_assist",
        "lead_id": f"t{owner}",
        "activity": "Quick-write",
        "materials": "Slant boards",
        "fallback": "",
        "content_hash": "x",
        "created_by": f"p{owner}",
        "created_at": NOW,
    }


def _roles(n: int) -> Iterator[dict[str, Any]]:
    for letter in "pta":
        yield {
            "agreement_id": f"agreement{n}",
            "person_id": f"{letter}{n // PLANS_EACH}",
            "part": "Helps at table 2",
            "content_hash": "x",
        }


def _answers(n: int) -> Iterator[dict[str, Any]]:
    for letter in "pta":
        yield {
            "agreement_id": f"agreement{n}",
            "person_id": f"{letter}{n // PLANS_EACH}",
            "answer": "in",
            "content_hash": "x",
            "at": NOW,
        }
