"""The five minutes of two adults."""

from dataclasses import dataclass
from datetime import date

from pushin.results.expectations import ExpectationAdded
from pushin.results.people import PersonRef
from pushin.results.plans import PlanFacts
from pushin.results.refusals import MayNameStudent
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

    `over`: its week has ended, only its note is left. `plan_count`: how many plans they share.
    """

    touch_base: TouchBaseFacts
    next_session: SessionFacts | None
    try_next: str | None
    talk: tuple[Topic, ...]
    over: bool = False
    plan_count: int = 0


@dataclass(frozen=True, slots=True)
class TouchBaseNote:
    """The note of a touch-base, for its two people only; `plans` are those that they share.

    `step_of`: the plans of which what they try next is an expectation already.
    """

    touch_base: TouchBaseFacts
    worked: str
    change: str
    try_next: str
    plans: tuple[PlanFacts, ...] = ()
    step_of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StepAdded:
    """What two try next, kept as an expectation of a plan (or the question about it)."""

    touch_base_id: str
    added: ExpectationAdded | MayNameStudent


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """Five minutes that two have in common; both are free until `free_until`."""

    on: date
    start: int
    end: int
    why: str
    free_until: int


@dataclass(frozen=True, slots=True)
class Clause:
    """What one of two does on a day that has no slot (a code); `you`: it is the reader."""

    code: str
    who: PersonRef | None = None
    you: bool = False
    times: tuple[tuple[int, int], ...] = ()
    minute: int | None = None
    where: str = ""
    has: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TriedDay:
    """Why a day has no slot."""

    on: date
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class NoSlot:
    """There was no common student-free time in a week; `tried` says what was looked at.

    `ways` are the ways out (`planning`, `phone`, `hours`, `lunch`).
    """

    week: date
    teacher: PersonRef
    provider: PersonRef
    next_slot: TouchBaseFacts | None
    tried: tuple[TriedDay, ...] = ()
    ways: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TouchBaseOptions:
    """Among which times a touch-base can be moved.

    `moved`: it was moved just now; else it was asked for today, which has no other time.
    """

    touch_base: TouchBaseFacts
    slots: tuple[SlotFacts, ...]
    moved: bool = False


@dataclass(frozen=True, slots=True)
class NowSlot:
    """The five minutes that a pair could take today, `minutes` from now."""

    pair: str
    teacher: PersonRef
    provider: PersonRef
    room: str
    slot: SlotFacts
    minutes: int


@dataclass(frozen=True, slots=True)
class PairFacts:
    """How a teacher and a provider meet; `note_of` is their newest touch-base with a note.

    `other` is the asker's colleague. `weekday` and `start` are their standing time.
    """

    key: str
    teacher: PersonRef
    provider: PersonRef
    other: PersonRef
    room: str
    often: str
    weekday: int | None
    start: int | None
    note_of: str | None


@dataclass(frozen=True, slots=True)
class StandingOffer:
    """A time of the week that two could keep: common on `common` of the `weeks` to come.

    `number` says which of several it is, from 0; `is_last`: there is no other.
    """

    pair: PairFacts
    weekday: int
    start: int
    common: int
    weeks: int
    number: int
    is_last: bool


@dataclass(frozen=True, slots=True)
class HabitSaved:
    """How a pair meets from now on; `again`: it was so already. `code` says what was done."""

    pair: PairFacts
    code: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class PhoneSaved:
    """Whether the asker may be met by phone."""

    phone_ok: bool


@dataclass(frozen=True, slots=True)
class TouchBases:
    """The asker's touch-bases, the next ones first, and what can be done about them."""

    coming: tuple[TouchBaseFacts, ...]
    without_slot: tuple[NoSlot, ...]
    now: tuple[NowSlot, ...] = ()
    pairs: tuple[PairFacts, ...] = ()
    role: str = ""
    phone_ok: bool = False
