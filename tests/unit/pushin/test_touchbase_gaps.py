"""What was tried in a week without five minutes: one reason a day, told to who asks."""

from datetime import date
from typing import Any

import pytest
from unit.pushin.lincoln import ADAMS, MAYA, MONDAY, ROOM, TAM, Team, clock, save_plan, school

from pushin import day_changes, pairs, prompts, schools, touchbase_notes, touchbases, waiting
from pushin.results import Clause, NoSlot, WaitingNoSlot
from school.calendar import Override
from storage import tables
from storage.scope import Scope

WEEK = "maya-adams-20260914"


def hours(team: Team, who: str, start: int, end: int) -> None:
    told = {str(day): [start, end] for day in range(5)}
    team.change(tables.Person, {"id": who}, working_hours=told)


def without(team: Team, asker: str = MAYA) -> NoSlot:
    """Plan the weeks and return this week's gap."""
    team.do(None, touchbases.plan_all, [MAYA], at=MONDAY)
    return team.do(asker, touchbase_notes.coming, at=MONDAY).without_slot[0]


def told(clause: Clause) -> tuple[Any, ...]:
    return clause.code, clause.who.id if clause.who else None, clause.you


def planning(team: Team, *, usable: bool) -> None:
    team.change(tables.Routine, {"classroom_id": ROOM, "name": "Planning"}, usable=usable)


def test_one_leaves_when_the_other_is_free(team: Team) -> None:
    """She has students until 3:00 and you leave at 3:00: planning time or hours help."""
    planning(team, usable=False)
    hours(team, ADAMS, 8 * 60 + 30, 15 * 60 + 30)
    hours(team, MAYA, 12 * 60 + 10, 15 * 60)

    found = without(team)

    first, second = found.tried[0].clauses
    assert (told(first), first.minute) == (("students_until", ADAMS, False), 900)
    assert (told(second), second.minute) == (("leaves", MAYA, True), 900)
    assert [day.on.day for day in found.tried] == [14, 15, 16, 17, 18]
    assert found.ways == ("planning", "hours")


def test_one_comes_when_the_other_has_begun(team: Team) -> None:
    """She is free until 8:30 only, and you come at 8:30."""
    planning(team, usable=False)
    hours(team, ADAMS, 8 * 60, 15 * 60)
    hours(team, MAYA, 12 * 60 + 10, 16 * 60)

    first, second = without(team, ADAMS).tried[0].clauses

    # The library, without students, is at 9:50.
    assert (told(first), first.minute) == (("free_until", ADAMS, True), 600)
    assert (told(second), second.minute) == (("comes", MAYA, False), 730)


def test_planning_time_that_is_not_offered(team: Team) -> None:
    """Where the teacher has students all day but in planning time, that is what helps."""
    planning(team, usable=False)
    team.do(None, _no_library)
    hours(team, ADAMS, 8 * 60 + 30, 15 * 60)

    found = without(team)

    (kept,) = found.tried[0].clauses
    assert (told(kept), kept.times) == (("kept", ADAMS, False), ((780, 820),))
    assert found.ways == ("planning",)


def test_a_push_in_and_lunch_at_that_time(team: Team) -> None:
    """She is free then; you have a push-in on Monday and lunch each day."""
    team.do(None, _no_library)
    hours(team, ADAMS, 8 * 60 + 30, 15 * 60)
    team.change(tables.Person, {"id": MAYA}, lunch_start=800, lunch_end=830)
    times = {"anchor_kind": "clock", "anchor_name": "", "start_minute": 780, "end_minute": 797}
    team.do(None, save_plan, "plan2", at=MONDAY, weekdays=[0, 1, 2, 3, 4], **times)

    found = without(team)

    first, second = found.tried[0].clauses
    assert (first.code, first.times, second.has) == ("free_then", ((797, 820),), ("lunch",))
    assert found.ways == ("lunch",)


