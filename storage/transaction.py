"""What a scope works on: one transaction, by way of the ORM or of prepared statements."""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from sqlmodel import Session

from storage.prepared import Prepared

R = TypeVar("R")


class Transaction(Protocol):
    """One transaction, as long as a use case runs."""

    @property
    def session(self) -> Session:
        """The ORM's view of it."""

    def rows(self, asked: Prepared[R], keys: Mapping[str, object]) -> Sequence[R]:
        """Return what a prepared statement finds."""


class OfSession:
    """The transaction of an ORM session."""

    def __init__(self, session: Session) -> None:
        """Keep the session; whoever made it ends it."""
        self.session = session

    def rows(self, asked: Prepared[R], keys: Mapping[str, object]) -> Sequence[R]:
        """Return what a prepared statement finds."""
        return asked.run(self.session.connection(), keys)
