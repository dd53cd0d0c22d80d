"""A classroom on screen and over the wire: one question, its taps, its form, its errors."""

from typing import Any

import pytest
from unit.handlers import facts
from unit.handlers.desk import Desk, elements, labels, words
from unit.pushin import king

from handlers.forms import routine as form
from handlers.forms.spec import Filled
from handlers.slack import render
from handlers.slack.blocks import room as rooms
from handlers.slack.blocks.kit import SlackMessage
from handlers.slack.turn import Place
from pushin import results as r
from storage import tables


def shown(found: r.Room) -> str:
    return words(render.message(found).blocks)


def elements_of(message: SlackMessage) -> list[dict[str, Any]]:
    return elements({"blocks": [{"block_id": "", **block} for block in message.blocks]})


def taps(message: SlackMessage) -> list[str]:
    return [one["text"]["text"] for one in elements_of(message) if one["type"] == "button"]


class TestScreen:
    """What stands on the one screen."""

    def test_the_question_comes_first(self) -> None:
        """Question, answers and progress stand above the routines; the fallback is a sentence."""
        message = render.message(facts.room())

        assert message.text == (
            "Room 4 · Ms. Adams. When is arrival in room 4? I guess 8:30\N{EN DASH}8:45 AM."
        )
        assert [block["type"] for block in message.blocks[:2]] == ["section", "actions"]
        assert taps(message)[:4] == [
            "That's right",
            "Change",
            "We have none",
            "Later",
        ]
        assert "2 of 6" in words(message.blocks)
        assert "8:30\N{EN DASH}8:45 AM · Arrival (a guess)" in words(message.blocks)

    def test_many_guesses_are_right_with_one_tap(self) -> None:
        """From three guesses on all can be confirmed at once, but not beside Yes and No."""
        guesses = tuple(facts.routine(f"R{n}", "other", 500 + n, 520, guess=True) for n in range(3))
        use = facts.questions()[3]

        assert "All 3 are right" in shown(facts.room(routines=guesses))
        assert "are right" not in shown(facts.room(routines=guesses, question=use))

    def test_a_day_shows_its_boxes_only(self) -> None:
        """The late day's routines are boxes, ticked as the bells say; no list stands below."""
        message = render.message(facts.room(question=facts.day_question()))
        boxes = next(one for one in elements_of(message) if one["type"] == "checkboxes")

        text = words(message.blocks)
        assert "Two-hour delay (first bell 10:30 AM): what still happens in room 4?" in text
        assert "The next is on Mon, Oct 12, 2026." in text
        assert len(boxes["options"]) == 3
        assert len(boxes["initial_options"]) == 2
        assert "Change a routine" not in text

    def test_a_complete_room(self) -> None:
        """Nothing is asked; planning time can be taken back in the same place."""
        complete = facts.room(question=None, number=0, count=0, offered=True)

        assert "Room 4 is complete" in shown(complete)
        assert taps(render.message(complete)) == [
            "Change a routine",
            "Add a routine",
            "Take planning time back",
            "Adults at a time",
        ]

    def test_others_read_and_know_whom_to_ask(self) -> None:
        """Without a right there is no button, but the teacher's name; an organiser may edit."""
        theirs = facts.room(question=None, is_mine=False, may_edit=False)
        organisers = facts.room(question=None, is_mine=False)

        assert taps(render.message(theirs)) == []
        assert "<@UADAMS> says what happens in this room" in shown(theirs)
        assert "Guesses: 1. I ask Ms. Adams" in shown(organisers)

    def test_the_daily_card_asks_with_the_same_taps(self) -> None:
        """The question stands on the card with whose push-in needs it, and without Later."""
        asked = r.WaitingRoom(facts.question(who=facts.MAYA))
        card = render.message(r.AskCard(facts.ADAMS, facts.ON, (asked,), 0))

        assert "When is arrival in room 4?" in words(card.blocks)
        assert "Maya Ortiz pushes in then." in words(card.blocks)
        assert taps(card) == ["That's right", "Change", "We have none"]

    def test_a_card_gets_a_short_answer(self) -> None:
        """After a tap on a card one line stands there; only whether time may be used is asked."""
        note = (r.RoomNote("kept", "Arrival", 510, 525),)
        other = rooms.noted(facts.room(notes=note))
        use = rooms.noted(facts.room(notes=note, question=facts.questions()[3]))

        assert words(other.blocks).splitlines()[0] == "Noted: Arrival, 8:30\N{EN DASH}8:45 AM."
        assert taps(other) == ["Room"]
        assert taps(use) == ["Yes", "No"]
        assert Place("D1", None, "1.0").is_card
        assert not Place("D1", None, "1.0", private=True).is_card
        assert not Place().is_card


