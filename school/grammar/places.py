"""Reading what a session hangs on, and for how long: 2nd period, after lunch, 30 min."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from school.errors import PhraseError
from school.grammar.reader import pattern
from school.grammar.vocabulary import BLOCKS, NUMBERS, ORDINALS, one_of

if TYPE_CHECKING:
    from school.grammar.reader import Reader

_NTH = {word: n for word, n in ORDINALS.items() if n > 0}
_PERIOD = pattern(
    rf"(?:(?:during|in|at|for|on|durante|en)\s+)?(?:the\s+)?(?:"
    rf"(?P<unit>period|per\.?|pd\.?|block)\s*(?P<after>\d{{1,2}}|{one_of(NUMBERS)})|p(?P<short>\d{{1,2}})"
    rf"|(?P<before>\d{{1,2}}(?:st|nd|rd|th)|{one_of(_NTH)})\s+(?P<nth>period|per|pd|block|hour)\.?)"
)
_MORE_PERIODS = pattern(
    r"periods\s+\d|(?:-|and|&|/|,|y)\s*(?:period\s+|p)?\d{1,2}(?:st|nd|rd|th)?(?:\s+period)?(?!\s*[:/.\d-])"
)
_PART = pattern(
    rf"(?:(?:for|in|during)\s+)?(?:the\s+)?(?P<end>last|first)\s+"
    rf"(?P<n>\d{{1,3}}|{one_of(NUMBERS)})\s*"
    r"(?:-?\s*min(?:ute)?s?|m)\s+(?:of|in)"
)
_WHEN = {
    "after": "after", "right after": "after", "just after": "after", "following": "after",
    "despues de": "after", "despues del": "after", "before": "before", "right before": "before",
    "just before": "before", "antes de": "before", "antes del": "before", "during": "during",
    "durante": "during", "at": "during", "in": "during",
}  # fmt: skip
_BLOCK = pattern(
    rf"(?P<when>{one_of(_WHEN)})\s+(?:the\s+|el\s+|la\s+)?"
    rf"(?P<block>{one_of(BLOCKS)})"
    r"(?!\s+(?:room|teacher|duty))"
)
_UNNAMED_BLOCK = pattern(rf"(?:the\s+)?(?P<block>{one_of(BLOCKS)})")
_HALF_HOUR = pattern(r"(?:for\s+|por\s+)?(?:(?:a\s+)?half(?:\s+an)?\s+hour|media hora)")
_HOUR_AND_HALF = pattern(r"(?:for\s+|por\s+)?an?\s+hour\s+and\s+a\s+half")
_MINUTES = pattern(
    rf"(?:for\s+|por\s+)?(?P<n>\d{{1,3}}|{one_of(NUMBERS)})\s*-?\s*"
    r"(?:minutes?|minutos?|mins?\.?|m\b|')(?!\s+(?:before|after|of)\b)"
)
_HOURS = pattern(
    rf"(?:for\s+|por\s+)?(?P<n>\d(?:\.5)?|{one_of(NUMBERS)})\s*-?\s*(?:hours?|hrs?\.?|horas?)"
)
_WEEKS = pattern(
    rf"(?:for\s+(?:the\s+next\s+)?|por\s+)(?P<n>\d{{1,2}}|{one_of(NUMBERS)})\s*(?:weeks?|wks?|semanas?)"
)
_MONTHS_LONG = pattern(r"for\s+(?:the\s+next\s+)?\S+\s+months?|por \S+ mes(?:es)?")
_AT_SCHOOL = frozenset({"at", "in", "during"})
"""Said with "school" these are no time of day."""
_LONGEST = 8 * 60

Part = tuple[Literal["first", "last"], int]


def number(said: str) -> int:
    """Return a number written in digits or as a word."""
    return int(said) if said.isdigit() else NUMBERS[said]


def take_minutes(reader: Reader) -> int | None:
    """Read a duration; None if the reader stands before something else."""
    if reader.take(_HOUR_AND_HALF):
        return 90
    if reader.take(_HALF_HOUR):
        return 30
    match = reader.take(_MINUTES)
    if match is not None:
        return _sensible(number(match["n"]))
    match = reader.take(_HOURS)
    if match is None:
        return None
    said = match["n"]
    return _sensible(round(float(said) * 60) if said[0].isdigit() else number(said) * 60)


def _sensible(minutes: int) -> int:
    if not 0 < minutes <= _LONGEST:
        raise PhraseError("no_such_time", value=f"{minutes} min")
    return minutes


def take_weeks(reader: Reader) -> int | None:
    """Read "for 6 weeks"."""
    if reader.peek(_MONTHS_LONG):
        raise PhraseError("unsupported_compound", value="months")
    match = reader.take(_WEEKS)
    if match is None:
        return None
    weeks = number(match["n"])
    if weeks == 0:
        raise PhraseError("nonsense", value=match[0])
    return weeks


def take_period(reader: Reader) -> str | None:
    """Read a period: "2" of "period 2", "P2" and "2nd period", "block 2" of "2nd block"."""
    match = reader.take(_PERIOD)
    if match is None:
        return None
    if reader.peek(_MORE_PERIODS):
        raise PhraseError("unsupported_compound", value="periods")
    unit = match["unit"] or match["nth"]
    said = match["after"] or match["short"] or match["before"]
    if said not in ORDINALS:
        said = said.rstrip("sthndr") if said[0].isdigit() else str(NUMBERS[said])
    number_said = str(ORDINALS.get(said, said))
    return f"{unit} {number_said}" if unit in {"block", "hour"} else number_said


def take_part(reader: Reader) -> Part | None:
    """Read "last 20 minutes of", which a period or a block must follow."""
    match = reader.take(_PART)
    if match is None:
        return None
    return ("last" if match["end"] == "last" else "first"), _sensible(number(match["n"]))


def take_block(reader: Reader, *, bare: bool = False) -> tuple[str, str] | None:
    """Read "after lunch", "during recess"; with `bare` a routine's name is enough."""
    match = reader.peek(_BLOCK)
    if match is not None and (match["block"] != "school" or match["when"] not in _AT_SCHOOL):
        reader.at = match.end()
        return _WHEN[match["when"]], BLOCKS[match["block"]]
    match = reader.take(_UNNAMED_BLOCK) if bare else None
    return None if match is None else ("during", BLOCKS[match["block"]])


def take_routine(reader: Reader) -> str | None:
    """Read a routine's name, as at the beginning of "arrival routine with ..."."""
    match = reader.take(_UNNAMED_BLOCK)
    return None if match is None else BLOCKS[match["block"]]
