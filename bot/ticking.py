"""The alarm clock: does a piece of work every second, when something falls due, and when woken."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import database_trouble
from bot.clocks import SchoolClock

logger = logging.getLogger(__name__)

Work = Callable[[], Awaitable[datetime | None]]
"""What is done at each tick; it returns when (school time) it should be done next, or None."""

_NEVER_SKIPPED = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


class Ticker:
    """Runs `work`, never twice at a time; a wake-up in the middle of it leads to another run.

    APScheduler only rings; what is due stands in the database. A tick that was missed costs
    nothing but time.
    """

    def __init__(
        self,
        work: Work,
        clock: SchoolClock,
        *,
        every: float = 1.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare to do `work` every `every` real seconds, and when it says so."""
        self._work = work
        self._monotonic = monotonic
        self._clock = clock
        self._every = every
        self._rung = asyncio.Event()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._loop: asyncio.Task[None] | None = None
        self._done_at: float | None = None
        self.idle = asyncio.Event()
        """Set while no work is being done and none was asked for."""

    def age(self) -> float | None:
        """Return how many real seconds ago work was last done without an error; None: not yet."""
        return None if self._done_at is None else self._monotonic() - self._done_at

    def start(self) -> None:
        """Begin, with a first run at once."""
        self._scheduler.add_job(
            self._ring, "interval", seconds=self._every, id="interval", **_NEVER_SKIPPED
        )
        self._scheduler.start()
        self._loop = asyncio.create_task(self._run())
        self.wake()

    def wake(self) -> None:
        """Do the work soon: something changed. Call it on the event loop's thread."""
        self.idle.clear()
        self._rung.set()

    async def stop(self, *, within: float = 0.0) -> None:
        """Ring no more; work that is being done may take `within` more seconds."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._loop is None:
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self.idle.wait(), within)
        self._loop.cancel()
        with suppress(asyncio.CancelledError):
            await self._loop

    async def _ring(self) -> None:
        self.wake()

    async def _run(self) -> None:
        while True:
            await self._rung.wait()
            self._rung.clear()
            await self._once()
            if not self._rung.is_set():
                self.idle.set()

    async def _once(self) -> None:
        try:
            self._set_alarm(await self._work())
            self._done_at = self._monotonic()
        except Exception as error:  # the outer edge: one bad tick must not be the last
            if trouble := database_trouble.sentence(error):
                logger.error(trouble, extra={"action": "database_trouble"})  # noqa: TRY400  it says all
                return
            logger.exception(
                "A tick failed; the next one tries again.", extra={"action": "tick_failed"}
            )

    def _set_alarm(self, due_at: datetime | None) -> None:
        """Ring at an instant of school time, unless the interval is sooner or the clock stands."""
        if due_at is None or self._clock.rate == 0:
            return
        wait = (due_at - self._clock.now()) / self._clock.rate
        if timedelta() < wait < timedelta(seconds=self._every):
            self._scheduler.add_job(
                self._ring,
                "date",
                run_date=datetime.now(UTC) + wait,
                id="next_due",
                replace_existing=True,
                **_NEVER_SKIPPED,
            )
