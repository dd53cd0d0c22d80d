"""Minutes against a plain loop over the logs: what is delivered, missed, made up and mandated."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from pushin import minutes
from pushin.results.minutes import Balance
from school.calendar import SchoolCalendar
from storage import tables
from storage.scope import Scope, Who

DAY = timedelta(days=1)
_NAMES = ("planned", "delivered", "extra", "missed_minutes", "not_logged", "to_come", "made_up")


@dataclass
class Total:
    """What the logs of a provider add up to."""

    delivered: int = 0
    extra: int = 0
    missed: int = 0
    made_up: int = 0


def broken(
    session: Session,
    workspace_id: str,
    calendar: SchoolCalendar,
    stretch: tuple[date, date],
    *,
    at: datetime,
) -> Iterator[str]:
    """Yield each provider whose minutes do not add up between two dates, and how."""
    person = tables.Person
    found = select(person).where(person.role == "provider").order_by(person.name)
    for provider in session.exec(found).all():
        if provider.slack_user_id is None or not _has_plans(session, provider.id):
            continue
        scope = Scope.of(session, Who(workspace_id, provider.slack_user_id))
        for wrong in _of(scope, provider, calendar, stretch, at):
            yield f"minutes of {provider.name}, {stretch[0]} to {stretch[1]}: {wrong}"


def _has_plans(session: Session, provider_id: str) -> bool:
    found = select(tables.Plan.id).where(tables.Plan.provider_id == provider_id)
    return session.exec(found).first() is not None


def _of(
    scope: Scope,
    provider: tables.Person,
    calendar: SchoolCalendar,
    stretch: tuple[date, date],
    at: datetime,
) -> Iterator[str]:
    first, last = stretch
    cut = first + (last - first) // 2
    whole = _asked(scope, first, last, at)
    parts = [_asked(scope, first, cut, at), _asked(scope, cut + DAY, last, at)]
    yield from differs(whole, parts, plain(scope.session, provider.id, first, last))
    owed = mandated(scope.session, provider.id, calendar, first, last)
    if owed is not None and (whole.mandated or 0) != owed:
        yield f"mandated {whole.mandated}, a plain loop says {owed}"


def _asked(scope: Scope, first: date, last: date, at: datetime) -> Balance:
    key = f"me/{first.isoformat()}/{last.isoformat()}"
    return minutes.of_key(scope, key, at=at).balance


def differs(whole: Balance, parts: list[Balance], loop: Total) -> Iterator[str]:
    """Yield where the sums of a stretch are not those of its parts, or not those of the logs."""
    sums = whole.sums
    told = sums.delivered + sums.missed_minutes + sums.not_logged + sums.to_come
    if sums.planned + sums.extra != told:
        yield f"planned {sums.planned} and {sums.extra} more are not the {told} of all"
    for name in _NAMES:
        cut = sum(getattr(one.sums, name) for one in parts)
        if getattr(sums, name) != cut:
            yield f"{name} {getattr(sums, name)}, its two parts {cut}"
        if getattr(sums, name) < 0:
            yield f"{name} {getattr(sums, name)} is below 0"
    for name in ("delivered", "extra", "made_up"):
        if getattr(sums, name) != getattr(loop, name):
            yield f"{name} {getattr(sums, name)}, the logs {getattr(loop, name)}"
    if sums.missed_minutes < loop.missed:
        yield f"missed {sums.missed_minutes}, the logs alone {loop.missed}"


def plain(session: Session, provider_id: str, first: date, last: date) -> Total:
    """Return what the logs say, one after the other."""
    made = set(session.exec(select(tables.MakeUp.plan_id)).all())
    log, plan = tables.Log, tables.Plan
    rows = session.exec(
        select(log)
        .join(plan, col(plan.id) == col(log.plan_id))
        .where(
            plan.provider_id == provider_id,
            col(log.replaced_at).is_(None),
            log.on_date >= first,
            log.on_date <= last,
        )
    ).all()
    total = Total()
    for row in rows:
        if row.plan_id in made:
            total.made_up += row.minutes
            continue
        total.delivered += row.minutes
        total.extra += max(0, row.minutes - row.planned_minutes)
        total.missed += max(0, row.planned_minutes - row.minutes)
    return total


def mandated(
    session: Session, provider_id: str, calendar: SchoolCalendar, first: date, last: date
) -> int | None:
    """Return what a provider's push-ins owe, week by week; None if any goes by other periods."""
    mandate = tables.Mandate
    rows = session.exec(
        select(mandate).where(mandate.provider_id == provider_id, col(mandate.code).is_(None))
    ).all()
    if any(row.per != "week" for row in rows):
        return None
    total = 0
    for row in rows:
        begun, over = max(first, row.from_date), min(last, row.until_date or last)
        monday = begun - begun.weekday() * DAY
        while monday <= over:
            week = [monday + n * DAY for n in range(7)]
            school = [on for on in week if calendar.day(on).in_session]
            counted = [on for on in school if begun <= on <= over]
            if school:
                total += int(row.minutes * len(counted) / len(school) + 0.5 + 1e-9)
            monday += 7 * DAY
    return total
