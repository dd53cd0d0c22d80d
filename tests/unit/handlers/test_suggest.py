"""Times that make sense, as people see them: the list, why not, one tap; and over the wire."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from unit.handlers import facts
from unit.handlers.desk import Desk, elements, user, words
from unit.pushin import king

from handlers.slack import render
from handlers.slack.blocks.facts import Viewer
from handlers.slack.blocks.kit import SlackMessage
from pushin import results as r
from pushin import room_wishes
from sandbox import blocks as strict
from storage import tables

WAYS = (
    r.InTheWay((1, 3), "building", where="Grant Elementary"),
    r.InTheWay((4,), "room", who="Ben Cho", on=date(2026, 10, 9)),
)
ALL_WAYS = (
    *WAYS,
    r.InTheWay((0,), "nowhere"),
    r.InTheWay((0,), "off"),
    r.InTheWay((0,), "no_hours"),
    r.InTheWay((0,), "hours"),
    r.InTheWay((0,), "lunch"),
    r.InTheWay((0,), "provider", where="12"),
    r.InTheWay((0,), "provider"),
    r.InTheWay((0,), "travel", where="Grant Elementary", way=20),
    r.InTheWay((0,), "teacher", who="Ben Cho"),
    r.InTheWay((0,), "adults"),
)
ASK = r.NotTold("c4", "4", "snack", facts.ADAMS, guess=False, asked=False, mine=False)


def time(number: int = 0, **changes: Any) -> r.Suggestion:
    told: dict[str, Any] = {
        "number": number,
        "classroom_id": "c4",
        "room": "4",
        "school_name": "Lincoln Elementary (invented)",
        "teacher": facts.ADAMS,
        "kind": "routine",
        "during": "Arrival",
        "length": 15,
        "why": "coats and folders come up by themselves",
        "guess": False,
        "weekdays": (0, 2),
        "start": 510,
        "end": 525,
        "missing": 0,
        "is_short": False,
        "may_schedule": True,
        "in_the_way": WAYS,
    }
    return r.Suggestion(**{**told, **changes})


def found(**changes: Any) -> r.Suggestions:
    told: dict[str, Any] = {
        "draft_id": "d1",
        "label": "Arrival",
        "times": 2,
        "minutes": 15,
        "weekly": None,
        "said": True,
        "provider": facts.MAYA,
        "mine": True,
        "itinerant": True,
        "hours_said": True,
        "rooms": ("4",),
        "until": date(2026, 11, 29),
        "shown": (time(),),
        "first": 0,
        "total": 1,
    }
    return r.Suggestions(**{**told, **changes})


def shown(result: Any) -> SlackMessage:
    message = render.message(result, Viewer("UMAYA"))
    strict.checked_message(json.loads(json.dumps(message.blocks)))
    return message


def taps(result: Any) -> list[tuple[str, str]]:
    """Return label and value of each button."""
    blocks = shown(result).blocks
    rows = [one for block in blocks for one in block.get("elements", ())]  # type: ignore[attr-defined]
    beside = [block["accessory"] for block in blocks if "accessory" in block]
    buttons = [one for one in (*beside, *rows) if one["type"] == "button"]
    return [(one["text"]["text"], one["value"]) for one in buttons]


def text(result: Any) -> str:
    return words(shown(result).blocks).replace("&amp;", "&")


class TestTimes:
    """The list."""

    def test_a_time_with_its_reason(self) -> None:
        """Days and time, room and routine, why, where, and why not on other days."""
        assert text(found()).splitlines()[:6] == [
            "*Arrival · 2 \N{MULTIPLICATION SIGN} 15 minutes a week*",
            "*Mon & Wed 8:30\N{EN DASH}8:45 AM*",
            "Room 4 · Arrival routine",
            "Why: coats and folders come up by themselves. You are at Lincoln Elementary then.",
            "Not Tue & Thu: you are at Grant Elementary.",
            "Not Fri: Ben Cho's push-in is in the room (first on Fri, Oct 9, 2026).",
        ]
        assert "Checked until Sun, Nov 29, 2026" in text(found())

    def test_the_fallback_is_a_sentence(self) -> None:
        """It tells how many and the first one."""
        assert shown(found()).text == (
            "Times that fit Arrival: 1. The first is Mon &amp; Wed 8:30\N{EN DASH}8:45 AM, Room 4"
            " · Arrival routine."
        )

    def test_buttons_carry_ids(self) -> None:
        """The draft and a number; More carries where the next ones begin."""
        shown_times = tuple(time(n) for n in range(5))
        many = found(shown=shown_times, total=12)

        assert [value for _, value in taps(many)] == [
            *(f"suggest_pick:d1/{n}:0" for n in range(5)),
            "suggest_more:d1:5",
        ]
        assert len(shown(many).blocks) <= 50
        assert text(many).count("Not Tue") == 1

    def test_what_to_know_of_a_time(self) -> None:
        """A guess, a short routine, and less than was asked for are said."""
        said = text(found(shown=(time(guess=True, is_short=True, missing=1, weekdays=(0,)),)))

        assert "Arrival is a guess: Ms. Adams has not said when it is." in said
        assert "Arrival lasts 15 minutes: this is all of it." in said
        assert "1 a week of 2." in said

    def test_for_somebody_else(self) -> None:
        """A teacher sees times and whom to ask; there is no button."""
        theirs = found(mine=False, shown=(time(may_schedule=False, in_the_way=ALL_WAYS),))
        said = text(theirs)

        assert "Maya Ortiz is at Lincoln Elementary then." in said
        assert "Not Tue & Thu: Maya Ortiz is at Grant Elementary." in said
        assert "Only Maya Ortiz can plan it" in said
        assert taps(theirs) == []

    def test_every_reason_has_words(self) -> None:
        """Also those that are rare."""
        said = text(found(shown=(time(in_the_way=ALL_WAYS),)))

        assert said.count("Not ") == len(ALL_WAYS)
        assert "you are with Room 12" in said
        assert "the way from Grant Elementary takes 20 minutes" in said

    def test_what_was_not_said_is_said(self) -> None:
        """Without a number the answer tells what was looked for; so with hours."""
        said = text(found(said=False, minutes=30, hours_said=False))

        assert "You said no number, so I looked for 2 times a week, up to 30 minutes each." in said
        assert "You have not said your hours" in said
        assert "60 minutes a week" in text(found(weekly=60))

    def test_what_the_teacher_could_say(self) -> None:
        """One tap asks her; asked already, there is none; to her it says where to say it."""
        open_ = found(not_told=(ASK,))
        asked = found(not_told=(replace(ASK, asked=True, guess=True),))
        mine = found(not_told=(replace(ASK, mine=True),))

        assert ("Ask Ms. Adams", "suggest_ask:c4/snack:0") in taps(open_)
        assert "Ms. Adams has not said when it is in room 4" in text(open_)
        assert "Ms. Adams is asked already." in text(asked)
        assert "Room" in dict(taps(mine))


class TestNothing:
    """Where there is no time."""

    def test_what_takes_it(self) -> None:
        """The routine with all that is in its way, and what to do."""
        taken = r.Taken("4", "Centers", 550, 590, (r.InTheWay((0,), "provider", where="12"),))
        said = text(found(shown=(), total=0, taken=(taken,)))

        assert "*Centers* (9:10\N{EN DASH}9:50 AM, Room 4)" in said
        assert "Not Mon: you are with Room 12." in said
        assert "Try fewer or shorter times" in said
        assert shown(found(shown=(), total=0, taken=(taken,))).text == (
            "Arrival: no time found until Sun, Nov 29, 2026."
        )

    def test_no_routine_known(self) -> None:
        """Its teacher can be asked; where there is nothing to ask, another goal can be picked."""
        unknown = found(shown=(), total=0, not_told=(ASK,))
        nothing = found(shown=(), total=0)

        assert "*Snack* would fit, but Ms. Adams has not said when it is in room 4." in text(
            unknown
        )
        assert "Ask Ms. Adams" in dict(taps(unknown))
        assert "Nothing in room 4 is known that fits this." in text(nothing)

    def test_the_teacher_is_asked(self) -> None:
        """Once, again, or by somebody in person where there is no card."""
        told = r.TeacherAsked("4", "snack", facts.ADAMS, again=False, reachable=True)

        assert "Ms. Adams is asked when snack is in room 4" in text(told)
        assert "asked already" in text(replace(told, again=True))
        assert "please ask when snack is in room 4" in text(replace(told, reachable=False))


@pytest.fixture
async def room(desk: Desk) -> str:
    """Return a room with a told arrival of fifteen minutes."""
    classroom_id = desk.team.room()
    desk.team.routine(classroom_id, "Arrival", "arrival", 510, 525)
    return classroom_id


async def test_a_goal_by_its_words_and_one_tap(desk: Desk, room: str) -> None:  # noqa: ARG001  its room
    """Typed in the room's channel, tapped, confirmed: the plan stands on the routine."""
    answer = await desk.command("maya", "suggest arrival 2x15")
    assert "Mon &amp; Wed" in words(answer)
    (mine, *_) = await desk.private("maya")
    await desk.click("maya", "Plan this", mine)
    (echo,) = await desk.private("maya")
    assert "Is this right?" in words(echo)
    await desk.click("maya", "Confirm", echo)

    (plan,) = desk.team.rows(tables.Plan)
    assert (plan.anchor_kind, plan.anchor_name, plan.weekdays) == ("routine", "Arrival", [0, 2])


