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

    def answers(self, proposal_id: str) -> Sequence[tables.ProposalAnswer]:
        """Return what those whose word a proposal needs have said to it."""
        if not proposal_id:
            return ()
        found = select(tables.ProposalAnswer).where(
            tables.ProposalAnswer.workspace_id == self.workspace_id,
            tables.ProposalAnswer.proposal_id == proposal_id,
        )
        return self.session.exec(found.order_by(col(tables.ProposalAnswer.person_id))).all()

    def answer(self, proposal_id: str, person_id: str) -> tables.ProposalAnswer | None:
        """Return what one person has said to a proposal."""
        return self._one(tables.ProposalAnswer, proposal_id=proposal_id, person_id=person_id)

    def open_for(self, person: tables.Person) -> Sequence[tables.Proposal]:
        """Return what is proposed for a person's plans, and not answered yet, oldest first.

        A case manager's are also those of their students.
        """
        # A query of its own finds the plans: joined, SQLite would begin with all proposals.
        plan_ids = [plan.id for plan in self.scope.plans.of_person(person.id)]
        if person.role == "case_manager":
            plan_ids += [plan.id for plan in self.scope.plans.of_case_manager(person.id)]
        if person.role == "organiser" and person.school_id:
            plan_ids += [plan.id for plan in self.scope.plans.of_school(person.school_id)]
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
