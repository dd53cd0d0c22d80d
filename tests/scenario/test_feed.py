"""Calendar links with the real program, in Socket Mode and over HTTP."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from databases import SQLiteFiles
from icalendar import Calendar
from scenario.answers import ROOM, ZONE, Team, playing
from scenario.stage import Stage, words

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
LINK = re.compile(r"http://127\.0\.0\.1:\d+/calendar/\w+/([\w-]{43})\.ics")


@dataclass
class PublicStage(Stage):
    """A stage whose bot can be reached from outside, at a port of this machine."""

    public_port: int = 0

    def environment(self) -> dict[str, str]:
        """Return the bot's environment, with its public URL."""
        url = f"http://127.0.0.1:{self.public_port}"
        port = str(self.public_port)
        return {**super().environment(), "PUSHIN_PUBLIC_URL": url, "PUSHIN_HTTP_PORT": port}


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["socket", "http"])
async def team(
    request: pytest.FixtureRequest,
    sqlite_files: SQLiteFiles,
    tmp_path_factory: pytest.TempPathFactory,
    unused_tcp_port_factory: Any,
) -> AsyncIterator[Team]:
    """Play on one stage, in each of the two ways in which Slack's requests come."""
    folder, port = tmp_path_factory.mktemp("feed"), unused_tcp_port_factory()
    over_http = port if request.param == "http" else None
    async with aiohttp.ClientSession() as http:
        url = sqlite_files.fresh(folder)
        stage = PublicStage(folder, url, http, ZONE, http_port=over_http, public_port=port)
        async with playing(stage) as opened:
            yield opened


async def made(team: Team) -> str:
    """Let Maya make a link, or a new one; return its address."""
    asked = await team.maya.command("calendar", ROOM)
    await team.maya.click("link", asked, ROOM)
    told = await team.told(team.maya, "shown this once")
    found = LINK.search(words(told))
    assert found is not None
    return found[0]


def entries(content: bytes) -> set[tuple[str, str]]:
    """Return the ids and titles of a calendar."""
    found = Calendar.from_ical(content).walk("VEVENT")
    return {(str(one["UID"]), str(one["SUMMARY"])) for one in found}


async def test_a_link_follows_what_happens(team: Team) -> None:
    """A calendar program gets the sessions, and after a skip the skip; else "not changed"."""
    url = await made(team)
    async with team.stage.http.get(url) as first:
        content, tag = await first.read(), first.headers["ETag"]
    async with team.stage.http.get(url, headers={"If-None-Match": tag}) as same:
        assert (same.status, await same.read()) == (304, b"")
    await team.maya.click("Can't make it", await team.maya.command("", ROOM), ROOM)
    async with team.stage.http.get(url, headers={"If-None-Match": tag}) as after:
        changed = await after.read()

    assert first.status == 200
    assert after.status == 200
    assert b"CANCELLED" not in content
    assert changed.count(b"STATUS:CANCELLED") == 1
    assert entries(content)


async def test_the_file_of_the_command_line_is_the_same(team: Team) -> None:
    """`pushin calendar NAME -o FILE` writes what the link serves from this machine's date on."""
    url = await made(team)
    async with team.stage.http.get(url) as got:
        served = await got.read()
    said = await team.stage.pushin("calendar", "Maya Ortiz", "-o", "maya.ics")
    written = (team.stage.folder / "maya.ics").read_bytes()

    assert "Wrote maya.ics" in said
    assert entries(written) <= entries(served)


async def test_an_old_link_and_guesses_learn_nothing(team: Team) -> None:
    """A renewed link is as wrong as any; a thousand guesses do not keep the team waiting."""
    old, new = await made(team), await made(team)
    async with team.stage.http.get(old) as ended:
        assert ended.status == 404
    statuses = set()
    for number in range(1000):
        async with team.stage.http.get(f"{new[:-47]}{number:043}.ics") as answer:
            statuses.add(answer.status)
    answer_to_maya = await team.maya.command("next", ROOM)
    async with team.stage.http.get(new) as works:
        assert works.status in {200, 429}

    assert statuses == {404, 429}
    assert answer_to_maya


async def test_no_secret_stands_in_the_log(team: Team) -> None:
    """What was asked for is not logged, whatever the answer was."""
    secrets = [LINK.search(await made(team)) for _ in range(2)]
    for found in secrets:
        assert found is not None
        async with team.stage.http.get(found[0]):
            pass
    log = team.stage.bot_output.read_text()

    assert all(found is not None and found[1] not in log for found in secrets)
    assert "/calendar/" not in log
