"""What delivery works with: what a prompt says, how it looks, its times, and who is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot import posts
from pushin.results import Content, Postpone, Withhold
from storage.scope import Scope


class ReadContent(Protocol):
    """Reads what a prompt says at the moment of posting (`pushin.prompts.content`)."""

    def __call__(
        self, scope: Scope, prompt_id: str, *, at: datetime
    ) -> Content | Withhold | Postpone:
        """Return what is posted, or why it is not."""
        ...


class NoteSent(Protocol):
    """Notes where a prompt stands, in the transaction that marks it (`pushin.prompts.sent`)."""

    def __call__(
        self, scope: Scope, prompt_id: str, *, place: str, message_ts: str, at: datetime
    ) -> None:
        """Keep the place."""
        ...


@dataclass(frozen=True, slots=True)
class Practice:
    """What there is to say, how it looks, and what is noted of it."""

    content: ReadContent
    sent: NoteSent
    render: Callable[[Any], posts.Message]


class Observe(Protocol):
    """Is told how an attempt at a prompt ended (`bot.metrics.Metrics.prompt`)."""

    def __call__(self, how: str, *, due_at: datetime | None, at: datetime) -> None:
        """Count it."""
        ...


def observe_nothing(how: str, *, due_at: datetime | None, at: datetime) -> None:
    """Count nothing."""
    del how, due_at, at


@dataclass(frozen=True, slots=True)
class Timing:
    """Times of delivery in seconds; `pacing` in school seconds, all others real."""

    lease: float = 60.0
    http_timeout: float = 10.0
    visibility: float = 5.0
    pacing: float = 1.0
    in_flight: int = 16

    @property
    def fence(self) -> float:
        """The age up to which a claim may be posted: it stands, visibly, before the lease ends."""
        return self.lease - self.http_timeout - self.visibility
