"""The story: one push-in from the first word to the debrief, over the wire, on both databases."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from scenario.stage import Actor, Stage, elements, eventually, words

from bot import demo

DATA = Path(__file__).parent.parent / "data" / "schools"
ROOM = demo.CHANNEL
CODE = "K7-03"
MODAL_METHODS = {"views.open", "views.push", "views.update"}


@dataclass
class Story:
    """The stage, the three who act, and what they found on the way."""

    stage: Stage
    maya: Actor
    adams: Actor
    tam: Actor
    found: dict[str, Any] = field(default_factory=dict)

    async def card(self) -> dict[str, Any]:
        """Return the plan's card as it stands in the channel."""
        return await self.maya.sees("Period 2", ROOM)

    async def checklist(self) -> dict[str, Any]:
        """Return the session's checklist as it stands in the channel."""
        ts = self.found["checklist"]
        return next(m for m in await self.maya.messages(ROOM) if m["ts"] == ts)


async def they_settle_in(story: Story) -> None:
    """Each says who they are, in one form."""
    people = (
        (story.maya, "Provider", "08:00", "15:30"),
        (story.adams, "Teacher", "08:00", "15:30"),
        (story.tam, "Para", "08:15", "15:15"),
    )
    for person, role, start, end in people:
        await person.command("settings", ROOM)
        values: dict[str, Any] = {"Role": role, "From": start, "To": end, "School": "Martin"}
        values["Days_you_work"] = ["Mon", "Tue", "Wed", "Thu", "Fri"]
        if role == "Provider":
            values["For_providers"] = "OT"
        answer = await person.submit(**values)
        assert not answer.get("errors"), answer
        await person.close()


async def nothing_is_next(story: Story) -> None:
    """Before a plan, `next` says what to do first."""
    assert "No push-ins yet" in words(await story.maya.command("next", ROOM))
    assert "No push-ins yet" in words(await story.adams.command("next", ROOM))


async def maya_schedules(story: Story) -> None:
    """A phrase is said back with full dates and saved by one tap; a card opens its thread."""
    phrase = f"Mon & Wed period 2 with <@{demo.ADAMS.user_id}> and <@{demo.TAM.user_id}> room 12"
    preview = await story.maya.command(f"schedule {phrase} until June", ROOM)
    assert "Oct 7" in words(preview)
    assert "9:31" in words(preview)
    await story.maya.click("Confirm", preview, ROOM)
    story.found["card"] = (await story.card())["ts"]


async def adams_offers_planning_time(story: Story) -> None:
    """The teacher says when she plans, and that touch-bases may use it."""
    answer = await story.adams.command("room", ROOM)
    await story.adams.click("Add a routine", answer, ROOM)
    result = await story.adams.submit(
        What_is_it="Planning",
        Starts="13:25",
        Ends="14:10",
        Are_students="No",
        **{"Touch-bases": ["Five"]},
    )
    assert not result.get("errors"), result


async def maya_proposes_roles(story: Story) -> None:
    """Roles, activity and expectations stand on the plan's card; the others are asked."""
    await story.maya.click("Roles", await story.card(), ROOM)
    result = await story.maya.submit(
        Who_leads="Ms. Adams",
        **{
            "What_Ms._Adams_does": "Leads the quick-write",
            "What_Maya_Ortiz_does": "Table 2, grip and paper",
            "What_Tam_does": "Keeps the other tables going",
        },
        Activity="Quick-write",
        What_to_bring="Slant boards",
        What_everyone="Pencils sharpened",
        If_someone="Tam takes table 2",
    )
    assert not result.get("errors"), result
    await story.maya.sees("Waiting for", ROOM)


async def they_are_asked_once(story: Story) -> None:
    """Teacher and para get one card each, when no students are with them."""
    for person in (story.adams, story.tam):
        assert not [m for m in await person.messages(await person.dm()) if "I'm in" in words(m)]
    await story.stage.clock("2026-10-06 15:00")
    for person in (story.adams, story.tam):
        dm = await person.dm()
        await person.sees("Leads the quick-write" if person is story.adams else "Keeps", dm)
    await story.stage.idle()
    for person in (story.adams, story.tam):
        found = [m for m in await person.messages(await person.dm()) if "I'm in" in words(m)]
        assert len(found) == 1


