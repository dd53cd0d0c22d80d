"""What somebody asks for when they plan a push-in, and how it waits for Confirm."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pushin.people import Account
from school.recurrence import Anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInput:
    """A plan as asked for; what is None is taken from what is known.

    `provider_id`: the asker. `teacher`, `classroom_id` and `room`: one follows from the other
    where there is no doubt. `channel_id`: a new room's channel; a known room keeps its own.
    `from_date`: today. `until_date`: the last day of school, included. `teacher` and `paras` are
    accounts or ids of known people; `adults_without_account` are (name, role).

    The rhythm: `weekdays` (0 = Monday) every `interval` weeks; or `cycle_days` of the school's
    rotation, on any weekday if none is said; or `monthly`, (n, weekday) with -1 for the last; each
    without `except_dates`. An end may be said as `until_event` or in `weeks` from that of the first
    session: it is a date once it was said back. `counted_from` is the date whose week an interval
    counts from, kept from then on.
    """

    provider_id: str | None = None
    teacher: Account | str | None = None
    classroom_id: str | None = None
    room: str | None = None
    channel_id: str | None = None
    paras: tuple[Account | str, ...] = ()
    adults_without_account: tuple[tuple[str, str], ...] = ()
    weekdays: frozenset[int] = frozenset()
    anchor: Anchor
    from_date: date | None = None
    until_date: date | None = None
    service_delivery_model: str = "push_in"
    lead_minutes: int = 30
    student_codes: tuple[str, ...] = ()
    interval: int = 1
    cycle_days: tuple[str, ...] = ()
    monthly: tuple[tuple[int, int], ...] = ()
    except_dates: frozenset[date] = frozenset()
    until_event: str | None = None
    weeks: int | None = None
    counted_from: date | None = None

    @property
    def told_on(self) -> frozenset[int]:
        """The weekdays that were said, for each week or for some of a month."""
        return self.weekdays or frozenset(weekday for _, weekday in self.monthly)


def to_content(given: PlanInput) -> dict[str, Any]:
    """Return an input as JSON."""
    return {
        "provider_id": given.provider_id,
        "teacher": _adult_to(given.teacher),
        "classroom_id": given.classroom_id,
        "room": given.room,
        "channel_id": given.channel_id,
        "paras": [_adult_to(one) for one in given.paras],
        "adults_without_account": [list(one) for one in given.adults_without_account],
        "weekdays": sorted(given.weekdays),
        "anchor": asdict(given.anchor),
        "from_date": _date_to(given.from_date),
        "until_date": _date_to(given.until_date),
        "service_delivery_model": given.service_delivery_model,
        "lead_minutes": given.lead_minutes,
        "student_codes": list(given.student_codes),
        "interval": given.interval,
        "cycle_days": list(given.cycle_days),
        "monthly": [list(one) for one in given.monthly],
        "except_dates": sorted(on.isoformat() for on in given.except_dates),
        "until_event": given.until_event,
        "weeks": given.weeks,
        "counted_from": _date_to(given.counted_from),
    }


def from_content(content: Mapping[str, Any]) -> PlanInput:
    """Return what `to_content` was given; a draft of an earlier Push-In has weekdays only."""
    return PlanInput(
        provider_id=content["provider_id"],
        teacher=_adult_from(content["teacher"]),
        classroom_id=content["classroom_id"],
        room=content["room"],
        channel_id=content["channel_id"],
        paras=tuple(one for raw in content["paras"] if (one := _adult_from(raw)) is not None),
        adults_without_account=tuple((one[0], one[1]) for one in content["adults_without_account"]),
        weekdays=frozenset(content["weekdays"]),
        anchor=Anchor(**content["anchor"]),
        from_date=_date_from(content["from_date"]),
        until_date=_date_from(content["until_date"]),
        service_delivery_model=content["service_delivery_model"],
        lead_minutes=content["lead_minutes"],
        student_codes=tuple(content["student_codes"]),
        interval=content.get("interval", 1),
        cycle_days=tuple(content.get("cycle_days", ())),
        monthly=tuple((n, weekday) for n, weekday in content.get("monthly", ())),
        except_dates=frozenset(map(date.fromisoformat, content.get("except_dates", ()))),
        until_event=content.get("until_event"),
        weeks=content.get("weeks"),
        counted_from=_date_from(content.get("counted_from")),
    )


def _date_to(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _date_from(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _adult_to(adult: Account | str | None) -> object:
    return asdict(adult) if isinstance(adult, Account) else adult


def _adult_from(raw: Any) -> Account | str | None:  # noqa: ANN401  JSON
    if isinstance(raw, dict):
        return Account(**raw)
    return None if raw is None else str(raw)
