"""Classrooms, their routines and planning time."""

from datetime import date

import pytest
from unit.pushin.king import CHANNEL, MONDAY, SCHOOL, King, account, local, minutes

from pushin import classrooms, errors
from school.recurrence import Anchor
from storage import tables
from storage.scope import Scope

MONDAY_21 = date(2026, 9, 21)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Room 4", "4"),
        ("rm 12B", "12B"),
        ("rm. 3", "3"),
        ("#7", "7"),
        ("  room   9 ", "9"),
        ("Library", "Library"),
        ("Roomy corner", "Roomy corner"),
        ("room", "room"),
        ("Classroom 5", "5"),
    ],
)
def test_room_name(text: str, name: str) -> None:
    """A room is kept without the word "room"."""
    assert classrooms.room_name(text) == name


def test_room_too_long() -> None:
    """A room of more than 40 characters is refused."""
    with pytest.raises(errors.Refusal, match="too_long"):
        classrooms.room_name("x" * 41)


def test_own_room(king: King) -> None:
    """A teacher sees their own room, its bells, and what is still to be asked."""
    king.room()

    room = king.read("adams", classrooms.room, at=MONDAY)

    assert (room.room, room.channel_id, room.may_edit) == ("12", CHANNEL, True)
    assert room.question is not None
    assert room.question.kind == "grade"
    assert "Period 2" in [period.name for period in room.periods]


def test_no_room_and_several(king: King) -> None:
    """Without a room one is told so; with several one is asked which."""
    with pytest.raises(errors.Refusal, match="no_room"):
        king.read("adams", classrooms.room, at=MONDAY)
    king.room()
    king.room(room="13")

    with pytest.raises(errors.Refusal) as caught:
        king.read("adams", classrooms.room, at=MONDAY)

    assert caught.value.code == "which_room"
    assert [name for _, name in caught.value.params["rooms"]] == ["12", "13"]  # type: ignore[attr-defined]


def test_room_of_another_teacher(king: King) -> None:
    """A room has one teacher; naming another is refused with the teacher's name."""
    king.room()
    king.join("diaz", "teacher")

    with pytest.raises(errors.Refusal) as caught:
        king.room(teacher="diaz", room="Room 12")

    assert (caught.value.code, caught.value.params["name"]) == ("room_of_another", "Adams")


@pytest.mark.parametrize("who", ["tam", "maya", "ben"])
def test_only_teacher_and_organiser_set_routines(king: King, who: str) -> None:
    """A para and the providers do not say when a teacher's routines are."""
    room = king.room()
    king.plan(paras=(account("tam"),))
    about = classrooms.RoutineInput("Arrival", "arrival", 520, 535)

    with pytest.raises(errors.NotAllowed):
        king.do(who, classrooms.set_routine, room, about, at=MONDAY)


@pytest.mark.parametrize(
    ("about", "code"),
    [
        (classrooms.RoutineInput("Arrival", "arrival", 535, 520), "end_before_start"),
        (classrooms.RoutineInput("Arrival", "arrival", 520, 520), "end_before_start"),
        (classrooms.RoutineInput("Arrival", "arrival", 520, 1500), "no_such_time"),
        (classrooms.RoutineInput("Arrival", "arrival", -5, 520), "no_such_time"),
        (classrooms.RoutineInput("Arrival", "arrival", 480, 861), "longer_than_day"),
        (classrooms.RoutineInput("Arrival", "arrival", 520, 535, weekdays=()), "weekdays_missing"),
        (
            classrooms.RoutineInput("Arrival", "arrival", 520, 535, drops={"SNOW": True}),
            "unknown_day_type",
        ),
        (classrooms.RoutineInput("Liam's spot", "other", 520, 535), "may_name_student"),
        (classrooms.RoutineInput("Arrival", "party", 520, 535), "unknown_kind"),
        (classrooms.RoutineInput("  ", "arrival", 520, 535), "missing"),
        (classrooms.RoutineInput(":tada:", "arrival", 520, 535), "no_words"),
        (classrooms.RoutineInput("x" * 81, "arrival", 520, 535), "too_long"),
    ],
)
def test_wrong_routines(king: King, about: classrooms.RoutineInput, code: str) -> None:
    """A routine that cannot be is refused by its code."""
    room = king.room()

    with pytest.raises(errors.Refusal) as caught:
        king.do("adams", classrooms.set_routine, room, about, at=MONDAY)

    assert caught.value.code == code


