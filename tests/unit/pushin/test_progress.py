"""How much support goal areas need: one tap, a small trend, and who may say it."""

from datetime import date

import pytest
from unit.pushin.lincoln import ADAMS, BEN, MAYA, MONDAY, PLAN, ROSA, TAM, Team, clock, save_plan
from unit.pushin.logged import student

from pushin import errors, goals, minutes, progress, progress_answers
from pushin.results.minutes import Trend
from storage import tables

pytestmark = pytest.mark.slow

AREA = goals.of_discipline("OT")[0].key


def test_what_was_said_is_a_trend(team: Team) -> None:
    """One answer a day and person; the last one of a day counts; the newest stands last."""
    for day, support in ((14, "more"), (14, "same"), (21, "less")):
        team.do(MAYA, progress_answers.say, PLAN, AREA, support, at=clock(9, day, 11))

    assert team.do(MAYA, progress.trend, PLAN) == (
        Trend(AREA, ((date(2026, 9, 14), "same"), (date(2026, 9, 21), "less"))),
    )
    assert len(team.rows(tables.Progress)) == 2


def test_it_goes_on_with_the_plan(team: Team) -> None:
    """A plan that goes on from another one shows what was said before."""
    team.do(MAYA, progress_answers.say, PLAN, AREA, "more", at=MONDAY)
    team.do(None, save_plan, "next", at=MONDAY, weekdays=[1], follows_id=PLAN)
    (trend,) = team.do(MAYA, progress.trend, "next")

    assert trend.said == ((date(2026, 9, 14), "more"),)


def test_the_form_offers_goal_areas(team: Team) -> None:
    """Those of the discipline at first, afterwards those of which something was said."""
    (first,) = team.do(ADAMS, progress_answers.form, PLAN, at=MONDAY).plans
    (then,) = team.do(ADAMS, progress_answers.say, PLAN, AREA, "less", at=MONDAY).plans

    assert (len(first[2]), first[1].during) == (5, "Centers")
    assert [one.goal_area for one in then[2]] == [AREA]


def test_it_stands_with_the_codes(team: Team) -> None:
    """The modal of minutes shows the trend of the plans in it."""
    student(team, "K7-03")
    team.do(MAYA, progress_answers.say, PLAN, AREA, "more", at=MONDAY)
    found = team.do(MAYA, minutes.of_codes, "me/this_week", at=MONDAY)

    assert [(name.during, len(said)) for name, said in found.trends] == [("Centers", 1)]


@pytest.mark.parametrize("who", [TAM, BEN, ROSA])
def test_others_say_nothing(team: Team, who: str) -> None:
    """Only the plan's provider and the room's teacher."""
    with pytest.raises(errors.NotAllowed):
        team.do(who, progress_answers.say, PLAN, AREA, "more", at=MONDAY)


def test_what_is_no_answer_is_refused(team: Team) -> None:
    """Words of one's own, goal areas that nobody knows, and a plan that is over."""
    for area, support in ((AREA, "wonderful"), ("Liam's grip", "more")):
        with pytest.raises(errors.Refusal) as no:
            team.do(MAYA, progress_answers.say, PLAN, area, support, at=MONDAY)
        assert no.value.code == "goal_unknown"
    with pytest.raises(errors.Refusal) as over:
        team.do(MAYA, progress_answers.say, PLAN, AREA, "more", at=clock(11, 2, 8))

    assert over.value.code == "plan_ended"
    assert team.rows(tables.Progress) == []
