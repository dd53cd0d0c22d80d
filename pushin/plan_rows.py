"""A plan's rows: itself with its people and codes, its room, and a routine nobody had told."""

from datetime import datetime
from typing import Any

from pushin import classrooms, people, plan_places
from pushin.people import Account
from pushin.plan_drafts import Prepared
from pushin.plan_inputs import PlanInput
from storage import tables
from storage.scope import Scope, fresh_id


def insert(
    scope: Scope,
    prepared: Prepared,
    *,
    plan_id: str,
    by: str,
    follows_id: str | None = None,
    at: datetime,
) -> tables.Plan:
    """Insert a plan with its people, room and, where nobody had told it, its routine.

    `by` is who makes it; `follows_id` the plan that it goes on from. No sessions yet.
    """
    place, given = prepared.place, prepared.given
    teacher = _known(scope, place.teacher, "teacher", place.school_id, at=at)
    room = place.classroom or classrooms.add(
        scope,
        classrooms.ClassroomInput(place.school_id, place.room, teacher.id, place.channel_id),
    )
    classrooms.set_channel(scope, room, room.channel_id or place.channel_id, at=at)
    _keep_guess(scope, room, prepared)
    plan = scope.plans.add(
        tables.Plan(
            workspace_id=scope.workspace_id,
            id=plan_id,
            classroom_id=room.id,
            provider_id=place.provider.id,
            service_delivery_model=given.service_delivery_model,
            weekdays=sorted(given.weekdays),
            interval=prepared.rule.interval,
            cycle_days=list(prepared.given.cycle_days),
            monthly=[list(one) for one in prepared.given.monthly],
            except_dates=sorted(on.isoformat() for on in prepared.rule.except_dates),
            anchor_kind=prepared.anchor.anchor.kind,
            anchor_name=prepared.anchor.anchor.name,
            start_minute=prepared.anchor.start,
            end_minute=prepared.anchor.end,
            from_date=prepared.rule.first,
            until_date=prepared.rule.last,
            lead_minutes=given.lead_minutes,
            follows_id=follows_id,
            created_by=by,
            created_at=at,
        )
    )
    adults = {place.provider.id, teacher.id, *_others(scope, prepared, at=at)}
    _insert_people(scope, plan, adults, given)
    classrooms.join(scope, room, adults)
    return plan


def _insert_people(scope: Scope, plan: tables.Plan, adults: set[str], given: PlanInput) -> None:
    key: dict[str, Any] = {"workspace_id": scope.workspace_id, "plan_id": plan.id}
    scope.session.add_all(tables.PlanPerson(**key, person_id=one) for one in sorted(adults))
    codes = {code.strip().upper() for code in given.student_codes}
    scope.session.add_all(
        tables.PlanStudent(**key, id=fresh_id(), code=code, from_date=plan.from_date)
        for code in sorted(codes)
    )
    scope.session.flush()


def _others(scope: Scope, prepared: Prepared, *, at: datetime) -> list[str]:
    school_id, given = prepared.place.school_id, prepared.given
    paras = [
        _known(scope, plan_places.known(scope, one), "para", school_id, at=at)
        for one in given.paras
    ]
    told = [
        people.add_without_account(scope, name, role, school_id, at=at)
        for name, role in given.adults_without_account
    ]
    return [one.id for one in (*paras, *told)]


def _known(
    scope: Scope, adult: tables.Person | Account, role: str, school_id: str, *, at: datetime
) -> tables.Person:
    if isinstance(adult, Account):
        return people.ensure(scope, adult, role=role, school_id=school_id, at=at)
    return adult


def _keep_guess(scope: Scope, room: tables.Classroom, prepared: Prepared) -> None:
    guess = prepared.anchor.new_routine
    if guess is None or scope.classrooms.routine(room.id, guess.name) is not None:
        return
    scope.session.add(
        tables.Routine(
            workspace_id=scope.workspace_id,
            classroom_id=room.id,
            name=guess.name,
            kind=guess.kind,
            start_minute=guess.start,
            end_minute=guess.end,
            guess=True,
        )
    )
    scope.session.flush()
