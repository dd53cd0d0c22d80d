"""What the adults of a plan agreed, and who is in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pushin.results.expectations import ExpectationFacts
from pushin.results.people import Answer, PersonRef
from pushin.results.plans import PlanFacts
from pushin.results.reviews import ReviewDecision
from pushin.results.sessions import SessionFacts


@dataclass(frozen=True, slots=True)
class Part:
    """One adult's part and their own answer to it; `told_on` for adults without an account."""

    person: PersonRef
    part: str
    answer: Answer | None
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is other than before; `before` or `after` is empty where there was none.

    `lead` names adults, `part` is `who`'s, `model` a co-teaching model's code.
    """

    what: Literal["lead", "part", "model", "activity", "materials", "fallback"]
    before: str
    after: str
    who: PersonRef | None = None


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What the adults of a plan agreed, and who is in.

    `session_id` and `only_on` (its local date): for that one session only. `changes` is what it
    changed, told until everyone is in.
    """

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
    session_id: str | None = None
    only_on: date | None = None
    changes: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggested:
    """Where the words of a first agreement come from, which nobody has agreed to yet.

    From `plan`, where the same provider or room agreed something at the same routine; else from
    the starting set of a provider's `discipline` at a `routine` (a kind).
    """

    routine: str
    discipline: str
    plan: PlanFacts | None = None


@dataclass(frozen=True, slots=True)
class AgreementForm:
    """What the agree form is prefilled with; `agreement` is None for the first one.

    `number` is that of the newest agreement that it shows. `session` is the session at hand, with
    `only` where an agreement of its own stands.
    """

    plan: PlanFacts
    agreement: AgreementFacts | None
    co_teaching_model: str
    lead_id: str
    parts: Mapping[str, str]
    activity: str
    materials: str
    fallback: str
    expectations: tuple[str, ...]
    number: int = 0
    session: SessionFacts | None = None
    only: bool = False
    suggested: Suggested | None = None


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody else saved while a form was open: who, and where it is other than the form."""

    form: AgreementForm
    author: PersonRef
    theirs: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class AgreementChanged:
    """An agreement was saved; `asked` are those whose confirmation is needed now.

    `changes` is what is other than before. `as_usual`: a session's own agreement was given up,
    and what holds for all sessions holds for it again. `kept`: expectations that were taken out
    of a form for one session only; they stay, for all sessions have them.
    """

    agreement: AgreementFacts
    changed: bool
    asked: tuple[PersonRef, ...]
    changes: tuple[Difference, ...] = ()
    as_usual: bool = False
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An adult answered; `again` when the same answer stood already."""

    agreement: AgreementFacts
    answer: Answer
    again: bool


@dataclass(frozen=True, slots=True)
class AgreementEvent:
    """One thing that happened to the agreements of a plan, at an instant or on a local date.

    `saved` by `who` (with its `changes`; none for the first), `in`, `talk`, `carried` over from
    what was answered `since`, `told` in person by `by`. `only_on`: of one session's own.
    """

    kind: Literal["saved", "in", "talk", "carried", "told"]
    at: datetime
    who: PersonRef
    number: int
    only_on: date | None = None
    changes: tuple[Difference, ...] = ()
    since: datetime | None = None
    on: date | None = None
    by: PersonRef | None = None


@dataclass(frozen=True, slots=True)
class AgreementHistory:
    """Who agreed to what and when, the newest first; `more` is how many are not shown.

    `reviews` are what was decided about the plan, and why.
    """

    plan: PlanFacts
    events: tuple[AgreementEvent, ...]
    more: int
    reviews: tuple[ReviewDecision, ...] = ()
