"""Days that change, over the wire: a snow day, a two-hour delay, an elementary-only half day."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from scenario import answers, lincoln
from scenario.answers import playing
from scenario.lincoln import HIGH_9, ROOM_4, ROOM_12, ZONE, Lincoln
from scenario.stage import Stage, elements, eventually, words

from bot import demo

EVERYBODY = ("maya", "ben", "adams", "diaz", "tam")
SNOW = "Wed, Jan 27, 2027"
DELAY = "Thu, Jan 28, 2027"


@pytest.fixture
async def snowy(tmp_path: Path, database_url: str) -> AsyncIterator[Lincoln]:
    """Open Lincoln on a Monday, with Maya's and Ben's push-ins on Wednesdays and Thursdays."""
    async with aiohttp.ClientSession() as http:
        stage = Stage(tmp_path, database_url, http, ZONE)
        try:
            town = await lincoln.lincoln(stage, "2027-01-25 16:00")
            await town.plan("maya", ROOM_4, "Wed Centers with @adams and @tam room 4 until June")
            await town.plan("ben", ROOM_12, "Wed & Thu Writing with @diaz room 12 until June")
            await town.plan("ben", ROOM_4, "Thu Centers with @adams and @tam room 4 until June")
            yield town
        finally:
            await stage.close()


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_snow_day_then_delay(snowy: Lincoln) -> None:
    """Scenario 3: closed on Wednesday at 5:40, a two-hour delay on Thursday."""
    await _school_is_closed(snowy)
    await _each_is_told_once(snowy)
    await _the_closed_day_is_quiet(snowy)
    await _thursday_begins_late(snowy)
    await _the_owner_decides(snowy)
    await _writing_is_at_eleven(snowy)
    await _minutes_are_not_lost(snowy)
    await _ten_minutes_wait(snowy)


async def _school_is_closed(town: Lincoln) -> None:
    """Said back with what it does, done once; the same again changes nothing and says so."""
    await town.stage.clock("2027-01-27 05:40")
    echo = await town.typed("rosa", "closed today snow")
    assert f"{SNOW}:* closed (snow)" in words(echo)
    assert "not on: 2" in words(echo)
    assert "own day: 5" in words(echo)
    dm = await town.rosa.dm()
    await town.rosa.click("Confirm", echo, dm)
    await town.rosa.sees("Done.", dm)

    again = await town.typed("rosa", "closed today")
    assert "It is so already" in words(again)
    assert "Ask there" in words(await town.typed("adams", "closed today"))
    await town.stage.idle()
    for who in EVERYBODY:
        assert await town.told(who, "Your day changed") == []


async def _each_is_told_once(town: Lincoln) -> None:
    """One message a person at the start of their hours, over a restart; none a session."""
    await town.stage.restart_bot()
    await town.stage.clock("2027-01-27 07:59")
    await town.stage.idle()
    assert await town.told("ben", "Your day changed") == []
    await town.stage.clock("2027-01-27 08:00")
    card = await town.ben.sees("Your day changed", await town.ben.dm())
    assert "Lincoln Elementary · closed (snow)" in words(card)
    assert "*Not on:* 10:00" in words(card)
    assert "Room 12 · Writing" in words(card)
    await town.stage.idle()
    assert await town.told("tam", "Your day changed") == []
    await town.stage.clock("2027-01-27 08:30")
    for who in EVERYBODY:
        person = town.stage.person(lincoln.user(who))
        await person.sees("Your day changed", await person.dm())
    await town.stage.idle()
    for who in EVERYBODY:
        assert len(await town.told(who, "Your day changed")) == 1, who

    await _looks_right(town, card)


async def _looks_right(town: Lincoln, card: dict[str, Any]) -> None:
    """One tap is kept, also after a restart; the card has no buttons then. Fix opens."""
    dm = await town.ben.dm()
    await town.ben.click("Looks right", card, dm)
    done = await town.ben.sees("You said that it looks right", dm)
    assert list(elements(done)) == []
    await town.stage.restart_bot()
    dm = await town.maya.dm()
    card = await town.maya.sees("Your day changed", dm)
    await town.maya.click("Fix", card, dm)
    assert "What is to be put right?" in words(await town.maya.modal())
    await town.maya.close()
    await town.maya.click("Looks right", card, dm)
    await town.maya.sees("You said that it looks right", dm)


async def _the_closed_day_is_quiet(town: Lincoln) -> None:
    """No checklist comes at 9:30 or later."""
    await town.stage.clock("2027-01-27 12:00")
    await town.stage.idle()
    for channel in (ROOM_4, ROOM_12):
        seen = await town.ben.messages(channel)
        assert not [one for one in seen if one.get("text", "").startswith("Checklist")]
    assert "not on" in words(await town.typed("ben", "today"))


async def _thursday_begins_late(town: Lincoln) -> None:
    """The school's own bells for it are found; nobody is written to on the closed day."""
    echo = await town.typed("rosa", "delay 2h tomorrow")
    assert f"{DELAY}:* Two-hour delay, 10:30 AM" in words(echo)
    assert "moved: 1; shorter: 1" in words(echo)
    dm = await town.rosa.dm()
    await town.rosa.click("Confirm", echo, dm)
    await town.stage.clock("2027-01-27 17:00")
    await town.stage.idle()
    assert await town.told("ben", DELAY) == []