def test_only_the_teacher_offers_planning_time(king: King) -> None:
    """An organiser may say when planning is; that it may be used is the teacher's word."""
    room = king.room()
    planning = classrooms.RoutineInput(
        "Planning", "planning", 855, 900, with_students=False, usable=True
    )

    by_organiser = king.do("rosa", classrooms.set_routine, room, planning, at=MONDAY)
    by_teacher = king.do("adams", classrooms.set_routine, room, planning, at=MONDAY)
    again = king.do("rosa", classrooms.set_routine, room, planning, at=MONDAY)

    assert [one.routines[0].usable for one in (by_organiser, by_teacher, again)] == [
        False,
        True,
        True,
    ]
    assert [one.routines[0].guess for one in (by_organiser, by_teacher)] == [True, False]


def test_plans_follow_their_routine(king: King) -> None:
    """A plan that is the whole routine moves with it; a part keeps its place in it."""
    room = king.room()
    king.routine(room, "Writing", "writing", minutes("9:40"), minutes("10:15"))
    whole = king.plan(anchor=Anchor("routine", "writing"), weekdays=frozenset({0})).plan
    part = king.plan(
        "ben",
        anchor=Anchor("routine", "Writing", minutes("9:50"), minutes("10:00")),
        weekdays=frozenset({0}),
    ).plan

    king.routine(room, "Writing", "writing", minutes("9:36"), minutes("10:18"))

    assert local(king.session(whole.id, MONDAY_21)) == ("09:36", "10:18")
    assert local(king.session(part.id, MONDAY_21)) == ("09:46", "09:56")
    assert whole.during == part.during == "Writing"


def test_a_plan_on_a_guess_asks_its_teacher(king: King) -> None:
    """Saving a push-in on a routine that nobody told asks its teacher, and nobody else of it."""
    king.room()
    king.plan(anchor=Anchor("routine", "yoga", minutes("9:40"), minutes("10:10")))

    asks = king.rows(tables.Prompt, kind="ask", why="room_question", state="planned")

    assert [(one.conversation_id, one.why) for one in asks] == [
        (f"im:{king.person('adams').id}", "room_question")
    ]


def test_dropped_routine_marks_its_sessions(king: King) -> None:
    """Sessions of a routine that is gone are marked, shown at their usual time, not prompted."""
    room = king.room()
    king.routine(room, "Writing", "writing", minutes("9:40"), minutes("10:15"))
    plan = king.plan(anchor=Anchor("routine", "Writing"), weekdays=frozenset({0})).plan

    king.do("adams", classrooms.drop_routine, room, "Writing", at=MONDAY)
    row = king.session(plan.id, MONDAY_21)

    assert (row.obstacle, local(row)) == ("routine_missing", ("09:40", "10:15"))
    assert king.planned(f"session:{row.id}") == []

    king.routine(room, "Writing", "writing", minutes("9:40"), minutes("10:15"))

    assert king.session(plan.id, MONDAY_21).obstacle is None
    assert len(king.planned(f"session:{row.id}")) == 1


def test_channel_of_a_known_room_takes_its_prompts_along(king: King) -> None:
    """When a team moves to another channel, what is still to be posted goes there."""
    king.room()
    plan = king.plan(weekdays=frozenset({0})).plan

    about = classrooms.ClassroomInput(SCHOOL, "12", king.person("adams").id, "C0NEW")
    king.do("adams", classrooms.save_classroom, about, at=MONDAY)
    planned = king.rows(tables.Prompt, state="planned", kind="checklist")

    assert {one.conversation_id for one in planned} == {"channel:C0NEW"}
    assert len(planned) == len(king.sessions(plan.id))


