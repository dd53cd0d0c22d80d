"""School time follows the sandbox's clock, over jumps, rates and restarts."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from postroom import AT, seed

from bot.clocks import SandboxClock, SystemClock, real_time
from bot.slack_client import open_session
from sandbox import process


class Follower:
    """A clock that follows a sandbox, and what it heard."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        """Follow the sandbox at `url`."""
        self.url, self.http, self.changes = url, http, 0
        self.heard = asyncio.Event()
        self.clock = SandboxClock(url, http, on_change=self._hear)

    def _hear(self) -> None:
        self.changes += 1
        self.heard.set()

    async def move(self, **how: object) -> None:
        """Move the sandbox's clock and wait until the follower heard of it."""
        self.heard.clear()
        async with self.http.post(f"{self.url}/sandbox/clock", json=how) as answer:
            assert answer.status == 200
        await asyncio.wait_for(self.heard.wait(), 2)


@pytest.fixture
async def follower(sandbox_url: str) -> AsyncIterator[Follower]:
    """Follow a freshly seeded sandbox through a session whose calls may take 0.4 s."""
    async with open_session(timeout=0.4) as http:
        async with http.post(f"{sandbox_url}/sandbox/seed", json=seed(["C0ROOM4"])) as answer:
            assert answer.status == 200
        made = Follower(sandbox_url, http)
        await made.clock.start()
        yield made
        await made.clock.stop()


async def test_it_shows_the_sandboxs_time(follower: Follower) -> None:
    """A clock that stands still shows the very instant of the sandbox."""
    assert follower.clock.now() == AT
    assert follower.clock.rate == 0


async def test_a_jump_is_heard(follower: Follower) -> None:
    """A jump moves the clock and tells whoever waits for it."""
    await follower.move(advance=3600)

    assert follower.clock.now() == AT + timedelta(hours=1)


async def test_it_runs_at_the_sandboxs_rate(follower: Follower) -> None:
    """At 600 school seconds a second, a tenth of a second is a minute."""
    await follower.move(rate=600)
    before = follower.clock.now()
    await asyncio.sleep(0.1)

    assert timedelta(seconds=55) < follower.clock.now() - before < timedelta(seconds=200)


async def test_the_stream_outlives_the_sessions_time_out(follower: Follower) -> None:
    """The time-out of calls does not end the stream: a later jump is heard at once."""
    await asyncio.sleep(0.6)
    changes = follower.changes
    await follower.move(advance=60)

    assert follower.changes == changes + 1
    assert follower.clock.now() == AT + timedelta(minutes=1)


@pytest.mark.slow
async def test_a_sandbox_that_comes_back_is_followed_again() -> None:
    """The clock keeps its last reading while the sandbox is away, and catches up after."""
    async with open_session(timeout=1.0) as http:
        first = process.start(pacing=False)
        follower = Follower(first.base_url, http)
        await follower.clock.start()
        before = follower.clock.now()
        first.stop()
        assert follower.clock.now() >= before
        with process.start(first.port, pacing=False):
            follower.heard.clear()
            await asyncio.wait_for(follower.heard.wait(), 5)
            await follower.move(advance=7200)
        await follower.clock.stop()


async def test_a_clock_that_was_not_started_says_so() -> None:
    """Asking before the first reading is a mistake of the program."""
    async with open_session(timeout=0.4) as http:
        with pytest.raises(RuntimeError, match="before start"):
            SandboxClock("http://127.0.0.1:1", http).now()


def test_the_systems_time_is_aware() -> None:
    """School time without a sandbox is this machine's, in UTC."""
    assert SystemClock().now().tzinfo is UTC
    assert real_time().wall() - datetime.now(UTC) < timedelta(seconds=1)
    assert real_time().monotonic() <= real_time().monotonic()
