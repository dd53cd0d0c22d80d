"""The album: a picture of every message and form, with the page that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest
from browser import album, album_page
from browser.phone import HEAVIEST, HEIGHT, WIDTH, Phone
from browser.scenes import HOME, Spot
from playwright.async_api import expect
from scenario import lincoln
from scenario.lincoln import ZONE, Lincoln, user
from scenario.stage import Stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from browser.conftest import PageFactory

ALL = 3_000_000
"""Bytes of all pictures of the documentation: every clone carries them."""


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
        shown = phone.page.locator(".home-blocks")
    else:
        shown = phone.message(spot.text) if spot.text else phone.page.get_by_test_id("modal")
    await expect(shown).to_be_visible()
    await phone.photograph(name, shown)


@pytest.mark.timeout(400)
async def test_every_picture_is_taken(
    town: Lincoln, browser_page: PageFactory, album_folder: Path | None
) -> None:
    """Each message and form of the album comes about; its picture and the page are kept."""
    if album_folder is None:
        pytest.skip("PUSHIN_PICTURES does not name a folder")
    page = await browser_page("about:blank", width=WIDTH, height=HEIGHT, scale=2)
    phone = Phone(page, album_folder)
    for one in album.PICTURES:
        spot = await one.scene(town)
        await taken(town, phone, one.name, spot)
        await town.stage.person(user(spot.who)).close()
    album_page.PAGE.write_text(album_page.text(), encoding="utf-8")


def test_the_page_shows_every_picture() -> None:
    """The page of the documentation is that of the album, and each of its pictures is there."""
    assert album_page.PAGE.read_text(encoding="utf-8") == album_page.text()
    assert {one.stem for one in album_page.PICTURES.glob("*.png")} == album_page.names()


def test_pictures_are_light() -> None:
    """No picture of the album is heavy, and all pictures together are not."""
    sizes = {one.name: one.stat().st_size for one in album_page.PICTURES.glob("*.png")}
    assert [name for name, size in sizes.items() if size > HEAVIEST] == []
    every = (album_page.DOCS / "pictures").rglob("*.png")
    assert sum(one.stat().st_size for one in every) <= ALL
