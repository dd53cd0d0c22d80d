"""Posted things that are kept true."""

from collections.abc import Sequence

from sqlmodel import col, select

from storage import tables
from storage.queries.group import Group


class Messages(Group):
    """References to posted messages, opened Homes and open modals."""

    def get(self, ref_id: str) -> tables.MessageRef | None:
        """Return a reference."""
        return self._one(tables.MessageRef, id=ref_id)

    def at_place(self, place: str, message_ts: str = "") -> tables.MessageRef | None:
        """Return what stands at a place (a conversation's Slack id, `home:USER` or `view:ID`)."""
        found = select(tables.MessageRef).where(
            tables.MessageRef.workspace_id == self.workspace_id,
            tables.MessageRef.place == place,
            tables.MessageRef.message_ts == message_ts,
        )
        return self.session.exec(found).first()

    def of_subject(self, subject: str) -> Sequence[tables.MessageRef]:
        """Return what was posted about a subject and still stands."""
        found = select(tables.MessageRef).where(
            tables.MessageRef.workspace_id == self.workspace_id,
            tables.MessageRef.subject == subject,
            col(tables.MessageRef.gone).is_(False),
        )
        return self.session.exec(found.order_by(col(tables.MessageRef.id))).all()
