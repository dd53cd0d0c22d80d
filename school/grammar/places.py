"""Reading what a session hangs on, and for how long: 2nd period, after lunch, 30 min."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from school.errors import PhraseError
from school.grammar.reader import pattern
from school.grammar.vocabulary import BLOCKS, COUNTS, ORDINALS, PLACES, one_of

if TYPE_CHECKING:
    from school.grammar.reader import Reader

_NTH = [word for word, n in ORDINALS.items() if n > 0 and word.isalpha()]
_THE = r"(?:the\s+|el\s+|la\s+)?"
_NTH_WORD = rf"(?>\d{{1,2}}(?:st|nd|rd|th)|{one_of(_NTH)})"
_UNIT = r"(?:period|per\.?|pd\.?|block|hour)"
_NUMBERED = rf"(?:\d{{1,2}}[a-d]?|{one_of(COUNTS.keys() - {'a', 'an', 'un', 'una'})})"
_IN = r"(?:(?:during|in|at|for|on|en)\s+)?"
_JOINED = r"\s*(?:-|and\b|&|/|,|y\b|\+)\s*"
_PERIOD = pattern(
    rf"{_IN}{_THE}(?:"
    rf"(?P<unit>{_UNIT})\s*#?(?P<after>{_NUMBERED})(?!\s*(?:min|minutes|hours?|weeks?)\b)"
    r"|(?P<block>block)\s+(?P<letter>[a-h])|(?P<letter2>[a-h])\s+(?P<block2>block)"
    rf"|p(?P<short>\d{{1,2}}[a-d]?)|(?P<zero>zero)\s+(?P<zeroth>period|hour)"
    rf"|(?P<before>{_NTH_WORD})\s+(?P<nth>{_UNIT}))"
)
_SEVERAL_PERIODS = pattern(
    rf"{_IN}{_THE}(?:(?:periods|blocks|hours)\s+\d|{_NTH_WORD}(?:{_JOINED}{_NTH_WORD})+\s+{_UNIT}s?"
    rf"|{_NTH_WORD}\s+{_UNIT}{_JOINED}{_NTH_WORD}\s+{_UNIT})"
)
_MORE_PERIODS = re.compile(
    rf"{_JOINED}(?:{_UNIT}\s+|p)?(?:\d{{1,2}}(?:st|nd|rd|th)?(?:\s+{_UNIT})?)(?!\w|\s*[:/.\d-]|\s*min)"
)
_EITHER_PERIOD = pattern(
    rf"{_IN}{_THE}(?:{_NTH_WORD}(?:\s+{_UNIT})?\s+(?:or|o)\s+{_NTH_WORD}\s+{_UNIT}"
    rf"|(?:{_UNIT}\s*|p)\d{{1,2}}\s+or\s+(?:{_UNIT}\s*|p)?\d{{1,2}})"
)
_NEAR_PERIOD = pattern(
    rf"(?:after|before|following|between)\s+{_THE}(?:{_NTH_WORD}\s+{_UNIT}|{_UNIT}\s*\d{{1,2}}|p\d{{1,2}}"
    r"|periods?)"
)
_OTHER_PERIOD = pattern(
    rf"{_IN}{_THE}(?:last|next|same|final|any|free|prep|planning)\s+(?:period|block|hour)"
)
_PART = pattern(
    rf"(?:(?:for|in|during)\s+)?(?:the\s+|los\s+)?(?P<end>last|first)\s+"
    rf"(?P<n>\d{{1,3}}|{one_of(COUNTS)})\s*-?\s*"
    r"(?:min(?:ute)?s?|m)\s+(?:of|in|de|del)(?:\s+(?:the|la|el))?"
)
_UNCLEAR_PART = pattern(
    rf"(?:(?:for|in|at|during)\s+)?{_THE}(?:(?:first|second|last|other)\s+(?:half|part|third)|half"
    rf"|middle)\s+of\s+{_THE}(?:{one_of(BLOCKS)}|{_NTH_WORD}\s+{_UNIT}|(?:{_UNIT}|p)\s*\d+)"
)
_EDGE = pattern(
    rf"(?:(?:for|in|at|during|by|toward)\s+)?{_THE}(?:end|beginning|start|middle|tail end)\s+of\s+"
    rf"{_THE}(?:{one_of(BLOCKS)}|day|{_NTH_WORD}\s+{_UNIT}|{_UNIT}\s*\d+)"
)
_WHEN = {
    "right after": "after", "just after": "after", "immediately after": "after", "after": "after",
    "following": "after", "right before": "before", "just before": "before",
    "immediately before": "before", "before": "before", "during": "during", "at": "during",
    "in": "during", "en": "during",
}  # fmt: skip
_NO_BLOCK = (
    r"(?!\s+(?:room|rm|teacher|duty|hall|office|buddies|corner|table|lab|wing|class\s*room))"
)
_BLOCK = pattern(
    rf"(?P<when>{one_of(_WHEN)})(?:\s+del?)?\s+(?:the\s+|el\s+|la\s+|los\s+)?"
    rf"(?P<block>{one_of(BLOCKS)}){_NO_BLOCK}"
)
_UNNAMED_BLOCK = pattern(rf"(?:the\s+|la\s+|el\s+)?(?P<block>{one_of(BLOCKS)})")
_BETWEEN_BLOCKS = pattern(
    rf"between\s+{_THE}(?:{one_of(BLOCKS)}|period|{_NTH_WORD}\s+{_UNIT})\s+(?:and|y)\b"
)
_OFFSET = pattern(
    rf"(?:\d{{1,3}}|{one_of(COUNTS)})\s*-?\s*(?:minutes?|mins?\.?|m|hours?)\s+"
    r"(?:before|after|into|past|prior to)(?:\s+del?)?\s+(?:the\s+|el\s+|la\s+)?"
    rf"(?:{one_of(BLOCKS)}|{_NTH_WORD}\s+{_UNIT}|{_UNIT}|the bell|bell|school)"
)
_FOR = r"(?:for\s+|por\s+|during\s+|x\s+|/\s*)?"
_HALF_HOUR = pattern(rf"{_FOR}(?:(?:a\s+|an\s+)?half(?:\s+an)?[\s-]+hour|(?:una\s+)?media hora)")
_HOUR_AND_HALF = pattern(
    rf"{_FOR}(?:(?:an?|one|1)\s+hour\s+and\s+a\s+half|(?:una\s+)?hora y media)"
)
_THREE_QUARTERS = pattern(rf"{_FOR}(?:three quarters|3/4) of an hour")
_QUARTER = pattern(rf"{_FOR}(?:a )?quarter(?: of an)? hour")
_NAMED_LENGTHS = (
    (_HOUR_AND_HALF, 90),
    (_THREE_QUARTERS, 45),
    (_HALF_HOUR, 30),
    (_QUARTER, 15),
)
_HOUR_AND_MINUTES = pattern(
    rf"(?:{_FOR}(?P<hours>\d|an|one)\s*-?\s*hours?\s*(?:and\s+|,\s*)?|(?:for|por|during)\s+(?P<h>\d)h)"
    r"(?P<minutes>\d{1,2})(?:\s*(?:minutes?|mins?\.?|m))?(?![\w:])"
)
_MINUTES = pattern(
    rf"{_FOR}(?:(?P<n>\d{{1,3}}|{one_of(COUNTS)})\s*-?\s*(?:minutes?|mins?\.?)|(?P<m>\d{{1,3}})(?:m\b|'))"
    r"(?!\s+(?:before|after|of|into|past)\b)"
)
_HOURS = pattern(
    rf"{_FOR}(?:(?P<n>\d(?:\.5)?|{one_of(COUNTS)})\s*-?\s*(?:hours?\.?|horas?)|(?P<h>\d)h)"
)
_WEEKS = pattern(
    rf"(?:for\s+(?:the\s+next\s+)?|por\s+|during\s+)(?P<n>\d{{1,2}}|{one_of(COUNTS)})\s*weeks?"
)
_OTHER_SPAN = pattern(
    rf"(?:for|por|during)\s+(?:the\s+(?:next|first)\s+)?(?:\d{{1,3}}|{one_of(COUNTS)})\s+"
    r"(?:months?|days?|sessions?|times|visits|years?|semesters?|trimesters?|quarters?)"
    r"|(?:for\s+)?(?:the\s+)?(?:month|months)\s+of\s+\w+"
)
_AT_SCHOOL = frozenset({"at", "in", "during", "en"})
"""Said with "school" these are no time of day."""
_WHERE = frozenset({"at", "in", "en"})
_A_CLOCK = re.compile(r"\d[:.]\d\d|(?:\bat|@)\s*\d|\d\s?[ap]\.?m\b|\d{3,4}-\d{3,4}|\bnoon\b")
_LONGEST = 8 * 60

Part = tuple[Literal["first", "last"], int]


def number(said: str) -> int:
    """Return a number written in digits or as a word."""
    return int(said) if said.isdigit() else COUNTS[said]


def take_minutes(reader: Reader) -> int | None:
    """Read a duration; None if the reader stands before something else."""
    if reader.peek(_OFFSET):
        raise PhraseError("ambiguous", value="how long or how much later")
    for wanted, minutes in _NAMED_LENGTHS:
        if reader.take(wanted):
            return minutes
    match = reader.take(_HOUR_AND_MINUTES)
    if match is not None:
        said = match["hours"] or match["h"]
        return _sensible((int(said) if said.isdigit() else 1) * 60 + int(match["minutes"]))
    return _take_counted(reader)


def _take_counted(reader: Reader) -> int | None:
    match = reader.take(_MINUTES)
    if match is not None:
        return _sensible(number(match["n"] or match["m"]))
    match = reader.take(_HOURS)
    if match is None:
        return None
    said = match["n"] or match["h"]
    return _sensible(round(float(said) * 60) if said[0].isdigit() else number(said) * 60)


def _sensible(minutes: int) -> int:
    if not 0 < minutes <= _LONGEST:
        raise PhraseError("no_such_time", value=f"{minutes} min")
    return minutes


def take_weeks(reader: Reader) -> int | None:
    """Read "for 6 weeks"."""
    match = reader.take(_WEEKS)
    if match is None:
        if reader.peek(_OTHER_SPAN):
            raise PhraseError("unsupported_compound", value="not weeks")
        return None
    weeks = number(match["n"])
    if weeks == 0:
        raise PhraseError("nonsense", value=match[0])
    return weeks


def take_period(reader: Reader) -> str | None:
    """Read a period: "2" of "period 2", "P2" and "2nd period", "block 2" of "2nd block"."""
    if reader.peek(_SEVERAL_PERIODS):
        raise PhraseError("unsupported_compound", value="periods")
    if reader.peek(_EITHER_PERIOD):
        raise PhraseError("ambiguous", value="or")
    if reader.peek(_OTHER_PERIOD) or reader.peek(_NEAR_PERIOD):
        raise PhraseError("too_vague", value="which period")
    match = reader.take(_PERIOD)
    if match is None:
        return None
    if _MORE_PERIODS.match(reader.text, reader.at):
        raise PhraseError("unsupported_compound", value="periods")
    return _period_name(match)


def _period_name(match: re.Match[str]) -> str:
    letter = match["letter"] or match["letter2"]
    if letter:
        return f"block {letter.upper()}"
    unit = match["unit"] or match["nth"] or match["zeroth"]
    said = match["after"] or match["short"] or match["before"] or "0"
    name = str(ORDINALS.get(said) or COUNTS.get(said) or _plain_number(said))
    return f"{unit} {name}" if unit in {"block", "hour"} else name


def _plain_number(said: str) -> str:
    for ending in ("st", "nd", "rd", "th"):
        said = said.removesuffix(ending)
    return said.upper()


def take_part(reader: Reader) -> Part | None:
    """Read "last 20 minutes of", which a period or a block must follow."""
    if reader.peek(_UNCLEAR_PART):
        raise PhraseError("unsupported_compound", value="a part without minutes")
    if reader.peek(_EDGE):
        raise PhraseError("too_vague", value="how many minutes")
    match = reader.take(_PART)
    if match is None:
        return None
    return ("last" if match["end"] == "last" else "first"), _sensible(number(match["n"]))


def take_block(
    reader: Reader, *, bare: bool = False, timed: bool = False
) -> tuple[str, str] | None:
    """Read "after lunch", "during recess"; with `bare` a routine's name is enough.

    Where a time of day is said too (`timed`, or later in the text), "in the library" is a place.
    """
    if reader.peek(_BETWEEN_BLOCKS):
        raise PhraseError("ambiguous", value="between")
    match = reader.peek(_BLOCK)
    if match is not None and _says_when(match, reader, timed=timed):
        reader.at = match.end()
        return _WHEN[match["when"]], BLOCKS[match["block"]]
    match = reader.take(_UNNAMED_BLOCK) if bare else None
    return None if match is None else ("during", BLOCKS[match["block"]])


def _says_when(match: re.Match[str], reader: Reader, *, timed: bool) -> bool:
    if match["block"] == "school":
        return match["when"] not in _AT_SCHOOL
    if match["when"] in _WHERE and match["block"] in PLACES:
        return not timed and _A_CLOCK.search(reader.text, match.end()) is None
    return True


def take_routine(reader: Reader) -> str | None:
    """Read a routine's name, as at the beginning of "arrival routine with ..."."""
    match = reader.take(_UNNAMED_BLOCK)
    return None if match is None else BLOCKS[match["block"]]
