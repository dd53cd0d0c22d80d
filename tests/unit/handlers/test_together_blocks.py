"""What people read of clashes and of treating together, and what they can tap."""

from dataclasses import replace
from typing import Any

import pytest
from unit.handlers import facts
from unit.handlers.desk import elements, labels, words
from unit.handlers.facts import ADAMS, AT, ON

from handlers.actions import ActionRef
from handlers.slack import render
from handlers.slack.blocks import plan, room, together, waiting
from handlers.slack.blocks.kit import SlackMessage
from pushin import results as r

BEN = r.PersonRef("p9", "Ben Cho", "provider", "SLP", "UBEN")
DASH = "\N{EN DASH}"
ROOM = r.Clash("room", "Ben Cho", ON, 550, 590, room="4", plan_ids=("b",), overlap=(555, 585))


def shown(found: SlackMessage) -> dict[str, Any]:
    return {"blocks": found.blocks}


def refs(thing: dict[str, Any]) -> list[ActionRef]:
    return [ActionRef.decode(one["value"]) for one in elements(thing)]


def blocks_of(item: r.Waiting) -> dict[str, Any]:
    return {
        "blocks": [
            {"block_id": str(n), **one}
            for n, one in enumerate(waiting.items([item]))
            if one is not None
        ]
    }


def numbered(found: SlackMessage) -> dict[str, Any]:
    return {"blocks": [{"block_id": str(n), **one} for n, one in enumerate(found.blocks)]}


def test_three_choices_in_place_of_confirm() -> None:
    """Another provider in the room: treat together, move it or leave it; the overlap is exact."""
    found = facts.preview(clashes=(ROOM,), free=(2, 555, 585), shared=("K7-01",))
    told = render.message(found)

    assert labels(numbered(told)) == ["Treat together", "Move it", "Leave it"]
    assert [(one.verb, one.entity) for one in refs(numbered(told))] == [
        ("together", "d1/b"),
        ("plan_change", "d1"),
        ("plan_drop", "d1"),
    ]
    assert f"You overlap 30 minutes: Mon, Oct 12, 9:15{DASH}9:45 AM." in words(told.blocks)
    assert "How the minutes count, you two decide." in words(told.blocks)
    assert f"Free for you and the room: Wed 9:15{DASH}9:45 AM." in words(told.blocks)


def test_a_shared_student_stands_in_the_modal_alone() -> None:
    """The message of a typed phrase is silent about it."""
    found = facts.preview(clashes=(ROOM,), shared=("K7-01",))
    message = render.message(found)
    modal = plan.preview_modal(found).view

    assert "K7" not in words(message.blocks) + message.text
    assert "You share a student: K7-01." in words(modal)
    assert "submit" not in modal


def test_each_rival_by_name() -> None:
    """Where two others are in the room, each can be chosen."""
    priya = replace(ROOM, who="Priya Nair", plan_ids=("p",))
    told = render.message(facts.preview(clashes=(ROOM, priya)))

    assert labels(numbered(told))[:2] == ["Together with Ben Cho", "Together with Priya Nair"]


def test_not_saved_after_all() -> None:
    """What came up meanwhile says what can be done, without a Confirm that there is not."""
    told = words(render.message(facts.preview(clashes=(ROOM,), since=(ROOM,))).blocks)

    assert "Treat together, move yours, or leave it." in told
    assert "Confirm again" not in told


def test_other_clashes_are_confirmed() -> None:
    """Too many adults are named, and the provider decides."""
    crowd = r.Clash("adults", "Ms. Adams", ON, 555, 585, count=5, most=4, room="4")
    told = render.message(facts.preview(clashes=(crowd,)))

    assert labels(numbered(told)) == ["Confirm", "Change"]
    assert "5 adults in the room, Ms. Adams wants 4 at most" in words(told.blocks)


def test_the_question() -> None:
    """Whoever is asked reads with whom, how long and from when, and has two taps."""
    theirs = facts.plan(id="b", provider=BEN)
    found = blocks_of(r.WaitingTogether(facts.plan(), theirs, ON, (555, 585), talk=False))

    assert labels(found) == ["Together", "Let's talk"]
    assert [one.entity for one in refs(found)] == ["b", "b"]
    assert "Ben Cho would like to treat together with you: you overlap 30 minutes" in words(found)
    assert labels(
        blocks_of(r.WaitingTogether(facts.plan(), theirs, ON, (555, 585), talk=True))
    ) == ["Together"]


