"""What becomes of a message of which nobody knew whether it stands, once somebody has looked."""

from datetime import datetime

from pushin import errors, live, prompts, uncertain
from storage import tables
from storage.scope import Scope


def stands(scope: Scope, prompt_id: str, *, at: datetime) -> None:
    """Note that a message was found where it belongs: nothing is posted.

    Refusals: those of `uncertain.require`.
    """
    _settle(scope, uncertain.require(scope, prompt_id), at=at)


def repeat(scope: Scope, prompt_id: str, *, at: datetime) -> None:
    """Plan a message anew that was looked for and is not there.

    Refusals: those of `uncertain.require`, and Stale `uncertain_too_late`.
    """
    row = uncertain.require(scope, prompt_id)
    if row.worthless_at is not None and row.worthless_at <= at:
        raise errors.Stale("uncertain_too_late")
    place = scope.conversations.get(row.conversation_id)
    newest = scope.prompts.newest(row.kind, row.subject, row.conversation_id)
    # Where a newer one was planned or posted since, that one says all there is to say.
    if place is not None and newest is not None and newest.id == row.id:
        prompts.plan(
            scope,
            kind=row.kind,
            subject=row.subject,
            conversation=place,
            due_at=at,
            worthless_at=row.worthless_at,
            revision=row.revision + 1,
            why="posted_again",
        )
    _settle(scope, row, at=at)


def _settle(scope: Scope, row: tables.Prompt, *, at: datetime) -> None:
    row.told_at = at
    scope.session.add(row)
    scope.session.flush()
    keepers = [one for one in scope.people.active() if uncertain.may_settle(one)]
    live.changed(scope, *(f"person:{one.id}" for one in keepers))
