"""What the sums of minutes come as: one row for each plan, code, mandate or make-up."""

from datetime import date
from typing import NamedTuple


class LoggedRow(NamedTuple):
    """What was logged, summed up: `missed` and `extra` are what it is short of, or over, the plan.

    `weekday` (0 = Sunday) is told only of what was missed.
    """

    plan_id: str
    code: str
    model: str
    status: str
    reason: str | None
    weekday: int | None
    sessions: int
    planned: int
    minutes: int
    missed: int
    extra: int


class OpenRow(NamedTuple):
    """Sessions that nobody logged: those as planned together, each other one by its `id`.

    `minutes` are how long they are.
    """

    plan_id: str
    code: str
    model: str
    over: bool
    id: str
    sessions: int
    minutes: int


class MakeUpRow(NamedTuple):
    """Minutes to make up of a plan; `inside`: they were missed between the two dates.

    `made_id` is the plan of one date that was made for them.
    """

    plan_id: str
    code: str
    made_id: str | None
    state: str
    inside: bool
    minutes: int


class PlanRow(NamedTuple):
    """A plan as it is named among others."""

    id: str
    follows_id: str | None
    provider_id: str
    discipline: str | None
    classroom_id: str
    room: str
    school_id: str
    during: str
    start: int
    end: int
    model: str
    from_date: date
    until_date: date


class MandateRow(NamedTuple):
    """A mandate, once for each plan that serves it."""

    id: str
    plan_id: str
    provider_id: str
    code: str | None
    discipline: str
    model: str | None
    minutes: int
    per: str
    from_date: date
    until_date: date | None
    told_for: date | None


class AskerRow(NamedTuple):
    """Who asks, as far as their minutes go by it."""

    id: str
    role: str
    discipline: str | None
    school_id: str | None


class StudentRow(NamedTuple):
    """When a student code is in a plan."""

    plan_id: str
    code: str
    from_date: date
    until_date: date | None
