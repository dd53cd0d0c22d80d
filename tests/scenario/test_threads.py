"""A team and the threads of one push-in: what is said, changed and ticked there, over the wire."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from scenario.answers import BOT, ROOM, ZONE, Team, playing
from scenario.stage import TOKENS, Actor, Stage, elements, eventually, words
from sqlalchemy.pool import NullPool
from sqlmodel import Session, create_engine, select

from bot import demo
from storage import tables


@pytest.fixture
async def team(tmp_path: Path, database_url: str) -> AsyncIterator[Team]:
    """Play over Socket Mode, on each kind of database."""
    async with (
        aiohttp.ClientSession() as http,
        playing(Stage(tmp_path, database_url, http, ZONE)) as opened,
    ):
        yield opened


async def _list(team: Team) -> dict[str, Any]:
    found = await team.maya.sees("Checklist", ROOM)
    newest = [m for m in await team.maya.messages(ROOM) if "Reply `@Push-In expect" in words(m)]
    return newest[-1] if newest else found


async def _has(team: Team, text: str, *, on: bool = True) -> dict[str, Any]:
    async def look() -> dict[str, Any] | None:
        found = await _list(team)
        return found if (text in words(found)) is on else None

    return dict(await eventually(look, f"{text!r} on the list: {on}"))


async def _edit(person: Actor, ts: str, text: str) -> None:
    body = {"as": person.user_id, "channel": ROOM, "ts": ts, "text": text}
    await person.stage.call("POST", "edit", body)


async def _delete(person: Actor, ts: str) -> None:
    await person.stage.call("POST", "delete", {"as": person.user_id, "channel": ROOM, "ts": ts})


async def in_the_standing_thread(team: Team) -> None:
    """What is said there is for all sessions; its message is followed when it changes or goes."""
    ts = await team.tam.say(f"{BOT} expect cutting matts", ROOM, team.thread)
    await team.maya.sees("cutting matts", ROOM)
    await _edit(team.tam, ts, f"{BOT} expect cutting mats")
    card = await team.maya.sees("cutting mats", ROOM)
    assert "matts" not in words(card)
    await _edit(team.tam, ts, f"{BOT} expect Liam needs the wiggle seat")
    asked = await team.told(team.tam, "I have not used it", thread=team.thread)
    assert "Liam" not in words(asked)
    assert "cutting mats" in words(await team.maya.sees("Push-in:", ROOM) or card)
    await _delete(team.tam, ts)
    gone = await team.told(team.tam, "You deleted the message", thread=team.thread)
    await team.tam.click("Undo", gone, ROOM)
    await team.maya.sees("cutting mats", ROOM)


async def on_the_checklist(team: Team) -> None:
    """The list says who does what; what is said under it is asked about once."""
    await team.stage.clock("2026-10-06 10:31")
    listed = await _has(team, "cutting mats")
    for text in ("leads:", "Ms. Adams", "Maya", "Tam", "Activity:"):
        assert text in words(listed), words(listed)
    for number in range(2):
        await team.tam.say(f"{BOT} expect extra {number}", ROOM, listed["ts"])
        asked = await team.told(team.tam, f"extra {number}", thread=listed["ts"])
    await team.tam.click("All to come", asked, ROOM)
    await _has(team, "extra 1")
    await team.tam.say(f"{BOT} who", ROOM, listed["ts"])
    await team.told(team.tam, "leads:", thread=listed["ts"])
    await team.tam.say(f"{BOT} why", ROOM, listed["ts"])
    await team.told(team.tam, "Why then", thread=listed["ts"])


async def one_tick_reaches_all_copies(team: Team) -> None:
    """The channel, two Homes and an open modal show a tick after at most five calls to Slack."""
    await team.maya.home()
    home = await team.adams.home()
    assert "extra 0" in words(home)
    target = {"view_id": home["id"]}
    opens = next(e for e in elements(home) if "Open the list" in words(e.get("text", {})))
    action = {"action_id": opens["action_id"], "block_id": opens["block_id"]}
    body = {"as": team.adams.user_id, **target, "action": action}
    await team.stage.call("POST", "action", body)
    await team.adams.modal()
    await team.settled()
    before = len(await team.stage.ledger())
    await team.tam.tick("extra 0", await _list(team), ROOM)
    await _has(team, "Ticked by Tam")
    await team.settled()

    async def everywhere() -> bool:
        shown = [await _peek(team, one) for one in (team.maya, team.adams)]
        modal = words(await team.adams.modal())
        return all("extra 0 (was ready)" in one for one in shown) and "Ticked by Tam" in modal

    await eventually(everywhere, "the tick in both Homes and the modal")
    await team.settled()
    entries = (await team.stage.ledger())[before:]
    calls = [e["name"] for e in entries if (e["direction"], e["kind"]) == ("in", "api")]
    assert calls, {(e["direction"], e["kind"]) for e in entries}
    assert len(calls) <= 5, calls
    await team.adams.close()


async def _peek(team: Team, person: Actor) -> str:
    found = await team.stage.call("GET", f"home?as={person.user_id}&peek=1")
    return words(found["view"])


async def what_is_left_open_stands_on_the_next_list(team: Team) -> None:
    """Names vanish at the end; what nobody ticked is carried over, dropped with one tap."""
    await team.stage.clock("2026-10-06 10:45")
    listed = await _list(team)
    await team.tam.say(f"{BOT} expect bring the cart", ROOM, listed["ts"])
    await _has(team, "bring the cart")
    await team.stage.clock("2026-10-06 12:30")
    closed = await team.maya.sees("This session is over", ROOM)
    assert "Ticked by" not in words(closed)
    assert "extra 0 (was ready)" in words(closed)
    await team.stage.clock(_next(team))
    fresh = await _has(team, "From last time: bring the cart")
    assert "From last time: extra 0" not in words(fresh)
    await team.adams.click("Remove", fresh, ROOM)
    await _has(team, "bring the cart", on=False)
    await team.told(team.adams, "Removed for")


def _next(team: Team) -> str:
    """Return when the next checklist falls due, in the school's local time."""
    engine = create_engine(team.stage.database_url, poolclass=NullPool)
    due = select(tables.Prompt.due_at).where(
        tables.Prompt.kind == "checklist", tables.Prompt.state == "planned"
    )
    with Session(engine) as session:
        first = min(session.exec(due).all())
    return first.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


async def a_deleted_card_comes_again(team: Team) -> None:
    """After the root of the standing thread was deleted, the next change posts the card anew."""
    token = {"Authorization": f"Bearer {TOKENS['SLACK_BOT_TOKEN']}"}
    gone = {"channel": ROOM, "ts": team.thread}
    url = f"{team.stage.url}/api/chat.delete"
    async with team.stage.http.post(url, json=gone, headers=token) as answer:
        assert (await answer.json())["ok"]
    await team.maya.command("expect masking tape", ROOM)
    card = await team.maya.sees("Reply in this thread", ROOM)
    assert "masking tape" in words(card)
    assert card["ts"] > team.thread


STEPS = (
    in_the_standing_thread,
    on_the_checklist,
    one_tick_reaches_all_copies,
    what_is_left_open_stands_on_the_next_list,
    a_deleted_card_comes_again,
)


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
async def test_the_threads_of_a_push_in(team: Team) -> None:
    """A push-in's threads from the standing one to the next session's list."""
    assert demo.CHANNEL == ROOM
    for step in STEPS:
        await step(team)
