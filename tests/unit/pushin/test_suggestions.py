"""Times that make sense: Maya between Lincoln and Grant, with Mr. Diaz's room 12."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from scenario import two_schools
from unit.pushin.rounds import BY_WEEKDAY, MONDAY, Two, account, clock, minutes

from pushin import (
    classrooms,
    errors,
    plans,
    room_answers,
    room_wishes,
    schools,
    suggestions,
    waiting,
)
from pushin.results import (
    InTheWay,
    PlanPreview,
    PlanSaved,
    Suggestion,
    Suggestions,
    SuggestWhich,
    WaitingRoom,
)
from storage import tables, tenancy
from storage.database import Database
from storage.scope import Scope


@pytest.fixture(scope="module")
def settled(two_founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the two schools with Maya's buildings, to be copied."""
    target = tmp_path_factory.mktemp("settled") / "pushin.db"
    shutil.copyfile(two_founded, target)
    two = Two(Database.open(f"sqlite:///{target}"))
    two.settle(*BY_WEEKDAY)
    two.database.close_now()
    return target


@pytest.fixture
def town(settled: Path, tmp_path: Path) -> Iterator[Two]:
    """Return the two schools; Maya is at Lincoln Mon, Wed, Fri, and at Grant Tue, Thu."""
    target = tmp_path / "town.db"
    shutil.copyfile(settled, target)
    database = Database.open(f"sqlite:///{target}")
    for engine in database.engines:
        tenancy.install(engine)
    yield Two(database)
    database.close_now()


def ask(two: Two, text: str, who: str = "maya", **more: Any) -> Suggestions:
    found = answer(two, text, who, **more)
    assert isinstance(found, Suggestions), found
    return found


def answer(two: Two, text: str, who: str = "maya", **more: Any) -> Suggestions | SuggestWhich:
    names = ("maya", "ben", "diaz", "webb", "park", "new")
    for name in names:
        text = text.replace(f"@{name}", f"<@U0{name.upper()}>")
    mentions = {f"U0{name.upper()}": account(name) for name in names}
    about = {"channel_id": None, "at": two.now, **more}
    return two.do(who, suggestions.typed, text, mentions=mentions, **about)


def refusal(two: Two, text: str, who: str = "maya", **more: Any) -> str:
    with pytest.raises(errors.Refusal) as caught:
        answer(two, text, who, **more)
    return caught.value.code


def times(found: Suggestions) -> list[tuple[str, tuple[int, ...], str]]:
    return [(one.during, one.weekdays, _span(one)) for one in found.shown]


def _span(one: Suggestion) -> str:
    return f"{one.start // 60}:{one.start % 60:02}-{one.end // 60}:{one.end % 60:02}"


def room_12(two: Two) -> str:
    return next(one.id for one in two.rows(tables.Classroom) if one.room == "12")


def routine(two: Two, name: str, kind: str, start: str, end: str, *, guess: bool = False) -> None:
    def write(scope: Scope) -> None:
        row = tables.Routine(
            workspace_id=scope.workspace_id,
            classroom_id=room_12(two),
            name=name,
            kind=kind,
            start_minute=minutes(start),
            end_minute=minutes(end),
            guess=guess,
        )
        scope.session.add(row)

    two.do(None, write)


def without_periods(two: Two, *names: str) -> None:
    """Let the room be one of whose day the bells say nothing."""
    kept = "\n".join(
        line
        for line in two_schools.LINCOLN_BELLS.strip().splitlines()
        if line.split(" ", 3)[3] not in names
    )
    data = two_schools.lincoln()
    data["day_types"]["REGULAR"]["periods"] = two_schools.periods(kept)
    two.do(None, schools.import_neutral, data, at=two.now)


