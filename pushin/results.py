"""What use cases give back: frozen facts, never sentences and never anything of a chat product.

Dates are local to the school, minutes count from local midnight, instants are aware UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Answer = Literal["in", "talk"]


@dataclass(frozen=True, slots=True)
class Refused:
    """A use case said no and changed nothing; the surface's catalogue has the sentence."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


# --- people and places ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonRef:
    """An adult as others see them."""

    id: str
    name: str
    role: str
    discipline: str | None = None
    slack_user_id: str | None = None


@dataclass(frozen=True, slots=True)
class RoutineFacts:
    """A routine of a classroom on a regular day."""

    name: str
    kind: str
    start: int
    end: int
    with_students: bool
    usable: bool
    guess: bool


@dataclass(frozen=True, slots=True)
class Room:
    """A classroom with its routines and planning time."""

    classroom_id: str
    room: str
    school_name: str
    teacher: PersonRef
    channel_id: str | None
    routines: tuple[RoutineFacts, ...]
    periods: tuple[RoutineFacts, ...]
    missing: tuple[str, ...]
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Me:
    """What Push-In knows of the asker, for the settings form; `person` is None for somebody new."""

    person: PersonRef | None
    school_id: str | None
    working_hours: Mapping[int, tuple[int, int]]
    lunch: tuple[int, int] | None
    lunch_ok: bool
    schools: tuple[tuple[str, str], ...]


# --- sessions ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """One date of a plan, as anybody of its team may see it."""

    id: str
    plan_id: str
    on: date
    start: int
    end: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    school_name: str
    room: str
    channel_id: str | None
    during: str
    day_label: str
    service_delivery_model: str
    provider: PersonRef
    teacher: PersonRef
    adults: tuple[PersonRef, ...]
    status: str
    reason: str | None
    obstacle: str | None
    revision: int


@dataclass(frozen=True, slots=True)
class NextSession:
    """The asker's next session and their part in it."""

    session: SessionFacts
    agreement_id: str | None
    agreement_number: int
    lead: PersonRef | None
    my_part: str | None
    my_answer: Answer | None
    in_force: bool
    waiting_for: tuple[PersonRef, ...]
    expectations: tuple[str, ...]
    try_next: str | None


@dataclass(frozen=True, slots=True)
class NothingNext:
    """The asker has no session to come; `has_plans` tells whether they ever had one."""

    has_plans: bool
    role: str


@dataclass(frozen=True, slots=True)
class SchoolDay:
    """A date as the school has it."""

    on: date
    school_name: str
    in_session: bool
    known: bool
    day_label: str
    cycle_day: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """The asker's sessions of one date, also those that are not on (with the reason)."""

    day: SchoolDay
    zone: str
    sessions: tuple[SessionFacts, ...]


