"""What goes along when a plan goes on as another: roles and answers, expectations, decisions.

It is copied: the plan that has ended keeps its own.
"""

from collections.abc import Sequence
from datetime import datetime

from pushin import agreement_copies, change_rows, derivation, joint, variations
from storage import tables
from storage.scope import Scope, fresh_id

_OWN = {"id", "plan_id", "session_id", "number", "created_at", "closed_at", "author_told_at"}
"""Columns of an agreement that its copy has for itself."""
_DECIDED = ("on_date", "starts_at", "ends_at", "day_type", "moved")


def agreement(scope: Scope, old: tables.Plan, new: tables.Plan, *, at: datetime) -> bool:
    """Copy what the adults agreed; an "in" is carried over and names what it was given to.

    Only where the same adults go on with the same service delivery model; tells whether they do.
    """
    last = scope.agreements.current(joint.first_id(scope, old.id))
    if last is None or not goes_along(scope, old, new):
        return False
    if joint.others(scope, old):
        # What all who treat together agreed is written for the adults of this one.
        agreement_copies.carry(scope, new, last, at=at)
        return True
    _copy(scope, last, new, None, at=at)
    return True


def of_single_sessions(
    scope: Scope,
    old: tables.Plan,
    gone: Sequence[tables.Session],
    new: tables.Plan,
    *,
    at: datetime,
) -> None:
    """Copy what was agreed for single sessions that there still are, on the same date.

    Only where the plan's own agreement goes along, and nobody else treats with either.
    """
    if not goes_along(scope, old, new) or joint.others(scope, old):
        return
    there = {row.original_date: row for row in scope.sessions.of_plan(new.id)}
    for row in gone:
        own = there.get(row.original_date)
        varied = variations.standing(scope, row)
        if own is not None and varied is not None and own.on_date == row.on_date:
            _copy(scope, varied, new, own, at=at)


def _copy(
    scope: Scope,
    last: tables.Agreement,
    new: tables.Plan,
    session: tables.Session | None,
    *,
    at: datetime,
) -> None:
    said = last.model_dump(exclude=_OWN)
    copy = scope.agreements.add(
        tables.Agreement(
            id=fresh_id(),
            plan_id=new.id,
            session_id=None if session is None else session.id,
            number=scope.agreements.last_number(new.id) + 1,
            created_at=at,
            **said,
        )
    )
    for role in scope.agreements.roles(last.id):
        values = {**role.model_dump(), "agreement_id": copy.id}
        scope.agreements.add(tables.Role(**values))
    for answer in scope.agreements.confirmations(last.id):
        if answer.answer == "in":
            values = {
                **answer.model_dump(),
                "agreement_id": copy.id,
                "carried_from": answer.carried_from or last.id,
            }
            scope.agreements.add(tables.Confirmation(**values))


def goes_along(scope: Scope, old: tables.Plan, new: tables.Plan) -> bool:
    """Tell whether roles can go along: time, room and routine may have changed, nothing else."""
    same_adults = set(scope.plans.adult_ids(old.id)) == set(scope.plans.adult_ids(new.id))
    return same_adults and old.service_delivery_model == new.service_delivery_model


def expectations(scope: Scope, old: tables.Plan, new: tables.Plan) -> None:
    """Copy the standing expectations of a plan, and those of single dates that there still are."""
    dates = {row.id: row.original_date for row in scope.sessions.of_plan(old.id)}
    there = {row.original_date: row.id for row in scope.sessions.of_plan(new.id)}
    for one in scope.expectations.standing(old.id):
        session_id = None
        if one.session_id is not None:
            session_id = there.get(dates[one.session_id])
            if session_id is None:
                continue
        said = one.model_dump(exclude={"id", "plan_id", "session_id", "source"})
        scope.expectations.add(
            tables.Expectation(id=fresh_id(), plan_id=new.id, session_id=session_id, **said)
        )


def students(scope: Scope, old: tables.Plan, new: tables.Plan) -> None:
    """Copy the student codes of a plan that are there then, or come later; who has left stays."""
    for one in scope.plans.students(old.id):
        if one.until_date is None or one.until_date >= new.from_date:
            said = one.model_dump(exclude={"id", "plan_id", "from_date"})
            begins = max(one.from_date, new.from_date)
            scope.session.add(
                tables.PlanStudent(id=fresh_id(), plan_id=new.id, from_date=begins, **said)
            )
    scope.session.flush()


def decisions(scope: Scope, gone: list[tables.Session], new: tables.Plan) -> list[tables.Session]:
    """Let what people decided about single dates hold for the plan that goes on; return those.

    What fell out, was moved or is kept without its routine stays so, if the date is still one.
    """
    there = {row.original_date: row for row in scope.sessions.of_plan(new.id)}
    found = []
    for row in filter(change_rows.is_decided, gone):
        own = there.get(row.original_date)
        if own is None or not _decide(row, own, new):
            continue
        scope.session.add(own)
        found.append(own)
    scope.session.flush()
    return found


def _decide(row: tables.Session, own: tables.Session, new: tables.Plan) -> bool:
    if row.reason == derivation.KEPT:
        if own.obstacle != "routine_missing":
            return False
        own.obstacle, own.reason = None, derivation.KEPT
        return True
    if row.moved:
        for name in _DECIDED:
            setattr(own, name, getattr(row, name))
        own.classroom_id = None if row.classroom_id == new.classroom_id else row.classroom_id
    own.status, own.reason, own.obstacle = row.status, row.reason, row.obstacle
    return True
