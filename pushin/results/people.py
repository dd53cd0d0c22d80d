"""Adults as others see them, their answers, and what the settings form holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
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
class BuildingDays:
    """A school of the workspace: when it meets, its letters, and a provider's days there."""

    school_id: str
    name: str
    weekdays: tuple[int, ...]
    letters: tuple[str, ...]
    my_weekdays: tuple[int, ...] = ()
    my_cycle_days: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Me:
    """What Push-In knows of the asker, for the settings form; `person` is None for somebody new.

    `buildings` are all schools of the workspace for who named some, or asked for them; else none.
    `both`: that two of them fall on one date was said.
    """

    person: PersonRef | None
    school_id: str | None
    working_hours: Mapping[int, tuple[int, int]]
    lunch: tuple[int, int] | None
    lunch_ok: bool
    schools: tuple[tuple[str, str], ...]
    change_anytime: bool = False
    quiet: tuple[int, int] | None = None
    travel_minutes: int = 20
    buildings: tuple[BuildingDays, ...] = ()
    both: bool = False


@dataclass(frozen=True, slots=True)
class RoleForm:
    """Colleagues to whom a role may be given, and the roles that are given."""

    people: tuple[PersonRef, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """Somebody has a role that others give; `again` when they had it already."""

    person: PersonRef
    again: bool


@dataclass(frozen=True, slots=True)
class Outside:
    """Plans of a provider at a school on a weekday when they are elsewhere, first on the date `on`.

    `weekly`: it is so every week; else only on some dates, by the letters of a school.
    """

    school_name: str
    weekday: int
    on: date
    count: int
    weekly: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """What somebody said about themselves is kept; `outside` are the plans that contradict it."""

    person: PersonRef
    outside: tuple[Outside, ...] = ()
