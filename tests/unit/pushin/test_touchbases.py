"""The five minutes of a teacher and a provider."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from unit.pushin.king import MONDAY, SCHOOL, ZONE, King, account, minutes, neutral, on

from pushin import classrooms, pairs, replanning, schools, sessions, settings, touchbases
from pushin.people import MeInput
from pushin.slots import Slot
from school.free import Span
from school.recurrence import Anchor
from storage import tables
from storage.scope import Scope

WEEK = date(2026, 9, 14)


def slot(king: King, at: datetime = MONDAY, week: date = WEEK) -> Slot | None:
    """Return the pair's first slot of a week."""
    own = f"{king.person('maya').id}-{king.person('adams').id}-{week:%Y%m%d}"

    def look(scope: Scope) -> Slot | None:
        maya = scope.people.of_account("U0MAYA")
        assert maya is not None
        (pair, *_) = pairs.of_person(scope, maya, at=at)
        return next(iter(touchbases.slots_of_week(scope, pair, week, at=at, but=own)), None)

    return king.read(None, look)


def free(king: King, name: str, its_date: date, at: datetime = MONDAY) -> tuple[Span, ...]:
    """Return somebody's student-free times."""

    def look(scope: Scope) -> tuple[Span, ...]:
        person = scope.people.of_account(f"U0{name.upper()}")
        assert person is not None
        return touchbases.free_times(scope, person, its_date, at=at)

    return king.read(None, look)


def settle(king: King, name: str, **values: object) -> None:
    """Change what Push-In knows of somebody."""

    def write(scope: Scope) -> None:
        person = scope.people.of_account(f"U0{name.upper()}")
        assert person is not None
        for key, value in values.items():
            setattr(person, key, value)
        scope.session.add(person)

    king.do(None, write)


def offer_planning(king: King) -> None:
    """Let both be there from first to last bell only, and the teacher offer Period 6."""
    for name in ("adams", "maya"):
        settle(king, name, working_hours={})
    room = king.rows(tables.Classroom)[0].id
    king.routine(room, "Planning", "planning", minutes("14:15"), minutes("15:00"))


class TestFreeTimes:
    """When a person has no students."""

    def test_teacher(self, king: King) -> None:
        """A teacher is free before and after the bells, not at lunch, not in planning kept."""
        king.room()

        assert [(one.start, one.end) for one in free(king, "adams", WEEK)] == [
            (minutes("8:30"), minutes("8:40")),  # between the optional Period 00 and Period 1
            (minutes("15:00"), minutes("15:30")),
        ]

    def test_teacher_who_offered_planning_and_lunch(self, king: King) -> None:
        """Offered planning time and lunch count as free."""
        king.room()
        offer_planning(king)
        settle(king, "adams", lunch_ok=True)

        assert [(one.start, one.end) for one in free(king, "adams", WEEK)] == [
            (minutes("11:45"), minutes("12:30")),
            (minutes("14:15"), minutes("15:00")),
        ]

    def test_provider(self, king: King) -> None:
        """A provider is free in their hours but for push-ins and their own lunch."""
        king.plan()
        settle(king, "maya", lunch_start=minutes("12:00"), lunch_end=minutes("12:30"))

        assert [(one.start, one.end) for one in free(king, "maya", WEEK)] == [
            (minutes("8:00"), minutes("9:35")),
            (minutes("10:20"), minutes("12:00")),
            (minutes("12:30"), minutes("15:30")),
        ]

    def test_from_now_on(self, king: King) -> None:
        """What is over today is not free time any more; yesterday has none."""
        king.room()

        left = free(king, "adams", WEEK, on(9, 14, 15, 10))

        assert [(one.start, one.end) for one in left] == [(minutes("15:10"), minutes("15:30"))]
        assert free(king, "adams", WEEK, on(9, 15)) == ()

    def test_none_on_a_day_off(self, king: King) -> None:
        """Nobody is free for Push-In on a day off, or on a day they do not work."""
        settle(king, "maya", working_hours={"1": [480, 900]})

        assert free(king, "maya", date(2026, 11, 11)) == ()
        assert free(king, "maya", WEEK) == ()


