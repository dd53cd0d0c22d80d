"""`bench bell`: thousands of prompts fall due in one minute, while people go on clicking."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot import demo, heap, slack_client
from bot.bench import large_school, mail
from bot.bench.district import NOW
from bot.bench.next_session import Colleagues
from bot.bench.place import Place, sandbox
from bot.bench.replan import Clicks
from bot.bench.rows import Row, percentile
from bot.drawing import Drawer
from bot.practice import Timing
from bot.ticking import Ticker
from handlers.app import Surface
from handlers.slack.uploads import SlackUploads

CHANNELS, EACH = 500, 20
PLANS = 2_500
RATE = 0.2
"""School seconds in a real one: Slack would take five hundred messages a second, a machine that
also plays Slack does not. What is measured is the order and the waiting, not this machine."""
CLICKS = 300
DUE = NOW - timedelta(days=1)
"""Before all that the school's own plans have planned."""
PATIENCE = 600.0
AIM = 1.1
AIM_OF_ACKS = 3.0


@dataclass
class SlowClock:
    """A school clock that begins when it is made and runs at a fifth."""

    rate: float = RATE
    began: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        """Return the instant (aware UTC)."""
        return DUE + timedelta(seconds=(time.monotonic() - self.began) * self.rate)


@dataclass
class Lateness:
    """How late each prompt was sent, in seconds of school time."""

    seconds: list[float] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self, how: str, *, due_at: datetime | None, at: datetime) -> None:
        """Note how one attempt ended."""
        if how == "sent" and due_at is not None:
            self.seconds.append((at - due_at).total_seconds())
        if len(self.seconds) == CHANNELS * EACH:
            self.done.set()


async def measure() -> list[Row]:
    """Return how late they came beside the best that one message a second allows, and the acks."""
    of = mail.channels(CHANNELS)
    with Place(lambda url: large_school.fill(url, PLANS)) as place:
        mail.add(place.database, of, EACH, due=DUE)
        uploads = SlackUploads(AsyncWebClient())
        surface = Surface(place.database, lambda: NOW, Colleagues(), uploads, Drawer())
        clicks = Clicks(surface, place.filled, random.Random(1))  # noqa: S311  no secret
        await clicks.go_on(CLICKS // 10)
        clicks.waits.clear()
        heap.set_aside()
        await clicks.go_on(CLICKS)
        idle, clicks.waits = clicks.waits, []
        async with sandbox("--no-pacing", workspace=mail.workspace(of)) as url:
            late, busy = await _ring(place, url, clicks)
    return _rows(late, idle, busy)


async def _ring(place: Place, url: str, clicks: Clicks) -> tuple[list[float], list[float]]:
    """Deliver all of it while people click; return the latenesses and the acks meanwhile."""
    lateness, clock = Lateness(), SlowClock()
    async with slack_client.open_session(timeout=10) as http:
        client = slack_client.make_client(http, token=demo.BOT_TOKEN, base_url=f"{url}/api/")
        delivery = mail.delivery(place.database, client, clock, observe=lateness)
        async with _ticking(Ticker(delivery.tick, clock)):
            async with asyncio.timeout(PATIENCE):
                await clicks.go_on(CLICKS)
                await lateness.done.wait()
    return lateness.seconds, clicks.waits


@asynccontextmanager
async def _ticking(ticker: Ticker) -> AsyncIterator[None]:
    ticker.start()
    try:
        yield
    finally:
        await ticker.stop(within=5.0)


def _rows(late: list[float], idle: list[float], busy: list[float]) -> list[Row]:
    # As early as one message a second allows: the first of each conversation at once.
    best = [number * Timing().pacing for number in range(EACH) for _ in range(CHANNELS)]
    name = f"bell, {CHANNELS * EACH:,} prompts over {CHANNELS} conversations"
    rows = [
        Row(f"{name}, late by p{percent}", percentile(late, percent), "s", floor, AIM)
        for percent in (50, 99)
        if (floor := percentile(best, percent))
    ]
    return [
        *rows,
        Row(f"{name}, late by at most", max(late), "s", max(best), AIM),
        Row("bell, ack p50 meanwhile", percentile(busy, 50), "ms", percentile(idle, 50)),
        Row(
            "bell, ack p99 meanwhile",
            percentile(busy, 99),
            "ms",
            percentile(idle, 99),
            AIM_OF_ACKS,
        ),
    ]
