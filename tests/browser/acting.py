"""People at the page: they type, tap and read there what a person would."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from browser import phone, png
from playwright.async_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Locator, Page

HEAVIEST = 120_000
"""Bytes of a picture: the README shows them, and every clone carries them."""

SETTLED = """() => Promise.all(document.getAnimations().map((one) => one.finished))"""


@dataclass(frozen=True, slots=True)
class Window:
    """A browser window in which one person of the team is played."""

    page: Page
    pictures: Path | None = None

    @property
    def main(self) -> Locator:
        """The middle of the page: a conversation or the Home."""
        return self.page.get_by_role("main")

    @property
    def thread(self) -> Locator:
        """The panel with the open thread."""
        return self.page.get_by_test_id("thread")

    @property
    def form(self) -> Locator:
        """The open modal."""
        return self.page.get_by_test_id("modal")

    def said(self, text: str, where: Locator | None = None) -> Locator:
        """Return the newest message that holds a text."""
        return (where or self.main).get_by_test_id("message").filter(has_text=text).last

    async def write(self, text: str) -> None:
        """Type into the conversation's box and send it."""
        await self._send(self.main.get_by_role("textbox", name=re.compile("^Message ")), text)

    async def reply(self, text: str) -> None:
        """Type into the open thread's box and send it."""
        await self._send(self.thread.get_by_role("textbox", name="Reply in the thread"), text)

    async def open_thread(self, message: Locator) -> None:
        """Open a message's thread by the button that a pointer shows, on a phone by the menu."""
        await message.hover()
        button = message.get_by_role("button", name="Reply in thread")
        if await button.is_visible():
            await button.click()
        else:
            await self.pick("Reply in thread", message)
        await expect(self.thread).to_be_visible()

    async def leave_thread(self) -> None:
        """Close the open thread, which fills a phone's screen."""
        await self.thread.get_by_role("button", name="Close thread").click()
        await expect(self.thread).to_be_hidden()

    async def next_school_day(self) -> None:
        """Move the clock to the next school day; on a phone the button stands in the list."""
        coming = self.page.get_by_role("button", name="What comes next").first
        button = self.page.get_by_role("button", name="Next school day").first
        if not await button.is_visible():
            await coming.click()
        await button.click()
        await self.page.keyboard.press("Escape")

    async def _open_drawer(self) -> None:
        """Open the side bar where it is a drawer."""
        drawer = self.page.get_by_role("button", name="Conversations and people")
        if await drawer.is_visible():
            await drawer.click()

    async def go(self, place: str) -> None:
        """Go to a place by its entry in the side bar."""
        await self._open_drawer()
        await self.page.get_by_test_id("sidebar-item").filter(has_text=place).click()

    async def go_tab(self, name: str) -> None:
        """Go to one of the app's own tabs: Home or Messages."""
        await self._open_drawer()
        await self.page.get_by_role("region", name="Apps").get_by_test_id("sidebar-item").click()
        await self.page.get_by_role("link", name=name, exact=True).click()

    async def tap(self, label: str, where: Locator) -> None:
        """Tap a button."""
        await where.get_by_role("button", name=label, exact=True).click()

    async def pick(self, label: str, message: Locator) -> None:
        """Pick an entry of a message's menu."""
        await message.hover()
        await message.get_by_role("button", name="More actions").click()
        await self.page.get_by_role("menuitem", name=label).click()

    async def fill(self, **values: str | list[str]) -> None:
        """Fill the open form by the beginnings of its labels (`_` for a space)."""
        await expect(self.form).to_be_visible()
        for label, value in values.items():
            await self._fill(re.compile(rf"^{re.escape(label.replace('_', ' '))}\b"), value)

    async def send(self, label: str) -> None:
        """Send the open form; it closes."""
        await self.tap(label, self.form)
        await expect(self.form).to_be_hidden()

    async def move_clock_to(self, what: str) -> None:
        """Move the clock to the first thing of that name in the list of what comes next."""
        await self.page.get_by_role("button", name="What comes next").first.click()
        coming = self.page.get_by_role("dialog", name="What comes next")
        await coming.get_by_role("button").filter(has_text=what).first.click()
        await self.page.keyboard.press("Escape")
        await expect(coming).to_be_hidden()

    async def photograph(self, name: str) -> None:
        """Keep a picture of the window, where pictures are wanted."""
        if self.pictures is None:
            return
        await self.page.mouse.move(0, 0)
        await self.page.evaluate("() => document.activeElement?.blur()")
        await self.page.evaluate(SETTLED)
        await self.page.evaluate(phone.WITHOUT_EMOJI)
        picture = png.smaller(await self.page.screenshot(), HEAVIEST)
        assert len(picture) < HEAVIEST, f"{name}.png has {len(picture)} bytes"
        self.pictures.mkdir(parents=True, exist_ok=True)
        (self.pictures / f"{name}.png").write_bytes(picture)

    async def _send(self, box: Locator, text: str) -> None:
        await box.fill(text)
        # An open list of suggestions would take the Enter.
        if await self.page.get_by_role("listbox", name="Suggestions").count():
            await box.press("Escape")
        await box.press("Enter")
        await expect(box).to_have_value("")

    async def _fill(self, label: re.Pattern[str], value: str | list[str]) -> None:
        if isinstance(value, list):
            group = self.form.get_by_role("group", name=label)
            for choice in value:
                await group.get_by_role("checkbox", name=choice).check()
            return
        picker = self.form.get_by_role("combobox", name=label)
        if await picker.count():
            await picker.click()
            await self.page.get_by_role("option", name=re.compile(f"^{value}")).click()
            return
        await self.form.get_by_label(label).fill(value)
