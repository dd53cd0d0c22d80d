"""What a phrase has said so far, and what it comes to as a whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from school.clock import DAY as DAY_MINUTES
from school.clock import instant, local
from school.errors import PhraseError
from school.grammar.dates import DAY, WEEK, Bare, first_on
from school.understood import Understood

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from school.calendar import SchoolCalendar
    from school.clock import Minute
    from school.grammar.clock import Said
    from school.grammar.days import Days
    from school.grammar.places import Part
    from school.understood import Kind


@dataclass(frozen=True, slots=True)
class Moment:
    """Where and when a phrase is typed."""

    today: date
    minute: Minute
    zone: ZoneInfo
    calendar: SchoolCalendar | None

    @property
    def last_day(self) -> date | None:
        """The last day of school, where a calendar says so."""
        return self.calendar.last_day if self.calendar else None

    def checked(self, on: date) -> date:
        """Return `on`, unless it is over or after the last day of school."""
        if on < self.today or (self.last_day is not None and on > self.last_day):
            raise PhraseError("past_or_out_of_term", value=on.isoformat())
        return on


@dataclass(slots=True, kw_only=True)
class Draft:
    """The parts of a phrase, each said at most once."""

    days: Days | None = None
    dates: tuple[date | Bare, ...] = ()
    span: tuple[date, date] | None = None
    clock: Said | None = None
    minutes: int | None = None
    weeks: int | None = None
    interval: int | None = None
    first: date | None = None
    until: date | str | None = None
    left_out: tuple[tuple[date, ...], frozenset[int]] | None = None
    period: str | None = None
    part: Part | None = None
    block: tuple[str, str] | None = None
    all_day: bool = False
    routine: str | None = None
    rest: str = ""

    @property
    def says_when(self) -> bool:
        """Whether any day was said."""
        return bool(self.days or self.dates or self.span)

    @property
    def limited(self) -> bool:
        """Whether anything was said that only days which repeat can have."""
        bounds = self.first or self.until or self.weeks
        return bool(bounds or self.left_out or self.interval)

    @property
    def placed(self) -> bool:
        """Whether it was said when in the day."""
        return bool(self.clock or self.period or self.block)


def understood(draft: Draft, here: Moment) -> Understood:
    """Return what the whole phrase means; PhraseError if its parts do not fit together."""
    if not draft.says_when:
        raise PhraseError(
            "too_vague" if draft != Draft(rest=draft.rest, routine=draft.routine) else "nonsense"
        )
    start, end = _times(draft)
    if (draft.all_day and draft.placed) or (draft.part and draft.clock):
        raise PhraseError("ambiguous", value="two places in the day")
    if draft.days is not None:
        return _by_days(draft, draft.days, here, start, end)
    if draft.limited:
        raise PhraseError("ambiguous", value="which days")
    if draft.span is not None and draft.dates:
        raise PhraseError("unsupported_compound", value="dates and a range")
    if draft.span is not None:
        return _whole_days(draft, draft.span, here, start, end)
    return _dated(draft, draft.dates, here, start, end)


def _times(draft: Draft) -> tuple[Minute | None, Minute | None]:
    if draft.clock is None:
        return None, None
    start, end = draft.clock.start, draft.clock.end
    if draft.minutes is None:
        return start, end
    if end is not None and end - start != draft.minutes:
        raise PhraseError("ambiguous", value="how long")
    if start + draft.minutes >= DAY_MINUTES:
        raise PhraseError("crosses_midnight", value=draft.minutes)
    return start, start + draft.minutes


def _common(draft: Draft, kind: Kind, start: Minute | None, end: Minute | None) -> Understood:
    return Understood(
        kind=kind,
        start=start,
        end=end,
        minutes=draft.minutes,
        period=draft.period,
        part=draft.part,
        block=draft.block,
        routine=draft.routine,
        rest=draft.rest,
    )


def _by_days(
    draft: Draft, days: Days, here: Moment, start: Minute | None, end: Minute | None
) -> Understood:
    """Understand days that repeat, or a bare weekday that is one date."""
    if draft.dates:
        if draft.limited or draft.span:
            raise PhraseError("ambiguous", value="one date or many")
        return _dated(draft, _confirmed(days, draft.dates), here, start, end)
    once = not (days.repeats or draft.limited)
    if draft.span is not None and _is_week(draft.span) and once and days.weekdays:
        dates = tuple(draft.span[0] + weekday * DAY for weekday in days.weekdays)
        return _dated(draft, dates, here, start, end)
    if draft.span is not None and not days.series:
        raise PhraseError("ambiguous", value="one day or a range")
    if days.series or draft.limited or (draft.clock is not None and draft.clock.repeats):
        return _series(draft, days, here, start, end)
    return _dated(draft, tuple(map(Bare, days.weekdays)), here, start, end)


def _is_week(span: tuple[date, date]) -> bool:
    return span[0].weekday() == 0 and span[1] - span[0] == 6 * DAY


def _confirmed(days: Days, dates: tuple[date | Bare, ...]) -> tuple[date | Bare, ...]:
    """Return the date of "Mon Oct 12" if it is a Monday."""
    (first, *others) = dates
    agrees = isinstance(first, date) and days.weekdays == (first.weekday(),)
    if others or days.series or not agrees:
        raise PhraseError("ambiguous", value="weekday and date")
    return dates


def _series(
    draft: Draft, days: Days, here: Moment, start: Minute | None, end: Minute | None
) -> Understood:
    first, last = _bounds(draft, here)
    dates, weekdays = draft.left_out or ((), frozenset[int]())
    if not weekdays <= set(days.weekdays) or weekdays == set(days.weekdays) != set():
        raise PhraseError("ambiguous", value="except")
    common = _common(draft, "series", start, end)
    return replace(
        common,
        first=first,
        last=last,
        until_event=draft.until if isinstance(draft.until, str) else None,
        weeks=draft.weeks,
        weekdays=tuple(one for one in days.weekdays if one not in weekdays),
        interval=_interval(draft, days),
        cycle=days.cycle,
        monthly=days.monthly,
        except_dates=tuple(map(here.checked, dict.fromkeys(dates))),
    )


def _interval(draft: Draft, days: Days) -> int:
    if draft.interval is not None and 1 < days.interval != draft.interval:
        raise PhraseError("ambiguous", value="how often")
    return draft.interval or days.interval


def _bounds(draft: Draft, here: Moment) -> tuple[date | None, date | None]:
    first, last = draft.first, draft.until if isinstance(draft.until, date) else None
    if draft.span is not None:
        if first or draft.until:
            raise PhraseError("ambiguous", value="from and until")
        first, last = max(draft.span[0], here.today), draft.span[1]
    for end in (first, last):
        if end is not None:
            here.checked(end)
    if last is not None and last < (first or here.today):
        raise PhraseError("end_before_start")
    if draft.weeks is not None and draft.until is not None:
        raise PhraseError("ambiguous", value="until and weeks")
    return first, last


def _whole_days(
    draft: Draft, span: tuple[date, date], here: Moment, start: Minute | None, end: Minute | None
) -> Understood:
    first, last = span
    if draft.placed or draft.minutes:
        raise PhraseError("ambiguous", value="each day, or all of them")
    here.checked(last)
    if here.last_day is not None and first > here.last_day:
        raise PhraseError("past_or_out_of_term", value=first.isoformat())
    return replace(_common(draft, "range", start, end), first=first, last=last)


def _dated(
    draft: Draft,
    said: tuple[date | Bare, ...],
    here: Moment,
    start: Minute | None,
    end: Minute | None,
) -> Understood:
    """Understand one date, or several."""
    dates: list[date] = []
    begins = start if start is not None else _symbolic_start(draft, here)
    if begins is None:
        _refuse_unknown(draft, said, here)
    for one in said:
        dates.append(here.checked(_placed(one, dates, here, begins)))
    if begins is not None and dates[0] == here.today and begins <= here.minute:
        raise PhraseError("past_or_out_of_term", value="today")
    dates = sorted(set(dates))
    kind: Kind = "single" if len(dates) == 1 else "multi"
    common = _common(draft, kind, start, end)
    if start is None or len(dates) > 1:
        return replace(common, dates=tuple(dates))
    starts_at = instant(dates[0], start, here.zone)
    if local(starts_at, here.zone) != (dates[0], start):
        raise PhraseError("no_such_time", value="the clocks change")
    return replace(common, dates=tuple(dates), starts_at=starts_at)


def _placed(said: date | Bare, before: list[date], here: Moment, start: Minute | None) -> date:
    """Return the date of a weekday: today only if the said time is still ahead."""
    if isinstance(said, date):
        return said
    if before:
        return first_on(said.weekday, before[-1] + DAY)
    on = first_on(said.weekday, here.today)
    ahead = start is not None and start > here.minute
    return on if on > here.today or ahead else on + WEEK


def _refuse_unknown(draft: Draft, said: tuple[date | Bare, ...], here: Moment) -> None:
    """Refuse "monday after centers" on a Monday where nobody knows whether centers are over."""
    first = said[0]
    today = isinstance(first, Bare) and first.weekday == here.today.weekday()
    if today and draft.clock is None and draft.placed:
        raise PhraseError("ambiguous", value="today or next week")


def _symbolic_start(draft: Draft, here: Moment) -> Minute | None:
    """Return when the period or block that was said begins today, if the calendar knows."""
    name = draft.period or (draft.block[1] if draft.block else None)
    if name is None or here.calendar is None:
        return None
    period = here.calendar.day(here.today).period(name)
    if period is None:
        return None
    return period.end if draft.block and draft.block[0] == "after" else period.start