class TestForm:
    """A routine's form."""

    def test_days_that_are_not_shown_stay(self) -> None:
        """Without More nothing is said about weekdays and other days."""
        spec = form.spec(facts.room(), name="Planning")
        filled = {**spec.kept, **{one.name: one.value for one in spec.fields}}
        about = form.read(Filled(spec.ref, filled), called="Planning time")

        assert (about.name, about.was, about.is_new) == ("Planning", "Planning", False)
        assert (about.weekdays, about.drops) == (None, None)
        assert about.usable

    def test_more_says_on_which_days(self) -> None:
        """Ticked weekdays and kinds of days come back as they are."""
        spec = form.spec(facts.room(), name="Planning", more=True)
        filled = {**spec.kept, **{one.name: one.value for one in spec.fields}}
        told = {**filled, "weekdays": ("1", "3"), "days": ("LATE",)}
        about = form.read(Filled(spec.ref, told), called="Planning time")

        assert about.weekdays == (1, 3)
        assert about.drops == {"LATE": True}

    def test_what_only_a_push_in_knows(self) -> None:
        """Change on a question about a routine that nobody told prefills what is guessed."""
        asked = facts.question(key="routine:Yoga", name="Yoga", routine_kind="other")
        spec = form.spec(facts.room(routines=(), question=asked), name="Yoga")

        assert {one.name: one.value for one in spec.fields}["name"] == "Yoga"
        assert {one.name: one.value for one in spec.fields}["start"] == "08:30"
        assert spec.ref.entity == "room4"

    def test_only_its_owner_offers_time(self) -> None:
        """Whether it may be used is asked of the teacher, and only of time without students."""
        mine = [one.name for one in form.spec(facts.room(), name="Planning").fields]
        theirs = form.spec(facts.room(is_mine=False), name="Planning").fields
        arrival = form.spec(facts.room(), name="Arrival").fields

        assert "usable" in mine
        assert "usable" not in [one.name for one in (*theirs, *arrival)]


async def newest(desk: Desk, who: str = "adams") -> dict[str, Any]:
    return (await desk.private(who))[-1]


async def test_a_room_asks_one_question_at_a_time(desk: Desk) -> None:
    """Grade, guesses, planning time by a period of the bells: each in the place of the last."""
    desk.team.room()
    await desk.click("adams", "Middle", await desk.command("adams", "room"))
    await desk.click("adams", "That's right", await newest(desk))
    asked = await newest(desk)
    await desk.click("adams", "Period 5, 1:25\N{EN DASH}2:10 PM", asked)
    await desk.click("adams", "No", await newest(desk))
    await desk.click("adams", "Later", await newest(desk))
    later = await newest(desk)

    assert "When is your planning time?" in words(asked)
    assert labels(later) == ["Go on"]
    planning = desk.team.rows(tables.Routine, kind="planning")[0]
    assert (planning.start_minute, planning.usable, planning.guess) == (805, False, False)
    assert len([one for one in await desk.private("adams") if "grade" in words(one)]) == 0


async def test_the_forms_errors_stand_under_their_fields(desk: Desk) -> None:
    """A wrong routine says under each field what is wrong; the right one shows the room."""
    desk.team.room()
    await desk.click("adams", "Add a routine", await desk.command("adams", "room"))
    wrong = [
        await desk.submit("adams", kind="other", name="Choir", start="10:00", end="09:00"),
        await desk.submit("adams", name="Choir", start="07:00", end="16:00"),
        await desk.submit("adams", name="Liam's spot", start="10:00", end="10:20"),
        await desk.submit("adams", name=":tada:"),
        await desk.submit("adams", name=""),
    ]
    await desk.press("adams", "More")
    wrong.append(await desk.submit("adams", name="Choir", weekdays=()))
    fine = await desk.submit("adams", name="Choir", weekdays=("1", "3"), days=("EARLY RELEASE",))

    assert [list(one) for one in wrong] == [
        ["end"],
        ["end"],
        ["name"],
        ["name"],
        ["name"],
        ["weekdays"],
    ]
    assert fine == {}
    text = words(await desk.modal("adams"))
    assert "Choir (Tue &amp; Thu, not on: Early Release)" in text
    assert "At the same time" not in text


