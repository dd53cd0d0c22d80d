"""Plans: asked for, said back, saved."""

from dataclasses import dataclass
from datetime import date

from pushin.results.people import PersonRef
from pushin.results.sessions import SessionFacts
from school.events import Until


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A standing push-in.

    Its rhythm: `weekdays` every `interval` weeks, or `cycle_days` of the school's rotation (on
    `weekdays`, if there are any), or `monthly`: (n, weekday), -1 for the last.
    """

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
    interval: int = 1
    cycle_days: tuple[str, ...] = ()
    monthly: tuple[tuple[int, int], ...] = ()
    except_dates: tuple[date, ...] = ()
    together: tuple[PersonRef, ...] = ()
    """The providers of other plans who treat together with this one's."""


@dataclass(frozen=True, slots=True)
class AskedPart:
    """One of several plans that were asked for at once: its days, or its dates, and its times."""

    weekdays: tuple[int, ...] = ()
    interval: int = 1
    cycle_days: tuple[str, ...] = ()
    monthly: tuple[tuple[int, int], ...] = ()
    dates: tuple[date, ...] = ()
    start: int | None = None
    end: int | None = None
    during: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that stands in the way of a plan, first on the date `on`.

    `kind`: `provider`, `teacher` or `room` are taken from `start` to `end` by another push-in.
    `building`: the provider is in the building `where` (nowhere known, if empty), every week on
    this weekday if `weekly`. `travel`: their session from `start` to `end` in the building `where`
    is `gap` minutes away, and the way takes `way`; `earlier`: it comes first. `mine`: the provider
    is who asks. `adults`: the room of the teacher `who` has `count` of them from `start` to `end`,
    and she wants `most`. `plan_ids` are the other plans, `overlap` (minutes) what is shared with
    the first of them.
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
    count: int = 0
    most: int = 0
    room: str = ""
    plan_ids: tuple[str, ...] = ()
    overlap: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class PlanPreview:
    """What was understood, said back before it is saved; `draft_id` is what Confirm carries.

    `since`: those of the clashes that came up after an earlier preview, which was not saved.
    `unknown`: dates whose letter the school has not published. `until`: the event that its last
    day comes from. `free`: the weekday and times on which provider and room are free instead of
    the first date on which another provider is in the room. `shared`: student codes that this
    plan has in common with that one; for a modal only.
    """

    draft_id: str
    plan: PlanFacts
    first_dates: tuple[tuple[date, int, int], ...]
    session_count: int
    moved: tuple[tuple[date, int, int, str], ...]
    obstacles: tuple[date, ...]
    clashes: tuple[Clash, ...]
    since: tuple[Clash, ...] = ()
    unknown: tuple[date, ...] = ()
    until: Until | None = None
    free: tuple[int, int, int] | None = None
    shared: tuple[str, ...] = ()

    @property
    def rivals(self) -> tuple[Clash, ...]:
        """Other providers in the room at the time: they are treated with, or one of them moves."""
        return tuple(one for one in self.clashes if one.kind == "room")


@dataclass(frozen=True, slots=True)
class PlanSaved:
    """A plan exists now; `again` when this draft had become it already.

    `asks`: the provider who is asked whether they treat together.
    """

    plan: PlanFacts
    session_count: int
    first: SessionFacts | None
    again: bool = False
    asks: PersonRef | None = None


@dataclass(frozen=True, slots=True)
class PlanDropped:
    """What was asked for is left; `again` when it had been already."""

    again: bool


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
    interval: int = 1
    cycle_days: tuple[str, ...] = ()
    monthly: tuple[tuple[int, int], ...] = ()
    except_dates: tuple[date, ...] = ()
    rotation: tuple[str, ...] = ()
    """The cycle days that the school has, to pick from."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Several things fit what was asked: the person picks one (`options`: entity id, facts)."""

    verb: str
    plans: tuple[PlanFacts, ...]
