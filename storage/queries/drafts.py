"""What was understood and waits for Confirm."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Text, cast
from sqlmodel import col, delete, select, update

from storage import tables
from storage.queries.group import Group


class Drafts(Group):
    """Drafts, by id."""

    def get(self, draft_id: str) -> tables.Draft | None:
        """Return a draft, used or not."""
        return self._one(tables.Draft, id=draft_id)

    def waiting(self, person_id: str, kind: str) -> Sequence[tables.Draft]:
        """Return a person's drafts of a kind that were not used, the newest first."""
        found = select(tables.Draft).where(
            tables.Draft.workspace_id == self.workspace_id,
            tables.Draft.person_id == person_id,
            tables.Draft.kind == kind,
            col(tables.Draft.used_at).is_(None),
        )
        return self.session.exec(found.order_by(col(tables.Draft.created_at).desc())).all()

    def empty(self, before: datetime) -> int:
        """Forget what drafts made before an instant held; return how many still held something."""
        held = update(tables.Draft).where(
            col(tables.Draft.workspace_id) == self.workspace_id,
            col(tables.Draft.created_at) < before,
            cast(tables.Draft.content, Text) != "{}",
        )
        return self.session.exec(held.values(content={})).rowcount

    def purge(self, before: datetime) -> int:
        """Delete the drafts made before an instant; return how many there were."""
        old = delete(tables.Draft).where(
            col(tables.Draft.workspace_id) == self.workspace_id,
            col(tables.Draft.created_at) < before,
        )
        return self.session.exec(old).rowcount
