"""A busy teacher on a phone: every message is answered by one tap where it lies, without typing."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import pytest
from browser import flows
from browser.flows import Flow
from browser.phone import HEIGHT, WIDTH, Phone
from playwright.async_api import TimeoutError as PlaywrightTimeout
from playwright.async_api import expect
from scenario import lincoln
from scenario.lincoln import ZONE, Lincoln, user
from scenario.stage import Stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from browser.conftest import PageFactory

PATIENCE = 12_000
_FOLDER = os.environ.get("PUSHIN_PICTURES")
PICTURES = Path(_FOLDER) if _FOLDER else None


def rows(url: str, statement: str) -> int:
    """Return how many rows a statement counts."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        return int(connection.execute(statement).fetchone()[0])


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


async def walked(town: Lincoln, phone: Phone, flow: Flow) -> list[str]:
    """Let a message come, open its conversation, look, tap once; return what was wrong with it."""
    stage = town.stage
    place = await flow.arrange(town)
    await phone.open(f"{stage.url}/#/{user(flow.who)}/{place}")
    message = phone.message(flow.message)
    answer = message.get_by_role(flow.role, name=flow.tap, exact=True).first if flow.tap else None
    found = await phone.misses(message, answer)
    if flow.title:
        await phone.photograph(flow.name, message)
    if answer is None:
        return found
    said = phone.messages(flow.then)
    before = rows(stage.database_url, flow.kept) if flow.kept else 0
    count = await said.count()
    try:
        await answer.tap(timeout=PATIENCE)
        await expect(said.nth(count)).to_be_visible(timeout=PATIENCE)
    except (PlaywrightTimeout, AssertionError):
        return [*found, f"after {flow.tap} nothing says {flow.then!r}"]
    await stage.person(user(flow.who)).close()
    if flow.kept and rows(stage.database_url, flow.kept) <= before:
        found.append(f"{flow.tap} has kept nothing")
    return found


@pytest.mark.timeout(240)
async def test_a_teacher_answers_everything_with_one_tap(
    town: Lincoln, browser_page: PageFactory
) -> None:
    """Opened on a phone, each message shows its beginning and its answer, and one tap does it."""
    page = await browser_page("about:blank", width=WIDTH, height=HEIGHT, scale=2 if PICTURES else 1)
    phone = Phone(page, PICTURES)
    wrong = {}
    for flow in flows.FLOWS:
        try:
            wrong[flow.name] = await walked(town, phone, flow)
        except AssertionError as error:
            wrong[flow.name] = [str(error)[:1500]]
        await page.screenshot(path=f"/tmp/flows/{flow.name}.png")
        print(flow.name, wrong[flow.name], flush=True)
    assert {name: found for name, found in wrong.items() if found} == {}
