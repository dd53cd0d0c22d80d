"""Changes over the wire: a session moves; from a date on, and the past keeps its plan."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from scenario import lincoln
from scenario.lincoln import ROOM_4, ROOM_12, ZONE, Lincoln
from scenario.stage import Stage, words


@pytest.fixture
async def town(tmp_path: Path, database_url: str) -> AsyncIterator[Lincoln]:
    """Open Lincoln on a Monday in January."""
    async with aiohttp.ClientSession() as http:
        stage = Stage(tmp_path, database_url, http, ZONE)
        try:
            yield await lincoln.lincoln(stage, "2027-01-11 09:00")
        finally:
            await stage.close()


@pytest.mark.slow
@pytest.mark.timeout(180)
async def test_a_session_moves(town: Lincoln) -> None:
    """Scenario 3's move: said back, done, told once; `next` has it; it outlives a restart."""
    await town.plan("ben", ROOM_12, "Wed Writing with @diaz room 12 until June")
    dm = await town.ben.dm()
    echo = await town.typed("ben", "move Wed to Thu 1:20")
    assert "Wed, Jan 13, 2027, 10:00" in words(echo)
    assert "Thu, Jan 14, 2027, 1:20" in words(echo)
    await town.ben.click("Confirm", echo, dm)
    done = await town.ben.sees("Done.", dm)

    news = await town.diaz.sees("made a change", await town.diaz.dm())
    assert "Thu, Jan 14, 2027, 1:20" in words(news)
    await town.stage.restart_bot()
    assert "Thu, Jan 14, 2027, 1:20" in words(await town.typed("diaz", "next"))
    await town.ben.click("Undo", done, dm)
    await town.diaz.sees("took", await town.diaz.dm())
    assert "Wed, Jan 13, 2027, 10:00" in words(await town.typed("diaz", "next"))


@pytest.mark.slow
@pytest.mark.timeout(180)
async def test_past_weeks_keep_the_old_plan(town: Lincoln) -> None:
    """Scenario 10: from 1/20 on another routine and Wednesdays only; the weeks before stay."""
    await town.plan("maya", ROOM_4, "Mon & Wed Centers with @adams and @tam room 4 until June")
    dm = await town.maya.dm()
    echo = await town.typed("maya", "change Mon & Wed to Wed writing from 1/20")
    assert "From Wed, Jan 20, 2027 on" in words(echo)
    await town.maya.click("Confirm", echo, dm)
    await town.maya.sees("Done.", dm)
    await town.maya.sees("From Wed, Jan 20, 2027 on", ROOM_4)

    await town.stage.clock("2027-01-25 09:00")
    changed = words(await town.typed("maya", "week last"))
    after = words(await town.typed("maya", "week"))
    assert (changed.count("Centers"), changed.count("Writing")) == (1, 1)
    assert (after.count("Centers"), after.count("Writing")) == (0, 1)
