"""Reading clock times: 9:10-9:40, at 1, half past 10, 910-940, a las 10:15.

Without am or pm the hours of a school day are meant: 7-11 morning, 12 noon, 1-6 afternoon. A
said am or pm carries over to the other end of a range where that keeps the range in order and
under twelve hours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from school.errors import PhraseError
from school.grammar.reader import pattern
from school.grammar.vocabulary import BLOCKS, NUMBERS, one_of

if TYPE_CHECKING:
    from school.clock import Minute
    from school.grammar.reader import Reader

Half = Literal["am", "pm"]

NOON = 12 * 60
HALF_DAY = 12 * 60
_SCHOOL_MORNING = 7
_HOURS = {word: n for word, n in NUMBERS.items() if n <= 12 and word not in {"a", "an", "un"}}  # noqa: PLR2004  a clock face

_PM = r"p\.?\s?m\b\.?|(?<=\d)p\b|de la (?:tarde|noche)|in the (?:afternoon|evening)"
_AM = r"a\.?\s?m\b\.?|(?<=\d)a\b|de la manana|in the morning"
_HALF = rf"(?:\s*(?:(?P<pm>{_PM})|(?P<am>{_AM})))?"
_DIGITS = re.compile(
    rf"(?P<hour>\d{{1,2}})(?:(?P<colon>[:.h])(?P<minute>\d{{2}}))?(?![\d/:]|\.\d)"
    rf"(?P<oclock>\s*o'?clock)?{_HALF}(?!\w|%)"
)
_COMPACT = re.compile(rf"(?P<hour>\d{{1,2}})(?P<minute>\d{{2}})(?![\d/:]){_HALF}(?!\w|%)")
_WORDY = pattern(
    rf"(?P<word>half past|quarter past|quarter after|quarter to|quarter till|quarter of)"
    rf"\s+(?P<hour>\d{{1,2}}|{one_of(_HOURS)}){_HALF}"
)
_SPELLED = pattern(
    rf"(?P<hour>{one_of(_HOURS)})(?:[\s-]+(?P<minute>thirty|fifteen|forty-five|ten|twenty|"
    rf"y media|y cuarto))?(?P<oclock>\s+o'?clock)?{_HALF}"
)
_SPELLED_MINUTES = {"y media": 30, "y cuarto": 15}
_MINUTES_PAST = pattern(
    rf"(?P<minutes>\d{{1,2}}|five|ten|twenty)(?:\s+minutes?)?\s+(?:past|after)\s+"
    rf"(?P<hour>\d{{1,2}}|{one_of(_HOURS)}){_HALF}"
)
_MINUTES_TO = pattern(
    rf"(?:five|ten|twenty|twenty-five)\s+(?:to|till)\s+(?:\d{{1,2}}|{one_of(_HOURS)})"
)
_PAST = {"half past": 30, "quarter past": 15, "quarter after": 15}
_NAMED = pattern(r"(?:(?P<noon>noon|midday|(?:el )?mediodia)|(?P<midnight>midnight|medianoche))")
_AT = re.compile(
    r"(?:at|@|from|between|around|about|(?:a|de|desde) las?|(?:de|desde)(?=\s+\d)|-"
    r"|in the (?P<part>morning|afternoon) at|(?P<part2>morning|afternoon)(?: at)?"
    r"|por la (?P<part3>manana|tarde)(?: a las?)?)\s*(?=[\dnhqmetsfaou])"
)
_TO = re.compile(
    r"\s*(?:-|to\b|till?\b|until\b|thru\b|through\b|hasta(?: las?)?\b|a(?: las?)?\b|and\b|y\b)\s*"
)
_JOIN = re.compile(r"\s*(?:and|y)\b")
_NOT_A_TIME = re.compile(
    r"\s*(?:students?|kids|children|groups?|times|x\b|days?|weeks?|min|minutes|hours?|hrs?|graders?"
    r"|grade|periods?|rooms|adults|teachers|sessions|st\b|nd\b|rd\b|th\b)"
)
_CLEAR_END = re.compile(
    r"\s*(?:$|,|@|(?:for|until|till?|thru|through|starting|beginning|from|on|with|in|except|daily|"
    r"every|each|weekdays|room|today|tomorrow|mon|tue|wed|thu|fri|hasta|por|con|desde|"
    rf"{one_of(BLOCKS)})\b)"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as said: maybe without its half of the day."""

    hour: int
    minute: int
    half: Half | None = None
    plain: bool = False
    """Only a number: "9", "910". It may mean something else."""

    def within(self, half: Half | None) -> Minute:
        """Return the minute of the day, in this half of it or else in the school's day."""
        if half is not None:
            return self.hour % 12 * 60 + self.minute + (HALF_DAY if half == "pm" else 0)
        afternoon = 1 <= self.hour < _SCHOOL_MORNING
        return self.hour * 60 + self.minute + (HALF_DAY if afternoon else 0)


@dataclass(frozen=True, slots=True)
class Said:
    """A start and maybe an end, local minutes."""

    start: Minute
    end: Minute | None = None


