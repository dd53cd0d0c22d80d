"""What was agreed, carried over where plans come together or part: nobody answers twice."""

from collections.abc import Mapping
from datetime import datetime

from pushin import contents, joint
from pushin.contents import AgreementInput
from storage import tables
from storage.scope import Scope, fresh_id


def carry(
    scope: Scope,
    plan: tables.Plan,
    source: tables.Agreement | None,
    *,
    extra: tables.Agreement | None = None,
    at: datetime,
) -> None:
    """Write what was agreed in `source` as the next agreement of a plan, for the adults it has now.

    Everybody keeps their part, and their "in" to it; whoever had none gets the one of `extra`, or
    an open one, and is asked. Without a source nothing was agreed, and nothing is.
    """
    if source is None:
        return
    adults = {one.id: one for one in joint.adults(scope, plan)}
    parts = {one.person_id: one for one in scope.agreements.roles(source.id)}
    more = {one.person_id: one for one in scope.agreements.roles(extra.id)} if extra else {}
    roles = {one: parts.get(one) or more.get(one) for one in adults}
    content = _content(scope, plan, source, roles)
    last = scope.agreements.current(plan.id)
    if last is not None and last.content_hash == contents.content_hash(content):
        return
    close(scope, plan, at=at)
    agreement = scope.agreements.add(
        tables.Agreement(
            workspace_id=scope.workspace_id,
            id=fresh_id(),
            plan_id=plan.id,
            number=last.number + 1 if last else 1,
            co_teaching_model=content.co_teaching_model,
            lead_id=content.lead_id,
            activity=content.activity,
            materials=content.materials,
            fallback=content.fallback,
            content_hash=contents.content_hash(content),
            created_by=source.created_by,
            created_at=at,
        )
    )
    for person_id, before in roles.items():
        _role(scope, agreement, person_id, before)


def close(scope: Scope, plan: tables.Plan, *, at: datetime) -> None:
    """Close what was agreed of a plan itself: another agreement is its own from now on."""
    last = scope.agreements.current(plan.id)
    if last is not None and last.closed_at is None:
        last.closed_at = at
        scope.session.add(last)


def open_again(scope: Scope, plan: tables.Plan, *, closed_at: datetime) -> None:
    """Let what was agreed of a plan hold again, if it was closed at the instant `closed_at`."""
    last = scope.agreements.current(plan.id)
    if last is not None and last.closed_at == closed_at:
        last.closed_at = None
        scope.session.add(last)


def expectations(scope: Scope, plan: tables.Plan, source: tables.Plan, *, at: datetime) -> None:
    """Give a plan the standing expectations of another, where it has not got the same words."""
    known = {one.text.casefold() for one in scope.expectations.of_plan(plan.id)}
    for row in scope.expectations.of_plan(source.id):
        if row.text.casefold() not in known:
            scope.expectations.add(
                tables.Expectation(
                    workspace_id=scope.workspace_id,
                    id=fresh_id(),
                    plan_id=plan.id,
                    text=row.text,
                    created_by=row.created_by,
                    created_at=max(row.created_at, at),
                )
            )


def _content(
    scope: Scope,
    plan: tables.Plan,
    source: tables.Agreement,
    roles: Mapping[str, tables.Role | None],
) -> AgreementInput:
    """Return the content; a lead who is not of the plan leaves the lead to its teacher."""
    room = scope.classrooms.get(plan.classroom_id)
    teacher_id = room.teacher_id if room else plan.provider_id
    return AgreementInput(
        plan_id=plan.id,
        co_teaching_model=source.co_teaching_model,
        lead_id=source.lead_id if source.lead_id in roles else teacher_id,
        parts={one: role.part if role else "" for one, role in roles.items()},
        activity=source.activity,
        materials=source.materials,
        fallback=source.fallback,
    )


def _role(
    scope: Scope, agreement: tables.Agreement, person_id: str, before: tables.Role | None
) -> None:
    part = before.part if before else ""
    role = scope.agreements.add(
        tables.Role(
            workspace_id=scope.workspace_id,
            agreement_id=agreement.id,
            person_id=person_id,
            part=part,
            content_hash=contents.role_hash(part, leads=person_id == agreement.lead_id),
            told_on=before.told_on if before else None,
            told_by=before.told_by if before else None,
        )
    )
    given = scope.agreements.confirmation(before.agreement_id, person_id) if before else None
    if given is not None and given.content_hash == role.content_hash:
        scope.agreements.add(
            tables.Confirmation(
                workspace_id=scope.workspace_id,
                agreement_id=agreement.id,
                person_id=person_id,
                answer=given.answer,
                content_hash=role.content_hash,
                at=given.at,
                carried_from=given.carried_from or given.agreement_id,
            )
        )
