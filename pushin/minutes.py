"""Minutes of a stretch of dates: mandated, planned, delivered, missed, made up and to come."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from pushin import (
    calendars,
    errors,
    mandate_facts,
    minutes_stretches,
    minutes_sums,
    progress,
    rights,
)
from pushin.kinds import reads
from pushin.minutes_stretches import Asked
from pushin.minutes_sums import Ledger
from pushin.results.minutes import (
    Balance,
    Bar,
    CodeLine,
    CodeMinutes,
    MandateFacts,
    Minutes,
    MinutesChart,
    PlanLine,
    Stretch,
    Trend,
)
from school import periods
from school.calendar import SchoolCalendar
from storage import tables
from storage.queries.minute_rows import AskerRow, PlanRow
from storage.queries.minutes import Seen
from storage.scope import Scope

_FEW_DAYS, _FEW_WEEKS = 8, 62
"""Up to how many days a chart has a bar for each day, and up to how many for each week."""
_DAY = timedelta(days=1)
_SATURDAY = 5


@reads
def of(scope: Scope, said: str, *, at: datetime) -> Minutes | CodeMinutes:
    """Return the minutes that words ask for; those of a student code are for a modal only.

    Refusals: `stranger`, `not_yours` for who is neither provider nor case manager, `no_plan`,
    and those of `minutes_stretches.read`.
    """
    book = Book(scope, at)
    asked = minutes_stretches.read(said, book.plans, book.codes, book.home, book.today)
    return book.of_codes(asked) if asked.code else book.minutes(asked)


@reads
def of_key(scope: Scope, key: str, *, at: datetime) -> Minutes:
    """Return the minutes that a button carries; refusals as `of`, `plan_gone`."""
    book = Book(scope, at)
    return book.minutes(book.asked(key))


@reads
def of_codes(scope: Scope, key: str, *, at: datetime) -> CodeMinutes:
    """Return the minutes of the asker's student codes, for a modal; refusals as `of_key`."""
    book = Book(scope, at)
    return book.of_codes(book.asked(key))


@reads
def chart(scope: Scope, key: str, *, at: datetime) -> MinutesChart:
    """Return the minutes of a stretch piece by piece; refusals as `of_key`."""
    book = Book(scope, at)
    return book.chart(book.asked(key))


