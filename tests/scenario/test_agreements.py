"""Agreements over the wire: begun with words, one session its own, talked about, looked up."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from databases import SQLiteFiles
from scenario.lincoln import ROOM_4, ZONE, Lincoln, lincoln
from scenario.stage import Stage, eventually, words

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
PLAN = "Mon & Wed centers with @adams and @tam room 4 until Jun 1"


@pytest.fixture
async def town(tmp_path: Path, sqlite_files: SQLiteFiles) -> AsyncIterator[Lincoln]:
    """Open Lincoln on Monday 12 October 2026 before school."""
    async with aiohttp.ClientSession() as http:
        stage = Stage(tmp_path, sqlite_files.fresh(tmp_path), http, ZONE)
        try:
            yield await lincoln(stage, "2026-10-12 07:00")
        finally:
            await stage.close()


async def test_everybody_is_on_the_same_page(town: Lincoln) -> None:
    """From the first form to the class's own line, each adult reads their part where they look."""
    await town.plan("maya", ROOM_4, PLAN)
    await town.maya.command("agree", ROOM_4)
    first = words(await town.maya.modal())
    assert "A suggestion for OT at centers" in first
    assert not (await town.maya.submit())["errors"]
    card = await town.maya.sees("Runs the fine motor table", ROOM_4)
    assert "Waiting for Ms. Adams and Tam." in words(card)

    # Before school nobody has students: the teacher is asked there, the para asks by herself.
    await town.stage.clock("2026-10-12 08:05")
    asked = await town.adams.sees("Runs one table", await town.adams.dm())
    await town.adams.click("I'm in", asked, await town.adams.dm())
    waits = await town.tam.command("confirm", ROOM_4)
    await town.tam.click("Let's talk", waits, ROOM_4)
    assert "Tam would like to talk" in words(await town.maya.command("confirm", ROOM_4))

    # Today only: the checklist and the para's `next` go by it, the plan's card does not.
    await town.maya.click("Roles", await town.maya.command("next", ROOM_4), ROOM_4)
    only = {"For": "Only", "Activity": "Clay letters", "What_Tam_does": "Rolls the clay"}
    assert not (await town.maya.submit(**only))["errors"]
    told = words(await town.maya.modal())
    assert "only Mon, Oct 12, 2026" in told
    assert "Tam: Runs one table, hands out materials at the start → Rolls the clay" in told
    await town.maya.close()
    assert "Rolls the clay" in words(await town.tam.command("next", ROOM_4))
    await town.stage.clock("2026-10-12 08:45")
    assert "Clay letters" in words(await town.maya.sees("Checklist", ROOM_4))
    assert "Clay letters" not in words(await town.maya.sees("Reply in this thread", ROOM_4))

    # On the day before, the teacher says in one tap what the class will be doing.
    await town.stage.clock("2026-10-13 08:05")
    dm = await town.adams.dm()
    asked = await town.adams.sees("What will the class be doing?", dm)
    await town.adams.click("As usual", asked, dm)

    async def knows() -> bool:
        return "*The class:* as usual" in words(await town.tam.command("next", ROOM_4))

    await eventually(knows, "what the class does, in the para's next")
    wednesday = words(await town.tam.command("next", ROOM_4))
    assert "Wed, Oct 14, 2026" in wednesday
    assert "Runs one table" in wednesday
    assert "Rolls the clay" not in wednesday

    # Who agreed to what and when is there for the team alone.
    card = await town.tam.sees("Reply in this thread", ROOM_4)
    await town.tam.click("History", card, ROOM_4)
    history = words(await town.tam.modal())
    assert "Maya Ortiz wrote down the first roles" in history
    assert "only Mon, Oct 12, 2026" in history
    await town.ben.click("History", card, ROOM_4)
    assert await town.ben.has_no_modal()
    await town.ben.sees("That is for somebody else of the team", ROOM_4)


async def test_another_part_for_one_session(town: Lincoln) -> None:
    """The plan's thread says what is other on one date, takes the answers there, and stays true."""
    await town.plan("maya", ROOM_4, PLAN)
    await town.maya.command("agree", ROOM_4)
    assert not (await town.maya.submit())["errors"]
    await town.maya.close()
    root = await town.maya.sees("Reply in this thread", ROOM_4)
    await town.stage.clock("2026-10-12 08:35")
    for one in (town.adams, town.tam):
        waits = await one.command("confirm", ROOM_4)
        await one.click("I'm in", waits, ROOM_4)
    await town.stage.clock("2026-10-12 12:00")

    await town.maya.click("Roles", await town.maya.command("next", ROOM_4), ROOM_4)
    only = {"For": "Only", "What_Tam_does": "Rolls the clay"}
    assert not (await town.maya.submit(**only))["errors"]
    await town.maya.close()
    card = await town.tam.sees("Only Wed, Oct 14, 2026", ROOM_4, root["ts"])
    assert "Runs one table, hands out materials at the start → Rolls the clay" in words(card)
    assert "Waiting for Ms. Adams and Tam." in words(card)
    assert card["text"].startswith("Only for Wed, Oct 14, 2026, 9:10")

    await town.tam.click("I'm in", card, ROOM_4)
    await town.adams.click("I'm in", card, ROOM_4)
    await town.tam.sees("Everyone's in", ROOM_4, root["ts"])
    replies = await town.tam.messages(ROOM_4, root["ts"])
    assert len([one for one in replies if "Rolls the clay" in words(one)]) == 1

    await town.maya.click("Roles", await town.maya.command("next", ROOM_4), ROOM_4)
    usual = {"What_Tam_does": "Runs one table, hands out materials at the start"}
    assert not (await town.maya.submit(**only | usual))["errors"]
    await town.tam.sees("as usual after all", ROOM_4, root["ts"])
