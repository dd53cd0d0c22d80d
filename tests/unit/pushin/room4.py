"""Room 4 as its teacher has not told it yet, and a push-in that hangs on a guess."""

from typing import Any

from unit.pushin.lincoln import MONDAY, ROOM, Team, save_plan

from storage import tables
from storage.scope import Scope


def forget(scope: Scope) -> None:
    """Forget what room 4 had told."""
    for row in scope.classrooms.routines(ROOM):
        scope.session.delete(row)
    scope.session.flush()


def on_arrival(team: Team, **changes: Any) -> None:
    """Let a plan hang on a routine that its author guessed, as saving such a plan does."""

    def write(scope: Scope) -> None:
        scope.classrooms.add(
            tables.Routine(
                workspace_id=scope.workspace_id,
                classroom_id=ROOM,
                name="arrival routine",
                kind="other",
                start_minute=510,
                end_minute=525,
                guess=True,
            )
        )
        anchor = {"anchor_kind": "routine", "anchor_name": "arrival routine"}
        times = {"start_minute": 510, "end_minute": 525}
        save_plan(scope, "plan2", at=MONDAY, **{**anchor, **times, **changes})

    team.do(None, write)
