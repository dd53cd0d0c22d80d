"""The story in the page: one push-in from the first word to the debrief, by clicking and typing."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from browser.acting import Window
from playwright.async_api import expect
from scenario.stage import Stage

from bot import demo, school_files

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from browser.conftest import PageFactory

SCHOOL = Path(demo.__file__).parent / "data" / school_files.DEMO
ROOM = "room-12-team"
PHRASE = "Mon & Wed period 2 with @adams and @tam room 12 until June"
DESK, PHONE = (1280, 800), (390, 844)
# What stands at the foot of the two cards in the channel.
PLAN_CARD = "Reply in this thread"
CHECKLIST = "to add one for this session"


@dataclass(frozen=True, slots=True)
class Team:
    """The three at their windows, the teacher's phone, and a colleague who looks in."""

    maya: Window
    adams: Window
    tam: Window
    phone: Window
    ben: Window


@pytest.fixture
async def stage(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Stage]:
    """Open the stage on a Tuesday afternoon: a school is imported, nobody has said a word."""
    zone = ZoneInfo("America/Los_Angeles")
    async with aiohttp.ClientSession() as http, AsyncExitStack() as stack:
        opened = Stage(tmp_path, sqlite_url, http, zone)
        stack.push_async_callback(opened.close)
        await opened.open(demo.workspace_seed(demo.local_instant("2026-10-06 14:20", zone)))
        await opened.start_bot()
        await opened.pushin("school", "import", str(SCHOOL))
        yield opened


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
async def team(
    request: pytest.FixtureRequest,
    stage: Stage,
    browser_page: PageFactory,
    pictures: Path | None,
) -> Team:
    """All sit at a desk, or all have a phone; the teacher has a phone of her own in any case."""

    async def window(
        who: demo.Member, place: str = demo.CHANNEL, size: tuple[int, int] = request.param
    ) -> Window:
        url = f"{stage.url}/#/{who.user_id}/{place}"
        width, height = size
        scale = 2 if pictures else 1
        page = await browser_page(url, width=width, height=height, scale=scale)
        return Window(page, pictures if request.param == DESK else None)

    return Team(
        maya=await window(demo.MAYA),
        adams=await window(demo.ADAMS),
        tam=await window(demo.TAM),
        phone=await window(demo.ADAMS, "home", PHONE),
        ben=await window(demo.BEN),
    )


async def they_settle_in(team: Team) -> None:
    """Each says who they are, in one form."""
    for window, role, more in (
        (team.maya, "Provider", {"For_providers": "OT"}),
        (team.adams, "Teacher", {}),
        (team.tam, "Para", {}),
    ):
        await window.write("/pushin settings")
        await window.fill(Role=role, School="Martin", From="08:00", To="15:30", **more)
        await window.send("Save")


async def maya_schedules(team: Team) -> None:
    """A phrase is said back with full dates and saved by one tap; a card stands in the channel."""
    await team.maya.write(f"/pushin schedule {PHRASE}")
    preview = team.maya.said("Is this right?")
    await expect(preview).to_contain_text("Wed, Oct 7, 2026, 9:31")
    await team.maya.photograph("push-in-plan")
    await team.maya.tap("Confirm", preview)
    await expect(team.adams.said("Room 12 · Mon & Wed")).to_contain_text("Period 2")


async def maya_proposes_roles(team: Team) -> None:
    """Roles, activity and expectations stand on the plan's card; the others are asked."""
    await team.maya.tap("Roles", team.maya.said(PLAN_CARD))
    await team.maya.fill(
        Who_leads="Ms. Adams",
        **{
            "What_Maya_Ortiz_does": "Table 2: grip and paper position",
            "What_Ms._Adams_does": "Opens the quick-write",
            "What_Tam_does": "Keeps the other tables going",
        },
        Activity="Quick-write, ten minutes",
        What_to_bring="Slant boards, short pencils",
        What_everyone="Pencils sharpened\nSlant boards on table 2",
        If_someone="Tam takes table 2",
    )
    await team.maya.form.get_by_text("Room 12").scroll_into_view_if_needed()
    await team.maya.photograph("push-in-roles")
    await team.maya.send("Save")
    await expect(team.maya.said(PLAN_CARD)).to_contain_text("Waiting for Ms. Adams and Tam.")


async def they_are_in(team: Team) -> None:
    """After school each has one card; one tap each, and the channel's card says everyone is in."""
    await team.maya.move_clock_to("A card with what waits")
    await team.phone.page.get_by_role("link", name="Messages", exact=True).click()
    await team.tam.go_tab("Messages")
    for window, part in ((team.phone, "Opens the quick-write"), (team.tam, "Keeps the other")):
        card = window.said("For you")
        await expect(card).to_contain_text(part)
        await expect(card.get_by_role("button", name="I'm in")).to_be_in_viewport(ratio=1)
        if window is team.phone:
            await window.photograph("push-in-phone")
        await window.tap("I'm in", card)
        if window is team.phone:
            await window.tap("As usual", window.said("What will the class be doing?"))
        await expect(window.said("all answered")).to_be_visible()
    await expect(team.maya.said(PLAN_CARD)).to_contain_text("Everyone's in.")


async def a_reply_ahead_of_time_holds_for_every_session(team: Team) -> None:
    """A reply in the plan's own thread becomes an expectation from its message menu."""
    await team.tam.go(ROOM)
    await team.tam.open_thread(team.tam.said(PLAN_CARD))
    await team.tam.reply("Timer where everyone sees it")
    await team.tam.leave_thread()
    await team.maya.open_thread(team.maya.said(PLAN_CARD))
    await team.maya.pick("Add as expectation", team.maya.said("Timer", team.maya.thread))
    await team.maya.leave_thread()
    await expect(team.maya.said(PLAN_CARD)).to_contain_text("Timer where everyone sees it")


