"""Understanding when from what people type: a small grammar, anchored at the phrase's beginning.

It reads time words from the left until other words come; from those it still takes limits
("until June"), a duration and a time that can be nothing else. What remains is `rest`. Where two
readings are possible it raises instead of choosing: a wrong date costs a session.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from school.clock import local
from school.errors import PhraseError
from school.grammar import draft as drafts
from school.grammar.clock import take_clock
from school.grammar.dates import Bare
from school.grammar.days import take_days, take_interval, take_monthly
from school.grammar.draft import Draft, Moment
from school.grammar.limits import take_dates, take_except, take_from, take_range, take_until
from school.grammar.places import (
    take_block,
    take_minutes,
    take_part,
    take_period,
    take_routine,
    take_weeks,
)
from school.grammar.reader import Reader, folded, pattern
from school.grammar.vocabulary import MONTHS, WEEKDAYS, one_of
from school.understood import Understood, to_expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from school.calendar import SchoolCalendar

__all__ = ["PhraseError", "Understood", "to_expect", "understand"]

_WORD = re.compile(r"\S+")
_EDGES = " \t\r\n,;"
_AMBIGUOUS = pattern(r"bi-?weekly")
_VAGUE = pattern(
    r"(?:once|twice|thrice|(?:\d+|two|three|four|five)\s*(?:x|times))"
    r"(?:\s*(?:a|per|each|every|/)?\s*(?:week|month|day|wk))?"
    r"|some ?time|some day|soon|later|whenever|any ?time|asap|every other day|every week|weekly"
    r"|monthly|every month|(?:next|this) (?:month|year)"
    r"|(?:in the |this |every )?(?:mornings?|afternoons?)|una vez|dos veces"
)
_WHEN = (
    rf"(?:on\s+|los?\s+|el\s+)?(?:{one_of(WEEKDAYS)}|tomorrow|\d{{1,2}}:\d\d|\d{{1,2}}/\d{{1,2}})"
)
_MORE = re.compile(rf"(?<!\w)(?:and|&|\+|then|plus|also|y|;|,)\s*(?:also\s+)?{_WHEN}(?!\w)")
_OR = re.compile(rf"(?<!\w)(?:or|o|maybe|/)\s*{_WHEN}(?!\w)")
_UNREAD = re.compile(
    r"(?<!\w)(?:until|hasta|except|excepto|bi-?weekly|monthly|fortnightly|once an?|twice an?)(?!\w)"
    rf"|(?<!\w)(?:every|each)\s+(?:other|week|month|day|\d|{one_of(WEEKDAYS)})"
    rf"|^(?:to|through|thru|till?)\s+(?:\d|{_WHEN}|{one_of(MONTHS)})"
)
_UNREAD_TIME = re.compile(r"(?<![\w:])\d{1,2}:\d|^\d{1,2}\.\d")
_HALF_READ = re.compile(r"[-/:]\s*\d")


def understand(
    text: str, *, now: datetime, zone: ZoneInfo, calendar: SchoolCalendar | None
) -> Understood:
    """Return what `text`, typed at the instant `now`, says in the wall time of `zone`.

    The calendar gives the last day of school and the bells; without it nothing is capped.
    PhraseError codes: empty, nonsense, too_vague, ambiguous, unsupported_compound, no_such_date,
    no_such_time, end_before_start, crosses_midnight, past_or_out_of_term.
    """
    original = unicodedata.normalize("NFC", text)
    if not original.strip():
        raise PhraseError("empty")
    today, minute = local(now, zone)
    phrase = _Phrase(original, Moment(today, minute, zone, calendar))
    phrase.read_head()
    phrase.read_tail()
    return drafts.understood(phrase.draft, phrase.here)


class _Phrase:
    """One phrase in the course of being read."""

    def __init__(self, text: str, here: Moment) -> None:
        self.text = text
        self.here = here
        self.reader = Reader(folded(text))
        self.draft = Draft()

    def read_head(self) -> None:
        """Read time words until something else comes."""
        if self.reader.take(_AMBIGUOUS):
            raise PhraseError("ambiguous", value=self.text)
        if self.reader.peek(_VAGUE) and not take_days(Reader(self.reader.text)):
            raise PhraseError("too_vague", value=self.text)
        while not self.reader.done and any(read() for read in self._head()):
            pass
        if self.draft == Draft():
            raise PhraseError("nonsense", value=self.text)

    def read_tail(self) -> None:
        """Take limits and unmistakable times out of the words that follow; keep the others."""
        kept: list[str] = []
        begin = self.reader.at
        word = _WORD.search(self.reader.text, begin)
        while word is not None:
            self.reader.at = word.start()
            if any(read() for read in self._tail()):
                kept.append(self.text[begin : word.start()])
                begin = self.reader.at
                word = _WORD.search(self.reader.text, begin)
            else:
                word = _WORD.search(self.reader.text, word.end())
        kept.append(self.text[begin:])
        rest = " ".join(part for one in kept if (part := one.strip(_EDGES)))
        _check_rest(folded(rest), timed=self.draft.clock is not None)
        routine = take_routine(Reader(folded(rest)))
        self.draft.rest, self.draft.routine = rest.strip(_EDGES + "-"), routine

    def _head(self) -> tuple[Callable[[], bool], ...]:
        return (
            *self._limits(),
            self._days,
            self._interval,
            self._part,
            self._period,
            self._block,
            self._minutes,
            self._clock,
        )

    def _tail(self) -> tuple[Callable[[], bool], ...]:
        return (
            *self._limits(),
            self._late_range,
            self._interval,
            self._late_clock,
            self._late_minutes,
        )

    def _limits(self) -> tuple[Callable[[], bool], ...]:
        return (self._except, self._until, self._from, self._weeks)

    def _put(self, name: str, value: object) -> bool:
        """Keep what was read; saying the same thing twice makes a phrase of two plans."""
        if not value and value != 0:
            return False
        if getattr(self.draft, name):
            raise PhraseError("unsupported_compound", value=name)
        setattr(self.draft, name, value)
        return True

    def _days(self) -> bool:
        today = self.here.today
        if self._put("days", take_monthly(self.reader)):
            return True
        if self._put("span", take_range(self.reader, today)):
            return True
        back = self.reader.at
        dates = take_dates(self.reader, today)
        if dates and not isinstance(dates[0], Bare):
            return self._put("dates", dates)
        self.reader.at = back
        return self._put("days", take_days(self.reader))

    def _interval(self) -> bool:
        return self.draft.days is not None and self._put("interval", take_interval(self.reader))

    def _part(self) -> bool:
        if not self._put("part", take_part(self.reader)):
            return False
        if self._put("period", take_period(self.reader)):
            return True
        if not self._put("block", take_block(self.reader, bare=True)):
            raise PhraseError("nonsense", value=self.text)
        return True

    def _period(self) -> bool:
        return self._put("period", take_period(self.reader))

    def _block(self) -> bool:
        return self._put("block", take_block(self.reader))

    def _clock(self) -> bool:
        return self._put("clock", take_clock(self.reader))

    def _minutes(self) -> bool:
        return self._put("minutes", take_minutes(self.reader))

    def _weeks(self) -> bool:
        return self._put("weeks", take_weeks(self.reader))

    def _except(self) -> bool:
        return self._put("left_out", take_except(self.reader, self.here.today))

    def _until(self) -> bool:
        return self._put("until", take_until(self.reader, self.here.today, self.here.last_day))

    def _from(self) -> bool:
        found = take_from(self.reader, self.here.today)
        return self._put("span" if isinstance(found, tuple) else "first", found)

    def _late_range(self) -> bool:
        return self.draft.days is not None and self._put(
            "span", take_range(self.reader, self.here.today)
        )

    def _late_clock(self) -> bool:
        draft = self.draft
        said = draft.clock or draft.period or draft.block
        return not said and self._put("clock", take_clock(self.reader, clear=True))

    def _late_minutes(self) -> bool:
        if self.draft.minutes or not self.reader.text.startswith("for ", self.reader.at):
            return False
        return self._put("minutes", take_minutes(self.reader))


def _check_rest(rest: str, *, timed: bool) -> None:
    """Raise where the rest holds a second time: better an error than half a plan."""
    if _OR.search(rest):
        raise PhraseError("ambiguous", value=rest)
    if _MORE.search(rest):
        raise PhraseError("unsupported_compound", value=rest)
    if _HALF_READ.match(rest) or _UNREAD.search(rest):
        raise PhraseError("ambiguous", value=rest)
    if _UNREAD_TIME.search(rest):
        raise PhraseError("unsupported_compound" if timed else "no_such_time", value=rest)
