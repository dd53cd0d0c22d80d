"""What waits for a person."""

from dataclasses import dataclass

from pushin.results.agreements import AgreementFacts
from pushin.results.changes import WaitingProposal
from pushin.results.people import PersonRef
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


Waiting = (
    WaitingRole
    | WaitingMissing
    | WaitingProposal
    | WaitingTalk
    | WaitingTime
    | WaitingRoom
    | WaitingExpired
    | WaitingSkipped
)
