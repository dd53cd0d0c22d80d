"""Reviews of plans, and what they look at: logs and progress."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlmodel import col, select

from storage import tables
from storage.queries.group import Group


class Reviews(Group):
    """Reviews, by id or plan."""

    def get(self, review_id: str) -> tables.Review | None:
        """Return a review, decided or not."""
        return self._one(tables.Review, id=review_id)

    def of_plans(self, plan_ids: Collection[str]) -> Sequence[tables.Review]:
        """Return the reviews of some plans, the newest first."""
        if not plan_ids:
            return ()
        found = select(tables.Review).where(
            tables.Review.workspace_id == self.workspace_id,
            col(tables.Review.plan_id).in_(plan_ids),
        )
        order = (col(tables.Review.at).desc(), col(tables.Review.id).desc())
        return self.session.exec(found.order_by(*order)).all()

    def logs(self, plan_ids: Collection[str], first: date, last: date) -> Sequence[tables.Log]:
        """Return what holds of the logs of some plans between two local dates, both included."""
        found = select(tables.Log).where(
            tables.Log.workspace_id == self.workspace_id,
            col(tables.Log.plan_id).in_(plan_ids),
            tables.Log.on_date >= first,
            tables.Log.on_date <= last,
            col(tables.Log.replaced_at).is_(None),
        )
        return self.session.exec(found).all()

    def progress(self, plan_ids: Collection[str], first: date) -> Sequence[tables.Progress]:
        """Return what was said of the support that plans' students need, since a local date."""
        found = select(tables.Progress).where(
            tables.Progress.workspace_id == self.workspace_id,
            col(tables.Progress.plan_id).in_(plan_ids),
            tables.Progress.on_date >= first,
        )
        order = (col(tables.Progress.on_date), col(tables.Progress.at))
        return self.session.exec(found.order_by(*order)).all()

    def last_list(self, person_id: str) -> tables.Prompt | None:
        """Return the newest list of plans to look at that a person got."""
        found = select(tables.Prompt).where(
            tables.Prompt.workspace_id == self.workspace_id,
            tables.Prompt.kind == "review",
            tables.Prompt.conversation_id == f"im:{person_id}",
            tables.Prompt.state == "sent",
        )
        order = col(tables.Prompt.settled_at).desc()
        return self.session.exec(found.order_by(order).limit(1)).first()
