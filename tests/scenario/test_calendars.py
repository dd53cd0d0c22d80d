"""School time over the wire: clocks that change, letters that flip, cycles that count on."""

from collections.abc import AsyncIterator, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from scenario import lincoln
from scenario.lincoln import HIGH_9, ROOM_4, ZONE, Lincoln, school
from scenario.stage import Stage, eventually, words

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

FRIDAY = date(2027, 3, 5)
CLOSED = (date(2027, 3, 11), date(2027, 3, 12))


@pytest.fixture
async def town(tmp_path: Path, database_url: str) -> AsyncIterator[Lincoln]:
    """Open Lincoln on a Friday afternoon, nine days before the clocks change."""
    async with aiohttp.ClientSession() as http:
        stage = Stage(tmp_path, database_url, http, ZONE)
        try:
            yield await lincoln.lincoln(stage, "2027-03-05 16:00")
        finally:
            await stage.close()


async def moves_to(town: Lincoln, who: str, data: dict[str, Any]) -> None:
    """Import a school and let somebody say that they work there."""
    await lincoln.imported(town.stage, data)
    await lincoln.settles_in(town, who, school_name=data["name"])


async def checklists(town: Lincoln, channel: str, day: str) -> int:
    """Count the checklists of a day that stand in a channel."""
    await town.stage.idle()
    found = await town.maya.messages(channel)
    return sum(m["text"].startswith("Checklist") and day in m["text"] for m in found)


async def comes_at(town: Lincoln, channel: str, at: str, day: str) -> None:
    """Check that a day's checklist comes at a time (New York's) and not a minute earlier."""
    on, clock = at.split()
    hour, minute = map(int, clock.split(":"))
    before = f"{on} {(hour * 60 + minute - 1) // 60:02}:{(minute - 1) % 60:02}"
    await town.stage.clock(before)
    assert await checklists(town, channel, day) == 0
    await town.stage.clock(at)
    await eventually(lambda: checklists(town, channel, day), f"the checklist of {day}")
    assert await checklists(town, channel, day) == 1


async def test_the_clocks_change(town: Lincoln) -> None:
    """Scenario 2: half an hour before 9:10 on each wall, in New York and in Phoenix, once each."""
    phoenix = school("lincoln") | {
        "id": "phoenix", "name": "Saguaro Elementary", "timezone": "America/Phoenix",
    }  # fmt: skip
    await moves_to(town, "frost", phoenix)
    await town.plan("maya", ROOM_4, "Mon Centers with @adams room 4 until June")
    await town.plan("maya", HIGH_9, "Mon Centers with @frost room 9 until June")

    await comes_at(town, ROOM_4, "2027-03-08 08:40", "Mar 8")
    await comes_at(town, HIGH_9, "2027-03-08 10:40", "Mar 8")
    await comes_at(town, ROOM_4, "2027-03-15 08:40", "Mar 15")
    await comes_at(town, HIGH_9, "2027-03-15 11:40", "Mar 15")
    await town.stage.restart_bot()
    assert await checklists(town, ROOM_4, "Mar 15") == 1
    assert await checklists(town, HIGH_9, "Mar 15") == 1


async def says_her_buildings(town: Lincoln) -> None:
    """Let Maya say that she is at Lincoln on Mon, Wed and Fri, at Grant on Tue and Thu."""
    await town.maya.command("settings", await town.maya.dm())
    await town.maya.press("I work in several buildings")
    days = {"Lincoln_Elementary": ["Mon", "Wed", "Fri"], "Grant_Elementary": ["Tue", "Thu"]}
    answer = await town.maya.submit(**days, Minutes_from="20")
    assert not answer.get("errors"), answer
    await town.maya.close()


