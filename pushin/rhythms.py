"""What a plan's rhythm comes to at its school: its cycle days, its first and its last date."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from pushin import calendars, errors
from pushin.plan_inputs import PlanInput
from school import events, rule_dates
from school.calendar import SchoolCalendar
from school.events import Until
from school.recurrence import Anchor, Occurrence, Rule
from school.rotation import cycle_key

LONGEST_INTERVAL = 12
_WEEKS_OF_A_MONTH = frozenset({1, 2, 3, 4, 5, -1})
_EVENTS_NAMED = 6
_DAY = timedelta(days=1)

Coming = Callable[[Rule], Sequence[Occurrence]]
"""The sessions of a rule that have not begun."""


def checked(given: PlanInput, calendar: SchoolCalendar) -> PlanInput:
    """Return the rhythm as the school has it: its cycle days in the school's own words and order.

    Refusals: `weekdays_missing`, `interval_too_long` (most), `unsupported` (every n weeks of some
    weeks of a month), `no_cycle_days`, `unknown_cycle_day` (value, known).
    """
    if not (given.told_on or given.cycle_days):
        raise errors.Refusal("weekdays_missing")
    if not 1 <= given.interval <= LONGEST_INTERVAL:
        raise errors.Refusal("interval_too_long", most=LONGEST_INTERVAL)
    wrong = {n for n, _ in given.monthly} - _WEEKS_OF_A_MONTH
    if wrong or (given.monthly and (given.interval > 1 or given.weekdays)):
        raise errors.Refusal("unsupported", what="monthly")
    return replace(
        given,
        cycle_days=_cycle_days(given.cycle_days, calendar),
        monthly=tuple(sorted(set(given.monthly), key=_in_a_month)),
    )


def _in_a_month(one: tuple[int, int]) -> tuple[int, bool, int]:
    n, weekday = one
    return weekday, n < 0, n


def _cycle_days(asked: tuple[str, ...], calendar: SchoolCalendar) -> tuple[str, ...]:
    if not asked:
        return ()
    known = {cycle_key(one): one for one in calendar.cycle_days}
    if not known:
        raise errors.Refusal("no_cycle_days")
    wanted = {cycle_key(one): one for one in asked}
    for key, said in wanted.items():
        if key not in known:
            raise errors.Refusal("unknown_cycle_day", value=said, known=calendar.cycle_days)
    return tuple(one for key, one in known.items() if key in wanted)


def until(
    given: PlanInput, calendar: SchoolCalendar, *, at: datetime
) -> tuple[PlanInput, Until | None]:
    """Return the plan with the last date that its event has, and what that date is.

    Once said back, the date stays although the calendar may have changed. Refusal
    "until_event_unknown" (event; known: those that the calendar has).
    """
    if given.until_event is None:
        return given, None
    since = given.from_date or calendars.today(calendar, at)
    found = events.until(given.until_event, calendar, since)
    if given.until_date is None and found is None:
        known = events.names(calendar, since)[:_EVENTS_NAMED]
        raise errors.Refusal("until_event_unknown", event=given.until_event, known=known)
    last = given.until_date or (found.on if found else None)
    return replace(given, until_date=last), found if found and found.on == last else None


def rule(given: PlanInput, anchor: Anchor, first: date, last: date) -> Rule:
    """Return a checked plan's rule between two dates."""
    return Rule(
        weekdays=given.weekdays,
        first=first,
        last=last,
        anchor=anchor,
        interval=given.interval,
        cycle_days=frozenset(given.cycle_days),
        except_dates=given.except_dates,
        monthly=frozenset(given.monthly),
    )


def settled(given: PlanInput, whole: Rule, coming: Coming) -> tuple[PlanInput, Rule]:
    """Return a plan and its rule with the dates that follow from its first session.

    "For n weeks" counts from the week of the first session, and so does "every n weeks", whatever
    is left out; the plan then begins with it. Refusals: `no_dates` (first, last),
    `left_out_anyway` (on).
    """
    if given.weeks is None and given.interval == 1:
        return given, _without(whole)
    start = given.counted_from or _coming(replace(whole, interval=1), coming)[0].on
    if given.interval > 1:
        whole = replace(whole, first=start)
        given = replace(given, from_date=start, counted_from=start)
    if given.weeks is not None:
        sunday = start + (7 * given.weeks - 1 - start.weekday()) * _DAY
        whole = replace(whole, last=min(whole.last, sunday))
        whole = replace(whole, last=_coming(whole, coming)[-1].on)
        given = replace(given, until_date=whole.last, weeks=None)
    return given, _without(whole)


def _coming(whole: Rule, coming: Coming) -> Sequence[Occurrence]:
    """Return the sessions of a rule as if nothing were left out."""
    found = coming(replace(whole, except_dates=frozenset()))
    if not found:
        raise errors.Refusal("no_dates", first=whole.first, last=whole.last)
    return found


def _without(whole: Rule) -> Rule:
    """Return a rule that leaves out only dates that it would have; Refusal "left_out_anyway".

    A stretch of dates ("except 12/1-12/4") may go beyond them, a single date may not: it would be
    a slip that nobody sees.
    """
    if not whole.except_dates:
        return whole
    own = frozenset(rule_dates.dates(replace(whole, except_dates=frozenset())))
    for stretch in _stretches(sorted(whole.except_dates)):
        if own.isdisjoint(stretch):
            raise errors.Refusal("left_out_anyway", on=stretch[0])
    return replace(whole, except_dates=whole.except_dates & own)


def _stretches(dates: Sequence[date]) -> list[list[date]]:
    found: list[list[date]] = []
    for on in dates:
        if found and on - found[-1][-1] == _DAY:
            found[-1].append(on)
        else:
            found.append([on])
    return found
