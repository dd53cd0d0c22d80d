"""What a person can take back, for ten minutes, while nobody has changed it further."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pushin import errors, people
from storage import tables
from storage.scope import Scope, fresh_id

FOR = timedelta(minutes=10)


def keep(
    scope: Scope,
    kind: str,
    subject: str,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    at: datetime,
) -> str:
    """Keep how a thing was before the asker's change and how they left it; return the undo's id.

    `kind` names the use case that takes it back, `subject` the thing; neither mapping may hold
    student data. What Push-In itself changes nobody takes back: the id is empty then.
    """
    if scope.person is None:
        return ""
    row = tables.Undo(
        workspace_id=scope.workspace_id,
        id=fresh_id(),
        person_id=scope.person.id,
        kind=kind,
        subject=subject,
        before=dict(before),
        after=dict(after),
        at=at,
    )
    scope.session.add(row)
    scope.session.flush()
    return row.id


def take(scope: Scope, undo_id: str, *, at: datetime) -> tables.Undo:
    """Use up the asker's own undo and return it.

    The caller compares the thing with `after`, and refuses "undo_overtaken" where it has changed
    since. Refusals: `undo_gone` (another's, or none), `undo_used`, `undo_late` (minutes).
    """
    asker = people.require_member(scope)
    row = scope.session.get(tables.Undo, {"workspace_id": scope.workspace_id, "id": undo_id})
    if row is None or row.person_id != asker.id:
        raise errors.Refusal("undo_gone")
    if row.used_at is not None:
        raise errors.Stale("undo_used")
    if at - row.at > FOR:
        raise errors.Stale("undo_late", minutes=int(FOR.total_seconds()) // 60)
    row.used_at = at
    scope.session.add(row)
    scope.session.flush()
    return row
