"""The sandbox's page: what people see and do in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from browser import team
from playwright.async_api import expect

if TYPE_CHECKING:
    from browser.conftest import PageFactory, Workspace

# Every control that a person can reach has a name that assistive technology can say.
NAMELESS = """() => [...document.querySelectorAll("button, a, input, textarea, [role=combobox]")]
  .filter((node) => node.checkVisibility() && !node.getAttribute("aria-label")
    && !node.labels?.length && !node.textContent.trim()
    && !node.getAttribute("aria-labelledby")).map((node) => node.outerHTML)"""

WIDER_THAN_SCREEN = """() => [...document.querySelectorAll("body *")]
  .filter((node) => node.checkVisibility({visibilityProperty: true})
    && !node.closest(".drawer, .unseen, .table-wrap, .skip")
    && node.getBoundingClientRect().right > innerWidth + 1).map((node) => node.outerHTML)"""


class TestTalk:
    """Messages, threads and who sees them."""

    async def test_enter_sends_and_others_see_it_live(
        self, workspace: Workspace, browser_page: PageFactory
    ) -> None:
        """What one person sends with Enter stands, with its styles, on another's page at once."""
        maya = await browser_page(workspace.at(team.MAYA))
        adams = await browser_page(workspace.at(team.ADAMS))
        box = maya.get_by_role("textbox", name="Message room-4-push-in")
        await box.fill("I come at *9:10* <b>& sing</b>")
        await box.press("Shift+Enter")
        await box.type("See you, @ada")
        await maya.get_by_role("option", name="Ms. Adams").wait_for()
        await box.press("Tab")
        await box.press("Enter")
        shown = adams.get_by_role("main").get_by_test_id("message").last
        await expect(shown).to_contain_text("I come at 9:10 <b>& sing</b>")
        await expect(shown.locator("strong")).to_have_text("9:10")
        await expect(shown.locator(".mention-me")).to_have_text("@Ms. Adams")
        await expect(shown).to_contain_text("8:30 AM")
        await expect(box).to_have_value("")

    async def test_reply_stands_in_the_thread_and_is_counted(
        self, workspace: Workspace, browser_page: PageFactory
    ) -> None:
        """A reply appears in the thread's panel; the channel shows how many there are."""
        await workspace.app.chat_postMessage(
            channel=team.ROOM_4, text="Plan", blocks=team.plan_card()
        )
        page = await browser_page(workspace.at(team.TAM))
        card = page.get_by_test_id("message").first
        await card.hover()
        await card.get_by_role("button", name="Reply in thread").click()
        thread = page.get_by_test_id("thread")
        await thread.get_by_role("textbox", name="Reply in the thread").fill("I take the cubbies")
        await page.keyboard.press("Enter")
        await expect(thread.get_by_test_id("message").last).to_contain_text("I take the cubbies")
        await expect(page.get_by_role("button", name=re.compile("1 reply"))).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(thread).to_be_hidden()

    async def test_command_answer_is_for_one_person(
        self, workspace: Workspace, browser_page: PageFactory
    ) -> None:
        """A command completes from its hint; the answer is marked as visible to its asker only."""
        page = await browser_page(workspace.at(team.ADAMS))
        box = page.get_by_role("textbox", name="Message room-4-push-in")
        await box.type("/pu")
        await box.press("Tab")
        await box.type("ne")
        await expect(page.get_by_role("option", name="next")).to_be_visible()
        await box.press("Tab")
        await box.press("Enter")
        answer = page.get_by_role("main").get_by_test_id("message").last
        await expect(answer).to_contain_text("Only visible to you")
        await expect(answer.get_by_role("button", name="I'm in")).to_be_visible()
        other = await browser_page(workspace.at(team.TAM))
        await expect(other.get_by_role("main")).to_contain_text("Nothing has been said")

    async def test_news_for_others_is_marked_on_their_face(
        self, workspace: Workspace, browser_page: PageFactory
    ) -> None:
        """A person who is not played shows how much waits; one click plays that person."""
        page = await browser_page(workspace.at(team.MAYA))
        await expect(page.get_by_test_id("composer")).to_be_visible()
        opened = await workspace.app.conversations_open(users=team.ADAMS)
        await workspace.app.chat_postMessage(channel=opened["channel"]["id"], text="Good morning")
        people = page.get_by_test_id("person-switcher")
        await people.get_by_role("link", name="Play Ms. Adams Teacher, room 4 1 unread").click()
        app = page.get_by_role("region", name="Apps").get_by_test_id("sidebar-item")
        await expect(app).to_contain_text("1 unread")
        await app.click()
        await expect(page.get_by_role("main")).to_contain_text("Good morning")
        await expect(app).not_to_contain_text("unread")


