"""The tour for newcomers, and the help that leads back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser import gallery, team
from playwright.async_api import expect

if TYPE_CHECKING:
    from browser.conftest import PageFactory, Workspace

COVERS = """(node) => { const box = node.getBoundingClientRect();
  return [...document.querySelectorAll(".main *, .clock *")].filter((one) => {
    const it = one.getBoundingClientRect();
    return one.checkVisibility() && it.right > box.left + 1 && it.left < box.right - 1
      && it.bottom > box.top + 1 && it.top < box.bottom - 1;
  }).length }"""


@pytest.fixture
async def toured(workspace: Workspace) -> Workspace:
    """The workspace, seeded with a tour."""
    await workspace.do("seed", **team.seed(), tour=gallery.tour())
    await workspace.do("marks", **team.marks())
    return workspace


async def test_tour_does_its_steps(toured: Workspace, browser_page: PageFactory) -> None:
    """A card plays its person and writes for them; the next moves the clock, but never back."""
    page = await browser_page(toured.at(team.MAYA))
    tour = page.get_by_test_id("tour")
    await expect(tour).to_contain_text("1 of 2")
    await tour.get_by_role("button", name="Ask as Ms. Adams").click()
    await expect(page.get_by_text("You are Ms. Adams")).to_be_visible()
    box = page.get_by_role("textbox", name="Message room-4-push-in")
    await expect(box).to_have_value("/pushin next")
    await expect(box).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("main").get_by_text("Your next session")).to_be_visible()
    await tour.get_by_role("button", name="Next card").click()
    await expect(tour.get_by_role("heading", name="Go on")).to_be_focused()
    await tour.get_by_role("button", name="Move on").click()
    clock = page.get_by_test_id("clock")
    await expect(clock).to_contain_text("9:00 AM")
    await clock.get_by_role("button", name="+5 min").click()
    await expect(clock).to_contain_text("9:05 AM")
    await tour.get_by_role("button", name="Move on").click()
    await expect(page.get_by_test_id("notice")).to_have_count(0)
    await expect(clock).to_contain_text("9:05 AM")


async def test_tour_is_closed_for_good_and_found_again(
    toured: Workspace, browser_page: PageFactory
) -> None:
    """Once closed it stays away, also after a reload; Help leads back to its first card."""
    page = await browser_page(toured.at(team.MAYA))
    tour = page.get_by_test_id("tour")
    await tour.get_by_role("button", name="Next card").click()
    await page.reload()
    await expect(tour).to_contain_text("2 of 2")
    await tour.get_by_role("button", name="Leave the tour").click()
    await expect(tour).to_be_hidden()
    await page.reload()
    await expect(page.get_by_test_id("composer")).to_be_visible()
    await expect(tour).to_be_hidden()
    await page.get_by_role("button", name="Help").click()
    await page.get_by_role("button", name="Take the tour").click()
    await expect(tour).to_contain_text("1 of 2")


@pytest.mark.parametrize("width", [1280, 390])
async def test_tour_covers_nothing(
    toured: Workspace, browser_page: PageFactory, width: int
) -> None:
    """The card stands beside the conversation and the clock, never over them."""
    page = await browser_page(toured.at(team.MAYA), width=width, height=844)
    tour = page.get_by_test_id("tour")
    await expect(tour.get_by_role("button", name="Next card")).to_be_visible()
    await expect(page.get_by_test_id("composer")).to_be_in_viewport()
    assert await tour.evaluate(COVERS) == 0


async def test_no_tour_without_cards(workspace: Workspace, browser_page: PageFactory) -> None:
    """Where the seed has no tour there is no card, and Help offers none."""
    page = await browser_page(workspace.at(team.MAYA))
    await page.get_by_role("button", name="Help").click()
    await expect(page.get_by_role("dialog", name="Help")).to_contain_text("closes a menu")
    await expect(page.get_by_role("button", name="Take the tour")).to_have_count(0)
    await expect(page.get_by_test_id("tour")).to_be_hidden()
