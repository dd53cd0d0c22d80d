"""What is in flight: requests of the app, deliveries to it, and acts of people."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

QUIET = 0.05


@dataclass
class Activity:
    """A count of what is under way and when it last changed (monotonic seconds)."""

    monotonic: Callable[[], float]
    in_flight: int = 0
    changed: float = 0.0

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Count one thing as in flight while the block runs."""
        self.in_flight += 1
        try:
            yield
        finally:
            self.in_flight -= 1
            self.changed = self.monotonic()

    async def idle(self, timeout: float) -> bool:  # noqa: ASYNC109  answers False, never raises
        """Wait until nothing was in flight for 50 ms, at most `timeout` seconds."""
        end = self.monotonic() + timeout
        quiet_since = self.monotonic()
        while True:
            now = self.monotonic()
            quiet_since = max(quiet_since, now if self.in_flight else self.changed)
            if now - quiet_since >= QUIET:
                return True
            if now >= end:
                return False
            await asyncio.sleep(QUIET / 5)
