"""With which words a reading may begin after other words: what is not here is not tried there."""

from __future__ import annotations

import re

from school.grammar.vocabulary import COUNTS, MONTHS, ORDINALS, WEEKDAYS

_DIGIT = "0"
"""Stands for every word that begins with a digit."""
_HEAD = re.compile(r"[(]*(?P<word>'?[a-z]+(?:'[a-z]+)?|[@~/]?\d|@|/)")

_SPAN = {"from", "between", "del", "de", "this", "next", "all", "the", "la", "week", "tomorrow"}
_CLOCK = {
    *("at", "@", "noon", "midday", "midnight", "half", "quarter", "around", "about", "before"),
    *("after", "by", "a", "al", "sometime", "approx", "approximately", "roughly", "past", "no"),
    *("morning", "mornings", "afternoon", "afternoons", "evening", "evenings", "in", "por"),
    *("between", "de", "desde", "from", "start", "starts", "starting", "begin", "begins"),
    *("beginning", _DIGIT, "@0", "~0"),
}
_STARTS = {
    "except": {
        *("and", "except", "excepting", "but", "excluding", "other", "not", "skip", "skipping"),
        *("menos", "no"),
    },
    "until": {
        *("until", "till", "til", "'til", "thru", "through", "up", "and", "ending", "ends", "to"),
        *("for", "all", "the", "whole", "entire", "rest"),
    },
    "from": {
        *("starting", "beginning", "start", "starts", "begin", "begins", "effective", "as"),
        *("from", "since", "a"),
    },
    "weeks": {"for", "por", "during", "the", "month", "months"},
    "late_range": {*_SPAN, *WEEKDAYS, *MONTHS, "on", "el", _DIGIT},
    "late_days": {
        *WEEKDAYS,
        *("every", "each", "all", "daily", "weekdays", "weekday", "todos", "los", "el", "on"),
        *("weekly", "once", "monthly", "alternate", "alternating", "fortnightly", "tomorrow"),
        *("a", "b", "c", "d", "day", "days", "cycle"),
    },
    "interval": {
        "weekly",
        "every",
        "each",
        "once",
        "on",
        "alternate",
        "alternating",
        "fortnightly",
    },
    "late_place": {
        *("right", "just", "immediately", "after", "before", "during", "following", "at", "in"),
        *("en", "for", "on", "between", "period", "periods", "per", "pd", "block", "p", "the"),
        *("zero", "end", "beginning", "middle", "half", "next", "same"),
        *ORDINALS,
        _DIGIT,
    },
    "late_clock": _CLOCK,
    "late_minutes": {*COUNTS, "for", "por", "during", "half", "x", "/", "/0", "media", _DIGIT},
    "all_day": {"all", "the", "full", "todo"},
}
ORDER = tuple(_STARTS)
"""The order in which the readings are tried."""
_READINGS: dict[str, tuple[str, ...]] = {
    word: tuple(name for name in ORDER if word in _STARTS[name])
    for word in set().union(*_STARTS.values())
}


def readings(word: str) -> tuple[str, ...]:
    """Return the names of the readings that may begin with `word`."""
    match = _HEAD.match(word)
    if match is None:
        return ()
    said = match["word"]
    return _READINGS.get(said[:-1] + _DIGIT if said[-1].isdigit() else said, ())
