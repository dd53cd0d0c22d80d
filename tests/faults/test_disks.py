"""A database that cannot be written: nothing is lost or doubled, and it is said what is wrong."""

import asyncio
import io
import itertools
import json
import logging
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from multiprocessing import Pipe
from pathlib import Path

import pytest
from children import nursery
from disks import Told, examine, full_at_frame, full_at_write, go_on, healthz
from postroom import AT, WHO, HandClock, PostRoom, plan, settle_in
from striking import Errand

from bot import logs
from bot.database_trouble import FULL, READ_ONLY, REFUSED
from bot.health import Monitor
from bot.metrics import Metrics
from bot.practice import Timing
from bot.ticking import Ticker
from storage.database import Database
from storage.scope import Scope

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

ROOMS = ("C0ROOM4", "C0ROOM12")
TIMING = Timing(lease=20.0, http_timeout=4.0, visibility=0.01)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Take SQLite alone: a full disk of PostgreSQL is the server's, and cannot be made here."""
    return sqlite_url


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Take what the program logs here, as it would be written."""
    root, taken = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level
    logs.configure("warning", as_json=True, stream=taken)
    yield taken
    root.handlers[:], root.level = before


@pytest.mark.parametrize(
    ("shrink", "sentence"),
    [(full_at_write, FULL), (full_at_frame, REFUSED)],
    ids=["write", "frame"],
)
async def test_a_disk_that_is_full(
    room: PostRoom, database_url: str, shrink: Callable[[int], None], sentence: str
) -> None:
    """Full at every nth write: it says so in one line, and with room again each stands once."""
    room.clock = HandClock(rate=0)
    await room.seed(ROOMS)
    room.database.write_now(settle_in, WHO, ROOMS)
    for nth in itertools.count():
        told = await _full(room, database_url, shrink, nth)
        if not told.log:
            break
        assert _said(told.log) == {sentence}
        if nth == 0 and shrink is full_at_frame:  # nothing fits any more, not even a probe
            assert told.health[0] == 503
            assert told.health[1]["parts"]["database"]["problem"] == sentence
            assert told.doctor[1][1] == f"PROBLEM  database   {sentence}"

    sys.stdout.write(f"\n{shrink.__name__}: {nth} times\n")
    assert nth > 4


async def _full(room: PostRoom, url: str, shrink: Callable[[int], None], nth: int) -> Told:
    """Let a process run into the full disk, another deliver with room again, and count."""
    room.clock.at = AT + timedelta(minutes=10 * nth)
    await room.ask("POST", "clock", {"set": room.clock.at.isoformat()})
    room.database.write_now(_plan, WHO, nth)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    here, there = Pipe(duplex=False)
    errand = Errand(url, room.url, room.clock, TIMING, room.time)
    child = nursery().begin(go_on, errand, shrink, nth, there)
    there.close()
    await asyncio.to_thread(child.join)
    told: Told = here.recv()

    room.time.offset += TIMING.lease + 1
    oldest = f"{room.clock.at.timestamp():.6f}"
    await room.settle(room.delivery(timing=TIMING))
    for place in ROOMS:
        (message,) = await room.messages(place, oldest=oldest)
        assert room.prompt(f"{place}-{nth}").message_ts == message["ts"]
    return told


def _plan(scope: Scope, nth: int) -> None:
    for place in ROOMS:
        plan(scope, f"{place}-{nth}", where=f"channel:{place}", due=600.0 * nth)


def _said(log: str) -> set[str]:
    """Return the sentences of a log; none comes with a trace."""
    records = [json.loads(line) for line in log.splitlines()]
    assert not any("exc_info" in one for one in records)
    return {one["message"] for one in records}


async def test_a_file_that_may_only_be_read(
    room: PostRoom, sqlite_url: str, log: io.StringIO
) -> None:
    """It posts nothing, says why in one sentence everywhere, and delivers once it may write."""
    await room.seed(ROOMS)
    room.database.write_now(settle_in, WHO, ROOMS)
    room.database.write_now(_plan, WHO, 0)
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    url = f"sqlite:///file:{path}?mode=ro&uri=true"
    barred = replace(room, database=Database.open(url))
    ticker = Ticker(barred.delivery().tick, room.clock, every=0.02)
    ticker.start()
    await asyncio.sleep(0.1)
    await ticker.stop()
    status, said = await healthz(Monitor(barred.database, Metrics(), None))
    barred.database.close_now()

    assert _said(log.getvalue()) == {READ_ONLY}
    assert (status, said["parts"]["database"]["problem"]) == (503, READ_ONLY)
    assert (await examine(url))[1][1] == f"PROBLEM  database   {READ_ONLY}"
    assert [await room.messages(place) for place in ROOMS] == [[], []]
    await room.settle(room.delivery())
    for place in ROOMS:
        (message,) = await room.messages(place)
        assert room.prompt(f"{place}-0").message_ts == message["ts"]
