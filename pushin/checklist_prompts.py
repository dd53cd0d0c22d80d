"""Checklists of sessions as prompts: planned with the session, lead minutes before it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from pushin import conditions, prompts
from storage import tables
from storage.scope import Scope, fresh_id

_PLANNED: Mapping[str, Any] = MappingProxyType(
    {
        "state": "planned",
        "lease_until": None,
        "attempt": 0,
        "message_ts": None,
        "thread_ts": None,
        "late": False,
        "told_at": None,
        "settled_at": None,
    }
)
"""The columns of a prompt that nothing has become of yet."""
_LATE_CHECKLIST = timedelta(minutes=5)
"""How long a checklist that is due at the start itself (no lead time) is still worth posting."""


def for_session(scope: Scope, session: tables.Session, *, at: datetime) -> None:
    """Plan a session's checklist, lead minutes before it; none for one that is not on.

    A checklist that was posted on the session's own date stays the one (it is a live copy). What
    was due before a session that has begun is left to expire: its owner is told that it is missing.
    """
    subject = f"session:{session.id}"
    the_plan = scope.plans.get(session.plan_id)
    channel = None if the_plan is None else prompts.channel_of(scope, the_plan)
    if the_plan is None or channel is None or not conditions.is_on(session, the_plan):
        prompts.withdraw(scope, subject=subject, kind="checklist", why="not_on", at=at)
        return
    if conditions.is_posted(scope, session):
        prompts.withdraw(scope, subject=subject, kind="checklist", why="changed", at=at)
        return
    if session.starts_at <= at:
        scope.prompts.cancel(subject, kind="checklist", why="changed", at=at, due_after=at)
        return
    due, worthless = _checklist_times(the_plan, session, at)
    revision = prompts.plan(
        scope,
        kind="checklist",
        subject=subject,
        conversation=channel,
        due_at=due,
        worthless_at=worthless,
        revision=session.revision,
        why="before_session",
    )
    scope.prompts.cancel(subject, kind="checklist", why="changed", at=at, but=revision)


def for_sessions(
    scope: Scope, the_plan: tables.Plan, rows: Sequence[tables.Session], *, at: datetime
) -> None:
    """Plan the checklists of a plan's sessions that are on: what `for_session` does, in few steps.

    A changed calendar moves a term of sessions at once.
    """
    channel = prompts.channel_of(scope, the_plan) if the_plan.state == "active" else None
    known = scope.prompts.outlines("checklist", [f"session:{row.id}" for row in rows])
    fresh = []
    for row in rows:
        outlines = known.get(f"session:{row.id}", ())
        # One that was posted, ended or is newer is rare, and looked at by itself.
        is_plain = all(one.state == "planned" or one.revision < row.revision for one in outlines)
        is_posted = any(one.state == "sent" for one in outlines)
        if channel is None or row.starts_at <= at or is_posted or not is_plain:
            for_session(scope, row, at=at)
        else:
            fresh.append(row)
    if channel is not None and fresh:
        made = [_checklist(the_plan, row, channel, at=at) for row in fresh]
        scope.prompts.put_all(made)
        scope.prompts.cancel_others(made, why="changed", at=at)


def _checklist(
    the_plan: tables.Plan, session: tables.Session, channel: tables.Conversation, *, at: datetime
) -> dict[str, Any]:
    due, worthless = _checklist_times(the_plan, session, at)
    return {
        **_PLANNED,
        "workspace_id": the_plan.workspace_id,
        "id": fresh_id(),
        "kind": "checklist",
        "subject": f"session:{session.id}",
        "conversation_id": channel.id,
        "revision": session.revision,
        "urgency": prompts.URGENCY["checklist"],
        "due_at": due,
        "worthless_at": worthless,
        "key": fresh_id() + fresh_id(),
        "why": "before_session",
    }


def _checklist_times(
    the_plan: tables.Plan, session: tables.Session, at: datetime
) -> tuple[datetime, datetime]:
    """Return when a session's checklist is due, and from when on it is worthless."""
    due = max(at, session.starts_at - timedelta(minutes=the_plan.lead_minutes))
    return due, max(session.starts_at, due + _LATE_CHECKLIST)
