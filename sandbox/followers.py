"""The programs that follow the school clock, and how far each has come."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field


@dataclass
class Followers:
    """The programs that follow the clock and say when they are done with a reading of it."""

    seen: dict[str, int] = field(default_factory=dict)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def answer(self, name: str, seq: int) -> None:
        """Keep that a follower has done all that was due at a reading."""
        self.seen[name] = max(seq, self.seen.get(name, 0))
        self.news.set()

    async def all_at(self, seq: int, seconds: float) -> bool:
        """Wait until all are done with a reading; who is not in time is counted on no longer."""
        try:
            async with asyncio.timeout(seconds):
                while any(done < seq for done in self.seen.values()):
                    self.news.clear()
                    await self.news.wait()
        except TimeoutError:
            self.seen = {name: done for name, done in self.seen.items() if done >= seq}
            return False
        return True
