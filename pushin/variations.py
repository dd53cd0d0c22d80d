"""A session's own agreement: what holds for one date of a plan instead of the plan's own."""

from datetime import datetime

from pushin import contents, differences, errors, joint, sessions
from storage import tables
from storage.scope import Scope


def standing(scope: Scope, session: tables.Session) -> tables.Agreement | None:
    """Return what was agreed for this session only, on the date that it has; None if nothing was.

    It was agreed for a date: on another one the session goes by the plan's own again.
    """
    host = joint.host(scope, session)
    found = scope.agreements.variation(joint.first_id(scope, session.plan_id), host.id)
    return found if found is not None and _is_for_date(scope, found, host) else None


def of_session(scope: Scope, session: tables.Session) -> tables.Agreement | None:
    """Return what holds for a session: its own agreement, else the plan's."""
    return standing(scope, session) or scope.agreements.current(
        joint.first_id(scope, session.plan_id)
    )


def is_history(scope: Scope, agreement: tables.Agreement, *, at: datetime) -> bool:
    """Tell whether an agreement was for one session that is over, not on, or on another date."""
    if agreement.session_id is None:
        return False
    session = scope.sessions.get(agreement.session_id)
    if session is None or session.ends_at <= at or not sessions.is_on(session):
        return True
    return not _is_for_date(scope, agreement, session)


def require(scope: Scope, plan_id: str, session_id: str) -> tables.Session:
    """Return a session of a plan, or the one that it is treated together with that day.

    Refusal "session_gone" for one that is none of its.
    """
    session = joint.host(scope, sessions.require(scope, session_id))
    if joint.first_id(scope, session.plan_id) != joint.first_id(scope, plan_id):
        raise errors.Refusal("session_gone")
    return session


def require_open(scope: Scope, plan_id: str, session_id: str, *, at: datetime) -> tables.Session:
    """Return a session of a plan that can still be agreed about.

    Refusals: `session_gone`; Stale `session_over`, `session_cancelled` (session_id).
    """
    session = require(scope, plan_id, session_id)
    if session.status == "cancelled":
        raise errors.Stale("session_cancelled", session_id=session_id)
    if session.ends_at <= at:
        raise errors.Stale("session_over", session_id=session_id)
    return session


def _is_for_date(scope: Scope, agreement: tables.Agreement, session: tables.Session) -> bool:
    content = differences.said(scope, agreement)
    return agreement.content_hash == contents.content_hash(content, session.on_date)