class TestForm:
    """What the form of a routine keeps."""

    def test_weekdays_and_days_without_it(self, king: King) -> None:
        """A routine of two weekdays, not on early days; what is not said stays."""
        room = king.room()
        about = classrooms.RoutineInput(
            "Art", "specials", 600, 640, weekdays=(1, 3), drops={"EARLY RELEASE": True}
        )
        king.do("adams", classrooms.set_routine, room, about, at=MONDAY)
        later = classrooms.RoutineInput("Art", "specials", 605, 640, was="Art")
        shown = king.do("adams", classrooms.set_routine, room, later, at=MONDAY)

        art = shown.routines[0]
        assert (art.start, art.weekdays, art.drops_on) == (605, (1, 3), ("EARLY RELEASE",))

    def test_a_plan_follows_a_new_name(self, king: King) -> None:
        """A renamed routine is the same one: the push-in on it stays, under the new name."""
        room = king.room()
        king.routine(room, "Writing", "writing", minutes("9:40"), minutes("10:15"))
        plan = king.plan(anchor=Anchor("routine", "Writing"), weekdays=frozenset({0})).plan
        about = classrooms.RoutineInput("Authors", "writing", 580, 615, was="writing")

        king.do("adams", classrooms.set_routine, room, about, at=MONDAY)

        row = king.rows(tables.Plan, id=plan.id)[0]
        assert (row.anchor_name, row.revision) == ("Authors", 2)
        assert [one.name for one in king.rows(tables.Routine)] == ["Authors"]
        assert king.session(plan.id, MONDAY_21).obstacle is None

    @pytest.mark.parametrize(
        ("name", "was", "code"),
        [
            ("snack", "Writing", "routine_exists"),
            ("Liam's spot", "Writing", "may_name_student"),
            ("Poems", "Reading", "routine_gone"),
            ("Reading", "Reading", "routine_gone"),
        ],
    )
    def test_names_that_cannot_be(self, king: King, name: str, was: str, code: str) -> None:
        """The name of another, one like a student's, and a change of what is gone are refused."""
        room = king.room()
        king.routine(room, "Writing", "writing", 580, 615)
        king.routine(room, "Snack", "snack", 620, 630)
        about = classrooms.RoutineInput(name, "writing", 580, 615, was=was)

        with pytest.raises(errors.Refusal, match=code):
            king.do("adams", classrooms.set_routine, room, about, at=MONDAY)

    def test_no_more_than_forty(self, king: King) -> None:
        """The forty-first routine is refused with the limit."""
        room = king.room()

        def fill(scope: Scope) -> None:
            for number in range(40):
                scope.classrooms.add(
                    tables.Routine(
                        workspace_id=scope.workspace_id,
                        classroom_id=room,
                        name=f"Station {number}",
                        kind="other",
                        start_minute=600,
                        end_minute=610,
                    )
                )

        king.do(None, fill)
        about = classrooms.RoutineInput("Choir", "other", 600, 610, is_new=True)

        with pytest.raises(errors.Refusal) as caught:
            king.do("adams", classrooms.set_routine, room, about, at=MONDAY)
        assert (caught.value.code, caught.value.params) == ("too_many", {"limit": 40})

    def test_what_is_noted(self, king: King) -> None:
        """A routine at the time of another, and one before the first bell, are kept and named."""
        room = king.room()
        king.routine(room, "Writing", "writing", 580, 615)
        early = classrooms.RoutineInput("Breakfast", "snack", 500, 520)
        other_days = classrooms.RoutineInput("Art", "specials", 600, 640, weekdays=(1,))

        shown = [
            king.do("adams", classrooms.set_routine, room, about, at=MONDAY)
            for about in (early, other_days)
        ]

        assert [[note.code for note in one.notes] for one in shown] == [
            ["kept", "outside"],
            ["kept", "same_time"],
        ]
        assert shown[1].notes[1].others == ("Writing",)

    def test_removed_twice(self, king: King) -> None:
        """The second removal changes nothing and says so."""
        room = king.room()
        king.routine(room, "Writing", "writing", 580, 615)
        shown = [
            king.do("adams", classrooms.drop_routine, room, "Writing", at=MONDAY) for _ in range(2)
        ]

        assert [one.notes[0].code for one in shown] == ["removed", "removed_already"]