class TestScenarioOne:
    """An arrival goal, twice a week."""

    def test_the_days_of_the_building(self, town: Two) -> None:
        """Monday and Wednesday come first; no day on which she is at Grant is offered."""
        found = ask(town, "arrival 2x15 with @diaz")

        assert times(found)[0] == ("Arrival", (0, 2), "8:30-8:45")
        assert found.shown[0].why == "coats, backpacks and folders come up by themselves"
        assert found.shown[0].in_the_way == (
            InTheWay((1, 3), "building", where="Grant Elementary"),
        )
        assert {day for one in found.shown for day in one.weekdays} == {0, 2, 4}
        assert found.until == date(2026, 11, 13)

    def test_one_tap_says_it_back_as_a_plan(self, town: Two) -> None:
        """The first time becomes the plan that somebody would have typed, without a clash."""
        found = ask(town, "arrival 2x15 with @diaz")
        echo = town.do("maya", suggestions.choose, found.draft_id, 0, at=town.now)

        assert isinstance(echo, PlanPreview)
        assert (echo.plan.weekdays, echo.plan.during, echo.clashes) == ((0, 2), "Arrival", ())
        assert isinstance(town.do("maya", plans.save, echo.draft_id, at=town.now), PlanSaved)

    def test_what_changed_since_is_named(self, town: Two) -> None:
        """A time that somebody else took meanwhile is said back with its clash."""
        found = ask(town, "arrival 2x15 with @diaz")
        town.plan("diaz", {0}, "08:35", "08:45")
        echo = town.do("maya", suggestions.choose, found.draft_id, 0, at=town.now)

        assert isinstance(echo, PlanPreview)
        assert [(one.kind, one.on) for one in echo.clashes] == [("provider", MONDAY)]

    def test_only_the_asker_takes_it(self, town: Two) -> None:
        """Another one's list, or a number that it has not, is gone."""
        town.join("ben", "provider", "lincoln")
        found = ask(town, "arrival 2x15 with @diaz")
        for who, number in (("ben", 0), ("maya", 99)):
            with pytest.raises(errors.Refusal) as caught:
                town.do(who, suggestions.choose, found.draft_id, number, at=town.now)
            assert caught.value.code == "draft_gone"


class TestRoutines:
    """Which part of the class's day it is."""

    def test_what_the_class_does_itself_goes_first(self, town: Two) -> None:
        """A told routine stands in place of the period of the bells."""
        routine(town, "Unpacking", "arrival", "08:35", "08:45")
        (first, *_) = ask(town, "arrival 2x10 with @diaz").shown

        assert (first.during, first.kind, first.guess) == ("Unpacking", "routine", False)
        assert _span(first) == "8:35-8:45"

    def test_a_guess_is_marked_and_can_be_asked_for(self, town: Two) -> None:
        """Nobody takes it for a fact."""
        routine(town, "Arrival", "arrival", "08:30", "08:45", guess=True)
        found = ask(town, "arrival 2x15 with @diaz")

        assert found.shown[0].guess
        assert [(one.kind, one.guess, one.asked) for one in found.not_told] == [
            ("arrival", True, False)
        ]

    def test_told_goes_before_guessed(self, town: Two) -> None:
        """Of two routines that fit equally well."""
        routine(town, "Blocks", "centers", "09:10", "09:50", guess=True)
        routine(town, "Tables", "centers", "12:10", "12:50")

        assert ask(town, "fine motor 2x20 with @diaz").shown[0].during == "Tables"

    def test_what_the_class_has_not(self, town: Two) -> None:
        """What the teacher said no to is not offered, whatever the bells are called."""
        town.change_room(without=["arrival"])

        assert ask(town, "arrival 2x15 with @diaz").shown[0].during == "Dismissal"

    def test_a_routine_by_its_name(self, town: Two) -> None:
        """A routine or period of the room that was typed is as good as a goal."""
        routine(town, "Buddy time", "other", "13:45", "14:15")

        assert times(ask(town, "Buddy time 2x30 with @diaz"))[0][0] == "Buddy time"
        assert times(ask(town, "morning meeting room 12"))[0][0] == "Morning Meeting"

    def test_shorter_than_asked_for(self, town: Two) -> None:
        """A routine that is too short is offered in full, and says how long it is."""
        (first, *_) = ask(town, "arrival 2x30 with @diaz").shown

        assert (first.is_short, first.length, _span(first)) == (True, 15, "8:30-8:45")

    def test_a_weeks_minutes(self, town: Two) -> None:
        """What is said of a whole week is split by how long the routine is."""
        assert times(ask(town, "morning meeting 60 minutes a week with @diaz"))[0] == (
            "Morning Meeting",
            (0, 2, 4),
            "8:45-9:05",
        )
        assert times(ask(town, "writing 60 minutes a week with @diaz"))[0][1:] == (
            (0, 2),
            "10:00-10:30",
        )


