"""What waits for a person."""

from dataclasses import dataclass
from datetime import date, datetime

from pushin.results.agreements import AgreementFacts
from pushin.results.changes import WaitingProposal
from pushin.results.logs import WaitingLog
from pushin.results.minutes import WaitingShortfall
from pushin.results.people import PersonRef
from pushin.results.plans import Clash, PlanFacts
from pushin.results.rooms import RoomQuestion
from pushin.results.sessions import Out, SessionFacts
from pushin.results.students import WaitingGroup
from pushin.results.touchbases import NoSlot, StandingOffer


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
    """A prompt of the person's plan could not be posted in time.

    `why` is a code where its conversation is closed to Push-In, else empty.
    """

    prompt_id: str
    kind: str
    session: SessionFacts | None
    why: str = ""


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
class WaitingTogether:
    """Another provider planned a push-in at the same time and would like to treat together.

    `mine` is the person's own plan, `theirs` the other one; they share the minutes `overlap`, first
    on the date `on`. `talk`: the person would like to talk about it first.
    """

    mine: PlanFacts
    theirs: PlanFacts
    on: date
    overlap: tuple[int, int]
    talk: bool


@dataclass(frozen=True, slots=True)
class WaitingTogetherTalk:
    """The provider who was asked to treat together would like to talk about it first.

    `session` is the person's own next one, to be changed if they do not agree.
    """

    plan: PlanFacts
    who: PersonRef
    session: SessionFacts | None
    since: datetime


@dataclass(frozen=True, slots=True)
class WaitingClash:
    """What a changed calendar put at the same time as a session of the person's plan.

    `key` names it in a button. `more`: how many later dates it is on as well, as far as it is
    looked at.
    """

    key: str
    clash: Clash
    session: SessionFacts
    plan_revision: int
    more: int = 0


@dataclass(frozen=True, slots=True)
class WaitingNoSlot:
    """News: this week has no five minutes without students for the person and a colleague."""

    gap: NoSlot


@dataclass(frozen=True, slots=True)
class WaitingStanding:
    """A time of the week that a pair which met nowhere for two weeks could keep."""

    offer: StandingOffer


@dataclass(frozen=True, slots=True)
class WaitingCover:
    """The person is asked to cover for somebody in a session."""

    session: SessionFacts
    absence: Out


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
    | WaitingLog
    | WaitingCover
    | WaitingDoing
    | WaitingSilent
    | WaitingMissing
    | WaitingProposal
    | WaitingTalk
    | WaitingTime
    | WaitingRoom
    | WaitingExpired
    | WaitingSkipped
    | WaitingTogether
    | WaitingTogetherTalk
    | WaitingClash
    | WaitingNoSlot
    | WaitingStanding
    | WaitingShortfall
    | WaitingGroup
)