# --- plans ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A standing push-in."""

    id: str
    revision: int
    classroom_id: str
    room: str
    school_name: str
    zone: str
    channel_id: str | None
    provider: PersonRef
    teacher: PersonRef
    adults: tuple[PersonRef, ...]
    service_delivery_model: str
    weekdays: tuple[int, ...]
    anchor_kind: str
    during: str
    start: int
    end: int
    from_date: date
    until_date: date
    lead_minutes: int
    state: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that stands at the same time; `kind` is provider, teacher or room."""

    kind: str
    who: str
    on: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlanPreview:
    """What was understood, said back before it is saved; `draft_id` is what Confirm carries."""

    draft_id: str
    plan: PlanFacts
    first_dates: tuple[tuple[date, int, int], ...]
    session_count: int
    moved: tuple[tuple[date, int, int, str], ...]
    obstacles: tuple[date, ...]
    clashes: tuple[Clash, ...]


@dataclass(frozen=True, slots=True)
class PlanSaved:
    """A plan exists now; `again` when this draft had become it already."""

    plan: PlanFacts
    session_count: int
    first: SessionFacts | None
    again: bool = False


@dataclass(frozen=True, slots=True)
class PlanForm:
    """What the schedule form is prefilled with, and the periods and routines to pick from."""

    draft_id: str | None
    weekdays: tuple[int, ...]
    anchor_kind: str
    anchor_name: str
    start: int | None
    end: int | None
    teacher_user_id: str | None
    room: str
    channel_id: str | None
    para_user_ids: tuple[str, ...]
    adults_without_account: tuple[tuple[str, str], ...]
    from_date: date | None
    until_date: date | None
    service_delivery_model: str
    lead_minutes: int
    student_codes: tuple[str, ...]
    periods: tuple[str, ...]
    routines: tuple[str, ...]
    first_day: date | None
    last_day: date | None


# --- agreements -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """One adult's part and their own answer to it; `told_on` for adults without an account."""

    person: PersonRef
    part: str
    answer: Answer | None
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class ExpectationFacts:
    """One expectation; `ticked_by` is told only while its session is open."""

    id: str
    text: str
    session_only: bool
    ticked_by: PersonRef | None = None
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What the adults of a plan agreed, and who is in."""

    id: str
    plan: PlanFacts
    number: int
    co_teaching_model: str
    lead: PersonRef
    parts: tuple[Part, ...]
    activity: str
    materials: str
    fallback: str
    expectations: tuple[ExpectationFacts, ...]
    in_force: bool
    waiting_for: tuple[PersonRef, ...]


@dataclass(frozen=True, slots=True)
class AgreementForm:
    """What the agree form is prefilled with; `agreement` is None for the first one."""

    plan: PlanFacts
    agreement: AgreementFacts | None
    co_teaching_model: str
    lead_id: str
    parts: Mapping[str, str]
    activity: str
    materials: str
    fallback: str
    expectations: tuple[str, ...]
    student_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgreementChanged:
    """An agreement was saved; `asked` are those whose confirmation is needed now."""

    agreement: AgreementFacts
    changed: bool
    asked: tuple[PersonRef, ...]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An adult answered; `again` when the same answer stood already."""

    agreement: AgreementFacts
    answer: Answer
    again: bool


@dataclass(frozen=True, slots=True)
class ExpectationAdded:
    """An expectation stands; `again` when this message had become one already."""

    expectation: ExpectationFacts
    plan: PlanFacts
    session: SessionFacts | None
    again: bool


@dataclass(frozen=True, slots=True)
class ExpectationForm:
    """What the form for one more expectation shows: the plan and what stands already."""

    plan: PlanFacts
    expectations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Several things fit what was asked: the person picks one (`options`: entity id, facts)."""

    verb: str
    plans: tuple[PlanFacts, ...]


@dataclass(frozen=True, slots=True)
class MayNameStudent:
    """A text may name a student: it was not used; the author decides (`draft_id` keeps it)."""

    draft_id: str
    kind: str


# --- what is posted and kept true -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlanCard:
    """The plan's card in the classroom's channel, root of its standing thread."""

    plan: PlanFacts
    agreement: AgreementFacts | None
    next_session: SessionFacts | None
    expectations: tuple[ExpectationFacts, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """A session's checklist, root of its thread; `plan_card_ts` is the plan card's message."""

    session: SessionFacts
    agreement: AgreementFacts | None
    expectations: tuple[ExpectationFacts, ...]
    closed: bool
    plan_card_ts: str | None


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


Waiting = WaitingRole | WaitingMissing | WaitingTalk | WaitingExpired


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
class TouchBaseCard:
    """The touch-base's prompt in the pair's group DM; `talk` names who asked to talk about what."""

    touch_base: TouchBaseFacts
    next_session: SessionFacts | None
    try_next: str | None
    talk: tuple[PersonRef, ...]


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


@dataclass(frozen=True, slots=True)
class Home:
    """What stands in a person's App Home."""

    person: PersonRef | None
    today: SchoolDay | None
    coming: tuple[NextSession, ...]
    waiting: tuple[Waiting, ...]
    touch_bases: tuple[TouchBaseFacts, ...]
    zone: str


Content = PlanCard | Checklist | AskCard | TouchBaseCard | Home


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
