"""A person's calendar: its link, and the sessions that stand in it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from pushin.results.people import PersonRef
from pushin.results.plans import PlanFacts


@dataclass(frozen=True, slots=True)
class FeedState:
    """Whether the asker has a calendar link, and since which local date; `link_id` "" if not."""

    link_id: str
    since: date | None


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A new link. Its secret is told this once: only a hash of it is kept."""

    link_id: str
    workspace_id: str
    secret: str = field(repr=False)
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class FeedSession:
    """One session of a calendar; `original_on` names it, the instants (UTC) are when it is now."""

    id: str
    original_on: date
    starts_at: datetime
    ends_at: datetime
    state: Literal["on", "off", "open"]
    revision: int
    room: str
    school_name: str
    beside: tuple[PersonRef, ...] = ()
    """Who treats together with the plan's provider that day."""


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """The sessions of a plan; `sequence` counts its changes and theirs."""

    plan: PlanFacts
    weekly: bool
    interval: int
    sequence: int
    made_at: datetime
    sessions: tuple[FeedSession, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """What a person's calendar holds: no roles, no students."""

    person: PersonRef
    workspace_id: str
    plans: tuple[FeedPlan, ...]
