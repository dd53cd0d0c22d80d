"""Make-ups: minutes that were missed, and what became of them."""

from collections.abc import Sequence

from sqlmodel import col, select

from storage import tables
from storage.queries.group import Group


class MakeUps(Group):
    """Make-ups, by id, session, provider, or the plan that was made for them."""

    def get(self, make_up_id: str) -> tables.MakeUp | None:
        """Return a make-up."""
        return self._one(tables.MakeUp, id=make_up_id)

    def of_session(self, session_id: str) -> Sequence[tables.MakeUp]:
        """Return what was missed of a session, the whole of it first."""
        found = select(tables.MakeUp).where(
            tables.MakeUp.workspace_id == self.workspace_id,
            tables.MakeUp.session_id == session_id,
        )
        return self.session.exec(found.order_by(col(tables.MakeUp.code))).all()

    def of_plan(self, plan_id: str) -> Sequence[tables.MakeUp]:
        """Return what a plan of one date makes up for."""
        found = select(tables.MakeUp).where(
            tables.MakeUp.workspace_id == self.workspace_id, tables.MakeUp.plan_id == plan_id
        )
        return self.session.exec(found.order_by(col(tables.MakeUp.id))).all()

    def open_of(self, provider_id: str) -> Sequence[tables.MakeUp]:
        """Return what is pending or owed of a provider's sessions, the oldest first."""
        found = (
            select(tables.MakeUp)
            .join(
                tables.Session,
                (col(tables.Session.workspace_id) == col(tables.MakeUp.workspace_id))
                & (col(tables.Session.id) == col(tables.MakeUp.session_id)),
            )
            .where(
                tables.MakeUp.workspace_id == self.workspace_id,
                tables.MakeUp.provider_id == provider_id,
                col(tables.MakeUp.state).in_(("pending", "owed")),
            )
        )
        order = (col(tables.Session.starts_at), col(tables.MakeUp.code))
        return self.session.exec(found.order_by(*order)).all()
