"""What people get instead of a result: a refusal, or a question about what they wrote."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Refused:
    """A use case said no and changed nothing; the surface's catalogue has the sentence."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MayNameStudent:
    """A text may name a student: it was not used; the author decides (`draft_id` keeps it)."""

    draft_id: str
    kind: str
