"""`bench post`: prompts a second through claim, post and mark, against bare clients."""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path

import aiohttp
from slack_sdk.web import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from bot import demo, slack_client
from bot.bench import mail, tls
from bot.bench.place import sandbox
from bot.bench.rows import Row
from bot.practice import Timing
from storage import schema
from storage.database import Database

CHANNELS, EACH = 100, 5
ROUNDS = 5
SYNC_POSTS = 100
"""The library's synchronous client is slow by design: fewer posts tell as much."""
AIM = 1 / 0.8
AIM_OF_SYNC = 1 / 3

Round = Callable[[], Awaitable[float]]


async def measure() -> list[Row]:
    """Return milliseconds a prompt on each database, beside a bare loop and the sync client.

    PostgreSQL takes part where PUSHIN_BENCH_POSTGRES names an empty database; TLS, where this
    machine has the program openssl.
    """
    of = mail.channels(CHANNELS)
    with tempfile.TemporaryDirectory(prefix="pushin-bench-") as folder:
        async with sandbox("--no-pacing", workspace=mail.workspace(of)) as url:
            rows = await _rows(Path(folder), url, of)
            if tls.is_possible():
                async with tls.before(url, Path(folder)) as (secure, certificate):
                    rows.append(await _over_tls(Path(folder), secure, certificate, of))
            else:
                sys.stderr.write("post: no program openssl here, so nothing is said over TLS\n")
    return rows


async def _rows(folder: Path, url: str, of: list[str]) -> list[Row]:
    async with _client(url) as client:
        with _databases(folder) as databases:
            runs = {name: _delivered(one, client, of) for name, one in databases.items()}
            times = await _race({**runs, "": _bare(client, of)})
    bare = times.pop("")
    return [
        Row(f"post, {name}, against a bare loop", took, "ms", bare, AIM)
        for name, took in times.items()
    ]


async def _over_tls(folder: Path, url: str, certificate: Path, of: list[str]) -> Row:
    """Post through a server that speaks TLS: what the sync client pays for each new connection."""
    trust = tls.trusting(certificate)
    sync = WebClient(demo.BOT_TOKEN, base_url=f"{url}/api/", ssl=trust)
    async with _client(url, tls.connector(trust)) as client:
        with _database(f"sqlite:///{folder / 'tls.db'}") as database:
            ours = _delivered(database, client, of)
            times = await _race({"ours": ours, "sync": _in_turn(sync, of)})
    name = "post, SQLite, over TLS, against the sync client"
    return Row(name, times["ours"], "ms", times["sync"], AIM_OF_SYNC)


async def _race(rounds: dict[str, Round]) -> dict[str, float]:
    """Let all run in turn, several times; return the median milliseconds a post of each."""
    times: dict[str, list[float]] = {name: [] for name in rounds}
    for number in range(ROUNDS + 1):
        for name, one in rounds.items():
            took = await one()
            if number:  # the first opens connections and looks at channels
                times[name].append(took)
    return {name: statistics.median(found) for name, found in times.items()}


def _delivered(database: Database, client: AsyncWebClient, of: list[str]) -> Round:
    clock, numbers = mail.StandingClock(), count()
    delivery = mail.delivery(database, client, clock)

    async def once() -> float:
        mail.add(database, of, EACH, due=clock.at, run=next(numbers))
        before, began = delivery.counts["sent"], time.perf_counter()
        await delivery.tick()
        took = time.perf_counter() - began
        if delivery.counts["sent"] - before != CHANNELS * EACH:
            raise RuntimeError(f"not all were sent: {delivery.counts}")
        return took * 1000 / (CHANNELS * EACH)

    return once


def _bare(client: AsyncWebClient, of: list[str]) -> Round:
    """Return a loop that posts as many at a time as delivery does, and keeps nothing."""

    async def worker(places: Iterator[str]) -> None:
        for channel in places:
            await _post(client, channel)

    async def once() -> float:
        began = time.perf_counter()
        places = iter(of * EACH)
        async with asyncio.TaskGroup() as group:
            for _ in range(Timing().in_flight):
                group.create_task(worker(places))
        return (time.perf_counter() - began) * 1000 / (CHANNELS * EACH)

    return once


def _in_turn(client: WebClient, of: list[str]) -> Round:
    async def once() -> float:
        return await asyncio.to_thread(_all, client, of)

    return once


def _all(client: WebClient, of: list[str]) -> float:
    note, began = mail.Note(), time.perf_counter()
    for number in range(SYNC_POSTS):
        channel = of[number % len(of)]
        client.chat_postMessage(channel=channel, text=note.text, blocks=[*map(dict, note.blocks)])
    return (time.perf_counter() - began) * 1000 / SYNC_POSTS


async def _post(client: AsyncWebClient, channel: str) -> None:
    note = mail.Note()
    await client.chat_postMessage(channel=channel, text=note.text, blocks=[*map(dict, note.blocks)])


@asynccontextmanager
async def _client(
    url: str, connector: aiohttp.BaseConnector | None = None
) -> AsyncIterator[AsyncWebClient]:
    """Open the program's own client of the sandbox; the connector says how TLS is trusted."""
    if connector is None:
        session = slack_client.open_session(timeout=10)
    else:
        session = aiohttp.ClientSession(connector=connector)
    async with session:
        yield slack_client.make_client(session, token=demo.BOT_TOKEN, base_url=f"{url}/api/")


@contextmanager
def _databases(folder: Path) -> Iterator[dict[str, Database]]:
    urls = {"SQLite": f"sqlite:///{folder / 'mail.db'}"}
    if given := os.environ.get("PUSHIN_BENCH_POSTGRES"):
        urls["PostgreSQL"] = given
    for url in urls.values():
        schema.upgrade(url)
    opened = {name: Database.open(url) for name, url in urls.items()}
    try:
        yield opened
    finally:
        for one in opened.values():
            one.close_now()


@contextmanager
def _database(url: str) -> Iterator[Database]:
    schema.upgrade(url)
    opened = Database.open(url)
    try:
        yield opened
    finally:
        opened.close_now()
