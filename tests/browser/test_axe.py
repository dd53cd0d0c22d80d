"""Everybody can use the page: axe-core finds nothing serious, wide and narrow, light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser import axe, gallery, team
from playwright.async_api import expect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from browser.conftest import PageFactory, Workspace
    from playwright.async_api import Page


@pytest.fixture
async def furnished(workspace: Workspace) -> str:
    """A workspace with a tour, one of each block, reactions and a thread; returns the root."""
    seed = {**team.seed(), "tour": gallery.tour(), "usergroups": gallery.groups()}
    await workspace.do("seed", **seed)
    await workspace.do("marks", **team.marks())
    app, where = workspace.app, {"channel": team.ROOM_4}
    posted = await app.chat_postMessage(channel=team.ROOM_4, text="All", blocks=gallery.message())
    root = str(posted["ts"])
    await workspace.do("react", **{"as": team.ADAMS, **where, "ts": root, "name": "wave"})
    await workspace.do("say", **{"as": team.TAM, **where, "text": "Yes", "thread_ts": root})
    await app.chat_postEphemeral(channel=team.ROOM_4, user=team.ADAMS, text="Only for you")
    return root


async def places(page: Page, workspace: Workspace, root: str) -> AsyncIterator[str]:
    """Go through the places of the page; yields the name of each once it is shown."""
    phone = (page.viewport_size or {"width": 0})["width"] < 600
    main = page.get_by_role("main")
    await expect(main.get_by_text("Only for you")).to_be_visible()
    yield "channel"
    if phone:
        await page.get_by_role("button", name="Conversations and people").click()
        yield "drawer"
        await page.keyboard.press("Escape")
    await page.get_by_role("button", name="What comes next").click()
    await expect(page.get_by_role("dialog", name="What comes next")).to_be_visible()
    yield "what comes next"
    await page.keyboard.press("Escape")
    await page.goto(workspace.at(team.ADAMS, f"{team.ROOM_4}/{root}"))
    await expect(page.get_by_test_id("thread").get_by_text("Yes")).to_be_visible()
    yield "thread"
    await page.goto(workspace.at(team.ADAMS, "home"))
    await expect(page.get_by_test_id("home").get_by_role("button", name="Roles")).to_be_visible()
    yield "home"
    await page.goto(workspace.at(team.ADAMS))
    box = page.get_by_role("textbox", name="Message room-4-push-in")
    await box.fill("/pushin gallery")
    await box.press("Enter")
    await expect(page.get_by_test_id("modal").get_by_role("note")).to_be_visible()
    yield "modal"
    await page.get_by_role("combobox", name="A person").click()
    await expect(page.get_by_role("option", name="Maya Ortiz")).to_be_visible()
    yield "picker"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
async def test_nothing_serious_is_in_the_way(
    workspace: Workspace, browser_page: PageFactory, furnished: str, *, width: int, dark: bool
) -> None:
    """No place of the page has a serious or critical finding; in the dark contrast holds too."""
    script = axe.source()
    page = await browser_page(workspace.at(team.ADAMS), width=width, height=844, dark=dark)
    grave = []
    async for place in places(page, workspace, furnished):
        found = await axe.findings(page, script, ["color-contrast"] if dark else None)
        grave += [f"{place}: {one}" for one in found]
    assert grave == [], "\n".join(grave)
