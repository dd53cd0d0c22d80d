"""A student code joins a plan from a date on, or leaves it; what is past stays as it was.

Codes are given and shown in modals only; an undo holds the ids of their rows.
"""

from datetime import date, datetime, timedelta

from pushin import (
    calendars,
    codes,
    errors,
    live,
    people,
    plan_facts,
    prompts,
    rights,
    undo,
)
from pushin.kinds import reads
from pushin.results import (
    GroupKept,
    StudentEntry,
    StudentsChanged,
    StudentsForm,
    WaitingGroup,
)
from storage import tables
from storage.scope import Scope, fresh_id

KIND = "students"
KEPT = "group"
"""The kind of a kept clash that says that the owner keeps a plan with so few students."""
_DAY = timedelta(days=1)
_FEW = 2


@reads
def form(scope: Scope, plan_id: str, *, at: datetime) -> StudentsForm:
    """Return the codes of a plan that are there or come, for a modal only.

    Refusals: `stranger`, `plan_gone`, `plan_ended`, `not_yours`.
    """
    plan = _own(scope, plan_id, at=at)
    today = _today(scope, plan, at)
    rows = [one for one in scope.plans.students(plan.id) if not _has_left(one, today)]
    managers = {one.id: people.ref(one) for one in scope.people.case_managers()}
    return StudentsForm(
        plan_facts.facts(scope, plan),
        today,
        tuple(
            StudentEntry(
                one.id,
                one.code,
                one.from_date,
                one.until_date,
                managers.get(one.case_manager_id or ""),
            )
            for one in rows
        ),
        tuple(managers.values()),
    )


def join(
    scope: Scope,
    plan_id: str,
    code: str,
    on: date,
    case_manager_id: str | None = None,
    *,
    at: datetime,
) -> StudentsChanged:
    """Let a code join a plan from the local date `on`, with who manages the case if that is said.

    Refusals: those of `form`, `not_a_code` (example) for what looks like a name, `student_there`
    (first) for who is there then or comes, `date_past` (on), `change_after_end` (last).
    """
    plan = _own(scope, plan_id, at=at)
    told = codes.checked(code)
    _check_date(scope, plan, on, at=at)
    for one in scope.plans.students(plan.id):
        if one.code == told and not _has_left(one, on):
            raise errors.Refusal("student_there", first=one.from_date)
    row = tables.PlanStudent(
        workspace_id=scope.workspace_id,
        id=fresh_id(),
        plan_id=plan.id,
        code=told,
        from_date=max(on, plan.from_date),
        case_manager_id=case_manager_id or None,
    )
    scope.session.add(row)
    scope.session.flush()
    return _done(scope, plan, "join", row, before=None, on=row.from_date, at=at)


def leave(
    scope: Scope, plan_id: str, student_id: str, last: date, *, at: datetime
) -> StudentsChanged:
    """Let a code leave a plan; the local date `last` is its last one. The same again is once.

    Refusals: those of `form`, `student_gone`, `leave_before_join` (first), `date_past` (on).
    """
    plan = _own(scope, plan_id, at=at)
    row = _row(scope, plan, student_id)
    if row is None:
        raise errors.Refusal("student_gone")
    if row.until_date == last:
        left = len(scope.plans.student_codes(plan.id, last + _DAY))
        facts = plan_facts.facts(scope, plan)
        return StudentsChanged(facts, "leave", last, left, again=True)
    if last < row.from_date:
        raise errors.Refusal("leave_before_join", first=row.from_date)
    if last < _today(scope, plan, at):
        raise errors.Refusal("date_past", on=last)
    before, row.until_date = row.until_date, last
    scope.session.add(row)
    scope.session.flush()
    return _done(scope, plan, "leave", row, before=before, on=last, at=at)


def take_back(scope: Scope, undo_id: str, *, at: datetime) -> StudentsChanged:
    """Undo the asker's own change of a plan's students, for ten minutes.

    Refusals: those of `undo.take`; Stale `undo_overtaken`.
    """
    kept = undo.take(scope, undo_id, at=at)
    plan = scope.plans.get(kept.subject)
    if kept.kind != KIND or plan is None:
        raise errors.Refusal("undo_gone")
    row = _row(scope, plan, kept.after["student"])
    if row is None or _iso(row.until_date) != kept.after["until"]:
        raise errors.Stale("undo_overtaken")
    if kept.after["what"] == "join":
        scope.session.delete(row)
    else:
        until = kept.before["until"]
        row.until_date = date.fromisoformat(until) if until else None
        scope.session.add(row)
    scope.session.flush()
    _tell(scope, plan, at=at)
    on = date.fromisoformat(kept.after["on"])
    left = len(scope.plans.student_codes(plan.id, on))
    facts = plan_facts.facts(scope, plan)
    return StudentsChanged(facts, kept.after["what"], on, left, taken_back=True)


