"""A provider's plans by day and building with the gaps in them, and a case manager's students."""

from datetime import datetime

from pushin import attention, errors, people, plan_facts, shortfalls
from pushin.kinds import reads
from pushin.results import CaseFile, CaseFiles, Caseload, CaseloadDay, PlanFacts
from storage import tables
from storage.scope import Scope

_MIDDAY = (10 * 60 + 30, 13 * 60 + 30)
"""Between these minutes people eat."""
_SHORTEST_LUNCH = 20


@reads
def mine(scope: Scope, *, at: datetime) -> Caseload | CaseFiles:
    """Return a provider's own caseload; a case manager's own students, for a modal only.

    Refusals: `stranger`, `no_caseload` for everybody else.
    """
    me = people.require_member(scope)
    if me.role == "case_manager":
        return CaseFiles(people.ref(me), _files(scope, me, at=at))
    if me.role != "provider":
        raise errors.Refusal("no_caseload")
    return of(scope, me, at=at)


def of(scope: Scope, person: tables.Person, *, at: datetime) -> Caseload:
    """Return a provider's plans that are not over, by weekday and building, at regular times."""
    plans = [
        plan_facts.facts(scope, one)
        for one in scope.plans.of_provider(person.id)
        if not plan_facts.is_over(scope, one, at=at)
    ]
    fixed = [one for one in plans if one.weekdays and not one.monthly]
    days = [day for weekday in range(7) for day in _days(person, fixed, weekday)]
    return Caseload(
        people.ref(person), tuple(days), tuple(one for one in plans if one not in fixed)
    )


def _days(person: tables.Person, plans: list[PlanFacts], weekday: int) -> list[CaseloadDay]:
    """Return a weekday's stays in buildings, in order."""
    here = sorted((one for one in plans if weekday in one.weekdays), key=lambda one: one.start)
    stays: list[list[PlanFacts]] = []
    for one in here:
        if not stays or stays[-1][-1].school_name != one.school_name:
            stays.append([])
        stays[-1].append(one)
    found = []
    for number, stay in enumerate(stays):
        gaps = _lunch(person, here) if number == 0 else []
        if number and stay[0].start - stays[number - 1][-1].end < person.travel_minutes:
            gaps.append("no_travel")
        found.append(CaseloadDay(weekday, stay[0].school_name, tuple(stay), tuple(gaps)))
    return found


def _lunch(person: tables.Person, here: list[PlanFacts]) -> list[str]:
    """Return whether a weekday leaves no lunch: the one they said, else any around midday."""
    if person.lunch_start is not None and person.lunch_end is not None:
        start, end = person.lunch_start, person.lunch_end
        return ["lunch_taken"] if any(o.start < end and start < o.end for o in here) else []
    minute, longest = _MIDDAY[0], 0
    for one in here:
        longest = max(longest, min(one.start, _MIDDAY[1]) - minute)
        minute = max(minute, one.end)
    longest = max(longest, _MIDDAY[1] - minute)
    return ["no_lunch"] if longest < _SHORTEST_LUNCH else []


def _files(scope: Scope, me: tables.Person, *, at: datetime) -> tuple[CaseFile, ...]:
    """Return a case manager's codes: their services that are not over, and minutes by now."""
    by_code: dict[str, list[PlanFacts]] = {}
    today = attention.today(scope, me, at)
    minutes = shortfalls.of_codes(scope, me, at=at)
    for plan in scope.plans.of_case_manager(me.id):
        if plan_facts.is_over(scope, plan, at=at):
            continue
        for row in scope.plans.students(plan.id):
            is_theirs = row.case_manager_id == me.id
            if is_theirs and (row.until_date is None or row.until_date >= today):
                by_code.setdefault(row.code, []).append(plan_facts.facts(scope, plan))
    return tuple(
        CaseFile(code, tuple(plans), tuple(minutes.get(code, ())))
        for code, plans in sorted(by_code.items())
    )
