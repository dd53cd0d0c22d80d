"""Later today, another time, right now: how a touch-base is moved by its two people."""

from datetime import date

import pytest
from unit.pushin.lincoln import (
    ADAMS,
    BEN,
    MAYA,
    MINUTE,
    MONDAY,
    PLAN,
    TAM,
    Team,
    clock,
    save_plan,
)

from pushin import errors, sessions, touchbase_habits, touchbase_moves, touchbase_notes
from pushin.results import NoSlot, TouchBaseFacts, TouchBaseOptions
from storage import tables

pytestmark = pytest.mark.slow

WEEK = "maya-adams-20260914"
PAIR = "adams/maya"
EIGHT = clock(9, 14, 8)
ON = date(2026, 9, 14)


def row(team: Team, key: str = WEEK) -> tables.TouchBase:
    (found,) = team.rows(tables.TouchBase, id=key)
    return found


def narrow(team: Team, start: int, end: int, **more: object) -> None:
    """Let both be there in a stretch of each day only."""
    hours = {str(day): [start, end] for day in range(5)}
    for who in (ADAMS, MAYA):
        team.change(tables.Person, {"id": who}, working_hours=hours, **more)


class TestLaterToday:
    """The next common five minutes of today, or none."""

    def test_none_left_today(self, team: Team) -> None:
        """Where today has no other it stays where it is, and the other days' times are told."""
        narrow(team, 480, 486)

        found = team.do(MAYA, touchbase_moves.later, WEEK, 1, at=EIGHT)

        assert isinstance(found, TouchBaseOptions)
        assert not found.moved
        assert [(one.on.day, one.start) for one in found.slots] == [(15, 480), (16, 480), (17, 480)]
        assert (row(team).starts_at, row(team).revision) == (EIGHT, 1)

    def test_after_its_five_minutes(self, team: Team) -> None:
        """On the card of a slot that is over it is the next five minutes from now on."""
        at = clock(9, 14, 13, 10)

        moved = team.do(ADAMS, touchbase_moves.later, WEEK, 1, at=at)

        assert isinstance(moved, TouchBaseFacts)
        assert (moved.on, moved.start) == (ON, 790)

    def test_on_another_day_of_its_week(self, team: Team) -> None:
        """Today is the day of the tap, whatever day the card is from."""
        moved = team.do(ADAMS, touchbase_moves.later, WEEK, 1, at=clock(9, 16, 8, 2))

        assert isinstance(moved, TouchBaseFacts)
        assert (moved.on, moved.start) == (date(2026, 9, 16), 482)

    def test_a_card_of_a_past_week(self, team: Team) -> None:
        """Nothing is moved out of its week: the next one is named."""
        found = team.do(MAYA, touchbase_moves.later, WEEK, 1, at=clock(9, 21, 7))

        assert isinstance(found, NoSlot)
        assert found.next_slot is not None
        assert found.next_slot.id == "maya-adams-20260921"
        assert row(team).starts_at == EIGHT


