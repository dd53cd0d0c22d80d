"""The week over the wire: as text, the week beside it, and its picture in the direct messages."""

from typing import Any

import pytest
from unit.handlers.desk import BOT, Desk, labels, user, words
from unit.pushin import king

PHRASE = "schedule Mon & Wed period 2 with <@U0ADAMS> and <@U0TAM> room 12 until June"


async def planned(desk: Desk) -> None:
    echo = await desk.command("maya", PHRASE)
    await desk.click("maya", "Confirm", echo)


async def uploaded(desk: Desk, who: str) -> list[Any]:
    """Return the files in somebody's direct messages with Push-In."""
    await desk.uploads.finish(within=5)
    channel = await desk.box.open(user(who), [BOT])
    seen = await desk.box.messages(user(who), channel)
    return [one for one in seen if one.get("files")]


async def test_week_as_text(desk: Desk) -> None:
    """The week names its full dates, every day of it and what stands there; nothing is posted."""
    await planned(desk)
    answer = await desk.command("adams", "week")
    shown = words(answer)

    assert "Mon, Sep 14, 2026 \N{EN DASH} Fri, Sep 18, 2026" in shown
    assert "*Mon, Sep 14* · today · Normal" in shown
    assert "Room 12 · Period 2 · Maya" in shown
    assert "Ms. Adams" not in shown
    assert answer["text"] == "Your week of Mon, Sep 14, 2026: 2 on."
    assert len(shown.splitlines()) <= 16


async def test_the_week_beside_it_stands_in_the_same_place(desk: Desk) -> None:
    """A tap on the next week replaces the private answer, there and back."""
    await planned(desk)
    answer = await desk.command("maya", "week")
    before = len(await desk.private("maya"))
    await desk.click("maya", "Next week \N{BLACK RIGHT-POINTING TRIANGLE}", answer)
    later = (await desk.private("maya"))[-1]
    await desk.click("maya", "\N{BLACK LEFT-POINTING TRIANGLE} Previous week", later)
    again = (await desk.private("maya"))[-1]

    assert "Mon, Sep 21, 2026" in words(later)
    assert "Mon, Sep 14, 2026" in words(again)
    assert len(await desk.private("maya")) == before


async def test_a_week_that_is_none_is_asked_for_again(desk: Desk) -> None:
    """Words that name a week find it; those that name none are answered with what to type."""
    named = await desk.command("maya", "week of Oct 14")
    answer = await desk.command("maya", "week blah")

    assert "Mon, Oct 12, 2026" in words(named)
    assert "/pushin week of Oct 12" in words(answer)
    assert labels(answer) == ["Week"]


async def test_the_picture_comes_in_the_direct_messages_once(desk: Desk) -> None:
    """The answer says that it is being drawn; one file with a description follows, to her alone."""
    await planned(desk)
    answer = await desk.command("maya", "week")
    await desk.click("maya", "As a picture", answer)
    told = (await desk.private("maya"))[-1]
    (posted,) = await uploaded(desk, "maya")
    places = {
        one["payload"]["channel_id"]
        for one in await desk.box.ledger(kind="api")
        if one["name"] == "files.completeUploadExternal"
    }
    urls = [
        one["payload"]
        for one in await desk.box.ledger(kind="api")
        if one["name"] == "files.getUploadURLExternal"
    ]

    assert "Drawing your week" in words(told)
    assert "As a picture" not in labels(told)
    assert posted["files"][0]["name"] == "week-2026-09-14.png"
    assert posted["text"].startswith("Your week of Mon, Sep 14, 2026, as it stood on")
    assert all(place.startswith("D") for place in places)
    assert "Room 12 · Period 2" in urls[-1]["alt_txt"]
    assert king.CHANNEL not in places


async def test_a_picture_that_is_on_its_way_is_not_drawn_twice(desk: Desk) -> None:
    """Asked for again before it is there, the answer says that it comes; one comes."""
    desk.pictures.may_draw.clear()
    first, second = [await desk.command("maya", "week picture") for _ in range(2)]
    desk.pictures.may_draw.set()

    assert "Drawing your week" in words(first)
    assert "drawing it already" in words(second)
    assert len(await uploaded(desk, "maya")) == 1
    assert desk.pictures.asked == 1


@pytest.mark.slow
async def test_a_picture_is_asked_of_slack_again_when_it_says_when(desk: Desk) -> None:
    """A call that is refused for its pace is repeated after the time that Slack names."""
    fault = {"method": "files.getUploadURLExternal", "fault": "429", "times": 1, "seconds": 1}
    await desk.box.set_faults(fault)
    await desk.command("maya", "week picture")

    assert len(await uploaded(desk, "maya")) == 1


@pytest.mark.parametrize("what", ["Slack", "the drawing"])
async def test_a_picture_that_fails_is_told_with_how_to_ask_again(desk: Desk, what: str) -> None:
    """Nobody waits in vain: the direct messages say what to type, and another try works."""
    if what == "Slack":
        await desk.box.set_faults({"method": "files.completeUploadExternal", "fault": "500"})
    desk.pictures.fails = what == "the drawing"
    await desk.command("maya", "week of Oct 12 picture")
    files = await uploaded(desk, "maya")
    channel = await desk.box.open(user("maya"), [BOT])
    told = (await desk.box.messages(user("maya"), channel))[-1]
    await desk.box.set_faults()
    desk.pictures.fails = False
    await desk.command("maya", "week of 2026-10-12 picture")

    assert files == []
    assert "/pushin week of 2026-10-12 picture" in words(told)
    assert len(await uploaded(desk, "maya")) == 1


async def test_half_a_page_for_the_substitute_comes_in_the_direct_messages(desk: Desk) -> None:
    """The teacher asks in her room's channel; the paper comes to her alone, and says its date."""
    await planned(desk)
    answer = await desk.command("adams", "substitute Sep 16")
    nothing = await desk.command("adams", "sub Sep 18")
    (posted,) = await uploaded(desk, "adams")

    assert "comes in our direct messages" in words(answer)
    assert "No push-in is in that room on Fri, Sep 18, 2026" in words(nothing)
    assert posted["files"][0]["name"] == "substitute-2026-09-16.pdf"