# --- the owner's question ---------------------------------------------------------------------


def waiting(scope: Scope, person: tables.Person, *, at: datetime) -> list[WaitingGroup]:
    """Return the plans of a provider whose group became one student, or none, and were not kept."""
    if person.role != "provider":
        return []
    found = []
    for plan in scope.plans.of_provider(person.id):
        asked = None if plan_facts.is_over(scope, plan, at=at) else _few_from(scope, plan)
        if asked is not None and scope.clashes.get(plan.id, _kept_key(*asked), KEPT) is None:
            on, left = asked
            found.append(WaitingGroup(f"{plan.id}/{left}", plan_facts.facts(scope, plan), on, left))
    return found


def keep(scope: Scope, key: str, *, at: datetime) -> GroupKept:
    """Keep a plan as it is for one student, or for none yet; its owner alone may.

    Refusals: `stranger`, `plan_gone`, `plan_ended`, `not_yours`.
    """
    people.require_member(scope)
    plan = plan_facts.require(scope, key.partition("/")[0])
    rights.require(scope, "schedule", plan=plan)
    plan_facts.check_open(scope, plan, at=at)
    facts, asked = plan_facts.facts(scope, plan), _few_from(scope, plan)
    if asked is None or scope.clashes.get(plan.id, _kept_key(*asked), KEPT) is not None:
        return GroupKept(facts, again=True)
    scope.clashes.add(
        tables.ClashKept(
            workspace_id=scope.workspace_id,
            plan_id=plan.id,
            other=_kept_key(*asked),
            kind=KEPT,
            kept_by=people.require_member(scope).id,
            at=at,
        )
    )
    _tell(scope, plan, at=at)
    return GroupKept(facts, again=False)


def _few_from(scope: Scope, plan: tables.Plan) -> tuple[date, int] | None:
    """Return from when one student of a group is left, or none of all; None where it is not so.

    Where somebody joins later, the last change counts.
    """
    rows = scope.plans.students(plan.id)
    ends = sorted({one.until_date for one in rows if one.until_date is not None})
    if not ends:
        return None
    on = ends[-1] + _DAY
    left = sum(one.until_date is None or one.until_date >= on for one in rows)
    there = sum(one.from_date <= ends[-1] and not _has_left(one, ends[-1]) for one in rows)
    is_few = left < _FEW and left < there and on <= plan.until_date
    return (on, left) if is_few else None


def _kept_key(on: date, left: int) -> str:
    return f"{left}:{on.isoformat()}"


# --- parts ------------------------------------------------------------------------------------


def _own(scope: Scope, plan_id: str, *, at: datetime) -> tables.Plan:
    people.require_member(scope)
    plan = plan_facts.require(scope, plan_id)
    rights.require(scope, "students", plan=plan)
    plan_facts.check_open(scope, plan, at=at)
    return plan


def _row(scope: Scope, plan: tables.Plan, student_id: str) -> tables.PlanStudent | None:
    return next((one for one in scope.plans.students(plan.id) if one.id == student_id), None)


def _check_date(scope: Scope, plan: tables.Plan, on: date, *, at: datetime) -> None:
    if on < _today(scope, plan, at):
        raise errors.Refusal("date_past", on=on)
    if on > plan.until_date:
        raise errors.Refusal("change_after_end", last=plan.until_date)


def _done(
    scope: Scope,
    plan: tables.Plan,
    what: str,
    row: tables.PlanStudent,
    *,
    before: date | None,
    on: date,
    at: datetime,
) -> StudentsChanged:
    after = {"what": what, "student": row.id, "until": _iso(row.until_date), "on": on.isoformat()}
    undo_id = undo.keep(scope, KIND, plan.id, before={"until": _iso(before)}, after=after, at=at)
    _tell(scope, plan, at=at)
    then = on + _DAY if what == "leave" else on
    left = len(scope.plans.student_codes(plan.id, then))
    asks = _few_from(scope, plan) is not None and what == "leave"
    return StudentsChanged(plan_facts.facts(scope, plan), what, on, left, asks, undo_id)


def _tell(scope: Scope, plan: tables.Plan, *, at: datetime) -> None:
    """Ask the owner how it goes on, or no more; nobody else is told of students."""
    prompts.for_person(scope, plan.provider_id, at=at)
    live.changed(scope, f"person:{plan.provider_id}")


def _has_left(one: tables.PlanStudent, on: date) -> bool:
    return one.until_date is not None and one.until_date < on


def _today(scope: Scope, plan: tables.Plan, at: datetime) -> date:
    room = plan_facts.classroom_of(scope, plan)
    return calendars.today(calendars.calendar_of(scope, room.school_id), at)


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None
