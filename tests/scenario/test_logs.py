"""How did it go, over the wire: a para and a COTA who cover, and a 3:1 month with a make-up."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from scenario import lincoln
from scenario.lincoln import ROOM_4, ROOM_12, ZONE, Lincoln
from scenario.stage import Actor, Stage, elements, words

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

CONSULT = "Sep 8, Oct 14, Nov 10, Dec 22 (2 days), Jan 20, Feb 17, Mar 16, Apr 27"
"""The weeks that the district of scenario 12 published for 2014-15."""


async def pick(person: Actor, label: str, message: dict[str, Any], channel: str) -> None:
    """Pick the first list's line that carries a label."""
    for one in elements(message):
        found = [it for it in one.get("options", ()) if words(it).startswith(label)]
        if found:
            action = {key: one[key] for key in ("action_id", "block_id")}
            action["selected_option"] = found[0]
            body = {"as": person.user_id, "channel": channel, "message_ts": message["ts"]}
            answer = await person.stage.call("POST", "action", {**body, "action": action})
            assert answer["outcome"] == "ok", answer
            return
    raise AssertionError(words(message))


# --- scenario 8 -------------------------------------------------------------------------------


@pytest.fixture
async def monday(tmp_path: Path, database_url: str) -> AsyncIterator[Lincoln]:
    """Open Lincoln on a Sunday: Maya's push-in with Mr. Diaz and Tam, nothing agreed."""
    async with aiohttp.ClientSession() as http:
        stage = Stage(tmp_path, database_url, http, ZONE)
        try:
            town = await lincoln.lincoln(stage, "2027-01-24 16:00")
            await town.plan("maya", ROOM_12, "Mon Writing with @diaz and @tam room 12 until June")
            yield town
        finally:
            await stage.close()


async def covers(town: Lincoln, who: str, name: str) -> None:
    """Let Maya be out at 7:05, and somebody say that they cover."""
    await town.stage.clock("2027-01-25 07:05")
    dm = await town.maya.dm()
    await town.maya.click("Can't make it", await town.typed("maya", "next"), dm)
    await town.maya.click("Somebody covers", await town.maya.sees("It is skipped", dm), dm)
    answer = await town.maya.submit(Ask=name)
    assert not answer.get("errors"), answer
    await town.maya.close()
    person = town.stage.person(lincoln.user(who))
    theirs = await person.dm()
    await person.click("I'll cover", await town.typed(who, "cover"), theirs)
    await person.sees("You cover: Mon, Jan 25, 2027", theirs)


async def test_a_paras_practice_is_no_therapy(monday: Lincoln) -> None:
    """Scenario 8: no minutes, Tam's are support; the make-up is Maya's to decide; no reason."""
    town = monday
    await covers(town, "tam", "Tam")
    await town.stage.clock("2027-01-25 08:00")
    told = await town.diaz.sees("Your day changed", await town.diaz.dm())
    assert "Not held as therapy; Tam runs the routine." in words(told)
    assert "sick" not in words(told)
    await town.stage.clock("2027-01-25 15:20")
    await town.stage.idle()
    dm = await town.maya.dm()
    listed = await town.typed("maya", "log")
    assert "no therapy; Tam practised 40 minutes" in words(listed)
    await town.maya.click("All as planned", listed, dm)
    done = await town.maya.sees("Logged: Mon, Jan 25, 2027", dm)
    assert "40 minutes missed (the provider was out). Is it to be made up?" in words(done)
    await town.stage.restart_bot()
    again = words(await town.typed("maya", "log"))
    assert "no therapy; Tam practised 40 minutes. Logged." in again
    assert "All as planned" not in again
    assert "1 to decide, 0 to be made up" in words(await town.typed("maya", "makeup"))


async def test_a_cotas_session_counts(monday: Lincoln) -> None:
    """Scenario 8: a COTA covers; it is held, by her, and Maya answers for it."""
    town = monday
    await town.ben.command("settings", await town.ben.dm())
    answer = await town.ben.submit(For_providers="COTA")
    assert not answer.get("errors"), answer
    await town.ben.close()
    await covers(town, "ben", "Ben Cho")
    await town.stage.clock("2027-01-25 08:00")
    await town.diaz.sees("Your day changed", await town.diaz.dm())
    await town.stage.clock("2027-01-25 15:20")
    await town.stage.idle()
    dm = await town.maya.dm()
    listed = await town.typed("maya", "log")
    assert "held, 40 minutes (by Ben Cho)" in words(listed)
    await town.maya.click("All as planned", listed, dm)
    done = await town.maya.sees("Logged: Mon, Jan 25, 2027", dm)
    assert "held, 40 minutes (by Ben Cho, supervised by Maya Ortiz). Logged." in words(done)
    assert "to be made up" not in words(done)


# --- scenario 12 ------------------------------------------------------------------------------


