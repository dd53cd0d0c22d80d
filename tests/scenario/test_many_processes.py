"""One program that receives and two workers over one PostgreSQL: started and stopped at will."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from databases import PostgreSQL
from scenario import lincoln
from scenario.lincoln import ROOM_4, ZONE, Lincoln
from scenario.stage import Stage, eventually, words

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


@dataclass
class Workers:
    """Workers beside the stage's own bot, by their ports."""

    stage: Stage
    running: dict[int, asyncio.subprocess.Process] = field(default_factory=dict)

    async def start(self, port: int) -> None:
        """Start a worker and wait until it says that it is well."""
        with (self.stage.folder / f"worker-{port}.log").open("ab") as log:
            self.running[port] = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "worker", "--port", str(port)),
                env=self.stage.environment(),
                cwd=self.stage.folder,
                stdout=log,
                stderr=log,
            )

        async def well() -> bool:
            return (await self.health(port))[0] == 200

        await eventually(well, f"worker {port} is well")

    async def health(self, port: int) -> tuple[int, dict[str, Any]]:
        """Return what /healthz says; (0, {}) where nobody listens."""
        try:
            async with self.stage.http.get(f"http://127.0.0.1:{port}/healthz") as answer:
                return answer.status, await answer.json()
        except aiohttp.ClientConnectionError:
            return 0, {}

    async def stop(self, port: int) -> int:
        """Stop a worker as a supervisor does; return its exit code."""
        process = self.running.pop(port)
        process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(process.wait(), 20)

    async def close(self) -> None:
        """Kill those that are left."""
        for process in self.running.values():
            process.kill()
            await process.wait()


@pytest.fixture
async def town(
    tmp_path: Path, postgresql: PostgreSQL, unused_tcp_port_factory: Any
) -> AsyncIterator[tuple[Lincoln, Workers]]:
    """Open the town with Centers in room 4, and no worker yet."""
    url, port = postgresql.fresh(), unused_tcp_port_factory()
    async with aiohttp.ClientSession() as http:
        stage = Stage(tmp_path, url, http, ZONE, http_port=port)
        workers = Workers(stage)
        try:
            opened = await lincoln.lincoln(stage, "2027-01-25 07:00")
            phrase = "Mon & Wed Centers with @adams and @tam room 4 until June"
            await opened.plan("maya", ROOM_4, phrase)
            yield opened, workers
        finally:
            await workers.close()
            await stage.close()
            postgresql.drop(url)


async def test_they_share_the_work(
    town: tuple[Lincoln, Workers], unused_tcp_port_factory: Any
) -> None:
    """A checklist is posted once, whoever lives; a worker stops cleanly; both say how they are."""
    opened, workers = town
    first, second = unused_tcp_port_factory(), unused_tcp_port_factory()
    await workers.start(first)
    await workers.start(second)
    own = opened.stage.http_port or 0

    status, said = await workers.health(own)
    assert status == 200
    assert set(said["parts"]) == {"delivery", "refresh", "database"}

    await opened.stage.clock("2027-01-25 08:41")
    await opened.tam.sees("Checklist", ROOM_4)
    await opened.stage.idle()
    assert await _count(opened, 1)

    assert await workers.stop(first) == 0
    await opened.stage.kill_bot()
    await opened.stage.clock("2027-01-27 08:41")
    await eventually(lambda: _count(opened, 2), "Wednesday's checklist, from the worker alone")
    await opened.stage.start_bot()
    assert await _count(opened, 2)
    assert await workers.stop(second) == 0


async def _count(town: Lincoln, wanted: int) -> bool:
    found = [m for m in await town.tam.messages(ROOM_4) if "Checklist" in words(m)]
    return len(found) == wanted
