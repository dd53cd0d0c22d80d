"""The goal areas that push-ins work on, read from the file beside this module."""

import tomllib
from functools import lru_cache
from importlib import resources

from school import goals
from school.errors import SchoolError
from school.goals import Goal
from storage.tables.people import DISCIPLINES, ROUTINE_KINDS

_KINDS = tuple(kind for kind in ROUTINE_KINDS if kind not in {"planning", "other"})
"""A goal lives where students are, in a routine that has a kind or is told by its name."""


@lru_cache(maxsize=1)
def known() -> tuple[Goal, ...]:
    """Return the goals in the file's order; SchoolError `goals_file` for a mistake in it.

    It is read once: it stands beside the program and changes with it.
    """
    text = resources.files("pushin").joinpath("data/goals.toml").read_text("utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SchoolError("goals_file", where="the file", value=str(error)) from error
    return goals.read(data, _KINDS, DISCIPLINES)


def of_discipline(discipline: str | None) -> tuple[Goal, ...]:
    """Return all goals, those that a discipline typically serves first."""
    return tuple(sorted(known(), key=lambda goal: discipline not in goal.disciplines))
