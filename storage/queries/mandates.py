"""Mandates and the plans that serve them."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete
from sqlmodel import col, select

from storage import tables
from storage.queries.group import Group


class Mandates(Group):
    """Mandates, by id or provider, and by the student codes that they are for."""

    def get(self, mandate_id: str) -> tables.Mandate | None:
        """Return a mandate."""
        return self._one(tables.Mandate, id=mandate_id)

    def of_provider(self, person_id: str) -> Sequence[tables.Mandate]:
        """Return the mandates of a provider, oldest first."""
        found = select(tables.Mandate).where(
            tables.Mandate.workspace_id == self.workspace_id,
            tables.Mandate.provider_id == person_id,
        )
        order = (col(tables.Mandate.from_date), col(tables.Mandate.id))
        return self.session.exec(found.order_by(*order)).all()

    def plan_ids(self, mandate_id: str) -> list[str]:
        """Return the plans that serve a mandate."""
        found = select(tables.MandatePlan.plan_id).where(
            tables.MandatePlan.workspace_id == self.workspace_id,
            tables.MandatePlan.mandate_id == mandate_id,
        )
        return sorted(self.session.exec(found))

    def set_plans(self, mandate_id: str, plan_ids: Collection[str]) -> None:
        """Let these plans serve a mandate, and no others."""
        mine = (col(tables.MandatePlan.workspace_id) == self.workspace_id) & (
            col(tables.MandatePlan.mandate_id) == mandate_id
        )
        self.session.execute(delete(tables.MandatePlan).where(mine))
        self.session.add_all(
            tables.MandatePlan(
                workspace_id=self.workspace_id, mandate_id=mandate_id, plan_id=plan_id
            )
            for plan_id in sorted(plan_ids)
        )
        self.session.flush()

    def drop(self, row: tables.Mandate) -> None:
        """Delete a mandate."""
        self.set_plans(row.id, ())
        self.session.delete(row)
        self.session.flush()

    def case_managers(self, mandate_id: str, code: str) -> Sequence[str]:
        """Return who manages a student's case in the plans that serve a mandate."""
        found = (
            select(tables.PlanStudent.case_manager_id)
            .join(
                tables.MandatePlan,
                (col(tables.MandatePlan.workspace_id) == col(tables.PlanStudent.workspace_id))
                & (col(tables.MandatePlan.plan_id) == col(tables.PlanStudent.plan_id)),
            )
            .where(
                tables.PlanStudent.workspace_id == self.workspace_id,
                tables.MandatePlan.mandate_id == mandate_id,
                tables.PlanStudent.code == code,
            )
        )
        return sorted({one for one in self.session.exec(found) if one})
