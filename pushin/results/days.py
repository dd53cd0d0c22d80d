"""School days that are changed: asked for, said back, done; and what each person's day is now."""

from dataclasses import dataclass
from datetime import date

from pushin.results.people import PersonRef
from pushin.results.plans import Clash
from pushin.results.sessions import SchoolDay, SessionFacts


@dataclass(frozen=True, slots=True)
class RepairedLine:
    """A session of a changed day, with its minutes without the change (None: it has none)."""

    session: SessionFacts
    usual_start: int | None
    usual_end: int | None
    is_usual: bool


@dataclass(frozen=True, slots=True)
class RepairedDay:
    """A person's whole day as it is now.

    `days`: the date at each of their schools. `seen`: they said that it looks right. `replaced`:
    a newer message has the day. `clashes`: what is at the same time as their own push-ins.
    """

    person: PersonRef
    on: date
    revision: int
    days: tuple[SchoolDay, ...]
    lines: tuple[RepairedLine, ...]
    as_usual: bool
    seen: bool
    replaced: bool = False
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class DayFix:
    """What can be done about a changed day: the sessions that the asker may decide about.

    `school_id`: the school whose day they may change.
    """

    on: date
    lines: tuple[RepairedLine, ...]
    may: frozenset[str]
    school_id: str | None


@dataclass(frozen=True, slots=True)
class DaySeen:
    """The person said that their day looks right; `again` when they had said so already."""

    on: date
    again: bool


@dataclass(frozen=True, slots=True)
class DayOption:
    """A day type to pick from, with its first and last bell (minutes)."""

    key: str
    label: str
    first_bell: int | None
    last_bell: int | None


@dataclass(frozen=True, slots=True)
class DayCounts:
    """What a change of school days does to sessions; one that moves may be shorter as well."""

    moved: int = 0
    shortened: int = 0
    off: int = 0
    missing: int = 0
    back: int = 0


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A date before and after a change."""

    before: SchoolDay
    after: SchoolDay


@dataclass(frozen=True, slots=True)
class DayPreview:
    """What was understood, said back before it is done; `draft_id` is what Confirm carries.

    `told`: how many people will be told. `cut`: the school has no bells of its own for it;
    `options` are those that it has.
    """

    draft_id: str
    school_name: str
    days: tuple[ChangedDay, ...]
    counts: DayCounts
    told: int
    cut: bool = False
    options: tuple[DayOption, ...] = ()


@dataclass(frozen=True, slots=True)
class DayChanged:
    """School days are what was wished; `again` when they were so already and nothing changed."""

    school_id: str
    school_name: str
    days: tuple[ChangedDay, ...]
    counts: DayCounts
    told: int
    again: bool = False
    undo_id: str = ""


@dataclass(frozen=True, slots=True)
class DayChoice:
    """Several day types may be meant (`near`: they only look like what was said)."""

    draft_id: str
    dates: tuple[date, ...]
    options: tuple[DayOption, ...]
    near: bool = False


@dataclass(frozen=True, slots=True)
class SchoolChoice:
    """It is not known which school is meant: ids and names."""

    draft_id: str
    schools: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DayBell:
    """A period of a day (minutes)."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What a date is at a school, with its bells and the asker's sessions."""

    school_id: str
    day: SchoolDay
    bells: tuple[DayBell, ...]
    sessions: tuple[SessionFacts, ...]
    may_change: bool


@dataclass(frozen=True, slots=True)
class DayForm:
    """What the form for a changed day is prefilled with."""

    draft_id: str
    schools: tuple[tuple[str, str], ...]
    school_id: str
    kind: str
    minute: int | None
    key: str
    first: date
    last: date | None
    label: str
    options: tuple[DayOption, ...]
