"""How much support goal areas need: one tap, a small trend, and who may say it."""

from datetime import date

import pytest
from unit.pushin.lincoln import ADAMS, BEN, MAYA, MONDAY, PLAN, ROSA, TAM, Team, clock, save_plan
from unit.pushin.logged import student

from pushin import errors, goals, logs, minutes, progress, progress_answers, reviews
from pushin.log_inputs import LogInput
from pushin.results import Support
from pushin.results.minutes import ProgressForm, Trend
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
    """Those of the discipline until the day is over; afterwards those of which something was said.

    What is on screen stays there while it is answered.
    """

    def areas(form: ProgressForm) -> list[str]:
        ((_, _, found),) = form.plans
        return [one.goal_area for one in found]

    first = team.do(ADAMS, progress_answers.form, PLAN, at=MONDAY)
    then = team.do(ADAMS, progress_answers.say, PLAN, AREA, "less", at=MONDAY)
    later = team.do(ADAMS, progress_answers.form, PLAN, at=clock(9, 15, 11))

    assert (len(areas(first)), first.plans[0][1].during) == (5, "Centers")
    assert areas(then) == areas(first)
    assert areas(later) == [AREA]


def test_a_days_push_ins_stand_together(team: Team) -> None:
    """Those that were held; each answer leaves the others where they are."""
    times = {"anchor_name": "Writing", "start_minute": 600, "end_minute": 640}
    team.do(None, save_plan, "plan2", at=MONDAY, weekdays=[0], **times)
    on, at = date(2026, 9, 14), clock(9, 14, 15, 30)
    with pytest.raises(errors.Refusal, match="progress_nothing"):
        team.do(MAYA, progress_answers.of_day, on, at=at)

    logged = team.do(MAYA, logs.day_as_planned, on, at=at)
    found = team.do(MAYA, progress_answers.of_day, on, at=at)
    ids = [one for one, _, _ in found.plans]
    said = team.do(MAYA, progress_answers.say, "plan2", AREA, "less", shown=ids, at=at)

    assert logged.support
    assert ids == [PLAN, "plan2"]
    assert [one for one, _, _ in said.plans] == ids
    (row,) = team.rows(tables.Log, session_id=f"{PLAN}-20260914")
    missed = LogInput(row.session_id, "cancelled", seen=row.id, reason="drill")
    assert not team.do(MAYA, logs.save, missed, at=at).support


def test_a_review_shows_the_trend(team: Team) -> None:
    """What was said at first and lately, without a goal; who may not see codes reads nothing."""
    for day, support in ((14, "more"), (15, "more"), (21, "same")):
        team.do(MAYA, progress_answers.say, PLAN, AREA, support, at=clock(9, day, 11))
    for day in (12, 19):
        team.do(MAYA, progress_answers.say, PLAN, AREA, "less", at=clock(10, day, 11))
    at = clock(10, 23, 15, 30)
    found = team.do(MAYA, reviews.ask, PLAN, None, at=at)
    hers = team.do(ADAMS, reviews.ask, PLAN, None, at=at)

    assert found.support == (Support(more=2, same=1), Support(less=2))
    assert (found.asks_support, hers.asks_support, hers.support) == (True, True, None)
    assert AREA not in repr(found)


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