async def _the_owner_decides(town: Lincoln) -> None:
    """At eight Ben reads both sessions and skips the one without its routine, in one message."""
    await town.stage.clock("2027-01-28 08:00")
    dm = await town.ben.dm()
    card = await town.ben.sees(DELAY, dm)
    assert "11:00\N{EN DASH}11:30 AM" in words(card)
    assert "instead of 10:00\N{EN DASH}10:40 AM; 30 of 40 min" in words(card)
    assert "no Centers that day" in words(card)
    await town.ben.click("Skip this one", card, dm)
    await eventually(lambda: _is_answered(town, dm), "the card shows that it was skipped")
    await town.stage.clock("2027-01-28 09:00")
    await town.stage.idle()
    for who in ("tam", "adams", "diaz"):
        person = town.stage.person(lincoln.user(who))
        await person.sees(DELAY, await person.dm())
    for who, count in {"ben": 1, "adams": 1, "tam": 1, "diaz": 1, "maya": 0}.items():
        seen = [one for one in await town.told(who, DELAY) if one["text"].startswith("Your day")]
        assert len(seen) == count, (who, [words(one) for one in seen])
    asked = [one for one in await town.told("ben", "For you") if "usual time" in words(one)]
    assert asked == []


async def _is_answered(town: Lincoln, dm: str) -> bool:
    card = await town.ben.sees(DELAY, dm)
    return "skipped" in words(card) and "Keep it" not in words(card)


async def _writing_is_at_eleven(town: Lincoln) -> None:
    """`next` and the checklist are at the new time, and not at the old one."""
    told = words(await town.typed("ben", "next"))
    assert "Jan 28" in told
    assert "11:00\N{EN DASH}11:30 AM" in told
    await town.stage.clock("2027-01-28 10:29")
    await town.stage.idle()
    assert not [m for m in await town.ben.messages(ROOM_12) if "Checklist: " in m.get("text", "")]
    await town.stage.clock("2027-01-28 10:30")
    await eventually(lambda: _checklist(town), "the checklist at half past ten")


async def _minutes_are_not_lost(town: Lincoln) -> None:
    """Wednesday is 0 for its reason, Writing on Thursday 30 of 40; nobody made a make-up."""
    told = words(await town.typed("ben", "minutes this week"))
    rows = [" ".join(line.replace("`", "").split()) for line in told.splitlines()]
    assert "Planned 120" in rows
    assert "Missed 90" in rows
    assert "days without school 40" in rows
    assert "late starts 10" in rows
    assert "To come 30" in rows
    assert "Behind by 90 minutes" in told
    assert not [one for one in rows if one.startswith("Make-ups")]


