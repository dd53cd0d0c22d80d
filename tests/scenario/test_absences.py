"""Somebody is out, over the wire: a teacher with a sub in the room, a para who covers."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from scenario import lincoln
from scenario.lincoln import ROOM_12, ZONE, Lincoln
from scenario.stage import Stage, eventually, words

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
FALLBACK = "Maya leads the station, Tam supports"


async def opened(tmp_path: Path, database_url: str, start: str) -> AsyncIterator[Lincoln]:
    async with aiohttp.ClientSession() as http:
        stage = Stage(tmp_path, database_url, http, ZONE)
        try:
            yield await lincoln.lincoln(stage, start)
        finally:
            await stage.close()


@pytest.fixture
async def tuesday(tmp_path: Path, database_url: str) -> AsyncIterator[Lincoln]:
    """Open Lincoln on a Monday: Maya's push-in with Mr. Diaz and Tam, with a fallback agreed."""
    async for town in opened(tmp_path, database_url, "2027-01-25 16:00"):
        await town.maya.command("settings", await town.maya.dm())
        answer = await town.maya.submit(Days_you_work=["Mon", "Wed", "Fri"])
        assert not answer.get("errors"), answer
        await town.maya.close()
        await town.plan("maya", ROOM_12, "Wed Writing with @diaz and @tam room 12 until June")
        await town.maya.command("agree", ROOM_12)
        said: dict[str, Any] = {"What_Mr._Diaz": "leads", "What_Tam": "brings the folders"}
        answer = await town.maya.submit(
            Who_leads="Mr. Diaz", What_Maya="helps", If_someone=FALLBACK, **said
        )
        assert not answer.get("errors"), answer
        yield town


@pytest.fixture
async def monday(tmp_path: Path, database_url: str) -> AsyncIterator[Lincoln]:
    """Open Lincoln on a Sunday: Maya's push-in with Mr. Diaz and Tam, nothing agreed."""
    async for town in opened(tmp_path, database_url, "2027-01-24 16:00"):
        await town.plan("maya", ROOM_12, "Mon Writing with @diaz and @tam room 12 until June")
        yield town


async def test_teacher_absent_a_sub_in_the_room(tuesday: Lincoln) -> None:
    """Scenario 5: the session stays, the fallback is shown, the touch-base moves."""
    town = tuesday
    await town.stage.clock("2027-01-26 06:50")
    assert "Wed, Jan 27, 2027" in words(await town.typed("maya", "touchbase"))
    echo = await town.typed("diaz", "absent tomorrow sick")
    assert "You are out: Wed, Jan 27, 2027" in words(echo)
    assert FALLBACK in words(echo)
    dm = await town.diaz.dm()
    await town.diaz.click("Confirm", echo, dm)
    done = await town.diaz.sees("The others are told, without a reason", dm)
    assert "It stays on." in words(done)
    assert "Mr. Diaz and Maya Ortiz: now Fri, Jan 29, 2027" in words(done)

    await _the_touch_base_is_another_day(town)
    await _each_is_told_once(town)
    await _the_session_stays(town)


async def _each_is_told_once(town: Lincoln) -> None:
    """At the start of their hours, with what was agreed; Mr. Diaz is left alone."""
    for who, hour in {"tam": "2027-01-26 08:30", "maya": "2027-01-27 08:00"}.items():
        await town.stage.clock(hour)
        person = town.stage.person(lincoln.user(who))
        card = await person.sees("Your day changed", await person.dm())
        assert "Mr. Diaz is out." in words(card)
        assert FALLBACK in words(card)
        assert "sick" not in words(card)
    await town.stage.idle()
    for who, count in {"maya": 1, "tam": 1, "diaz": 0, "adams": 0}.items():
        assert len(await town.told(who, "Your day changed")) == count, who


async def _the_touch_base_is_another_day(town: Lincoln) -> None:
    told = words(await town.typed("maya", "touchbase"))
    assert "Wed, Jan 27, 2027" not in told
    assert "Fri, Jan 29, 2027" in told


async def _the_session_stays(town: Lincoln) -> None:
    """The channel's checklist names who is out and what was agreed, and no student."""
    await town.stage.clock("2027-01-27 09:30")
    card = await town.maya.sees("Checklist: ", ROOM_12)
    assert "Mr. Diaz is out." in words(card)
    assert FALLBACK in words(card)
    assert "sick" not in words(card)
    assert "Jan 27" in words(await town.typed("maya", "next"))
    assert "Feb 3" in words(await town.typed("diaz", "next"))


async def test_para_covers(monday: Lincoln) -> None:
    """Scenario 8: Maya is out at 7:05; Tam covers; the teacher reads that it is no therapy."""
    town = monday
    await town.stage.clock("2027-01-25 07:05")
    dm = await town.maya.dm()
    mine = await town.typed("maya", "next")
    await town.maya.click("Can't make it", mine, dm)
    done = await town.maya.sees("It is skipped", dm)
    await town.maya.click("Somebody covers", done, dm)
    answer = await town.maya.submit(Ask="Tam")
    assert not answer.get("errors"), answer
    await town.maya.close()

    tam = await town.tam.dm()
    asked = await town.typed("tam", "cover")
    assert "Can you cover for Maya Ortiz?" in words(asked)
    await town.tam.click("I'll cover", asked, tam)
    await town.tam.sees("You cover: Mon, Jan 25, 2027", tam)

    await town.stage.clock("2027-01-25 08:00")
    told = await town.diaz.sees("Your day changed", await town.diaz.dm())
    assert "Not held as therapy; Tam runs the routine." in words(told)
    await town.stage.restart_bot()
    assert "Jan 25" in words(await town.typed("tam", "next"))
    await _the_checklist_says_so(town)
    quiet = words(await town.typed("diaz", "quiet"))
    assert "student" not in quiet.replace("without students", "")


async def _the_checklist_says_so(town: Lincoln) -> None:
    await town.stage.clock("2027-01-25 09:30")

    async def look() -> bool:
        seen = [m for m in await town.diaz.messages(ROOM_12) if "Checklist: " in m.get("text", "")]
        return len(seen) == 1 and "Tam runs the routine" in words(seen[0])

    await eventually(look, "one checklist that says who holds it")
    await town.stage.idle()
    assert len(await town.told("diaz", "Your day changed")) == 1
