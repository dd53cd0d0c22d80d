"""A teacher's answers about their room: one tap, what follows, twice, stale, taken back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from unit.pushin.lincoln import ADAMS, BEN, MAYA, MONDAY, ROOM, ROSA, TAM, Team, clock, save_plan
from unit.pushin.room4 import on_arrival

from pushin import classrooms, errors, prompts, room_answers, waiting
from pushin.results import AskCard, Room, RoomQuestion
from storage import tables
from storage.scope import Scope

LATE = date(2026, 9, 23)


def question(team: Team, key: str = "", who: str = ADAMS) -> RoomQuestion:
    """Return the room's open question, which must have this key if one is given."""
    found = team.do(who, classrooms.room, ROOM, at=MONDAY).question
    assert found is not None
    assert key in {"", found.key}
    return found


def answer(team: Team, use_case: Callable[..., Room], *more: Any) -> Room:
    """Answer the open question."""
    asked = question(team)
    return team.do(ADAMS, use_case, ROOM, asked.key, asked.revision, *more, at=MONDAY)


def routines(team: Team) -> dict[str, tuple[int, int, bool]]:
    rows = team.rows(tables.Routine, classroom_id=ROOM)
    return {row.name: (row.start_minute, row.end_minute, row.guess) for row in rows}


def sessions(team: Team) -> set[tuple[str, object, str | None]]:
    rows = team.rows(tables.Session, plan_id="plan2")
    return {(row.id, row.starts_at, row.obstacle) for row in rows}


@pytest.fixture
def kindergarten(empty: Team) -> Team:
    """The room of a kindergarten teacher who has said just that."""
    empty.do(ADAMS, room_answers.choose_grade, ROOM, "kindergarten", at=MONDAY)
    return empty


class TestGrade:
    """A starting set, laid over the bells as guesses."""

    def test_is_laid_over_the_bells(self, kindergarten: Team) -> None:
        """Every routine is a guess; planning time is not offered."""
        assert routines(kindergarten) == {
            "Arrival": (510, 525, True),
            "Morning meeting": (525, 545, True),
            "Centers": (550, 590, True),
            "Recess": (680, 700, True),
            "Lunch": (700, 730, True),
            "Planning time": (780, 820, True),
            "Dismissal": (890, 900, True),
        }
        assert not any(row.usable for row in kindergarten.rows(tables.Routine))

    def test_never_overwrites(self, team: Team) -> None:
        """What was told stays, under its name and times, and is no guess."""
        room = team.do(ADAMS, room_answers.choose_grade, ROOM, "kindergarten", at=MONDAY)

        assert routines(team)["Planning"] == (780, 820, False)
        assert routines(team)["Lunch"] == (700, 730, False)
        assert "Planning time" not in routines(team)
        assert room.guesses == 5

    def test_moves_no_plan(self, empty: Team) -> None:
        """A plan that hangs on a period of the bells stays there: no guess takes its place."""
        anchor = {"anchor_kind": "routine", "anchor_name": "arrival"}
        span = {"start_minute": 510, "end_minute": 525}
        empty.do(None, lambda scope: save_plan(scope, "plan2", at=MONDAY, **anchor, **span))

        empty.do(ADAMS, room_answers.choose_grade, ROOM, "middle", at=MONDAY)

        assert "Arrival" not in routines(empty)

    def test_twice(self, kindergarten: Team) -> None:
        """A second grade, from another window, changes nothing and is told."""
        room = kindergarten.do(ADAMS, room_answers.choose_grade, ROOM, "high", at=MONDAY)

        assert [one.code for one in room.notes] == ["answered_already"]
        assert kindergarten.rows(tables.Classroom)[0].grade == "kindergarten"

    def test_unknown(self, empty: Team) -> None:
        """A grade that a district took out of the file is refused."""
        with pytest.raises(errors.Refusal, match="unknown_grade"):
            empty.do(ADAMS, room_answers.choose_grade, ROOM, "grade_13", at=MONDAY)

    def test_taken_back(self, empty: Team) -> None:
        """One tap takes all of it back, once."""
        room = empty.do(ADAMS, room_answers.choose_grade, ROOM, "kindergarten", at=MONDAY)
        back = empty.do(ADAMS, room_answers.take_back, room.undo_id, at=MONDAY)

        assert routines(empty) == {}
        assert back.question is not None
        assert back.question.kind == "grade"
        with pytest.raises(errors.Refusal, match="undo_used"):
            empty.do(ADAMS, room_answers.take_back, room.undo_id, at=MONDAY)


