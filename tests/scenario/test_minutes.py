"""Minutes over the wire: a week of half days, what was owed and held in it, and why not all."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from scenario import lincoln
from scenario.lincoln import HIGH_9, ROOM_4, Lincoln
from scenario.stage import words

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

CODE = "S1"
MORNING, AFTERNOON = "9:10\N{EN DASH}9:25 AM", "1:05\N{EN DASH}1:20 PM"
NEWS = "can no longer bring all mandated minutes"
CLOSED = "days without school"


@pytest.fixture
async def town(tmp_path: Path, database_url: str) -> AsyncIterator[Lincoln]:
    """Open Lincoln before a Monday: S1 is owed 60 minutes a week, and planned in four times 15."""
    async with lincoln.opened(tmp_path, database_url, "2027-03-03 09:00") as town:
        await lincoln.manages_cases(town)
        times = ("Mon, Tue & Thu 9:10-9:25", "Wed 1:05-1:20")
        for one in times:
            await town.plan("maya", ROOM_4, f"{one} with @adams room 4 until June")
        await town.plan("maya", HIGH_9, "Wed period 4 with @frost room 9 until June")
        await town.joins(CODE, MORNING, AFTERNOON, Case_manager="Noor Aziz")
        await town.opens("mandate", MORNING)
        plans = [f"Room 4 \N{MIDDLE DOT} {one}" for one in (MORNING, AFTERNOON)]
        owed = {"Student_code": CODE, "Minutes": "60", "From": "2027-03-08"}
        answer = await town.maya.submit(**owed, **{"Push-ins_that": plans})
        assert not answer.get("errors"), answer
        assert "60 minutes a week. This week: 60." in words(await town.maya.modal())
        await town.maya.close()
        yield town


async def table(town: Lincoln, text: str, who: str = "maya") -> tuple[str, list[str]]:
    """Return an answer about minutes, and its rows; those of a code stand in a modal alone."""
    answer = await town.typed(who, f"minutes {text}")
    person = town.stage.person(lincoln.user(who))
    if CODE in text:
        assert answer == {}
        answer = await person.modal()
        await person.close()
    told = words(answer)
    return told, [" ".join(line.replace("`", "").split()) for line in told.splitlines()]


async def test_a_week_of_half_days(town: Lincoln) -> None:
    """Scenario 9: half days at Lincoln only, then two closed ones: 30 of 60, with both reasons."""
    await _half_days_and_closed_days(town)
    await _what_is_projected(town)
    await _told_once(town)
    await _held_and_logged(town)
    await _thirty_of_sixty(town)
    await _decided(town)


async def _half_days_and_closed_days(town: Lincoln) -> None:
    """Rosa keeps the elementary school's calendar; the high school's is as it was."""
    dm = await town.rosa.dm()
    for said in ("early 12:30 Mar 8 to Mar 10 conferences", "closed Mar 11 to Mar 12 conferences"):
        await town.rosa.click("Confirm", await town.typed("rosa", said), dm)
        await town.rosa.sees("Done.", dm)
        await town.stage.idle()
    for at in ("2027-03-04 15:20", "2027-03-05 15:20", "2027-03-08 08:05"):
        await town.stage.clock(at)
        await town.stage.idle()
    assert "Period 4" in words(await town.typed("frost", "week"))
    assert await town.told("frost", "Your day changed") == []


async def _what_is_projected(town: Lincoln) -> None:
    """Before a minute is held: what will be missing, why, and what would close it."""
    told, rows = await table(town, f"{CODE} this week")
    for row in (
        "Mandated 60",
        "Planned 60",
        "Delivered 0",
        "Missed 30",
        f"{CLOSED} 15",
        "early releases 15",
        "To come 30",
        "Expected in all 30",
    ):
        assert row in rows, told
    assert f"Behind by 30 minutes, from {CLOSED} and early releases." in told
    assert "Two 15-minute make-ups would close it." in told

    told, rows = await table(town, "room 9 this week")
    assert {"Planned 90", "Missed 0", "Expected in all 90"} <= set(rows)
    assert "On track" in told


async def _told_once(town: Lincoln) -> None:
    """Therapist and case manager are told on one card each, without code or number.

    Monday's two messages are the digest and the five minutes with Ms. Adams: it is Tuesday's card.
    """
    await town.stage.clock("2027-03-09 08:05")
    card = await town.maya.sees(NEWS, await town.maya.dm())
    assert CODE not in words(card)
    assert "30" not in words(card).replace("8:30", "")
    await town.stage.clock("2027-03-09 12:00")
    card = await town.noor.sees(NEWS, await town.noor.dm())
    assert CODE not in words(card)
    told, rows = await table(town, f"{CODE} this week", "noor")
    assert "Behind by 30 minutes" in told
    assert "Expected in all 30" in rows


async def _held_and_logged(town: Lincoln) -> None:
    """Monday to Wednesday by one tap each; no later card tells of the shortfall again."""
    dm = await town.maya.dm()
    for said, name in (("yesterday", "Mon, Mar 8"), ("", "Tue, Mar 9"), ("", "Wed, Mar 10")):
        if not said:
            await town.stage.clock(f"2027-03-{int(name[-2:]):02} 15:20")
        await town.maya.click("All as planned", await town.typed("maya", f"log {said}"), dm)
        await town.maya.sees(f"Logged: {name}, 2027", dm)
        await town.stage.idle()
    await town.stage.restart_bot()
    await town.stage.clock("2027-03-12 08:10")
    await town.stage.idle()
    for who in ("maya", "noor"):
        assert len(await town.ever_told(who, NEWS)) == 1, who


async def _thirty_of_sixty(town: Lincoln) -> None:
    """Each minute has its reason; what was cancelled waits for a person's decision."""
    told, rows = await table(town, f"{CODE} this week")
    for row in (
        "Mandated 60",
        "Delivered 30",
        "Missed 30",
        f"{CLOSED} 15",
        "early releases 15",
        "Make-up not decided 15",
        "Expected in all 30",
    ):
        assert row in rows, told
    assert "Make-ups for 15 minutes wait for a decision." in told
    told, rows = await table(town, "this week")
    assert CODE not in told
    assert {"Planned 150", "Delivered 120", "Missed 30"} <= set(rows), told


async def _decided(town: Lincoln) -> None:
    """Maya says that it is owed, and what would close all of it stands in the sentence."""
    dm = await town.maya.dm()
    asked = await town.typed("maya", "makeup")
    assert "15 minutes missed (early release). Is it to be made up?" in words(asked)
    await town.maya.click("To be made up", asked, dm)
    await town.maya.sees("To be made up: Wed, Mar 10, 2027", dm)
    told, rows = await table(town, f"{CODE} this week")
    assert "Make-up owed 15" in rows
    assert "Two 15-minute make-ups would close it." in told
