"""Which dates of a district's calendar are a building's own: the groups it belongs to."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from school.imports.result import Note

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from school.calendar import SchoolCalendar

# Words by which districts call their levels; the first of each is the name that is stored.
_LEVELS = (
    ("elementary", "es", "elem", "primary", "grammar", "elementary only"),
    ("middle school", "ms", "middle", "intermediate", "junior high", "jhs", "jr high"),
    ("high school", "hs", "high", "senior high", "shs"),
    ("secondary",),
    ("pre-k", "prek", "pk", "preschool", "pre-kindergarten", "early childhood"),
    ("kindergarten", "k", "kdg", "kinder"),
)
_WORD = {word: level[0] for level in _LEVELS for word in level}
_FILLER = re.compile(r"\b(?:schools?|students?|levels?|buildings?|only|all|the|campus(?:es)?)\b")


def plain(group: str) -> str:
    """Return a name under which "Elementary Schools", "elem" and "ES" are the same group."""
    whole = " ".join(group.casefold().replace(".", " ").split())
    bare = " ".join(_FILLER.sub(" ", whole).split())
    return _WORD.get(whole) or _WORD.get(bare) or bare or whole


def belonging(
    calendar: SchoolCalendar, wanted: Collection[str]
) -> tuple[SchoolCalendar, tuple[Note, ...]]:
    """Return the calendar of a building of the groups `wanted` (none: those it has already).

    A group is stored as the calendar's dates spell it; one that no date names is stored as it
    was said, with a note that lists those there are.
    """
    named = _named(calendar)
    if wanted:
        spelt = {plain(group): group for group in sorted(named)}
        calendar = calendar.for_groups(*(spelt.get(plain(one), one.strip()) for one in wanted))
    return calendar, (*_unknown(wanted, named), *_elsewhere(calendar, named))


def _named(calendar: SchoolCalendar) -> Counter[str]:
    return Counter(one.applies_to for one in calendar.exceptions if one.applies_to)


def _unknown(wanted: Iterable[str], named: Collection[str]) -> list[Note]:
    known = {plain(group) for group in named}
    return [
        Note("group_unknown", {"group": one, "known": tuple(sorted(named))})
        if named
        else Note("group_unknown_none", {"group": one})
        for one in wanted
        if plain(one) not in known
    ]


def _elsewhere(calendar: SchoolCalendar, named: Counter[str]) -> list[Note]:
    return [
        Note("group_elsewhere", {"group": group, "count": named[group]})
        for group in sorted(named)
        if group not in calendar.groups
    ]