def rotating() -> dict[str, Any]:
    """Return an invented school of 2014-15 with days 1 to 8, closed on Columbus Day."""
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "REGULAR")
    return {
        **lincoln.school("lincoln"),
        "school_year": {"first_day": "2014-08-25", "last_day": "2015-06-12"},
        "pattern": {
            "kind": "rotation",
            "cycle": [str(n) for n in range(1, 9)],
            "starts": [{"date": "2014-09-22", "cycle_day": "1"}],
            "days": {**week, "sat": None, "sun": None},
        },
        "exceptions": [
            {"from": "2014-10-13", "to": "2014-10-13", "day_type": None, "label": "Columbus Day"}
        ],
    }


@pytest.fixture
async def month(tmp_path: Path, database_url: str) -> AsyncIterator[Lincoln]:
    """Open Lincoln in September 2014: Ben pushes in with Ms. Adams on day 3."""
    async with aiohttp.ClientSession() as http:
        stage = Stage(tmp_path, database_url, http, ZONE)
        try:
            start = datetime(2014, 9, 22, 7, tzinfo=ZONE)
            await stage.open(lincoln._seed(start), "--no-pacing")  # noqa: SLF001  its own workspace
            await stage.start_bot()
            await lincoln.imported(stage, rotating())
            town = Lincoln(stage)
            for name in ("ben", "adams", "tam"):
                await lincoln.settles_in(town, name)
            await town.plan("ben", ROOM_4, "day 3 Writing with @adams room 4 until June")
            yield town
        finally:
            await stage.close()


async def checklists(town: Lincoln) -> list[str]:
    """Return what the room's channel holds of checklists."""
    seen = await town.adams.messages(ROOM_4)
    return [one["text"] for one in seen if "Checklist: " in one.get("text", "")]


async def test_three_to_one_with_a_make_up(month: Lincoln) -> None:
    """Scenario 12: a dated list of weeks, an assembly, a make-up in one of them, a restart."""
    town, dm = month, await month.ben.dm()
    said = words(await town.typed("ben", f"indirect weeks of {CONSULT}"))
    assert "Mon, Oct 13, 2014; Mon, Nov 10, 2014; Mon, Dec 22, 2014; Mon, Jan 19, 2015" in said
    await _touch_base_on_request(town, dm)

    await _the_assembly(town, dm)
    await town.stage.clock("2014-10-06 15:20")
    await town.ben.click("All as planned", await town.typed("ben", "log"), dm)
    await town.ben.sees("Logged: Mon, Oct 6, 2014", dm)
    await _the_consult_week(town, dm)
    await town.stage.clock("2014-10-17 11:00")
    await town.stage.idle()
    assert not [one for one in await checklists(town) if "Oct 17" in one]
    assert "consult week" in words(await town.typed("ben", "today"))
    assert "Nothing waits" in words(await town.typed("ben", "makeup"))
    await _a_stale_reminder_is_dropped(town)


async def _touch_base_on_request(town: Lincoln, dm: str) -> None:
    """Nobody calls the two together: their messages of the day are left for the rest."""
    await town.ben.click("How often", await town.typed("ben", "touchbase"), dm)
    often = await town.ben.sees("Only when we ask", dm)
    await town.ben.click("Only when we ask", often, dm)


async def _the_assembly(town: Lincoln, dm: str) -> None:
    """Day 3 of September 24 is missed for an assembly, and is to be made up in the consult week."""
    await town.stage.clock("2014-09-24 15:20")
    await pick(town.ben, "Not held: assembly", await town.typed("ben", "confirm"), dm)
    done = await town.ben.sees("40 minutes missed (assembly)", dm)
    await town.ben.click("To be made up", done, dm)
    await town.ben.click("Find a time", await town.ben.sees("To be made up: Wed, Sep 24", dm), dm)
    times = await town.ben.sees("Same adults, roles and expectations", dm)
    assert "Tue, Oct 14, 2014, 10:00\N{EN DASH}10:40 AM · Writing · your consult week" in words(
        times
    )
    await town.ben.click("Plan it", times, dm)
    await town.ben.sees("It makes up for Wed, Sep 24, 2014", dm)


async def _a_stale_reminder_is_dropped(town: Lincoln) -> None:
    """What fell due while the bot was down and is worth nothing any more is not posted."""
    await town.stage.clock("2014-10-29 08:00")
    await town.stage.kill_bot()
    await town.stage.clock("2014-10-29 11:00")
    await town.stage.start_bot()
    await town.stage.idle()
    assert not [one for one in await checklists(town) if "Oct 29" in one]


async def _the_consult_week(town: Lincoln, dm: str) -> None:
    """Its digest says what it is; the make-up's checklist comes once over a restart; it is held."""
    await town.stage.clock("2014-10-14 08:01")
    digest = await town.ben.sees("Consult week: no direct sessions", dm)
    assert "To be made up: 1." in words(digest)
    await town.stage.clock("2014-10-14 09:29")
    await town.stage.kill_bot()
    await town.stage.clock("2014-10-14 09:40")
    await town.stage.start_bot()
    await town.adams.sees("Checklist: ", ROOM_4)
    await town.stage.restart_bot()
    await town.stage.idle()
    assert len([one for one in await checklists(town) if "Oct 14" in one]) == 1

    await town.stage.clock("2014-10-14 15:20")
    await town.ben.click("All as planned", await town.typed("ben", "log"), dm)
    await town.ben.sees("Logged: Tue, Oct 14, 2014", dm)
