"""The starting sets of routines by grade, read from the file beside this module."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from pushin import errors
from school import starting_sets
from school.day import DayType
from school.routines import Routine
from school.starting_sets import Entry
from storage.tables.people import ROUTINE_KINDS


def grades() -> tuple[str, ...]:
    """Return the grades that have a starting set, in the file's order."""
    return tuple(_sets())


def laid(grade: str, bells: DayType) -> tuple[Routine, ...]:
    """Return what a class of a grade typically does by these bells, as guesses.

    Refusal `unknown_grade` (known); SchoolError `starting_set` for a mistake in the file.
    """
    sets = _sets()
    if grade not in sets:
        raise errors.Refusal("unknown_grade", known=tuple(sets))
    return starting_sets.lay(sets[grade], bells)


@lru_cache(maxsize=1)
def _sets() -> Mapping[str, tuple[Entry, ...]]:
    """Read the file once: it stands beside the program and changes with it."""
    text = resources.files("pushin").joinpath("data/starting_sets.toml").read_text("utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise errors.Refusal("starting_set", where="the file", value=str(error)) from error
    return starting_sets.read(data, ROUTINE_KINDS)