async def they_touch_base(team: Team) -> None:
    """Five minutes after school, in the pair's own messages; the note is theirs alone."""
    pair, timer = "Touch base · Tue, Oct 6, 2026", "Timer on the desk"
    await team.maya.go("Ms. Adams")
    await team.maya.tap("Done", team.maya.said(pair))
    await team.maya.fill(What_worked="Boards helped", What_to="Less talk", One_thing=timer)
    await team.maya.send("Save")
    await team.adams.go("Maya Ortiz")
    await team.adams.tap("Open the note", team.adams.said(pair))
    await expect(team.adams.form.get_by_label("One thing to try")).to_have_value(timer)
    await team.adams.tap("Cancel", team.adams.form)
    await expect(team.tam.page.get_by_test_id("sidebar-item")).to_have_count(2)


async def next_is_right_for_each(team: Team) -> None:
    """`next` tells each their own part, on an early-release Wednesday at the moved time."""
    for window, part, tries in (
        (team.maya, "Table 2: grip", True),
        (team.adams, "Opens the quick-write", True),
        (team.tam, "Keeps the other tables", False),
    ):
        await window.go(ROOM)
        await window.write("/pushin next")
        answer = window.said("Only visible to you")
        await expect(answer).to_contain_text("Wed, Oct 7, 2026, 9:31")
        await expect(answer).to_contain_text(f"You: {part}")
        timer = answer.get_by_text("Timer on the desk")
        await expect(timer).to_have_count(1 if tries else 0)


async def the_checklist_stands(team: Team) -> None:
    """The next morning the clock goes to the checklist, which comes by itself."""
    await team.tam.next_school_day()
    await team.tam.move_clock_to("Checklist")
    checklist = team.tam.said(CHECKLIST)
    await expect(checklist).to_contain_text("Wed, Oct 7, 2026, 9:31")
    await expect(checklist.get_by_role("checkbox")).to_have_count(3)


async def a_reply_becomes_an_expectation(team: Team) -> None:
    """A mention in the checklist's thread adds a box on everybody's screen; plain words do not."""
    await team.adams.open_thread(team.adams.said(CHECKLIST))
    await team.adams.reply("I saved table 2 for you")
    await team.adams.reply("@Push-In expect writing folders out")
    await team.adams.leave_thread()
    box = team.tam.main.get_by_role("checkbox", name="writing folders out")
    await expect(box).to_be_visible()
    await expect(team.tam.main.get_by_role("checkbox")).to_have_count(4)


async def a_tap_adds_for_this_session_only(team: Team) -> None:
    """The checklist's own button adds a box to it and leaves the plan as it is."""
    await team.tam.tap("Add an expectation", team.tam.said(CHECKLIST))
    await expect(team.tam.form).to_contain_text("this session only")
    await team.tam.fill(One_more="Bins on the rug")
    await team.tam.send("Add")
    await expect(team.tam.main.get_by_role("checkbox", name="Bins on the rug")).to_be_visible()
    await expect(team.tam.said(PLAN_CARD)).not_to_contain_text("Bins on the rug")


async def two_tick_at_once(team: Team) -> None:
    """Two people tick two boxes at the same moment: both stand, for everybody."""
    one, other = "Pencils sharpened", "writing folders out"
    await asyncio.gather(
        team.adams.main.get_by_role("checkbox", name=one).check(),
        team.tam.main.get_by_role("checkbox", name=other).check(),
    )
    checklist = team.maya.said(CHECKLIST)
    for name in (one, other):
        await expect(checklist.get_by_role("checkbox", name=name)).to_be_checked()
    await expect(checklist).to_contain_text("Ticked by")
    for name in ("Ms. Adams", "Tam"):
        await expect(checklist).to_contain_text(name)


async def the_channel_tells_it_all(team: Team) -> None:
    """Who was away finds the plan, and beside it the checklist with its thread, and no more."""
    channel = team.ben.main
    await expect(channel.get_by_test_id("message")).to_have_count(2)
    await expect(team.ben.said(PLAN_CARD)).to_contain_text("Everyone's in.")
    await team.ben.open_thread(team.ben.said(CHECKLIST))
    await expect(team.ben.thread).to_contain_text("I saved table 2 for you")
    await team.ben.said(PLAN_CARD).evaluate("(card) => card.scrollIntoView()")
    await team.ben.photograph("push-in")


async def home_shows_it(team: Team) -> None:
    """The App Home names the session, the part in it, and the next touch-base."""
    await team.adams.go_tab("Home")
    home = team.adams.page.get_by_test_id("home")
    await expect(home).to_contain_text("Wed, Oct 7, 2026, 9:31")
    await expect(home).to_contain_text("You: Opens the quick-write")
    await expect(home).to_contain_text("Nothing waits for you.")
    await team.adams.photograph("push-in-home")


STEPS = (
    they_settle_in,
    maya_schedules,
    maya_proposes_roles,
    they_are_in,
    a_reply_ahead_of_time_holds_for_every_session,
    they_touch_base,
    next_is_right_for_each,
    the_checklist_stands,
    a_reply_becomes_an_expectation,
    two_tick_at_once,
    the_channel_tells_it_all,
    a_tap_adds_for_this_session_only,
    home_shows_it,
)


@pytest.mark.timeout(180)
async def test_a_push_in_by_clicking_and_typing(team: Team) -> None:
    """A team schedules, agrees, is prompted, ticks and touches base without leaving the page."""
    for step in STEPS:
        await step(team)
