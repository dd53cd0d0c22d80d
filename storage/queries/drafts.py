"""What was understood and waits for Confirm."""

from storage import tables
from storage.queries.group import Group


class Drafts(Group):
    """Drafts, by id."""

    def get(self, draft_id: str) -> tables.Draft | None:
        """Return a draft, used or not."""
        return self._one(tables.Draft, id=draft_id)
