"""Changes of a plan or of one of its sessions: asked for, said back, done, told, proposed."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pushin.results.people import PersonRef
from pushin.results.plans import Clash, PlanFacts
from pushin.results.sessions import SessionFacts

What = Literal["move", "skip", "change", "pause", "resume", "end"]


@dataclass(frozen=True, slots=True)
class Slot:
    """When and where a session is (minutes)."""

    on: date
    start: int
    end: int
    room: str


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """What a change is: of one session (`before`, `after`), or of its plan from `first` on.

    `last`: of a pause. `dates`: the sessions that pause or come back. `then`: how the plan goes on
    (with the same agreement, if `carried`).
    """

    what: What
    plan: PlanFacts
    before: Slot | None = None
    after: Slot | None = None
    first: date | None = None
    last: date | None = None
    dates: tuple[date, ...] = ()
    then: PlanFacts | None = None
    carried: bool = False


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """What was understood, said back before it is done; `draft_id` is what Confirm carries.

    `count`: sessions of a plan as it would go on; `missing`: those without their routine. `since`:
    clashes that came up after an earlier preview. `asks`: the provider who decides, where the asker
    may only propose it. `told`: how many people will be.
    """

    draft_id: str
    change: ChangeFacts
    count: int = 0
    missing: tuple[date, ...] = ()
    clashes: tuple[Clash, ...] = ()
    since: tuple[Clash, ...] = ()
    asks: PersonRef | None = None
    told: int = 0


@dataclass(frozen=True, slots=True)
class Changed:
    """A change was made; `again` when it was so already. `taken_back`: it is as before again."""

    change: ChangeFacts
    undo_id: str = ""
    again: bool = False
    taken_back: bool = False
    told: int = 0


@dataclass(frozen=True, slots=True)
class ChangeChoice:
    """The sessions that may be meant: one for each plan where the whole plan is.

    `draft_id` keeps what was typed; without it, picking opens the form. `missed`: the date on which
    the asker has none, if they named one.
    """

    draft_id: str
    sessions: tuple[SessionFacts, ...]
    missed: date | None = None


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """What the form for a change is prefilled with: a session, and what is wished of it.

    `rooms` are ids and names. `may_change`: the asker need not propose what is more than one
    session. `weekly`: the plan's weekdays can be changed.
    """

    draft_id: str
    session: SessionFacts
    plan: PlanFacts
    revision: int
    what: What
    on: date | None
    until: date | None
    start: int
    end: int
    anchor: str
    classroom_id: str
    model: str
    weekdays: tuple[int, ...]
    rooms: tuple[tuple[str, str], ...]
    periods: tuple[str, ...]
    routines: tuple[str, ...]
    paused: bool
    weekly: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class ChangeNews:
    """What somebody is told of a change that another made.

    `taken_back`: it is as before again. `withdrawn`: what they proposed does not fit any more.
    """

    person: PersonRef
    by: PersonRef
    change: ChangeFacts
    taken_back: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class ProposalNews:
    """What somebody is told of their proposal: `answer` is declined, withdrawn or talk."""

    person: PersonRef
    by: PersonRef
    change: ChangeFacts
    answer: Literal["declined", "withdrawn", "talk"]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A change was proposed to the plan's provider; `again` when it was already."""

    change: ChangeFacts
    asks: PersonRef
    again: bool = False


@dataclass(frozen=True, slots=True)
class ProposalAnswered:
    """The asker answered a proposal with "declined", or would like to "talk" about it."""

    change: ChangeFacts
    who: PersonRef
    answer: Literal["declined", "talk"]
    again: bool = False


@dataclass(frozen=True, slots=True)
class WaitingProposal:
    """A change that `who` proposes, for the plan's provider to decide."""

    proposal_id: str
    change: ChangeFacts
    who: PersonRef