async def test_an_arrival_goal(town: Lincoln) -> None:
    """Scenario 1: arrival on Mondays and Wednesdays, in the building of the day; quiet weekend."""
    await says_her_buildings(town)
    adams = f"<@{lincoln.user('adams')}>"
    tuesday = await town.maya.command(f"schedule Tue arrival with {adams} room 4", ROOM_4)
    assert "You are at Grant Elementary on Tuesdays" in words(tuesday)
    await town.plan("maya", ROOM_4, "Mon & Wed arrival with @adams room 4 until June")

    mine = words(await town.typed("adams", "next"))
    assert "Mon, Mar 8, 2027, 8:30–8:45 AM" in mine  # noqa: RUF001  the dash people see
    assert "Room 4" in mine
    assert "Maya Ortiz" in mine
    for at in ("2027-03-06 08:00", "2027-03-06 14:00", "2027-03-07 14:00", "2027-03-07 20:00"):
        await town.stage.clock(at)
        await town.stage.idle()
    assert not await town.told("adams")
    await comes_at(town, ROOM_4, "2027-03-08 08:00", "Mar 8")
    await comes_at(town, ROOM_4, "2027-03-10 08:00", "Mar 10")
    await town.stage.clock("2027-03-10 09:00")
    assert "Mon, Mar 15, 2027" in words(await town.typed("maya", "next"))


def lettered(letters: Iterable[tuple[date, str]]) -> dict[str, Any]:
    """Return a middle school that publishes its letters date by date."""
    dates = [
        {"date": on.isoformat(), "cycle_day": one, "day_type": "REGULAR", "published": one}
        for on, one in letters
    ]
    exceptions = [
        {"from": on.isoformat(), "to": on.isoformat(), "day_type": None, "label": "Conferences"}
        for on in CLOSED
    ]
    return school("high") | {
        "id": "middle",
        "name": "Middle School",
        "pattern": {"kind": "rotation", "cycle": ["Odd", "Even"], "length": 2, "dates": dates},
        "exceptions": exceptions,
    }


async def test_the_same_letter_on_both_sides_of_a_holiday(town: Lincoln) -> None:
    """Scenario 4: the next odd day is the next that is published odd; none is guessed."""
    published = [(date(2027, 3, 8), "Odd"), (date(2027, 3, 9), "Even"), (date(2027, 3, 10), "Odd")]
    published += [(date(2027, 3, 15), "Odd"), (date(2027, 3, 16), "Even")]
    await moves_to(town, "frost", lettered(published))
    await lincoln.settles_in(town, "maya", school_name="Middle School")
    await town.plan("maya", HIGH_9, "odd days period 3 with @frost room 9 until 3/19")

    await town.stage.clock("2027-03-10 14:00")
    assert "Mon, Mar 15, 2027" in words(await town.typed("maya", "next"))
    week = words(await town.typed("maya", "week next"))
    assert "day Odd" in week
    assert "day Even" in week
    assert "not published" in words(await town.typed("maya", "day 3/17"))
    await town.stage.clock("2027-03-15 14:00")
    assert "Mar 17" not in words(await town.typed("maya", "next"))


async def test_a_cycle_of_eight_days(town: Lincoln) -> None:
    """Scenario 12: the third day of a counted cycle of eight, over days without school."""
    days = [f"C{n}" for n in range(1, 9)]
    data = lettered(()) | {"id": "eight", "name": "Eight Day School"}
    data["pattern"] = {
        "kind": "rotation", "cycle": days, "length": 8, "advance_on": "school days",
        "starts": [{"date": FRIDAY.isoformat(), "cycle_day": "C1"}],
        "days": {**dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "REGULAR"),
                 "sat": None, "sun": None},
    }  # fmt: skip
    await moves_to(town, "frost", data)
    await lincoln.settles_in(town, "maya", school_name="Eight Day School")
    await town.plan("maya", HIGH_9, "day C3 period 3 with @frost room 9 until June")

    on, counted = FRIDAY, []
    while len(counted) < 11:
        if on.weekday() < 5 and on not in CLOSED:
            counted.append(on)
        on += timedelta(days=1)
    first, second = counted[2], counted[10]
    assert f"{first:%a, %b} {first.day}, 2027" in words(await town.typed("maya", "next"))
    await comes_at(town, HIGH_9, f"{first} 11:30", f"{first:%b} {first.day}")
    await town.stage.restart_bot()
    await town.stage.clock(f"{first} 14:00")
    assert await checklists(town, HIGH_9, f"{first:%b} {first.day}") == 1
    assert f"{second:%a, %b} {second.day}, 2027" in words(await town.typed("maya", "next"))
