"""What waits for a person."""

from dataclasses import dataclass
from datetime import date

from pushin.results.agreements import AgreementFacts
from pushin.results.people import PersonRef
from pushin.results.plans import PlanFacts
from pushin.results.rooms import RoomQuestion
from pushin.results.sessions import SessionFacts


@dataclass(frozen=True, slots=True)
class WaitingRole:
    """A part that waits for the person's answer."""

    agreement: AgreementFacts
    my_part: str


@dataclass(frozen=True, slots=True)
class WaitingMissing:
    """A session whose routine does not exist that day: its owner decides."""

    session: SessionFacts


@dataclass(frozen=True, slots=True)
class WaitingTalk:
    """Somebody would like to talk about an agreement the person wrote."""

    agreement: AgreementFacts
    who: PersonRef


@dataclass(frozen=True, slots=True)
class WaitingExpired:
    """A prompt of the person's plan could not be posted in time."""

    prompt_id: str
    kind: str
    session: SessionFacts | None


@dataclass(frozen=True, slots=True)
class WaitingTime:
    """Nobody knows a time of `who` without students, so Push-In never asks them.

    `mine`: it is the person themselves; else a colleague, told to who wrote their part.
    """

    who: PersonRef
    mine: bool


@dataclass(frozen=True, slots=True)
class WaitingSkipped:
    """News: a session of today that somebody skipped."""

    session: SessionFacts


@dataclass(frozen=True, slots=True)
class WaitingRoom:
    """Something about their room that only its teacher can say, and that a push-in needs."""

    question: RoomQuestion


@dataclass(frozen=True, slots=True)
class WaitingDoing:
    """A session of the next school day of which the room's teacher says what the class does."""

    session: SessionFacts


@dataclass(frozen=True, slots=True)
class WaitingSilent:
    """News for an author, once: who was asked twice for their part and has not answered.

    `since`: the local date of what they were asked about.
    """

    agreement_id: str
    plan: PlanFacts
    who: tuple[PersonRef, ...]
    since: date


Waiting = (
    WaitingRole
    | WaitingDoing
    | WaitingSilent
    | WaitingMissing
    | WaitingTalk
    | WaitingTime
    | WaitingRoom
    | WaitingExpired
    | WaitingSkipped
)
