"""The album: a picture of every message and form, with the page that shows them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import pytest
from browser import album
from browser.album import HOME, Spot
from browser.phone import HEIGHT, WIDTH, Phone
from playwright.async_api import expect
from scenario import lincoln
from scenario.lincoln import ZONE, Lincoln, user
from scenario.stage import Stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from browser.conftest import PageFactory

PICTURES = os.environ.get("PUSHIN_PICTURES")


@pytest.fixture
async def town(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Lincoln]:
    """Open Lincoln on a Friday noon; nothing is planned."""
    async with aiohttp.ClientSession() as http:
        stage = Stage(tmp_path, sqlite_url, http, ZONE)
        try:
            yield await lincoln.lincoln(stage, "2027-01-22 12:00")
        finally:
            await stage.close()


async def taken(town: Lincoln, phone: Phone, name: str, spot: Spot) -> None:
    """Open what is to be seen, and keep its picture."""
    await phone.open(f"{town.stage.url}/#/{user(spot.who)}/{spot.place}")
    if spot.place == HOME:
        shown = phone.page.get_by_test_id("home")
    else:
        shown = phone.message(spot.text) if spot.text else phone.page.get_by_test_id("modal")
    await expect(shown).to_be_visible()
    await phone.photograph(name, shown)


@pytest.mark.skipif(not PICTURES, reason="PUSHIN_PICTURES does not name a folder")
@pytest.mark.timeout(400)
async def test_every_picture_is_taken(town: Lincoln, browser_page: PageFactory) -> None:
    """Each message and form comes about, and its picture is small enough."""
    page = await browser_page("about:blank", width=WIDTH, height=HEIGHT, scale=2)
    phone = Phone(page, Path(PICTURES or "."))
    wrong = {}
    for one in album.PICTURES:
        try:
            spot = await one.scene(town)
            await taken(town, phone, one.name, spot)
            await town.stage.person(user(spot.who)).close()
        except AssertionError as error:
            wrong[one.name] = str(error)[:600]
            await page.screenshot(path=f"/tmp/flows/x-{one.name}.png")
        print(one.name, wrong.get(one.name, ""), flush=True)
    assert wrong == {}
