"""The week's picture with the real program: drawn beside its requests, in a process of its own."""

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from databases import SQLiteFiles
from scenario.answers import ROOM, ZONE, Team, playing
from scenario.stage import Stage, eventually, words

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
PNG = b"\x89PNG\r\n\x1a\n"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def team(
    sqlite_files: SQLiteFiles, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Team]:
    """Play on one stage over Socket Mode."""
    folder = tmp_path_factory.mktemp("week")
    async with aiohttp.ClientSession() as http:
        stage = Stage(folder, sqlite_files.fresh(folder), http, ZONE)
        async with playing(stage) as opened:
            yield opened


async def pictures(team: Team) -> list[dict[str, Any]]:
    """Return the messages with a file in Maya's direct messages."""
    dm = await team.maya.dm()
    return [one for one in await team.maya.messages(dm) if one.get("files")]


async def test_the_picture_arrives_while_others_are_answered(team: Team) -> None:
    """From the first picture, for which the library is loaded, nobody else waits for an answer."""
    week = await team.maya.command("week", ROOM)
    await team.maya.click("As a picture", week, ROOM)
    waited = []
    while not await pictures(team):
        began = time.monotonic()
        await team.adams.command("next", ROOM)
        waited.append(time.monotonic() - began)
        assert len(waited) < 2000
    (posted,) = await pictures(team)
    url = posted["files"][0]["url_private"]
    async with team.stage.http.get(f"{url}?as={team.maya.user_id}") as got:
        picture = await got.read()

    assert "Mon, Oct 5, 2026" in words(week)
    assert picture[:8] == PNG
    assert max(waited) < 1.5


async def test_the_same_week_is_drawn_once(team: Team) -> None:
    """A week that has not changed comes again at once; the button works after a restart too."""
    before = len(await pictures(team))
    week = await team.maya.command("week", ROOM)
    await team.stage.restart_bot()
    await team.maya.click("As a picture", week, ROOM)

    async def came() -> bool:
        return len(await pictures(team)) == before + 1

    await eventually(came, "the picture after the restart")


async def test_nothing_is_left_of_a_program_that_was_killed(team: Team) -> None:
    """The process that draws ends with the program, however that ends."""
    bot = team.stage._bot  # noqa: SLF001  the process itself is what is looked at
    assert bot is not None
    helpers = _children(bot.pid)
    await team.stage.kill_bot()

    async def gone() -> bool:
        return not any(_is_alive(one) for one in helpers)

    assert helpers
    await eventually(gone, "the end of the process that draws")
    await team.stage.start_bot()


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task")
    return [int(one) for task in tasks.iterdir() for one in (task / "children").read_text().split()]


def _is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()
