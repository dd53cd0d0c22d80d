"""A typed wish about a school day as values: what it should be, on which dates, and why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pushin import calendars, errors, texts
from school import day_wishes, phrase
from school.calendar import SchoolCalendar
from school.day_wishes import Wish
from school.errors import PhraseError
from school.understood import Understood

LONGEST = 31
"""Dates that one wish may change."""
_WEEK = 7
_HALF_DAY = 12
_MORNING = 7
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_DURATION = re.compile(
    r"(?<!\S)(?:by\s+)?(?:"
    r"(?P<hours>\d{1,2}|an?|one|two|three)[\s-]*(?:hours?|hrs?|h)\.?"
    r"(?:\s*(?:and\s*)?(?P<more>\d{1,2})[\s-]*(?:minutes?|mins?|m)?)?"
    r"|(?P<minutes>\d{1,3})[\s-]*(?:minutes?|mins?|m))\.?(?!\S)",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<!\S)(?:(?:at|until|till|to)\s+)?(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?"
    r"\s*(?P<half>[ap])?\.?(?(half)m\.?)(?!\S)",
    re.IGNORECASE,
)
_USUAL = frozenset({"usual", "as usual", "as planned", "as the calendar says"})
_FILLERS = re.compile(r"^(?:(?:for|because of|due to)\s+|[-(:,]\s*)+|[)\s]+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DayAsked:
    """What was typed; no `wish`: only what the day is was asked, or the time is missing."""

    wish: Wish | None
    dates: tuple[date, ...]
    label: str = ""


def understand(verb: str, text: str, calendar: SchoolCalendar, *, at: datetime) -> DayAsked:
    """Return what `text` after one of the verbs closed, delay, early and day asks for.

    Without a date today is meant. Raises PhraseError (what the grammar cannot read) and Refusals:
    `too_long`, `delay_unclear`, `early_unclear`, `day_one_time`, `day_dates_unclear`,
    `day_range_too_long` (most).
    """
    plain = texts.line(text, texts.NOTE, what="phrase")
    here = _Here(calendar, at)
    if verb == "closed":
        return DayAsked(Wish("closed"), *here.when(plain))
    if verb == "day":
        return here.named(plain)
    wish, rest = _delay(plain) if verb == "delay" else _early(plain)
    return DayAsked(wish, *here.when(rest))


def between(first: date, last: date | None) -> tuple[date, ...]:
    """Return the dates from `first` to `last`, both included; just the first without a last.

    Refusals: `until_before_from`, `day_range_too_long` (most).
    """
    if last is None:
        return (first,)
    if last < first:
        raise errors.Refusal("until_before_from")
    if (last - first).days >= LONGEST:
        raise errors.Refusal("day_range_too_long", most=LONGEST)
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


@dataclass(frozen=True, slots=True)
class _Here:
    """The school's calendar and the instant at which something was typed."""

    calendar: SchoolCalendar
    at: datetime

    @property
    def today(self) -> date:
        return calendars.today(self.calendar, self.at)

    def understood(self, text: str) -> Understood:
        return phrase.understand(text, now=self.at, zone=self.calendar.zone, calendar=self.calendar)

    def when(self, text: str) -> tuple[tuple[date, ...], str]:
        """Return the dates and the reason of "tomorrow snow" or "snow tomorrow"."""
        if not text:
            return (self.today,), ""
        try:
            said = self.understood(text)
        except PhraseError as error:
            if error.code != "nonsense":
                raise
            reason, dates = self._last_dates(text)
            return dates, _reason(reason)
        return self._dates(said), _reason(said.rest)

    def named(self, text: str) -> DayAsked:
        """Return the date that was asked about, or what "minimum tomorrow" should make of it."""
        found = self._only_dates(text) if text else (self.today,)
        if found:
            return DayAsked(None, found)
        for name, rest in _splits(text):
            if name.casefold() in _USUAL:
                return DayAsked(Wish("usual"), *self.when(rest))
            if day_wishes.is_named(self.calendar, name):
                return DayAsked(Wish("named", name=name), *self.when(rest))
        name, dates = self._last_dates(text)
        return DayAsked(Wish("named", name=name), dates)

    def _last_dates(self, text: str) -> tuple[str, tuple[date, ...]]:
        """Return the words and the dates with which a text ends; without any, today."""
        for words, rest in reversed(list(_splits(text))):
            found = self._only_dates(rest) if rest else ()
            if found:
                return words, found
        return text, (self.today,)

    def _only_dates(self, text: str) -> tuple[date, ...]:
        """Return the dates of a text that says nothing else; none for any other."""
        try:
            said = self.understood(text)
        except PhraseError:
            return ()
        return () if said.rest or _says_time(said) else self._dates(said)

    def _dates(self, said: Understood) -> tuple[date, ...]:
        if _says_time(said):
            raise errors.Refusal("day_one_time")
        return self._listed(said)

    def _listed(self, said: Understood) -> tuple[date, ...]:
        if said.kind in {"single", "multi"}:
            return said.dates
        if said.kind == "range" and said.first and said.last:
            return between(min(max(said.first, self.today), said.last), said.last)
        if said.kind == "series" and said.weekdays and not (said.last or said.interval != 1):
            dates = (self.today + timedelta(days=n) for n in range(_WEEK))
            return tuple(on for on in dates if on.weekday() in said.weekdays)
        raise errors.Refusal("day_dates_unclear")


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """Yield a text as its first words and the others, most words first."""
    words = text.split()
    for count in range(len(words), 0, -1):
        yield " ".join(words[:count]), " ".join(words[count:])