class TestRight:
    """That's right."""

    def test_leads_to_the_next(self, kindergarten: Team) -> None:
        """The guess is told, and planning time is asked for."""
        assert question(kindergarten, "routine:Arrival")

        room = answer(kindergarten, room_answers.confirm)

        assert routines(kindergarten)["Arrival"] == (510, 525, False)
        assert room.question is not None
        assert room.question.key == "routine:Planning time"

    def test_twice(self, kindergarten: Team) -> None:
        """The second click changes nothing and says so; the next question stands there."""
        asked = question(kindergarten)
        args = (room_answers.confirm, ROOM, asked.key, asked.revision)
        kindergarten.do(ADAMS, *args, at=MONDAY)
        again = kindergarten.do(ADAMS, *args, at=MONDAY)

        assert [one.code for one in again.notes] == ["answered_already"]
        assert not again.undo_id
        assert again.question is not None
        assert again.question.key == "routine:Planning time"

    def test_of_other_times(self, kindergarten: Team) -> None:
        """Where the guess changed after the screen was shown, nothing is confirmed unseen."""
        asked = question(kindergarten)
        kindergarten.change(
            tables.Routine, {"classroom_id": ROOM, "name": "Arrival"}, start_minute=515
        )

        room = kindergarten.do(
            ADAMS, room_answers.confirm, ROOM, asked.key, asked.revision, at=MONDAY
        )

        assert [one.code for one in room.notes] == ["changed_meanwhile"]
        assert routines(kindergarten)["Arrival"] == (515, 525, True)

    @pytest.mark.slow
    def test_of_a_removed_routine(self, kindergarten: Team) -> None:
        """A routine that is gone meanwhile is not made anew by an old button."""
        asked = question(kindergarten)
        kindergarten.do(ADAMS, classrooms.drop_routine, ROOM, "Arrival", at=MONDAY)

        room = kindergarten.do(
            ADAMS, room_answers.confirm, ROOM, asked.key, asked.revision, at=MONDAY
        )

        assert [one.code for one in room.notes] == ["answered_already"]
        assert "Arrival" not in routines(kindergarten)

    def test_all_at_once(self, kindergarten: Team) -> None:
        """All guesses as the list showed them; an old list confirms nothing."""
        shown = kindergarten.do(ADAMS, classrooms.room, ROOM, at=MONDAY)
        stale = (room_answers.confirm_all, ROOM, shown.guesses_revision - 1)
        kindergarten.do(ADAMS, *stale, at=MONDAY)
        assert all(is_guess for _, _, is_guess in routines(kindergarten).values())

        room = kindergarten.do(
            ADAMS, room_answers.confirm_all, ROOM, shown.guesses_revision, at=MONDAY
        )

        assert room.guesses == 0
        assert room.question is not None
        assert room.question.key == "use"

    def test_makes_a_routine_that_only_a_plan_knew(self, empty: Team) -> None:
        """What a plan hangs on and nobody told becomes a routine at the plan's times."""
        anchor = {"anchor_kind": "routine", "anchor_name": "Yoga"}
        empty.do(None, lambda scope: save_plan(scope, "plan2", at=MONDAY, **anchor))

        answer(empty, room_answers.confirm)

        assert routines(empty) == {"Yoga": (550, 590, False)}


class TestNone:
    """We have none."""

    def test_marks_the_sessions(self, empty: Team) -> None:
        """Sessions of a plan on it are marked, their provider is asked, nobody else is."""
        on_arrival(empty)

        answer(empty, room_answers.none)

        found = empty.rows(tables.Session, plan_id="plan2")
        assert {one.obstacle for one in found} == {"routine_missing"}
        assert question(empty).kind == "grade"
        assert empty.rows(tables.Classroom)[0].without == ["name:arrival routine"]

    def test_taken_back(self, empty: Team) -> None:
        """Undo brings the guess back, and its sessions."""
        on_arrival(empty)
        before = sessions(empty)
        room = answer(empty, room_answers.none)
        assert sessions(empty) != before

        empty.do(ADAMS, room_answers.take_back, room.undo_id, at=MONDAY)

        assert sessions(empty) == before
        assert routines(empty)["arrival routine"] == (510, 525, True)

    @pytest.mark.slow
    def test_too_late_to_take_back(self, empty: Team) -> None:
        """After ten minutes, and after another change, it stays."""
        on_arrival(empty)
        undo_id = answer(empty, room_answers.none).undo_id

        for at, code in ((timedelta(minutes=11), "undo_late"), (timedelta(0), "undo_overtaken")):
            if code == "undo_overtaken":
                about = classrooms.RoutineInput("Snack", "snack", 600, 610)
                empty.do(ADAMS, classrooms.set_routine, ROOM, about, at=MONDAY)
            with pytest.raises(errors.Refusal, match=code):
                empty.do(ADAMS, room_answers.take_back, undo_id, at=MONDAY + at)
        with pytest.raises(errors.Refusal, match="undo_gone"):
            empty.do(MAYA, room_answers.take_back, undo_id, at=MONDAY)