def test_another_building_and_a_day_off(team: Team) -> None:
    """Tue: you are at Grant. A day that is not worked says so; one without school is not named."""
    team.do(None, schools.import_neutral, school("grant"), at=MONDAY)
    for building, days in (("grant", [1]), ("lincoln", [5])):
        team.do(None, _building, building, days)
    team.change(tables.Person, {"id": ADAMS}, working_hours={"1": [480, 930], "2": [480, 930]})
    team.do(None, schools.override_day, "lincoln", date(2026, 9, 18), None, "Snow", at=MONDAY)

    found = without(team)

    days = {day.on.day: day.clauses for day in found.tried}
    assert told(days[15][0]) == ("away", MAYA, True)
    assert days[15][0].where == "Lincoln Elementary (invented)"
    assert told(days[14][0]) == ("off", ADAMS, False)
    assert 18 not in days
    assert found.ways == ("hours", "phone")


def test_a_day_that_has_passed(team: Team) -> None:
    """On Friday evening all days' common times are over."""
    team.change(tables.TouchBase, {"id": WEEK}, state="no_slot", starts_at=None, ends_at=None)

    found = team.do(MAYA, touchbase_notes.coming, at=clock(9, 18, 17, 58)).without_slot[0]

    assert {day.clauses[0].code for day in found.tried} == {"over"}


class TestCard:
    """News on the daily card."""

    @pytest.fixture
    def apart(self, team: Team) -> Team:
        """Return the team whose two never meet."""
        planning(team, usable=False)
        hours(team, ADAMS, 8 * 60 + 30, 15 * 60 + 30)
        hours(team, MAYA, 12 * 60 + 10, 15 * 60)
        team.do(None, touchbases.plan_all, [MAYA], at=MONDAY)
        return team

    def test_stands_on_it(self, apart: Team) -> None:
        """Both read this week's gap with what was tried; nobody else does."""
        for who, count in ((MAYA, 1), (ADAMS, 1), (TAM, 0)):
            items = apart.do(None, waiting.of, who, at=MONDAY)
            assert sum(isinstance(one, WaitingNoSlot) for one in items) == count

    def test_is_the_reason_of_one_card_only(self, apart: Team) -> None:
        """The first week without is told; the weeks after it are no news."""
        maya = apart.rows(tables.Person, id=MAYA)[0]

        def why(at: Any) -> str | None:
            found = apart.do(None, waiting.reason, maya, at=at)
            return None if found is None or found.since > at else found.why

        assert why(MONDAY) == "touch_base"
        apart.do(None, prompts.for_person, MAYA, at=MONDAY)
        assert "ask" in {kind for kind, _ in apart.deliver(clock(9, 14, 12, 10))}
        assert why(clock(9, 14, 13)) != "touch_base"


def test_a_conference_day_has_no_afternoon(team: Team) -> None:
    """Where families come to conferences, nobody is free after the last bell; else from 12:35."""
    hours(team, MAYA, 12 * 60 + 10, 15 * 60 + 30)
    planning(team, usable=False)
    on, pair = date(2026, 9, 15), ("adams", "maya", ROOM)

    def slots(label: str) -> list[tuple[int, int, str]]:
        early = {on: Override(on, "REGULAR", label, ends=750)}
        team.do(None, day_changes.change, "lincoln", early, at=MONDAY)
        return [one for one in team.do(None, _slots, pair) if one[0] == on.day]

    assert slots("Early release") == [(15, 755, "after_early_day")]
    assert slots("Parent-teacher conferences") == []


def _slots(scope: Scope, pair: tuple[str, str, str]) -> list[tuple[int, int, str]]:
    found = touchbases.slots_of_week(
        scope, pairs.of(scope, *pair), date(2026, 9, 14), at=MONDAY, most=9
    )
    return [(one.on.day, one.start, one.why) for one in found]


def _no_library(scope: Scope) -> None:
    for row in scope.classrooms.routines(ROOM):
        if row.name != "Planning":
            scope.session.delete(row)


def _building(scope: Scope, school: str, weekdays: list[int]) -> None:
    scope.session.add(
        tables.Building(
            workspace_id=scope.workspace_id, person_id=MAYA, school_id=school, weekdays=weekdays
        )
    )
