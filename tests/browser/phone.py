"""A phone: one message is opened on it, judged as it lies there, and photographed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from browser import png
from playwright.async_api import Error, expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Locator, Page

WIDTH, HEIGHT = 390, 844
AROUND = 240
"""What stands above and below a conversation, in the height of a screen."""
HEAVIEST = 60_000
"""Bytes of a picture in the documentation."""

# A finger is served where the point it touches belongs to what it sees there.
LIES_OPEN = """(node) => {
  const box = node.getBoundingClientRect();
  const points = [[.5, .5], [.02, .5], [.98, .5], [.5, .08], [.5, .92]];
  return box.width > 0 && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0
    && box.right <= innerWidth && points.every(([x, y]) => {
      const hit = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
      return hit && (node.contains(hit) || hit.contains(node));
    });
}"""
# Where the first line of its words is drawn; a message says who wrote it above them.
FIRST_LINE_LIES_OPEN = """(node) => {
  const words = node.querySelector(".text, .block-header, .file, .file-picture");
  if (!words) return false;
  const range = document.createRange();
  range.selectNodeContents(words);
  const [line] = range.getClientRects();
  const hit = document.elementFromPoint(line.left + Math.min(4, line.width / 2), line.top + 4);
  return line.top >= 0 && line.bottom <= innerHeight && node.contains(hit);
}"""
TOO_WIDE = """(node) => [...node.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one);
  return one.scrollWidth > one.clientWidth + 1 && style.overflowX !== "visible"
    && !one.closest(".message-tools") && one.clientWidth > 0 && one.tagName !== "INPUT";
}).map((one) => one.textContent.slice(0, 60))"""
# A machine without an emoji font would draw a box in a picture.
WITHOUT_EMOJI = """() => {
  const signs = {"\u2705": "\u2714", "\u26a0\ufe0f": "\u26a0"};
  const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = all.nextNode(); node; node = all.nextNode())
    for (const [sign, plain] of Object.entries(signs))
      if (node.data.includes(sign)) node.data = node.data.replaceAll(sign, plain);
}"""
# How high a screen has to be for all of a form, a Home or a message.
NEEDS = """(node) => {
  const body = node.querySelector(".modal-body");
  if (!body) return Math.ceil(node.scrollHeight);
  const padding = 40;
  const fields = node.querySelector(".modal-blocks").getBoundingClientRect().height + padding;
  return Math.ceil(node.getBoundingClientRect().height - body.clientHeight + fields);
}"""
SETTLED = "() => Promise.all(document.getAnimations().map((one) => one.finished))"


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone's screen with a conversation that was just opened."""

    page: Page
    pictures: Path | None = None

    async def open(self, url: str) -> None:
        """Open a conversation as from a notification: anew, at its end."""
        await self.page.goto("about:blank")
        await self.page.goto(url)

    def messages(self, text: str) -> Locator:
        """Return the messages that hold a text."""
        return self.page.get_by_test_id("message").filter(has_text=text)

    def message(self, text: str) -> Locator:
        """Return the newest message that holds a text."""
        return self.messages(text).last

    async def misses(self, message: Locator, answer: Locator | None) -> list[str]:
        """Return what an open message lacks for somebody with eight seconds and one thumb."""
        await expect(message).to_be_visible()
        await self.page.evaluate(SETTLED)
        found = []
        if not await message.evaluate(FIRST_LINE_LIES_OPEN):
            found.append("its first line is not on the screen")
        if answer is not None and not await _lies_open(answer):
            found.append("the deciding button is not on the screen")
        if cut := await message.evaluate(TOO_WIDE):
            found.append(f"cut off: {cut}")
        return found

    async def photograph(self, name: str, shown: Locator) -> None:
        """Keep a picture of a message or form, where pictures are wanted."""
        if self.pictures is None:
            return
        is_form = await shown.get_attribute("data-testid") == "modal"
        needed = int(await shown.evaluate(NEEDS))
        height = needed if is_form else max(HEIGHT, needed + AROUND)
        await self.page.set_viewport_size({"width": WIDTH, "height": height})
        await self.page.mouse.move(0, 0)
        await self.page.evaluate("() => document.activeElement?.blur()")
        await self.page.evaluate(SETTLED)
        await self.page.evaluate(WITHOUT_EMOJI)
        await shown.scroll_into_view_if_needed()
        picture = png.smaller(await shown.screenshot(), HEAVIEST)
        await self.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        assert len(picture) <= HEAVIEST, f"{name}.png has {len(picture)} bytes"
        self.pictures.mkdir(parents=True, exist_ok=True)
        (self.pictures / f"{name}.png").write_bytes(picture)


async def _lies_open(answer: Locator) -> bool:
    try:
        return bool(await answer.evaluate(LIES_OPEN, timeout=4_000))
    except Error:
        return False
