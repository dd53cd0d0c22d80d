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
from school.grammar import rest as rests
from school.grammar import vague
from school.grammar.clock import take_clock
from school.grammar.dates import Bare
from school.grammar.days import take_days, take_interval, take_monthly
from school.grammar.draft import Draft, Moment
from school.grammar.limits import (
    take_dates,
    take_except,
    take_from,
    take_month,
    take_range,
    take_until,
)
from school.grammar.places import (
    take_block,
    take_minutes,
    take_part,
    take_period,
    take_routine,
    take_weeks,
)
from school.grammar.reader import Reader, folded
from school.grammar.spelling import corrected
from school.grammar.starts import head_readings, tail_readings
from school.understood import Understood, to_expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from school.calendar import SchoolCalendar

__all__ = ["PhraseError", "Understood", "to_expect", "understand"]

_EDGES = " \t\r\n,;:"
_SCRAPS = ".!?)-/"
_WORD = re.compile(r"\S+")
_CLAUSE = re.compile(
    r"$|[.!]*$|with\b|w/|in\b|room\b|rm\b|until\b|for\b|starting\b|by\b|con\b|en\b|@|<@"
)


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


def _plain(text: str) -> str:
    return corrected(folded(text)).text


class _Phrase:
    """One phrase in the course of being read."""

    def __init__(self, text: str, here: Moment) -> None:
        self.text = text
        self.here = here
        self.spelled = corrected(folded(text))
        self.reader = Reader(self.spelled.text)
        self.draft = Draft()
        self.readings: dict[str, Callable[[], bool]] = {
            "except": self._except,
            "until": self._until,
            "from": self._from,
            "weeks": self._weeks,
            "all_day": self._all_day,
            "days": self._days,
            "interval": self._interval,
            "part": self._part,
            "minutes": self._minutes,
            "period": self._period,
            "block": self._block,
            "clock": self._clock,
            "month": self._month,
            "late_range": self._late_range,
            "late_days": self._late_days,
            "late_place": self._late_place,
            "late_clock": self._late_clock,
            "late_minutes": self._late_minutes,
        }

    def read_head(self) -> None:
        """Read time words until something else comes."""
        if vague.two_ways(self.reader):
            raise PhraseError("ambiguous", value=self.text)
        while not self.reader.done and any(
            self.readings[name]()
            for name in head_readings(self.reader.text, self.reader.past_gap())
        ):
            pass
        if self.draft == Draft():
            code = "too_vague" if vague.vague(self.reader) else "nonsense"
            raise PhraseError(code, value=self.text)

    def read_tail(self) -> None:
        """Take limits and unmistakable times out of the words that follow; keep the others."""
        kept: list[str] = []
        begin = self.reader.at
        word = _WORD.search(self.reader.text, begin)
        while word is not None:
            self.reader.at = word.start()
            if any(self.readings[name]() for name in tail_readings(word[0])):
                kept.append(self._typed(begin, word.start()))
                begin = self.reader.at
                word = _WORD.search(self.reader.text, begin)
            else:
                word = _WORD.search(self.reader.text, word.end())
        kept.append(self._typed(begin, len(self.reader.text)))
        self._keep([part for one in kept if (part := one.strip(_EDGES))])

    def _typed(self, begin: int, end: int) -> str:
        """Return the text as typed that now stands from `begin` to `end`."""
        return self.text[self.spelled.before(begin) : self.spelled.before(end)]

    def _keep(self, parts: list[str]) -> None:
        """Keep what is left over, unless a part of it still says when."""
        rest = " ".join(parts)
        rest = rest.lstrip(_EDGES + ")-").rstrip(_EDGES + "-(")
        if not rest.strip(_EDGES + _SCRAPS):
            rest = ""
        for part in parts:
            rests.check(_plain(part).strip(_EDGES + _SCRAPS), self.draft)
        self.draft.rest, self.draft.routine = rest, take_routine(Reader(_plain(rest)))

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
        if vague.take_next_school_day(self.reader):
            return self._put("dates", (self._next_school_day(),))
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

    def _next_school_day(self) -> date:
        calendar = self.here.calendar
        found = calendar.next_school_day(self.here.today) if calendar else None
        if found is None:
            raise PhraseError("too_vague", value="next school day")
        return found.on

    def _interval(self) -> bool:
        return self._put("interval", take_interval(self.reader))

    def _part(self) -> bool:
        if not self._put("part", take_part(self.reader)):
            return False
        if self._put("period", take_period(self.reader)):
            return True
        if not self._put("block", take_block(self.reader, bare=True)):
            raise PhraseError("too_vague", value=self.text)
        return True

    def _period(self) -> bool:
        return self._put("period", take_period(self.reader))

    def _block(self) -> bool:
        timed = self.draft.clock is not None
        return self._put("block", take_block(self.reader, timed=timed))

    def _clock(self) -> bool:
        return self._put("clock", take_clock(self.reader))

    def _minutes(self) -> bool:
        return self._put("minutes", take_minutes(self.reader))

    def _all_day(self) -> bool:
        return vague.take_all_day(self.reader) and self._put("all_day", value=True)

    def _weeks(self) -> bool:
        return self._put("weeks", take_weeks(self.reader))

    def _except(self) -> bool:
        found = take_except(self.reader, self.here.today)
        if found is None:
            return False
        dates, weekdays = self.draft.left_out or ((), frozenset[int]())
        self.draft.left_out = (dates + found[0], weekdays | found[1])
        return True

    def _until(self) -> bool:
        return self._put("until", take_until(self.reader, self.here.today, self.here.last_day))

    def _from(self) -> bool:
        found = take_from(self.reader, self.here.today)
        return self._put("span" if isinstance(found, tuple) else "first", found)

    def _late_range(self) -> bool:
        return self.draft.days is not None and self._put(
            "span", take_range(self.reader, self.here.today)
        )

    def _month(self) -> bool:
        repeats = self.draft.days is not None and self.draft.days.series
        return repeats and self._put("span", take_month(self.reader, self.here.today))

    def _late_days(self) -> bool:
        """Read the days after other words only where none was said: "9:10 with @lee on mondays"."""
        return not self.draft.says_when and self._days()

    def _late_place(self) -> bool:
        if self.draft.placed:
            return False
        return self._part() or self._period() or self._block()

    def _late_clock(self) -> bool:
        return not self.draft.placed and self._put("clock", take_clock(self.reader, clear=True))

    def _late_minutes(self) -> bool:
        """Read a duration that stands for itself: "30 min with @lee", not "a 10 minute warm-up"."""
        if self.draft.minutes:
            return False
        back = self.reader.at
        said_for = self.reader.text.startswith("for ", back)
        found = take_minutes(self.reader)
        if found is not None and (said_for or self.reader.peek(_CLAUSE)):
            return self._put("minutes", found)
        self.reader.at = back
        return False
