"""Who agreed to what and when: the timeline of a plan's agreements, for its team."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from pushin import calendars, differences, people, plan_facts, review_facts, rights
from pushin.kinds import reads
from pushin.results import AgreementEvent, AgreementHistory, PersonRef
from school import clock
from storage import tables
from storage.scope import Scope

SHOWN = 20


@reads
def history(scope: Scope, plan_id: str) -> AgreementHistory:
    """Return what happened to a plan's agreements, the newest first, and how much more there is.

    Refusals: `stranger`, `plan_gone`, `not_yours` for whoever is not of the plan's team.
    """
    people.require_member(scope)
    plan = plan_facts.require(scope, plan_id)
    rights.require(scope, "history", plan=plan)
    zone = calendars.calendar_of(scope, plan_facts.classroom_of(scope, plan).school_id).zone
    found = [
        event
        for agreement in scope.agreements.of_plan(plan_id)
        for event in _events(scope, agreement, zone)
    ]
    # What happened at one instant is told as it came: an answer after what it answers.
    newest = sorted(found, key=lambda one: (one.at, one.number, one.kind != "saved"), reverse=True)
    shown = tuple(newest[:SHOWN])
    reviews = review_facts.decisions(scope, plan)
    facts = plan_facts.facts(scope, plan)
    return AgreementHistory(facts, shown, len(newest) - len(shown), reviews)


def _events(scope: Scope, agreement: tables.Agreement, zone: ZoneInfo) -> Iterator[AgreementEvent]:
    said, on = differences.said(scope, agreement), _date_of(scope, agreement)
    names = _names(scope, agreement)
    yield AgreementEvent(
        "saved",
        agreement.created_at,
        names[agreement.created_by],
        agreement.number,
        on,
        changes=differences.since_before(scope, agreement, said),
    )
    for one in scope.agreements.confirmations(agreement.id):
        who = names[one.person_id]
        if one.carried_from is not None:
            at = agreement.created_at
            yield AgreementEvent("carried", at, who, agreement.number, on, since=one.at)
        elif (one.person_id, one.at) != (agreement.created_by, agreement.created_at):
            kind = "in" if one.answer == "in" else "talk"
            yield AgreementEvent(kind, one.at, who, agreement.number, on)  # type: ignore[arg-type]
    for role in scope.agreements.roles(agreement.id):
        if role.told_on is not None and role.told_by is not None:
            # Told is a date: on the day of the agreement itself it stands after it.
            at = max(agreement.created_at, clock.instant(role.told_on, 0, zone))
            who, by = names[role.person_id], names[role.told_by]
            yield AgreementEvent("told", at, who, agreement.number, on, on=role.told_on, by=by)


def _names(scope: Scope, agreement: tables.Agreement) -> dict[str, PersonRef]:
    roles = scope.agreements.roles(agreement.id)
    ids = {agreement.created_by, *(one.person_id for one in roles)}
    ids |= {one.told_by for one in roles if one.told_by is not None}
    ids |= {one.person_id for one in scope.agreements.confirmations(agreement.id)}
    return {one.id: people.ref(one) for one in scope.people.of_ids(ids)}


def _date_of(scope: Scope, agreement: tables.Agreement) -> date | None:
    session = None if agreement.session_id is None else scope.sessions.get(agreement.session_id)
    return None if session is None else session.on_date
