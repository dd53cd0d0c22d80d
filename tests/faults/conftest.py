"""Fixtures of the fault tests: a sandbox of one's own, and a database without hooks."""

from collections.abc import AsyncIterator

import pytest
from postroom import PostRoom

from bot.slack_client import open_session
from sandbox import process
from storage.database import Database


@pytest.fixture
async def room(database_url: str) -> AsyncIterator[PostRoom]:
    """Open a post room with a sandbox of its own, and no hook on its database."""
    database = Database.open(database_url)
    with process.start(pacing=False) as sandbox:
        async with open_session(timeout=30.0) as http:
            yield PostRoom(sandbox.base_url, http, database)
    database.close_now()
