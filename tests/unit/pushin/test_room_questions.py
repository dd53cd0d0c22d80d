"""What a room's teacher is asked, in which order, and on which cards."""

from datetime import date

import pytest
from unit.pushin.lincoln import (
    ADAMS,
    MAYA,
    MONDAY,
    ROOM,
    TAM,
    Team,
    clock,
    save_plan,
)
from unit.pushin.room4 import on_arrival

from pushin import (
    classrooms,
    live,
    prompts,
    room_answers,
    room_questions,
    touchbases,
    waiting,
)
from pushin.results import PlanCard, Room, RoomQuestion, WaitingDoing, WaitingRoom
from storage import tables
from storage.scope import Scope


def asked(scope: Scope, room_id: str = ROOM) -> list[str]:
    room = scope.classrooms.get(room_id)
    assert room is not None
    return [one.key for one in room_questions.open_questions(scope, room, at=MONDAY)]


class TestOrder:
    """One question at a time, the first thing first."""

    def test_of_an_unknown_room(self, empty: Team) -> None:
        """The grade comes first, then arrival, planning, dismissal and the other days."""
        assert empty.do(None, asked) == ["grade", "kind:arrival", "kind:planning", "kind:dismissal"]

    def test_after_the_grade(self, empty: Team) -> None:
        """Arrival, planning, then the day's order; what happens on late days comes last."""
        empty.do(ADAMS, room_answers.choose_grade, ROOM, "kindergarten", at=MONDAY)

        assert empty.do(None, asked) == [
            "routine:Arrival",
            "routine:Planning time",
            "routine:Morning meeting",
            "routine:Centers",
            "routine:Recess",
            "routine:Lunch",
            "routine:Dismissal",
            "day:LATE",
        ]

    def test_what_a_push_in_hangs_on(self, empty: Team) -> None:
        """A guess that a plan hangs on comes before everything."""
        on_arrival(empty)

        assert empty.do(None, asked)[:2] == ["routine:arrival routine", "grade"]

    def test_a_plan_that_is_over_asks_nothing(self, empty: Team) -> None:
        """A routine of a plan that has ended is one guess among others."""
        on_arrival(empty, state="ended")

        assert empty.do(None, asked)[0] == "grade"

    def test_a_routine_that_is_gone(self, empty: Team) -> None:
        """A plan that hangs on what is not there asks for it with the plan's own times."""
        anchor = {"anchor_kind": "routine", "anchor_name": "Yoga"}
        empty.do(None, lambda scope: save_plan(scope, "plan2", at=MONDAY, **anchor))

        question = _first(empty)

        assert (question.key, question.start, question.end) == ("routine:Yoga", 550, 590)
        assert question.who is not None
        assert question.who.name == "Maya"

    def test_a_period_of_that_name_is_known(self, empty: Team) -> None:
        """A plan on "writing" needs no answer where the bells have Writing."""
        anchor = {"anchor_kind": "routine", "anchor_name": "writing"}
        empty.do(None, lambda scope: save_plan(scope, "plan2", at=MONDAY, **anchor))

        assert empty.do(None, asked)[0] == "grade"

    def test_what_there_is_none_of(self, empty: Team) -> None:
        """What the class has not is not asked about again."""
        empty.do(ADAMS, room_answers.choose_grade, ROOM, "middle", at=MONDAY)
        room = empty.do(ADAMS, classrooms.room, ROOM, at=MONDAY)
        question = room.question
        assert question is not None

        empty.do(ADAMS, room_answers.none, ROOM, question.key, question.revision, at=MONDAY)

        assert "kind:arrival" not in empty.do(None, asked)

    def test_progress(self, empty: Team) -> None:
        """Each answer is one further; that planning time may be used is counted already."""
        shown = [empty.do(ADAMS, room_answers.choose_grade, ROOM, "kindergarten", at=MONDAY)]
        for _ in range(2):
            one = shown[-1].question
            assert one is not None
            shown.append(
                empty.do(ADAMS, room_answers.confirm, ROOM, one.key, one.revision, at=MONDAY)
            )

        assert [(one.number, one.count) for one in shown] == [(2, 10), (3, 10), (4, 10)]


