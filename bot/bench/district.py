"""An invented district in a database: as many sessions as asked, straight into the tables."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from bot import demo
from storage import tables
from storage.database import Database

WORKSPACE = demo.WORKSPACE
PLANS_EACH = 5
DATES_EACH = 100
CHUNK = 5_000
NOW = datetime(2026, 10, 7, 15, 0, tzinfo=UTC)
FIRST = date(2026, 9, 1)


def provider_user(number: int) -> str:
    """Return the Slack user id of the n-th provider."""
    return f"U0P{number:06}"


def fill(database: Database, sessions: int) -> int:
    """Write a district with this many sessions; return the number of its providers."""
    providers = max(1, sessions // (PLANS_EACH * DATES_EACH))
    database.system_now(_everything, providers, sessions // providers // PLANS_EACH)
    return providers


def _everything(session: Session, providers: int, dates: int) -> None:
    _bulk(
        session, tables.Workspace, iter([{"id": WORKSPACE, "name": "District", "created_at": NOW}])
    )
    _bulk(session, tables.School, iter([_school()]))
    _bulk(session, tables.Person, _people(providers))
    _bulk(session, tables.Classroom, _classrooms(providers))
    plans = providers * PLANS_EACH
    _bulk(session, tables.Plan, (_plan(n) for n in range(plans)))
    _bulk(session, tables.PlanPerson, (row for n in range(plans) for row in _plan_people(n)))
    _bulk(session, tables.Session, (row for n in range(plans) for row in _sessions(n, dates)))
    _bulk(session, tables.Conversation, (_conversation(n) for n in range(providers)))
    _bulk(session, tables.Prompt, (row for n in range(plans) for row in _checklists(n, dates)))
    _bulk(session, tables.Agreement, (_agreement(n) for n in range(plans)))
    _bulk(session, tables.Role, (row for n in range(plans) for row in _roles(n)))
    _bulk(session, tables.Confirmation, (row for n in range(plans) for row in _answers(n)))


def _bulk(session: Session, table: type[SQLModel], rows: Iterator[dict[str, Any]]) -> None:
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append({**row, "workspace_id": WORKSPACE} if table is not tables.Workspace else row)
        if len(chunk) == CHUNK:
            session.execute(insert(table), chunk)
            chunk.clear()
    if chunk:
        session.execute(insert(table), chunk)


def _school() -> dict[str, Any]:
    neutral = demo.read_school(None)
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
