"""Plans: asked for, said back, saved."""

from dataclasses import dataclass
from datetime import date

from pushin.results.people import PersonRef
from pushin.results.sessions import SessionFacts


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A standing push-in."""

    id: str
    revision: int
    classroom_id: str
    room: str
    school_name: str
    zone: str
    channel_id: str | None
    provider: PersonRef
    teacher: PersonRef
    adults: tuple[PersonRef, ...]
    service_delivery_model: str
    weekdays: tuple[int, ...]
    anchor_kind: str
    during: str
    start: int
    end: int
    from_date: date
    until_date: date
    lead_minutes: int
    state: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that stands in the way of a plan, first on the date `on`.

    `kind`: `provider`, `teacher` or `room` are taken from `start` to `end` by another push-in.
    `building`: the provider is in the building `where` (nowhere known, if empty), every week on
    this weekday if `weekly`. `travel`: their session from `start` to `end` in the building `where`
    is `gap` minutes away, and the way takes `way`; `earlier`: it comes first. `mine`: the provider
    is who asks.
    """

    kind: str
    who: str
    on: date
    start: int
    end: int
    where: str = ""
    weekly: bool = False
    gap: int = 0
    way: int = 0
    earlier: bool = False
    mine: bool = False


@dataclass(frozen=True, slots=True)
class PlanPreview:
    """What was understood, said back before it is saved; `draft_id` is what Confirm carries.

    `since`: those of the clashes that came up after an earlier preview, which was not saved.
    """

    draft_id: str
    plan: PlanFacts
    first_dates: tuple[tuple[date, int, int], ...]
    session_count: int
    moved: tuple[tuple[date, int, int, str], ...]
    obstacles: tuple[date, ...]
    clashes: tuple[Clash, ...]
    since: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanSaved:
    """A plan exists now; `again` when this draft had become it already."""

    plan: PlanFacts
    session_count: int
    first: SessionFacts | None
    again: bool = False


@dataclass(frozen=True, slots=True)
class PlanForm:
    """What the schedule form is prefilled with, and the periods and routines to pick from."""

    draft_id: str | None
    weekdays: tuple[int, ...]
    anchor_kind: str
    anchor_name: str
    start: int | None
    end: int | None
    teacher_user_id: str | None
    room: str
    channel_id: str | None
    para_user_ids: tuple[str, ...]
    adults_without_account: tuple[tuple[str, str], ...]
    from_date: date | None
    until_date: date | None
    service_delivery_model: str
    lead_minutes: int
    student_codes: tuple[str, ...]
    periods: tuple[str, ...]
    routines: tuple[str, ...]
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Several things fit what was asked: the person picks one (`options`: entity id, facts)."""

    verb: str
    plans: tuple[PlanFacts, ...]