async def test_a_goal_from_the_list(desk: Desk, room: str) -> None:  # noqa: ARG001  its room
    """Bare, the list stands there; the picked goal is answered in its place."""
    await desk.command("maya", "suggest")
    (asked,) = await desk.private("maya")
    (pick,) = [one for one in elements(asked) if one["type"] == "static_select"]
    option = next(one for one in pick["options"] if one["text"]["text"] == "Arrival")
    action = {"action_id": pick["action_id"], "block_id": pick["block_id"]}
    about = {"channel": king.CHANNEL, "message_ts": asked["ts"]}
    await desk.box.action(user("maya"), {**action, "selected_option": option}, **about)

    (answer,) = await desk.private("maya")
    assert "Arrival routine" in words(answer)
    assert "You said no number" in words(answer)


async def test_a_slip_and_the_next_times(desk: Desk, room: str) -> None:
    """A word that looks like a goal offers it as a button; More brings further times."""
    for n in range(4):
        desk.team.routine(room, f"Arrival {n}", "arrival", 600 + 40 * n, 620 + 40 * n)
    await desk.command("maya", "suggest arival 2x15")
    (asked,) = await desk.private("maya")
    assert "Did you mean Arrival?" in words(asked)
    await desk.click("maya", "Arrival", asked)
    (first,) = await desk.private("maya")
    await desk.click("maya", "More times", first)
    (second,) = await desk.private("maya")

    assert "6\N{EN DASH}10 of" in words(second)


async def test_the_teacher_is_asked_and_a_second_tap_says_so(desk: Desk) -> None:
    """One tap asks her; it changes nothing twice."""
    room = desk.team.room()
    await desk.command("maya", "suggest snack 2x15")
    (answer,) = await desk.private("maya")
    await desk.click("maya", "Ask Adams", answer)
    (told,) = await desk.private("maya")
    again = desk.team.do("maya", room_wishes.ask, room, "snack", at=desk.at)

    assert "is asked when snack is in room 12" in words(told)
    assert again.again
