"""A classroom's routines as values of school time."""

from collections.abc import Iterable, Sequence

from pushin.results import RoutineFacts
from school.routines import Routine
from storage import tables
from storage.scope import Scope
from storage.tables.people import ROUTINE_KINDS


def of_room(scope: Scope, classroom_id: str | None) -> tuple[Routine, ...]:
    """Return the routines of a classroom; a room not yet known has none."""
    return () if classroom_id is None else values(scope.classrooms.routines(classroom_id))


def values(rows: Iterable[tables.Routine]) -> tuple[Routine, ...]:
    """Return stored routines as values."""
    return tuple(
        Routine(
            name=row.name,
            start=row.start_minute,
            end=row.end_minute,
            kind=row.kind,
            with_students=row.with_students,
            weekdays=frozenset(row.weekdays),
            drops_on=frozenset(row.drops_on),
            usable=row.usable,
            guess=row.guess,
        )
        for row in rows
    )


def facts(routine: Routine) -> RoutineFacts:
    """Return a routine as a result."""
    return RoutineFacts(
        routine.name,
        routine.kind,
        routine.start,
        routine.end,
        routine.with_students,
        routine.usable,
        routine.guess,
        tuple(sorted(routine.weekdays)),
        tuple(sorted(routine.drops_on)),
    )


def named(routines: Sequence[Routine], name: str) -> Routine | None:
    """Return the routine that people call `name`: by its name, else the only one of that kind."""
    wanted = " ".join(name.casefold().split())
    for routine in routines:
        if routine.name.casefold() == wanted:
            return routine
    kind = wanted.replace(" ", "_")
    of_kind = [routine for routine in routines if routine.kind == kind]
    return of_kind[0] if len(of_kind) == 1 else None


def kind_of(name: str) -> str:
    """Return the kind that people mean by a routine's name; "other" for a name of its own."""
    word = "_".join(name.casefold().split())
    return word if word in ROUTINE_KINDS else "other"


def same_name(one: str, other: str) -> bool:
    """Tell whether two names are one routine's: letter case does not matter."""
    return one.casefold() == other.casefold()