class TestSlots:
    """The first common student-free five minutes."""

    def test_first_common_time(self, king: King) -> None:
        """With hours before the bell, the first slot is Monday before school."""
        king.plan()

        found = slot(king)

        assert found is not None
        assert (found.on, found.start, found.end, found.why) == (WEEK, 510, 515, "before_school")

    def test_never_in_planning_that_is_not_offered(self, king: King) -> None:
        """From bell to bell, without an offer, there is no common time at all."""
        king.plan()
        offer_planning(king)
        room = king.rows(tables.Classroom)[0].id

        found = slot(king)
        assert found is not None
        assert (found.start, found.why) == (minutes("14:15"), "planning")

        king.do("adams", drop_planning, room)
        assert slot(king) is None

    def test_not_during_a_push_in(self, king: King) -> None:
        """A push-in in the planning period moves the slot to after it, or to another day."""
        king.plan()
        offer_planning(king)
        king.plan(anchor=Anchor("period", "Period 6"), weekdays=frozenset({0}))

        found = slot(king)

        assert found is not None
        assert found.on == WEEK + timedelta(days=1)

    def test_after_now(self, king: King) -> None:
        """A slot begins at or after the asked instant, to the minute."""
        king.plan()

        def start(at: datetime) -> int:
            found = slot(king, at)
            assert found is not None
            return found.start

        assert start(on(9, 14, 8, 33)) == minutes("8:33")
        assert start(on(9, 14, 8, 33) + timedelta(seconds=1)) == minutes("8:34")
        assert start(on(9, 14, 8, 36)) == minutes("15:00")

    def test_never_in_quiet_hours(self, king: King) -> None:
        """Who is there from six to seven in the evening is left alone before 6:30 and from 18:00.

        The card would be withheld then.
        """
        king.plan()
        for name in ("adams", "maya"):
            settle(king, name, working_hours={str(day): [360, 1140] for day in range(5)})

        found, late = slot(king, on(9, 14, 5)), slot(king, on(9, 14, 17, 56))

        assert found is not None
        assert late is not None
        assert (found.on, found.start) == (WEEK, minutes("6:30"))
        assert (late.on, late.start) == (date(2026, 9, 15), minutes("6:30"))

    def test_two_teachers_are_not_met_at_once(self, king: King) -> None:
        """A provider's two touch-bases of a week are at different times."""
        king.plan()
        king.join("diaz", "teacher")
        king.plan(teacher=account("diaz"), room="7", anchor=Anchor("period", "Period 4"))

        rows = [row for row in king.rows(tables.TouchBase) if row.week == WEEK]

        assert len({row.starts_at for row in rows}) == len(rows) == 2

    def test_only_in_the_building_of_both(self, king: King) -> None:
        """A provider who is at another school on Mondays meets the teacher on another day."""
        king.do(None, schools.import_neutral, {**neutral(), "id": "grant"}, at=MONDAY)
        king.plan()
        king.join("webb", "teacher", school_id="grant")
        king.plan(
            teacher=account("webb"),
            room="1",
            weekdays=frozenset({1, 3}),
            anchor=Anchor("period", "Period 4"),
        )
        webb = king.person("webb").id
        rows = king.rows(tables.TouchBase, teacher_id=webb)
        weekdays = {row.starts_at.astimezone(ZONE).weekday() for row in rows if row.starts_at}

        assert weekdays <= {1, 3}


def drop_planning(scope: Scope, room: str) -> None:
    classrooms.drop_routine(scope, room, "Planning", at=MONDAY)