class TestAnotherTime:
    """The next common time of another day, with the three beside it."""

    def test_on_another_day(self, team: Team) -> None:
        """It moves with its prompt; each other stretch of the week is offered once."""
        found = team.do(MAYA, touchbase_moves.another, WEEK, 1, at=MONDAY)

        assert isinstance(found, TouchBaseOptions)
        assert found.moved
        assert (found.touch_base.on, found.touch_base.start) == (date(2026, 9, 15), 480)
        assert [(one.on.day, one.start, one.why) for one in found.slots] == [
            (14, 485, "before_school"),
            (14, 590, "no_students"),
            (14, 780, "planning"),
        ]
        assert row(team).revision == 2
        (planned, *_) = team.prompts("touch_base")
        assert (planned.subject, planned.due_at) == (f"pair:{WEEK}", clock(9, 15, 8))

    def test_later_the_same_day(self, team: Team) -> None:
        """On the last day of its week there is only later on that day."""
        team.do(MAYA, touchbase_moves.take, WEEK, date(2026, 9, 18), 480, 1, at=MONDAY)

        found = team.do(ADAMS, touchbase_moves.another, WEEK, 2, at=clock(9, 18, 8))

        assert (found.touch_base.on, found.touch_base.start) == (date(2026, 9, 18), 485)

    def test_twice(self, team: Team) -> None:
        """A second tap on the same card moves nothing: it says that it was moved."""
        team.do(MAYA, touchbase_moves.another, WEEK, 1, at=MONDAY)

        with pytest.raises(errors.Stale, match="touch_base_changed"):
            team.do(ADAMS, touchbase_moves.another, WEEK, 1, at=MONDAY + MINUTE)

        assert row(team).revision == 2

    def test_taking_one(self, team: Team) -> None:
        """The chosen time stands with its prompt, and a second tap by the other changes nothing."""
        team.do(MAYA, touchbase_moves.take, WEEK, ON, 780, 1, at=MONDAY)
        before = row(team)

        again = team.do(ADAMS, touchbase_moves.take, WEEK, ON, 780, 1, at=MONDAY + MINUTE)

        assert (again.start, again.revision, again.why) == (780, 2, "planning")
        assert row(team) == before
        (planned, *_) = team.prompts("touch_base")
        assert (planned.subject, planned.due_at) == (f"pair:{WEEK}", clock(9, 14, 13))

    def test_it_stays_while_it_is_common(self, team: Team) -> None:
        """Re-planning keeps the chosen time; a push-in there moves it."""
        team.do(MAYA, touchbase_moves.take, WEEK, ON, 780, 1, at=MONDAY)
        team.do(MAYA, sessions.skip, f"{PLAN}-20260916", "", at=MONDAY)
        assert row(team).starts_at == clock(9, 14, 13)

        times = {"anchor_kind": "clock", "anchor_name": "", "start_minute": 780, "end_minute": 820}
        team.do(None, save_plan, "plan2", at=MONDAY, weekdays=[0], **times)

        assert row(team).starts_at == EIGHT

    def test_a_time_that_is_gone(self, team: Team) -> None:
        """A time that is not common any more, is past or of another week is refused."""
        for on, start in ((ON, 560), (ON, 470), (date(2026, 9, 21), 780)):
            with pytest.raises(errors.Stale, match="slot_gone"):
                team.do(MAYA, touchbase_moves.take, WEEK, on, start, 1, at=clock(9, 14, 8, 1))

    def test_for_its_two_only(self, team: Team) -> None:
        """Nobody else moves it."""
        with pytest.raises(errors.NotAllowed):
            team.do(TAM, touchbase_moves.take, WEEK, ON, 780, 1, at=MONDAY)

    def test_once_it_was_held(self, team: Team) -> None:
        """What was held has no other time."""
        team.do(MAYA, touchbase_notes.held, WEEK, 1, at=EIGHT)

        with pytest.raises(errors.Stale, match="touch_base_done"):
            team.do(ADAMS, touchbase_moves.another, WEEK, 1, at=EIGHT)


class TestNow:
    """Five minutes right now."""

    def test_what_can_be_had(self, team: Team) -> None:
        """The next common time of today, and until when both are free."""
        (found,) = team.do(MAYA, touchbase_moves.now, at=clock(9, 14, 12, 50))

        assert (found.minutes, found.slot.start, found.slot.free_until) == (10, 780, 820)
        assert found.pair == PAIR

    def test_taking_it_moves_this_weeks(self, team: Team) -> None:
        """This week's touch-base moves there, once."""
        at = clock(9, 14, 12, 50)
        for who in (MAYA, ADAMS):
            moved = team.do(who, touchbase_moves.take_now, PAIR, ON, 780, at=at)

        assert (moved.id, moved.start, moved.revision) == (WEEK, 780, 2)

    def test_one_more_after_one_was_held(self, team: Team) -> None:
        """A second one in a week stands beside the first, and re-planning leaves it."""
        team.do(MAYA, touchbase_notes.done, WEEK, 1, at=EIGHT)
        at = clock(9, 15, 12, 50)

        more = team.do(ADAMS, touchbase_moves.take_now, PAIR, date(2026, 9, 15), 780, at=at)
        team.do(MAYA, sessions.skip, f"{PLAN}-20260930", "", at=at)

        assert more.id == "maya-adams-20260915"
        assert row(team, more.id).starts_at == clock(9, 15, 13)
        assert row(team).state == "done"

    def test_who_meets_on_request(self, team: Team) -> None:
        """Nothing is planned for them, and what they take for now is kept."""
        team.do(MAYA, touchbase_habits.set_often, PAIR, "on_request", at=MONDAY)
        assert team.rows(tables.TouchBase) == []

        taken = team.do(ADAMS, touchbase_moves.take_now, PAIR, ON, 780, at=MONDAY)
        team.do(MAYA, sessions.skip, f"{PLAN}-20260930", "", at=MONDAY)

        assert [one.id for one in team.rows(tables.TouchBase)] == [taken.id] == [WEEK]

    def test_not_with_somebody_without_a_plan(self, team: Team) -> None:
        """Whoever shares no push-in has no five minutes to take."""
        assert team.do(BEN, touchbase_moves.now, at=MONDAY) == ()
        with pytest.raises(errors.Refusal, match="pair_gone"):
            team.do(BEN, touchbase_moves.take_now, "adams/ben", ON, 780, at=MONDAY)
        with pytest.raises(errors.NotAllowed):
            team.do(BEN, touchbase_moves.take_now, PAIR, ON, 780, at=MONDAY)
