"""Who does what, and why: told privately to the team, in a thread or out of it."""

from datetime import date

import pytest
from unit.pushin.lincoln import ADAMS, BEN, MAYA, MONDAY, PLAN, TAM, Team, session_id

from pushin import errors, thread_answers
from storage import tables

FIRST = session_id(date(2026, 9, 14))
LATE = session_id(date(2026, 9, 23))


def test_who_is_in_the_room_and_does_what(team: Team) -> None:
    """Of one session: its adults with their parts; before anything is agreed, the adults."""
    before = team.do(TAM, thread_answers.who, PLAN, None)
    team.agree(MONDAY)
    found = team.do(TAM, thread_answers.who, PLAN, FIRST)

    assert before.agreement is None
    assert {one.id for one in before.plan.adults} == {MAYA, ADAMS, TAM}
    assert found.session is not None
    assert found.session.id == FIRST
    assert found.agreement is not None
    assert {part.person.id: part.part for part in found.agreement.parts}[TAM] == "Puts folders out"


def test_why_then_and_why_me(team: Team) -> None:
    """The asker's part, who wrote it, and what is different on a day with other bells."""
    team.agree(MONDAY)
    found = team.do(TAM, thread_answers.why, PLAN, LATE, at=MONDAY)

    assert found.my_part is not None
    assert found.my_part.part == "Puts folders out"
    assert found.author is not None
    assert found.author.id == MAYA
    assert found.session is not None
    assert found.session.id == LATE


def test_a_routine_tells_what_it_is_good_for(team: Team) -> None:
    """A push-in that hangs on a routine of the room knows its kind."""
    team.change(tables.Plan, {"id": PLAN}, anchor_kind="routine", anchor_name="Library")

    assert team.do(TAM, thread_answers.why, PLAN, None, at=MONDAY).routine_kind == "other"


def test_others_are_not_told(team: Team) -> None:
    """Who does not belong to the plan is told nothing of it."""
    with pytest.raises(errors.NotAllowed):
        team.do(BEN, thread_answers.who, PLAN, None)
    with pytest.raises(errors.NotAllowed):
        team.do(BEN, thread_answers.why, PLAN, FIRST, at=MONDAY)
