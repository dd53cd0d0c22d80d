"""The keyboard alone: everything can be reached and done without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from browser import team
from playwright.async_api import expect

if TYPE_CHECKING:
    from browser.conftest import PageFactory, Workspace
    from playwright.async_api import Locator, Page

FAR = 40


async def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press Tab until the focus stands on something; fails when it never does."""
    for _ in range(FAR):
        if await wanted.evaluate("node => node === document.activeElement"):
            return
        await page.keyboard.press(key)
    raise AssertionError(f"{key} does not reach {wanted}")


async def test_a_whole_push_in_without_a_mouse(
    workspace: Workspace, browser_page: PageFactory
) -> None:
    """Keys alone: open a thread, reply, open a form, fill it in, submit, become somebody else."""
    await workspace.app.chat_postMessage(channel=team.ROOM_4, text="Plan", blocks=team.plan_card())
    page = await browser_page(workspace.at(team.MAYA))
    keys = page.keyboard
    box = page.get_by_role("textbox", name="Message room-4-push-in")
    await expect(box).to_be_focused()

    card = page.get_by_test_id("message").first
    await tab_to(page, card, "Shift+Tab")
    await tab_to(page, card.get_by_role("button", name="Reply in thread"))
    await keys.press("Enter")
    thread = page.get_by_test_id("thread")
    await expect(thread.get_by_role("textbox", name="Reply in the thread")).to_be_focused()
    await keys.type("I take the cubbies")
    await keys.press("Enter")
    await expect(thread.get_by_test_id("message").last).to_contain_text("I take the cubbies")
    await keys.press("Escape")
    await expect(thread).to_be_hidden()

    await tab_to(page, page.get_by_role("button", name="Shortcuts and commands"))
    await keys.press("Enter")
    await tab_to(page, page.get_by_role("menuitem", name="Schedule a push-in"), "ArrowDown")
    await keys.press("Enter")
    form = page.get_by_test_id("modal")
    await expect(form.get_by_role("textbox", name="What will you work on?")).to_be_focused()
    await keys.type("Settling in")
    await tab_to(page, form.get_by_role("combobox", name="Whose classroom?"))
    await keys.press("Enter")
    await page.get_by_role("option", name="Ms. Adams").wait_for()
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await tab_to(page, form.get_by_role("checkbox", name="Monday"))
    await keys.press("Space")
    await tab_to(page, form.get_by_role("button", name="Check times"))
    await keys.press("Enter")
    await expect(form).to_be_hidden()
    await expect(page.get_by_text("Planned: Settling in")).to_be_visible()

    adams = page.get_by_test_id("person-switcher").get_by_role("link", name="Play Ms. Adams")
    await tab_to(page, adams, "Shift+Tab")
    await keys.press("Enter")
    await expect(page.get_by_text("You are Ms. Adams")).to_be_visible()


async def test_escape_closes_what_is_open_and_focus_returns(
    workspace: Workspace, browser_page: PageFactory
) -> None:
    """Escape closes menu, palette and form, and the focus is where it was before."""
    await workspace.do("say", **{"as": team.MAYA, "channel": team.ROOM_4, "text": "Hello"})
    page = await browser_page(workspace.at(team.MAYA))
    await expect(page.get_by_test_id("message")).to_have_count(1)
    react = page.get_by_test_id("message").get_by_role("button", name="Add reaction")
    await page.get_by_test_id("message").focus()
    await tab_to(page, react)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("textbox", name="Find an emoji")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(react).to_be_focused()
    await tab_to(page, page.get_by_role("button", name="More actions"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem").first).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="More actions")).to_be_focused()
