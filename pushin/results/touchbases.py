"""The five minutes of two adults."""

from dataclasses import dataclass
from datetime import date

from pushin.results.people import PersonRef
from pushin.results.plans import PlanFacts
from pushin.results.sessions import SessionFacts


@dataclass(frozen=True, slots=True)
class TouchBaseFacts:
    """Five minutes of two adults."""

    id: str
    teacher: PersonRef
    provider: PersonRef
    room: str
    zone: str
    on: date | None
    start: int | None
    end: int | None
    why: str
    state: str
    revision: int
    has_note: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """Who would like to talk about the roles of a plan, since they said so."""

    plan: PlanFacts
    who: tuple[PersonRef, ...]


@dataclass(frozen=True, slots=True)
class TouchBaseCard:
    """The touch-base's prompt in the pair's group DM; `talk` names who asked to talk, by plan.

    `over`: its week has ended, only its note is left.
    """

    touch_base: TouchBaseFacts
    next_session: SessionFacts | None
    try_next: str | None
    talk: tuple[Topic, ...]
    over: bool = False


@dataclass(frozen=True, slots=True)
class TouchBaseNote:
    """The note of a touch-base, for its two people only."""

    touch_base: TouchBaseFacts
    worked: str
    change: str
    try_next: str


@dataclass(frozen=True, slots=True)
class NoSlot:
    """There was no common student-free time in a week; `tried` says what was looked at."""

    week: date
    teacher: PersonRef
    provider: PersonRef
    next_slot: TouchBaseFacts | None


@dataclass(frozen=True, slots=True)
class TouchBases:
    """The asker's touch-bases, the next ones first."""

    coming: tuple[TouchBaseFacts, ...]
    without_slot: tuple[NoSlot, ...]
