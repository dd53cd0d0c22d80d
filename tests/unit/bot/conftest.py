"""Fixtures of the bot's tests: one sandbox for all of them, a fresh workspace for each."""

from collections.abc import AsyncIterator, Iterator

import pytest
from postroom import WHO, PostRoom, settle_in

from bot.slack_client import open_session
from sandbox import process
from storage.database import Database


@pytest.fixture(scope="session")
def sandbox_url() -> Iterator[str]:
    """Run a sandbox that does not pace."""
    with process.start(pacing=False) as running:
        yield running.base_url


@pytest.fixture
async def room(sandbox_url: str, database: Database) -> AsyncIterator[PostRoom]:
    """Open a post room with a fresh workspace."""
    database.write_now(settle_in, WHO)
    async with open_session(timeout=0.4) as http:
        made = PostRoom(sandbox_url, http, database)
        await made.seed()
        yield made
