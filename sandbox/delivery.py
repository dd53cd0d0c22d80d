"""One delivery to the app and what came back: the words both ways of delivering share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from sandbox.values import Json

EnvelopeType = Literal["events_api", "interactive", "slash_commands"]
Outcome = Literal["ok", "operation_timeout", "no_app", "error"]

ACK_SECONDS = 3.0


@dataclass(frozen=True)
class Envelope:
    """What is delivered, and for the how many-th time."""

    type: EnvelopeType
    payload: Json
    answers: bool = False
    attempt: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Answer:
    """The app's ack: its payload if it had one, or why there is none."""

    outcome: Outcome
    payload: Json | None = None
    reason: str = ""
    no_retry: bool = False


class Link(Protocol):
    """A way to reach the app: Socket Mode or HTTP."""

    async def deliver(self, envelope: Envelope) -> Answer:
        """Deliver once and wait for the ack, at most three seconds of real time."""

    async def connected(self) -> bool:
        """Wait until there is somebody to deliver to; false if only a request can tell."""

    def cut(self, how: str) -> None:
        """Let the connections fall silent (`quiet`) or break (`drop`), where there are some."""

    def count(self) -> int:
        """Return how many connections the app has open."""

    async def close(self) -> None:
        """Let go of every connection."""
