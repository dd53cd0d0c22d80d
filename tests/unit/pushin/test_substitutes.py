"""The half page for a substitute: the day's push-ins of the room, for its team alone."""

from datetime import date
from typing import Any

import pytest
from unit.pushin.lincoln import ADAMS, MAYA, MONDAY, PLAN, ROOM, TAM, WORKSPACE, Team

from handlers.papers import substitute
from pushin import classrooms, schools, substitutes
from pushin.errors import PushInError
from pushin.results import SubstitutePage
from storage import tables
from storage.scope import Scope

ON = date(2026, 9, 16)


@pytest.fixture
def team(team: Team) -> Team:
    """Return the team with its memberships, and a student's code in its plan."""
    team.do(None, _join)
    return team


def _join(scope: Scope) -> None:
    room = scope.classrooms.get(ROOM)
    assert room is not None
    classrooms.join(scope, room, {MAYA, TAM})
    scope.session.add(
        tables.PlanStudent(
            workspace_id=WORKSPACE,
            id="k703",
            plan_id=PLAN,
            code="K7-03",
            from_date=date(2026, 8, 12),
        )
    )


def page(team: Team, who: str = ADAMS, room: str = ROOM, on: date = ON) -> SubstitutePage:
    found: Any = team.do(who, substitutes.page, room, on, at=MONDAY)
    return found


@pytest.mark.parametrize("who", [ADAMS, MAYA, TAM])
def test_the_rooms_team_has_the_page(team: Team, who: str) -> None:
    """It says when who comes in and what each adult does, the substitute as You, first."""
    team.agree(MONDAY)
    lines = [one.text for one in substitute.lines(page(team, who))]

    assert lines[0].startswith("For the substitute \N{MIDDLE DOT} Room 4")
    assert "Wed, Sep 16, 2026" in lines[1]
    assert "Centers" in lines[2]
    assert lines[3].startswith("You")
    assert "No student is named" in lines[-1]


def test_without_roles_it_says_whom_to_ask(team: Team) -> None:
    """Before anything is agreed there still is somebody to ask."""
    assert any("Nothing is agreed yet" in one.text for one in substitute.lines(page(team)))


def test_no_student_is_on_it(team: Team) -> None:
    """The codes of the plan stand nowhere on the page."""
    assert not any("K7-03" in one.text for one in substitute.lines(page(team)))


def test_what_falls_out_is_not_on_it(team: Team) -> None:
    """On a day off there is nothing to print."""
    team.do(None, schools.override_day, "lincoln", ON, None, "Snow", at=MONDAY)
    with pytest.raises(PushInError, match="no_push_ins"):
        page(team)


@pytest.mark.parametrize(
    ("who", "room", "code"),
    [("ben", ROOM, "not_yours"), (ADAMS, "gone", "room_gone"), ("Unobody", ROOM, "stranger")],
)
def test_who_has_no_business_there_gets_nothing(team: Team, who: str, room: str, code: str) -> None:
    """A colleague of another room, a room that is gone, somebody nobody knows."""
    with pytest.raises(PushInError, match=code):
        page(team, who, room)


def test_it_is_a_page_that_prints() -> None:
    """Letters that most fonts lack, marks of HTML and too many lines still make one page."""
    from handlers.papers.paint import Line, half_page  # noqa: PLC0415  it loads slowly

    made = half_page("x", [Line("text", f"Łukasz & <Zoë> 😀 {n} " * 6) for n in range(80)])

    assert made.startswith(b"%PDF")
    assert made.count(b"/Type /Page\n") == 1
