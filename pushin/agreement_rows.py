"""The rows of an agreement: its parts, and the answers that were given or carried over."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pushin import contents, people
from pushin.contents import AgreementInput
from pushin.results import Answer
from storage import tables
from storage.scope import Scope, fresh_id


def written(
    scope: Scope,
    content: AgreementInput,
    session: tables.Session | None,
    *,
    before: Sequence[tables.Agreement],
    at: datetime,
) -> tables.Agreement:
    """Write the next agreement of a plan with its parts, and the answers that still hold.

    `session`: it is for this one only. `before` are those whose answers may hold, the nearer ones
    last. Whom it takes the place of is closed by the caller.
    """
    author = people.require_member(scope)
    on = session.on_date if session else None
    agreement = scope.agreements.add(
        tables.Agreement(
            workspace_id=scope.workspace_id,
            id=fresh_id(),
            plan_id=content.plan_id,
            session_id=session.id if session else None,
            number=scope.agreements.last_number(content.plan_id) + 1,
            co_teaching_model=content.co_teaching_model,
            lead_id=content.lead_id,
            activity=content.activity,
            materials=content.materials,
            fallback=content.fallback,
            content_hash=contents.content_hash(content, on),
            created_by=author.id,
            created_at=at,
        )
    )
    # What ends with its plan on a date to come goes on to do so.
    ends = [one.closed_at for one in before if one.closed_at is not None and one.closed_at > at]
    agreement.closed_at = max(ends, default=None) if session is None else None
    earlier = [one for old in before for one in scope.agreements.confirmations(old.id)]
    answers = {(one.person_id, one.content_hash): one for one in earlier}
    _write_roles(scope, agreement, content, answers, at=at)
    return agreement


def close(scope: Scope, agreement: tables.Agreement | None, *, at: datetime) -> None:
    """Keep that an agreement holds no longer."""
    if agreement is not None:
        agreement.closed_at = at
        scope.session.add(agreement)


def answer(scope: Scope, role: tables.Role, given: Answer, *, at: datetime) -> None:
    """Keep a person's answer to exactly the part that they have now."""
    row = scope.agreements.confirmation(role.agreement_id, role.person_id)
    row = row or tables.Confirmation(
        workspace_id=scope.workspace_id,
        agreement_id=role.agreement_id,
        person_id=role.person_id,
        answer=given,
        content_hash=role.content_hash,
        at=at,
    )
    row.answer, row.content_hash, row.at, row.carried_from = given, role.content_hash, at, None
    scope.agreements.add(row)


def tell_in_person(scope: Scope, agreement: tables.Agreement, content: AgreementInput) -> None:
    """Record who was told in person, and by whom; it is shown, and is never a confirmation."""
    author = people.require_member(scope)
    for person_id, told_on in content.told.items():
        role = scope.agreements.role(agreement.id, person_id)
        if role is not None and role.told_on != told_on:
            role.told_on, role.told_by = told_on, author.id
            scope.agreements.add(role)


def _write_roles(
    scope: Scope,
    agreement: tables.Agreement,
    content: AgreementInput,
    answers: Mapping[tuple[str, str], tables.Confirmation],
    *,
    at: datetime,
) -> None:
    for person_id, part in content.parts.items():
        leads = person_id == content.lead_id
        role = scope.agreements.add(
            tables.Role(
                workspace_id=scope.workspace_id,
                agreement_id=agreement.id,
                person_id=person_id,
                part=part,
                content_hash=contents.role_hash(part, leads=leads),
            )
        )
        if person_id == agreement.created_by:
            answer(scope, role, "in", at=at)
        elif not leads:
            _carry_over(scope, role, answers.get((person_id, role.content_hash)))


def _carry_over(scope: Scope, role: tables.Role, before: tables.Confirmation | None) -> None:
    """Keep an "in" to the same part, naming the agreement that it was given to."""
    if before is None or before.answer != "in":
        return
    scope.agreements.add(
        tables.Confirmation(
            workspace_id=scope.workspace_id,
            agreement_id=role.agreement_id,
            person_id=role.person_id,
            answer="in",
            content_hash=role.content_hash,
            at=before.at,
            carried_from=before.carried_from or before.agreement_id,
        )
    )
