"""What a substitute needs to know of a day in a classroom."""

from dataclasses import dataclass

from pushin.results.cards import Checklist
from pushin.results.people import PersonRef
from pushin.results.sessions import SchoolDay


@dataclass(frozen=True, slots=True)
class SubstitutePage:
    """A day of a room whose teacher is out: its push-ins, with everybody's part; no student."""

    teacher: PersonRef
    room: str
    day: SchoolDay
    push_ins: tuple[Checklist, ...]
