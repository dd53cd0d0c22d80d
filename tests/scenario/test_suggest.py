"""Scenario 1 over the wire: an arrival goal, twice a week, and what cannot be suggested."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from scenario import lincoln
from scenario.answers import Team
from scenario.lincoln import ROOM_4, ZONE, Lincoln, user
from scenario.stage import Stage, elements, words
from sqlalchemy import create_engine, update
from sqlalchemy.pool import NullPool

from storage import tables

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
ARRIVAL = "8:30\N{EN DASH}8:45 AM"


@pytest.fixture
async def anywhere(tmp_path: Path, database_url: str) -> AsyncIterator[Lincoln]:
    """Open the town on each kind of database."""
    async with _opened(tmp_path, database_url) as town:
        yield town


@pytest.fixture
async def town(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Lincoln]:
    """Open the town on SQLite."""
    async with _opened(tmp_path, sqlite_url) as town:
        yield town


@asynccontextmanager
async def _opened(folder: Path, url: str) -> AsyncIterator[Lincoln]:
    """Open Lincoln on a Sunday: Maya is at Grant on Tuesdays and Thursdays, room 4 has arrival."""
    async with aiohttp.ClientSession() as http:
        stage = Stage(folder, url, http, ZONE)
        try:
            opened = await lincoln.lincoln(stage, "2026-10-04 16:00")
            await opened.plan("ben", ROOM_4, "Thu Writing with @adams room 4 until June")
            await _names_her_buildings(opened)
            await _tells_arrival(opened)
            yield opened
        finally:
            await stage.close()


async def _names_her_buildings(town: Lincoln) -> None:
    await town.maya.command("settings", ROOM_4)
    await town.maya.press("I work in several buildings")
    days = {"Lincoln_Elementary": ["Mon", "Wed", "Fri"], "Grant_Elementary": ["Tue", "Thu"]}
    answer = await town.maya.submit(**days, Minutes_from="20")
    assert not answer.get("errors"), answer
    await town.maya.close()


async def _tells_arrival(town: Lincoln) -> None:
    room = await town.adams.command("room", ROOM_4)
    await town.adams.click("Add a routine", room, ROOM_4)
    answer = await town.adams.submit(What_is_it="Arrival", Starts="08:30", Ends="08:45")
    assert not answer.get("errors"), answer


def asked(text: str) -> str:
    return f"suggest {text}".replace("@adams", f"<@{user('adams')}>")


def first_time(message: dict[str, Any]) -> str:
    """Return the first time with its reason."""
    entries = [one for one in message["blocks"] if one.get("accessory")]
    return words(entries[0]).replace("&amp;", "&")


async def test_an_arrival_goal(anywhere: Lincoln) -> None:
    """Monday and Wednesday come first, for the arrival routine; one tap, Confirm; she sees it."""
    town = anywhere
    found = await town.maya.command(asked("arrival 2x15 with @adams"), ROOM_4)
    best, whole = first_time(found), words(found).replace("&amp;", "&")

    assert best.startswith(f"*Mon & Wed {ARRIVAL}*\nRoom 4 · Arrival routine\nWhy: coats")
    assert "You are at Lincoln Elementary then." in best
    assert "Not Tue & Thu: you are at Grant Elementary." in best
    times = [line for line in whole.splitlines() if line.startswith("*") and "AM*" in line]
    assert not [line for line in times if "Tue" in line or "Thu" in line]

    await town.maya.click("Plan this", found, ROOM_4)
    echo = await town.maya.sees("Is this right?", ROOM_4)
    assert "Mon, Oct 5, 2026" in words(echo)
    assert ":warning:" not in words(echo)
    await town.maya.click("Confirm", echo, ROOM_4)
    await town.maya.sees("Reply in this thread", ROOM_4)

    hers = words(await town.adams.command("next", ROOM_4))
    assert f"Mon, Oct 5, 2026, {ARRIVAL}" in hers
    assert "Room 4 · Arrival" in hers
    assert "Maya Ortiz" in hers
    # Once it is planned, the same days are hers no more.
    again = await town.maya.command(asked("arrival 2x15 with @adams"), ROOM_4)
    assert "Not Mon & Wed: you are with Room 4." in words(again).replace("&amp;", "&")


async def test_what_cannot_be_suggested(town: Lincoln) -> None:
    """Each gets an answer that says what to do, and nothing is changed."""
    team = Team(town.stage)
    async with team.unchanged():
        unknown = await town.maya.command(asked("juggling with @adams"), ROOM_4)
        near = await town.maya.command(asked("arival with @adams"), ROOM_4)
        snack = await town.maya.command(asked("snack 2x15 with @adams"), ROOM_4)
        long = await town.maya.command(asked("arrival 2x30 with @adams"), ROOM_4)
        times = await town.maya.command(asked("arrival 99x99 with @adams"), ROOM_4)
        teacher = await town.adams.command(asked("arrival 2x15"), ROOM_4)
        para = await town.tam.command(asked("arrival 2x15"), ROOM_4)

    assert "I don't know that goal." in words(unknown)
    assert "static_select" in {one["type"] for one in elements(unknown)}
    assert "juggling" not in words(unknown)
    assert "Did you mean Arrival?" in words(near)
    assert "Ms. Adams has not said when it is in room 4" in words(snack)
    assert "Ask Ms. Adams" in words(snack)
    assert "Arrival lasts 15 minutes: this is all of it." in words(long)
    assert ARRIVAL in first_time(long)
    assert "`2x15`" in words(times)
    assert "Only Ben Cho can plan it" in words(teacher)
    assert "Only a provider plans a push-in" in words(para)


async def test_a_provider_of_whom_nothing_is_known(town: Lincoln) -> None:
    """Without a school she is told to choose one; without hours the bells count, and it is said."""
    _change(town.stage, "ben", working_hours={})
    hours = words(await town.ben.command(asked("arrival 2x15 with @adams"), ROOM_4))
    _change(town.stage, "ben", school_id=None)
    async with Team(town.stage).unchanged():
        nowhere = await town.ben.command(asked("arrival 2x15 with @adams"), ROOM_4)

    assert "You have not said your hours" in hours
    assert "I don't know where you work." in words(nowhere)
    assert "Settings" in words(nowhere)


def _change(stage: Stage, name: str, **values: Any) -> None:
    engine = create_engine(stage.database_url, poolclass=NullPool)
    with engine.begin() as connection:
        row = tables.Person.slack_user_id == user(name)
        connection.execute(update(tables.Person).where(row).values(**values))


async def test_the_teacher_is_asked(town: Lincoln) -> None:
    """One tap asks on her next card; what she says is offered the next time."""
    found = await town.maya.command(asked("snack 2x15 with @adams"), ROOM_4)
    await town.maya.click("Ask Ms. Adams", found, ROOM_4)
    await town.maya.sees("is asked when snack is in room 4", ROOM_4)
    dm = await town.adams.dm()
    await town.stage.clock("2026-10-05 08:01")
    card = await town.adams.sees("When is snack in room 4?", dm)
    assert "Maya Ortiz would like to push in then." in words(card)
    await town.adams.click("Say when", card, dm)
    answer = await town.adams.submit(Starts="10:40", Ends="11:00")
    assert not answer.get("errors"), answer

    told = words(await town.maya.command(asked("snack 2x15 with @adams"), ROOM_4))
    assert "Room 4 · Snack routine" in told
