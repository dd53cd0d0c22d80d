"""Being out over the wire: one tap, a phrase said back, the form, who covers, what was quiet."""

from typing import Any

import pytest
from unit.handlers.desk import BOT, Desk, labels, user, words
from unit.pushin import king

from storage import tables

pytestmark = pytest.mark.slow

PHRASE = "schedule Mon & Wed period 2 with <@U0ADAMS> and <@U0TAM> room 12 until June"
MONDAY = "Mon, Sep 14, 2026"


@pytest.fixture
async def planned(desk: Desk) -> Desk:
    echo = await desk.command("maya", PHRASE)
    await desk.click("maya", "Confirm", echo)
    return desk


async def newest(desk: Desk, who: str) -> dict[str, Any]:
    return (await desk.private(who))[-1]


async def everything(desk: Desk, who: str) -> str:
    """Return all that somebody reads in their direct messages."""
    channel = await desk.box.open(user(who), [BOT])
    return words(await desk.box.messages(user(who), channel))


async def tapped(desk: Desk, who: str, label: str, on: dict[str, Any]) -> dict[str, Any]:
    await desk.click(who, label, on)
    return await newest(desk, who)


async def test_provider_out_without_a_fallback(planned: Desk) -> None:
    """It is skipped at once; Undo, a cover and moving it are offered; each button answers."""
    desk = planned
    mine = await desk.dm("maya", "next")
    done = await desk.tap("maya", "Can't make it", mine)

    assert f"You are out: {MONDAY}" in words(done)
    assert "It is skipped" in words(done)
    assert labels(done) == ["Undo", "Somebody covers", "Move it"]

    again = await desk.tap("maya", "Can't make it", mine)
    assert "stood already" in words(again)
    assert "I can come after all" in labels(again)
    await desk.tap("maya", "Undo", done)
    assert "You are there after all" in await everything(desk, "maya")
    await desk.tap("maya", "Undo", done)
    assert "taken back already" in await everything(desk, "maya")
    await desk.tap("maya", "I can come after all", again)
    assert "taken back meanwhile" in await everything(desk, "maya")


async def test_somebody_covers(planned: Desk) -> None:
    """The form asks Tam; one tap of his, and all read that he runs the routine."""
    desk = planned
    done = await tapped(desk, "maya", "Can't make it", await desk.command("maya"))
    await desk.click("maya", "Somebody covers", done)
    tam = desk.team.person("tam").id
    assert await desk.submit("maya", cover=tam) == {}
    asked = await desk.command("tam", "cover")
    assert "Can you cover for Maya" in words(asked)

    yes = await tapped(desk, "tam", "I'll cover", asked)
    assert f"You cover: {MONDAY}" in words(yes)
    assert "Not held as therapy; Tam runs the routine." in words(yes)
    assert "cover already" in words(await tapped(desk, "tam", "I'll cover", asked))
    theirs = words(await desk.command("adams", "next"))
    assert "Not held as therapy; Tam runs the routine." in theirs
    assert "Tam runs the routine" in words(await desk.command("adams", "today"))


async def test_absent_is_said_back_confirmed_and_undone(planned: Desk) -> None:
    """The echo has full dates and no reason; Confirm holds once; Undo takes all of it back."""
    desk = planned
    echo = await desk.dm("adams", "absent 9/14-9/15 sick")

    assert "You are out: Mon, Sep 14, 2026 \N{EN DASH} Tue, Sep 15, 2026" in words(echo)
    assert "sick" not in words(echo)
    assert labels(echo) == ["Confirm", "Change"]
    done = await desk.tap("adams", "Confirm", echo)
    assert "The others are told, without a reason." in words(done)
    assert "Touch base, Adams and Maya: now Wed, Sep 16, 2026" in words(done)
    assert "stood already" in words(await desk.tap("adams", "Confirm", echo))
    assert len(desk.team.rows(tables.Absence)) == 2
    assert "Adams is out" in words(await desk.command("maya", "week"))

    await desk.tap("adams", "Undo", done)
    assert "Adams is out" not in words(await desk.command("maya", "week"))
    assert "answered that already" in words(await desk.tap("adams", "Confirm", echo))


async def test_change_opens_the_form(planned: Desk) -> None:
    """The form holds what was understood, says what is missing, and is said back in its place."""
    desk = planned
    echo = await desk.command("maya", "out tomorrow morning")
    await desk.click("maya", "Change", echo)
    form = await desk.modal("maya")
    fields = {b["block_id"]: b["element"] for b in form["blocks"] if b["type"] == "input"}

    assert fields["first"]["initial_date"] == "2026-09-15"
    assert fields["part"]["initial_option"]["value"] == "morning"
    assert list(await desk.submit("maya", part="times")) == ["start"]
    assert list(await desk.submit("maya", part="day", first="2026-09-13")) == ["first"]
    tam = desk.team.person("tam").id
    assert await desk.submit("maya", part="day", first="2026-09-14", cover=tam) == {}
    echo = await desk.modal("maya")
    assert "Tam will be asked to cover." in words(echo)
    assert await desk.submit("maya") == {}
    assert "Tam is asked to cover" in words(await desk.command("adams", "today"))


async def test_what_cannot_be_said(desk: Desk) -> None:
    """Each refusal is one sentence, and nothing is kept."""
    for who, text, sentence in (
        ("newbie", "absent tomorrow", "don't know you yet"),
        ("adams", "absent <@U0MAYA> tomorrow", "only Maya"),
        ("maya", "absent 9/19", "no school on Sat, Sep 19, 2026"),
        ("maya", "absent 12/15", "more than 60 days"),
        ("maya", "absent tomorrow 9:10", "which part of the day"),
        ("maya", "cover <@U0NEWBIE> tomorrow", "don't know Newbie yet"),
        ("maya", "cover <@U0GUEST> tomorrow", "guest account"),
    ):
        assert sentence in words(await desk.command(who, text))
    assert desk.team.rows(tables.Draft) == []


async def test_quiet(planned: Desk) -> None:
    """What was kept quiet stands by day with its reason, and the way to Settings."""
    desk = planned
    none = await desk.command("tam", "quiet")
    await desk.command("maya", "absent today")
    await tapped(desk, "maya", "Can't make it", await desk.command("maya"))
    told = await desk.command("tam", "quiet")

    assert "nothing was merged or withheld" in words(none)
    assert labels(none) == ["Settings", "Today"]
    assert "Checklist, Room 12 · Period 2, 9:35\N{EN DASH}10:20 AM: the provider is out." in words(
        told
    )
    assert "Change notice, Mon, Sep 14: waits until 8:00 AM" in words(told)
    assert user("maya") not in words(told)
    assert king.CHANNEL not in words(told)
