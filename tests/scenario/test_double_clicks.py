"""Every button of every kind of message clicked twice quickly: one effect, on both databases."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from scenario.answers import BOT, CODE, ROOM, ZONE, Team, playing
from scenario.stage import Actor, Stage, StageError, elements, words
from sqlmodel import SQLModel

from storage import tables

PLAN = "schedule wed 9:10-9:40 until june with <@U0DIAZ> room 30"
GRADES = {"Pre-K", "K", "1\N{EN DASH}2", "3\N{EN DASH}5", "Middle", "High", "Special class"}
ACTING = GRADES | {
    "Can't make it",
    "I'm in",
    "Let's talk",
    "We talked already",
    "Done",
    "Later today",
    "Another time",
    "Take it",
    "By phone is fine for me",
    "Confirm",
    "Take planning time back",
}
"""What changes something; the other buttons open a form or answer."""


@pytest.fixture
async def team(tmp_path: Path, database_url: str) -> AsyncIterator[Team]:
    """Play over Socket Mode, on each kind of database."""
    async with (
        aiohttp.ClientSession() as http,
        playing(Stage(tmp_path, database_url, http, ZONE)) as opened,
    ):
        yield opened


async def _clicked(person: Actor, element: Mapping[str, Any], where: Mapping[str, Any]) -> bool:
    action = {"action_id": element["action_id"], "block_id": element["block_id"]}
    body = {"as": person.user_id, **where, "action": {**action, **element.get("new", {})}}
    try:
        return bool((await person.stage.call("POST", "action", body))["outcome"] == "ok")
    except StageError as error:
        # The first click had its private message replaced: the second found no button any more.
        if "no_such_action" in str(error) or "no_such_message" in str(error):
            return True
        raise


async def twice(
    person: Actor, label: str, thing: Mapping[str, Any], channel: str = ROOM, **new: Any
) -> None:
    """Click what carries a label twice, the second before the first is answered."""
    at = {"view_id": thing["id"]} if "ts" not in thing else None
    where = at or {"channel": channel, "message_ts": thing["ts"]}
    found = [one for one in elements(thing) if label in words(one)]
    assert found, f"no {label!r} in {words(thing)}"
    element = {**found[0], "new": new}
    both = [_clicked(person, element, where) for _ in range(2)]
    assert await asyncio.gather(*both) == [True, True]


async def one_more(team: Team, table: type[SQLModel], before: int, by: int = 1) -> None:
    """Wait until all is done and tell that a table has exactly so many rows more."""
    await team.settled()
    assert team.count(table) == before + by, table


def _touch_bases(team: Team, state: str) -> int:
    return sum(f"'{state}'" in row for row in team.dump()["touchbase"])


async def buttons_that_only_show(team: Team) -> None:
    """Each button that opens a form or answers leaves all rows as they were."""
    for person in (team.maya, team.adams, team.tam):
        async with team.unchanged():
            for verb in ("", "next", "today", "touchbase", "room", "confirm", "help", "nxt"):
                message = await person.command(verb, ROOM)
                for element in elements(message):
                    label = words(element.get("text", {}))
                    if element["type"] == "button" and label not in ACTING:
                        await twice(person, label, await person.command(verb, ROOM))
                        await person.close()


async def a_push_in_is_planned(team: Team) -> None:
    """Confirm saves one push-in, Change opens its form."""
    before = team.count(tables.Plan)
    changed = await team.maya.command(PLAN, "C0ROOM30")
    async with team.unchanged():
        await twice(team.maya, "Change", changed, "C0ROOM30")
        await twice(team.maya, "More", await team.maya.modal())
    await team.maya.close()
    await twice(team.maya, "Confirm", await team.maya.command(PLAN, "C0ROOM30"), "C0ROOM30")
    await one_more(team, tables.Plan, before)
    await team.maya.sees("Push-in:", "C0ROOM30")
    assert len(await team.maya.messages("C0ROOM30")) <= 4


async def parts_are_answered(team: Team) -> None:
    """I'm in is one confirmation, on the card and in the private answer; so is Let's talk."""
    await team.new_part("Opens with a poem")
    await team.settled()
    before = team.count(tables.Confirmation)
    card = await team.adams.sees("Opens with a poem", ROOM)
    await twice(team.adams, "I'm in", card)
    await one_more(team, tables.Confirmation, before)
    await team.new_part("Opens with a song")
    await team.settled()
    before = team.count(tables.Confirmation)
    await twice(team.adams, "Let's talk", await team.adams.command("confirm", ROOM))
    await one_more(team, tables.Confirmation, before)


async def a_question_is_answered(team: Team) -> None:
    """It is not a student adds the words once; Edit changes nothing."""
    before = team.count(tables.Expectation)
    said = f"expect {CODE} sits in front"
    async with team.unchanged():
        await twice(team.tam, "Edit", await team.tam.command(said, ROOM))
    await team.tam.close()
    asked = await team.tam.command(said, ROOM)
    await twice(team.tam, "It is not a student", asked)
    await one_more(team, tables.Expectation, before)


async def a_routine_goes(team: Team) -> None:
    """Remove takes one routine away; its other buttons open forms."""
    before = team.count(tables.Routine)
    await team.adams.click("Change a routine", await team.adams.command("room", ROOM), ROOM)
    listed = await team.told(team.adams, "Which routine do you want to change?")
    await team.adams.click("Change", listed, ROOM)
    await twice(team.adams, "Remove this routine", await team.adams.modal())
    await one_more(team, tables.Routine, before, by=-1)
    await team.adams.close()


async def a_room_is_told(team: Team) -> None:
    """A grade lays its routines once, and one tap takes that back once."""
    before = team.count(tables.Routine)
    await twice(team.adams, "Middle", await team.adams.command("room", ROOM))
    await one_more(team, tables.Routine, before, by=3)
    assert "Which grade" not in words(await team.adams.command("room", ROOM))


async def a_touch_base_moves_and_is_held(team: Team) -> None:
    """Later moves one touch-base once; We talked notes one."""
    before = team.dump()["touchbase"]
    await twice(team.adams, "Later", await team.adams.command("touchbase", ROOM))
    await team.settled()
    assert len(set(before) - set(team.dump()["touchbase"])) == 1
    done = _touch_bases(team, "done")
    await twice(team.maya, "We talked", await team.maya.command("touchbase", ROOM))
    await team.settled()
    assert _touch_bases(team, "done") == done + 1


async def a_box_is_ticked_and_two_are_out(team: Team) -> None:
    """A box is ticked once, the mention of an expectation is one, and who is out is out once."""
    await team.stage.clock("2026-10-06 10:31")
    checklist = await team.maya.sees("Checklist", ROOM)
    boxes = next(one for one in elements(checklist) if one["type"] == "checkboxes")
    await twice(team.tam, "Folders out", checklist, selected_options=boxes["options"][:1])
    await one_more(team, tables.Tick, 0)
    before = team.count(tables.Expectation)
    words_twice = (f"{BOT} expect scissors", f"{BOT} expect Scissors")
    await asyncio.gather(*(team.tam.say(text, ROOM, checklist["ts"]) for text in words_twice))
    await one_more(team, tables.Expectation, before)
    await twice(team.tam, "Can't make it", await team.tam.command("next", ROOM))
    await twice(team.maya, "Can't make it", await team.maya.command("next", ROOM))
    await team.settled()
    assert team.count(tables.Absence) == 2


async def nothing_came_twice(team: Team) -> None:
    """No message that the bot posts unasked stands twice."""
    keys = [
        entry["payload"]["metadata"]["event_payload"]["key"]
        for entry in await team.stage.ledger()
        if entry["name"] == "chat.postMessage" and entry["payload"].get("metadata")
    ]
    assert len(keys) == len(set(keys))


STEPS = (
    buttons_that_only_show,
    a_push_in_is_planned,
    parts_are_answered,
    a_question_is_answered,
    a_routine_goes,
    a_room_is_told,
    a_touch_base_moves_and_is_held,
    a_box_is_ticked_and_two_are_out,
    nothing_came_twice,
)


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
async def test_every_button_clicked_twice_acts_once(team: Team) -> None:
    """A double click on any button has one effect."""
    for step in STEPS:
        await step(team)