class TestBlocks:
    """Cards, checklists, forms and the Home."""

    async def test_tick_updates_the_message_in_place(
        self, workspace: Workspace, browser_page: PageFactory
    ) -> None:
        """A tick goes to the app and its update shows on every page, in the same message."""
        await workspace.app.chat_postMessage(
            channel=team.ROOM_4, text="Checklist", blocks=team.checklist()
        )
        tam = await browser_page(workspace.at(team.TAM))
        maya = await browser_page(workspace.at(team.MAYA))
        await tam.get_by_role("checkbox", name="Visual timer is on the board").check()
        await expect(maya.get_by_text("1 of 3 ready")).to_be_visible()
        box = maya.get_by_role("checkbox", name="Visual timer is on the board")
        await expect(box).to_be_checked()
        await expect(maya.get_by_test_id("message")).to_have_count(1)
        focused = tam.get_by_role("checkbox", name="Visual timer is on the board")
        await expect(focused).to_be_focused()

    async def test_dangerous_button_asks_first(
        self, workspace: Workspace, browser_page: PageFactory
    ) -> None:
        """A button with a confirm dialog does nothing until the person agrees."""
        await workspace.app.chat_postMessage(
            channel=team.ROOM_4, text="Plan", blocks=team.plan_card()
        )
        page = await browser_page(workspace.at(team.MAYA))
        skip = page.get_by_role("button", name="Can't make it")
        await skip.click()
        await page.get_by_role("dialog", name="Skip Wednesday?").press("Escape")
        await expect(skip).to_be_focused()
        await expect(page.get_by_test_id("message")).to_have_count(1)
        await skip.click()
        await page.get_by_role("button", name="Skip it").click()
        await expect(page.get_by_text("Wednesday is skipped.")).to_be_visible()

    async def test_form_shows_errors_under_its_fields_and_submits(
        self, workspace: Workspace, browser_page: PageFactory
    ) -> None:
        """A form names what is missing, keeps what was typed, shows the app's errors, closes."""
        page = await browser_page(workspace.at(team.MAYA))
        await page.get_by_role("button", name="Shortcuts and commands").click()
        await page.get_by_role("menuitem", name="Schedule a push-in").click()
        form = page.get_by_test_id("modal")
        goal = form.get_by_role("textbox", name="What will you work on?")
        await expect(goal).to_be_focused()
        await goal.fill("Hi")
        await form.get_by_role("button", name="Check times").click()
        await expect(form.get_by_text("Please complete this required field.")).to_have_count(2)
        await form.get_by_role("combobox", name="Whose classroom?").click()
        await page.get_by_role("option", name="Ms. Adams").click()
        await form.get_by_role("checkbox", name="Monday").check()
        await form.get_by_role("button", name="Check times").click()
        await expect(form.get_by_text("Say a little more.")).to_be_visible()
        await expect(form.get_by_role("checkbox", name="Monday")).to_be_checked()
        await expect(goal).to_have_value("Hi")
        await goal.fill("Settling in")
        await goal.press("Enter")
        await expect(form).to_be_hidden()
        await expect(page.get_by_text("Planned: Settling in")).to_be_visible()

    async def test_home_is_drawn_for_its_person(
        self, workspace: Workspace, browser_page: PageFactory
    ) -> None:
        """Opening the Home tells the app, and what it publishes appears by itself."""
        page = await browser_page(workspace.at(team.ADAMS, "home"))
        home = page.get_by_test_id("home")
        await expect(home.get_by_role("heading", name="Wednesday, September 2")).to_be_visible()
        await expect(home.get_by_role("button", name="I'm in")).to_be_visible()
        await page.get_by_role("link", name="Messages").click()
        await expect(page.get_by_role("textbox", name="Message Push-In")).to_be_visible()

    async def test_app_that_is_late_is_named_in_a_notice(
        self, workspace: Workspace, browser_page: PageFactory
    ) -> None:
        """An app that does not answer in three seconds is reported as Slack reports it."""
        page = await browser_page(workspace.at(team.MAYA))
        box = page.get_by_role("textbox", name="Message room-4-push-in")
        await box.fill("/pushin slow")
        await box.press("Enter")
        await expect(page.get_by_test_id("notice")).to_contain_text("/pushin failed")


