"""Plans as their teams see them."""

from collections.abc import Iterable
from datetime import date, datetime

from pushin import calendars, errors, joint, people
from pushin.results import PersonRef, PlanFacts
from storage import tables
from storage.scope import Scope


def require(scope: Scope, plan_id: str) -> tables.Plan:
    """Return a plan by id; Refusal "plan_gone" if there is none."""
    found = scope.plans.get(plan_id)
    if found is None:
        raise errors.Refusal("plan_gone")
    return found


def facts(scope: Scope, plan: tables.Plan) -> PlanFacts:
    """Return a plan as its team sees it; student codes are not part of it."""
    room = classroom_of(scope, plan)
    school = school_of(scope, room)
    provider = people.require(scope, plan.provider_id)
    teacher = people.require(scope, room.teacher_id)
    together = joint.others(scope, plan)
    adults = joint.adults(scope, plan) if together else scope.plans.adults(plan.id)
    return PlanFacts(
        id=plan.id,
        revision=plan.revision,
        classroom_id=room.id,
        room=room.room,
        school_name=school.name,
        zone=school.timezone,
        channel_id=room.channel_id,
        provider=people.ref(provider),
        teacher=people.ref(teacher),
        adults=in_order(map(people.ref, adults), provider.id, teacher.id),
        service_delivery_model=plan.service_delivery_model,
        weekdays=tuple(plan.weekdays),
        anchor_kind=plan.anchor_kind,
        during=plan.anchor_name,
        start=plan.start_minute,
        end=plan.end_minute,
        from_date=plan.from_date,
        until_date=plan.until_date,
        lead_minutes=plan.lead_minutes,
        state=plan.state,
        interval=plan.interval,
        cycle_days=tuple(plan.cycle_days),
        monthly=tuple((n, weekday) for n, weekday in plan.monthly),
        except_dates=tuple(map(date.fromisoformat, plan.except_dates)),
        together=tuple(people.ref(people.require(scope, one.provider_id)) for one in together),
    )


def in_order(
    adults: Iterable[PersonRef], provider_id: str, teacher_id: str
) -> tuple[PersonRef, ...]:
    """Return the adults of a plan: its provider, its teacher, then the others by name."""
    rank = {provider_id: 0, teacher_id: 1}
    return tuple(sorted(adults, key=lambda one: (rank.get(one.id, 2), one.name, one.id)))


def classroom_of(scope: Scope, plan: tables.Plan) -> tables.Classroom:
    """Return a plan's classroom."""
    found = scope.classrooms.get(plan.classroom_id)
    if found is None:
        raise errors.Refusal("room_gone")
    return found


def school_of(scope: Scope, room: tables.Classroom) -> tables.School:
    """Return a classroom's school."""
    found = scope.schools.get(room.school_id)
    if found is None:
        raise errors.Refusal("unknown_school", school=room.school_id)
    return found


def is_over(scope: Scope, plan: tables.Plan, *, at: datetime) -> bool:
    """Tell whether a plan has ended, or its last date has passed at its school."""
    if plan.state != "active":
        return True
    calendar = calendars.calendar_of(scope, classroom_of(scope, plan).school_id)
    return plan.until_date < calendars.today(calendar, at)


def check_open(scope: Scope, plan: tables.Plan, *, at: datetime) -> None:
    """Raise a Refusal "plan_ended" for a plan that is over."""
    if is_over(scope, plan, at=at):
        raise errors.Refusal("plan_ended")


def of_channel(scope: Scope, channel_id: str, *, at: datetime) -> tuple[PlanFacts, ...]:
    """Return the plans of a channel's classrooms that are not over, oldest first.

    Of those that are treated together, the one whose agreement and thread are theirs all.
    """
    return _open(scope, scope.plans.of_channel(channel_id), at)


def of_person(scope: Scope, person_id: str, *, at: datetime) -> tuple[PlanFacts, ...]:
    """Return the plans in which a person takes part and that are not over, as `of_channel` does."""
    return _open(scope, scope.plans.of_person(person_id), at)


def _open(scope: Scope, plans: Iterable[tables.Plan], at: datetime) -> tuple[PlanFacts, ...]:
    firsts = {one.id: one for one in (joint.first(scope, plan) for plan in plans)}
    return tuple(facts(scope, one) for one in firsts.values() if not is_over(scope, one, at=at))
