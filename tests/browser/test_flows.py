"""A busy teacher on a phone: every message is answered by one tap where it lies, without typing."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import aiohttp
import pytest
from browser import flows
from browser.phone import HEIGHT, WIDTH, Phone
from playwright.async_api import TimeoutError as PlaywrightTimeoutError
from playwright.async_api import expect
from scenario import lincoln
from scenario.lincoln import ZONE, Lincoln, user
from scenario.stage import Stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from browser.conftest import PageFactory
    from browser.flows import Flow
    from playwright.async_api import Locator

PATIENCE = 30_000
"""Milliseconds: the page for a substitute is drawn in a process of its own."""


@pytest.fixture
async def town(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Lincoln]:
    """Open Lincoln on a Friday noon, with three push-ins in room 4."""
    async with aiohttp.ClientSession() as http:
        stage = Stage(tmp_path, sqlite_url, http, ZONE)
        try:
            opened = await lincoln.lincoln(stage, "2027-01-22 12:00")
            await flows.opened(opened)
            yield opened
        finally:
            await stage.close()


def rows(url: str, statement: str) -> int:
    """Return what a statement counts in the bot's database; nothing without one."""
    if not statement:
        return 0
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        return int(connection.execute(statement).fetchone()[0])


async def walked(town: Lincoln, phone: Phone, flow: Flow) -> list[str]:
    """Let a message come, open its conversation, look, tap once; return what was wrong with it."""
    place = await flow.arrange(town)
    await phone.open(f"{town.stage.url}/#/{user(flow.who)}/{place}")
    message = phone.message(flow.message)
    answer = message.get_by_role(flow.role, name=flow.tap, exact=True).first if flow.tap else None
    found = await phone.misses(message, answer)
    if flow.title:
        await phone.photograph(flow.name, message)
    if answer is not None and not found:
        found = await answered(town, phone, flow, answer)
    await town.stage.person(user(flow.who)).close()
    return found


async def answered(town: Lincoln, phone: Phone, flow: Flow, answer: Locator) -> list[str]:
    """Tap once; return what the screen does not say and what the database has not kept."""
    said, url = phone.messages(flow.then), town.stage.database_url
    count, before = await said.count(), rows(url, flow.kept)
    try:
        await answer.tap(timeout=PATIENCE)
        await expect(said.nth(count)).to_be_visible(timeout=PATIENCE)
    except (PlaywrightTimeoutError, AssertionError):
        return [f"after {flow.tap} nothing says {flow.then!r}"]
    if flow.kept and rows(url, flow.kept) <= before:
        return [f"{flow.tap} has kept nothing"]
    return []


@pytest.mark.timeout(240)
async def test_a_teacher_answers_everything_with_one_tap(
    town: Lincoln, browser_page: PageFactory, album_folder: Path | None
) -> None:
    """Opened on a phone, each message shows its beginning and its answer, and one tap does it."""
    scale = 2 if album_folder else 1
    page = await browser_page("about:blank", width=WIDTH, height=HEIGHT, scale=scale)
    phone = Phone(page, album_folder)
    wrong = {}
    for flow in flows.FLOWS:
        if found := await walked(town, phone, flow):
            wrong[flow.name] = found
    assert wrong == {}