class TestWeeks:
    """One touch-base a week and pair."""

    def test_one_for_each_week_with_sessions(self, king: King) -> None:
        """There is one for each week in which the pair has a session, and none in a holiday."""
        plan = king.plan().plan
        weeks = {touchbases.monday(row.on_date) for row in king.sessions(plan.id)}
        rows = king.rows(tables.TouchBase)

        assert {row.week for row in rows} == weeks
        assert date(2026, 12, 21) not in weeks
        assert len(king.rows(tables.Prompt, kind="touch_base", state="planned")) == len(rows)

    def test_second_plan_of_the_pair_shares_them(self, king: King) -> None:
        """Two plans of one pair have one touch-base a week."""
        king.plan()
        before = {row.id for row in king.rows(tables.TouchBase)}
        king.plan(anchor=Anchor("period", "Period 4"))

        assert {row.id for row in king.rows(tables.TouchBase)} == before

    def test_planning_again_changes_nothing(self, king: King) -> None:
        """Planning the weeks again leaves every row and prompt as it is."""
        king.plan()
        before = sorted(
            (row.id, row.starts_at, row.revision) for row in king.rows(tables.TouchBase)
        )

        king.do(None, replanning.follow, SCHOOL, at=MONDAY)

        after = sorted((row.id, row.starts_at, row.revision) for row in king.rows(tables.TouchBase))
        assert before == after

    def test_closed_day_moves_its_touch_base(self, king: King) -> None:
        """When the day of the touch-base is closed, it moves to the next day of the week."""
        king.plan()
        first = touch_base_of(king, WEEK)

        king.do("rosa", schools.override_day, SCHOOL, WEEK, None, "Snow", at=on(9, 14, 6, 45))
        moved = touch_base_of(king, WEEK)

        assert first.starts_at is not None
        assert moved.starts_at is not None
        assert moved.starts_at.astimezone(ZONE).date() == date(2026, 9, 15)
        assert moved.revision == first.revision + 1
        assert [one.due_at for one in king.planned(f"pair:{moved.id}")] == [moved.starts_at]

    def test_another_plan_of_the_provider_moves_it(self, king: King) -> None:
        """A push-in with another teacher at the time of a touch-base moves the touch-base."""
        king.plan()
        king.join("diaz", "teacher")
        assert local_start(king, "adams") == (0, minutes("8:30"))

        king.plan(
            teacher=account("diaz"),
            room="7",
            weekdays=frozenset({0}),
            anchor=Anchor("clock", start=minutes("8:30"), end=minutes("9:00")),
        )

        both = {local_start(king, "diaz"), local_start(king, "adams")}
        assert both == {(0, minutes("15:00")), (0, minutes("15:05"))}

    def test_other_hours_move_it(self, king: King) -> None:
        """When one of the two comes later from now on, the touch-base is when both are there."""
        king.plan()

        hours = dict.fromkeys(range(5), (minutes("11:00"), minutes("15:30")))
        about = MeInput(account("maya"), "Maya", "provider", "OT", SCHOOL, hours)

        king.do("maya", settings.save, about, at=MONDAY)

        assert local_start(king, "adams") == (0, minutes("15:00"))

    def test_moved_routine_of_another_room_moves_it(self, king: King) -> None:
        """A push-in that moves with its routine takes the provider's time from other teachers."""
        king.plan()
        king.join("diaz", "teacher")
        room = king.room("diaz", "7", "C0ROOM7")
        about = classrooms.RoutineInput("Centers", "centers", minutes("9:40"), minutes("10:10"))
        king.do("diaz", classrooms.set_routine, room, about, at=MONDAY)
        king.plan(
            teacher=account("diaz"),
            room="7",
            weekdays=frozenset({0}),
            anchor=Anchor("routine", "Centers"),
        )

        earlier = classrooms.RoutineInput("Centers", "centers", minutes("8:30"), minutes("9:00"))
        king.do("diaz", classrooms.set_routine, room, earlier, at=MONDAY)

        both = {local_start(king, "diaz"), local_start(king, "adams")}
        assert both == {(0, minutes("15:00")), (0, minutes("15:05"))}

    def test_week_without_common_time_says_so(self, king: King) -> None:
        """A week in which planning is gone has no slot, and no prompt."""
        king.plan()
        offer_planning(king)
        room = king.rows(tables.Classroom)[0].id

        king.do("adams", drop_planning, room)
        row = touch_base_of(king, WEEK)

        assert (row.state, row.starts_at) == ("no_slot", None)
        assert king.planned(f"pair:{row.id}") == []

    def test_noted_ones_stay(self, king: King) -> None:
        """A touch-base that was held is not moved."""
        king.plan()
        row = touch_base_of(king, WEEK)

        def write(scope: Scope) -> None:
            found = scope.touch_bases.get(row.id)
            assert found is not None
            found.state, found.noted_at = "done", MONDAY
            scope.session.add(found)

        king.do(None, write)
        king.do("rosa", schools.override_day, SCHOOL, WEEK, None, "Snow", at=on(9, 14, 6, 45))

        assert touch_base_of(king, WEEK).starts_at == row.starts_at

    def test_week_whose_sessions_are_gone_has_none(self, king: King) -> None:
        """When the only session of a week is skipped, its touch-base goes."""
        plan = king.plan(weekdays=frozenset({0})).plan
        row = king.sessions(plan.id)[1]

        king.do("maya", sessions.skip, row.id, "", at=MONDAY)

        weeks = {one.week for one in king.rows(tables.TouchBase)}
        assert touchbases.monday(row.on_date) not in weeks

    @pytest.mark.parametrize("month", [10, 11, 3])
    def test_slots_are_at_the_same_local_time_all_year(self, king: King, month: int) -> None:
        """Summer time or not, the slot is at the same time on the school's clocks."""
        king.plan()
        rows = [one for one in king.rows(tables.TouchBase) if one.week.month == month]
        starts = {one.starts_at.astimezone(ZONE).time() for one in rows if one.starts_at}

        assert len(starts) == 1


def local_start(king: King, teacher: str) -> tuple[int, int]:
    """Return weekday and minute of a teacher's touch-base of the first week."""
    (row,) = king.rows(tables.TouchBase, week=WEEK, teacher_id=king.person(teacher).id)
    assert row.starts_at is not None
    start = row.starts_at.astimezone(ZONE)
    return start.weekday(), start.hour * 60 + start.minute


def touch_base_of(king: King, week: date) -> tables.TouchBase:
    """Return the pair's touch-base of a week."""
    rows = sorted(king.rows(tables.TouchBase, week=week), key=lambda row: row.id)
    assert all(one.id != two.id for one, two in pairwise(rows))
    return rows[0]
