"""What was said of the support that the goal areas of plans need."""

from collections.abc import Sequence

from sqlmodel import col, select

from storage import tables
from storage.queries.group import Group


class Progress(Group):
    """Answers about goal areas, by plan."""

    def of_plan(self, plan_id: str) -> Sequence[tables.Progress]:
        """Return what was said of a plan, the oldest first."""
        found = select(tables.Progress).where(
            tables.Progress.workspace_id == self.workspace_id, tables.Progress.plan_id == plan_id
        )
        order = (col(tables.Progress.on_date), col(tables.Progress.at))
        return self.session.exec(found.order_by(*order)).all()

    def logged_areas(self, plan_id: str) -> Sequence[str]:
        """Return the goal areas that the logs of a plan name."""
        found = select(tables.Log.goal_area).where(
            tables.Log.workspace_id == self.workspace_id,
            tables.Log.plan_id == plan_id,
            col(tables.Log.replaced_at).is_(None),
            col(tables.Log.goal_area).is_not(None),
        )
        return sorted({area for area in self.session.exec(found.distinct()) if area})
