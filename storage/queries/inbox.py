"""What was already received."""

from datetime import datetime

from sqlmodel import col, delete

from storage import tables
from storage.queries.group import Group


class Inbox(Group):
    """Keys of events and business actions; each is accepted once."""

    def is_known(self, key: str) -> bool:
        """Tell whether a key was kept."""
        return self._one(tables.InboxKey, key=key) is not None

    def accept(self, key: str, at: datetime) -> bool:
        """Keep a key and return True; return False where it was kept before."""
        found = self._one(tables.InboxKey, key=key)
        if found is None:
            self.add(tables.InboxKey(workspace_id=self.workspace_id, key=key, at=at))
        return found is None

    def purge(self, before: datetime) -> int:
        """Delete the keys kept before an instant; return how many there were."""
        old = delete(tables.InboxKey).where(
            col(tables.InboxKey.workspace_id) == self.workspace_id,
            col(tables.InboxKey.at) < before,
        )
        return self.session.exec(old).rowcount
