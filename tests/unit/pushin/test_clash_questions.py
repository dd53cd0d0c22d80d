"""Clashes: a room with too many adults, and what a changed calendar puts at the same time."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from unit.pushin.lincoln import (
    ADAMS,
    BEN,
    MAYA,
    MONDAY,
    PLAN,
    ROOM,
    ROSA,
    TAM,
    WORKSPACE,
    Team,
    clock,
    save_plan,
)
from unit.pushin.two_providers import alone, ask, joined, preview

from pushin import clash_questions, day_changes, errors, prompts, room_answers, waiting
from pushin.results import BothKept, Clash, RepairedDay, WaitingClash
from school.day_wishes import Wish
from storage import tables
from storage.scope import Scope

LATE_DAY = date(2026, 10, 1)
"""A Thursday on which Writing is at 11:00, where Ben is from 11:10 on."""
LATE = Wish("named", name="LATE")


@pytest.fixture
def writing(team: Team) -> Team:
    """Maya comes on Thursdays for Writing (10:00 to 10:40), Ben then from 11:10 to 11:40."""
    team.change(tables.Person, {"id": ROSA}, role="organiser")
    missing = {"id": f"{PLAN}-20260923"}
    team.change(tables.Session, missing, obstacle=None)
    hers = {"weekdays": [3], "start_minute": 600, "end_minute": 640, "anchor_name": "Writing"}
    team.do(None, save_plan, "hers", at=MONDAY, **hers)
    his = {"weekdays": [3], "start_minute": 670, "end_minute": 700, "provider_id": BEN}
    clock_time = {"anchor_kind": "clock", "anchor_name": "", "created_by": BEN}
    team.do(None, save_plan, "his", at=MONDAY, **his, **clock_time)
    return team


def change(team: Team, on: date = LATE_DAY, at: Any = MONDAY, wish: Wish = LATE) -> None:
    team.do(ROSA, day_changes.change_day, wish, "lincoln", on, "", at=at)


def asked(team: Team, who: str, at: Any = MONDAY) -> list[WaitingClash]:
    found = team.do(None, waiting.of, who, at=at)
    return [one for one in found if isinstance(one, WaitingClash)]


def most(team: Team, count: int | None, who: str = ADAMS) -> Any:
    return team.do(who, room_answers.most_adults, ROOM, count, at=MONDAY)


def kinds(found: Iterable[Clash]) -> list[str]:
    return [one.kind for one in found]


class TestAdults:
    """The room with more adults than its teacher wants."""

    def test_counted_once_each(self, team: Team) -> None:
        """Distinct adults of all push-ins in the room at that time, the teacher included."""
        most(team, 3)
        paras = {"paras": (TAM,)}

        (room, crowd) = preview(team, **paras).clashes

        assert room.kind == "room"
        assert (crowd.kind, crowd.who, crowd.count, crowd.most) == ("adults", "Adams", 4, 3)
        assert (crowd.on, crowd.start, crowd.end) == (date(2026, 9, 14), 555, 585)

    @pytest.mark.parametrize(("count", "expected"), [(3, ["room", "adults"]), (4, ["room"])])
    @pytest.mark.slow
    def test_as_many_as_she_wants(self, team: Team, count: int, expected: list[str]) -> None:
        """Maya, Ben, Tam and Ms. Adams are four: one too many for three."""
        most(team, count)

        assert kinds(preview(team).clashes) == expected

    @pytest.mark.slow
    def test_alone_in_the_room(self, team: Team) -> None:
        """A push-in with too many adults of its own is told too; touching ones do not add up."""
        most(team, 2)

        assert preview(team, start=590, end=620).clashes == ()
        (crowd,) = preview(team, start=590, end=620, paras=(TAM,)).clashes
        assert (crowd.kind, crowd.count) == ("adults", 3)

    @pytest.mark.slow
    def test_only_the_teacher_says(self, team: Team) -> None:
        """Nobody else says how many she wants; a number that is none of the choice is refused."""
        with pytest.raises(errors.NotAllowed, match="ask_the_teacher"):
            most(team, 3, MAYA)
        with pytest.raises(errors.Refusal, match="bad_number"):
            most(team, 99)

    @pytest.mark.slow
    def test_said_again(self, team: Team) -> None:
        """It is noted once, and may be taken back."""
        found = [most(team, count) for count in (4, 4, None)]

        assert [one.notes[0].code for one in found] == ["adults", "answered_already", "adults_any"]
        assert [one.most_adults for one in found] == [4, 4, None]

    @pytest.mark.slow
    def test_asks_those_who_are_too_many(self, team: Team) -> None:
        """A provider whose standing push-in is too many now is asked, once for all its dates."""
        most(team, 2)

        (question,) = asked(team, MAYA)
        assert (question.clash.kind, question.clash.count) == ("adults", 3)
        assert question.more > 0


class TestChangedCalendar:
    """A delay moves Writing onto another push-in."""

    @pytest.mark.slow
    def test_nothing_before(self, writing: Team) -> None:
        """On regular days the two are not at the same time."""
        assert asked(writing, MAYA) == []
        assert asked(writing, BEN) == []

    def test_both_are_asked(self, writing: Team) -> None:
        """Each provider has one item: when, with whom, where, and which session it is."""
        change(writing)

        (hers,) = asked(writing, MAYA)
        (his,) = asked(writing, BEN)
        assert (hers.clash.who, hers.clash.room, hers.clash.on) == ("Ben", "4", LATE_DAY)
        assert hers.clash.overlap == (670, 690)
        assert (hers.session.id, his.session.id) == ("hers-20261001", "his-20261001")
        assert his.clash.who == "Maya"
        why = {one.conversation_id: one.why for one in writing.prompts("ask")}
        assert (why[f"im:{MAYA}"], why[f"im:{BEN}"]) == ("clash", "clash")

    @pytest.mark.slow
    def test_several_dates_are_one_item(self, writing: Team) -> None:
        """The first is told, the others are counted."""
        change(writing, date(2026, 10, 8))
        change(writing)

        (hers,) = asked(writing, MAYA)

        assert (hers.clash.on, hers.more) == (LATE_DAY, 1)

    @pytest.mark.slow
    def test_gone_again(self, writing: Team) -> None:
        """A clash that is gone disappears, and its card is not posted."""
        change(writing)
        due = max(one.due_at for one in writing.prompts("ask"))
        writing.do(ROSA, day_changes.clear, "lincoln", LATE_DAY, at=MONDAY)

        assert asked(writing, MAYA) == []
        assert [kind for kind, _ in writing.deliver(due) if kind == "ask"] == []

    def test_kept(self, writing: Team) -> None:
        """Keep both is never asked again, of this date or another; twice is once."""
        change(writing)
        (hers,) = asked(writing, MAYA)
        said = (hers.key, hers.plan_revision)

        first, second = (
            writing.do(MAYA, clash_questions.keep_both, *said, at=MONDAY) for _ in range(2)
        )

        assert first.clash is not None
        assert second == BothKept(None, again=True)
        change(writing, date(2026, 10, 8))
        assert asked(writing, MAYA) == []
        assert len(asked(writing, BEN)) == 1
        assert [one.kept_by for one in writing.rows(tables.ClashKept)] == [MAYA]

    @pytest.mark.slow
    def test_kept_after_it_was_gone(self, writing: Team) -> None:
        """A late tap keeps nothing, and says that there is nothing to keep."""
        change(writing)
        (hers,) = asked(writing, MAYA)
        writing.do(ROSA, day_changes.clear, "lincoln", LATE_DAY, at=MONDAY)

        said = (hers.key, hers.plan_revision)
        found = writing.do(MAYA, clash_questions.keep_both, *said, at=MONDAY)

        assert found == BothKept(None, again=False)
        assert writing.rows(tables.ClashKept) == []

    @pytest.mark.parametrize("who", [BEN, ADAMS, TAM])
    @pytest.mark.slow
    def test_nobody_else_keeps(self, writing: Team, who: str) -> None:
        """Each decides about their own push-in only."""
        change(writing)
        (hers,) = asked(writing, MAYA)

        with pytest.raises(errors.NotAllowed, match="not_yours"):
            writing.do(who, clash_questions.keep_both, hers.key, hers.plan_revision, at=MONDAY)

    @pytest.mark.slow
    def test_of_an_ended_plan(self, writing: Team) -> None:
        """A tap on a push-in that has ended, or was changed, says so."""
        change(writing)
        (hers,) = asked(writing, MAYA)
        with pytest.raises(errors.Stale, match="clash_changed"):
            writing.do(MAYA, clash_questions.keep_both, hers.key, 7, at=MONDAY)
        writing.change(tables.Plan, {"id": "hers"}, state="ended")

        with pytest.raises(errors.Refusal, match="plan_ended"):
            writing.do(MAYA, clash_questions.keep_both, hers.key, 1, at=MONDAY)
        assert asked(writing, BEN) == []

    @pytest.mark.slow
    def test_the_other_plan_ended(self, writing: Team) -> None:
        """With the other push-in gone there is nothing to decide."""
        change(writing)
        writing.change(tables.Plan, {"id": "his"}, state="ended")

        assert asked(writing, MAYA) == []

    @pytest.mark.slow
    def test_message_of_that_day(self, writing: Team) -> None:
        """A day that is told anyway names it in its message, and no card asks it besides."""
        morning = clock(10, 1, 8)
        change(writing, at=morning)

        told = [one for _, one in writing.deliver(morning) if isinstance(one, RepairedDay)]

        hers = next(one for one in told if one.person.id == MAYA)
        assert [(one.kind, one.who) for one in hers.clashes] == [("room", "Ben")]
        assert next(one for one in told if one.person.id == ADAMS).clashes == ()
        assert asked(writing, MAYA, at=morning) == []

    @pytest.mark.slow
    def test_far_ahead(self, writing: Team) -> None:
        """What is further than four weeks ahead is asked when it is nearer."""
        change(writing, date(2026, 10, 29))

        assert asked(writing, MAYA) == []
        assert len(asked(writing, MAYA, at=clock(10, 2, 9))) == 1

    @pytest.mark.slow
    def test_treating_together_is_none(self, team: Team) -> None:
        """Who treats together, and who was asked to, is in nobody's way."""
        ask(team)
        assert asked(team, MAYA) == asked(team, BEN) == []

        joined(team, weekdays=frozenset({2}))

        assert asked(team, MAYA) == asked(team, BEN) == []


