"""PostgreSQL that falls under load and rises again leaves nothing lost and nothing doubled."""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from databases import CannotStartError, PostgreSQL, running_postgresql
from disks import healthz
from killing import Attack, Begin, attack
from postroom import PostRoom

from bot.database_trouble import SILENT
from bot.health import Monitor
from bot.metrics import Metrics
from bot.slack_client import open_session
from sandbox import process
from storage.database import Database

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

DOWN = 0.3
"""For how many seconds it is down."""


@dataclass(frozen=True)
class Own:
    """A server of the test's own, and a post room over it."""

    server: PostgreSQL
    url: str
    room: PostRoom


@pytest.fixture
async def own() -> AsyncIterator[Own]:
    """Run a server that no other test needs; where none can run, the test is skipped."""
    try:
        with running_postgresql() as server, process.start(pacing=False) as sandbox:
            url = server.fresh()
            database = Database.open(url)
            async with open_session(timeout=30.0) as http:
                yield Own(server, url, PostRoom(sandbox.base_url, http, database))
            database.close_now()
    except CannotStartError as error:
        pytest.skip(f"PostgreSQL cannot start here: {error}")


async def test_it_falls_under_load(own: Own) -> None:
    """Stopped at once five times while two workers deliver: each prompt stands once in the end."""
    how = Attack(kills=5, prompts=300, conversations=40, workers=2, life=(1.2, 1.2))

    async def fall(begin: Begin, how: Attack) -> int:
        workers = [begin() for _ in range(how.workers)]
        for _ in range(how.kills):
            await asyncio.sleep(how.life[0])
            await asyncio.to_thread(own.server.fall)
            await asyncio.sleep(DOWN)
            await asyncio.to_thread(own.server.rise)
        lived = [worker.is_alive() for worker in workers]
        for worker in workers:
            worker.kill()
            worker.join()
        assert lived == [True, True]
        return how.kills

    report = await attack(own.room, own.url, how, fall)

    sys.stdout.write(f"\n{report}\n".replace("kills", "falls"))
    assert (report.doubled, report.lost, report.uncertain) == (0, 0, 0)
    assert report.posted == how.prompts
    assert report.at_once == 1


async def test_it_is_told(own: Own) -> None:
    """While PostgreSQL is down /healthz is 503 and says what to do; afterwards all is well."""
    monitor = Monitor(own.room.database, Metrics(), None)
    own.server.fall()
    down = await healthz(monitor)
    own.server.rise()
    up = await healthz(monitor)

    assert (down[0], down[1]["parts"]["database"]["problem"]) == (503, SILENT)
    assert up[0] == 200