async def they_are_in(story: Story) -> None:
    """One tap each, and the card in the channel says that everyone is in."""
    for person in (story.adams, story.tam):
        dm = await person.dm()
        card = await person.sees("I'm in", dm)
        await person.click("I'm in", card, dm)
    await story.maya.sees("Everyone's in", ROOM)


async def they_touch_base(story: Story) -> None:
    """Five minutes after school: the pair's group DM, a note that the two alone can read."""
    pair = await eventually(lambda: _pair_dm(story), "the pair's group DM")
    message = await story.adams.sees("Touch base", pair)
    story.found["pair"] = pair
    assert "Oct 6" in words(message)
    await story.maya.click("Done", message, pair)
    await story.maya.submit(
        What_worked=f"Boards helped {CODE}",
        What_to_change="Less talk",
        One_thing="Timer on the desk",
    )
    assert not [c for c in await story.tam.conversations() if c["id"] == pair]
    await eventually(lambda: _adams_reads_note(story), "the teacher reads the note")
    assert "Timer on the desk" in words(await story.maya.command("next", ROOM))
    assert "Timer on the desk" not in words(await story.tam.command("next", ROOM))


async def _pair_dm(story: Story) -> str | None:
    both = {demo.MAYA.user_id, demo.ADAMS.user_id}
    for conversation in await story.adams.conversations():
        if conversation["kind"] == "mpim" and both <= set(conversation["members"]):
            return str(conversation["id"])
    return None


async def _adams_reads_note(story: Story) -> bool:
    message = await story.adams.sees("Touch base", story.found["pair"])
    if "Open the note" not in words(message):
        return False
    await story.adams.click("Open the note", message, story.found["pair"])
    view = await story.adams.modal()
    await story.stage.call("POST", "close", {"as": story.adams.user_id, "view_id": view["id"]})
    return "Less talk" in json.dumps(view)


async def next_is_right_for_each(story: Story) -> None:
    """`next` tells each their own part, on an early-release Wednesday at the moved time."""
    for person, part in (
        (story.maya, "Table 2, grip and paper"),
        (story.adams, "Leads the quick-write"),
        (story.tam, "Keeps the other tables going"),
    ):
        told = words(await person.command("next", ROOM))
        assert "Oct 7" in told
        assert "9:31" in told
        assert part in told


async def the_checklist_stands(story: Story) -> None:
    """Thirty minutes before the moved period, and not earlier, the checklist is in the channel."""
    await story.stage.clock("2026-10-07 09:00")
    await story.stage.idle()
    assert not [m for m in await story.maya.messages(ROOM) if "Checklist" in m.get("text", "")]
    await story.stage.clock("2026-10-07 09:01")
    story.found["checklist"] = (await story.maya.sees("Checklist: ", ROOM))["ts"]
    checklist = await eventually(story.checklist, "the checklist")
    assert "9:31" in words(checklist)


async def a_reply_becomes_an_expectation(story: Story) -> None:
    """A mention in the session's thread adds one; a plain reply does not; a code is refused."""
    thread = story.found["checklist"]
    bot = "<@U0PUSHIN>"
    await story.tam.say("I will be two minutes late", ROOM, thread)
    await story.adams.say(f"{bot} expect writing folders out", ROOM, thread)
    await eventually(lambda: _has(story, "writing folders out"), "the new expectation")
    await story.maya.say(f"{bot} expect slant board for {CODE}", ROOM, thread)
    await eventually(
        lambda: _asked_privately(story, thread), "the author is asked about the student code"
    )
    assert "two minutes late" not in words(await story.checklist())


async def _has(story: Story, text: str) -> bool:
    return text in words(await story.checklist())


async def _asked_privately(story: Story, thread: str) -> bool:
    there = [*await story.maya.messages(ROOM), *await story.maya.messages(ROOM, thread)]
    return any(m.get("ephemeral") and "student" in words(m) for m in there)


async def two_tick_at_once(story: Story) -> None:
    """Two people tick two boxes at the same moment, each on an old screen: both stand."""
    checklist = await story.checklist()
    await asyncio.gather(
        story.adams.tick("Pencils sharpened", checklist, ROOM),
        story.tam.tick("writing folders out", checklist, ROOM),
    )
    await eventually(lambda: _both_ticked(story), "both ticks")


