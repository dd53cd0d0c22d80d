"""What stands on one session's list: the plan's expectations, its own, and what was left open."""

from collections.abc import Sequence
from datetime import datetime

from pushin import expectations, joint
from pushin.results import ExpectationFacts
from storage import tables
from storage.scope import Scope

_WITHOUT = "without:"
"""How the source of a row begins that takes a plan's expectation off one session's list."""


def own(scope: Scope, plan_id: str, session_id: str) -> Sequence[tables.Expectation]:
    """Return the plan's expectations and the session's own, oldest first."""
    rows = scope.expectations.of_session(plan_id, session_id)
    left_out = set(scope.expectations.of_sources(f"{_WITHOUT}{session_id}:", plan_id))
    return [one for one in rows if without(session_id, one.id) not in left_out]


def rows(
    scope: Scope, session: tables.Session, *, at: datetime
) -> tuple[tuple[tables.Expectation, bool], ...]:
    """Return what stands on a session's list at the instant `at`, and what was left open.

    What was for an earlier session only and was ticked on no list since stands last, marked True.
    """
    plan_id = joint.first_id(scope, session.plan_id)
    left = scope.expectations.carried(plan_id, session.starts_at, at=at)
    mine = own(scope, plan_id, session.id)
    return (*((one, False) for one in mine), *((one, True) for one in left))


def facts(scope: Scope, session: tables.Session, *, at: datetime) -> tuple[ExpectationFacts, ...]:
    """Return a session's list with its numbers, without ticks."""
    numbers = scope.expectations.numbers(joint.first_id(scope, session.plan_id))
    return tuple(
        expectations.facts(one, number=numbers[one.id], carried=carried)
        for one, carried in rows(scope, session, at=at)
    )


def without(session_id: str, expectation_id: str) -> str:
    """Return the source of a row that takes a plan's expectation off a session's list."""
    return f"{_WITHOUT}{session_id}:{expectation_id}"
