"""Where in a room's day a goal lives: told routines, periods of the bells, guesses; the rest."""

from collections.abc import Iterator
from dataclasses import dataclass

from pushin import room_questions
from school import goals
from school.day import Period
from school.free import LUNCH
from school.goals import Goal, Home
from school.openings import Bells
from school.recurrence import Anchor
from school.routines import Routine
from storage import tables

TOLD, BELLS, GUESS = range(3)


@dataclass(frozen=True, slots=True)
class Fit:
    """A whole routine or period that fits a goal; `rank`: lower is better, `told`: how surely."""

    anchor: Anchor
    rank: int
    told: int
    why: str


@dataclass(frozen=True, slots=True)
class Fits:
    """All of a room that fits a goal, and the kinds of which nobody told (with their rank)."""

    found: tuple[Fit, ...]
    not_told: tuple[tuple[int, str], ...]


def of_room(room: tables.Classroom, goal: Goal, bells: Bells) -> Fits:
    """Return what of a room's day fits a goal, the best first.

    What a class does at a time of its own goes before a period that is called so; what its
    teacher said that it has not, is not looked for.
    """
    found: dict[tuple[str, str], Fit] = {}
    not_told = []
    for rank, home in enumerate(goal.homes):
        own = [one for one in bells.routines if _is_home(one, home)]
        if not own and room_questions.absence(home.kind or "other", home.name) in room.without:
            continue
        there = [*_fits(own, rank, home), *(() if own else _periods(rank, home, bells))]
        for fit in there:
            found.setdefault((fit.anchor.kind, fit.anchor.name.casefold()), fit)
        is_guess = bool(own) and all(one.guess for one in own)
        if home.kind and (not there or is_guess):
            not_told.append((rank, home.kind))
    return Fits(tuple(sorted(found.values(), key=lambda fit: (fit.rank, fit.told))), (*not_told,))


def _fits(own: list[Routine], rank: int, home: Home) -> Iterator[Fit]:
    for one in own:
        told = GUESS if one.guess else TOLD
        yield Fit(Anchor("routine", one.name), rank, told, home.why)


def _periods(rank: int, home: Home, bells: Bells) -> Iterator[Fit]:
    week = [bells.calendar.usual(frozenset({day})) for day in range(5)]
    names = dict.fromkeys(
        period.name
        for day_type in week
        for period in day_type.periods
        if not (period.staff_only or period.optional) and _is_called(period, home)
    )
    for name in names:
        yield Fit(Anchor("period", name), rank, BELLS, home.why)


def _is_home(routine: Routine, home: Home) -> bool:
    """Tell whether a routine is one in which a goal lives; its class must be there.

    The class eats at lunch although its teacher does not.
    """
    if routine.kind == "planning" or not (routine.with_students or routine.kind == "lunch"):
        return False
    if home.kind:
        return routine.kind == home.kind
    return goals.has_name(routine.name, home.name)


def _is_called(period: Period, home: Home) -> bool:
    if home.name:
        return goals.has_name(period.name, home.name)
    is_lunch = period.end - period.start >= LUNCH
    if home.kind == "lunch" and period.kind == "meal":
        return is_lunch
    if home.kind == "snack" and period.kind == "meal":
        return not is_lunch
    if home.kind == "recess" and period.kind == "break":
        return True
    return goals.has_name(period.name, home.kind.replace("_", " "))
