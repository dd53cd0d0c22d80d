"""What may be left over after the time words: no word that says when may be dropped.

Names, rooms, groups and quantities are struck out first. A number or a word that still looks
like a time is one that nobody has read, and an error is better than half a plan.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from school.errors import PhraseError
from school.grammar.vocabulary import BLOCKS, MONTHS, ORDINALS, WEEKDAYS, one_of

if TYPE_CHECKING:
    from school.grammar.draft import Draft

_LONG_DAYS = one_of(word for word in WEEKDAYS if word not in {"sat", "sun", "mons", "fris"})
_DAY = rf"(?:{_LONG_DAYS})\b"
_ANY_MONTH = rf"(?:{one_of(MONTHS)})"
_PLAIN_MONTH = one_of(set(MONTHS) - {"may", "march", "mar", "sep", "dec", "jan"})
_NTH = r"(?:st|nd|rd|th)"
_MONTH_DAY = rf"{_ANY_MONTH}\b\.?\s*(?:the\s+)?\d{{1,2}}{_NTH}?(?!\w|:)"

_NUMBERED = (
    r"room|rooms|rm|rms|classroom|table|tables|pod|pods|grade|grades|gr|group|groups|station"
    r"|stations|center|portable|bldg|building|unit|lesson|page|step|level|lab|suite|section|class"
    r"|floor|wing|cart|team|cluster|track|desk|row|set|book|chapter|module|hall|trailer|ext|aula"
    r"|salon|cuarto|mesa|grupo|grado|of|kinder|daily|big"
)
_NO_NOUN = (
    r"and|or|y|o|to|at|from|for|til|till|until|through|thru|by|around|about|on|a|la|las|al|de|desde"
    r"|hasta|entre|between|then|now|maybe|also|plus|the|before|after|next|this|every|each|per|week"
    r"|weeks|day|days|period|periods|pd|block|blocks|hour|except|skip|not|but|no|starting|like|say"
    rf"|approx|roughly|past|half|is|it's|it|not|only|just|was|were|are|be|been|off|out"
    rf"|no|than|vs|versus|instead|still|usually|near|over|under|again|{one_of(MONTHS)}|{_LONG_DAYS}"
)
_THINGS = (
    r"students?|kids?|children|graders?|grade|gr|groups?|adults?|teachers|paras|people|persons?"
    r"|friends|boys|girls|rooms?|tables?|pods?|stations?|centers?|chairs|desks|books?|pages?|copies"
    r"|sheets|rotations?|rounds?|sets?|reps?|steps?|units?|lessons?|floor|street|avenue|wing|hall"
    r"|minutes?|mins?|years?|yrs?|players?|pieces?|digits?|letters?|parts?|ways?|on|slant|pairs?"
    r"|new|more|extra|big|small|of us|of them|activities|games?|tasks?|scissors|pencils|alumnos"
    r"|estudiantes|ninos|nin[ao]s|grado"
)
_SLASH = r"(?:/\d{1,2}[a-z]?(?!\d))?"
"""Only grades and rooms are written like dates: "grade 4/5"."""
_NO_RANGE = r"(?!\d{3,4}\s*-\s*\d{3})"
_RUN = r"(?:\s*(?:-|,|&|and\b|y\b|to\b)\s*#?\d{1,4}[a-z]?(?![/:\d]|\.\d))*"
_NOT_TIME = r"(?!\s*:?\d|\w|\s*(?:am|pm|a\.m|p\.m|minutes?|mins?|hours?|weeks?|o'clock)\b|[:.]\d|/)"
_NAMES = re.compile(
    r"<[@#!][^>\s]*>|(?<!\w)@\w[\w.'-]*|https?://\S+"
    r"|(?<!\w)(?:ms|mrs?|miss|mx|dr|sra?|srta|coach|profe|maestr[ao])\b\.?\s*[\w'-]+"
    rf"|(?<!\w)(?:{_NUMBERED})\b\.?\s*#?\s*[a-z]?-?{_NO_RANGE}\d{{1,4}}[a-z]?"
    rf"{_RUN}{_NOT_TIME}"
    rf"|(?<!\w)(?:grades?|gr|rooms?|rms?|kinder)\b\.?\s*#?\d{{1,4}}[a-z]?{_SLASH}{_RUN}{_NOT_TIME}"
    rf"|(?<!\w)\d{{1,2}}{_NTH}\s*/\s*\d{{1,2}}{_NTH}(?!\w)"
    rf"|(?<![\w:/.])\d{{1,3}}{_NTH}?(?:\s*(?:-|/|and|&|to)\s*\d{{1,3}}{_NTH}?)?"
    rf"[\s-]+(?:{_THINGS})(?!\w|\s*(?:and|&)\s*\d)"
    # "6 inches", "2 classes": any plural but one of time
    r"|(?<![\w:/.])\d{1,3}\s+(?!(?:min|hour|day|week|month|year|period|session|time|block|class"
    r" period)\w*)(?:feet|[a-z-]{3,}s)(?!\w|\s*(?:and|&)\s*\d)"
    # K7-03: a student code, about which its author is asked, and no time
    rf"|(?<!\w)(?!(?:{_ANY_MONTH}|{_LONG_DAYS}|p|pd|per)-?\d)[a-z]{{1,3}}-?\d{{1,4}}-\d{{1,4}}(?!\w|:)"
    # S2, K-2, K/1, 4C, #204
    r"|(?<!\w)k/\d(?!\d)|(?<!\w)(?!p\d)[a-z]+-?\d+(?:-\d)?(?!\w|:)|(?<!\w)\d{1,4}[b-oq-z](?!\w)|#\d+[a-z]?(?!\w)"
)
_NOUN_AND_NUMBER = re.compile(
    rf"(?<![\w@'-])(?!(?:{_NO_NOUN})\b)[a-z][a-z'-]*\.?\s+#?"
    rf"{_NO_RANGE}\d{{1,4}}[a-z]?{_RUN}{_NOT_TIME}"
)
"""Beside a time that was read any noun may have its number; alone it may be the time."""
_RATIO = re.compile(r"(?<!\w)(?:1:[1-9]|[2-6]:1)(?!\d)")

_HOUR_WORDS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_OR = re.compile(
    r"(?:^|(?<!\w))(?:or|o|maybe|/|either)\s*(?:on\s+|at\s+|los?\s+|el\s+)?"
    rf"(?:{_DAY}|tomorrow\b|today\b|\d{{1,2}}(?::\d\d|/\d|\s*$|\s*[ap]m\b)|period\b|recess\b|lunch\b"
    r"|before\b|after\b|noon\b)|^(?:or|o)\b|(?<!\w)(?:or|o)$"
)
_VAGUE_FIRST = re.compile(
    r"(?:in the |por la |en la |this |all )?(?:mornings?(?!\s+(?:meeting|circle|work))|afternoons?"
    r"|evenings?|nights?|manana|tarde|noche|am|pm)(?!\w)|(?:first thing|eod|cob|tonight|later"
    r"|mid-?\s?\w{3,}|early(?! release| dismissal| bird)|late(?! start| arrival))(?!\w)"
)
_VAGUE = re.compile(
    r"(?<!\w)(?:some ?time|some ?day|any ?time|whenever|asap|tbd|tba|eod|end of (?:the )?day"
    r"|first thing)(?!\w)"
)
_ISH = re.compile(r"(?<!\w)(?:\d{1,2}(?::\d\d)?\s?-?ish|tbd|tba|asap)(?!\w)")
_ZONE = re.compile(
    r"(?:est|edt|cst|cdt|mst|mdt|pst|pdt|hst|akst|akdt|utc|gmt|zulu)(?!\w)"
    r"|(?:eastern|central|mountain|pacific|hawaii(?:an)?|arizona|alaska)(?:\s+standard)?(?:\s+time|$)"
)
_NTH_WORDS = one_of(word for word in ORDINALS if word.isalpha())
_TERM = r"(?:semester|trimester|quarter|marking period|year|months?|weekends?|weeks?)"
_END_OF = re.compile(
    rf"(?<!\w)end\s+of\s+(?:the\s+)?(?:\w+\s+)?{_TERM}(?!\w)"
    rf"|(?<!\w)(?:spring|fall|winter|summer|first|second|third)\s+{_TERM}(?!\w)"
)
_LIMIT = re.compile(
    r"(?<!\w)(?:until|hasta|except|excepting|excluding|bi-?weekly|bi-?monthly"
    r"|(?:once|twice|_|\d+\s*(?:x|times))\s*(?:an?|per|each|every|/)\s*(?:week|month|day)"
    r"|(?:starting|beginning|effective|ending|through|thru|skip|skipping|not on|but not)\s+"
    rf"(?:on\s+|in\s+|the\s+)?(?:\d|{_DAY}|{_MONTH_DAY}|next|this|after|winter|spring|fall"
    rf"|thanksgiving|christmas|{_ANY_MONTH}(?=\s*$))"
    r"|(?:after|before|over|during)\s+(?:the\s+)?(?:winter|spring|fall|summer|thanksgiving|christmas"
    r"|holiday)\s+(?:break|recess|vacation|holidays?)"
    rf"|(?:this|that|next|for|each|every|all|per|whole|entire|the|an?|\d+|_)\s+(?:school\s+)?{_TERM}"
    r"|half of)(?!\w)"
    rf"|^{_TERM}(?!\w)"
    rf"|(?<!\w){_ANY_MONTH}\s*(?:-|to|through|thru)\s*{_ANY_MONTH}(?!\w)|(?:^|\s)(?:{_NTH_WORDS})$"
    rf"|^(?:to|till?)\s+(?:\d|{_DAY}|{_ANY_MONTH})|^(?:after|before)\s+(?:next|that|this)(?!\w)"
)
_RHYTHM = re.compile(
    r"(?<![\w-])(?:fortnightly|monthly|daily|weekly|weekdays|every other|weeks? [ab]"
    r"|b weeks?|a weeks"
    rf"|(?:every|each)\s+(?:so often|now and|few|once|other|second|third|week|month|day|\d|{_DAY})"
    r"|(?:first|second|third|fourth|last)\s+\w+\s+(?:of|in)\s+(?:the|each|every)\s+month)(?!\w)"
)
_WHEN = re.compile(
    r"(?<![\w:.])\d{1,2}[:.]\d|(?<![\w/])\d{1,2}/\d{1,2}|\d{4}-\d"
    rf"|(?<![\w@])(?:{_DAY}|{_MONTH_DAY}|\d{{1,2}}{_NTH}?\s+(?:of\s+|de\s+)?(?:{_PLAIN_MONTH})\b"
    r"|tomorrow\b|today\b|yesterday\b|(?:next|this)\s+(?:week|month|school day)\b"
    rf"|(?:the|el)\s+\d{{1,2}}{_NTH}\b|\d{{1,4}}\s?[ap]\.?m\b|noon\b|midnight\b|o'?clock\b"
    r"|[a-d] days\b|b day\b|cycle day|days? \d\b(?! ?of)|next\s+(?:period|block)\b"
    rf"|(?:period|block|pd)\s+\d|\d{_NTH}\s+(?:period|hour|block)|p\d\b"
    r"|half past|quarter (?:to|past|after|till)|fortnight)"
)
_SLIP = re.compile(r"(?<![\w:.])\d{1,2}[:.]\d")
_AGAIN = re.compile(
    r"(?:and|then|&|\+|plus|y)\s+(?:then\s+)?(?:a las?\s+)?"
    r"(?:again\b|(?:at\s+)?\d+(?:st|nd|rd|th)?(?!\w))"
)
_AT_NUMBER = re.compile(rf"(?<!\w)(?:at|@)\s*(?:\d{{1,4}}|{_HOUR_WORDS})(?!\w)")
_LETTERS = re.compile(r"(?:m|t|tu|w|th|f)(?!\w|/\s)(?=\s*(?:$|,|&|/|-|and\b|\d))")
_DIGIT = re.compile(r"\d")
_DURATION = re.compile(
    rf"(?:\d|(?<!\w)(?:{_HOUR_WORDS}|fifteen|twenty|thirty|forty|fifty|sixty)"
    r"|(?:half|quarter of) an)\s*-?\s*(?:min(?:ute)?s?|h|hours?)(?!\w)"
)
_ANOTHER_PLACE = re.compile(
    rf"(?:and|or|&|/|\+|y|plus|then)\s*(?:the\s+|also\s+)*(?:{one_of(BLOCKS)}|period)(?!\w|')"
)
_ANOTHER_MONTH = re.compile(
    rf"(?:and|or|&|/|\+|,|y|plus|then)\s*(?:in\s+)?{_ANY_MONTH}(?!\w|')"
    rf"|(?:in|during|for|throughout)\s+(?:(?:{_PLAIN_MONTH}|january|december|sept)(?!\w|')"
    rf"|{_ANY_MONTH}\s*$)"
)
_DANGLING = re.compile(
    rf"^(?:(?:at|to|for|from|on|in|by)|(?:one|{_HOUR_WORDS}|noon))$|(?<!\w)(?:and|&)$"
)
_EDGES = " ,;-()"


def check(rest: str, draft: Draft) -> None:
    """Raise where the (folded) rest still says when, or has a number that nothing explains."""
    long = bool(draft.minutes or (draft.clock and draft.clock.end))
    plain = _struck(rest, timed=draft.clock is not None, placed=draft.placed)
    if (not long and _DURATION.search(rest)) or _DANGLING.search(rest):
        raise PhraseError("ambiguous", value=rest)
    code = next((code for code, holds in _FAULTS if holds(plain, draft)), None) if plain else None
    if code is not None:
        raise PhraseError(code, value=rest)


def _two_ways(plain: str, draft: Draft) -> bool:
    return bool(_OR.search(plain) or (draft.clock and _ZONE.match(plain)))


def _vague(plain: str, draft: Draft) -> bool:
    vague = _VAGUE_FIRST.match(plain) or _VAGUE.search(plain)
    return bool(_ISH.search(plain) or (vague and not draft.placed))


def _second(plain: str, draft: Draft) -> bool:
    """Tell whether another time follows the one that was read."""
    again = _AGAIN.match(plain) or _ANOTHER_MONTH.match(plain)
    placed = draft.placed and _RHYTHM.search(plain)
    place = (draft.block or draft.period) and _ANOTHER_PLACE.match(plain)
    return bool(again or placed or place or (draft.clock and _AT_NUMBER.search(plain)))


def _limited(plain: str, draft: Draft) -> bool:
    """Tell whether a rhythm or a limit was left; "end of semester" may be why a day is closed."""
    end = draft.placed and _END_OF.search(plain)
    return bool(end or _RHYTHM.search(plain) or _LIMIT.search(plain) or _LETTERS.match(plain))


def _slipped(plain: str, draft: Draft) -> bool:
    """Tell "9:1", a slip, from a second time beside one that was read."""
    return bool(not draft.clock and _SLIP.search(plain))


def _when(plain: str, draft: Draft) -> bool:  # noqa: ARG001  one form for all faults
    return _WHEN.search(plain) is not None


def _unexplained(plain: str, draft: Draft) -> bool:  # noqa: ARG001  the same
    return _DIGIT.search(plain) is not None


_FAULTS = (
    ("ambiguous", _two_ways),
    ("too_vague", _vague),
    ("unsupported_compound", _second),
    ("ambiguous", _limited),
    ("no_such_time", _slipped),
    ("unsupported_compound", _when),
    ("ambiguous", _unexplained),
)


def _struck(rest: str, *, timed: bool, placed: bool) -> str:
    """Return the rest without names and things, in which numbers belong to something."""
    plain = _NAMES.sub(" _ ", rest)
    if placed:
        plain = _NOUN_AND_NUMBER.sub(" _ ", plain)
    if timed:
        plain = _RATIO.sub(" _ ", plain)
    return plain.strip(_EDGES)
