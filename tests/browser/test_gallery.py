"""Everything that an app may send is shown, and what is chosen there reaches the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser import gallery, team
from playwright.async_api import expect

if TYPE_CHECKING:
    from browser.conftest import PageFactory, Workspace
    from playwright.async_api import FilePayload, Locator

WHOLE = {
    "header": "One of each",
    "section": "Bold @ot-team @here",
    "context": "In passing",
    "image": "Its title",
    "video": "How to fold",
    "rich_text": "bold italic struck code",
    "card": "Maya leads.",
    "carousel": "Card 3",
    "plan": "Looking for a time",
    "task_card": "A task alone",
    "table": "Minutes",
    "markdown": "strong",
    "container": "Inside the container",
    "context_actions": "Not useful",
    "call": "R0CALL",
    "data_visualization": "Minutes a week",
}


@pytest.fixture
async def shown(workspace: Workspace) -> str:
    """A message with one of each; returns its `ts`."""
    await workspace.do("seed", **team.seed(), usergroups=gallery.groups())
    await workspace.do("marks", **team.marks())
    posted = await workspace.app.chat_postMessage(
        channel=team.ROOM_4, text="One of each", blocks=gallery.message()
    )
    return str(posted["ts"])


async def test_every_block_is_drawn(
    workspace: Workspace, browser_page: PageFactory, shown: str
) -> None:
    """Each kind of block shows its words; one that the page does not draw says so readably."""
    page = await browser_page(workspace.at(team.ADAMS))
    card = page.locator(f'[data-ts="{shown}"]')
    for kind, words in WHOLE.items():
        await expect(card.locator(f".block-{kind}").first).to_contain_text(words)
    await expect(card.get_by_text("stands here")).to_have_count(1)
    rich = card.locator(".block-rich_text").first
    for words in ("a link", "@Tam Nguyen", "@ot-team", "#room-4-push-in", "👋", "2026-09-02"):
        await expect(rich).to_contain_text(words)
    await expect(card.get_by_role("link", name="Play How to fold")).to_be_visible()
    states = card.locator(".block-plan .task-state")
    await expect(states).to_have_text(["Done", "In progress", "Waiting", "Failed"])


async def test_buttons_of_cards_and_feedback_reach_the_app(
    workspace: Workspace, browser_page: PageFactory, shown: str
) -> None:
    """A button inside a carousel and one that rates an answer each send their own action."""
    page = await browser_page(workspace.at(team.ADAMS))
    card = page.locator(f'[data-ts="{shown}"]')
    await card.get_by_role("button", name="Open the first").click()
    await expect(page.get_by_text("The first card was opened.")).to_be_visible()
    await card.get_by_role("button", name="Not useful").click()
    await expect(page.get_by_text("Feedback: no")).to_be_visible()


async def _choose_file(form: Locator) -> None:
    file: FilePayload = {"name": "bells.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}
    await form.get_by_label("Files").set_input_files([file])
    await expect(form.get_by_text("bells.csv")).to_be_visible()


async def test_every_input_is_drawn_and_sent(
    workspace: Workspace, browser_page: PageFactory
) -> None:
    """A form with every kind of input is sent; searched options, files and rich text arrive."""
    page = await browser_page(workspace.at(team.MAYA))
    box = page.get_by_role("textbox", name="Message room-4-push-in")
    await box.fill("/pushin gallery")
    await box.press("Enter")
    form = page.get_by_test_id("modal")
    await expect(form.get_by_role("note")).to_contain_text("Two rooms at 9:10")
    labels = [block["label"]["text"] for block in gallery.form()["blocks"] if "label" in block]
    for label in labels:
        await expect(form.get_by_label(label).first).to_be_attached()
    await expect(form.get_by_text("this page does not draw it")).to_have_count(0)
    await form.get_by_label("A rich text").fill("Rich words")
    await form.get_by_role("combobox", name="One found").click()
    await expect(page.get_by_text("Type 2 or more letters")).to_be_visible()
    await page.get_by_role("textbox", name="Filter One found").fill("bell")
    await page.get_by_role("option", name="Found for bell").click()
    await _choose_file(form)
    await form.get_by_role("button", name="Send").click()
    await expect(form).to_be_hidden()
    await expect(page.get_by_text("Rich words / Found for bell / bells.csv")).to_be_visible()
