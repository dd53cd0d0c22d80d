"""With which words a reading may begin: where none of them stands, it is not tried.

Behind other words ("tail") fewer words begin a reading than at the phrase's beginning ("head").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from school.grammar.vocabulary import COUNTS, MONTHS, NUMBERS, ORDINALS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

_DIGIT = "0"
"""Stands for every word that begins with a digit."""
_LETTERS = "mwf"
"""Stands for every word that may be weekdays by their letters."""
_FIRST = re.compile(r"[(]*(?P<word>'?[a-z]+(?:'[a-z]+)?|[@~/]?\d|@|/)")
_PACKED = re.compile(r"[mtwhrfu]+")

_EXCEPT = {
    *("and", "except", "excepting", "but", "excluding", "other", "not", "skip", "skipping"),
    *("menos", "no"),
}
_UNTIL = {
    *("until", "till", "til", "'til", "thru", "through", "up", "and", "ending", "ends", "to"),
    *("for", "all", "the", "whole", "entire", "rest"),
}
_FROM = {
    *("starting", "beginning", "start", "starts", "begin", "begins", "effective", "as", "from"),
    *("since", "a"),
}
_WEEKS = {"for", "por", "during", "the", "month", "months"}
_RANGE = {
    *("from", "between", "del", "de", "this", "next", "all", "the", "la", "week", "tomorrow", "on"),
    *("el", "toda", _DIGIT, *WEEKDAYS, *MONTHS),
}
_REPEATED = {
    *("every", "each", "all", "daily", "weekdays", "weekday", "todos", "todas", "los", "el", "on"),
    *("weekly", "once", "twice", "monthly", "alternate", "alternating", "fortnightly", "tomorrow"),
    *("day", "days", "cycle", "rotation", "odd", "even", "school", *"abcdefgh", *WEEKDAYS),
}
_INTERVAL = {
    *("weekly", "every", "each", "once", "on", "alternate", "alternating", "fortnightly"),
}
_PART = {
    *("for", "in", "during", "the", "los", "la", "el", "last", "first", "second", "other", "half"),
    *("middle", "end", "beginning", "start", "tail", "at", "by", "toward"),
}
_BLOCK = {
    *("right", "just", "immediately", "after", "before", "during", "following", "at", "in", "en"),
    "between",
}
_PLACE = {
    *("right", "just", "immediately", "after", "before", "during", "following", "at", "in", "en"),
    *(
        "for",
        "on",
        "between",
        "period",
        "periods",
        "per",
        "pd",
        "block",
        "blocks",
        "p",
        "the",
        "la",
    ),
    *("zero", "end", "beginning", "start", "middle", "half", "next", "same", "hour", "hours", "el"),
    *("final", "any", "free", "prep", "planning", "los", "by", "toward", "tail", "other", _DIGIT),
    *("immediately", *ORDINALS, *COUNTS, *"abcdefgh"),
}
_CLOCK = {
    *("at", "@", "noon", "midday", "midnight", "half", "quarter", "around", "about", "before"),
    *("after", "by", "a", "al", "sometime", "some", "approx", "approximately", "roughly", "past"),
    *(
        "no",
        "sobre",
        "morning",
        "mornings",
        "afternoon",
        "afternoons",
        "evening",
        "evenings",
        "night",
        "nights",
    ),
    *("in", "por", "en", "between", "de", "desde", "from", "start", "starts", "starting", "begin"),
    *("begins", "beginning", "mediodia", "medianoche", "el", _DIGIT, "@0", "~0", "~"),
}
_MINUTES = {
    *COUNTS,
    *("for", "por", "during", "half", "quarter", "x", "/", "/0", "media", "hora", _DIGIT),
}
_MONTH = {"in", "during", "for", "throughout", "en"}
_ALL_DAY = {"all", "the", "full", "todo"}

TAIL: dict[str, set[str]] = {
    "except": _EXCEPT,
    "until": _UNTIL,
    "from": _FROM,
    "weeks": _WEEKS,
    "month": _MONTH,
    "late_range": _RANGE,
    "late_days": _REPEATED,
    "interval": _INTERVAL,
    "late_place": _PLACE,
    "late_clock": _CLOCK,
    "late_minutes": _MINUTES,
    "all_day": _ALL_DAY,
}
"""In the order in which the readings are tried behind other words."""
HEAD: dict[str, set[str]] = {
    "except": _EXCEPT,
    "until": _UNTIL,
    "from": _FROM,
    "weeks": _WEEKS,
    "month": _MONTH,
    "all_day": _ALL_DAY,
    "days": {
        *_RANGE,
        *_REPEATED,
        *COUNTS,
        *ORDINALS,
        *(
            "today",
            "yesterday",
            "manana",
            "pasado",
            "last",
            "coming",
            "in",
            "en",
            "dentro",
            _LETTERS,
        ),
        *("weeks", "month", "tonight"),
    },
    "interval": _INTERVAL,
    "part": _PART,
    "minutes": _MINUTES,
    "period": _PLACE,
    "block": _BLOCK,
    "clock": {*_CLOCK, *NUMBERS},
}
"""In the order in which they are tried at the beginning."""


def _by_word(starts: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    words = set().union(*starts.values())
    return {word: tuple(name for name in starts if word in starts[name]) for word in words}


_TAIL, _HEAD = _by_word(TAIL), _by_word(HEAD)
_EVERY_HEAD = tuple(HEAD)


def tail_readings(word: str) -> tuple[str, ...]:
    """Return the names of the readings that may begin with `word` behind other words."""
    return _TAIL.get(_key(word), ())


def head_readings(text: str, at: int) -> tuple[str, ...]:
    """Return the names of the readings that may begin at a place of the phrase's beginning."""
    match = _FIRST.match(text, at)
    if match is None:
        return _EVERY_HEAD
    key = _key(match[0])
    if key not in _HEAD and _PACKED.fullmatch(key):
        key = _LETTERS
    return _HEAD.get(key, ())


def _key(word: str) -> str:
    match = _FIRST.match(word)
    said = match["word"] if match else ""
    return said[:-1] + _DIGIT if said[-1:].isdigit() else said
