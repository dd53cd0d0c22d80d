"""Classrooms, their routines, and what their teacher is asked."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pushin.results.people import PersonRef

QuestionKind = Literal["grade", "routine", "use", "day"]


@dataclass(frozen=True, slots=True)
class RoutineFacts:
    """A routine of a classroom on a regular day.

    `weekdays` are those on which it happens (0 = Monday), `drops_on` the keys of the day types on
    which it does not.
    """

    name: str
    kind: str
    start: int
    end: int
    with_students: bool
    usable: bool
    guess: bool
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    drops_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnusualDay:
    """A kind of school day that is not a regular one, and the next date that has it.

    `first` and `last` are its bells, where they are others than on a regular day.
    """

    key: str
    label: str
    first: int | None
    last: int | None
    next_on: date


@dataclass(frozen=True, slots=True)
class DayRoutine:
    """Where the bells of a day put a routine, and whether it still happens then."""

    name: str
    start: int
    end: int
    happens: bool


@dataclass(frozen=True, slots=True)
class RoomQuestion:
    """One thing that a room's teacher is asked, with what is guessed.

    `key` names it in a button, `revision` changes with all that it shows. `start` and `end` are a
    guess (a routine without one has none). `routines` and `left_out` belong to a day, `periods`
    (name, start, end) are when planning time may be, `grades` those with a starting set. `who`:
    whose push-in hangs on the answer, or who would like to plan one then (`wished`).
    """

    classroom_id: str
    room: str
    key: str
    kind: QuestionKind
    revision: int = 0
    name: str = ""
    routine_kind: str = ""
    start: int | None = None
    end: int | None = None
    day: UnusualDay | None = None
    routines: tuple[DayRoutine, ...] = ()
    left_out: tuple[str, ...] = ()
    periods: tuple[tuple[str, int, int], ...] = ()
    grades: tuple[str, ...] = ()
    who: PersonRef | None = None
    wished: bool = False


@dataclass(frozen=True, slots=True)
class RoomNote:
    """What an answer did: a code of the catalogue (`room.note.CODE`) and what it is about."""

    code: str
    name: str = ""
    start: int | None = None
    end: int | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """A classroom with its routines and planning time, and the one question that is open.

    `number` and `count`: which of how many questions it is. `guesses` counts routines that nobody
    confirmed (`guesses_revision` changes with them). `offered`: planning time may be used (None:
    there is none, or it was not asked). `bells` are the first and the last of a regular day,
    `days` the kinds of days to come this year that are not regular. `undo_id` takes the last
    answer back. `most_adults`: how many the teacher wants in the room at a time.
    """

    classroom_id: str
    room: str
    school_name: str
    teacher: PersonRef
    channel_id: str | None
    routines: tuple[RoutineFacts, ...]
    periods: tuple[RoutineFacts, ...]
    may_edit: bool
    is_mine: bool = False
    question: RoomQuestion | None = None
    number: int = 0
    count: int = 0
    offered: bool | None = None
    bells: tuple[int, int] | None = None
    days: tuple[UnusualDay, ...] = ()
    guesses_revision: int = 0
    notes: tuple[RoomNote, ...] = ()
    undo_id: str = ""
    most_adults: int | None = None

    @property
    def guesses(self) -> int:
        """How many routines nobody confirmed."""
        return sum(one.guess for one in self.routines)
