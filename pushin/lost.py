"""What calendar and people already know of a session: how long it was to be, what is left, why."""

from dataclasses import replace
from types import MappingProxyType

from pushin import derivation, outs, people
from pushin.log_inputs import Known
from storage import tables
from storage.scope import Scope

NO_SESSION = frozenset({derivation.PLAN_CHANGED, derivation.INDIRECT_WEEK})
"""Reasons of what is no session at all: nothing was planned, and nothing is missed."""
TEACHER_REQUEST = "teacher_request"
_WORDS = MappingProxyType(
    {
        "assembly": "assembly",
        "rally": "assembly",
        "trip": "field_trip",
        "test": "testing",
        "drill": "drill",
        "closed": "closed",
        "early release": "early_release",
    }
)
"""What a reason in somebody's own words is, by a word that stands in it; else it is "other"."""
_FAMILIES = MappingProxyType({"COTA": "OT", "SLPA": "SLP", "PTA": "PT"})
"""Whose work an assistant does, and under whose supervision."""

__all__ = ["Known", "counts", "is_assistant", "known", "profession"]


def known(scope: Scope, session: tables.Session, *, plan: tables.Plan) -> Known | None:
    """Return what calendar and people know of a session of `plan`, over or still to be.

    Of a logged one that is what its log says. None for what is no session at all: a changed plan's,
    or a direct one of an indirect week. All of it stands on the session and on who was out of it:
    a calendar that is edited after the day changes nothing of it. A session of a day whose letter
    was never published is "held" like any other: nobody knows better.
    """
    if session.reason in NO_SESSION and session.status == "cancelled":
        return None
    if session.frozen_at is not None:
        return _logged(scope, session)
    planned = _planned(session, plan)
    if session.status == "cancelled":
        return _cancelled(session, planned)
    if session.obstacle == "routine_missing":
        reason = "closed" if session.moved else session.reason or session.obstacle
        return Known(planned, 0, "cancelled", reason)
    return _with_whom(scope, _held(session, planned), session, plan)


def counts(scope: Scope, provider_id: str, deliverer_id: str) -> bool:
    """Tell whether what somebody does with the students is a provider's therapy.

    It is where they are of the same profession, as an assistant or not; a para's practice is
    support, however good.
    """
    provider, other = (people.require(scope, one) for one in (provider_id, deliverer_id))
    return other.role == "provider" and profession(provider) == profession(other)


def profession(person: tables.Person) -> str | None:
    """Return a provider's discipline; an assistant's is that of whom they assist."""
    return _FAMILIES.get(person.discipline or "", person.discipline)


def is_assistant(person: tables.Person) -> bool:
    """Tell whether somebody works under a supervisor: COTA, SLPA, PTA."""
    return person.discipline in _FAMILIES


def _minutes(session: tables.Session) -> int:
    return int((session.ends_at - session.starts_at).total_seconds()) // 60


def _planned(session: tables.Session, plan: tables.Plan) -> int:
    """Return how long a session was to be.

    One that is on and was not cut tells it itself: its weekday may have shorter bells every week,
    and the plan may have been moved with its period since then.
    """
    own = _minutes(session)
    is_off = session.status == "cancelled" or session.obstacle is not None
    if session.moved or not (is_off or session.reason in derivation.CUT):
        return own
    return max(own, plan.end_minute - plan.start_minute)


def _held(session: tables.Session, planned: int) -> Known:
    own = _minutes(session)
    if session.reason in derivation.CUT and own < planned:
        return Known(planned, own, "partial", session.reason)
    return Known(planned, own, "held")


def _with_whom(scope: Scope, found: Known, session: tables.Session, plan: tables.Plan) -> Known:
    """Return what is known of a session that was on, by who was there for its provider."""
    marks = scope.absences.marks([session.id]).get(session.id, ())
    out = next((one for one in marks if one.person_id == plan.provider_id), None)
    if out is None:
        return found
    cover_id = out.cover_id if out.answer == "in" else None
    if cover_id is not None and counts(scope, plan.provider_id, cover_id):
        return replace(found, deliverer_id=cover_id)
    support = found.minutes if cover_id else 0
    return Known(found.planned_minutes, 0, "provider_absent", None, support, cover_id)


def _cancelled(session: tables.Session, planned: int) -> Known:
    if session.reason == outs.REASON:
        return Known(planned, 0, "provider_absent")
    return Known(planned, 0, "cancelled", _reason(session.reason or ""))


def _reason(said: str) -> str:
    """Return the reason of a log for the reason of a session that fell out."""
    if said == derivation.NO_SCHOOL:
        return "closed"
    if said == TEACHER_REQUEST:
        return said
    words = said.casefold().replace("_", " ")
    return next((code for word, code in _WORDS.items() if word in words), "other")


def _logged(scope: Scope, session: tables.Session) -> Known | None:
    log = scope.logs.current(session.id)
    if log is None:
        return None
    other = None if log.deliverer_id == log.provider_id else log.deliverer_id
    return Known(
        log.planned_minutes, log.minutes, log.status, log.reason, log.support_minutes, other
    )
