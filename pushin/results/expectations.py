"""Expectations of a plan or of one session."""

from dataclasses import dataclass

from pushin.results.people import PersonRef
from pushin.results.plans import PlanFacts
from pushin.results.sessions import SessionFacts


@dataclass(frozen=True, slots=True)
class ExpectationFacts:
    """One expectation; `ticked_by` is told only while its session is open."""

    id: str
    text: str
    session_only: bool
    ticked_by: PersonRef | None = None
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class ExpectationAdded:
    """An expectation stands; `again` when this message had become one already."""

    expectation: ExpectationFacts
    plan: PlanFacts
    session: SessionFacts | None
    again: bool


@dataclass(frozen=True, slots=True)
class ExpectationForm:
    """What the form for one more expectation shows: the plan and what stands already."""

    plan: PlanFacts
    expectations: tuple[str, ...]
