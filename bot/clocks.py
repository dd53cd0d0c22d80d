"""The two clocks: school time, which may jump in the sandbox, and real time, which never does."""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import aiohttp

logger = logging.getLogger(__name__)

RECONNECT_SECONDS = 0.5


class SchoolClock(Protocol):
    """When it is at school: what is due, quiet hours, pacing, Retry-After."""

    def now(self) -> datetime:
        """Return the instant of school time (aware UTC)."""
        ...

    @property
    def rate(self) -> float:
        """School seconds in a real second; 0 while the clock stands still."""
        ...


@dataclass(frozen=True, slots=True)
class RealTime:
    """Real time: leases and HTTP time-outs (`wall`: aware UTC; `monotonic`: seconds)."""

    wall: Callable[[], datetime]
    monotonic: Callable[[], float]


def real_time() -> RealTime:
    """Return this machine's real time."""
    return RealTime(lambda: datetime.now(UTC), _monotonic())


def _monotonic() -> Callable[[], float]:
    # Linux' monotonic clock stops while the machine sleeps, and a lease does not.
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic if boot is None else lambda: time.clock_gettime(boot)


class SystemClock:
    """School time is this machine's time."""

    rate = 1.0

    def now(self) -> datetime:
        """Return the instant that it is now (aware UTC)."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the sandbox said last, and when that was (monotonic seconds)."""

    now: datetime
    rate: float
    seq: int
    heard_at: float


class SandboxClock:
    """School time as a sandbox has it; a jump or another rate calls `on_change`."""

    def __init__(
        self,
        url: str,
        session: aiohttp.ClientSession,
        *,
        on_change: Callable[[], None] | None = None,
    ) -> None:
        """Follow the sandbox at `url` (`http://…`), once `start` was called."""
        self._url = f"{url.rstrip('/')}/sandbox/clock/stream"
        self._session = session
        self.on_change = on_change
        self._reading: _Reading | None = None
        self._heard = asyncio.Event()
        self._following: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Follow the sandbox's clock; returns when the first reading is there."""
        self._following = asyncio.create_task(self._follow())
        await self._heard.wait()

    async def stop(self) -> None:
        """Follow it no longer."""
        if self._following is not None:
            self._following.cancel()
            with suppress(asyncio.CancelledError):
                await self._following

    def now(self) -> datetime:
        """Return the instant of the sandbox's school clock (aware UTC)."""
        reading = self._known()
        passed = (time.monotonic() - reading.heard_at) * reading.rate
        return reading.now + timedelta(seconds=passed)

    @property
    def rate(self) -> float:
        """School seconds in a real second; 0 while the clock stands still."""
        return self._known().rate

    @property
    def seq(self) -> int:
        """The number of the last reading that was heard."""
        return self._known().seq

    def _known(self) -> _Reading:
        if self._reading is None:
            msg = "the sandbox's clock was asked before start()"
            raise RuntimeError(msg)
        return self._reading

    async def _follow(self) -> None:
        """Listen for ever; a sandbox that goes away is asked again until it is back."""
        while True:
            try:
                await self._listen()
            except (aiohttp.ClientError, TimeoutError) as error:
                logger.info(
                    "The sandbox's clock cannot be reached; trying again.",
                    extra={"action": "clock_lost", "error": str(error)},
                )
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen(self) -> None:
        timeout = aiohttp.ClientWSTimeout(ws_receive=None)
        async with self._session.ws_connect(self._url, heartbeat=20, timeout=timeout) as stream:
            async for message in stream:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._hear(message.json())

    def _hear(self, said: dict[str, object]) -> None:
        now = datetime.fromisoformat(str(said["now"])).astimezone(UTC)
        rate, seq = float(str(said["rate"])), int(str(said["seq"]))
        self._reading = _Reading(now, rate, seq, time.monotonic())
        self._heard.set()
        if self.on_change is not None:
            self.on_change()
