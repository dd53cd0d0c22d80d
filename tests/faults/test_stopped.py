"""A process that stands still past its lease, and is overtaken, leaves one visible copy."""

import asyncio
import os
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from signal import SIGCONT, SIGSTOP

import pytest
from children import nursery
from postroom import AT, WHO, HandClock, PostRoom, plan, settle_in
from striking import Errand, deliver_once

from bot.clocks import real_time
from bot.failpoints import FAILPOINTS
from bot.practice import Timing

PROC = Path("/proc")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PROC.is_dir(), reason="a stopped process is seen by Linux' /proc"),
]

TIMING = Timing(lease=1.2, http_timeout=0.4, visibility=0.1)
AFTER_THE_FENCE = "before_post"
"""Only who stands still here posts when it wakes; elsewhere the fence or the mark holds it back."""


@dataclass(frozen=True)
class Found:
    """What stood in the end: the copies that can be seen, and those that were taken back."""

    state: str
    stands: list[str]
    marked: str | None
    taken_back: list[str]


@pytest.mark.parametrize("failpoint", FAILPOINTS)
async def test_it_is_overtaken(room: PostRoom, database_url: str, failpoint: str) -> None:
    """Stopped at a failpoint, overtaken and woken: one copy; its own second one it takes back."""
    await room.seed()
    room.database.write_now(settle_in, WHO)
    room.database.write_now(plan, WHO, "one", where="im:adams")
    room.clock = HandClock(rate=0)
    errand = Errand(database_url, room.url, room.clock, TIMING, step=failpoint, signal=SIGSTOP)
    stopped = nursery().begin(deliver_once, errand)
    await _stands_still(stopped)

    await asyncio.sleep(TIMING.lease)
    await _deliver(room)
    os.kill(stopped.pid or 0, SIGCONT)
    await asyncio.to_thread(stopped.join)

    assert stopped.exitcode == 0
    found = await _found(room)
    assert (found.state, found.stands) == ("sent", [found.marked])
    assert len(found.taken_back) == (1 if failpoint == AFTER_THE_FENCE else 0)


async def _stands_still(child: ForkServerProcess) -> None:
    """Wait until the kernel says that a process is stopped."""
    async with asyncio.timeout(10):
        while _state(child.pid) != "T":  # noqa: ASYNC110  another process stops
            await asyncio.sleep(0.01)


def _state(pid: int | None) -> str:
    """Return the state of a process (proc_pid_stat(5))."""
    return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]


async def _deliver(room: PostRoom) -> None:
    """Be the second worker until the prompt is sent."""
    second = room.delivery(timing=TIMING, real=real_time())
    async with asyncio.timeout(20):
        while room.prompt("one").state != "sent":
            await second.tick()
            await asyncio.sleep(0.05)


async def _found(room: PostRoom) -> Found:
    slack_id = room.place("im:adams").slack_id
    assert room.clock.at == AT
    path = f"messages?as=U0ADAMS&channel={slack_id}"
    messages = (await room.ask("GET", path))["messages"]
    return Found(
        state=room.prompt("one").state,
        stands=[one["ts"] for one in messages if not one.get("deleted")],
        marked=room.prompt("one").message_ts,
        taken_back=[call["payload"]["ts"] for call in await room.calls("chat.delete")],
    )
