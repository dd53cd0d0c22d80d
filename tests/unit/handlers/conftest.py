"""Fixtures: one sandbox for all, a fresh workspace and a fresh database for each test."""

from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from unit.handlers.desk import Desk
from unit.pushin import king

from sandbox import process
from sandbox.client import SandboxClient
from storage import tenancy
from storage.database import Database


@pytest.fixture(scope="session")
def sandbox_url() -> Iterator[str]:
    """Run a sandbox that does not pace."""
    with process.start(pacing=False) as running:
        yield running.base_url


@pytest.fixture
async def desk(sandbox_url: str, sqlite_url: str) -> AsyncIterator[Desk]:
    """Open a desk with the school and its team, without a plan."""
    database = Database.open(sqlite_url)
    for engine in database.engines:
        tenancy.install(engine)
    timeout = aiohttp.ClientTimeout(total=5)
    async with aiohttp.ClientSession(timeout=timeout) as http, SandboxClient(sandbox_url) as box:
        client = AsyncWebClient(
            token="xoxb-sandbox", base_url=f"{sandbox_url}/api/", session=http, retry_handlers=[]
        )
        made = Desk(box, king.opened(database), client, king.MONDAY)
        handler = await made.open()
        yield made
        await handler.close_async()
    database.close_now()
