"""Browser tests: a real Chromium looks at the page of a real sandbox."""

from __future__ import annotations

import os
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import aiohttp
import pytest
from browser import chromium, team
from browser.assistant import connected
from playwright.async_api import async_playwright, expect

from sandbox.process import start

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from playwright.async_api import Browser, ConsoleMessage, Page
    from slack_sdk.web.async_client import AsyncWebClient

PATIENCE = 8_000


class PageFactory(Protocol):
    """Opens a page at an address; any console error on it fails the test."""

    async def __call__(
        self,
        url: str,
        *,
        width: int = 1280,
        height: int = 800,
        dark: bool = False,
        scale: int = 1,
    ) -> Page:
        """Return the open page; a width under 600 is a phone with touch."""


class Workspace:
    """The seeded workspace of a test: its address, its API and its app."""

    def __init__(self, url: str, session: aiohttp.ClientSession, app: AsyncWebClient) -> None:
        """`app` is the client of the connected app."""
        self.url = url
        self.session = session
        self.app = app

    def at(self, person: str, place: str = team.ROOM_4) -> str:
        """Return the page's address that plays a person in a place."""
        return f"{self.url}/#/{person}/{place}"

    async def do(self, call: str, **body: object) -> team.Json:
        """Call the sandbox's own API; anything but success fails the test."""
        async with self.session.post(f"{self.url}/sandbox/{call}", json=body) as response:
            answer: team.Json = await response.json()
            assert response.status == 200, answer
            return answer


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands here as browser tests, skipped in one line where there is no browser."""
    here = Path(__file__).parent
    skip = pytest.mark.skip(reason=f"no browser: {chromium.PROGRAM} is not installed")
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not chromium.PROGRAM.exists():
                item.add_marker(skip)


@pytest.fixture(scope="session")
def chromium_url() -> Iterator[str]:
    """Chromium, as Debian ships it, started once for all tests."""
    with chromium.running() as url:
        yield url


@pytest.fixture
async def browser(chromium_url: str) -> AsyncIterator[Browser]:
    """A test's own line to Chromium; its windows close with it."""
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        connected_to = await playwright.chromium.connect_over_cdp(chromium_url)
        yield connected_to
        await connected_to.close()


@pytest.fixture
async def browser_page(browser: Browser) -> AsyncIterator[PageFactory]:
    """A page factory that fails the test on any error in the console or script."""
    errors: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # The page shows what the sandbox refuses; the browser's own note about it is no error.
        refused = "/sandbox/" in message.location.get("url", "")
        if message.type == "error" and not refused:
            errors.append(message.text)

    async def open_page(
        url: str,
        *,
        width: int = 1280,
        height: int = 800,
        dark: bool = False,
        scale: int = 1,
    ) -> Page:
        phone = width < 600
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            device_scale_factor=scale,
            has_touch=phone,
            is_mobile=phone,
        )
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", heard)
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(url)
        return page

    yield open_page
    assert errors == []


@pytest.fixture
def pictures() -> Path | None:
    """Return the folder for pictures of the documentation, where PUSHIN_PICTURES names one."""
    wanted = os.environ.get("PUSHIN_PICTURES")
    return Path(wanted) if wanted else None


@pytest.fixture
def album_folder(pictures: Path | None) -> Path | None:
    """Return the folder for pictures of single messages and forms, where pictures are wanted."""
    return pictures / "messages" if pictures else None


@pytest.fixture(scope="session")
def sandbox_url() -> Iterator[str]:
    """A sandbox of its own process, seeded anew by each test."""
    with start(port=0, pacing=False) as process:
        yield process.base_url


@pytest.fixture
async def workspace(sandbox_url: str) -> AsyncIterator[Workspace]:
    """The team's workspace with its app connected."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        async with session.post(f"{sandbox_url}/sandbox/seed", json=team.seed()) as seeded:
            assert seeded.status == 200, await seeded.text()
        app = await stack.enter_async_context(connected(sandbox_url))
        here = Workspace(sandbox_url, session, app)
        await here.do("marks", **team.marks())
        yield here
