"""The digest: before the first bell of the week, once, ten lines, nothing where nothing is."""

from datetime import date, timedelta

import pytest
from unit.pushin.lincoln import ADAMS, MAYA, MONDAY, PLAN, Team, clock

from pushin import digests, schools
from pushin.results import Digest
from storage import tables
from storage.scope import Scope

NEXT = date(2026, 9, 21)


@pytest.fixture
def team(team: Team) -> Team:
    """Return the team with what it had so far delivered, and its next digests planned."""
    team.deliver(clock(9, 14, 16))
    for person in (MAYA, ADAMS):
        team.do(None, digests.plan, person, at=clock(9, 14, 16))
    return team


def digest_of(team: Team, person: str) -> list[tables.Prompt]:
    return [one for one in team.rows(tables.Prompt) if one.subject.startswith(f"week:{person}:")]


def got(team: Team, month: int, day: int, *at: int) -> list[Digest]:
    return [one for _, one in team.deliver(clock(month, day, *at)) if isinstance(one, Digest)]


class TestWhen:
    """On the first school day that the person works, at the start of their hours."""

    def test_at_the_start_of_hours(self, team: Team) -> None:
        """It comes on Monday at eight, and is worth nothing after the first bell."""
        (planned,) = [one for one in digest_of(team, MAYA) if one.state == "planned"]
        assert planned.subject == digests.subject(MAYA, NEXT)
        assert planned.due_at == clock(9, 21, 8)
        assert planned.worthless_at == clock(9, 21, 8, 30)

    def test_after_a_day_off(self, team: Team) -> None:
        """When Monday is closed that morning, it comes on Tuesday."""
        team.do(None, schools.override_day, "lincoln", NEXT, None, "Snow", at=clock(9, 21, 6))

        assert got(team, 9, 21, 8, 5) == []
        assert {one.week.person.id for one in got(team, 9, 22, 8)} == {MAYA, ADAMS}

    def test_once_a_week(self, team: Team) -> None:
        """It comes once; then the next one is planned, a week on."""
        assert len(got(team, 9, 21, 8)) == 2
        assert got(team, 9, 22, 8) == []
        states = {one.subject: one.state for one in digest_of(team, MAYA)}
        assert states[digests.subject(MAYA, NEXT)] == "sent"
        assert states[digests.subject(MAYA, NEXT + timedelta(days=7))] == "planned"

    def test_too_late(self, team: Team) -> None:
        """What was missed until the bell is not sent any more; the next one is."""
        assert got(team, 9, 21, 8, 31) == []
        assert "too_late" in {one.why for one in digest_of(team, MAYA) if one.state == "merged"}
        assert len(got(team, 9, 28, 8)) == 2

    def test_hours_that_begin_with_the_bell(self, team: Team) -> None:
        """Who begins with the bell gets it a quarter of an hour before."""
        team.change(tables.Person, {"id": ADAMS}, working_hours={})
        times = team.do(None, _times, ADAMS)
        assert times == (clock(9, 21, 8, 15), clock(9, 21, 8, 30))


class TestWhat:
    """A line a day, and what waits."""

    def test_the_week(self, team: Team) -> None:
        """Its days hold the sessions and the five minutes of the week."""
        (mine,) = [one for one in got(team, 9, 21, 8) if one.week.person.id == MAYA]
        on = {day.on.day: len(day.sessions) for day in mine.week.days if day.sessions}
        assert on == {21: 1, 23: 1}
        assert sum(len(day.touch_bases) for day in mine.week.days) == 1

    def test_nothing_at_all(self, team: Team) -> None:
        """A week without a session has no digest; the week after it has."""
        for day in (21, 22, 23, 24, 25):
            on = date(2026, 9, day)
            team.do(None, schools.override_day, "lincoln", on, None, "Break", at=MONDAY)
        assert [got(team, 9, day, 8) for day in range(21, 26)] == [[]] * 5
        (adams,) = got(team, 9, 28, 8)
        assert adams.week.person.id == ADAMS

    def test_the_third_of_a_day(self, team: Team) -> None:
        """It is left out where five minutes and a daily card are two messages already."""
        for day in (21, 22, 23, 24, 25):
            on = date(2026, 9, day)
            team.do(None, schools.override_day, "lincoln", on, None, "Break", at=MONDAY)
            team.deliver(clock(9, day, 8))
        team.deliver(clock(9, 28, 8))

        (last,) = [one for one in digest_of(team, MAYA) if one.subject.endswith("09-28")]
        assert (last.state, last.why) == ("merged", "budget")

    def test_without_a_plan(self, team: Team) -> None:
        """Who takes part in no plan any more gets none."""
        team.change(tables.Plan, {"id": PLAN}, state="ended")
        team.do(None, digests.plan, MAYA, at=clock(9, 18, 16))
        assert [one.state for one in digest_of(team, MAYA)][-1] == "cancelled"


def _times(scope: Scope, person_id: str) -> object:
    person = scope.people.get(person_id)
    assert person is not None
    return digests.times(scope, person, NEXT)
