"""What all query groups share: the transaction and the workspace they are bound to."""

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.orm.attributes import instance_state
from sqlmodel import Session

from storage.tables.base import Row

if TYPE_CHECKING:
    from storage.scope import Scope

T = TypeVar("T", bound=Row)


class Group:
    """Queries of one noun inside one scope."""

    def __init__(self, scope: "Scope") -> None:
        """Bind the queries to a scope."""
        self.scope = scope
        self.workspace_id = scope.workspace_id
        self._held: dict[tuple[object, ...], Row] = {}

    @property
    def session(self) -> Session:
        """The ORM's view of the transaction."""
        return self.scope.session

    def add(self, row: T) -> T:
        """Insert a row at once, so that its constraints speak here, and return it."""
        self.session.add(row)
        self.session.flush()
        return row

    def _one(self, table: type[T], **key: object) -> T | None:
        # The session refers to its rows weakly: held, a row is read once in a transaction.
        name = (table, *key.items())
        held = self._held.get(name)
        if isinstance(held, table) and instance_state(held).persistent:
            return held
        found = self.session.get(table, {"workspace_id": self.workspace_id, **key})
        if found is not None:
            self._held[name] = found
        return found
