"""A school as its team sees it, and a calendar that was sent to be saved."""

from dataclasses import dataclass
from datetime import date

from pushin.results.sessions import SchoolDay
from school.imports import BellsChange, DaysOff, DayTypeCount, Difference, Note, Overview


@dataclass(frozen=True, slots=True)
class Following:
    """How many of a school's plans have followed its new calendar."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class SchoolOverview:
    """The asker's school: its year, today, what comes, its bells; `may_import` for who keeps it."""

    school_id: str
    name: str
    zone: str
    first_day: date | None
    last_day: date | None
    today: SchoolDay
    days_off: tuple[DaysOff, ...]
    day_types: tuple[DayTypeCount, ...]
    following: Following | None
    may_import: bool


@dataclass(frozen=True, slots=True)
class NoSchool:
    """No school is set up in the workspace; `may_add` tells whether the asker may send one."""

    may_add: bool


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a file would make of a school; it is saved by its draft.

    `differences` and `bells` are empty for a new school. `unread_count` counts what was left out,
    of which `unread` is the beginning. `since`: the school was changed since an earlier preview.
    """

    draft_id: str
    name: str
    zone: str
    is_new: bool
    file: str
    overview: Overview
    differences: tuple[Difference, ...]
    bells: tuple[BellsChange, ...]
    unread: tuple[Note, ...]
    unread_count: int
    notes: tuple[Note, ...]
    plans: int
    since: bool = False


@dataclass(frozen=True, slots=True)
class ImportGroups:
    """Some dates of a file are for some buildings of its district; which is this one."""

    draft_id: str
    name: str
    groups: tuple[tuple[str, int], ...]
    """Each with how many of the dates are its own."""


@dataclass(frozen=True, slots=True)
class ImportSchools:
    """A file without a school of its own, from somebody who keeps several; which one is meant."""

    draft_id: str
    schools: tuple[tuple[str, str], ...]
    """(id, name)."""


@dataclass(frozen=True, slots=True)
class SchoolImported:
    """A calendar stands: `moved` sessions follow it already, `waiting` plans do by and by."""

    school_id: str
    name: str
    created: bool
    changed: bool
    moved: int
    waiting: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class ImportDropped:
    """A calendar was not saved, as its sender wished."""

    name: str
