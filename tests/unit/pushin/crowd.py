"""A school with more plans than follow a change at once: three rooms, two providers, 42 plans."""

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

from unit.pushin.lincoln import ADAMS, BELLS, BEN, MAYA, MONDAY, WORKSPACE, person, school

from pushin import derivation, prompts, schools, sessions, touchbases
from pushin.calendars import calendar_of
from storage import tables
from storage.scope import Scope

PLANS = 42
ROOMS = {"room4": ADAMS, "room5": "diaz", "room6": "fox"}
LAST = date(2026, 9, 25)
_PERIODS = [bell for bell in BELLS if bell[3] == "class" and bell[0] != "Arrival"]
_HOURS = {str(day): [8 * 60 + 30, 15 * 60] for day in range(5)}
_DAYS = ([0, 2], [1, 3], [4])


def plan_key(number: int) -> str:
    """Return a plan's id: in the order of ids, plans of all rooms stand side by side."""
    return f"plan{number * 29 % PLANS:02}"


def as_published() -> dict[str, Any]:
    """Return the school without a gap between its bells: all are free together at lunch alone."""
    neutral = copy.deepcopy(school())
    _move(neutral, {"Centers": ("09:10", "10:00")})
    return neutral


_NEW = {
    "Writing": ("10:05", "10:35"),
    "Recess": ("10:40", "11:10"),
    "Lunch": ("11:10", "11:40"),
    "Math": ("11:40", "12:10"),
}


def changed() -> dict[str, Any]:
    """Return the school with Writing five minutes later, lunch before Math, and a Tuesday off.

    When two are free together hangs on whether Math has moved.
    """
    neutral = as_published()
    _move(neutral, _NEW)
    off = {"from": "2026-09-22", "to": "2026-09-22", "day_type": None, "label": "Staff day"}
    neutral["exceptions"].append(off)
    return neutral


def _move(neutral: dict[str, Any], times: Mapping[str, tuple[str, str]]) -> None:
    for period in neutral["day_types"]["REGULAR"]["periods"]:
        if period["name"] in times:
            period["start"], period["end"] = times[period["name"]]


def gather(scope: Scope) -> None:
    """Write the school, its people and its plans, with all that follows from them."""
    scope.session.add(tables.Workspace(id=WORKSPACE, name="District", created_at=MONDAY))
    scope.session.flush()
    schools.import_neutral(scope, as_published(), at=MONDAY)
    for name in ROOMS.values():
        scope.people.add(person(name, "teacher", working_hours=_HOURS, lunch_ok=True))
    for name, discipline in ((MAYA, "OT"), (BEN, "SLP")):
        scope.people.add(
            person(name, "provider", discipline=discipline, working_hours=_HOURS, lunch_ok=True)
        )
    scope.people.add(person("rosa", "organiser"))
    for room, teacher in ROOMS.items():
        scope.classrooms.add(
            tables.Classroom(
                workspace_id=WORKSPACE,
                id=room,
                school_id="lincoln",
                room=room[-1],
                teacher_id=teacher,
                channel_id=f"C{room[-1]}",
            )
        )
    for number in range(PLANS):
        _add_plan(scope, number)
    for number in range(PLANS):
        plan = scope.plans.get(plan_key(number))
        assert plan is not None
        touchbases.plan_weeks(scope, plan, at=MONDAY)


def _add_plan(scope: Scope, number: int) -> None:
    room = tuple(ROOMS)[number % 3]
    name, start, end, _ = _PERIODS[number // 3 % len(_PERIODS)]
    begins, ends = _minutes(start), _minutes(end)
    provider = (MAYA, BEN)[number % 2]
    plan = scope.plans.add(
        tables.Plan(
            workspace_id=WORKSPACE,
            id=plan_key(number),
            classroom_id=room,
            provider_id=provider,
            weekdays=_DAYS[number // 3 % 3],
            anchor_kind="period",
            anchor_name=name,
            # Every other plan is the first part of its period.
            start_minute=begins,
            end_minute=ends if number % 4 else ends - 15,
            from_date=MONDAY.date(),
            until_date=LAST,
            created_by=provider,
            created_at=MONDAY,
        )
    )
    for one in (provider, ROOMS[room]):
        scope.plans.add(tables.PlanPerson(workspace_id=WORKSPACE, plan_id=plan.id, person_id=one))
    calendar = calendar_of(scope, "lincoln")
    prompts.for_plan(scope, plan, at=MONDAY)
    sessions.settle(scope, plan, derivation.derive(scope, plan, calendar, at=MONDAY), at=MONDAY)


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])