class TestInTheWay:
    """What keeps a time from being offered, and is said."""

    def test_another_provider_in_the_room(self, town: Two) -> None:
        """Her day in the room is left out and she is named."""
        town.join("ben", "provider", "lincoln")
        town.plan_for("ben", "diaz", {0}, "08:30", "08:45")
        (first, *_) = ask(town, "arrival 2x15 with @diaz").shown

        assert first.weekdays == (2, 4)
        assert InTheWay((0,), "room", who="Ben") in first.in_the_way

    def test_a_plan_every_other_week(self, town: Two) -> None:
        """One date of eight weeks is enough; it is named with its first date."""
        town.plan_for("maya", "diaz", {0}, "08:00", "08:40", until=MONDAY + timedelta(days=7))
        (first, *_) = ask(town, "arrival 2x15 with @diaz").shown

        assert first.weekdays == (2, 4)
        assert InTheWay((0,), "provider", where="12", on=MONDAY) in first.in_the_way

    def test_hours_lunch_and_days_off(self, two: Two) -> None:
        """Outside her hours, on days that she does not work, and at lunch nothing is offered."""
        hours = {0: (510, 900), 2: (520, 900), 4: (510, 900)}
        two.join("maya", "provider", "lincoln", working_hours=hours, lunch=(700, 730))
        (first, *_) = ask(two, "arrival 2x15 with @diaz").shown

        assert first.weekdays == (0, 4)
        assert set(first.in_the_way) == {InTheWay((1, 3), "off"), InTheWay((2,), "hours")}
        lunch = ask(two, "lunch 1x30 with @diaz")
        assert (lunch.total, lunch.taken[0].in_the_way[0].why) == (0, "lunch")

    def test_the_way(self, two: Two) -> None:
        """After a session in another building the way is not free."""
        two.join("maya", "provider", "lincoln", travel_minutes=30)
        two.plan("webb", {0}, "08:00", "08:15")
        (first, *_) = ask(two, "arrival 4x15 with @diaz").shown

        assert first.weekdays == (1, 2, 3, 4)
        assert first.in_the_way == (InTheWay((0,), "travel", where="Grant Elementary", way=30),)

    def test_a_room_that_wants_no_second_adult(self, town: Two) -> None:
        """Nothing is offered in it, and it is said."""
        town.change_room(most_adults=1)
        found = ask(town, "arrival 2x15 with @diaz")

        assert found.total == 0
        assert InTheWay((0, 2, 4), "adults") in found.taken[0].in_the_way

    def test_no_time_at_all(self, two: Two) -> None:
        """What takes it is said of the best routines."""
        two.join("ben", "provider", "lincoln")
        two.plan_for("ben", "diaz", set(range(5)), "08:30", "15:00")
        found = ask(two, "centers 2x20 with @diaz")

        assert (found.total, found.shown) == (0, ())
        assert [(one.during, one.in_the_way) for one in found.taken] == [
            ("Centers", (InTheWay((0, 1, 2, 3, 4), "room", who="Ben"),))
        ]


