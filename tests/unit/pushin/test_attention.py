"""When a person may be reached."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event
from unit.pushin.lincoln import ADAMS, MONDAY, ROOM, TAM, WORKSPACE, Team, clock

from pushin import attention
from storage import tables
from storage.scope import Scope


def _person(scope: Scope, key: str) -> tables.Person:
    found = scope.people.get(key)
    assert found is not None
    return found


def _quiet(scope: Scope, key: str, at: datetime) -> bool:
    return attention.is_quiet(scope, _person(scope, key), at)


def _next(scope: Scope, key: str, after: datetime) -> datetime | None:
    return attention.next_moment(scope, _person(scope, key), after=after)


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        (clock(9, 14, 6, 29), True),
        (clock(9, 14, 6, 30), False),
        (clock(9, 14, 17, 59), False),
        (clock(9, 14, 18), True),
        (clock(9, 19, 12), True),  # Saturday
        (clock(11, 26, 12), True),  # Thanksgiving
        (clock(11, 2, 6, 29), True),  # the day after daylight saving ended
        (clock(11, 2, 6, 30), False),
    ],
)
def test_quiet(team: Team, at: datetime, *, quiet: bool) -> None:
    """Quiet hours are from 18:00 to 06:30 school time, and all days without school."""
    assert team.do(None, _quiet, ADAMS, at) is quiet


@pytest.mark.parametrize(
    ("who", "after", "moment"),
    [
        (ADAMS, clock(9, 14, 5), clock(9, 14, 8)),  # before school
        (ADAMS, clock(9, 14, 10, 1), clock(9, 14, 13)),  # planning time that she offered
        (ADAMS, clock(9, 14, 13, 36), clock(9, 14, 15)),  # four minutes are too few
        (ADAMS, clock(9, 14, 15, 26), clock(9, 15, 8)),
        (TAM, clock(9, 14, 12), clock(9, 15, 9, 50)),  # a para has students from bell to bell
        (ADAMS, clock(11, 25, 16), clock(11, 30, 8)),  # over Thanksgiving
        (ADAMS, clock(6, 18, 17, year=2027), None),  # the year is over
    ],
)
def test_next_moment(team: Team, who: str, after: datetime, moment: datetime | None) -> None:
    """The next moment is the first with five student-free minutes, on a school day."""
    assert team.do(None, _next, who, after) == moment


def test_right_now(team: Team) -> None:
    """Who is free now is reached now, to the second."""
    at = clock(9, 14, 13, 5) + timedelta(seconds=20)

    assert team.do(None, _next, ADAMS, at) == at


def test_hours_that_reach_into_the_evening(team: Team) -> None:
    """Nobody is written to in quiet hours, whatever their working hours are."""
    hours = {str(day): [5 * 60, 22 * 60] for day in range(5)}
    team.change(tables.Person, {"id": ADAMS}, working_hours=hours)

    assert team.do(None, _next, ADAMS, clock(9, 14, 17, 56)) == clock(9, 15, 6, 30)


def test_without_a_school(team: Team) -> None:
    """Where nobody knows a person's school it is always quiet."""
    team.change(tables.Person, {"id": "rosa"}, school_id=None)

    assert team.do(None, _quiet, "rosa", MONDAY)
    assert team.do(None, _next, "rosa", MONDAY) is None


def test_by_the_room(team: Team) -> None:
    """Who named no school and has no plan yet lives by the school of their team's room."""
    team.change(tables.Person, {"id": "rosa"}, school_id=None)
    row = tables.Membership(workspace_id=WORKSPACE, classroom_id=ROOM, person_id="rosa")

    team.do(None, lambda scope: scope.classrooms.add(row))

    assert not team.do(None, _quiet, "rosa", clock(9, 14, 12))


def test_who_has_no_free_time_costs_few_statements(team: Team) -> None:
    """Somebody who is never without students is not looked for day by day in the database."""
    team.change(tables.Person, {"id": TAM}, working_hours={"0": [8 * 60, 8 * 60 + 1]})
    seen: list[str] = []
    for engine in team.database.engines:
        event.listen(engine, "before_cursor_execute", lambda *said: seen.append(str(said[2])))

    assert team.do(None, _next, TAM, MONDAY) is None
    assert len([one for one in seen if one.startswith("SELECT")]) < 15
