"""Goal areas, and the routines in which each lives: how they are listed, and which one is meant."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from school.errors import SchoolError
from school.grammar.reader import folded
from school.grammar.spelling import corrected

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_LONGEST_LABEL = 40
_LONGEST_WHY = 120
_KEY = re.compile(r"[a-z][a-z_]{0,39}")
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Home:
    """A routine in which a goal lives, by its `kind` or by a `name`, and why in a few words."""

    kind: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal area; `words` are what people call it, `homes` its routines, the best first."""

    key: str
    label: str
    words: tuple[str, ...]
    disciplines: tuple[str, ...]
    homes: tuple[Home, ...]


def read(
    data: Mapping[str, object], kinds: Sequence[str], disciplines: Sequence[str]
) -> tuple[Goal, ...]:
    """Return the goals of a parsed file, as listed there.

    Raises SchoolError `goals_file` (where, value) for what is no goal with routines of the known
    `kinds` or with a name, and for a word of two goals.
    """
    found = tuple(_goal(key, said, kinds, disciplines) for key, said in data.items())
    seen: dict[str, str] = {}
    for goal in found:
        for word in goal.words:
            if seen.setdefault(word, goal.key) != goal.key:
                raise SchoolError("goals_file", where=f"{goal.key}, words", value=word)
    return found


def plain(text: str) -> str:
    """Return words as goals are compared: lower case, no accents, one spelling, no signs."""
    spelled = corrected(folded(text)).text
    return " ".join(re.findall(r"[a-z0-9]+", spelled.replace("'", "")))


def find(goals: Iterable[Goal], text: str) -> Goal | None:
    """Return the goal that a text (as `plain` gives it) names; of several the longest name wins."""
    named = [
        (len(word), goal)
        for goal in goals
        for word in goal.words
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)
    ]
    return max(named, key=lambda one: one[0])[1] if named else None


def near(goals: Sequence[Goal], text: str) -> tuple[Goal, ...]:
    """Return the goals that were perhaps meant by a text, the likeliest first."""
    by_word = {word: goal for goal in goals for word in goal.words}
    tried = [text, *text.split()]
    close = (
        word
        for one in tried
        for word in difflib.get_close_matches(one, by_word, n=_NEAR, cutoff=0.72)
    )
    return tuple(dict.fromkeys(by_word[word] for word in close))[:_NEAR]


def has_name(name: str, called: str) -> bool:
    """Tell whether a routine or period is called so, perhaps with other words around it."""
    return re.search(rf"(?<!\w){re.escape(plain(called))}(?!\w)", plain(name)) is not None


def _goal(key: str, said: object, kinds: Sequence[str], disciplines: Sequence[str]) -> Goal:
    about = said if isinstance(said, dict) else {}
    label, listed = about.get("label"), about.get("routines")
    if not _KEY.fullmatch(key) or not _is_line(label, _LONGEST_LABEL):
        raise SchoolError("goals_file", where=key, value=label)
    if not isinstance(listed, list) or not listed:
        raise SchoolError("goals_file", where=f"{key}, routines", value=listed)
    words = dict.fromkeys((plain(str(label)), *map(plain, _lines(key, "words", about))))
    serving = _lines(key, "disciplines", about)
    for one in serving:
        if one not in disciplines:
            raise SchoolError("goals_file", where=f"{key}, disciplines", value=one)
    homes = tuple(_home(f"{key}, routine {n}", one, kinds) for n, one in enumerate(listed, 1))
    return Goal(key, str(label).strip(), tuple(words), serving, homes)


def _lines(key: str, field: str, about: Mapping[str, object]) -> tuple[str, ...]:
    found = about.get(field)
    if not isinstance(found, list) or not all(_is_line(one, _LONGEST_LABEL) for one in found):
        raise SchoolError("goals_file", where=f"{key}, {field}", value=found)
    return tuple(found)


def _home(where: str, said: object, kinds: Sequence[str]) -> Home:
    about = said if isinstance(said, dict) else {}
    kind, name, why = (about.get(field, "") for field in ("kind", "name", "why"))
    if bool(kind) == bool(name) or (kind and kind not in kinds):
        raise SchoolError("goals_file", where=where, value=said)
    if not _is_line(kind or name, _LONGEST_LABEL) or not _is_line(why, _LONGEST_WHY):
        raise SchoolError("goals_file", where=where, value=said)
    return Home(kind, name, why.strip())


def _is_line(said: object, longest: int) -> bool:
    return isinstance(said, str) and 0 < len(said.strip()) <= longest and said.isprintable()
