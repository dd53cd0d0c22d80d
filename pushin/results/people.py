"""Adults as others see them, their answers, and what the settings form holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Answer = Literal["in", "talk"]
"""A person's own answer to their part."""


@dataclass(frozen=True, slots=True)
class PersonRef:
    """An adult as others see them."""

    id: str
    name: str
    role: str
    discipline: str | None = None
    slack_user_id: str | None = None


@dataclass(frozen=True, slots=True)
class Me:
    """What Push-In knows of the asker, for the settings form; `person` is None for somebody new."""

    person: PersonRef | None
    school_id: str | None
    working_hours: Mapping[int, tuple[int, int]]
    lunch: tuple[int, int] | None
    lunch_ok: bool
    schools: tuple[tuple[str, str], ...]
    change_anytime: bool = False
