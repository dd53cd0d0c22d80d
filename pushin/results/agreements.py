"""What the adults of a plan agreed, and who is in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pushin.results.expectations import ExpectationFacts
from pushin.results.people import Answer, PersonRef
from pushin.results.plans import PlanFacts


@dataclass(frozen=True, slots=True)
class Part:
    """One adult's part and their own answer to it; `told_on` for adults without an account."""

    person: PersonRef
    part: str
    answer: Answer | None
    told_on: date | None = None


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
