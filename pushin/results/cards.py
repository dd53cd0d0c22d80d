"""What is posted and kept true, and what becomes of what is not posted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pushin.results.agreements import AgreementFacts, Difference
from pushin.results.changes import ChangeNews, ProposalNews
from pushin.results.days import RepairedDay
from pushin.results.expectations import ExpectationFacts
from pushin.results.people import PersonRef
from pushin.results.plans import PlanFacts
from pushin.results.reviews import ReviewList
from pushin.results.sessions import NextSession, SchoolDay, SessionFacts
from pushin.results.students import HandoverNews
from pushin.results.touchbases import TouchBaseCard, TouchBaseFacts
from pushin.results.waiting import Waiting
from pushin.results.weeks import Digest


@dataclass(frozen=True, slots=True)
class PlanCard:
    """The plan's card in the classroom's channel, root of its standing thread.

    `moved`: the team talks in another channel now, and the card stands there. `guess`: when its
    routine is, the room's teacher has not said yet. `together`: the plans of other providers who
    treat together, for whom this is the card too. `then`: how it goes on after a change.
    """

    plan: PlanFacts
    agreement: AgreementFacts | None
    next_session: SessionFacts | None
    expectations: tuple[ExpectationFacts, ...]
    moved: bool = False
    guess: bool = False
    together: tuple[PlanFacts, ...] = ()
    then: PlanFacts | None = None


@dataclass(frozen=True, slots=True)
class VariationCard:
    """What was agreed for one session only, in its plan's thread.

    `changes` are what is other than for all sessions; empty where nothing was agreed for all.
    `agreement` is None once the session goes by what holds for all again. `over`: it is past, not
    on, or on another date.
    """

    session: SessionFacts
    agreement: AgreementFacts | None
    changes: tuple[Difference, ...]
    over: bool


@dataclass(frozen=True, slots=True)
class Checklist:
    """A session's checklist, root of its thread; `plan_card_ts` is the plan card's message."""

    session: SessionFacts
    agreement: AgreementFacts | None
    expectations: tuple[ExpectationFacts, ...]
    closed: bool
    plan_card_ts: str | None


@dataclass(frozen=True, slots=True)
class AskCard:
    """One card with all that waits for a person; empty `items` once everything is answered.

    `replaced`: a newer card carries what still waits; this one stands without items or buttons.
    """

    person: PersonRef
    on: date
    items: tuple[Waiting, ...]
    done: int
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class UncertainMessage:
    """A message of which nobody knows whether it stands: what it was, where it went, when.

    `channel` is its channel, `people` whose direct messages it went to. `on` and `minute` are when
    it was due, in the reader's school's time. `too_late`: it is of no use any more.
    """

    prompt_id: str
    kind: str
    channel: str | None
    people: tuple[PersonRef, ...]
    on: date
    minute: int
    too_late: bool


@dataclass(frozen=True, slots=True)
class Home:
    """What stands in a person's App Home.

    `buildings`: today in each building of an itinerant's day; None for who named no buildings.
    `hidden`: on a shared screen, only what the day is and how much there is.
    `checklist`: the next session's, once it stands in the channel.
    `uncertain`: the messages of the last two weeks that may stand or not, for those who look
    after Push-In; the newest first.
    """

    person: PersonRef | None
    today: SchoolDay | None
    coming: tuple[NextSession, ...]
    waiting: tuple[Waiting, ...]
    touch_bases: tuple[TouchBaseFacts, ...]
    zone: str
    uncertain: tuple[UncertainMessage, ...] = ()
    buildings: tuple[SchoolDay, ...] | None = None
    hidden: bool = False
    checklist: Checklist | None = None


Content = (
    PlanCard
    | VariationCard
    | Checklist
    | AskCard
    | TouchBaseCard
    | RepairedDay
    | ChangeNews
    | ProposalNews
    | Digest
    | ReviewList
    | HandoverNews
    | Home
)


@dataclass(frozen=True, slots=True)
class Gone:
    """What a posted copy was about is not there any more; the copy stays as it is."""

    why: str


@dataclass(frozen=True, slots=True)
class Withhold:
    """A prompt must not be posted any more; `state` is its final state, `why` a code."""

    state: Literal["expired", "cancelled", "merged"]
    why: str


@dataclass(frozen=True, slots=True)
class Postpone:
    """A prompt must wait (budget, quiet hours, student time) until `until`."""

    until: datetime
    why: str
