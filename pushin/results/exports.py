"""The service log as a file has it: its lines, its totals, and what a form offers to choose."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pushin.results.people import PersonRef

Setting = Literal["individual", "group", "both"]
"""How a student was seen: alone, with others, or part of the time each."""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """What became of missed minutes (a word of `MAKE_UP_STATES`), and when they were made up."""

    state: str
    minutes: int
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A logged session and one of its students (`code` is empty where no codes are kept).

    `start` and `end` are minutes of the school's local day, `length` is what truly passed between
    them. `minutes` are the student's; without a code, the session's. `makes_up` are the dates of
    missed sessions that this one made up. `note` is None where it was kept back: it is about a
    group, and the file about one student.
    """

    log_id: str
    on: date
    start: int
    end: int
    length: int
    code: str
    minutes: int
    group_minutes: int
    session_minutes: int
    setting: Setting | None
    group_size: int | None
    model: str
    place: str
    provider: str
    discipline: str
    deliverer: str
    supervisor: str
    status: str
    reason: str
    made_up: MadeUp | None
    makes_up: tuple[date, ...]
    goal_area: str
    note: str | None


@dataclass(frozen=True, slots=True)
class ServiceTotals:
    """Sums over the lines; `session_minutes` counts a session once, whatever its students."""

    lines: int = 0
    sessions: int = 0
    minutes: int = 0
    group_minutes: int = 0
    session_minutes: int = 0


@dataclass(frozen=True, slots=True)
class ServiceLog:
    """What a file of the service log will hold: dates (both included), whose, how much.

    `provider` and `code` are None where it is not held to one; `own_students`: it is a case
    manager's, of their own alone. `notes`: with what people noted.
    """

    first: date
    last: date
    provider: PersonRef | None
    code: str | None
    notes: bool
    lines: int
    own_students: bool = False


@dataclass(frozen=True, slots=True)
class ExportForm:
    """What the asker may choose from; `providers` only where they may have others' too.

    The three spans of dates are this month, the last one, and the school year so far.
    """

    month: tuple[date, date]
    last_month: tuple[date, date]
    year: tuple[date, date]
    providers: tuple[tuple[str, str], ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Anonymised:
    """A code that is no more: how many rows had it, by table, and how many plans still run."""

    rows: int
    logged: int
    running: int
