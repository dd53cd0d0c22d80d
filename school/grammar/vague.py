"""Beginnings that fix no time: refused with the code that asks for what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from school.grammar.reader import pattern

if TYPE_CHECKING:
    from school.grammar.reader import Reader

_TIME = r"\d{1,2}(?::\d\d)?"
_TWO_WAYS = pattern(
    rf"bi-?\s?weekly|every fifteen days|{_TIME} or {_TIME}|this or next"
    r"|(?:un|una) .{1,12} si y other no"
)
_OFTEN = (
    r"(?:once|twice|thrice|(?:\d{1,2}|two|three|four|five)(?:\s*(?:x|times|days))?"
    r"|(?:una|two|three) (?:vez|veces))"
    r"(?:\s*(?:an?|per|por|each|every|/|al?))?\s*(?:week|month|day|weekly|monthly)"
)
_PART = r"(?:mornings?|afternoons?|evenings?|nights?|tarde)"
_VAGUE = pattern(
    rf"{_OFTEN}|twice weekly|some ?time|some ?day|soon|later|whenever|any ?time|asap"
    r"|every other day|every (?:other )?(?:week|month)|weekly|monthly"
    r"|(?:next|this) (?:month|year|weekend|term)|(?:the )?weekends?"
    rf"|(?:in the |this |every |por la )?{_PART}|tonight|first thing|early|late|(?:right )?now"
    r"|in (?:a|the next) (?:few|couple)|a few|(?:the )?end of (?:the )?\w+|eod"
    r"|a couple(?: of)? times"
    r"|(?:the )?rest of the|mid-?\s?\w{3,9}"
)
_ALL_DAY = pattern(r"(?:all|the whole|the entire|full) day|todo el day")
_NEXT_SCHOOL_DAY = pattern(
    r"(?:on\s+)?(?:the\s+|el\s+)?next (?:school day|day of school|day de clases?)"
)


def two_ways(reader: Reader) -> bool:
    """Tell whether what comes next can be read in two ways: "biweekly", "10 or 10:30"."""
    return reader.peek(_TWO_WAYS) is not None


def vague(reader: Reader) -> bool:
    """Tell whether what comes next is about time and says none: "twice a week", "soon"."""
    return reader.peek(_VAGUE) is not None


def take_all_day(reader: Reader) -> bool:
    """Read "all day", which adds nothing to a date."""
    return reader.take(_ALL_DAY) is not None


def take_next_school_day(reader: Reader) -> bool:
    """Read "next school day"; which one that is only a calendar knows."""
    return reader.take(_NEXT_SCHOOL_DAY) is not None
