"""Two providers in one room at the same time: what was answered."""

from dataclasses import dataclass
from typing import Literal

from pushin.results.people import PersonRef
from pushin.results.plans import Clash, PlanFacts


@dataclass(frozen=True, slots=True)
class TogetherAnswered:
    """A provider answered whether they treat together with `who`; `again` if they had already.

    `plan` is the one whose card and roles are theirs both; `theirs` the plan that asked.
    """

    plan: PlanFacts
    theirs: PlanFacts
    who: PersonRef
    answer: Literal["together", "talk"]
    again: bool


@dataclass(frozen=True, slots=True)
class BothKept:
    """The provider keeps both; `clash` is None where it is gone, or was kept already (`again`)."""

    clash: Clash | None
    again: bool
