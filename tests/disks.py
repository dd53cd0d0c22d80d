"""A process that goes on delivering while its disk takes no more, and what it says of that."""

import asyncio
import io
import itertools
import resource
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from typing import Any

from aiohttp.test_utils import TestClient, TestServer
from postroom import HandClock, PostRoom
from sqlalchemy import Engine, event
from striking import Errand

from bot import doctor, logs
from bot.health import Monitor
from bot.http_server import make_server
from bot.metrics import Metrics
from bot.slack_client import open_session
from bot.ticking import Ticker
from config.settings import load
from storage.database import Database

LIFE = 0.4
"""For how many seconds it goes on."""
FRAME = 4096 + 24
"""A page and its header in SQLite's write-ahead log (sqlite.org/fileformat2.html)."""
HEADER = 32
LARGE = 10_000_000


@dataclass(frozen=True)
class Told:
    """What the process said: its log, /healthz and `pushin doctor`."""

    log: str
    health: tuple[int, dict[str, Any]]
    doctor: tuple[int, list[str]]


def full_at_write(nth: int) -> None:
    """From the nth write on SQLite really says "database or disk is full".

    The connection's own `PRAGMA max_page_count` is set to the size that the file has, and before
    the write more is to be kept than fits: SQLite itself refuses, rolls back, and reports it.
    """
    count = itertools.count(1)

    def write(cursor: sqlite3.Cursor, statement: str, *_more: object) -> None:
        if statement.startswith("UPDATE") and next(count) >= nth:
            cursor.execute("PRAGMA max_page_count = 1")  # SQLite takes the present size instead
            cursor.execute(f"CREATE TABLE ballast AS SELECT zeroblob({LARGE}) AS bytes")

    event.listen(Engine, "do_execute", write)
    event.listen(Engine, "do_executemany", write)


def full_at_frame(nth: int) -> None:
    """The kernel lets no file grow beyond nth frames of an empty write-ahead log (RLIMIT_FSIZE).

    The commit that needs one more fails, as on a disk without room; SQLite calls it an I/O error.
    """
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (HEADER + nth * FRAME, most))


def go_on(errand: Errand, shrink: Callable[[int], None], nth: int, told: Pipe) -> None:
    """Deliver for a while on a disk that takes so much, and tell what was said of it."""
    log = io.StringIO()
    logs.configure("warning", as_json=True, stream=log)
    shrink(nth)
    health, examined = asyncio.run(_go_on(errand))
    told.send(Told(log.getvalue(), health, examined))


async def _go_on(errand: Errand) -> tuple[tuple[int, dict[str, Any]], tuple[int, list[str]]]:
    assert errand.time is not None
    database = Database.open(errand.database_url)
    async with open_session(timeout=errand.timing.http_timeout) as http:
        room = PostRoom(errand.sandbox_url, http, database, errand.clock)
        delivery = room.delivery(timing=errand.timing, real=errand.time.real())
        ticker = Ticker(delivery.tick, HandClock(rate=0), every=0.05)
        ticker.start()
        await asyncio.sleep(LIFE)
        await ticker.stop(within=5)
    monitor = Monitor(database, Metrics(), None)
    monitor.watch("delivery", ticker.age)
    health = await healthz(monitor)
    database.close_now()
    return health, await examine(errand.database_url)


async def healthz(monitor: Monitor) -> tuple[int, dict[str, Any]]:
    """Return what /healthz answers."""
    async with (
        TestClient(TestServer(make_server(monitor, None, None))) as client,
        client.get("/healthz") as answer,
    ):
        return answer.status, await answer.json()


async def examine(url: str) -> tuple[int, list[str]]:
    """Return the exit code and the lines of `pushin doctor`."""
    said: list[str] = []
    folder = url.removeprefix("sqlite:///").rpartition("/")[0]
    settings = load({"PUSHIN_DATABASE_URL": url, "PUSHIN_DATA_DIR": folder}, None)
    return await doctor.report(settings, said.append), said