@pytest.mark.parametrize(
    ("clash", "says"),
    [
        (ROOM, f"Mon, Oct 12, 2026: with Ben Cho in room 4, 9:15{DASH}9:45 AM."),
        (replace(ROOM, kind="provider"), "you have another push-in, 9:15"),
        (replace(ROOM, kind="teacher", who="Ms. Adams"), "Ms. Adams has another push-in"),
        (replace(ROOM, kind="adults", count=5, most=4), "5 adults in room 4"),
        (replace(ROOM, kind="building", where="Grant"), "you are at Grant"),
        (replace(ROOM, kind="building", where=""), "in none of your buildings"),
        (replace(ROOM, kind="travel", where="Grant", gap=5, way=20), "5 minutes to Grant"),
    ],
)
def test_a_clash_of_a_changed_calendar(clash: r.Clash, says: str) -> None:
    """It is one line with two taps; Change carries the session as it is shown."""
    found = blocks_of(r.WaitingClash("plan1/b/room", clash, facts.session(), 4, more=2))

    assert says in words(found)
    assert "The same on later dates: 2." in words(found)
    assert labels(found) == ["Keep both", "Change"]
    assert refs(found) == [
        ActionRef("clash_keep", "plan1/b/room", 4),
        ActionRef("change", "plan1-20261012", 2),
    ]


def test_a_changed_day_names_it_in_one_line() -> None:
    """The message of the day says with whom the room is shared."""
    day = r.RepairedDay(
        facts.MAYA, ON, 1, (facts.day(),), (), as_usual=False, seen=False, clashes=(ROOM,)
    )

    assert f"At the same time: with Ben Cho in room 4, 9:15{DASH}9:45 AM." in words(
        render.message(day).blocks
    )


def test_one_checklist_names_both() -> None:
    """Each provider with their own times; who does not come is told, and who comes all the same."""
    beside = (r.Beside(BEN, 555, 585),)
    on = render.message(facts.checklist(session=facts.session(beside=beside)))
    off = facts.session(beside=beside, status="cancelled", reason="skipped")
    told = words(render.message(facts.checklist(session=off)).blocks)

    both = f"Maya Ortiz (OT) 9:10{DASH}9:40 AM · Ben Cho (SLP) 9:15{DASH}9:45 AM"
    assert both in words(on.blocks)
    assert "Ms. Adams, Maya Ortiz and Ben Cho" in words(on.blocks)
    assert "Ben Cho (SLP) comes all the same, 9:15" in told


def test_the_card_of_both() -> None:
    """The first plan's card says when the other comes."""
    theirs = facts.plan(id="b", provider=BEN, weekdays=(0,), start=555, end=585)
    told = words(
        render.message(r.PlanCard(facts.plan(), None, None, (), together=(theirs,))).blocks
    )

    assert f"Together with Ben Cho (SLP): Mon 9:15{DASH}9:45 AM" in told


def test_who_came_later_writes_their_part() -> None:
    """A part that nobody wrote yet is written first: Roles stands before I'm in."""
    joint = facts.agreement(plan=facts.plan(together=(BEN,)))

    assert labels(blocks_of(r.WaitingRole(joint, ""))) == ["Roles", "I'm in", "Let's talk"]
    assert labels(blocks_of(r.WaitingRole(joint, "reads"))) == ["I'm in", "Let's talk"]


def test_saved_and_asked() -> None:
    """Whoever planned reads who is asked, and has no roles to write yet."""
    told = render.message(r.PlanSaved(facts.plan(), 30, None, asks=BEN))

    assert "Ben Cho is asked whether you treat together." in words(told.blocks)
    assert labels(numbered(told)) == []


def test_both_kept() -> None:
    """What stays is named; what is gone, or was kept, is told."""
    kept = words(together.kept(r.BothKept(ROOM, again=False)).blocks)

    assert "Both stay: Mon, Oct 12, 2026, with Ben Cho in room 4" in kept
    assert "kept both already" in words(together.kept(r.BothKept(None, again=True)).blocks)
    assert "Nothing to do" in words(together.kept(r.BothKept(None, again=False)).blocks)


def test_adults_of_a_room() -> None:
    """The teacher alone has the control, and picks a number with one tap."""
    mine = facts.room(question=None, most_adults=4)
    assert "Adults at a time" in labels(numbered(room.room(mine)))
    assert "Adults in the room at a time: 4 at most." in words(room.room(mine).blocks)
    asked = numbered(room.adults(mine))
    assert labels(asked) == [*"2345678", "Any number"]
    assert refs(asked)[2] == ActionRef("room_most", "room4/4")

    theirs = numbered(room.room(replace(mine, is_mine=False, teacher=ADAMS)))
    assert "Adults at a time" not in labels(theirs)


def test_wishes_to_talk() -> None:
    """Whoever asked reads who would like to talk, with a way to change their own."""
    item = r.WaitingTogetherTalk(facts.plan(), BEN, facts.session(), AT)

    assert "Ben Cho would like to talk before you treat together." in words(blocks_of(item))
    assert labels(blocks_of(item)) == ["Change"]
