"""What reading a school's file gives: the calendar, what was left out, and what to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from school.calendar import SchoolCalendar

Kind = Literal["json", "ics", "csv"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something that whoever keeps the calendar should know.

    The sentence stands in the catalogue as `import.note.CODE`, filled with `params`.
    """

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    where: str = ""
    """The place in the file: "line 14", "event 3: No School", "exceptions[3]"."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A school as a file gives it; nothing is saved yet."""

    calendar: SchoolCalendar
    """Complete and valid."""
    neutral: dict[str, Any]
    """Its `pushin-school/1` form."""
    kind: Kind
    unread: tuple[Note, ...]
    """Parts that could not be read and were left out, each with where and why."""
    notes: tuple[Note, ...]
    """Assumptions that were made, and the defects that the source admits."""
