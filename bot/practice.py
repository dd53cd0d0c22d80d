"""What delivery is told by the layers above Slack: what a prompt says and how it looks."""

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
