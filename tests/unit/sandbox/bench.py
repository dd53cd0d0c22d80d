"""What the sandbox's unit tests share: a seeded server, an app in hand, a clock by hand."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.delivery import Answer, Envelope
from sandbox.server import Server
from sandbox.webapi import endpoint

Json = dict[str, Any]
DATA = Path(__file__).parents[2] / "data" / "sandbox"


@dataclass
class HandClock:
    """Real time that passes only when a test says so (seconds)."""

    now: float = 1_000_000.0

    def read(self) -> float:
        """Return the seconds."""
        return self.now


@dataclass
class AppInHand:
    """An app at the other end of the link: keeps what it gets, answers as it is told."""

    got: list[Envelope] = field(default_factory=list)
    answer: Callable[[Envelope], Answer] = lambda _envelope: Answer("ok")
    here: bool = True
    came: asyncio.Event = field(default_factory=asyncio.Event)
    cuts: list[str] = field(default_factory=list)

    async def deliver(self, envelope: Envelope) -> Answer:
        """Keep an envelope and answer it."""
        if not self.here:
            return Answer("no_app", reason="connection_failed")
        self.got.append(envelope)
        return self.answer(envelope)

    async def connected(self) -> bool:
        """Wait until the app comes."""
        return await self.came.wait()

    def cut(self, how: str) -> None:
        """Keep how the line was cut."""
        self.cuts.append(how)

    def come(self) -> None:
        """Connect the app."""
        self.here = True
        self.came.set()

    def count(self) -> int:
        """Return 1 if the app is there."""
        return int(self.here)

    async def close(self) -> None:
        """Let the app go."""
        self.here = False

    def payloads(self, kind: str) -> list[Json]:
        """Return what it got of one event or interaction type."""
        found = []
        for envelope in self.got:
            inner = envelope.payload.get("event", envelope.payload)
            if inner.get("type", "slash_command") == kind:
                found.append(envelope.payload)
        return found


@dataclass
class Bench:
    """A seeded sandbox in this process."""

    server: Server
    app: AppInHand
    time: HandClock
    door: endpoint.Endpoint

    def call(self, method: str, *, token: str = "xoxb-sandbox", **args: Any) -> Json:  # noqa: S107  opens nothing but a sandbox
        """Call a Web API method as the app."""
        return self.door.reply(method, token, args, "127.0.0.1:8017").body

    async def settle(self) -> None:
        """Let deliveries that were begun come to their end."""
        for _ in range(20):
            await asyncio.sleep(0)
