"""A student joins or leaves a plan from a date on; few left is the owner's question."""

from datetime import date

import pytest
from unit.pushin.lincoln import ADAMS, MAYA, MONDAY, PLAN, ROSA, TAM, Team, clock

from pushin import errors, students, waiting
from pushin.results import StudentsChanged, WaitingGroup
from storage import tables
from storage.scope import Scope

pytestmark = pytest.mark.slow

ON = date(2026, 9, 21)
LAST = date(2026, 9, 25)


def codes(team: Team, on: date) -> list[str]:
    return team.do(None, lambda scope: list(scope.plans.student_codes(PLAN, on)))


def joined(team: Team, code: str, on: date = ON) -> StudentsChanged:
    return team.do(MAYA, students.join, PLAN, code, on, at=MONDAY)


def leaves(team: Team, code: str, last: date = LAST) -> StudentsChanged:
    row = next(one for one in team.rows(tables.PlanStudent, plan_id=PLAN) if one.code == code)
    return team.do(MAYA, students.leave, PLAN, row.id, last, at=MONDAY)


def groups(team: Team, who: str = MAYA) -> list[WaitingGroup]:
    def look(scope: Scope) -> list[WaitingGroup]:
        return [o for o in waiting.of(scope, who, at=MONDAY) if isinstance(o, WaitingGroup)]

    return team.do(None, look)


def test_from_a_date_until_a_date(team: Team) -> None:
    """Both dates are included; what was before stays as it was."""
    joined(team, "s5")
    assert codes(team, date(2026, 9, 20)) == []
    assert codes(team, ON) == ["S5"]
    leaves(team, "S5")
    assert codes(team, LAST) == ["S5"]
    assert codes(team, date(2026, 9, 26)) == []


def test_a_group_of_one_and_of_none_asks_its_owner(team: Team) -> None:
    """The provider alone is asked, until they keep it; the next one who leaves asks anew."""
    joined(team, "S1")
    joined(team, "S2")
    assert groups(team) == []
    assert leaves(team, "S2").asks
    (asked,) = groups(team)
    assert (asked.on, asked.left) == (date(2026, 9, 26), 1)
    assert groups(team, ADAMS) == []
    assert not team.do(MAYA, students.keep, asked.key, at=MONDAY).again
    assert team.do(MAYA, students.keep, asked.key, at=MONDAY).again
    assert groups(team) == []
    leaves(team, "S1", date(2026, 10, 2))
    assert [one.left for one in groups(team)] == [0]


def test_undo_holds_no_code(team: Team) -> None:
    """Joining and leaving are taken back; what is kept for that names nobody."""
    found = joined(team, "K7-03")
    assert all("K7" not in str((one.before, one.after)) for one in team.rows(tables.Undo))
    gone = leaves(team, "K7-03")
    assert team.do(MAYA, students.take_back, gone.undo_id, at=MONDAY).taken_back
    assert codes(team, date(2026, 9, 26)) == ["K7-03"]
    team.do(MAYA, students.take_back, found.undo_id, at=MONDAY)
    assert codes(team, ON) == []


def test_bad_input(team: Team) -> None:
    """A name, a past date, twice, leaving before joining: each is refused with its reason."""
    for code, on, why in (
        ("Liam", ON, "not_a_code"),
        ("S1", date(2026, 9, 11), "date_past"),
        ("S1", date(2027, 5, 1), "change_after_end"),
    ):
        with pytest.raises(errors.Refusal, match=why):
            joined(team, code, on)
    joined(team, "S1")
    with pytest.raises(errors.Refusal, match="student_there"):
        joined(team, "s1")
    with pytest.raises(errors.Refusal, match="leave_before_join"):
        leaves(team, "S1", date(2026, 9, 18))
    assert leaves(team, "S1").again is False
    assert leaves(team, "S1").again is True
    for who in (ADAMS, TAM, ROSA):
        with pytest.raises(errors.NotAllowed, match="not_yours"):
            team.do(who, students.form, PLAN, at=MONDAY)


def test_nobody_else_is_told(team: Team) -> None:
    """No message is planned for others because of a student."""
    before = len(team.rows(tables.Prompt))
    joined(team, "S1")
    team.deliver(clock(9, 14, 9))
    assert len([one for one in team.rows(tables.Prompt) if one.kind == "change"]) == 0
    assert before
