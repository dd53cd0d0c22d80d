"""Agreements, roles and confirmations."""

from collections.abc import Sequence

from sqlmodel import col, select

from storage import tables
from storage.queries.group import Group


class Agreements(Group):
    """What a team agreed, and who is in."""

    def get(self, agreement_id: str) -> tables.Agreement | None:
        """Return an agreement, current or not."""
        return self._one(tables.Agreement, id=agreement_id)

    def current(self, plan_id: str) -> tables.Agreement | None:
        """Return the newest agreement of a plan."""
        found = (
            select(tables.Agreement)
            .where(
                tables.Agreement.workspace_id == self.workspace_id,
                tables.Agreement.plan_id == plan_id,
            )
            .order_by(col(tables.Agreement.number).desc())
            .limit(1)
        )
        return self.session.exec(found).first()

    def roles(self, agreement_id: str) -> Sequence[tables.Role]:
        """Return every adult's part in an agreement."""
        found = select(tables.Role).where(
            tables.Role.workspace_id == self.workspace_id,
            tables.Role.agreement_id == agreement_id,
        )
        return self.session.exec(found.order_by(col(tables.Role.person_id))).all()

    def confirmations(self, agreement_id: str) -> Sequence[tables.Confirmation]:
        """Return the answers to an agreement."""
        found = select(tables.Confirmation).where(
            tables.Confirmation.workspace_id == self.workspace_id,
            tables.Confirmation.agreement_id == agreement_id,
        )
        return self.session.exec(found.order_by(col(tables.Confirmation.person_id))).all()

    def confirmation(self, agreement_id: str, person_id: str) -> tables.Confirmation | None:
        """Return one adult's answer."""
        return self._one(tables.Confirmation, agreement_id=agreement_id, person_id=person_id)
