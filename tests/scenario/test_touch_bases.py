"""Five minutes without students, over the wire: weeks of a pair, from the first card to a habit."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from databases import SQLiteFiles
from scenario import lincoln
from scenario.lincoln import ROOM_4, Lincoln, user
from scenario.stage import Actor, elements, eventually, words

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture
async def town(tmp_path: Path, sqlite_files: SQLiteFiles) -> AsyncIterator[Lincoln]:
    """Open the town on Monday 25 January 2027 at 7:00, with Centers in room 4 twice a week."""
    url = sqlite_files.fresh(tmp_path)
    async with lincoln.opened(tmp_path, url, "2027-01-25 07:00") as town:
        phrase = "Mon & Wed Centers with @adams and @tam room 4 until June"
        await town.plan("maya", ROOM_4, phrase)
        yield town


async def pair_dm(town: Lincoln) -> str:
    """Return the group message of Maya, Ms. Adams and Push-In."""

    async def look() -> str | None:
        both = {user("maya"), user("adams")}
        for one in await town.adams.conversations():
            if one["kind"] == "mpim" and both <= set(one["members"]):
                return str(one["id"])
        return None

    return str(await eventually(look, "the pair's group message"))


def labels(message: dict[str, Any]) -> list[str]:
    return [words(one["text"]) for one in elements(message) if one["type"] == "button"]


async def card(person: Actor, pair: str, when: str) -> dict[str, Any]:
    """Return the newest touch-base card of a time."""
    return await person.sees(f"Touch base · {when}", pair)


async def test_weeks_of_a_pair(town: Lincoln) -> None:
    """From the first card to a habit."""
    listed = words(await town.typed("maya", "touchbase"))
    assert "Mon, Jan 25, 2027, 8:00\N{EN DASH}8:05 AM" in listed
    assert "before school" in listed
    await town.stage.clock("2027-01-25 08:00")
    pair = await pair_dm(town)
    await it_moves_twice(town, pair)
    await they_talk(town, pair)
    await what_they_try_reaches_the_team(town, pair)
    await two_weeks_are_missed(town, pair)


async def it_moves_twice(town: Lincoln, pair: str) -> None:
    """Another time, then Later today after a kill."""
    stage, maya, adams = town.stage, town.maya, town.adams
    first = await card(adams, pair, "Mon, Jan 25, 2027, 8:00")
    assert labels(first)[:4] == ["Done", "Later today", "Another time", "We talked already"]
    await maya.click("Another time", first, pair)
    offered = await maya.sees("Moved to Tue, Jan 26, 2027, 8:00", pair)
    assert labels(offered) == ["Take it"] * 3
    await maya.click("Take it", offered, pair)
    await maya.sees("Moved to Mon, Jan 25, 2027, 8:05", pair)

    await stage.kill_bot()
    await stage.clock("2027-01-25 08:06")
    await stage.start_bot()
    second = await card(adams, pair, "Mon, Jan 25, 2027, 8:05")
    await adams.click("Later today", second, pair)
    await adams.sees("Moved to Mon, Jan 25, 2027, 8:10", pair)


async def they_talk(town: Lincoln, pair: str) -> None:
    """Done opens the note for the one, and the other reads it."""
    maya, adams = town.maya, town.adams
    await town.stage.clock("2027-01-25 08:10")
    third = await card(maya, pair, "Mon, Jan 25, 2027, 8:10")
    await maya.click("Done", third, pair)
    await maya.submit(What_worked="The timer", One_thing="Slant boards out first")
    await adams.click("Open the note", await adams.sees("Open the note", pair), pair)
    assert "The timer" in str(await adams.modal())
    await adams.close()


async def what_they_try_reaches_the_team(town: Lincoln, pair: str) -> None:
    """It stands in the next of the two; by one tap it is what all can expect, not the note."""
    maya, tam = town.maya, town.tam
    noted = await maya.sees("To try until next time: Slant boards out first", pair)
    assert "*Try:* Slant boards out first" in words(await town.typed("maya", "next"))
    assert "*Try:* Slant boards out first" in words(await town.typed("adams", "next"))
    assert "*Try:*" not in words(await town.typed("tam", "next"))
    await maya.click("Make it an expectation", noted, pair)
    await maya.sees("Added for", pair)
    await town.stage.clock("2027-01-25 08:41")
    assert "Slant boards out first" in words(await tam.sees("Checklist", ROOM_4))
    assert "The timer" not in words(await tam.messages(ROOM_4))


async def two_weeks_are_missed(town: Lincoln, pair: str) -> None:
    """Two weeks in which nobody says that they talked: a standing time is offered and taken."""
    stage, maya, adams = town.stage, town.maya, town.adams
    for day in ("02-01 08:00", "02-08 08:00"):
        await stage.clock(f"2027-{day}")
        await stage.idle()
    await stage.clock("2027-02-15 08:00")
    dm = await maya.dm()
    offer = await maya.sees("A standing time for", dm)
    assert "no five minutes for you two" in words(offer)
    assert "6 of the 6 weeks" in words(offer)
    await maya.click("Another", offer, dm)
    other = await maya.sees("Tuesdays at 8:00 AM", dm)
    await maya.click("Take it", other, dm)
    await maya.sees("on Tuesdays at 8:00 AM from now on", dm)
    listed = words(await town.typed("adams", "touchbase"))
    assert "Tuesdays at 8:00 AM where you both can" in listed
    await stage.clock("2027-02-23 08:00")
    await card(adams, pair, "Tue, Feb 23, 2027, 8:00")
