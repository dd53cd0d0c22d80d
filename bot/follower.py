"""Tells the sandbox when all that a move of its clock set off is done: it can be stepped."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiohttp

from bot.app import Program
from bot.clocks import SandboxClock


class Follower:
    """Wakes the program at each reading of the sandbox's clock and answers once it is idle."""

    def __init__(
        self, url: str, http: aiohttp.ClientSession, program: Program, clock: SandboxClock
    ) -> None:
        """Answer at `url` (the sandbox's `clock/seen`)."""
        self._url = url
        self._http = http
        self._program = program
        self._clock = clock
        self._moved = asyncio.Event()

    @asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Follow the clock within the block."""
        self._clock.on_change = self._hear
        answering = asyncio.create_task(self._answer())
        self._hear()
        try:
            yield
        finally:
            self._clock.on_change = None
            answering.cancel()
            with suppress(asyncio.CancelledError):
                await answering

    def _hear(self) -> None:
        self._program.wake()
        self._moved.set()

    async def _answer(self) -> None:
        while True:
            await self._moved.wait()
            self._moved.clear()
            seq = self._clock.seq
            await self._program.idle()
            # A sandbox that is gone hears nothing; the clock's own stream tells when it is back.
            with suppress(aiohttp.ClientError, TimeoutError):
                async with self._http.post(self._url, json={"seq": seq, "idle": True}):
                    pass