class TestNotTold:
    """A routine of which nobody knows when it is."""

    def test_its_teacher_is_asked_once(self, town: Two) -> None:
        """One tap puts the question on her next card, with who would like to know."""
        without_periods(town, "Arrival")
        found = ask(town, "arrival 2x15 with @diaz")
        assert [one.during for one in found.shown] == ["Dismissal", "Dismissal"]
        assert [(one.kind, one.guess) for one in found.not_told] == [("arrival", False)]

        told = town.do("maya", room_wishes.ask, room_12(town), "arrival", at=town.now)
        again = town.do("maya", room_wishes.ask, room_12(town), "arrival", at=town.now)

        assert (told.again, told.reachable, again.again) == (False, True, True)
        assert ask(town, "arrival 2x15 with @diaz").not_told[0].asked
        diaz = town.about("diaz", lambda _, person: person.id)
        (waits,) = [
            one
            for one in town.do(None, waiting.of, diaz, at=town.now)
            if isinstance(one, WaitingRoom)
        ]
        assert (waits.question.key, waits.question.wished) == ("kind:arrival", True)
        assert waits.question.who is not None
        assert waits.question.who.name == "Maya"

    def test_once_it_is_told_it_is_offered(self, town: Two) -> None:
        """Her answer is the routine; the question is gone."""
        without_periods(town, "Arrival")
        town.do("maya", room_wishes.ask, room_12(town), "arrival", at=town.now)
        told = classrooms.RoutineInput("Arrival", "arrival", 510, 525, with_students=True)
        town.do("diaz", classrooms.set_routine, room_12(town), told, at=town.now)

        assert times(ask(town, "arrival 2x15 with @diaz"))[0][0] == "Arrival"
        with pytest.raises(errors.Stale):
            town.do("maya", room_wishes.ask, room_12(town), "arrival", at=town.now)

    def test_a_no_is_an_answer(self, town: Two) -> None:
        """Who has no arrival is not asked about it any more."""
        without_periods(town, "Arrival")
        town.do("maya", room_wishes.ask, room_12(town), "arrival", at=town.now)
        room = town.do("diaz", classrooms.room, room_12(town), at=town.now)
        assert room.question is not None
        key, revision = room.question.key, room.question.revision
        town.do("diaz", room_answers.none, room_12(town), key, revision, at=town.now)

        assert ask(town, "arrival 2x15 with @diaz").not_told == ()

    def test_nothing_known_at_all(self, town: Two) -> None:
        """Without any routine there is no time, and the best one can be asked for."""
        without_periods(town, "Arrival", "Dismissal")
        found = ask(town, "arrival 2x15 with @diaz")

        assert (found.total, found.taken) == (0, ())
        assert [one.kind for one in found.not_told] == ["arrival"]

    def test_who_may_ask(self, town: Two) -> None:
        """A colleague's teacher may not have her asked."""
        with pytest.raises(errors.NotAllowed):
            town.do("webb", room_wishes.ask, room_12(town), "arrival", at=town.now)


class TestWho:
    """For whom and where."""

    def test_a_teacher_sees_and_proposes(self, town: Two) -> None:
        """She sees times in her own room and cannot plan; other rooms are not named to her."""
        town.plan("diaz", {0}, "09:10", "09:50")
        town.plan("webb", {1}, "10:20", "10:50")
        found = ask(town, "arrival 2x15", "diaz")

        assert (found.provider.name, found.mine) == ("Maya", False)
        assert [one.may_schedule for one in found.shown] == [False] * len(found.shown)
        centers = ask(town, "centers 3x20", "diaz").shown[0].in_the_way
        assert InTheWay((0,), "provider") in centers

    def test_a_teacher_with_two_providers(self, town: Two) -> None:
        """Which of them is asked; mentioning one answers it."""
        town.join("ben", "provider", "lincoln")
        town.plan("diaz", {0}, "09:10", "09:50")
        town.plan_for("ben", "diaz", {2}, "09:10", "09:50")
        found = answer(town, "arrival 2x15", "diaz")

        assert isinstance(found, SuggestWhich)
        assert (found.what, [name for _, name in found.options]) == ("provider", ["Ben", "Maya"])
        value = found.options[1][0]
        went_on = town.do(
            "diaz", suggestions.picked, found.draft_id, "provider", value, at=town.now
        )
        assert isinstance(went_on, Suggestions)
        assert times(went_on)[0] == ("Arrival", (0, 2), "8:30-8:45")
        assert ask(town, "arrival 2x15 with @maya", "diaz").provider.name == "Maya"

    def test_an_organiser_on_behalf(self, town: Two) -> None:
        """In her own school she may plan for a provider; elsewhere she may not."""
        town.join("rosa", "organiser", "lincoln")
        found = ask(town, "arrival 2x15 with @maya @diaz", "rosa")

        assert (found.shown[0].may_schedule, found.mine) == (True, False)
        assert refusal(town, "writing with @maya @webb", "rosa") == "not_yours"

    def test_the_providers_own_rooms(self, town: Two) -> None:
        """Without a room each of hers is looked at."""
        town.plan("diaz", {0}, "09:10", "09:50")
        town.plan("webb", {1}, "10:20", "10:50")

        assert set(ask(town, "writing 2x20").rooms) == {"12", "1"}
        assert {one.room for one in ask(town, "writing 2x20").shown} == {"12", "1"}

    def test_the_channels_room(self, town: Two) -> None:
        """Typed in a room's channel it is that room."""
        assert ask(town, "writing 2x20", channel_id="C012").rooms == ("12",)

    def test_many_rooms(self, town: Two) -> None:
        """Of more than six one is picked first, and the rest of the request stays."""

        def join_rooms(scope: Scope) -> None:
            maya = scope.people.of_account("U0MAYA")
            diaz = scope.people.of_account("U0DIAZ")
            assert maya is not None
            assert diaz is not None
            for n in range(7):
                room = classrooms.ClassroomInput("lincoln", f"{20 + n}", diaz.id)
                classrooms.join(scope, classrooms.add(scope, room), {maya.id})

        town.do(None, join_rooms)
        found = answer(town, "arrival 2x15")

        assert isinstance(found, SuggestWhich)
        assert (found.what, len(found.options)) == ("room", 7)
        value = found.options[0][0]
        went_on = town.do("maya", suggestions.picked, found.draft_id, "room", value, at=town.now)
        assert isinstance(went_on, Suggestions)
        assert (went_on.rooms, went_on.minutes) == (("20",), 15)

    def test_refusals(self, town: Two) -> None:
        """Each says what is missing."""
        town.join("tam", "para", "lincoln")
        assert refusal(town, "arrival", "tam") == "not_a_provider_asking"
        assert refusal(town, "arrival 2x15") == "suggest_room_missing"
        assert refusal(town, "arrival room 99") == "no_such_room"
        assert refusal(town, "arrival with @new") == "not_in_push_in"
        assert refusal(town, "arrival 2x15", "diaz") == "provider_missing"
        assert refusal(town, "arrival with @diaz", at=clock(date(2026, 11, 16), "08:00")) == (
            "outside_school_year"
        )

    def test_a_provider_of_no_school(self, two: Two) -> None:
        """Who has said neither school nor buildings is told to do so first."""
        two.change_person("maya", school_id=None)

        assert refusal(two, "arrival with @diaz") == "where_first"
        assert refusal(two, "arrival with @maya", "diaz") == "where_first_other"

    def test_without_hours_the_bells_count(self, two: Two) -> None:
        """And the answer says so."""
        two.change_person("maya", working_hours={})
        found = ask(two, "arrival 2x15 with @diaz")

        assert (found.hours_said, times(found)[0][1]) == (False, (0, 2))


