"""How the tests of changes ask, confirm and take back, by typed words."""

from datetime import date, datetime
from typing import Any

from unit.pushin.lincoln import MAYA, MONDAY, PLAN, ROOM, WORKSPACE, ZONE, Team

from pushin import change_asking, change_requests, consent_answers, derivation
from pushin.results import Changed, ChangePreview, Proposed
from storage import tables
from storage.scope import Scope

LIBRARY = "library"
"""Another room of Ms. Adams."""


def asked(team: Team, text: str, who: str = MAYA, *, at: datetime = MONDAY) -> Any:
    """Type a change as after `/pushin`; return whatever is answered."""
    return team.do(who, change_asking.ask, text.removeprefix("change "), at=at)


def changed(team: Team, text: str, who: str = MAYA, *, at: datetime = MONDAY) -> Changed:
    """Type a change and confirm it; whose word it needs gives it."""
    echo = asked(team, text, who, at=at)
    assert isinstance(echo, ChangePreview), echo
    found = team.do(who, change_requests.confirm, echo.draft_id, at=at)
    for one in found.needs if isinstance(found, Proposed) else ():
        if not one.is_given:
            say = consent_answers.say
            found = team.do(one.person.id, say, found.proposal_id, "agree", at=at)
    assert isinstance(found, Changed), found
    return found


def proposed(team: Team, text: str, who: str, *, at: datetime = MONDAY) -> str:
    """Type a change that the asker may only propose; return the proposal's id."""
    echo = asked(team, text, who, at=at)
    assert isinstance(echo, ChangePreview), echo
    assert echo.asks is not None
    assert isinstance(team.do(who, change_requests.confirm, echo.draft_id, at=at), Proposed)
    (row,) = [one for one in team.rows(tables.Proposal) if one.answer is None]
    return row.id


def undone(team: Team, found: Changed, who: str = MAYA, *, at: datetime = MONDAY) -> Changed:
    """Take a change back."""
    return team.do(who, change_requests.take_back, found.undo_id, at=at)


def standing(team: Team, *plan_ids: str) -> dict[date, tuple[Any, ...]]:
    """Return the sessions of plans by original date: when, where and whether they are on.

    Those that a changed plan replaced are left out.
    """
    rows = [row for key in plan_ids or (PLAN,) for row in team.rows(tables.Session, plan_id=key)]
    return {
        row.original_date: (
            row.on_date,
            *(f"{one.astimezone(ZONE):%H:%M}" for one in (row.starts_at, row.ends_at)),
            row.classroom_id,
            row.reason or row.obstacle or row.status,
        )
        for row in sorted(rows, key=lambda row: row.original_date)
        if row.reason != derivation.PLAN_CHANGED
    }


def follower(team: Team, plan_id: str = PLAN) -> tables.Plan:
    """Return the plan that goes on from another."""
    (row,) = [one for one in team.rows(tables.Plan, follows_id=plan_id) if one.state == "active"]
    return row


def add_library(scope: Scope) -> None:
    """Give Ms. Adams a second room, without routines of its own."""
    room = scope.classrooms.get(ROOM)
    assert room is not None
    scope.classrooms.add(
        tables.Classroom(
            workspace_id=WORKSPACE,
            id=LIBRARY,
            school_id=room.school_id,
            room="Library",
            teacher_id=room.teacher_id,
            channel_id=room.channel_id,
        )
    )
