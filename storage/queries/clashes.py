"""Clashes that were kept, and plans of several providers who treat together."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cached_property

from sqlalchemy import bindparam, delete, or_
from sqlalchemy import select as core_select
from sqlmodel import col, select

from storage import tables
from storage.queries.group import Group
from storage.queries.hints import unindexed

_JOINED = (
    core_select(col(tables.Plan.id))
    .where(
        col(tables.Plan.workspace_id) == bindparam("workspace"),
        col(tables.Plan.together_id) == bindparam("plan"),
        col(tables.Plan.state) == "active",
    )
    .order_by(col(tables.Plan.created_at), col(tables.Plan.id))
)


class Clashes(Group):
    """What a plan's provider keeps although something else is at the same time."""

    def of_plans(self, plan_ids: Collection[str]) -> Sequence[tables.ClashKept]:
        """Return all that is kept of these plans, in the order in which it was."""
        if not plan_ids:
            return ()
        found = select(tables.ClashKept).where(
            tables.ClashKept.workspace_id == self.workspace_id,
            col(tables.ClashKept.plan_id).in_(plan_ids),
        )
        order = (
            col(tables.ClashKept.at),
            col(tables.ClashKept.plan_id),
            col(tables.ClashKept.other),
        )
        return self.session.exec(found.order_by(*order)).all()

    def get(self, plan_id: str, other: str, kind: str) -> tables.ClashKept | None:
        """Return that a clash is kept, if it is."""
        return self._one(tables.ClashKept, plan_id=plan_id, other=other, kind=kind)

    def drop(self, plan_id: str, *, kinds: Collection[str], other: str | None = None) -> None:
        """Forget what is kept of a plan, of some kinds, with one `other` or with all."""
        gone = delete(tables.ClashKept).where(
            col(tables.ClashKept.workspace_id) == self.workspace_id,
            col(tables.ClashKept.plan_id) == plan_id,
            col(tables.ClashKept.kind).in_(kinds),
        )
        if other is not None:
            gone = gone.where(col(tables.ClashKept.other) == other)
        self.session.exec(gone)

    def joined(self, plan_id: str) -> Sequence[str]:
        """Return the active plans that name a plan as the one they are treated together with."""
        if plan_id in self._looked_up:
            return self._looked_up[plan_id]
        keys = {"workspace": self.workspace_id, "plan": plan_id}
        return self.session.execute(_JOINED, keys).scalars().all()

    def look_up(self, plan_ids: Collection[str]) -> None:
        """Look up at once what `joined` is about to be asked of many plans."""
        self._looked_up.update({one: [] for one in plan_ids})
        found = (
            core_select(col(tables.Plan.together_id), col(tables.Plan.id))
            .where(
                col(tables.Plan.workspace_id) == self.workspace_id,
                col(tables.Plan.together_id).in_(plan_ids),
                col(tables.Plan.state) == "active",
            )
            .order_by(col(tables.Plan.created_at), col(tables.Plan.id))
        )
        for first, joined in self.session.execute(found):
            self._looked_up[first].append(joined)

    def forget(self) -> None:
        """Look up anew: plans come together, or part."""
        self._looked_up.clear()

    @cached_property
    def _looked_up(self) -> dict[str, list[str]]:
        return {}

    def ended(self, before: date) -> Sequence[tables.Plan]:
        """Return the plans whose last date is earlier and that are still treated with others."""
        named = core_select(col(tables.Plan.together_id)).where(
            col(tables.Plan.workspace_id) == self.workspace_id,
            col(tables.Plan.together_id).is_not(None),
            col(tables.Plan.state) == "active",
        )
        found = select(tables.Plan).where(
            tables.Plan.workspace_id == self.workspace_id,
            or_(
                col(tables.Plan.id).in_(named),
                col(tables.Plan.together_id).is_not(None) & (tables.Plan.state == "active"),
            ),
            col(tables.Plan.until_date) < before,
        )
        return self.session.exec(found.order_by(col(tables.Plan.id))).all()

    def on_date(self, plan_ids: Collection[str], on: date) -> Sequence[tables.Session]:
        """Return the sessions of these plans on a local date that are on, in order."""
        found = select(tables.Session).where(
            tables.Session.workspace_id == self.workspace_id,
            col(tables.Session.plan_id).in_(plan_ids),
            # By its plans: by its dates, SQLite would look at the sessions of all people.
            unindexed(tables.Session.on_date) == on,
            tables.Session.status == "planned",
            col(tables.Session.obstacle).is_(None),
        )
        order = (col(tables.Session.starts_at), col(tables.Session.id))
        return self.session.exec(found.order_by(*order)).all()
