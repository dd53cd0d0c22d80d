"""Somebody takes over a caseload or a room: one form, one message each, one undo."""

from datetime import date, timedelta

import pytest
from unit.pushin.changing import standing
from unit.pushin.lincoln import (
    ADAMS,
    BEN,
    MAYA,
    MONDAY,
    PLAN,
    ROOM,
    TAM,
    Team,
    clock,
    person,
    save_plan,
)

from pushin import caseloads, change_requests, errors, takeovers
from pushin.results import HandoverNews, HandoverPreview
from storage import tables

pytestmark = pytest.mark.slow

LATER = clock(9, 22, 9)
ON = date(2026, 9, 28)
CLAY = "clay"


@pytest.fixture
def two_plans(team: Team) -> Team:
    """Return the team with a second plan of Maya, and another occupational therapist."""
    team.do(None, lambda scope: scope.people.add(person(CLAY, "provider", discipline="COTA")))
    times = {"anchor_name": "Writing", "start_minute": 600, "end_minute": 640}
    team.do(None, save_plan, "plan2", at=MONDAY, weekdays=[3], **times)
    return team


def handed(team: Team, other: str = CLAY, on: date = ON) -> HandoverPreview:
    return team.do(MAYA, takeovers.preview, MAYA, other, on, at=LATER)


def test_all_of_it_from_a_date_with_one_undo(two_plans: Team) -> None:
    """Each plan goes on with the other provider; each person is told once; undo takes all back."""
    team = two_plans
    before = standing(team, PLAN, "plan2")
    echo = handed(team)
    assert len(echo.plans) == 2
    assert not echo.other_discipline
    done = team.do(MAYA, takeovers.confirm, echo.draft_id, at=LATER)
    assert team.do(MAYA, takeovers.confirm, echo.draft_id, at=LATER).again
    new = [one for one in team.rows(tables.Plan, provider_id=CLAY) if one.state == "active"]
    assert sorted(one.follows_id or "" for one in new) == [PLAN, "plan2"]

    team.deliver(LATER + timedelta(minutes=1))
    told = [one.person.id for _, one in team.posted if isinstance(one, HandoverNews)]
    assert sorted(told) == sorted([ADAMS, TAM, CLAY])
    team.do(MAYA, change_requests.take_back, done.undo_id, at=LATER)
    assert standing(team, PLAN, "plan2") == before


def test_what_is_refused_and_what_is_asked(two_plans: Team) -> None:
    """Oneself, another role, a past date; another discipline is named, and so is a clash."""
    team = two_plans
    for other, on, why in (
        (MAYA, ON, "handover_to_oneself"),
        (ADAMS, ON, "handover_other_role"),
        (CLAY, date(2026, 9, 21), "date_past"),
    ):
        with pytest.raises(errors.Refusal, match=why):
            handed(team, other, on)
    assert handed(team, BEN).other_discipline
    elsewhere = {"provider_id": BEN, "weekdays": [0], "start_minute": 560, "end_minute": 580}
    clock_times = {"anchor_kind": "clock", "anchor_name": "", **elsewhere}
    team.do(None, save_plan, "plan3", at=MONDAY, **clock_times)
    assert [one.kind for one in handed(team, BEN).clashes] == ["provider"]
    with pytest.raises(errors.NotAllowed, match="not_yours"):
        team.do(TAM, takeovers.preview, MAYA, CLAY, ON, at=LATER)


def test_a_room_gets_another_teacher(team: Team) -> None:
    """From today on: the room, its plans and roles are hers; undone they are not."""
    team.do(None, lambda scope: scope.people.add(person("diaz", "teacher")))
    today = date(2026, 9, 22)
    with pytest.raises(errors.Refusal, match="room_from_today"):
        team.do(ADAMS, takeovers.preview, ADAMS, "diaz", ON, at=LATER)
    echo = team.do(ADAMS, takeovers.preview, ADAMS, "diaz", today, at=LATER)
    done = team.do(ADAMS, takeovers.confirm, echo.draft_id, at=LATER)
    (new,) = team.rows(tables.Plan, follows_id=PLAN)
    adults = {one.person_id for one in team.rows(tables.PlanPerson, plan_id=new.id)}
    assert team.rows(tables.Classroom, id=ROOM)[0].teacher_id == "diaz"
    assert adults == {MAYA, TAM, "diaz"}
    team.do(ADAMS, change_requests.take_back, done.undo_id, at=LATER)
    assert team.rows(tables.Classroom, id=ROOM)[0].teacher_id == ADAMS


def test_a_caseload_names_its_gaps(two_plans: Team) -> None:
    """Plans stand by day and building; a day without lunch says so."""
    team = two_plans
    long = {"anchor_kind": "clock", "anchor_name": "", "start_minute": 640, "end_minute": 800}
    team.do(None, save_plan, "plan3", at=MONDAY, weekdays=[3], **long)
    found = team.do(MAYA, caseloads.mine, at=LATER)
    days = [(one.weekday, len(one.plans), one.gaps) for one in found.days]
    assert days == [(0, 1, ()), (2, 1, ()), (3, 2, ("no_lunch",))]
    with pytest.raises(errors.Refusal, match="no_caseload"):
        team.do(TAM, caseloads.mine, at=LATER)
