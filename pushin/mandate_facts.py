"""What is mandated, and what is owed of it between two dates."""

from collections.abc import Sequence
from datetime import date

from pushin.results.minutes import MandateFacts
from school import periods
from school.calendar import SchoolCalendar
from storage.queries.minute_rows import MandateRow, PlanRow
from storage.queries.minutes import Seen
from storage.scope import Scope


def of(scope: Scope, seen: Seen, person_id: str, plans: Sequence[PlanRow]) -> list[MandateFacts]:
    """Return the mandates that a person may look at, oldest first.

    A plan that goes on from one that serves a mandate serves it too.
    """
    found: dict[str, list[MandateRow]] = {}
    for row in scope.minutes.mandates(seen, person_id):
        found.setdefault(row.id, []).append(row)
    return [_facts(rows, plans) for rows in found.values()]


def owed(
    calendar: SchoolCalendar, mandate: MandateFacts, first: date, last: date
) -> tuple[int, date, date]:
    """Return the minutes owed from `first` to `last`, and the dates of these that are in effect."""
    begun = max(first, mandate.from_date)
    over = last if mandate.until_date is None else min(last, mandate.until_date)
    minutes = sum(
        periods.owed(mandate.minutes, calendar, one, first=begun, last=over)
        for one in periods.between(calendar, mandate.per, begun, over)
    )
    return minutes, begun, over


def _facts(rows: Sequence[MandateRow], plans: Sequence[PlanRow]) -> MandateFacts:
    first = rows[0]
    serving = [row.plan_id for row in rows]
    for plan in plans:  # oldest first: whoever goes on comes after
        if plan.follows_id in serving and plan.id not in serving:
            serving.append(plan.id)
    return MandateFacts(
        first.id,
        first.code,
        first.discipline,
        first.model,
        first.minutes,
        next(one for one in PERS if one == first.per),
        first.from_date,
        first.until_date,
        tuple(serving),
        first.provider_id,
        first.told_for,
    )


PERS: tuple[periods.Per, ...] = ("week", "month", "marking_period", "year")
