"""What is told privately in a thread: who does what, and why."""

from dataclasses import dataclass

from pushin.results.agreements import AgreementFacts, Part
from pushin.results.people import PersonRef
from pushin.results.plans import PlanFacts
from pushin.results.sessions import SessionFacts


@dataclass(frozen=True, slots=True)
class WhoDoesWhat:
    """Who is in the room of a plan or of one session, and what was agreed."""

    plan: PlanFacts
    session: SessionFacts | None
    agreement: AgreementFacts | None


@dataclass(frozen=True, slots=True)
class WhyThen:
    """Why a push-in is when it is, and why the asker has their part.

    `routine_kind` is the kind of the routine that it hangs on, empty without one. `my_part` is None
    where nothing was agreed for the asker; `author` wrote it.
    """

    plan: PlanFacts
    session: SessionFacts | None
    routine_kind: str
    agreement: AgreementFacts | None
    my_part: Part | None
    author: PersonRef | None
