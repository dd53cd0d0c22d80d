"""What happens to roles and lists when a place closes, somebody leaves, or there is too much."""

from collections.abc import AsyncIterator
from datetime import UTC
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from databases import SQLiteFiles
from scenario.answers import BOT, ROOM, ZONE, Team, playing
from scenario.stage import Stage, eventually, words
from sqlalchemy import create_engine, func, select
from sqlalchemy.pool import NullPool

from bot import demo
from storage import tables

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
BEFORE, NEXT = "2026-10-06 10:31", "2026-10-08 10:31"
"""After the checklist of the first push-in was due, and of the one after."""
CLOSED: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "removed": (
        {"remove": [demo.BOT_USER]},
        "I am not in the channel any more",
        {"add": [demo.BOT_USER]},
    ),
    "archived": ({"is_archived": True}, "The channel is archived", {"is_archived": False}),
    "shared": (
        {"is_ext_shared": True},
        "The channel is shared with another organisation now",
        {"is_ext_shared": False},
    ),
}


@pytest.fixture
async def team(tmp_path: Path, sqlite_files: SQLiteFiles) -> AsyncIterator[Team]:
    """Play on a stage of its own: what closes here stays closed."""
    async with aiohttp.ClientSession() as http:
        stage = Stage(tmp_path, sqlite_files.fresh(tmp_path), http, ZONE)
        async with playing(stage) as opened:
            yield opened


async def _change(team: Team, what: str, **about: Any) -> None:
    await team.stage.call("POST", what, about)
    await team.settled()


async def _ended(team: Team, kind: str, how: str) -> None:
    """Wait until a prompt of a kind ended in a way."""

    async def look() -> bool:
        rows = team.dump()["prompt"]
        return any(f"'{kind}'" in row and f"'{how}'" in row for row in rows)

    await eventually(look, f"{kind}: {how}")


async def _next_touch_base(team: Team) -> None:
    """Move the clock to when the next five minutes are due."""
    engine = create_engine(team.stage.database_url, poolclass=NullPool)
    prompt = tables.Prompt
    planned = (prompt.kind == "touch_base", prompt.state == "planned")
    with engine.connect() as rows:
        due_at = rows.execute(select(func.min(prompt.due_at)).where(*planned)).scalar_one()
    await team.stage.call("POST", "clock", {"set": due_at.replace(tzinfo=UTC).isoformat()})


async def _typed(team: Team, text: str) -> str:
    """Return what the therapist is answered in her direct messages."""
    return words(await team.maya.command(text, await team.maya.dm()))


@pytest.mark.parametrize("how", CLOSED)
async def test_a_channel_that_closed_between_plan_and_post(team: Team, how: str) -> None:
    """Nothing is posted there, the provider hears why and what to do, and the next list comes."""
    closing, told, opening = CLOSED[how]
    await _change(team, "channels", id=ROOM, **closing)
    # That a channel is open is remembered for a minute; a new start remembers nothing.
    await team.stage.restart_bot()
    await team.stage.clock(BEFORE)
    await _ended(team, "checklist", "expired")
    seen = await team.maya.messages(ROOM)
    assert not [one for one in seen if "Checklist" in words(one)]
    assert "Tue, Oct 6, 2026" in await _typed(team, "next")

    await team.stage.clock("2026-10-07 17:00")
    dm = await team.maya.dm()
    assert words(await team.maya.sees(told, dm)).count(told) == 1
    await _change(team, "channels", id=ROOM, **opening)
    await team.stage.clock(NEXT)
    assert "Folders out" in words(await team.maya.sees("Checklist", ROOM))


async def test_somebody_of_the_team_is_deactivated(team: Team) -> None:
    """Roles can be changed, the others answer, and nobody writes to who is gone."""
    await _change(team, "users", id=demo.TAM.user_id, kind="deleted")
    await team.new_part("Opens with a poem")
    before = team.count(tables.Confirmation)
    await team.adams.click("I'm in", await team.adams.sees("Opens with a poem", ROOM), ROOM)
    await team.settled()
    assert team.count(tables.Confirmation) == before + 1
    await team.stage.clock(BEFORE)
    await team.stage.clock("2026-10-07 17:00")
    await team.stage.clock(NEXT)
    assert "Opens with a poem" in words(await team.maya.sees("Checklist", ROOM))
    await team.settled()
    posted = [one for one in await team.stage.ledger() if one["name"] == "chat.postMessage"]
    with_tam = {one["id"] for one in await team.tam.conversations() if one["kind"] == "im"}
    assert not [one for one in posted if one["payload"]["channel"] in with_tam]
    assert "ERROR" not in team.stage.log()


