"""A change of model or frequency is made when all whose word it needs have given it."""

from datetime import date, timedelta

import pytest
from unit.pushin.changing import asked, follower, standing
from unit.pushin.lincoln import ADAMS, BEN, MAYA, PLAN, ROSA, TAM, Team, clock

from pushin import change_requests, consent_answers, errors, waiting
from pushin.change_inputs import ChangeInput
from pushin.results import Changed, ChangeNews, Proposed, WaitingProposal
from storage import tables
from storage.scope import Scope

pytestmark = pytest.mark.slow

LATER = clock(9, 22, 9)
"""A Tuesday in working hours."""
FIRST = date(2026, 9, 28)
TEXT = "change centers to pull-out from 9/28"


def propose(team: Team, text: str = TEXT, who: str = MAYA) -> Proposed:
    echo = asked(team, text, who, at=LATER)
    found = team.do(who, change_requests.confirm, echo.draft_id, at=LATER)
    assert isinstance(found, Proposed), found
    return found


def waits(team: Team, who: str) -> list[WaitingProposal]:
    def look(scope: Scope) -> list[WaitingProposal]:
        found = waiting.of(scope, who, at=LATER)
        return [one for one in found if isinstance(one, WaitingProposal)]

    return team.do(None, look)


def with_case_manager(team: Team) -> None:
    def write(scope: Scope) -> None:
        row = tables.PlanStudent(
            workspace_id=scope.workspace_id,
            id="s1",
            plan_id=PLAN,
            code="K7-03",
            from_date=date(2026, 9, 14),
            case_manager_id=ROSA,
        )
        scope.session.add(row)

    team.do(None, write)


def test_the_teacher_has_the_last_word(team: Team) -> None:
    """Nothing changes before she agrees; her one tap makes it, and all others are told."""
    before = standing(team)
    found = propose(team)
    assert [(one.person.id, one.is_given) for one in found.needs] == [(MAYA, True), (ADAMS, False)]
    assert standing(team) == before
    assert [one.part for one in waits(team, ADAMS)] == ["teacher"]
    assert [(one.part, one.mine) for one in waits(team, MAYA)] == [("", True)]
    assert waits(team, TAM) == []

    made = team.do(ADAMS, consent_answers.say, found.proposal_id, "agree", at=LATER)
    assert isinstance(made, Changed)
    assert follower(team).service_delivery_model == "pull_out"
    assert waits(team, ADAMS) == waits(team, MAYA) == []
    team.deliver(LATER + timedelta(minutes=1))
    told = {one.person.id for _, one in team.posted if isinstance(one, ChangeNews)}
    assert told == {MAYA, TAM}
    with pytest.raises(errors.Stale, match="proposal_answered"):
        team.do(ADAMS, consent_answers.say, found.proposal_id, "agree", at=LATER)


def test_a_case_manager_says_whether_it_was_amended(team: Team) -> None:
    """It waits for her, too; a date to come is no amendment; nobody says it for her."""
    with_case_manager(team)
    found = propose(team)
    team.do(ADAMS, consent_answers.say, found.proposal_id, "agree", at=LATER)
    assert [one.part for one in waits(team, ROSA)] == ["case_manager"]
    say = consent_answers.say

    with pytest.raises(errors.Refusal, match="amended_later"):
        team.do(ROSA, say, found.proposal_id, "amended", amended_on=FIRST, at=LATER)
    for who, word in ((ROSA, "agree"), (ADAMS, "no_amendment"), (BEN, "agree")):
        with pytest.raises(errors.NotAllowed, match="not_yours"):
            team.do(who, say, found.proposal_id, word, at=LATER)
    made = team.do(ROSA, say, found.proposal_id, "amended", amended_on=date(2026, 9, 21), at=LATER)
    assert isinstance(made, Changed)
    (row,) = team.rows(tables.PlanStudent, plan_id=follower(team).id)
    assert (row.code, row.case_manager_id, row.from_date) == ("K7-03", ROSA, FIRST)


def test_its_date_has_passed_when_the_last_word_comes(team: Team) -> None:
    """It is made from the next date on which nothing has begun, and says so."""
    found = propose(team)
    late = clock(9, 28, 11)
    made = team.do(ADAMS, consent_answers.say, found.proposal_id, "agree", at=late)

    assert made.meant_for == FIRST
    assert follower(team).from_date == date(2026, 9, 29)
    assert date(2026, 9, 28) in standing(team)


def test_talk_withdraw_and_undo(team: Team) -> None:
    """A wish to talk leaves it open; withdrawn nobody is asked; undone it waits again."""
    found = propose(team)
    said = team.do(ADAMS, consent_answers.say, found.proposal_id, "talk", at=LATER)
    assert said.answer == "talk"
    made = team.do(ADAMS, consent_answers.say, found.proposal_id, "agree", at=LATER)
    team.do(ADAMS, change_requests.take_back, made.undo_id, at=LATER)
    assert [one.part for one in waits(team, ADAMS)] == ["teacher"]

    first = team.do(MAYA, consent_answers.withdraw, found.proposal_id, at=LATER)
    second = team.do(MAYA, consent_answers.withdraw, found.proposal_id, at=LATER)
    assert (first.again, second.again) == (False, True)
    assert waits(team, ADAMS) == []
    with pytest.raises(errors.Stale, match="proposal_overtaken"):
        team.do(ADAMS, consent_answers.say, found.proposal_id, "agree", at=LATER)


def test_some_days_part(team: Team) -> None:
    """Two push-ins become one push-in and one pull-out; one undo takes both back."""
    team.agree(clock(9, 14, 7))
    before = standing(team)
    form = asked(team, "change Mon to pull-out from 9/28", at=LATER)
    assert (form.apart, form.apart_model) == ((0,), "pull_out")

    def split(scope: Scope) -> object:
        given = ChangeInput(
            what="change",
            plan_id=PLAN,
            session_id=form.session.id,
            on=FIRST,
            apart=frozenset({0}),
            apart_model="pull_out",
        )
        return change_requests.preview(scope, given, at=LATER)

    echo = team.do(MAYA, split)
    found = team.do(MAYA, change_requests.confirm, echo.draft_id, at=LATER)
    made = team.do(ADAMS, consent_answers.say, found.proposal_id, "agree", at=LATER)
    new = {one.service_delivery_model: one for one in team.rows(tables.Plan, follows_id=PLAN)}
    assert {key: one.weekdays for key, one in new.items()} == {"push_in": [2], "pull_out": [0]}
    (old,) = team.rows(tables.Agreement, plan_id=PLAN)
    assert old.closed_at == clock(9, 23, 9, 50)
    assert len(team.rows(tables.Agreement, plan_id=new["push_in"].id)) == 1
    assert team.rows(tables.Agreement, plan_id=new["pull_out"].id) == []

    team.do(ADAMS, change_requests.take_back, made.undo_id, at=LATER)
    assert standing(team) == before
    assert team.rows(tables.Agreement, plan_id=PLAN)[0].closed_at is None
