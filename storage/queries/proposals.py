"""Changes that somebody asks a plan's provider for."""

from collections.abc import Sequence

from sqlmodel import col, select

from storage import tables
from storage.queries.group import Group


class Proposals(Group):
    """Proposals, by id, plan or person."""

    def get(self, proposal_id: str) -> tables.Proposal | None:
        """Return a proposal, answered or not."""
        return self._one(tables.Proposal, id=proposal_id)

    def open_of_plan(self, plan_id: str) -> Sequence[tables.Proposal]:
        """Return what is proposed for a plan and not answered yet, oldest first."""
        found = select(tables.Proposal).where(
            tables.Proposal.workspace_id == self.workspace_id,
            tables.Proposal.plan_id == plan_id,
            col(tables.Proposal.answer).is_(None),
        )
        return self.session.exec(found.order_by(*_OLDEST)).all()

    def open_for(self, provider_id: str) -> Sequence[tables.Proposal]:
        """Return what is proposed to a provider and not answered yet, oldest first."""
        # A query of its own finds the plans: joined, SQLite would begin with all proposals.
        plan_ids = self.session.exec(
            select(tables.Plan.id).where(
                tables.Plan.workspace_id == self.workspace_id,
                tables.Plan.provider_id == provider_id,
                tables.Plan.state == "active",
            )
        ).all()
        if not plan_ids:
            return ()
        found = select(tables.Proposal).where(
            tables.Proposal.workspace_id == self.workspace_id,
            col(tables.Proposal.plan_id).in_(plan_ids),
            col(tables.Proposal.answer).is_(None),
        )
        return self.session.exec(found.order_by(*_OLDEST)).all()

    def by(self, person_id: str, plan_id: str) -> Sequence[tables.Proposal]:
        """Return what a person has proposed for a plan, oldest first."""
        found = select(tables.Proposal).where(
            tables.Proposal.workspace_id == self.workspace_id,
            tables.Proposal.plan_id == plan_id,
            tables.Proposal.proposed_by == person_id,
        )
        return self.session.exec(found.order_by(*_OLDEST)).all()


_OLDEST = (col(tables.Proposal.at), col(tables.Proposal.id))
