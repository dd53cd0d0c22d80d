"""Reading clock times: 9:10-9:40, at 1, half past 10, 910-940, a las 10:15.

Without am or pm the hours of a school day are meant: 7-11 morning, 12 noon, 1-6 afternoon. A
said am or pm carries over to the other end of a range where that keeps the range in order and
under twelve hours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from school.errors import PhraseError
from school.grammar.reader import pattern
from school.grammar.vocabulary import BLOCKS, MONTHS, NUMBERS, WEEKDAYS, one_of

if TYPE_CHECKING:
    from school.clock import Minute
    from school.grammar.reader import Reader

Half = Literal["am", "pm"]

NOON = 12 * 60
HALF_DAY = 12 * 60
_SCHOOL_MORNING = 7
_FACE = 12
_HOURS = {word: n for word, n in NUMBERS.items() if n <= _FACE and word not in {"a", "an", "un"}}
_HOUR = rf"(?P<hour>\d{{1,2}}|{one_of(_HOURS)})"

_PM = (
    r"p\.?\s?m\b\.?|(?<=\d)p\b|p(?=\s*(?:-|$|,))|de la (?:tarde|noche)|in the (?:afternoon|evening)"
)
_AM = r"a\.?\s?m\b\.?|(?<=\d)a\b|a(?=\s*(?:-|$|,))|de la manana|in the morning"
_HALF = rf"(?:\s*(?:(?P<pm>{_PM})|(?P<am>{_AM})))?"
_MORE = r"(?:\s+(?P<more>y media|y cuarto|y ten|menos cuarto|menos ten|menos five|menos twenty))?"
_MORE_MINUTES = {
    "y media": 30, "y cuarto": 15, "y ten": 10, "menos cuarto": -15, "menos ten": -10,
    "menos five": -5, "menos twenty": -20,
}  # fmt: skip
_DIGITS = re.compile(
    rf"(?P<hour>\d{{1,2}})(?:(?P<colon>[:.h])(?P<minute>\d{{2}}))?(?![\d/:]|\.\d)"
    rf"(?P<oclock>\s*o'?clock)?{_MORE}{_HALF}(?!\w|%)"
)
_COMPACT = re.compile(rf"(?P<hour>\d{{1,2}})(?P<minute>\d{{2}})(?![\d/:]){_HALF}(?!\w|%)")
_WORDY = pattern(
    rf"(?:a\s+)?(?P<word>half past|quarter past|quarter after|quarter to|quarter till?|quarter of)"
    rf"\s+{_HOUR}{_HALF}"
)
_SPELLED_MINUTES = {
    "thirty": 30, "fifteen": 15, "forty-five": 45, "forty five": 45, "ten": 10, "twenty": 20,
    "forty": 40,
}  # fmt: skip
_SPELLED = pattern(
    rf"(?P<hour>{one_of(_HOURS)})(?:[\s-]+(?P<minute>{one_of(_SPELLED_MINUTES)}))?"
    rf"(?P<oclock>\s+o'?clock)?{_MORE}{_HALF}"
)
_MINUTES_PAST = pattern(
    rf"(?P<minutes>\d{{1,2}}|five|ten|twenty)(?:\s+minutes?)?\s+(?:past|after)\s+{_HOUR}{_HALF}"
)
_MINUTES_TO = pattern(
    rf"(?:five|ten|twenty|twenty-five)\s+(?:to|till)\s+(?:\d{{1,2}}|{one_of(_HOURS)})"
)
_PAST = {"half past": 30, "quarter past": 15, "quarter after": 15}
_NAMED = pattern(
    r"(?:(?P<noon>noon|midday|(?:al? )?(?:el )?mediodia)|(?P<midnight>midnight|medianoche))"
)
_PART = r"mornings?|afternoons?|evenings?|nights?"
_AT = re.compile(
    r"(?:(?:start|begin)(?:s|ing|ning)?(?:\s+at|(?=\s+\d{1,2}:\d))"
    rf"|at|@|from|between|(?:a|de|desde|from|between) las?|(?:de|desde)(?=\s+\d)|al|-"
    rf"|in the (?P<part>{_PART}),?(?: at)?|(?P<part2>{_PART}),?(?: at| from)?"
    r"|(?:por|en) la (?P<part3>manana|tarde)(?: a las?)?)\s*(?=[\dnhqmetsfaou])"
)
_LOOSE = re.compile(
    r"(?:some ?time\s+)?(?:around\b|about\b|approx(?:imately)?\.?|roughly|~|before\b|after\b|by\b"
    r"|past\b|no later than|a eso de|sobre)(?:\s+de)?(?:\s+las?)?\s*(?=[\dnhmqetsfo])"
)
_ISH = re.compile(r"\d{1,2}(?::\d\d)?\s?-?ish\b")
_TO = re.compile(
    r"\s*(?:-|to\b|till?\b|'til\b|until\b(?: las?\b)?|thru\b|through\b|end(?:s|ing)\b(?: at\b)?"
    r"|a\b(?: las?\b)?|al\b|and\b|y\b(?: las?\b)?)\s*"
)
_JOIN = re.compile(r"\s*(?:and|y)\b")
_NOT_A_TIME = re.compile(
    r"\s*(?:students?|kids?|children|groups?|times|x\b|days?|weeks?|min|minutes|hours?|graders?"
    r"|grade|periods?|rooms|tables|adults|teachers|paras|sessions|people|st\b|nd\b|rd\b|th\b)"
)
_CLEAR_END = re.compile(
    r"\s*(?:$|,|;|@|\(|\)|-\s*[a-z]|[.!]*$|w/|(?:for|until|'?till?|thru|through|starting|beginning"
    r"|from|on|with|in|except|but|skip|skipping|daily|every|each|weekdays|weekly|alternate|room|rm"
    r"|today|tomorrow|por|con|en|los?|el|next|this|during|effective|as of|every other|ending"
    r"|ends|up to|between|excluding|as|if|please|only|not on|no(?= \w)|to(?=\s+(?:[a-z]|\d+/))"
    rf"|(?:a|b|c|d)\s+days?|{one_of(WEEKDAYS)}|{one_of(BLOCKS)})\b"
    rf"|(?:{one_of(MONTHS)})\.?\s+\d|\d{{1,2}}/\d|\d+\s*min)"
)
_SURELY = frozenset({"at", "@", "a la", "a las"})
_RANGED = ("from", "between", "de")
_PARTS_PM = frozenset(
    {"afternoon", "afternoons", "evening", "evenings", "night", "nights", "tarde"}
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
    repeats: bool = False
    """Said of more than one day: "mornings at 9"."""


def take_clock(reader: Reader, *, clear: bool = False) -> Said | None:
    """Read a time or a range of times; with `clear` only one that can be nothing else.

    "Around 10" and "before 9:30" are no times; they are refused.
    """
    back = reader.at
    _refuse_loose(reader)
    at = reader.take(_AT)
    first = _take_moment(reader, ranged=at is not None and at[0].startswith(_RANGED))
    if first is None:
        reader.at = back
        return None
    part = at and (at["part"] or at["part2"] or at["part3"])
    if part and first.half is None:
        first = replace(first, half="pm" if part in _PARTS_PM else "am")
    between = at is not None and at[0].startswith("between")
    second = _take_end(reader, joined=between)
    sure = at is not None and (not clear or at[0].strip() in _SURELY)
    if not _is_time(reader, first, second, sure=sure, clear=clear):
        reader.at = back
        return None
    return Said(*_resolved(first, second), repeats=bool(part and part.endswith("s")))


def _refuse_loose(reader: Reader) -> None:
    if reader.peek(_ISH):
        raise PhraseError("too_vague", value="ish")
    back = reader.at
    loose = reader.take(_LOOSE)
    if loose is not None:
        moment = _take_moment(reader)
        if moment is not None and not _NOT_A_TIME.match(reader.text, reader.at):
            raise PhraseError("too_vague", value=loose[0])
    reader.at = back


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
    ends = _CLEAR_END.match(reader.text, reader.at) is not None
    return (sure and ends) if clear else (sure or ends)


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


def _take_moment(reader: Reader, *, ranged: bool = False) -> Moment | None:
    # "Ten to eleven" may be 10:50 or 10 to 11 o'clock; "from ten to eleven" is a range.
    if not ranged and reader.peek(_MINUTES_TO):
        raise PhraseError("ambiguous", value="to")
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
    most = _FACE if moment.half else 23
    if moment.hour > most or moment.minute > 59 or (moment.half and moment.hour == 0):  # noqa: PLR2004  a clock face
        raise PhraseError("no_such_time", value=f"{moment.hour}:{moment.minute:02}")
    return moment


def _named(reader: Reader) -> Moment | None:
    match = reader.take(_NAMED)
    if match is None:
        return None
    return Moment(12, 0, "pm" if match["noon"] else "am")


def _hour(said: str) -> int:
    return int(said) if said.isdigit() else _HOURS[said]


def _shifted(hour: int, minutes: int, half: Half | None) -> Moment:
    """Return so many minutes past (or, below zero, to) the hour."""
    if minutes >= 0:
        return _checked(Moment(hour, minutes, half))
    return _checked(Moment((hour - 2) % _FACE + 1, 60 + minutes, half))


def _wordy(reader: Reader) -> Moment | None:
    match = reader.take(_WORDY)
    if match is None:
        return None
    return _shifted(_hour(match["hour"]), _PAST.get(match["word"], -15), _half(match))


def _minutes_past(reader: Reader) -> Moment | None:
    """Read "ten past nine"."""
    match = reader.take(_MINUTES_PAST)
    if match is None:
        return None
    minutes = match["minutes"]
    past = int(minutes) if minutes.isdigit() else NUMBERS[minutes]
    return _shifted(_hour(match["hour"]), past, _half(match))


def _digits(reader: Reader) -> Moment | None:
    match = reader.take(_DIGITS)
    if match is None:
        return None
    half = _half(match)
    minute = match["minute"]
    hour = int(match["hour"])
    if match["more"]:
        return _shifted(hour, _MORE_MINUTES[match["more"]], half)
    plain = not (minute or half or match["oclock"])
    if plain and hour > _FACE:
        reader.at = match.start()
        return None
    return _checked(Moment(hour, int(minute or 0), half, plain))


def _compact(reader: Reader) -> Moment | None:
    match = reader.take(_COMPACT)
    if match is None:
        return None
    half = _half(match)
    hour, minute = int(match["hour"]), int(match["minute"])
    if half is None and hour == 20:  # noqa: PLR2004  20xx is a year
        reader.at = match.start()
        return None
    if half is None and (hour > 23 or minute > 59):  # noqa: PLR2004  a clock face
        reader.at = match.start()
        return None
    return _checked(Moment(hour, minute, half, plain=half is None))


def _spelled(reader: Reader) -> Moment | None:
    match = reader.take(_SPELLED)
    if match is None:
        return None
    half, hour = _half(match), _HOURS[match["hour"]]
    if match["more"]:
        return _shifted(hour, _MORE_MINUTES[match["more"]], half)
    said = match["minute"]
    minute = _SPELLED_MINUTES[said] if said else 0
    return Moment(hour, minute, half, plain=not (said or half or match["oclock"]))


def _resolved(first: Moment, second: Moment | None) -> tuple[Minute, Minute | None]:
    if second is None:
        return first.within(first.half), None
    start, end = first.within(first.half), second.within(second.half)
    if first.half is None and second.half is not None:
        carried = first.within(second.half) if first.hour <= _FACE else start
        if 0 < end - carried < HALF_DAY:
            start = carried
    if first.half is not None and second.half is None and end <= start < end + HALF_DAY <= 24 * 60:
        end += HALF_DAY if second.hour <= _FACE else 0
    if end <= start:
        overnight = first.half == "pm" and (second.half == "am" or second.within("pm") <= start)
        raise PhraseError("crosses_midnight" if overnight else "end_before_start")
    return start, end