async def _ten_minutes_wait(town: Lincoln) -> None:
    """Writing was held for 30 of 40: the ten wait for Ben's decision, with their reason."""
    await town.stage.clock("2027-01-28 15:20")
    dm = await town.ben.dm()
    await town.ben.click("All as planned", await town.typed("ben", "log"), dm)
    done = await town.ben.sees("Logged: Thu, Jan 28, 2027", dm)
    assert "10 of 40 minutes missed (late start). Is it to be made up?" in words(done)


async def _checklist(town: Lincoln) -> bool:
    seen = await town.ben.messages(ROOM_12)
    return any("Checklist: Thu, Jan 28, 2027, 11:00" in one.get("text", "") for one in seen)


async def test_a_closed_day_in_short(tmp_path: Path, sqlite_url: str) -> None:
    """Closed during working hours: told at once, undone: told once more; a repetition says so."""
    async with (
        aiohttp.ClientSession() as http,
        playing(Stage(tmp_path, sqlite_url, http, answers.ZONE)) as team,
    ):
        rosa = team.stage.person(demo.ROSA.user_id)
        dm, hers = await rosa.dm(), await team.maya.dm()
        await rosa.click("Confirm", await rosa.command("closed today snow", dm), dm)
        done = await rosa.sees("Done.", dm)
        card = await team.maya.sees("closed (snow)", hers)
        assert "It is so already" in words(await rosa.command("closed today", dm))
        await rosa.click("Undo", done, dm)
        await team.maya.sees("as usual again", hers)

        async def replaced() -> bool:
            seen = await team.maya.messages(hers)
            older = next(one for one in seen if one["ts"] == card["ts"])
            return "a newer message below" in words(older)

        await eventually(replaced, "the older message points to the newer one")


@pytest.mark.slow
@pytest.mark.timeout(120)
async def test_early_dismissal_of_the_elementary_school_only(
    tmp_path: Path, sqlite_url: str
) -> None:
    """Scenario 9: three half days and two closed ones at Lincoln; the high school is as usual."""
    async with aiohttp.ClientSession() as http:
        stage = Stage(tmp_path, sqlite_url, http, ZONE)
        try:
            town = await lincoln.lincoln(stage, "2027-03-08 09:00")
            phrase = "Wed {} with {} until June"
            await town.plan("maya", ROOM_4, phrase.format("Centers", "@adams room 4"))
            await town.plan("maya", ROOM_4, phrase.format("Specials", "@adams room 4"))
            await _at_the_high_school(town)
            await _conferences(town)
        finally:
            await stage.close()


async def _at_the_high_school(town: Lincoln) -> None:
    """Maya pushes in there on Wednesday afternoons too."""
    await town.plan("maya", HIGH_9, "Wed period 4 with @frost room 9 until June")


async def _conferences(town: Lincoln) -> None:
    """Afternoons fall out at Lincoln, mornings and the high school stay; then two days without."""
    echo = await town.typed("rosa", "early 12:30 Mar 10 to Mar 12 conferences")
    assert "Early release (conferences), 8:30 AM" in words(echo)
    assert "Fri, Mar 12, 2027" in words(echo)
    assert "their providers are asked: 1" in words(echo)
    dm = await town.rosa.dm()
    await town.rosa.click("Confirm", echo, dm)
    await town.rosa.sees("Done.", dm)
    echo = await town.typed("rosa", "closed Mar 15 to Mar 16 conferences")
    await town.rosa.click("Confirm", echo, dm)
    await town.rosa.sees("closed (conferences)", dm)

    card = await town.maya.sees("Your day changed", await town.maya.dm())
    assert "*9:10\N{EN DASH}9:50 AM* Room 4 · Centers" in words(card)
    assert "*Not on:* 1:00\N{EN DASH}1:40 PM Room 4 · Specials" in words(card)
    assert "*1:40\N{EN DASH}3:10 PM* Room 9 · Period 4" in words(card)
    assert "Roosevelt High · Regular day" in words(card)
    assert await town.told("frost", "Your day changed") == []
    await town.maya.click("Keep it", card, await town.maya.dm())
    await town.maya.sees("*1:00\N{EN DASH}1:40 PM* Room 4 · Specials", await town.maya.dm())
