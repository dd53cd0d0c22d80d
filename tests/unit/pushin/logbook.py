"""A log book for tests: logged sessions, written straight into the tables."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from unit.pushin.lincoln import BEN, MAYA, MONDAY, PLAN, ROOM, ROSA, TAM, WORKSPACE, ZONE, Team

from pushin.exports import Wanted
from storage import tables
from storage.scope import Scope, fresh_id

ADMIN = "nora"
BENS = "plan9"
SEPTEMBER = Wanted(date(2026, 9, 1), date(2026, 9, 30))


def write(scope: Scope, row: Any) -> None:
    scope.session.add(row)
    scope.session.flush()


def settle(scope: Scope) -> None:
    """Add an admin, Ben's own plan in the same room, and the codes of both plans."""
    hours = {str(day): [480, 930] for day in range(5)}
    write(
        scope,
        tables.Person(
            workspace_id=WORKSPACE,
            id=ADMIN,
            slack_user_id=f"U{ADMIN}",
            name="Nora",
            role="organiser",
            school_id="lincoln",
            working_hours=hours,
            is_admin=True,
        ),
    )
    plan: dict[str, Any] = {
        "classroom_id": ROOM,
        "provider_id": BEN,
        "weekdays": [1],
        "anchor_kind": "clock",
        "start_minute": 600,
        "end_minute": 640,
        "from_date": date(2026, 9, 14),
        "until_date": date(2027, 6, 18),
        "created_by": BEN,
        "created_at": MONDAY,
    }
    write(scope, tables.Plan(workspace_id=WORKSPACE, id=BENS, **plan))
    for code, plan_id, manager in (
        ("K7-03", PLAN, ROSA),
        ("K7-04", PLAN, None),
        ("B2-11", BENS, None),
    ):
        student(scope, code, plan_id, manager)


def student(scope: Scope, code: str, plan_id: str, manager: str | None = None) -> None:
    row = tables.PlanStudent(
        workspace_id=WORKSPACE,
        id=fresh_id(),
        plan_id=plan_id,
        code=code,
        from_date=date(2026, 9, 14),
        case_manager_id=manager,
    )
    write(scope, row)


def local(on: date, clock: str) -> datetime:
    """Return the instant of a time of day at the school."""
    hour, minute = map(int, clock.split(":"))
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=ZONE)


def session(scope: Scope, plan_id: str, on: date) -> str:
    """Return the id of a plan's session, which is made where there is none."""
    key = f"{plan_id}-{on:%Y%m%d}"
    if scope.sessions.get(key) is None:
        starts = local(on, "9:10")
        row = tables.Session(
            workspace_id=WORKSPACE,
            id=key,
            plan_id=plan_id,
            original_date=on,
            on_date=on,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=40),
        )
        write(scope, row)
    return key


def log(
    scope: Scope,
    on: date,
    students: Mapping[str, tuple[int, int]] | None = None,
    *,
    plan_id: str = PLAN,
    clock: str = "9:10",
    length: int = 40,
    absent: tuple[str, ...] = (),
    **changes: Any,
) -> str:
    """Log a session; `students` maps a code to its minutes and those of them in a group."""
    session_id = session(scope, plan_id, on)
    key = f"log-{session_id}{changes.pop('again', '')}"
    starts = local(on, clock)
    minutes = changes.pop("minutes", length)
    provider = MAYA if plan_id == PLAN else BEN
    facts: dict[str, Any] = {
        "session_id": session_id,
        "plan_id": plan_id,
        "provider_id": provider,
        "on_date": on,
        "starts_at": starts,
        "ends_at": starts + timedelta(minutes=length),
        "timezone": ZONE.key,
        "planned_minutes": length,
        "minutes": minutes,
        "status": "held" if minutes else "student_absent",
        "service_delivery_model": "push_in",
        "place": "Room 4, Centers",
        "deliverer_id": provider if minutes else None,
        "group_size": len(students) if students else None,
        "said_by": provider,
        "at": MONDAY,
        **changes,
    }
    write(scope, tables.Log(workspace_id=WORKSPACE, id=key, **facts))
    for code, (own, together) in (students or {}).items():
        row = tables.LogStudent(
            workspace_id=WORKSPACE,
            log_id=key,
            code=code,
            present=code not in absent,
            minutes=own,
            group_minutes=together,
        )
        write(scope, row)
    return session_id


def a_month(scope: Scope) -> None:
    """Log four sessions of Maya's and one of Ben's: held, in parts, missed, covered, made up."""
    settle(scope)
    both = {"K7-03": (40, 40), "K7-04": (40, 40)}
    log(scope, date(2026, 9, 14), both, goal_area="Fine motor", note="Both held the slant board.")
    parts = {"K7-03": (30, 20), "K7-04": (0, 0)}
    log(
        scope,
        date(2026, 9, 16),
        parts,
        absent=("K7-04",),
        minutes=30,
        status="partial",
        reason="assembly",
        deliverer_id=TAM,
        supervisor_id=MAYA,
    )
    missed = log(scope, date(2026, 9, 21), minutes=0, status="cancelled", reason="field_trip")
    done = log(scope, date(2026, 9, 28), {"K7-03": (40, 0)}, group_size=1, note="=1+1")
    log(scope, date(2026, 9, 15), {"B2-11": (40, 0)}, plan_id=BENS, clock="10:00", group_size=1)
    write(
        scope,
        tables.MakeUp(
            workspace_id=WORKSPACE,
            id="m1",
            session_id=missed,
            provider_id=MAYA,
            minutes=40,
            state="done",
            at=MONDAY,
            decided_by=MAYA,
            decided_at=MONDAY,
            done_session_id=done,
        ),
    )


def with_a_month(team: Team) -> Team:
    team.do(None, a_month)
    return team