def _says_time(said: Understood) -> bool:
    parts = (said.period, said.part, said.block, said.minutes, said.cycle)
    return said.start is not None or any(parts)


def _reason(text: str) -> str:
    return _FILLERS.sub("", text).strip()


def _delay(text: str) -> tuple[Wish | None, str]:
    """Return by how much or until when, and the other words."""
    said = _DURATION.search(text)
    if said is not None:
        return Wish("delay", _minutes(said)), _without(text, said)
    said = _clock_in(text)
    if said is None:
        return _without_time(text, "delay_unclear")
    if not said["half"] and int(said["hour"]) < _MORNING:
        raise errors.Refusal("delay_unclear")  # "1:30": an hour and a half, or half past one?
    return Wish("starts", _minute(said, "delay_unclear")), _without(text, said)


def _early(text: str) -> tuple[Wish | None, str]:
    said = _clock_in(text)
    if said is None:
        return _without_time(text, "early_unclear")
    return Wish("ends", _minute(said, "early_unclear")), _without(text, said)


def _without_time(text: str, code: str) -> tuple[None, str]:
    """Return a text that names no time; one that begins with a number is not understood."""
    if text[:1].isdigit() and "/" not in text:
        raise errors.Refusal(code)
    return None, text


def _clock_in(text: str) -> re.Match[str] | None:
    """Return the first time of day in a text: a bare number is none."""
    found = (one for one in _CLOCK.finditer(text) if one["minute"] or one["half"])
    return next(found, None)


def _minutes(said: re.Match[str]) -> int:
    if said["minutes"]:
        return int(said["minutes"])
    hours = said["hours"].casefold()
    return 60 * (_NUMBERS.get(hours) or int(hours)) + int(said["more"] or 0)


def _minute(said: re.Match[str], code: str) -> int:
    """Return the minute of the day that was said; without am or pm that of a school day."""
    hour, minute = int(said["hour"]), int(said["minute"] or 0)
    if not 1 <= hour <= 23 or minute > 59:  # noqa: PLR2004  a clock face
        raise errors.Refusal(code)
    half = (said["half"] or ("p" if hour < _MORNING else "")).casefold()
    if half:
        hour = hour % _HALF_DAY + (_HALF_DAY if half == "p" else 0)
    return hour * 60 + minute


def _without(text: str, said: re.Match[str]) -> str:
    return " ".join(f"{text[: said.start()]} {text[said.end() :]}".split())