async def _both_ticked(story: Story) -> bool:
    checklist = await story.checklist()
    ticked = [words(o) for e in elements(checklist) for o in e.get("initial_options", [])]
    return len(ticked) == 2 and all(name in words(checklist) for name in ("Adams", "Tam"))


async def a_week_goes_by(story: Story) -> None:
    """The next week's touch-base and checklist come by themselves, each once."""
    await story.stage.clock("2026-10-13 08:30")
    await story.adams.sees("Oct 13", story.found["pair"])
    await story.stage.clock("2026-10-14 09:01")
    await story.maya.sees("Oct 14", ROOM)
    await story.stage.idle()


async def maya_is_asked_about_the_missing_period(story: Story) -> None:
    """A day without Period 2: its owner is asked on the school day before, and skips it."""
    await story.stage.clock("2026-10-16 08:00")
    dm = await story.maya.dm()
    card = await story.maya.sees("no Period 2", dm)
    assert "Oct 19" in words(card)
    await story.maya.click("Skip this one", card, dm)
    await eventually(lambda: _is_answered(story, dm), "the card says that it is answered")


async def _is_answered(story: Story, dm: str) -> bool:
    return any("all answered" in words(m) for m in await story.maya.messages(dm))


async def the_missing_day_is_quiet(story: Story) -> None:
    """No checklist on the day without the period; `today` says why; `next` is the Wednesday."""
    await story.stage.clock("2026-10-19 09:30")
    await story.stage.idle()
    today = words(await story.maya.command("today", ROOM))
    assert "not on" in today
    assert "Oct 21" in words(await story.maya.command("next", ROOM))
    checklists = [
        m for m in await story.maya.messages(ROOM) if m.get("text", "").startswith("Checklist")
    ]
    assert not [m for m in checklists if "Oct 19" in words(m)]


STEPS: tuple[Callable[[Story], Awaitable[None]], ...] = (
    they_settle_in,
    nothing_is_next,
    maya_schedules,
    adams_offers_planning_time,
    maya_proposes_roles,
    they_are_asked_once,
    they_are_in,
    they_touch_base,
    next_is_right_for_each,
    the_checklist_stands,
    a_reply_becomes_an_expectation,
    two_tick_at_once,
    a_week_goes_by,
    maya_is_asked_about_the_missing_period,
    the_missing_day_is_quiet,
)


@pytest.fixture
async def story(tmp_path: Path, database_url: str) -> AsyncIterator[Story]:
    """Open the stage on a Tuesday afternoon: a school is imported, nobody has said a word."""
    zone = ZoneInfo("America/Los_Angeles")
    async with aiohttp.ClientSession() as http:
        stage = Stage(tmp_path, database_url, http, zone)
        try:
            opening = demo.local_instant("2026-10-06 14:20", zone)
            await stage.open(demo.workspace_seed(opening))
            await stage.start_bot()
            await stage.pushin("school", "import", str(DATA / "king-6-minimum.json"))
            people = (stage.person(m.user_id) for m in (demo.MAYA, demo.ADAMS, demo.TAM))
            yield Story(stage, *people)
        finally:
            await stage.close()


async def _nothing_leaked_or_doubled(story: Story) -> None:
    """No student code outside a modal, and no message twice, in the whole record."""
    await story.stage.idle()
    ledger = await story.stage.ledger()
    for entry in ledger:
        spoken = entry["direction"] == "in" and entry["name"] not in MODAL_METHODS
        if spoken and entry["kind"] != "ack":
            assert CODE not in json.dumps(entry["payload"]), entry
    keys = [
        entry["payload"]["metadata"]["event_payload"]["key"]
        for entry in ledger
        if entry["name"] == "chat.postMessage" and entry["payload"].get("metadata")
    ]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True
)
@pytest.mark.timeout(180)
async def test_a_push_in_from_the_first_word_to_the_debrief(story: Story) -> None:
    """A team schedules, agrees, is prompted, ticks, touches base; nothing leaks or doubles."""
    for step in STEPS:
        await step(story)
    await _nothing_leaked_or_doubled(story)


@pytest.mark.slow
@pytest.mark.timeout(420)
async def test_the_same_with_a_kill_between_any_two_steps(story: Story) -> None:
    """SIGKILL and a new start between any two steps lose, double and forget nothing."""
    for step in STEPS:
        await step(story)
        await story.stage.restart_bot()
    await _nothing_leaked_or_doubled(story)