@pytest.mark.slow
async def test_a_second_routine_of_its_own_kind_does_not_replace_the_first(desk: Desk) -> None:
    """Planning time of one weekday has it in its name; a name that is there is refused."""
    desk.team.room()
    for days, start in (("0",), "13:25"), (("1", "3"), "14:15"), (("1", "3"), "12:35"):
        await desk.click("adams", "Add a routine", await desk.command("adams", "room"))
        await desk.press("adams", "More")
        end = start[:3] + "45"
        errors = await desk.submit(
            "adams", kind="planning", students="no", start=start, end=end, weekdays=days
        )

    assert list(errors) == ["name"]
    names = {one.name for one in desk.team.rows(tables.Routine)}
    assert names == {"Planning time (Mon)", "Planning time (Tue & Thu)"}


@pytest.mark.slow
async def test_buttons_of_what_is_gone(desk: Desk) -> None:
    """Change of a removed routine and an answer of another's room say what is so."""
    room = desk.team.room()
    desk.team.routine(room, "Writing", "writing", 580, 615)
    await desk.click("adams", "Change a routine", await desk.command("adams", "room"))
    listed = await newest(desk)
    desk.team.do("adams", _drop, room)
    await desk.click("adams", "Change", listed)
    gone = await newest(desk)
    assert "removed meanwhile" in words(gone)
    asked = await desk.command("adams", "room")
    desk.team.join("diaz", "teacher")
    desk.team.do(None, _give_to, room, desk.team.person("diaz").id)
    await desk.click("adams", "Middle", asked)

    assert "somebody else of the team" in words(await newest(desk))


def _drop(scope: Any, room: str) -> None:
    scope.session.delete(scope.classrooms.routine(room, "Writing"))


def _give_to(scope: Any, room: str, person_id: str) -> None:
    row = scope.classrooms.get(room)
    row.teacher_id = person_id
    scope.session.add(row)


async def test_a_day_is_told_as_its_boxes_stand(desk: Desk) -> None:
    """What was unticked before That's right does not happen on such a day."""
    room = desk.team.room()
    desk.team.routine(room, "Warm-up", "arrival", 520, 530)
    desk.team.routine(room, "Planning time", "planning", 805, 850)
    desk.team.routine(room, "Dismissal", "dismissal", 890, 900)
    desk.team.do(None, _grade, room)
    asked = await desk.command("adams", "room")
    assert "Early Release (last bell 2:09 PM)" in words(asked)
    boxes = next(one for one in elements(asked) if one["type"] == "checkboxes")
    left = [one for one in boxes["options"] if "Warm-up" not in words(one)]
    action = {"action_id": boxes["action_id"], "block_id": boxes["block_id"]}
    await desk.box.action(
        "U0ADAMS",
        {**action, "selected_options": left},
        channel=king.CHANNEL,
        message_ts=asked["ts"],
    )
    await desk.click("adams", "That's right", asked)

    dropped = {row.name: row.drops_on for row in desk.team.rows(tables.Routine)}
    assert dropped["Warm-up"] == ["EARLY RELEASE"]
    assert dropped["Planning time"] == []
    assert "Room 12 is complete" in words(await newest(desk))


def _grade(scope: Any, room: str) -> None:
    row = scope.classrooms.get(room)
    row.grade = "middle"
    scope.session.add(row)


@pytest.mark.parametrize("code", ["starting_set", "ask_the_teacher", "undo_late"])
def test_a_no_says_what_to_do(code: str) -> None:
    """Refusals about rooms are sentences with what they are about."""
    params = {"where": "k, 1", "value": "noon", "name": "Ms. Adams", "minutes": 10}
    text = words(render.message(r.Refused(code, params)).blocks)

    assert any(str(one) in text for one in params.values())
