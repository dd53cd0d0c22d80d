"""What was already received."""

from datetime import datetime

from sqlmodel import col, delete

from storage import tables
from storage.queries.group import Group


class Inbox(Group):
    """Keys of events and business actions; each is accepted once."""

    def is_answered(self, key: str) -> bool:
        """Tell whether what a key stands for was answered."""
        found = self._one(tables.InboxKey, key=key)
        return found is not None and found.answered_at is not None

    def answer(self, key: str, at: datetime) -> None:
        """Keep that what a key stands for was answered; twice is once."""
        self.accept(key, at)
        found = self._one(tables.InboxKey, key=key)
        if found is not None and found.answered_at is None:
            found.answered_at = at
            self.session.add(found)

    def accept(self, key: str, at: datetime) -> bool:
        """Keep a key and return True; return False where it was kept before."""
        found = self._one(tables.InboxKey, key=key)
        if found is None:
            self.add(tables.InboxKey(workspace_id=self.workspace_id, key=key, at=at))
        return found is None

    def overtakes(self, key: str, at: datetime) -> bool:
        """Keep `at` as the newest instant of a key and return True; False where a later one was."""
        found = self._one(tables.InboxKey, key=key)
        if found is None:
            self.add(tables.InboxKey(workspace_id=self.workspace_id, key=key, at=at))
            return True
        if found.at > at:
            return False
        found.at = at
        self.session.add(found)
        return True

    def newest(self, key: str) -> datetime | None:
        """Return the newest instant of a key, None where there is none."""
        found = self._one(tables.InboxKey, key=key)
        return None if found is None else found.at

    def purge(self, before: datetime) -> int:
        """Delete the keys kept before an instant; return how many there were."""
        old = delete(tables.InboxKey).where(
            col(tables.InboxKey.workspace_id) == self.workspace_id,
            col(tables.InboxKey.at) < before,
        )
        return self.session.exec(old).rowcount
