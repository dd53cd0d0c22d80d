"""Maya between two schools, over the wire: where she is, what clashes, five minutes with each."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from databases import SQLiteFiles
from scenario import two_schools
from scenario.stage import Actor, Stage, words
from scenario.two_schools import DIAZ, MAYA, ROOM_1, ROOM_12, WEBB

from bot import demo

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
ZONE = ZoneInfo(two_schools.ZONE)
WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri"]


@pytest.fixture
async def stage(tmp_path: Path, sqlite_files: SQLiteFiles) -> AsyncIterator[Stage]:
    """Open a district on Sunday 4 October 2026; both schools are imported, nobody said a word."""
    async with aiohttp.ClientSession() as http:
        opened = Stage(tmp_path, sqlite_files.fresh(tmp_path), http, ZONE)
        try:
            now = demo.local_instant("2026-10-04 12:00", ZONE)
            await opened.open(two_schools.seed(now), "--no-pacing")
            await opened.start_bot()
            for school in (two_schools.lincoln(), two_schools.grant()):
                file = tmp_path / f"{school['id']}.json"
                file.write_text(json.dumps(school), "utf-8")
                await opened.pushin("school", "import", str(file))
            yield opened
        finally:
            await opened.close()


async def says_who_she_is(person: Actor, role: str, school: str, channel: str) -> None:
    await person.command("settings", channel)
    said: dict[str, Any] = {"Role": role, "School": school, "From": "08:30", "To": "15:00"}
    if role == "Provider":
        said["For_providers"] = "OT"
        await person.press("I work in several buildings")
        said["Lincoln_Elementary"] = ["Mon", "Wed", "Fri"]
        said["Grant_Elementary"] = ["Tue", "Thu"]
        said["Minutes_from"] = "20"
    answer = await person.submit(**said, Days_you_work=WEEK)
    assert not answer.get("errors"), answer
    await person.close()


async def plans(maya: Actor, phrase: str, channel: str) -> str:
    """Plan by a phrase; return how it was said back."""
    echo = await maya.command(f"schedule {phrase}", channel)
    await maya.click("Confirm", echo, channel)
    return words(echo)


async def offers_planning(teacher: Actor, start: str, end: str, channel: str) -> None:
    answer = await teacher.command("room", channel)
    await teacher.click("Add a routine", answer, channel)
    result = await teacher.submit(
        What_is_it="Planning",
        Starts=start,
        Ends=end,
        Are_students="No",
        **{"Touch-bases": ["Five"]},
    )
    assert not result.get("errors"), result


async def test_two_buildings(stage: Stage) -> None:
    """She says her days once: touch-bases, today, Home and what clashes follow the building."""
    maya, diaz, webb = (stage.person(one) for one in (MAYA, DIAZ, WEBB))
    await says_who_she_is(maya, "Provider", "Lincoln", ROOM_12)
    await says_who_she_is(diaz, "Teacher", "Lincoln", ROOM_12)
    await says_who_she_is(webb, "Teacher", "Grant", ROOM_1)

    at_lincoln = f"Mon, Wed & Fri 9:10-9:50 with <@{DIAZ}> room 12"
    assert "You are at" not in await plans(maya, at_lincoln, ROOM_12)
    assert "You are at" not in await plans(maya, f"Thu 13:10-13:30 with <@{WEBB}> room 1", ROOM_1)
    wrong = words(await maya.command(f"schedule Thu 9:10-9:50 with <@{DIAZ}> room 12", ROOM_12))
    assert "You are at Grant Elementary on Thursdays, first on Thu, Oct 8, 2026" in wrong
    near = words(await maya.command(f"schedule Thu 12:40-13:00 with <@{DIAZ}> room 12", ROOM_12))
    assert "10 minutes before Grant Elementary" in near

    await offers_planning(diaz, "13:00", "13:40", ROOM_12)
    await offers_planning(webb, "12:50", "13:30", ROOM_1)
    # Nothing but her own word says that she is at Grant on Tuesdays.
    slots = words(await maya.command("touchbase", ROOM_12))
    assert "Mon, Oct 5, 2026, 1:00–1:05 PM* · Mr. Diaz and Maya Ortiz" in slots  # noqa: RUF001  the dash people see
    assert "Tue, Oct 6, 2026, 12:50–12:55 PM* · Mrs. Webb and Maya Ortiz" in slots  # noqa: RUF001  the same

    await stage.clock("2026-10-05 13:00")
    pair = await the_pairs(maya, DIAZ)
    await maya.sees("Oct 5", pair)
    await stage.clock("2026-10-06 07:00")
    assert "Grant Elementary · Tue, Oct 6, 2026 · Regular day" in words(await maya.home())
    today = words(await maya.command("today", ROOM_1))
    assert "Grant Elementary · Tue, Oct 6, 2026" in today
    assert "No push-ins for you there today." in today
    await stage.clock("2026-10-06 12:50")
    await maya.sees("Oct 6", await the_pairs(maya, WEBB))
    await stage.clock("2026-10-08 07:00")
    assert "Room 1" in words(await maya.command("today", ROOM_1))

    # From now on she is at Lincoln on all days: Mrs. Webb's push-in stays, and is named.
    await maya.command("settings", ROOM_1)
    await maya.submit(Lincoln=WEEK, Grant=[])
    told = words(await maya.modal())
    assert "1 plan is at Grant Elementary on Thursdays, first on Thu, Oct 8, 2026" in told


async def the_pairs(maya: Actor, teacher: str) -> str:
    """Return the group message of Maya, a teacher and Push-In."""
    await maya.stage.idle()
    body = {"as": MAYA, "users": [teacher, demo.BOT_USER]}
    return str((await maya.stage.call("POST", "open", body))["channel"])
