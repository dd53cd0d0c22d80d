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
    (with the same agreement, if `carried`), and `apart` what some of its days become by themselves.
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
    apart: PlanFacts | None = None

    @property
    def new(self) -> tuple[PlanFacts, ...]:
        """The plans that go on."""
        return tuple(one for one in (self.then, self.apart) if one is not None)


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """What was understood, said back before it is done; `draft_id` is what Confirm carries.

    `count`: sessions of a plan as it would go on; `missing`: those without their routine. `since`:
    clashes that came up after an earlier preview. `asks`: the provider who decides, where the asker
    may only propose it. `told`: how many people will be. `needs`: whose word a change of model or
    frequency needs before it is made. `other_discipline`: who is to do it from then on is another
    kind of provider.
    """

    draft_id: str
    change: ChangeFacts
    count: int = 0
    missing: tuple[date, ...] = ()
    clashes: tuple[Clash, ...] = ()
    since: tuple[Clash, ...] = ()
    asks: PersonRef | None = None
    told: int = 0
    needs: tuple["Consent", ...] = ()
    other_discipline: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """Somebody whose word a change needs, as what they are asked, and what they have said so far.

    `answer`: agree, talk, no_amendment or amended (on the date `amended_on`).
    """

    person: PersonRef
    part: Literal["provider", "teacher", "case_manager"]
    answer: str | None = None
    amended_on: date | None = None

    @property
    def is_given(self) -> bool:
        """Whether they have said that it may be."""
        return self.answer not in {None, "talk"}


@dataclass(frozen=True, slots=True)
class Changed:
    """A change was made; `again` when it was so already. `taken_back`: it is as before again.

    `meant_for`: the date from which it was to be, which had passed when the last word came.
    """

    change: ChangeFacts
    undo_id: str = ""
    again: bool = False
    taken_back: bool = False
    told: int = 0
    meant_for: date | None = None


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
    session. `weekly`: the plan's weekdays can be changed. `providers` are ids and names of those
    who could do it.
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
    provider_id: str = ""
    providers: tuple[tuple[str, str], ...] = ()
    apart: tuple[int, ...] = ()
    apart_model: str = ""
    review_id: str = ""


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
    """A change was proposed to the plan's provider; `again` when it was already.

    `needs`: whose word it needs, of a change of model or frequency; else the provider decides.
    """

    change: ChangeFacts
    asks: PersonRef
    again: bool = False
    proposal_id: str = ""
    needs: tuple[Consent, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposalAnswered:
    """The asker answered a proposal with "declined", or would like to "talk" about it.

    "withdrawn": it was their own. "agree", "no_amendment", "amended": their word is kept, and it
    waits for others (`needs`).
    """

    change: ChangeFacts
    who: PersonRef
    answer: Literal["declined", "talk", "withdrawn", "agree", "no_amendment", "amended"]
    again: bool = False
    needs: tuple[Consent, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingProposal:
    """A change that `who` proposes, for the plan's provider to decide.

    With `needs` it is made once all of these have given their word; `part` is as what the reader
    is asked, "" where they are not asked (any more). `mine`: the reader proposed it;
    `may_decline`: it is the reader's plan.
    """

    proposal_id: str
    change: ChangeFacts
    who: PersonRef
    needs: tuple[Consent, ...] = ()
    part: str = ""
    mine: bool = False
    may_decline: bool = True
