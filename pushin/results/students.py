"""Student codes of a plan and of a case manager, for modals only; caseloads and their handover."""

from dataclasses import dataclass
from datetime import date

from pushin.results.minutes import Balance, MandateFacts
from pushin.results.people import PersonRef
from pushin.results.plans import Clash, PlanFacts


@dataclass(frozen=True, slots=True)
class StudentEntry:
    """A code of a plan with its dates, both included; for a modal only."""

    id: str
    code: str
    from_date: date
    until_date: date | None
    case_manager: PersonRef | None


@dataclass(frozen=True, slots=True)
class StudentsForm:
    """The codes of a plan that are there or come, for a modal only, and who can manage a case."""

    plan: PlanFacts
    today: date
    students: tuple[StudentEntry, ...]
    case_managers: tuple[PersonRef, ...]


@dataclass(frozen=True, slots=True)
class StudentsChanged:
    """A student joins from the date `on`, or leaves with that as the last date; without the code.

    `left`: how many are there then. `asks`: the owner is asked what becomes of the plan.
    """

    plan: PlanFacts
    what: str
    on: date
    left: int
    asks: bool = False
    undo_id: str = ""
    again: bool = False
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """From the date `on` one student of a group is left, or none: its owner says how it goes on."""

    key: str
    plan: PlanFacts
    on: date
    left: int


@dataclass(frozen=True, slots=True)
class GroupKept:
    """The owner keeps a plan as it is, for one student or none; `again` when they had."""

    plan: PlanFacts
    again: bool


@dataclass(frozen=True, slots=True)
class HandoverForm:
    """Whose caseload or room is handed over, and to whom it can be."""

    today: date
    owners: tuple[PersonRef, ...]
    others: tuple[PersonRef, ...]


@dataclass(frozen=True, slots=True)
class HandoverPreview:
    """What a handover does, before it is done: each plan, and the clashes of who takes over."""

    draft_id: str
    before: PersonRef
    after: PersonRef
    on: date
    plans: tuple[PlanFacts, ...]
    clashes: tuple[Clash, ...] = ()
    other_discipline: bool = False


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A caseload or room has been handed over from a date on; `again`, `taken_back` as ever."""

    before: PersonRef
    after: PersonRef
    on: date
    plans: tuple[PlanFacts, ...]
    undo_id: str = ""
    again: bool = False
    taken_back: bool = False
    told: int = 0


@dataclass(frozen=True, slots=True)
class HandoverNews:
    """What somebody is told of a handover, in one message: only the plans of theirs."""

    person: PersonRef
    by: PersonRef
    handed: HandedOver


@dataclass(frozen=True, slots=True)
class CaseloadDay:
    """What a provider has on a weekday in one building, in order; gaps are codes.

    `gaps`: `no_lunch`, `lunch_taken`, `no_travel` (to this building from the one before).
    """

    weekday: int
    school_name: str
    plans: tuple[PlanFacts, ...]
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Caseload:
    """A provider's plans by weekday and building; `others` have no fixed weekday."""

    person: PersonRef
    days: tuple[CaseloadDay, ...]
    others: tuple[PlanFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseMinutes:
    """What is mandated of a code, and how its present period stands; for a modal only."""

    mandate: MandateFacts
    balance: Balance


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A code that a case manager looks after, its services and minutes; for a modal only."""

    code: str
    plans: tuple[PlanFacts, ...]
    minutes: tuple[CaseMinutes, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """All codes of a case manager, for a modal only."""

    person: PersonRef
    files: tuple[CaseFile, ...]
