"""What a person wrote that may name a student, kept until its author says that it does not."""

from datetime import datetime

from pushin import agreements, errors, expectations, people, plans, touchbase_notes
from pushin.results import AgreementChanged, ExpectationAdded, PlanPreview, TouchBaseNote
from storage import tables
from storage.scope import Scope


def not_a_student(
    scope: Scope, draft_id: str, *, at: datetime
) -> AgreementChanged | ExpectationAdded | PlanPreview | TouchBaseNote:
    """Go on with what was kept, as it was written; only its author may say so.

    Refusals: `draft_gone` (another's, too old, or nothing of the kind), and those of the use case
    that it came from. Said twice, it changes nothing.
    """
    draft = _own(scope, draft_id)
    if draft.kind == agreements.DRAFT:
        return agreements.keep_draft(scope, draft_id, at=at)
    if draft.kind == plans.DRAFT:
        return plans.keep_draft(scope, draft_id, at=at)
    if draft.kind == touchbase_notes.DRAFT:
        return touchbase_notes.keep_draft(scope, draft_id, at=at)
    return expectations.keep_draft(scope, draft_id, at=at)


def take(scope: Scope, draft_id: str, kind: str, *, at: datetime) -> tables.Draft:
    """Return the asker's own draft of a kind and mark it used; Refusal "draft_gone" otherwise."""
    draft = _own(scope, draft_id)
    if draft.kind != kind:
        raise errors.Refusal("draft_gone")
    draft.used_at = draft.used_at or at
    scope.session.add(draft)
    scope.session.flush()
    return draft


def _own(scope: Scope, draft_id: str) -> tables.Draft:
    draft = scope.drafts.get(draft_id)
    if draft is None or draft.person_id != people.require_member(scope).id:
        raise errors.Refusal("draft_gone")
    return draft
