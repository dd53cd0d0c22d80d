"""The live streams: what people and clocks are told as it happens."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from sandbox.values import Json


@dataclass(eq=False)
class Listener:
    """One open stream: a person's, or the clock's if `person` is None."""

    person: str | None
    queue: asyncio.Queue[Json] = field(default_factory=asyncio.Queue)


@dataclass
class Streams:
    """All open streams."""

    listeners: set[Listener] = field(default_factory=set)

    def clocks_followed(self) -> bool:
        """Whether somebody follows the clock."""
        return any(listener.person is None for listener in self.listeners)

    def tell(self, people: Collection[str], news: Json) -> None:
        """Tell some people."""
        for listener in self.listeners:
            if listener.person is not None and listener.person in people:
                listener.queue.put_nowait(news)

    def tell_all(self, news: Json) -> None:
        """Tell every person who listens."""
        for listener in self.listeners:
            if listener.person is not None:
                listener.queue.put_nowait(news)

    def tell_clock(self, reading: Json) -> None:
        """Tell the clock's streams the bare reading, and people that the clock changed."""
        for listener in self.listeners:
            news = reading if listener.person is None else {"type": "clock", **reading}
            listener.queue.put_nowait(news)
