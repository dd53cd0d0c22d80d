"""The words of the grammar, as they stand after `spelling` has corrected and translated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WEEKDAYS = {
    "mon": 0, "monday": 0, "mondays": 0, "mons": 0,
    "tue": 1, "tues": 1, "tuesday": 1, "tuesdays": 1,
    "wed": 2, "weds": 2, "wednesday": 2, "wednesdays": 2,
    "thu": 3, "thur": 3, "thurs": 3, "thursday": 3, "thursdays": 3,
    "fri": 4, "friday": 4, "fridays": 4, "fris": 4,
    "sat": 5, "saturday": 5, "saturdays": 5, "sun": 6, "sunday": 6, "sundays": 6,
}  # fmt: skip
LETTERS = {"m": 0, "t": 1, "tu": 1, "w": 2, "th": 3, "r": 3, "f": 4}
PLURALS = frozenset(
    {"mondays", "mons", "tuesdays", "wednesdays", "thursdays", "fridays", "fris"}
    | {"saturdays", "sundays"}
)
MONTHS = {
    "jan": 1, "january": 1, "feb": 2, "february": 2, "mar": 3, "march": 3, "apr": 4, "april": 4,
    "may": 5, "jun": 6, "june": 6, "jul": 7, "july": 7, "aug": 8, "august": 8,
    "sep": 9, "sept": 9, "september": 9, "oct": 10, "october": 10, "nov": 11, "november": 11,
    "dec": 12, "december": 12,
}  # fmt: skip
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "una": 1, "un": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "once": 11,
    "twelve": 12, "fifteen": 15, "twenty": 20, "twenty-five": 25, "twenty five": 25,
    "thirty": 30, "thirty-five": 35, "thirty five": 35, "forty": 40, "forty-five": 45,
    "forty five": 45, "fifty": 50, "sixty": 60, "ninety": 90,
}  # fmt: skip
COUNTS = {word: n for word, n in NUMBERS.items() if word != "once"}
"""Numbers that count something: "once" is eleven only on a Spanish clock."""
ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5, "sixth": 6, "6th": 6, "seventh": 7, "7th": 7, "eighth": 8, "8th": 8,
    "ninth": 9, "9th": 9, "tenth": 10, "10th": 10, "cuarto": 4, "last": -1,
}  # fmt: skip
BLOCKS = {
    "breakfast": "breakfast", "snack": "snack", "lunch": "lunch", "lunchtime": "lunch",
    "recess": "recess", "arrival": "arrival", "dismissal": "dismissal", "school": "school",
    "homeroom": "homeroom", "home room": "homeroom", "advisory": "advisory",
    "morning meeting": "morning meeting", "circle time": "circle time", "circle": "circle",
    "centers": "centers", "center time": "centers", "specials": "specials",
    "writing": "writing", "reading": "reading", "math": "math", "maths": "math",
    "science": "science", "social studies": "social studies", "library": "library",
    "music": "music", "art": "art", "pe": "pe", "p.e": "pe", "gym": "gym",
    "choice time": "choice time", "free play": "free play", "rest time": "rest time",
    "nap": "nap", "nap time": "nap", "naptime": "nap", "read aloud": "read aloud",
    "handwriting": "handwriting", "phonics": "phonics", "literacy": "literacy",
    "writers workshop": "writers workshop", "writer's workshop": "writers workshop",
    "story time": "story time", "storytime": "story time", "pack up": "pack up",
    "break": "break", "brunch": "brunch", "nutrition": "nutrition", "assembly": "assembly",
}  # fmt: skip
PLACES = frozenset({"library", "gym", "music", "art", "science", "homeroom"})
"""Blocks that are rooms too: beside a time of day, "in the library" says where."""


def one_of(words: Iterable[str]) -> str:
    """Return the alternatives of a pattern, longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
