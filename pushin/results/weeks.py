"""A week at a glance."""

from dataclasses import dataclass
from datetime import date

from pushin.results.people import PersonRef
from pushin.results.sessions import SchoolDay, SessionFacts
from pushin.results.touchbases import TouchBaseFacts


@dataclass(frozen=True, slots=True)
class Bell:
    """A period of a school day, in minutes since local midnight."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WeekSession:
    """One of the asker's sessions, on or not, with their part in it."""

    session: SessionFacts
    my_part: str | None


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A date of the week: what it is at the asker's school(s) there, and what they have on it.

    `bells` are those of its school; none where the day has two schools, or none.
    """

    on: date
    schools: tuple[SchoolDay, ...]
    bells: tuple[Bell, ...]
    sessions: tuple[WeekSession, ...]
    touch_bases: tuple[TouchBaseFacts, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """The asker's week from `monday` on: the school week, and a weekend day that has something.

    `today` is the date at their school; `has_plans` tells whether they ever took part in a plan.
    """

    person: PersonRef
    monday: date
    today: date
    zone: str
    days: tuple[WeekDay, ...]
    has_plans: bool


@dataclass(frozen=True, slots=True)
class Digest:
    """A person's week as it begins; `waiting` things are to be answered.

    `without_slot`: the other ones of pairs that have no common five minutes in it. `indirect`: the
    person sees no students in it; `owed` is how many missed sessions are still to be made up.
    """

    week: Week
    waiting: int
    without_slot: tuple[PersonRef, ...]
    indirect: bool = False
    owed: int = 0
