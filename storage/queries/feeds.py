"""Calendar links: a person's secret addresses, of which only the hashes are kept."""

from sqlmodel import col, select

from storage import tables
from storage.queries.group import Group


class Feeds(Group):
    """Calendar links, by person or by the hash of their secret."""

    def get(self, link_id: str) -> tables.Feed | None:
        """Return a link, ended or not."""
        return self._one(tables.Feed, id=link_id)

    def open_of(self, person_id: str) -> tables.Feed | None:
        """Return the link of a person that works now."""
        found = select(tables.Feed).where(
            tables.Feed.workspace_id == self.workspace_id,
            tables.Feed.person_id == person_id,
            col(tables.Feed.revoked_at).is_(None),
        )
        return self.session.exec(found.order_by(col(tables.Feed.created_at).desc())).first()

    def of_hash(self, secret_hash: str) -> tables.Feed | None:
        """Return the link with this hash of its secret, if it works."""
        found = select(tables.Feed).where(
            tables.Feed.workspace_id == self.workspace_id,
            tables.Feed.secret_hash == secret_hash,
            col(tables.Feed.revoked_at).is_(None),
        )
        return self.session.exec(found).first()