async def test_the_root_of_the_thread_is_deleted(team: Team) -> None:
    """The next change brings the plan a new card with all that stands, and a thread of its own."""
    url, token = f"{team.stage.url}/api/chat.delete", {"Authorization": "Bearer xoxb-sandbox"}
    gone = {"channel": ROOM, "ts": team.thread}
    async with team.stage.http.post(url, json=gone, headers=token) as answer:
        assert (await answer.json())["ok"]
    await team.tam.command("expect boards out", ROOM)
    card = await team.maya.sees("boards out", ROOM)
    assert card["ts"] != team.thread
    assert "Folders out before the bell" in words(card)
    await team.tam.say(f"{BOT} expect pencils out", ROOM, card["ts"])
    await team.maya.sees("pencils out", ROOM)


async def test_a_group_message_that_cannot_be_opened(team: Team) -> None:
    """The touch-base goes on to the next time, both still see it, and it comes once it can."""
    closed = {"method": "conversations.open", "fault": "error:users_not_found"}
    await team.stage.call("POST", "faults", {"rules": [closed]})
    await _next_touch_base(team)
    await _ended(team, "touch_base", "users_not_found")
    assert "Ms. Adams" in await _typed(team, "touchbase")

    await team.stage.call("POST", "faults", {"rules": []})
    await _next_touch_base(team)
    await _ended(team, "touch_base", "sent")
    both = {demo.MAYA.user_id, demo.ADAMS.user_id}
    mpims = [
        one
        for one in await team.maya.conversations()
        if one["kind"] == "mpim" and both <= set(one["members"])
    ]
    assert [one for one in await team.maya.messages(mpims[0]["id"]) if "Touch base" in words(one)]


async def test_two_hundred_expectations(team: Team) -> None:
    """The next one is refused with the way out; lists and forms still hold, and one may go."""
    known = team.count(tables.Expectation)
    for number in range(200 - known):
        await team.tam.command(f"expect thing {number}", ROOM)
    await team.settled()
    async with team.unchanged():
        full = words(await team.tam.command("expect one more", ROOM))
        await team.tam.command("expect", ROOM)
        under = await team.tam.submit(One_more="one more")
        await team.tam.close()
    assert "There are 200 already. Remove one first." in full
    assert "There are 200 already" in under["errors"]["text"]

    # A minute later: what is written while the clock stands still is younger than the form.
    await team.stage.clock("2026-10-06 10:25")
    await team.maya.command("agree", ROOM)
    assert not (await team.maya.submit(Activity="Painting"))["errors"]
    await team.stage.clock(BEFORE)
    await team.maya.sees("Checklist", ROOM)
    await team.tam.say(f"{BOT} drop 1", ROOM, team.thread)
    await team.told(team.tam, "Folders out before the bell", ROOM, team.thread)
    await team.tam.command("expect one more", ROOM)
    await team.settled()
    assert "one more" in "".join(team.dump()["expectation"])


async def test_an_expectation_of_3001_characters(team: Team) -> None:
    """It is refused with the most that fits, wherever it is written, and nothing is cut."""
    long = "x" * 3001
    async with team.unchanged():
        typed = words(await team.tam.command(f"expect {long}", ROOM))
        await team.tam.say(f"{BOT} expect {long}", ROOM, team.thread)
        in_thread = await team.told(team.tam, "too long", ROOM, team.thread)
    assert "That is too long: at most 300 characters" in typed
    assert "at most 300 characters" in words(in_thread)


async def test_liam_needs_the_wiggle_seat(team: Team) -> None:
    """What may name a student is asked back privately, and said nowhere until its author says."""
    async with team.unchanged():
        asked = await team.tam.command("expect Liam needs the wiggle seat", ROOM)
    assert "It is not a student" in words(asked)
    seen = [*await team.maya.messages(ROOM), *await team.maya.messages(ROOM, team.thread)]
    assert not [one for one in seen if "Liam" in words(one)]

    await team.tam.click("Edit", asked, ROOM)
    assert not (await team.tam.submit(One_more="The wiggle seat is at table 2"))["errors"]
    await team.maya.sees("The wiggle seat is at table 2", ROOM)
    assert "Liam" not in "".join(team.dump()["expectation"])


async def test_confirming_after_the_plan_ended(team: Team) -> None:
    """The card of yesterday answers that the push-in has ended, and keeps no answer."""
    await team.new_part("Opens with a poem")
    card = await team.adams.sees("Opens with a poem", ROOM)
    async with team.ended():
        await team.adams.click("I'm in", card, ROOM)
        await team.told(team.adams, "This push-in has ended")


async def test_a_form_open_while_another_saves(team: Team) -> None:
    """Both versions stand side by side; the one who was later decides with open eyes."""
    await team.maya.command("agree", ROOM)
    await team.adams.command("agree", ROOM)
    assert not (await team.adams.submit(Activity="Clay letters"))["errors"]
    await team.adams.close()
    assert not (await team.maya.submit(Activity="Painting"))["errors"]
    shown = words(await team.maya.modal())
    assert "Not saved yet." in shown
    assert "Ms. Adams saved this while you wrote" in shown
    assert "Activity: Clay letters" in shown
    await team.maya.sees("Clay letters", ROOM)

    assert not (await team.maya.submit())["errors"]
    await team.maya.sees("Painting", ROOM)
