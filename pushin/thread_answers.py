"""What is told privately in a thread: who does what, and why this time and this part."""

from datetime import datetime

from pushin import agreements, people, plan_facts, rights, sessions
from pushin.kinds import reads
from pushin.results import AgreementFacts, PersonRef, WhoDoesWhat, WhyThen
from storage import tables
from storage.scope import Scope


@reads
def who(scope: Scope, plan_id: str, session_id: str | None) -> WhoDoesWhat:
    """Return who is in the room of a plan or of one session, and who does what.

    Refusals: `plan_gone`, `session_gone`, `not_yours`, `stranger`.
    """
    plan, session, agreement = _about(scope, plan_id, session_id)
    return WhoDoesWhat(
        plan_facts.facts(scope, plan),
        None if session is None else sessions.facts(scope, session),
        agreement,
    )


@reads
def why(scope: Scope, plan_id: str, session_id: str | None, *, at: datetime) -> WhyThen:
    """Return why a push-in is when it is, and why the asker has their part; refusals as `who`.

    Of a plan, its next session tells what is different on a day.
    """
    plan, session, agreement = _about(scope, plan_id, session_id)
    me = people.require_member(scope)
    if session is None:
        coming = scope.sessions.coming(plan.id, at, 1)
        session = coming[0] if coming else None
    parts = () if agreement is None else agreement.parts
    return WhyThen(
        plan=plan_facts.facts(scope, plan),
        session=None if session is None else sessions.facts(scope, session),
        routine_kind=_routine_kind(scope, plan),
        agreement=agreement,
        my_part=next((one for one in parts if one.person.id == me.id), None),
        author=_author(scope, plan.id),
    )


def _about(
    scope: Scope, plan_id: str, session_id: str | None
) -> tuple[tables.Plan, tables.Session | None, AgreementFacts | None]:
    people.require_member(scope)
    session = None if session_id is None else sessions.require(scope, session_id)
    plan = plan_facts.require(scope, plan_id if session is None else session.plan_id)
    rights.require(scope, "see", plan=plan)
    current = agreements.current(scope, plan.id)
    return plan, session, None if current is None else agreements.facts(scope, current.id)


def _routine_kind(scope: Scope, plan: tables.Plan) -> str:
    if plan.anchor_kind != "routine":
        return ""
    routine = scope.classrooms.routine(plan.classroom_id, plan.anchor_name)
    return "" if routine is None else routine.kind


def _author(scope: Scope, plan_id: str) -> PersonRef | None:
    current = agreements.current(scope, plan_id)
    author = None if current is None else scope.people.get(current.created_by)
    return None if author is None else people.ref(author)
