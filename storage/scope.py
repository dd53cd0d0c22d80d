"""Whose data a use case may touch: one workspace, one signed person, one transaction."""

import secrets
from dataclasses import dataclass
from functools import cached_property

from sqlmodel import Session, select

from storage import tables


@dataclass(frozen=True, slots=True)
class Who:
    """The signed ids of a request; without a user it is Push-In itself (the scheduler)."""

    workspace_id: str
    user_id: str | None = None


def fresh_id() -> str:
    """Return a new opaque id (64 random bits)."""
    return secrets.token_hex(8)


class Scope:
    """One workspace seen by one person inside one transaction; all queries go through it."""

    def __init__(self, session: Session, who: Who) -> None:
        """Bind a transaction to the workspace and the person of a request."""
        self.session = session
        self.who = who
        self.workspace_id = who.workspace_id

    @cached_property
    def person(self) -> tables.Person | None:
        """The active person behind the signed user id, or None for a stranger."""
        if self.who.user_id is None:
            return None
        found = self.session.exec(
            select(tables.Person).where(
                tables.Person.workspace_id == self.workspace_id,
                tables.Person.slack_user_id == self.who.user_id,
                tables.Person.active,
            )
        )
        return found.first()
