"""Two therapists, one room, over the wire: the warning, its three choices, together, apart."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from scenario import lincoln
from scenario.lincoln import ROOM_4, ZONE, Lincoln, user
from scenario.stage import Actor, Stage, elements, words

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
CHOICES = ["Treat together", "Move it", "Leave it"]
WARNING = (
    "In the room at the same time: Ben Cho, Mon, Mar 8, 2026, 9:10\N{EN DASH}9:50 AM. "
    "You overlap 30 minutes: Mon, Mar 8, 9:15\N{EN DASH}9:45 AM."
).replace("2026", "2027")


@pytest.fixture
async def town(tmp_path: Path, database_url: str) -> AsyncIterator[Lincoln]:
    """Open Lincoln on a Thursday afternoon, with Ben's group in room 4 on Mondays."""
    async with aiohttp.ClientSession() as http:
        stage = Stage(tmp_path, database_url, http, ZONE)
        try:
            opened = await lincoln.lincoln(stage, "2027-03-04 16:00")
            echo = await asks(opened.ben, ["Mon"], "Centers", "K7-01, K7-03")
            assert "In the room" not in words(echo)
            await opened.ben.submit()
            await opened.ben.sees("Reply in this thread", ROOM_4)
            await opened.ben.close()
            yield opened
        finally:
            await stage.close()


async def asks(
    who: Actor, days: list[str], during: str, codes: str, **times: str
) -> dict[str, Any]:
    """Fill in the form for a push-in in room 4; return how it is said back."""
    await who.command("schedule", ROOM_4)
    await who.press("More")
    said = {
        "Which_days": days,
        "During_what": during,
        "Teacher": user("adams"),
        "Room": "4",
        "Student_codes": codes,
        **times,
    }
    said |= {"The_classroom": ROOM_4}
    answer = await who.submit(**said)
    assert not answer.get("errors"), answer
    return await who.modal()


def buttons(thing: Any) -> list[str]:
    return [words(one["text"]) for one in elements(thing) if one["type"] == "button"]


async def maya_asks(town: Lincoln) -> dict[str, Any]:
    return await asks(town.maya, ["Mon"], "At a fixed time", "K7-01", From="09:15", To="09:45")


async def test_two_therapists_one_room(town: Lincoln) -> None:
    """Scenario 7, from the warning to the checklist that both have."""
    await _touching_is_no_clash(town)
    await _left(town)
    await _moved_to_wednesday(town)
    await _asked_to_treat_together(town)
    await _ben_says_together(town)
    await _one_thread(town)
    await _one_checklist_with_both(town)
    await _each_sees_their_own(town)
    await _their_teacher_wants_fewer(town)
    await _no_code_in_any_message(town)


async def _touching_is_no_clash(town: Lincoln) -> None:
    """Who comes at 9:50, when Ben leaves, is warned of nothing."""
    phrase = f"schedule Mon 9:50-10:20 with <@{user('adams')}> room 4 until June"
    echo = await town.maya.command(phrase, ROOM_4)

    assert "In the room" not in words(echo)
    assert buttons(echo) == ["Confirm", "Change"]


async def _left(town: Lincoln) -> None:
    """A typed phrase is warned of too; Leave it plans nothing."""
    phrase = f"schedule Mon 9:15-9:45 with <@{user('adams')}> room 4 until June"
    echo = await town.maya.command(phrase, ROOM_4)
    assert WARNING in words(echo)
    assert buttons(echo) == CHOICES

    await town.maya.click("Leave it", echo, ROOM_4)
    await town.maya.sees("Left it: nothing was planned.", ROOM_4)


async def _moved_to_wednesday(town: Lincoln) -> None:
    """Move it opens the form as it was filled in; on Wednesdays the room is free."""
    echo = await maya_asks(town)
    shown = words(echo)
    assert WARNING in shown
    assert "How the minutes count, you two decide." in shown
    assert "Free for you and the room: Tue 9:15\N{EN DASH}9:45 AM." in shown
    assert "You share a student: K7-01." in shown
    assert buttons(echo) == CHOICES
    assert "submit" not in echo or not echo["submit"]

    await town.maya.press("Move it")
    answer = await town.maya.submit(Which_days=["Wed"])
    assert not answer.get("errors"), answer
    moved = await town.maya.modal()
    assert "In the room" not in words(moved)
    await town.maya.submit()
    assert "Planned: Room 4 · Wed 9:15" in words(await town.maya.modal())
    await town.maya.close()