def take_clock(reader: Reader, *, clear: bool = False) -> Said | None:
    """Read a time or a range of times; with `clear` only one that can be nothing else."""
    back = reader.at
    at = reader.take(_AT)
    first = _take_moment(reader)
    if first is None:
        reader.at = back
        return None
    if at is not None and (part := at["part"] or at["part2"] or at["part3"]) and first.half is None:
        first = Moment(first.hour, first.minute, "am" if part in {"morning", "manana"} else "pm")
    between = at is not None and at[0].startswith("between")
    second = _take_end(reader, joined=between)
    if not _is_time(reader, first, second, sure=at is not None and not clear, clear=clear):
        reader.at = back
        return None
    return Said(*_resolved(first, second))


def _is_time(
    reader: Reader, first: Moment, second: Moment | None, *, sure: bool, clear: bool
) -> bool:
    """Tell a time from a number that counts students or names a room."""
    if (second or first).plain and _NOT_A_TIME.match(reader.text, reader.at):
        return False
    if second is not None:
        return not (clear and first.plain and second.plain)
    if not first.plain:
        return True
    return sure or (not clear and _CLEAR_END.match(reader.text, reader.at) is not None)


def _take_end(reader: Reader, *, joined: bool) -> Moment | None:
    back = reader.at
    to = _TO.match(reader.text, reader.at)
    if to is None or (_JOIN.match(to[0]) and not joined):
        return None
    reader.at = to.end()
    second = _take_moment(reader)
    if second is None:
        reader.at = back
    return second


def _take_moment(reader: Reader) -> Moment | None:
    for read in (_named, _wordy, _minutes_past, _digits, _compact, _spelled):
        moment = read(reader)
        if moment is not None:
            return moment
    return None


def _half(match: re.Match[str]) -> Half | None:
    if match["pm"]:
        return "pm"
    return "am" if match["am"] else None


def _checked(moment: Moment) -> Moment:
    most = 12 if moment.half else 23
    if moment.hour > most or moment.minute > 59 or (moment.half and moment.hour == 0):  # noqa: PLR2004  a clock face
        raise PhraseError("no_such_time", value=f"{moment.hour}:{moment.minute:02}")
    return moment


def _named(reader: Reader) -> Moment | None:
    match = reader.take(_NAMED)
    if match is None:
        return None
    return Moment(12, 0, "pm" if match["noon"] else "am")


def _wordy(reader: Reader) -> Moment | None:
    match = reader.take(_WORDY)
    if match is None:
        return None
    said = match["hour"]
    hour = int(said) if said.isdigit() else _HOURS[said]
    past = _PAST.get(match["word"])
    if past is not None:
        return _checked(Moment(hour, past, _half(match)))
    return _checked(Moment((hour - 2) % 12 + 1, 45, _half(match)))


def _minutes_past(reader: Reader) -> Moment | None:
    """Read "ten past nine"; "ten to eleven" may be 10:50 or 10 to 11 o'clock."""
    if reader.peek(_MINUTES_TO):
        raise PhraseError("ambiguous", value="to")
    match = reader.take(_MINUTES_PAST)
    if match is None:
        return None
    said, minutes = match["hour"], match["minutes"]
    hour = int(said) if said.isdigit() else _HOURS[said]
    return _checked(
        Moment(hour, int(minutes) if minutes.isdigit() else NUMBERS[minutes], _half(match))
    )


def _digits(reader: Reader) -> Moment | None:
    match = reader.take(_DIGITS)
    if match is None:
        return None
    half = _half(match)
    minute = match["minute"]
    plain = not (minute or half or match["oclock"])
    hour = int(match["hour"])
    if plain and hour > 12:  # noqa: PLR2004  a clock face
        reader.at = match.start()
        return None
    return _checked(Moment(hour, int(minute or 0), half, plain))


def _compact(reader: Reader) -> Moment | None:
    match = reader.take(_COMPACT)
    if match is None:
        return None
    half = _half(match)
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour > 23 or minute > 59 or (half is None and hour == 20):  # noqa: PLR2004  20xx is a year
        reader.at = match.start()
        return None
    return _checked(Moment(hour, minute, half, plain=half is None))


def _spelled(reader: Reader) -> Moment | None:
    match = reader.take(_SPELLED)
    if match is None:
        return None
    said = match["minute"]
    minute = 0 if said is None else _SPELLED_MINUTES.get(said) or NUMBERS[said]
    half = _half(match)
    return Moment(_HOURS[match["hour"]], minute, half, plain=not (said or half or match["oclock"]))


def _resolved(first: Moment, second: Moment | None) -> tuple[Minute, Minute | None]:
    if second is None:
        return first.within(first.half), None
    start, end = first.within(first.half), second.within(second.half)
    if first.half is None and second.half is not None:
        carried = first.within(second.half) if first.hour <= 12 else start  # noqa: PLR2004  a clock face
        if 0 < end - carried < HALF_DAY:
            start = carried
    if first.half is not None and second.half is None and end <= start < end + HALF_DAY <= 24 * 60:
        end += HALF_DAY if second.hour <= 12 else 0  # noqa: PLR2004  a clock face
    if end <= start:
        overnight = first.half == "pm" and (second.half == "am" or second.within("pm") <= start)
        raise PhraseError("crosses_midnight" if overnight else "end_before_start")
    return start, end
