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
        "from_date": given.from_date.isoformat() if given.from_date else None,
        "until_date": given.until_date.isoformat() if given.until_date else None,
        "service_delivery_model": given.service_delivery_model,
        "lead_minutes": given.lead_minutes,
        "student_codes": list(given.student_codes),
    }


def from_content(content: Mapping[str, Any]) -> PlanInput:
    """Return what `to_content` was given."""
    first, last = content["from_date"], content["until_date"]
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
        from_date=date.fromisoformat(first) if first else None,
        until_date=date.fromisoformat(last) if last else None,
        service_delivery_model=content["service_delivery_model"],
        lead_minutes=content["lead_minutes"],
        student_codes=tuple(content["student_codes"]),
    )


def _adult_to(adult: Account | str | None) -> object:
    return asdict(adult) if isinstance(adult, Account) else adult


def _adult_from(raw: Any) -> Account | str | None:  # noqa: ANN401  JSON
    if isinstance(raw, dict):
        return Account(**raw)
    return None if raw is None else str(raw)