async def _asked_to_treat_together(town: Lincoln) -> None:
    """Treat together saves hers, and Ben is asked; until then it stands alone."""
    await maya_asks(town)
    await town.maya.press("Treat together")
    saved = words(await town.maya.modal())
    assert "Planned: Room 4 · Mon 9:15" in saved
    assert "Ben Cho is asked whether you treat together." in saved
    await town.maya.close()


async def _ben_says_together(town: Lincoln) -> None:
    """It waits for Ben until he answers, also after a restart; twice is once."""
    await town.stage.restart_bot()
    waits = await town.typed("ben", "confirm")
    assert "Maya Ortiz would like to treat together with you" in words(waits)
    assert "you overlap 30 minutes, first on Mon, Mar 8, 2027" in words(waits)
    dm = await town.ben.dm()

    for told in ("Treating together with Maya Ortiz", "You treat together with Maya Ortiz already"):
        await town.ben.click("Together", waits, dm)
        await town.ben.sees(told, dm)


async def _one_thread(town: Lincoln) -> None:
    """Ben's card is both providers'; Maya's Monday has none of its own."""
    await town.stage.idle()
    card = await town.maya.sees("Together with Maya Ortiz (OT): Mon 9:15", ROOM_4)
    assert "Ben Cho (SLP)" in words(card)
    seen = await town.maya.messages(ROOM_4)
    cards = [one for one in seen if "Reply in this thread" in words(one)]
    assert len([one for one in cards if "Mon" in words(one)]) == 1


async def _one_checklist_with_both(town: Lincoln) -> None:
    """On Monday one checklist names both with their times; on Wednesday hers names her alone."""
    await town.stage.clock("2027-03-08 08:50")
    monday = await town.adams.sees("Ben Cho (SLP) 9:10", ROOM_4)
    assert "Maya Ortiz (OT) 9:15\N{EN DASH}9:45 AM" in words(monday)
    await town.stage.idle()
    seen = await town.adams.messages(ROOM_4)
    assert len([one for one in seen if "Mon, Mar 8, 2027, 9:1" in one["text"]]) == 1

    await town.stage.clock("2027-03-10 08:50")
    wednesday = await town.adams.sees("Wed, Mar 10, 2027, 9:15", ROOM_4)
    assert "Ben Cho" not in words(wednesday)


async def _each_sees_their_own(town: Lincoln) -> None:
    """Next is each one's own session, with both named; Roles opens those of both."""
    await town.stage.clock("2027-03-12 16:00")
    hers = words(await town.typed("maya", "week next"))
    his = words(await town.typed("ben", "next"))
    assert "9:15\N{EN DASH}9:45 AM" in hers
    assert "Ben Cho" in hers
    assert "Mon, Mar 15, 2027, 9:10" in his
    assert "Maya Ortiz" in his

    await town.ben.click("Roles", await town.ben.command("next", ROOM_4), ROOM_4)
    form = words(await town.ben.modal())
    assert "Maya Ortiz" in form
    await town.ben.close()


async def _their_teacher_wants_fewer(town: Lincoln) -> None:
    """She says how many adults at a time; the two who are too many are asked, and may keep it."""
    dm = await town.adams.dm()
    await town.adams.click("Adults at a time", await town.typed("adams", "room"), dm)
    await town.adams.click("2", await town.adams.sees("How many adults", dm), dm)
    await town.adams.sees("Noted: 2 adults at a time.", dm)

    waits = await town.typed("maya", "confirm")
    assert "3 adults in room 4, Ms. Adams wants 2 at most" in words(waits)
    hers = await town.maya.dm()
    await town.maya.click("Keep both", waits, hers)
    kept = await town.maya.sees("Both stay: Mon, Mar 15, 2027, 3 adults in room 4", hers)
    assert "I won't ask again." in words(kept)
    assert "3 adults" not in words(await town.typed("maya", "confirm"))


async def _no_code_in_any_message(town: Lincoln) -> None:
    """No student code stands in anything that was posted or answered outside a modal."""
    posted = [
        entry
        for entry in await town.stage.ledger()
        if entry["kind"] == "response_url"
        or str(entry["name"]).startswith(("chat.", "views.publish"))
    ]
    assert posted
    assert "K7-0" not in json.dumps(posted)