class TestOtherDays:
    """Days that begin or end at other times."""

    @pytest.fixture
    def day(self, empty: Team) -> RoomQuestion:
        """The question about the two-hour delay, with a kindergarten's guesses."""
        empty.do(ADAMS, room_answers.choose_grade, ROOM, "kindergarten", at=MONDAY)
        found = empty.do(None, _questions)
        return found[-1]

    def test_is_laid_out_by_the_bells(self, day: RoomQuestion) -> None:
        """Every routine stands where the bells put it; those that they leave out are named."""
        assert day.day is not None
        assert (day.day.label, day.day.first, day.day.last) == ("Two-hour delay", 660, None)
        assert day.day.next_on == date(2026, 9, 23)
        assert [(one.name, one.start, one.end, one.happens) for one in day.routines] == [
            ("Lunch", 700, 730, True),
            ("Planning time", 800, 830, True),
            ("Dismissal", 890, 900, True),
        ]
        assert day.left_out == ("Arrival", "Morning meeting", "Centers", "Recess")

    def test_only_those_to_come(self, empty: Team, day: RoomQuestion) -> None:
        """After the year's last such day nothing is asked of it."""
        assert day.key == "day:LATE"

        room = empty.do(ADAMS, classrooms.room, ROOM, at=clock(9, 24, 8))

        assert room.days == ()


class TestCards:
    """The question on the teacher's daily card: one, twice at most."""

    def test_a_plan_on_a_guess_asks(self, empty: Team) -> None:
        """The question stands on the card and in Home; nothing else of the room does."""
        on_arrival(empty)

        (item,) = empty.do(None, waiting.of, ADAMS, at=MONDAY)

        assert isinstance(item, WaitingRoom)
        assert item.question.key == "routine:arrival routine"
        assert empty.do(None, waiting.of, TAM, at=MONDAY) == ()
        assert empty.do(None, _why, ADAMS) == "room_question"

    def test_twice_and_then_in_home_only(self, empty: Team) -> None:
        """Two cards carry it; a third is not sent, and one sent for another reason is without."""
        on_arrival(empty)
        days = [clock(9, day, 8) for day in (14, 15, 16)]
        empty.do(None, prompts.for_person, ADAMS, at=MONDAY)

        cards = [empty.deliver(day) for day in days]

        asks = [[content for kind, content in card if kind == "ask"] for card in cards]
        assert [len(one) for one in asks] == [1, 1, 0]
        second = asks[1][0].items  # type: ignore[union-attr]
        assert [type(one) for one in second if type(one) is not WaitingDoing] == [WaitingRoom]
        home = empty.do(ADAMS, live.home, at=days[2])
        assert [type(one) for one in home.waiting] == [WaitingRoom]
        second = empty.shown("ask", clock(9, 15, 13)).items
        assert [type(one) for one in second if type(one) is not WaitingDoing] == [WaitingRoom]
        third = empty.do(None, waiting.of, ADAMS, card_of=date(2026, 9, 16), at=days[2])
        assert third == ()

    def test_planning_time_is_asked_for_where_a_pair_needs_it(self, empty: Team) -> None:
        """Without a common five minutes, and planning never told, the card asks for it."""
        assert empty.do(None, waiting.of, ADAMS, at=MONDAY) == ()
        hours = {str(day): [14 * 60 + 50, 15 * 60] for day in range(5)}
        empty.change(tables.Person, {"id": ADAMS}, working_hours=hours)
        empty.do(None, touchbases.plan_all, [ADAMS], at=MONDAY)

        (item,) = empty.do(None, waiting.of, ADAMS, at=MONDAY)

        assert isinstance(item, WaitingRoom)
        assert item.question.key == "kind:planning"
        assert ("Specials", 780, 820) in item.question.periods

    def test_the_plan_card_says_that_it_is_a_guess(self, empty: Team) -> None:
        """It says so until the teacher confirms; then every copy is shown anew."""
        on_arrival(empty)
        empty.deliver(MONDAY)
        cards = [one for kind, one in empty.posted if kind == "plan_card"]
        guesses = {one.plan.id: one.guess for one in cards if isinstance(one, PlanCard)}
        assert guesses == {"plan1": False, "plan2": True}
        empty.stale()
        cards_made = len(empty.rows(tables.Prompt, kind="plan_card"))

        question = _first(empty)
        empty.do(ADAMS, room_answers.confirm, ROOM, question.key, question.revision, at=MONDAY)

        assert ("plan_card", "plan:plan2") in empty.stale()
        assert not empty.shown("plan_card", MONDAY).guess
        assert len(empty.rows(tables.Prompt, kind="plan_card")) == cards_made
        assert empty.do(None, _why, MAYA) != "room_question"


def _why(scope: Scope, person_id: str) -> str | None:
    person = scope.people.get(person_id)
    assert person is not None
    found = waiting.reason(scope, person, at=MONDAY)
    return None if found is None else found.why


def _questions(scope: Scope) -> tuple[RoomQuestion, ...]:
    room = scope.classrooms.get(ROOM)
    assert room is not None
    return room_questions.open_questions(scope, room, at=MONDAY)


def _first(team: Team) -> RoomQuestion:
    room: Room = team.do(ADAMS, classrooms.room, ROOM, at=MONDAY)
    assert room.question is not None
    return room.question