class TestClock:
    """The bar with the workspace's clock."""

    async def test_clock_moves_for_everybody(
        self, workspace: Workspace, browser_page: PageFactory
    ) -> None:
        """The bar shows date, time and kind of day; its buttons move it on every page."""
        page = await browser_page(workspace.at(team.MAYA))
        other = await browser_page(workspace.at(team.TAM))
        clock, seen = page.get_by_test_id("clock"), other.get_by_test_id("clock")
        await expect(clock).to_contain_text("8:30 AM")
        await expect(clock).to_contain_text("Wednesday, September 2")
        await expect(clock).to_contain_text("Regular day")
        await clock.get_by_role("button", name="+5 min").click()
        await expect(seen).to_contain_text("8:35 AM")
        await clock.get_by_role("button", name="What comes next").click()
        coming = page.get_by_role("dialog", name="What comes next")
        await expect(coming).to_contain_text("Checklist for Arrival")
        await expect(coming).to_contain_text("To #room-4-push-in")
        await page.keyboard.press("Escape")
        await clock.get_by_role("button", name="Next mark").click()
        await expect(seen).to_contain_text("8:40 AM")
        await clock.get_by_role("button", name="Next school day").click()
        await expect(seen).to_contain_text("Thursday, September 3")
        await expect(seen).to_contain_text("Late start")


class TestLine:
    """What the page does when the sandbox changes under it."""

    async def test_page_follows_a_new_seed(
        self, workspace: Workspace, browser_page: PageFactory
    ) -> None:
        """A workspace that is seeded anew replaces what the page showed, without a reload."""
        page = await browser_page(workspace.at(team.TAM))
        await workspace.do("say", **{"as": team.TAM, "channel": team.ROOM_4, "text": "Old news"})
        await expect(page.get_by_text("Old news")).to_be_visible()
        await workspace.do("seed", **team.seed())
        await expect(page.get_by_role("main")).to_contain_text("Nothing has been said")
        await workspace.do("say", **{"as": team.MAYA, "channel": team.ROOM_4, "text": "Fresh"})
        await expect(page.get_by_role("main").get_by_text("Fresh")).to_be_visible()


class TestManners:
    """Names, narrow screens and the keyboard."""

    async def test_every_control_has_a_name(
        self, workspace: Workspace, browser_page: PageFactory
    ) -> None:
        """No button, link or field is without a name, whatever the app sends."""
        await workspace.app.chat_postMessage(
            channel=team.ROOM_4, text="All", blocks=team.everything()
        )
        page = await browser_page(workspace.at(team.ADAMS), dark=True)
        await expect(page.get_by_text("first step")).to_be_visible()
        assert await page.evaluate(NAMELESS) == []

    async def test_phone_shows_one_column_with_a_drawer(
        self, workspace: Workspace, browser_page: PageFactory
    ) -> None:
        """At 390 pixels nothing is cut off, and people and places stand in a drawer."""
        await workspace.app.chat_postMessage(
            channel=team.ROOM_4, text="Plan", blocks=team.plan_card()
        )
        page = await browser_page(workspace.at(team.ADAMS), width=390, height=844)
        await expect(page.get_by_role("button", name="Let's talk")).to_be_visible()
        assert await page.evaluate(WIDER_THAN_SCREEN) == []
        await page.get_by_role("button", name="Conversations and people").click()
        await expect(page.get_by_role("link", name="Play Ms. Adams")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("button", name="Conversations and people")).to_be_focused()
        await page.keyboard.press("Enter")
        await page.get_by_test_id("sidebar-item").filter(has_text="support-team").click()
        await expect(page.get_by_role("heading", name="support-team")).to_be_visible()
        await expect(page.get_by_test_id("person-switcher")).not_to_be_in_viewport()

    async def test_first_address_opens_with_somebody(
        self, workspace: Workspace, browser_page: PageFactory
    ) -> None:
        """Without a person in the address the page plays the first one of the workspace."""
        page = await browser_page(workspace.url)
        await expect(page.get_by_text("You are Maya Ortiz")).to_be_visible()