class TestPlanningTime:
    """When it is, and whether it may be used."""

    def test_in_a_period(self, empty: Team) -> None:
        """Without a guess one tap on a period of the bells says when it is."""
        args = (room_answers.planning_in, ROOM, "Specials", "Planning time")
        empty.do(ADAMS, *args, at=MONDAY)
        again = empty.do(ADAMS, *args, at=MONDAY)

        assert routines(empty) == {"Planning time": (780, 820, False)}
        assert [one.code for one in again.notes] == ["answered_already"]
        with pytest.raises(errors.Refusal, match="ask_the_teacher"):
            empty.do(MAYA, *args, at=MONDAY)

    def test_its_owner_says_yes_no_and_yes(self, empty: Team) -> None:
        """Offered, taken back, offered anew: each counts at once, the same again says so."""
        with pytest.raises(errors.Refusal, match="planning_missing"):
            empty.do(ADAMS, room_answers.offer, ROOM, usable=True, at=MONDAY)
        period = (ROOM, "Specials", "Planning time")
        empty.do(ADAMS, room_answers.planning_in, *period, at=MONDAY)
        said = [
            empty.do(ADAMS, room_answers.offer, ROOM, usable=usable, at=MONDAY)
            for usable in (False, False, True, True, False)
        ]

        assert [one.offered for one in said] == [False, False, True, True, False]
        assert [one.notes[0].code for one in said] == [
            "not_offered",
            "answered_already",
            "offered",
            "answered_already",
            "not_offered",
        ]

    @pytest.mark.parametrize("who", [MAYA, TAM])
    def test_nobody_else_offers_it(self, team: Team, who: str) -> None:
        """Whoever is not the room's teacher is told whom to ask."""
        with pytest.raises(errors.NotAllowed) as caught:
            team.do(who, room_answers.offer, ROOM, usable=True, at=MONDAY)

        assert (caught.value.code, caught.value.params["name"]) == ("ask_the_teacher", "Adams")

    @pytest.mark.parametrize("who", [BEN, ROSA])
    def test_nobody_else_hears_whose_room_it_is(self, team: Team, who: str) -> None:
        """Who may not see the room is told no name."""
        with pytest.raises(errors.NotAllowed, match="not_yours"):
            team.do(who, room_answers.offer, ROOM, usable=True, at=MONDAY)

    def test_a_tick_taken_away_in_the_form_is_a_no(self, team: Team) -> None:
        """Planning time that was offered and is taken back in its form is not asked about."""
        about = classrooms.RoutineInput("Planning", "planning", 780, 820, with_students=False)

        room = team.do(ADAMS, classrooms.set_routine, ROOM, about, at=MONDAY)

        assert room.offered is False


class TestOtherDay:
    """What still happens on a late day."""

    @pytest.fixture
    def late(self, kindergarten: Team) -> Team:
        """A room of which everything but its late days is told."""
        shown = kindergarten.do(ADAMS, classrooms.room, ROOM, at=MONDAY)
        revision = shown.guesses_revision
        kindergarten.do(ADAMS, room_answers.confirm_all, ROOM, revision, at=MONDAY)
        kindergarten.do(ADAMS, room_answers.offer, ROOM, usable=True, at=MONDAY)
        return kindergarten

    def test_as_the_bells_say(self, late: Team) -> None:
        """Confirming the ticks as they were shown drops nothing and completes the room."""
        assert question(late, "day:LATE")

        room = answer(late, room_answers.other_day, None)

        assert room.question is None
        assert {tuple(one.drops_on) for one in late.rows(tables.Routine)} == {()}

    def test_what_is_unticked_is_dropped(self, late: Team) -> None:
        """A push-in on it is marked for that day; the other days stay."""
        anchor = {"anchor_kind": "routine", "anchor_name": "Lunch", "until_date": LATE}
        span = {"start_minute": 700, "end_minute": 730}
        late.do(None, lambda scope: save_plan(scope, "plan2", at=MONDAY, **anchor, **span))

        room = answer(late, room_answers.other_day, frozenset({"Dismissal", "Planning time"}))

        marked = [one.on_date for one in late.rows(tables.Session, obstacle="routine_missing")]
        assert room.notes[0].others[0] == "Lunch"
        assert LATE in marked
        assert {one.drops_on[0] for one in late.rows(tables.Routine) if one.drops_on} == {"LATE"}
        on = late.rows(tables.Session, plan_id="plan2", obstacle=None)
        assert {one.on_date.day for one in on} == {14, 16, 21}

    @pytest.mark.slow
    def test_an_old_screen(self, late: Team) -> None:
        """A list of before a routine came says nothing about the new one."""
        asked = question(late, "day:LATE")
        about = classrooms.RoutineInput("Snack", "snack", 660, 670)
        late.do(ADAMS, classrooms.set_routine, ROOM, about, at=MONDAY)

        room = late.do(
            ADAMS, room_answers.other_day, ROOM, asked.key, asked.revision, frozenset(), at=MONDAY
        )

        assert [one.code for one in room.notes] == ["changed_meanwhile"]


