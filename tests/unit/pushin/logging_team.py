"""What the tests of logging share: a week in September, a COTA, and what was said."""

from datetime import date
from typing import Any

from unit.pushin.lincoln import ADAMS, MAYA, PLAN, ROOM, WORKSPACE, Team, clock, person

from pushin import absences, classrooms, covers, logs, sessions
from pushin.log_inputs import LogInput
from pushin.results import Logged
from storage import tables
from storage.scope import Scope

CODY = "cody"
MON, WED = date(2026, 9, 14), date(2026, 9, 16)
CENTERS, WRITING = f"{PLAN}-20260916", "plan2-20260916"
EVENING = clock(9, 16, 15, 5)


def log(team: Team, session_id: str, status: str, *, who: str = MAYA, **more: Any) -> Logged:
    """Say what happened, on Wednesday after school."""
    at = more.pop("at", EVENING)
    seen = next((one.id for one in current(team, session_id)), "")
    given = LogInput(session_id, status, **{"seen": seen, **more})
    found = team.do(who, logs.save, given, at=at)
    assert isinstance(found, Logged)
    return found


def current(team: Team, session_id: str) -> list[tables.Log]:
    return [one for one in team.rows(tables.Log, session_id=session_id) if one.replaced_at is None]


def students(team: Team, session_id: str) -> dict[str, tuple[bool, int, int]]:
    (row,) = current(team, session_id)
    found = team.rows(tables.LogStudent, log_id=row.id)
    return {one.code: (one.present, one.minutes, one.group_minutes) for one in found}


def with_codes(team: Team, plan_id: str, *codes: str) -> None:
    def write(scope: Scope) -> None:
        plan = scope.plans.get(plan_id)
        assert plan is not None
        for code in codes:
            scope.plans.add(
                tables.PlanStudent(
                    workspace_id=WORKSPACE,
                    id=f"{plan_id}{code}",
                    plan_id=plan_id,
                    code=code,
                    from_date=plan.from_date,
                )
            )

    team.do(None, write)


def with_a_cota(team: Team) -> None:
    def write(scope: Scope) -> None:
        scope.people.add(person(CODY, "provider", discipline="COTA"))
        room = scope.classrooms.get(ROOM)
        assert room is not None
        classrooms.join(scope, room, {CODY})

    team.do(None, write)


def covered(team: Team, session_id: str, cover: str) -> None:
    """Let Maya be out and somebody cover, on Wednesday early."""
    at = clock(9, 16, 7, 5)
    team.do(MAYA, absences.cannot_come, session_id, at=at)
    absence = next(one for one in team.rows(tables.Absence) if one.session_id == session_id)
    team.do(MAYA, covers.ask, absence.id, cover, at=at)
    team.do(cover, covers.answer, absence.id, yes=True, at=at)


def skipped(team: Team, session_id: str, why: str = "assembly") -> None:
    team.do(ADAMS, sessions.skip, session_id, why, at=clock(9, 16, 7))
