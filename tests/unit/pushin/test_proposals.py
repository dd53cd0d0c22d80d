"""What a room's teacher proposes: the provider decides with one tap, the teacher is told once."""

from datetime import date, timedelta

import pytest
from unit.pushin.changing import (
    LIBRARY,
    add_library,
    asked,
    changed,
    follower,
    proposed,
    standing,
)
from unit.pushin.lincoln import ADAMS, BEN, MAYA, PLAN, ROOM, TAM, Team, clock

from pushin import change_requests, errors, proposal_answers, waiting
from pushin.results import (
    ChangeNews,
    ChangePreview,
    ProposalNews,
    Proposed,
    WaitingProposal,
)
from storage import tables
from storage.scope import Scope

pytestmark = pytest.mark.slow

LATER = clock(9, 22, 9)
TEXT = "change centers to writing from 9/28"


def waits(team: Team, who: str = MAYA) -> list[WaitingProposal]:
    """Return the proposals that wait for somebody."""

    def look(scope: Scope) -> list[WaitingProposal]:
        found = waiting.of(scope, who, at=LATER)
        return [one for one in found if isinstance(one, WaitingProposal)]

    return team.do(None, look)


def answers(team: Team) -> list[str]:
    """Return what the teacher was told of her proposals."""
    team.deliver(LATER + timedelta(minutes=1))
    return [one.answer for _, one in team.posted if isinstance(one, ProposalNews)]


def test_the_teacher_moves_one_and_proposes_the_rest(team: Team) -> None:
    """One session of her own room is hers to move; from a date on is the provider's."""
    changed(team, "move 9/28 to 1:20", ADAMS, at=LATER)
    assert standing(team)[date(2026, 9, 28)][1] == "13:20"

    echo = asked(team, TEXT, ADAMS, at=LATER)
    assert isinstance(echo, ChangePreview)
    assert echo.asks is not None
    assert echo.asks.id == MAYA


def test_into_a_room_that_is_not_hers_she_proposes(team: Team) -> None:
    """Another teacher's room is not hers to give away."""
    team.do(None, add_library)
    team.change(tables.Classroom, {"id": LIBRARY}, teacher_id=TAM)

    assert asked(team, "move 9/28 to room library", ADAMS, at=LATER).asks is not None


def test_it_waits_for_the_provider_alone(team: Team) -> None:
    """It stands among what waits for her, and nothing is changed; the same again is one."""
    before = standing(team)
    proposed(team, TEXT, ADAMS, at=LATER)
    echo = asked(team, TEXT, ADAMS, at=LATER)
    again = team.do(ADAMS, change_requests.confirm, echo.draft_id, at=LATER)

    assert isinstance(again, Proposed)
    assert again.again
    assert standing(team) == before
    assert [(one.who.id, one.change.then and one.change.then.during) for one in waits(team)] == [
        (ADAMS, "Writing")
    ]
    assert waits(team, ADAMS) == []
    assert team.prompts("ask")


def test_do_it(team: Team) -> None:
    """One tap makes the change; the teacher is told with all others, once."""
    key = proposed(team, TEXT, ADAMS, at=LATER)
    team.do(MAYA, proposal_answers.accept, key, at=LATER)

    assert follower(team).anchor_name == "Writing"
    assert waits(team) == []
    assert answers(team) == []
    told = [o for _, o in team.posted if isinstance(o, ChangeNews) and o.person.id == ADAMS]
    assert [one.withdrawn for one in told] == [False]
    with pytest.raises(errors.Stale, match="proposal_answered"):
        team.do(MAYA, proposal_answers.decline, key, at=LATER)


def test_keep_as_is(team: Team) -> None:
    """Nothing changes, the teacher is told once; a second tap says so."""
    key = proposed(team, TEXT, ADAMS, at=LATER)
    first = team.do(MAYA, proposal_answers.decline, key, at=LATER)
    second = team.do(MAYA, proposal_answers.decline, key, at=LATER)

    assert (first.again, second.again) == (False, True)
    assert waits(team) == []
    assert answers(team) == ["declined"]


def test_talk_leaves_it_open(team: Team) -> None:
    """The teacher is told; it waits until it is decided, which is told as well."""
    key = proposed(team, TEXT, ADAMS, at=LATER)
    team.do(MAYA, proposal_answers.talk, key, at=LATER)
    assert answers(team) == ["talk"]
    assert len(waits(team)) == 1

    team.do(MAYA, proposal_answers.decline, key, at=LATER)
    assert answers(team) == ["talk", "declined"]


def test_overtaken(team: Team) -> None:
    """Another change of the plan withdraws it; the teacher reads that in its message."""
    key = proposed(team, TEXT, ADAMS, at=LATER)
    changed(team, "change centers to math from 9/28", at=LATER)

    assert waits(team) == []
    with pytest.raises(errors.Stale, match="proposal_overtaken"):
        team.do(MAYA, proposal_answers.accept, key, at=LATER)
    team.deliver(LATER + timedelta(minutes=1))
    told = [o for _, o in team.posted if isinstance(o, ChangeNews)]
    assert {one.person.id: one.withdrawn for one in told} == {ADAMS: True, TAM: False}


@pytest.mark.slow
@pytest.mark.parametrize("who", [ADAMS, TAM, BEN])
def test_nobody_else_answers(team: Team, who: str) -> None:
    """Neither who proposed nor anybody else decides it."""
    key = proposed(team, TEXT, ADAMS, at=LATER)

    for answer in (proposal_answers.accept, proposal_answers.decline, proposal_answers.talk):
        with pytest.raises(errors.NotAllowed, match="not_yours"):
            team.do(who, answer, key, at=LATER)
    assert team.rows(tables.Plan, id=PLAN)[0].classroom_id == ROOM
