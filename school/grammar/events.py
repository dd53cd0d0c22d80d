"""Reading the named events of a school's year: winter break, end of the semester, testing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from school.grammar.reader import pattern

if TYPE_CHECKING:
    from school.grammar.reader import Reader

_BREAKS = r"(?:break|recess|vacation|holidays?)"
_SEASONS = (
    r"winter|spring|fall|autumn|summer|christmas|thanksgiving|holiday|easter|mid-?winter"
    r"|mid-?year|midyear|february|april|november|december|october|march|presidents'? day"
    r"|presidents'? week|xmas"
)
_NTH = r"(?:first|second|third|fourth|1st|2nd|3rd|4th|fall|spring|school|this|current)"
_TERMS = r"(?:year|semester|trimester|quarter|term|marking period|grading period|school)"
_HOLIDAYS = (
    r"(?:(?:veteran'?s'?|memorial|labor|columbus|indigenous peoples?'?|mlk|election|earth"
    r"|martin luther king(?:,? jr\.?)?|president'?s'?|new year'?s) day|juneteenth|graduation"
    r"|thanksgiving|christmas|xmas|(?:state |standardized )?testing|state tests|finals(?: week)?"
    r"|midterms|homecoming|(?:parent[ -]teacher )?conferences)"
)
_EVENT = pattern(
    rf"(?:the\s+|las?\s+|el\s+)?(?P<event>(?:{_SEASONS})\s+{_BREAKS}"
    rf"|end\s+of\s+(?:the\s+)?(?:{_NTH}\s+)?{_TERMS}(?:\s+\d)?"
    rf"|end\s+of\s+(?:{_SEASONS})\s+{_BREAKS}|last day of school|{_HOLIDAYS}"
    r"|vacaciones(?: de (?P<season>invierno|primavera|verano|navidad))?"
    r"|fin(?:al)? del? (?P<term>semester|trimester|ano escolar|curso))"
)
_SEASON = {"invierno": "winter", "primavera": "spring", "verano": "summer", "navidad": "christmas"}
_TERM = {"ano escolar": "school year", "curso": "school year"}
_WHOLE_YEAR = pattern(
    r"(?:(?:for\s+)?(?:all|(?:the\s+)?(?:whole|entire|rest of the))|for the) (?:school )?"
    r"(?P<term>year|semester|trimester|quarter)(?:\s+long)?"
)
CLOSED_ANYWAY = pattern(
    r"(?:on\s+|for\s+)?(?:the\s+)?(?:all\s+)?(?:school\s+)?(?:holidays|breaks|vacations?"
    r"|no[ -]school days|days off|(?:dias )?festivos|days festivos)"
    rf"|(?:the\s+)?(?:winter|spring|fall|thanksgiving|christmas)\s+{_BREAKS}"
)


def take_event(reader: Reader) -> str | None:
    """Return the event that comes next, in the words that were typed; None if none does."""
    match = reader.take(_EVENT)
    if match is None:
        return None
    if match["event"].startswith("vacaciones"):
        return f"{_SEASON[match['season']]} break" if match["season"] else "vacation"
    if match["term"]:
        return f"end of {_TERM.get(match['term'], match['term'])}"
    return " ".join(match["event"].split())


def take_whole_year(reader: Reader) -> str | None:
    """Read "all year", "for the rest of the semester" as until the end of it."""
    match = reader.take(_WHOLE_YEAR)
    return None if match is None else f"end of the {match['term']}"
