"""What was said of the support that the goal areas of a plan need, and how it changed."""

from collections.abc import Sequence

from pushin.results.minutes import Trend
from storage import tables
from storage.scope import Scope

_KEPT = 6
"""How many of the last answers a trend shows."""


def trend(scope: Scope, plan_id: str) -> tuple[Trend, ...]:
    """Return what was said of each goal area of a plan, the last few answers, the oldest first.

    Of a plan that goes on from another one, what was said before too. For modals only.
    """
    found: dict[str, list[tables.Progress]] = {}
    for one in _chain(scope, plan_id):
        for row in scope.progress.of_plan(one):
            found.setdefault(row.goal_area, []).append(row)
    return tuple(
        Trend(area, tuple((row.on_date, row.support) for row in _in_order(rows)[-_KEPT:]))
        for area, rows in sorted(found.items())
    )


def _chain(scope: Scope, plan_id: str) -> list[str]:
    """Return a plan and those that it goes on from."""
    found: list[str] = []
    plan = scope.plans.get(plan_id)
    while plan is not None and plan.id not in found:
        found.append(plan.id)
        plan = scope.plans.get(plan.follows_id) if plan.follows_id else None
    return found


def _in_order(rows: Sequence[tables.Progress]) -> list[tables.Progress]:
    return sorted(rows, key=lambda row: (row.on_date, row.at, row.id))