class TestGoals:
    """Which goal is meant."""

    def test_none_or_unknown(self, town: Two) -> None:
        """The list stands there, with those that look like it first; the rest is kept."""
        bare, unknown = answer(town, ""), answer(town, "arival 2x10 with @diaz")

        assert isinstance(bare, SuggestWhich)
        assert isinstance(unknown, SuggestWhich)
        assert (bare.unknown, bare.near) == (False, ())
        assert (unknown.unknown, unknown.near) == (True, (("arrival", "Arrival"),))
        assert ("fine_motor", "Fine motor") in unknown.options
        found = town.do(
            "maya", suggestions.picked, unknown.draft_id, "goal", "arrival", at=town.now
        )
        assert isinstance(found, Suggestions)
        assert times(found)[0] == ("Arrival", (0, 2), "8:30-8:40")

    def test_words_are_not_kept(self, town: Two) -> None:
        """What was not understood may be a name: no draft holds it."""
        answer(town, "johnny smith 2x10 with @diaz")

        assert "johnny" not in repr([one.content for one in town.rows(tables.Draft)])

    def test_pages(self, town: Two) -> None:
        """Five at a time, then the next ones, each with buttons of its own."""
        first = ask(town, "fine motor 2x20 with @diaz")
        second = town.do("maya", suggestions.more, first.draft_id, 5, at=town.now)

        assert isinstance(second, Suggestions)
        assert [one.number for one in first.shown] == [0, 1, 2, 3, 4]
        assert [one.number for one in second.shown][:1] == [5]
        echo = town.do("maya", suggestions.choose, second.draft_id, 5, at=town.now)
        assert isinstance(echo, PlanPreview)
        assert echo.plan.during == second.shown[0].during

    def test_a_day_old(self, town: Two) -> None:
        """Yesterday's list is gone."""
        found = ask(town, "arrival 2x15 with @diaz")
        later = town.now + timedelta(hours=25)
        with pytest.raises(errors.Refusal) as caught:
            town.do("maya", suggestions.choose, found.draft_id, 0, at=later)

        assert caught.value.code == "draft_gone"
