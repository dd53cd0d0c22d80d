"""The alarm clock rings at once, every interval and at the next due time, one run at a time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from postroom import AT

from bot.clocks import SystemClock
from bot.ticking import Ticker


@dataclass
class Standing:
    """A school clock that stands still."""

    rate: float = 0.0

    def now(self) -> datetime:
        """Return the fixed instant."""
        return AT


@dataclass
class Work:
    """Work that counts itself."""

    seconds: float = 0.0
    runs: int = 0
    at_once: int = 0
    most_at_once: int = 0
    next_due: Callable[[], datetime | None] = lambda: None
    errors: list[Exception] = field(default_factory=list)

    async def do(self) -> datetime | None:
        """Take some time."""
        self.runs += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self.seconds)
        self.at_once -= 1
        if self.errors:
            raise self.errors.pop()
        return self.next_due()


@asynccontextmanager
async def ticking(ticker: Ticker) -> AsyncIterator[Ticker]:
    ticker.start()
    yield ticker
    await ticker.stop()


async def test_it_works_at_once_and_every_interval() -> None:
    """The first run needs no alarm, the next ones follow the interval."""
    work = Work()
    async with ticking(Ticker(work.do, Standing(), every=0.05)) as ticker:
        await asyncio.wait_for(ticker.idle.wait(), 1)
        assert work.runs == 1
        await asyncio.sleep(0.2)

    assert work.runs >= 3


async def test_a_wake_up_in_the_middle_leads_to_another_run() -> None:
    """What changes while the work is done is not missed, and no two runs overlap."""
    work = Work(seconds=0.05)
    async with ticking(Ticker(work.do, Standing(), every=60)) as ticker:
        await asyncio.sleep(0.02)
        for _ in range(5):
            ticker.wake()
        await asyncio.wait_for(ticker.idle.wait(), 1)

    assert (work.runs, work.most_at_once) == (2, 1)


async def test_it_rings_when_the_next_prompt_falls_due() -> None:
    """A prompt that falls due between two intervals does not wait for the second."""
    clock = SystemClock()
    due = [clock.now() + timedelta(seconds=0.1)]
    work = Work(next_due=lambda: due.pop() if due else None)
    async with ticking(Ticker(work.do, clock, every=60)):
        assert work.runs == 0
        await asyncio.sleep(0.05)
        assert work.runs == 1
        due.clear()
        due.append(clock.now() + timedelta(hours=2))
        await asyncio.sleep(0.3)

    assert work.runs == 2


async def test_one_bad_tick_is_not_the_last() -> None:
    """After an unexpected error the next tick tries again."""
    work = Work(errors=[RuntimeError("broken")])
    async with ticking(Ticker(work.do, Standing(), every=0.05)):
        await asyncio.sleep(0.2)

    assert work.runs >= 2


async def test_work_that_is_being_done_may_end() -> None:
    """A stop waits for running work as long as it was told to."""
    work = Work(seconds=0.1)
    ticker = Ticker(work.do, Standing(), every=60)
    ticker.start()
    await asyncio.sleep(0.02)
    await ticker.stop(within=1)

    assert (work.runs, work.at_once) == (1, 0)