class Book:
    """What the asker may look at, read once and held while the use case runs."""

    def __init__(self, scope: Scope, at: datetime, *, of: tables.Person | None = None) -> None:
        """Look up the plans of the asker, or of whom a card is made.

        Refusals: `stranger`, `not_yours`, `no_plan`.
        """
        self.scope, self.at = scope, at
        person: tables.Person | AskerRow | None = of or scope.minutes.asker()
        if person is None:
            raise errors.Refusal("stranger")
        self.person, self.seen = person, seen_by(person.role)
        self.plans = scope.minutes.plans(self.seen, person.id)
        if not self.plans:
            raise errors.Refusal("no_plan")
        self._calendars: dict[str, SchoolCalendar] = {}
        self.home = self.calendar(person.school_id or self.plans[0].school_id)
        self.today = calendars.today(self.home, at)
        self.mandates = mandate_facts.of(scope, self.seen, person.id, self.plans)
        self._ledgers: dict[tuple[date, date, bool], Ledger] = {}

    def calendar(self, school_id: str) -> SchoolCalendar:
        """Return a school's calendar; each is read once."""
        if school_id not in self._calendars:
            self._calendars[school_id] = calendars.calendar_of(self.scope, school_id)
        return self._calendars[school_id]

    def calendar_of(self, mandate: MandateFacts) -> SchoolCalendar:
        """Return the calendar that a mandate goes by: of the school of its oldest plan."""
        schools = (plan.school_id for plan in self.plans if plan.id in mandate.plan_ids)
        return self.calendar(next(schools))

    @property
    def codes(self) -> list[str]:
        """The student codes of the asker's plans."""
        rows = self.scope.minutes.students(self.seen, self.person.id)
        return list(dict.fromkeys(row.code for row in rows))

    def asked(self, key: str) -> Asked:
        """Return what a button carries."""
        return minutes_stretches.of_key(key, self.home, self.today)

    def ledger(self, first: date, last: date, *, by_code: bool = False) -> Ledger:
        """Return the minutes between two dates; the same are read once."""
        key = (first, last, by_code)
        if key not in self._ledgers:
            self._ledgers[key] = minutes_sums.ledger(
                self.scope, self.seen, self.person.id, first, last, by_code=by_code, at=self.at
            )
        return self._ledgers[key]

    def owed(self, mandate: MandateFacts, first: date, last: date) -> tuple[int, date, date]:
        """Return what a mandate owes between two dates, and in which of them it is in effect."""
        return mandate_facts.owed(self.calendar_of(mandate), mandate, first, last)

    def balance(self, mandate: MandateFacts, first: date, last: date) -> Balance | None:
        """Return how a mandate stands between two dates; None where it is not in effect."""
        minutes, begun, over = self.owed(mandate, first, last)
        if begun > over:
            return None
        ledger = self.ledger(begun, over, by_code=mandate.code is not None)
        sums = ledger.sums(mandate.plan_ids, code=mandate.code or "", model=mandate.model)
        return Balance(sums, minutes)

    # --- what is shown --------------------------------------------------------------------------

    def minutes(self, asked: Asked) -> Minutes:
        """Return the minutes of some plans, without anything of a single student."""
        first, last = asked.stretch.first, asked.stretch.last
        ids = set(minutes_stretches.plan_ids(asked.about, self.plans))
        mandates = [one for one in self.mandates if ids.intersection(one.plan_ids)]
        whole = [one for one in mandates if one.code is None]
        found = [one for one in (self.balance(mandate, first, last) for mandate in whole) if one]
        ledger = self.ledger(first, last)
        measured = {plan_id for one in whole for plan_id in one.plan_ids}
        rest = [Balance(ledger.sums([one])).behind for one in sorted(ids - measured)]
        plans = [plan for plan in self.plans if plan.id in ids]
        return Minutes(
            about=asked.about,
            stretch=asked.stretch,
            today=self.today,
            balance=Balance(
                ledger.sums(ids),
                sum(one.mandated or 0 for one in found) if found else None,
                sum(one.behind for one in found) + sum(rest),
            ),
            lines=self._lines(plans, ledger),
            by_code=len({one.code for one in mandates if one.code}),
            room=plans[0].room if plans and asked.about != minutes_stretches.ME else "",
        )

    def _lines(self, plans: Sequence[PlanRow], ledger: Ledger) -> tuple[PlanLine, ...]:
        """Return the plans by name: one that goes on under the same name is the same line."""
        found: dict[tuple[object, ...], list[PlanRow]] = {}
        for plan in plans:
            when = plan.during or (plan.start, plan.end)
            found.setdefault((plan.room, when, plan.model), []).append(plan)
        lines = [
            minutes_sums.line(group[-1], Balance(ledger.sums([one.id for one in group])))
            for group in found.values()
        ]
        return tuple(one for one in lines if not one.balance.sums.is_empty)

    def of_codes(self, asked: Asked) -> CodeMinutes:
        """Return the minutes of student codes: each mandate, and each code that has none."""
        ids = set(minutes_stretches.plan_ids(asked.about, self.plans))
        first, last = asked.stretch.first, asked.stretch.last
        rows = self.scope.minutes.students(self.seen, self.person.id)
        in_plans = [
            (code, {row.plan_id for row in group} & ids)
            for code, group in groupby(rows, key=lambda row: row.code)
        ]
        lines = [
            line
            for code, mine in in_plans
            if mine and asked.code in ("", code)
            for line in self._of_code(code, mine, first, last)
        ]
        shown = {plan_id for code, mine in in_plans if asked.code in ("", code) for plan_id in mine}
        return CodeMinutes(asked.about, asked.stretch, tuple(lines), self._trends(shown))

    def _of_code(
        self, code: str, plan_ids: Collection[str], first: date, last: date
    ) -> list[CodeLine]:
        mandates = [
            one for one in self.mandates if one.code == code and set(one.plan_ids) & set(plan_ids)
        ]
        found = [(one, self.balance(one, first, last)) for one in mandates]
        lines = [CodeLine(code, one, balance) for one, balance in found if balance is not None]
        if lines:
            return lines
        sums = self.ledger(first, last, by_code=True).sums(plan_ids, code=code)
        return [CodeLine(code, None, Balance(sums))]

    def _trends(self, plan_ids: Collection[str]) -> tuple[tuple[PlanLine, tuple[Trend, ...]], ...]:
        found = [
            (minutes_sums.name_of(plan), progress.trend(self.scope, plan.id))
            for plan in self.plans
            if plan.id in plan_ids
        ]
        return tuple((name, trends) for name, trends in found if trends)

    def chart(self, asked: Asked) -> MinutesChart:
        """Return the bars of a stretch: by day, by week or by month, as long as it is."""
        days = (asked.stretch.last - asked.stretch.first).days + 1
        per = "day" if days <= _FEW_DAYS else "week" if days <= _FEW_WEEKS else "month"
        ids = set(minutes_stretches.plan_ids(asked.about, self.plans))
        whole = [one for one in self.mandates if one.code is None and ids & set(one.plan_ids)]
        bars = [self._bar(one, ids, whole) for one in _pieces(asked.stretch, per, self.home)]
        return MinutesChart(self.minutes(asked), per, tuple(bars), self.home.zone.key)

    def _bar(
        self, stretch: Stretch, plan_ids: Collection[str], mandates: Sequence[MandateFacts]
    ) -> Bar:
        sums = self.ledger(stretch.first, stretch.last).sums(plan_ids)
        owed = [self.owed(one, stretch.first, stretch.last)[0] for one in mandates]
        return Bar(
            stretch,
            sums.by_model,
            sum(owed) if mandates else None,
            sums.missed_minutes,
            ahead=stretch.first > self.today,
        )


def seen_by(role: str) -> Seen:
    """Return as what a role looks at minutes; NotAllowed "not_yours" for all but two.

    A provider sees their own plans, a case manager those of their students: the statements ask for
    no others. An admin has the export.
    """
    seen: tuple[Seen, ...] = ("provider", "case_manager")
    for one in seen:
        if role == one and rights.cell("minutes", one) == "yes":
            return one
    raise errors.NotAllowed("not_yours", action="minutes")


def _pieces(stretch: Stretch, per: str, home: SchoolCalendar) -> list[Stretch]:
    """Return a stretch cut into days, weeks or months."""
    if per == "day":
        days = (stretch.first + n * _DAY for n in range((stretch.last - stretch.first).days + 1))
        return [Stretch(on, on) for on in days if on.weekday() < _SATURDAY or _has_school(home, on)]
    pers: periods.Per = "week" if per == "week" else "month"
    return [
        Stretch(max(one.first, stretch.first), min(one.last, stretch.last))
        for one in periods.between(home, pers, stretch.first, stretch.last)
    ]


def _has_school(home: SchoolCalendar, on: date) -> bool:
    return periods.school_days(home, on, on) > 0
