"""What a person wrote that may name a student, kept until its author says that it does not."""

from datetime import datetime, timedelta
from typing import Any

from pushin import (
    agreements,
    doings,
    errors,
    expectation_sources,
    expectations,
    people,
    plans,
    touchbase_notes,
)
from pushin.results import (
    AgreementChanged,
    DoingSaid,
    ExpectationAdded,
    PlanPreview,
    TouchBaseNote,
)
from storage import tables
from storage.scope import Scope

FRESH = timedelta(hours=24)
"""How long a draft waits for its author; what they meant is forgotten then, and so is the draft."""


def not_a_student(
    scope: Scope, draft_id: str, *, at: datetime
) -> AgreementChanged | DoingSaid | ExpectationAdded | PlanPreview | TouchBaseNote:
    """Go on with what was kept, as it was written; only its author may say so.

    Refusals: `draft_gone` (another's, too old, or nothing of the kind), `draft_used` (it went on
    already, or its author took it up again to mend it), and those of the use case that it came
    from.
    """
    draft = own(scope, draft_id, at=at)
    if draft.kind == agreements.DRAFT:
        return agreements.keep_draft(scope, draft_id, at=at)
    if draft.kind == doings.DRAFT:
        return doings.keep_draft(scope, draft_id, at=at)
    if draft.kind == plans.DRAFT:
        return plans.keep_draft(scope, draft_id, at=at)
    if draft.kind == touchbase_notes.DRAFT:
        return touchbase_notes.keep_draft(scope, draft_id, at=at)
    if draft.kind == expectation_sources.DRAFT:
        return expectation_sources.keep_draft(scope, draft_id, at=at)
    return expectations.keep_draft(scope, draft_id, at=at)


def take(scope: Scope, draft_id: str, kind: str, *, at: datetime) -> dict[str, Any]:
    """Use the asker's own draft of a kind up and return what it held, which is kept no longer.

    Refusals: `draft_gone`, `draft_used`.
    """
    draft = own(scope, draft_id, at=at)
    if draft.kind != kind:
        raise errors.Refusal("draft_gone")
    if draft.used_at is not None:
        raise errors.Refusal("draft_used")
    content = draft.content
    use_up(scope, draft, at=at)
    return content


def mend(scope: Scope, draft_id: str, *, at: datetime) -> tables.Draft:
    """Return the asker's own draft to be written anew: as it was written, it is not used any more.

    It can be opened again for as long as it is fresh. Refusals: `draft_gone`, `draft_used`.
    """
    draft = own(scope, draft_id, at=at)
    if not draft.content:
        raise errors.Refusal("draft_used")
    draft.used_at = draft.used_at or at
    scope.drafts.add(draft)
    return draft


def use_up(scope: Scope, draft: tables.Draft, *, at: datetime) -> None:
    """Keep that a draft was used, and nothing of what it held: it may name a student."""
    draft.used_at, draft.content = at, {}
    scope.drafts.add(draft)


def own(scope: Scope, draft_id: str, *, at: datetime) -> tables.Draft:
    """Return the asker's own draft, used or not; Refusal "draft_gone" for any other, or an old one.

    A draft is old after a day.
    """
    draft = scope.drafts.get(draft_id)
    if draft is None or draft.person_id != people.require_member(scope).id:
        raise errors.Refusal("draft_gone")
    check_fresh(draft, at=at)
    return draft


def check_fresh(draft: tables.Draft, *, at: datetime) -> None:
    """Refuse a draft that waited too long: Refusal "draft_gone"."""
    if at - draft.created_at > FRESH:
        raise errors.Refusal("draft_gone")
