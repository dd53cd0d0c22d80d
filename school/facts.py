"""The facts that a school publishes about its year, as values."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from zoneinfo import ZoneInfo

    from school.clock import Minute
    from school.day import DayType

Week = tuple[str | None, ...]
"""Seven day-type keys, Monday first; None = no school."""


@dataclass(frozen=True, slots=True)
class Term:
    """A semester or marking period, by its last day."""

    name: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Weekly:
    """The same week all year."""

    days: Week
    note: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """One date with the letter that the school published for it."""

    on: date
    cycle_day: str
    day_type: str
    published: str = ""


@dataclass(frozen=True, slots=True)
class Rotation:
    """A cycle of letters: published date by date, or computed from one or more starts."""

    cycle: tuple[str, ...]
    dates: tuple[Published, ...] = ()
    starts: tuple[tuple[date, str], ...] = ()
    """Dates from which the cycle is counted, each with its letter; a later one restarts it."""
    advance_on: str = ""
    """The school's own words for when the cycle moves on, as published."""
    days: Week | None = None
    """The bells by weekday, where the letters do not choose them."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DatedException:
    """A range of dates (both included) that differs from the pattern."""

    first: date
    last: date
    day_type: str | None
    label: str = ""
    applies_to: str | None = None
    """A group narrower than the calendar ("elementary"); None = everybody."""
    students: bool = True
    staff_day: bool = False

    @property
    def in_session(self) -> bool:
        """Whether students come to school."""
        return self.day_type is not None and self.students


@dataclass(frozen=True, slots=True)
class Source:
    """Where the facts were read."""

    repo: str
    path: str
    commit: str
    licence: str | None = None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything that a `pushin-school/1` file states."""

    id: str
    name: str
    zone: ZoneInfo
    day_types: Mapping[str, DayType]
    pattern: Weekly | Rotation
    zone_basis: str = "stated"
    """stated, known or assumed: how sure the zone is."""
    first_day: date | None = None
    last_day: date | None = None
    staff_first_day: date | None = None
    terms: tuple[Term, ...] = ()
    calendar_only: bool = False
    """True: the calendar names its day types and publishes no bells."""
    exceptions: tuple[DatedException, ...] = ()
    groups: frozenset[str] = frozenset()
    """The groups of the district that this building belongs to ("elementary")."""
    sources: tuple[Source, ...] = ()
    source_defects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Override:
    """Today's change at a school: another day type, or closed (None).

    `starts` and `ends` (minutes) cut the day type's bells; `cycle_day` is the letter, where that
    was decided too.
    """

    on: date
    day_type: str | None
    label: str = ""
    starts: Minute | None = None
    ends: Minute | None = None
    cycle_day: str | None = None


NO_OVERRIDES: Mapping[date, Override] = MappingProxyType({})
