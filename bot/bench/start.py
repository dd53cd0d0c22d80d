"""`bench start`: from process start to ready, with 1,000 and with 1,000,000 sessions."""

import asyncio
import os
import statistics
import sys
import time
from pathlib import Path

import aiohttp

from bot import demo
from bot.bench.place import DistrictPlace, sandbox
from bot.bench.rows import Row

LARGE, SMALL = 1_000_000, 1_000
STARTS = 7
AIM = 1.1
PAUSE = 0.005
PATIENCE = 60.0


async def measure() -> list[Row]:
    """Return the median time to ready among 1,000,000 sessions, against 1,000."""
    async with sandbox() as url, aiohttp.ClientSession() as http:
        with DistrictPlace(SMALL) as small, DistrictPlace(LARGE) as large:
            few: list[float] = []
            many: list[float] = []
            for _ in range(STARTS):
                few.append(await _start(http, url, small.url))
                many.append(await _start(http, url, large.url))
    median = statistics.median
    return [Row("start, 1,000,000 sessions, against 1,000", median(many), "s", median(few), AIM)]


async def _start(http: aiohttp.ClientSession, sandbox_url: str, database_url: str) -> float:
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("PUSHIN_")},
        "SLACK_BOT_TOKEN": demo.BOT_TOKEN,
        "SLACK_APP_TOKEN": demo.APP_TOKEN,
        "SLACK_API_URL": f"{sandbox_url}/api/",
        "PUSHIN_SANDBOX_URL": sandbox_url,
        "PUSHIN_DATABASE_URL": database_url,
        "PUSHIN_LOG": "error",
    }
    folder = Path(database_url.removeprefix("sqlite:///")).parent
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", "--slack", env=environment, cwd=folder
    )
    try:
        async with asyncio.timeout(PATIENCE):
            await _until(http, sandbox_url, connected=True)
        return time.perf_counter() - began
    finally:
        process.terminate()
        await process.wait()
        async with asyncio.timeout(PATIENCE):
            await _until(http, sandbox_url, connected=False)


async def _until(http: aiohttp.ClientSession, sandbox_url: str, *, connected: bool) -> None:
    while await _connected(http, sandbox_url) != connected:  # noqa: ASYNC110  another process tells
        await asyncio.sleep(PAUSE)


async def _connected(http: aiohttp.ClientSession, sandbox_url: str) -> bool:
    async with http.get(f"{sandbox_url}/sandbox/health") as answer:
        return bool((await answer.json())["connections"])
