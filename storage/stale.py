"""The statements of the refresher: which posted things are behind, and what they show now.

They run in `Database.system` transactions and see all workspaces.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, update

from storage.tables import MessageRef


@dataclass(frozen=True, slots=True)
class Stale:
    """A posted thing that shows less than is true."""

    workspace_id: str
    ref_id: str
    place: str
    message_ts: str
    kind: str


def find(session: Session, *, limit: int) -> Sequence[Stale]:
    """Return what is behind, those that are furthest behind first."""
    behind = col(MessageRef.wanted_revision) - col(MessageRef.shown_revision)
    found = session.execute(
        select_columns(
            col(MessageRef.workspace_id),
            col(MessageRef.id).label("ref_id"),
            col(MessageRef.place),
            col(MessageRef.message_ts),
            col(MessageRef.kind),
        )
        .where(
            col(MessageRef.shown_revision) < col(MessageRef.wanted_revision),
            col(MessageRef.gone).is_(False),
        )
        .order_by(behind.desc(), col(MessageRef.id))
        .limit(limit)
    )
    return [Stale(**row._asdict()) for row in found]


def shown(session: Session, ref: Stale, *, revision: int) -> None:
    """Note the revision that a thing shows; a newer note is never overwritten by an older one.

    Where another process noted a newer one, nobody knows which of the two calls reached Slack
    last: the thing counts as behind, and is shown once more.
    """
    this = (col(MessageRef.workspace_id) == ref.workspace_id, col(MessageRef.id) == ref.ref_id)
    session.exec(
        update(MessageRef)
        .where(*this, col(MessageRef.shown_revision) > revision)
        .values(wanted_revision=col(MessageRef.wanted_revision) + 1)
    )
    session.exec(
        update(MessageRef)
        .where(*this, col(MessageRef.shown_revision) < revision)
        .values(shown_revision=revision)
    )


def gone(session: Session, ref: Stale) -> None:
    """Note that a thing does not stand any more: nobody tries to keep it true."""
    session.exec(
        update(MessageRef)
        .where(col(MessageRef.workspace_id) == ref.workspace_id, col(MessageRef.id) == ref.ref_id)
        .values(gone=True)
    )
