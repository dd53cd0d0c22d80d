"""What somebody says of a session: checked, and as it will stand."""

from dataclasses import replace
from datetime import datetime

from pushin import errors, goals, log_rows, lost, people, privacy, texts
from pushin.log_inputs import GIVEN, LogInput, Said
from pushin.results import LogLine
from storage import tables
from storage.scope import Scope
from storage.tables.records import LOGGED, REASONS

LONGER = 60
"""Minutes by which a session may have been longer than planned."""


def checked(
    scope: Scope,
    session: tables.Session,
    plan: tables.Plan,
    given: LogInput,
    shown: LogLine,
    *,
    at: datetime,
) -> tuple[Said, bool]:
    """Return what is said as it will stand, and whether it turned from therapy into support.

    `shown` is what is said, or known, of the session so far. What was held for fewer minutes than
    planned was held in part. Refusals: those of `logs.save` about what was filled in.
    """
    if given.status not in LOGGED:
        raise errors.Refusal("log_minutes", most=shown.planned + LONGER)
    codes = scope.logs.codes_on([plan.id], session.on_date).get(plan.id, [])
    absent = frozenset(codes) if given.status == "student_absent" else given.absent
    known_id = shown.deliverer.id if shown.deliverer else None
    minutes = _minutes(given, shown)
    if given.status == "held" and minutes < shown.planned:
        given = replace(given, status="partial")
    said = Said(
        status=given.status,
        minutes=minutes,
        planned=shown.planned,
        reason=_reason(given, shown, minutes),
        deliverer_id=given.deliverer_id or known_id,
        supervisor_id=given.supervisor_id,
        absent=(absent or frozenset()) & frozenset(codes),
        goal_area=_goal_area(given.goal_area),
        note=_note(scope, given.note or "", at=at),
    )
    if said.status in GIVEN and codes and said.absent == frozenset(codes):
        raise errors.Refusal("log_nobody_there")
    if said.status in GIVEN or said.status == "provider_absent":
        return _with_whom(scope, plan, said, shown)
    return replace(said, deliverer_id=None, supervisor_id=None), False


def _minutes(given: LogInput, shown: LogLine) -> int:
    if given.status not in GIVEN:
        return 0
    usual = shown.planned if given.status == "held" or not shown.minutes else shown.minutes
    minutes = usual if given.minutes is None else given.minutes
    most = shown.planned + LONGER
    if not 1 <= minutes <= most:
        raise errors.Refusal("log_minutes", most=most)
    if given.status == "partial" and minutes >= shown.planned:
        raise errors.Refusal("log_partial", planned=shown.planned)
    return minutes


def _reason(given: LogInput, shown: LogLine, minutes: int) -> str | None:
    """Return why a session was not held, or shorter: what is missed has a reason, always."""
    if given.status == "held":
        return None
    reason = given.reason or (shown.reason if given.status == shown.status else None)
    if reason in REASONS:
        return reason
    if given.status == "cancelled":
        raise errors.Refusal("log_reason_missing")
    if given.status == "partial":
        raise errors.Refusal("log_reason_short", minutes=minutes, planned=shown.planned)
    return None


def _goal_area(key: str | None) -> str | None:
    if key and key not in {one.key for one in goals.known()}:
        raise errors.Refusal("log_goal")
    return key or None


def _note(scope: Scope, text: str, *, at: datetime) -> str:
    if not text.strip():
        return ""
    note = texts.words(text, texts.NOTE, what="note")
    privacy.refuse(scope, note, at=at)
    return note


def _with_whom(scope: Scope, plan: tables.Plan, said: Said, shown: LogLine) -> tuple[Said, bool]:
    """Return what is said by who worked with the students: an assistant needs a supervisor."""
    who = said.deliverer_id or plan.provider_id
    if said.status in GIVEN and lost.counts(scope, plan.provider_id, who):
        usual = log_rows.supervisor_of(scope, plan, who)
        said = replace(said, deliverer_id=who, supervisor_id=said.supervisor_id or usual)
        check_supervisor(scope, plan, said)
        is_assistant = lost.is_assistant(people.require(scope, who))
        return (said if is_assistant else replace(said, supervisor_id=None)), False
    support = 0 if who == plan.provider_id else said.minutes or shown.support
    turned = said.status in GIVEN
    return (
        replace(
            said,
            status="provider_absent",
            minutes=0,
            reason=None,
            support=support,
            deliverer_id=None if who == plan.provider_id else who,
            supervisor_id=None,
        ),
        turned,
    )


def check_supervisor(scope: Scope, plan: tables.Plan, said: Said) -> None:
    """Refuse an assistant's work without somebody of the profession who answers for it."""
    who = people.require(scope, said.deliverer_id or plan.provider_id)
    if said.status not in GIVEN or not lost.is_assistant(who):
        return
    about = {"name": who.name, "discipline": lost.profession(who)}
    if said.supervisor_id is None:
        raise errors.Refusal("log_supervisor_missing", **about)
    if not may_supervise(people.require(scope, said.supervisor_id), who):
        raise errors.Refusal("log_not_a_supervisor", **about)


def may_supervise(person: tables.Person, assistant: tables.Person) -> bool:
    """Tell whether somebody can answer for what an assistant does: of the same profession."""
    return (
        person.role == "provider"
        and not lost.is_assistant(person)
        and lost.profession(person) == lost.profession(assistant)
    )
