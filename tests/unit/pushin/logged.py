"""Logs as rows, for tests of what is counted."""

from datetime import datetime
from typing import Any

from sqlmodel import select
from unit.pushin.lincoln import WORKSPACE, Team

from storage import tables
from storage.scope import Scope


def log(
    team: Team, session_id: str, at: datetime, *, codes: dict[str, int] | None = None, **said: Any
) -> None:
    """Log a session; what was logged of it before is replaced. `codes`: minutes by student."""

    def write(scope: Scope) -> None:
        session = scope.sessions.get(session_id)
        assert session is not None
        plan = scope.plans.get(session.plan_id)
        assert plan is not None
        for old in [one for one in _logs(scope, session_id) if one.replaced_at is None]:
            old.replaced_at = at
            scope.session.add(old)
            scope.session.flush()
        minutes = int((session.ends_at - session.starts_at).total_seconds()) // 60
        number = len(_logs(scope, session_id))
        facts: dict[str, Any] = {
            "planned_minutes": minutes,
            "minutes": minutes,
            "status": "held",
            **said,
        }
        row = tables.Log(
            workspace_id=WORKSPACE,
            id=f"log{number}-{session_id}"[:32],
            session_id=session.id,
            plan_id=plan.id,
            provider_id=plan.provider_id,
            on_date=session.on_date,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            timezone="America/New_York",
            service_delivery_model=plan.service_delivery_model,
            said_by=plan.provider_id,
            group_size=None if codes is None else len(codes),
            at=at,
            **facts,
        )
        scope.session.add(row)
        scope.session.flush()
        for code, there in (codes or {}).items():
            student = {"code": code, "minutes": there, "present": there > 0}
            scope.session.add(tables.LogStudent(workspace_id=WORKSPACE, log_id=row.id, **student))
        session.frozen_at, session.status = at, row.status
        session.reason = row.reason
        scope.session.add(session)

    team.do(None, write)


def _logs(scope: Scope, session_id: str) -> list[tables.Log]:
    found = select(tables.Log).where(
        tables.Log.workspace_id == WORKSPACE, tables.Log.session_id == session_id
    )
    return list(scope.session.exec(found).all())


def student(team: Team, code: str, plan_id: str = "plan1", **more: Any) -> None:
    """Let a student code be in a plan from its first day."""

    def write(scope: Scope) -> None:
        plan = scope.plans.get(plan_id)
        assert plan is not None
        facts: dict[str, Any] = {"from_date": plan.from_date, **more}
        scope.session.add(
            tables.PlanStudent(
                workspace_id=WORKSPACE, id=f"{plan_id}-{code}", plan_id=plan_id, code=code, **facts
            )
        )

    team.do(None, write)


def make_up(
    team: Team, session_id: str, minutes: int, state: str, at: datetime, **more: Any
) -> None:
    """Keep what was decided about minutes that were missed."""

    def write(scope: Scope) -> None:
        decided = {} if state == "pending" else {"decided_by": "maya", "decided_at": at}
        scope.session.add(
            tables.MakeUp(
                workspace_id=WORKSPACE,
                id=f"mu-{session_id}"[:32],
                session_id=session_id,
                provider_id="maya",
                minutes=minutes,
                state=state,
                at=at,
                **decided,
                **more,
            )
        )

    team.do(None, write)
