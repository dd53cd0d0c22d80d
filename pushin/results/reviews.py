"""Whether a plan still makes sense: what happened, and what was decided."""

from dataclasses import dataclass
from datetime import date, datetime

from pushin.results.people import PersonRef
from pushin.results.plans import PlanFacts
from pushin.results.touchbases import NoSlot, TouchBaseFacts


@dataclass(frozen=True, slots=True)
class Lost:
    """Sessions that were not held for a reason, all of one weekday or (None) of several."""

    reason: str
    weekday: int | None
    count: int


@dataclass(frozen=True, slots=True)
class BetterTime:
    """When a plan would fit best instead."""

    weekdays: tuple[int, ...]
    start: int
    end: int
    during: str


@dataclass(frozen=True, slots=True)
class ReviewDecision:
    """What somebody decided about a plan, when, and why in their own words ("" where not said)."""

    review_id: str
    plan: PlanFacts
    decision: str
    by: PersonRef
    at: datetime
    words: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """How often it was said that a goal area needs more, the same or less support; no goal."""

    more: int = 0
    same: int = 0
    less: int = 0


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """A plan as it went since the local date `since`, and what can be decided.

    `held` of `count` sessions; of `unsaid` nobody said how they went. `tried`: the one thing that
    provider and teacher tried last, for these two only. `support`: what was said of the support
    that goal areas need, in the earlier and in the later half of the time; for who may see codes
    only. `asks_support`: the asker may say more of it.
    `why` it is looked at now. `decided` is what was decided already,
    `before` what was the last time that it was looked at.
    """

    review_id: str
    plan: PlanFacts
    why: str
    since: date
    until: date
    held: int
    count: int
    unsaid: int
    lost: tuple[Lost, ...] = ()
    tried: str = ""
    support: tuple[Support, Support] | None = None
    asks_support: bool = False
    better: BetterTime | None = None
    weeks: int | None = None
    may_decide: bool = False
    decided: ReviewDecision | None = None
    before: ReviewDecision | None = None


@dataclass(frozen=True, slots=True)
class ReviewList:
    """A person's plans to look at in one message; the local date `on` says which period."""

    person: PersonRef
    on: date
    items: tuple[ReviewFacts, ...]


@dataclass(frozen=True, slots=True)
class ReviewDecided:
    """The asker decided about a plan; `again` when it was so already, `taken_back` by Undo.

    Of *talk first*, `touch_base` is when the two meet, or `no_slot` why they do not this week.
    """

    decision: ReviewDecision
    undo_id: str = ""
    again: bool = False
    taken_back: bool = False
    touch_base: TouchBaseFacts | None = None
    no_slot: NoSlot | None = None


@dataclass(frozen=True, slots=True)
class ReviewEvery:
    """How often a plan's team is asked whether it still makes sense (weeks); None is never."""

    plan: PlanFacts
    weeks: int | None
    again: bool = False