class TestOfOneProvider:
    """A provider twice at a time, and in another building."""

    @pytest.mark.slow
    def test_seen_before_it_was_saved(self, team: Team) -> None:
        """What was said before Confirm was decided by it: nobody is asked again."""
        team.do(None, _room_12)
        plan_id = alone(team, MAYA, teacher="webb2", classroom_id="room12")

        assert asked(team, MAYA) == []
        kept = {(one.plan_id, one.other, one.kind) for one in team.rows(tables.ClashKept)}
        assert kept == {(plan_id, PLAN, "provider"), (PLAN, plan_id, "provider")}

    @pytest.mark.slow
    def test_asked_once_for_both(self, team: Team) -> None:
        """Two push-ins of one provider are one question, and one answer."""
        times = {"start_minute": 560, "end_minute": 600, "weekdays": [0]}
        team.do(None, save_plan, "twice", at=MONDAY, **times)

        (question,) = asked(team, MAYA)
        said = (question.key, question.plan_revision)
        team.do(MAYA, clash_questions.keep_both, *said, at=MONDAY)

        assert question.clash.kind == "provider"
        assert asked(team, MAYA) == []

    @pytest.mark.slow
    def test_another_building(self, team: Team) -> None:
        """Days in another building put a standing push-in where its provider is not."""

        def itinerant(scope: Scope) -> None:
            key = {"workspace_id": WORKSPACE, "person_id": MAYA, "school_id": "lincoln"}
            scope.session.add(tables.Building(**key, weekdays=[2]))
            scope.session.flush()
            prompts.for_person(scope, MAYA, at=MONDAY)

        team.do(None, itinerant)

        (question,) = asked(team, MAYA)
        assert (question.clash.kind, question.clash.on) == ("building", date(2026, 9, 14))


def _room_12(scope: Scope) -> None:
    teacher = {"name": "Diaz", "role": "teacher", "school_id": "lincoln"}
    scope.people.add(tables.Person(workspace_id=WORKSPACE, id="webb2", **teacher))
    scope.classrooms.add(
        tables.Classroom(
            workspace_id=WORKSPACE,
            id="room12",
            school_id="lincoln",
            room="12",
            teacher_id="webb2",
            channel_id="C12",
        )
    )
