"""A kindergarten teacher tells her room, one tap after another, over the wire."""

import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from scenario.stage import Actor, Stage, elements, words

from bot import demo

ROOM = demo.CHANNEL
ZONE = ZoneInfo("America/New_York")
BELLS = (
    ("Opening", "08:30", "09:10", "class"),
    ("Centers", "09:10", "09:50", "class"),
    ("Writing", "10:00", "10:40", "class"),
    ("Recess", "11:20", "11:40", "break"),
    ("Lunch", "11:40", "12:10", "meal"),
    ("Specials", "13:00", "13:40", "class"),
    ("Closing", "13:40", "15:00", "class"),
)
LATE = (
    ("Opening", "10:30", "11:00", "class"),
    ("Writing", "11:00", "11:30", "class"),
    ("Lunch", "11:40", "12:10", "meal"),
    ("Specials", "13:20", "13:50", "class"),
    ("Closing", "13:50", "15:00", "class"),
)
ARRIVAL = "When is arrival in room 4?"


def school() -> dict[str, Any]:
    """Return an invented school with a two-hour delay in December."""
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "REGULAR")
    delay = {"from": "2026-12-09", "to": "2026-12-09", "day_type": "DELAY", "label": "Delay"}
    return {
        "format": "pushin-school/1",
        "id": "lincoln",
        "name": "Lincoln Elementary (invented)",
        "timezone": ZONE.key,
        "timezone_basis": "stated",
        "school_year": {"first_day": "2026-09-08", "last_day": "2027-06-18"},
        "day_types": {
            "REGULAR": {"label": "Regular day", "periods": _periods(BELLS)},
            "DELAY": {"label": "Two-hour delay", "periods": _periods(LATE)},
        },
        "pattern": {"kind": "weekly", "days": {**week, "sat": None, "sun": None}},
        "exceptions": [delay],
        "source": [],
    }


def _periods(bells: tuple[tuple[str, str, str, str], ...]) -> list[dict[str, str]]:
    return [dict(zip(("name", "start", "end", "kind"), bell, strict=True)) for bell in bells]


@pytest.fixture
async def stage(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Stage]:
    """Open the stage on a Monday morning; the therapist and the teacher said who they are."""
    async with aiohttp.ClientSession() as http:
        opened = Stage(tmp_path, sqlite_url, http, ZONE)
        try:
            now = demo.local_instant("2026-10-05 07:00", ZONE)
            await opened.open(demo.workspace_seed(now, zone=ZONE.key), "--no-pacing")
            await opened.start_bot()
            file = tmp_path / "lincoln.json"
            file.write_text(json.dumps(school()), encoding="utf-8")
            await opened.pushin("school", "import", str(file))
            for user_id, role in ((demo.MAYA.user_id, "Provider"), (demo.ADAMS.user_id, "Teacher")):
                await _settle(opened.person(user_id), role)
            yield opened
        finally:
            await opened.close()


async def _settle(person: Actor, role: str) -> None:
    await person.command("settings", ROOM)
    days = ["Mon", "Tue", "Wed", "Thu", "Fri"]
    said: dict[str, Any] = {"Role": role, "From": "08:00", "To": "15:30", "Days_you_work": days}
    more = {"For_providers": "OT"} if role == "Provider" else {}
    answer = await person.submit(School="Lincoln", **said, **more)
    assert not answer.get("errors"), answer


async def planned(maya: Actor) -> None:
    """Let the therapist plan on a routine that nobody told."""
    phrase = f"Mon & Wed 8:30-8:45 arrival routine with <@{demo.ADAMS.user_id}> room 4 until June"
    await maya.click("Confirm", await maya.command(f"schedule {phrase}", ROOM), ROOM)
    assert "the time is a guess" in words(await maya.sees("Reply in this thread", ROOM))


async def answered(stage: Stage, person: Actor, label: str, message: Mapping[str, Any]) -> Any:
    """Tap a button of a private answer; return what stands in its place."""
    button = next(one for one in elements(message) if words(one.get("text", {})) == label)
    action = {name: button[name] for name in ("action_id", "block_id")}
    body = {"as": person.user_id, "channel": ROOM, "message_ts": message["ts"]}
    await stage.call("POST", "action", {**body, "action": action})
    await stage.idle()
    private = [one for one in await person.messages(ROOM) if one.get("ephemeral")]
    return private[-1]


async def unticked(stage: Stage, person: Actor, label: str, message: Mapping[str, Any]) -> None:
    """Take one tick away, as a tap on its box does."""
    boxes = next(one for one in elements(message) if one["type"] == "checkboxes")
    left = [one for one in boxes["initial_options"] if label not in words(one)]
    action = {name: boxes[name] for name in ("action_id", "block_id")}
    body = {"as": person.user_id, "channel": ROOM, "message_ts": message["ts"]}
    await stage.call("POST", "action", {**body, "action": {**action, "selected_options": left}})


def labels(message: Mapping[str, Any]) -> list[str]:
    return [words(one["text"]) for one in elements(message) if one["type"] == "button"]


@pytest.mark.slow
async def test_the_question_reaches_her_card_and_one_tap_answers_it(stage: Stage) -> None:
    """A push-in on a guess: she is asked on her card, and then the plan's card is sure."""
    maya, adams = (stage.person(one.user_id) for one in (demo.MAYA, demo.ADAMS))
    await planned(maya)
    await stage.clock("2026-10-05 08:01")
    dm = await adams.dm()
    card = await adams.sees(ARRIVAL, dm)
    assert "I guess 8:30\N{EN DASH}8:45 AM." in words(card)
    assert "Maya Ortiz pushes in then." in words(card)
    assert labels(card) == ["That's right", "Change", "We have none"]

    await stage.restart_bot()
    await adams.click("That's right", card, dm)

    assert "Noted" in words(await adams.sees("Noted", dm))
    await adams.sees("all answered", dm)
    await stage.idle()
    shown = words(await maya.sees("Reply in this thread", ROOM))
    assert "guess" not in shown
    assert (
        len([one for one in await maya.messages(await maya.dm()) if "arrival" in words(one)]) == 0
    )


@pytest.mark.slow
async def test_a_room_is_told_in_eight_taps_without_typing(stage: Stage) -> None:
    """From the grade to the two-hour delay: each answer puts the next question in its place."""
    maya, adams = (stage.person(one.user_id) for one in (demo.MAYA, demo.ADAMS))
    await planned(maya)
    message = await adams.command("room", ROOM)
    taps = (
        ("That's right", ARRIVAL),
        ("K", "Which grade is room 4?"),
        ("That's right", "When is your planning time?"),
        ("Yes", "May the team use your planning time"),
        ("All 5 are right", "When is morning meeting in room 4?"),
    )
    for label, question in taps:
        assert question in words(message)
        message = await answered(stage, adams, label, message)

    assert "Two-hour delay (first bell 10:30 AM)" in words(message)
    await unticked(stage, adams, "Lunch", message)
    message = await answered(stage, adams, "That's right", message)

    assert "Room 4 is complete" in words(message)
    told = words(message)
    assert "guess" not in told
    assert "11:40 AM\N{EN DASH}12:10 PM · Lunch (no students, not on: Two-hour delay)" in told
    assert "1:00\N{EN DASH}1:40 PM · Planning time (open for touch-bases)" in told