class TestWho:
    """Who is asked, who may set, who looks."""

    def test_others_read(self, kindergarten: Team) -> None:
        """Providers and paras see the room without a question and without buttons."""
        kindergarten.do(None, _join)
        for who in (MAYA, TAM):
            room = kindergarten.do(who, classrooms.room, ROOM, at=MONDAY)
            assert (room.may_edit, room.is_mine, room.question) == (False, False, None)
        with pytest.raises(errors.NotAllowed, match="not_yours"):
            kindergarten.do(BEN, classrooms.room, ROOM, at=MONDAY)

    def test_an_organiser_says_the_grade_and_no_more(self, empty: Team) -> None:
        """Whoever keeps the school may lay the set; what is right, only the teacher says."""
        empty.change(tables.Person, {"id": ROSA}, role="organiser")
        assert question(empty, "grade", ROSA)

        room = empty.do(ROSA, room_answers.choose_grade, ROOM, "kindergarten", at=MONDAY)

        assert (room.question, room.guesses) == (None, 7)
        asked = question(empty, "routine:Arrival")
        with pytest.raises(errors.NotAllowed, match="ask_the_teacher"):
            empty.do(ROSA, room_answers.confirm, ROOM, asked.key, asked.revision, at=MONDAY)

    @pytest.mark.slow
    def test_a_room_that_has_another_teacher_now(self, kindergarten: Team) -> None:
        """An old button of the former teacher names the new one."""
        asked = question(kindergarten)
        kindergarten.change(tables.Person, {"id": BEN}, role="teacher", discipline=None)
        kindergarten.change(tables.Classroom, {"id": ROOM}, teacher_id=BEN)

        with pytest.raises(errors.NotAllowed) as caught:
            kindergarten.do(ADAMS, room_answers.confirm, ROOM, asked.key, asked.revision, at=MONDAY)

        assert caught.value.params["name"] == "Ben"


def _join(scope: Scope) -> None:
    room = scope.classrooms.get(ROOM)
    assert room is not None
    classrooms.join(scope, room, {MAYA, TAM})


def test_a_confirmed_guess_moves_its_plan(empty: Team) -> None:
    """Other times in the form: the plan follows; of today's session the others are told."""
    on_arrival(empty, start_minute=510, end_minute=525)
    empty.deliver(MONDAY)
    asked = len(empty.prompts("ask"))

    about = classrooms.RoutineInput("arrival routine", "other", 515, 530)
    empty.do(ADAMS, classrooms.set_routine, ROOM, about, at=MONDAY)

    plan = empty.rows(tables.Plan, id="plan2")[0]
    assert (plan.start_minute, plan.end_minute) == (515, 530)
    assert ("plan_card", "plan:plan2") in empty.stale()
    # What her class will be doing is asked of her tomorrow, whatever she answers here.
    assert len([one for one in empty.prompts("ask") if one.why != "doing"]) <= asked
    told = {prompt.subject for prompt in empty.prompts("change")}
    assert told == {"change:maya:2026-09-14", "change:tam:2026-09-14"}


@pytest.mark.slow
def test_a_room_without_bells(empty: Team) -> None:
    """Where a school publishes no bells nothing is guessed, and the questions still stand."""

    def no_bells(scope: Scope) -> None:
        school = scope.schools.get("lincoln")
        assert school is not None
        school.day_types = {"REGULAR": {"label": "Regular day", "periods": []}}
        school.exceptions = []
        scope.schools.save(school)

    empty.do(None, no_bells)

    room = empty.do(ADAMS, room_answers.choose_grade, ROOM, "kindergarten", at=clock(9, 14, 8))

    assert room.notes[0].code == "nothing_laid"
    assert room.question is not None
    assert (room.question.key, room.question.start) == ("kind:arrival", None)


@pytest.mark.slow
def test_on_each_database(any_team: Team) -> None:
    """A grade, a card's question and an undo go the same way on SQLite and PostgreSQL."""
    on_arrival(any_team)
    any_team.do(None, prompts.for_person, ADAMS, at=MONDAY)
    cards = [one for kind, one in any_team.deliver(clock(9, 14, 8)) if kind == "ask"]
    room = any_team.do(ADAMS, room_answers.choose_grade, ROOM, "middle", at=MONDAY)
    any_team.do(ADAMS, room_answers.take_back, room.undo_id, at=MONDAY)

    assert [len(card.items) for card in cards if isinstance(card, AskCard)] == [1]
    assert set(routines(any_team)) == {"arrival routine", "Library", "Lunch", "Planning"}
    assert any_team.do(None, waiting.of, ADAMS, card_of=LATE, at=MONDAY) != ()
