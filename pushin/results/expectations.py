"""Expectations of a plan or of one session."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pushin.results.people import PersonRef
from pushin.results.plans import PlanFacts
from pushin.results.sessions import SessionFacts


@dataclass(frozen=True, slots=True)
class ExpectationFacts:
    """One expectation; `ticked_by` is told only while its session is open.

    `number` is its own in its plan for ever (0: not told). `carried`: it was for an earlier session
    only, and nobody ticked it.
    """

    id: str
    text: str
    session_only: bool
    ticked_by: PersonRef | None = None
    ticked: bool = False
    number: int = 0
    carried: bool = False


@dataclass(frozen=True, slots=True)
class ExpectationAdded:
    """An expectation stands; `again` when this message had become one already.

    `choose`: it was said in a session's thread, and its author has not said whether it is for all
    sessions to come.
    """

    expectation: ExpectationFacts
    plan: PlanFacts
    session: SessionFacts | None
    again: bool
    choose: bool = False


@dataclass(frozen=True, slots=True)
class ExpectationDropped:
    """An expectation was taken away; `session`: from this one's list only.

    `undo_id` takes that back for ten minutes. `by_message`: its author deleted the message.
    """

    expectation: ExpectationFacts
    plan: PlanFacts
    session: SessionFacts | None
    undo_id: str
    by_message: bool = False


@dataclass(frozen=True, slots=True)
class ExpectationBack:
    """An expectation stands again."""

    expectation: ExpectationFacts
    plan: PlanFacts


@dataclass(frozen=True, slots=True)
class ExpectationStays:
    """What was changed or deleted in a message was not followed: `why` is a refusal's code."""

    expectation: ExpectationFacts
    why: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DropWhich:
    """One of all sessions was to be dropped in a session's thread: it is asked which are meant."""

    expectation: ExpectationFacts
    session: SessionFacts


@dataclass(frozen=True, slots=True)
class ExpectationList:
    """What stands, with its numbers: of a plan, or on one session's checklist.

    `asked` is the number that is not there, if one was asked for.
    """

    plan: PlanFacts
    session: SessionFacts | None
    expectations: tuple[ExpectationFacts, ...]
    asked: int | None = None


@dataclass(frozen=True, slots=True)
class RewordForm:
    """What the form for an expectation's words shows."""

    plan: PlanFacts
    expectation: ExpectationFacts


@dataclass(frozen=True, slots=True)
class ExpectationForm:
    """What the form for one more expectation shows: the plan and what stands already."""

    plan: PlanFacts
    expectations: tuple[str, ...]
