"""The places that Push-In posts to."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from storage import tables
from storage.queries import upsert
from storage.queries.group import Group

if TYPE_CHECKING:
    from storage.scope import Scope

ALWAYS_FREE = datetime(1970, 1, 1, tzinfo=UTC)
"""A conversation that nothing was posted to yet has been free since ever."""


class Conversations(Group):
    """Conversations by their id (`channel:C…`, `im:PERSON`, `pair:PERSON:PERSON`)."""

    def __init__(self, scope: "Scope") -> None:
        """Hold on to what was made: a plan's hundred prompts share one conversation."""
        super().__init__(scope)
        self._made: dict[str, tables.Conversation] = {}

    def get(self, conversation_id: str) -> tables.Conversation | None:
        """Return a conversation."""
        return self._one(tables.Conversation, id=conversation_id)

    def channel(self, slack_id: str) -> tables.Conversation:
        """Return a classroom's channel, made on demand."""
        return self._ensure(f"channel:{slack_id}", "channel", slack_id)

    def im(self, person_id: str) -> tables.Conversation:
        """Return the direct messages with a person, made on demand."""
        return self._ensure(f"im:{person_id}", "im")

    def pair(self, one: str, other: str) -> tables.Conversation:
        """Return the group direct messages of two people in either order, made on demand."""
        return self._ensure("pair:" + ":".join(sorted((one, other))), "pair")

    def _ensure(
        self, conversation_id: str, kind: str, slack_id: str | None = None
    ) -> tables.Conversation:
        found = self._made.get(conversation_id) or self.get(conversation_id)
        if found is not None:
            self._made[conversation_id] = found
            return found
        row = tables.Conversation(
            workspace_id=self.workspace_id,
            id=conversation_id,
            kind=kind,
            slack_id=slack_id,
            free_at=ALWAYS_FREE,
        )
        statement = upsert.insert(self.session, tables.Conversation, row)
        self.session.exec(statement.on_conflict_do_nothing())
        return self.get(conversation_id) or row


def recipients(conversation_id: str) -> tuple[str, ...]:
    """Return the ids of the people whom a post there notifies; a channel post notifies nobody."""
    kind, _, people = conversation_id.partition(":")
    return () if kind == "channel" else tuple(people.split(":"))
