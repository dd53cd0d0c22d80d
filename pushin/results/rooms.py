"""Classrooms and their routines."""

from dataclasses import dataclass

from pushin.results.people import PersonRef


@dataclass(frozen=True, slots=True)
class RoutineFacts:
    """A routine of a classroom on a regular day."""

    name: str
    kind: str
    start: int
    end: int
    with_students: bool
    usable: bool
    guess: bool


@dataclass(frozen=True, slots=True)
class Room:
    """A classroom with its routines and planning time."""

    classroom_id: str
    room: str
    school_name: str
    teacher: PersonRef
    channel_id: str | None
    routines: tuple[RoutineFacts, ...]
    periods: tuple[RoutineFacts, ...]
    missing: tuple[str, ...]
    may_edit: bool
