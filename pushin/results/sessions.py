"""Sessions, the days that they are on, and what comes next."""

from dataclasses import dataclass
from datetime import date, datetime

from pushin.results.people import Answer, PersonRef


@dataclass(frozen=True, slots=True)
class Beside:
    """Another provider who treats together with a session's own that day, from when until when."""

    provider: PersonRef
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Out:
    """Somebody who is out of a session, and who covers (`answer` "in") or was asked to.

    `answer` is None until they answered, "no" where they cannot.
    """

    absence_id: str
    person: PersonRef
    cover: PersonRef | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """One date of a plan, as anybody of its team may see it.

    `out` are those who cannot make it; `fallback` is what the team agreed for then, told only
    where somebody is out.
    `doing` is what its teacher said that the class will be doing: "" as usual, None nothing yet.
    `moved`: a person gave it its date, time or room; `moved_from` is the date it was to be on, if
    that was another.
    """

    id: str
    plan_id: str
    on: date
    start: int
    end: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    school_name: str
    room: str
    channel_id: str | None
    during: str
    day_label: str
    service_delivery_model: str
    provider: PersonRef
    teacher: PersonRef
    adults: tuple[PersonRef, ...]
    status: str
    reason: str | None
    obstacle: str | None
    revision: int
    beside: tuple[Beside, ...] = ()
    out: tuple[Out, ...] = ()
    fallback: str = ""
    doing: str | None = None
    moved: bool = False
    moved_from: date | None = None

    @property
    def providers(self) -> tuple[PersonRef, ...]:
        """Whose session it is, and who treats together with them where it is on."""
        is_on = self.status != "cancelled" and self.obstacle is None
        return (self.provider, *(one.provider for one in self.beside if is_on))


@dataclass(frozen=True, slots=True)
class DoingSaid:
    """A teacher said what the class will be doing; `again` when the same was said before."""

    session: SessionFacts
    again: bool


@dataclass(frozen=True, slots=True)
class NextSession:
    """The asker's next session and their part in it; `varied`: roles of this session only."""

    session: SessionFacts
    agreement_id: str | None
    agreement_number: int
    lead: PersonRef | None
    my_part: str | None
    my_answer: Answer | None
    in_force: bool
    waiting_for: tuple[PersonRef, ...]
    try_next: str | None
    varied: bool = False


@dataclass(frozen=True, slots=True)
class NothingNext:
    """The asker has no session to come; `has_plans` tells whether they ever had one."""

    has_plans: bool
    role: str


@dataclass(frozen=True, slots=True)
class SchoolDay:
    """A date as the school has it.

    `kind` is what the school calls its bells, `day_label` the day's own name or reason if it has
    one; bells are minutes. `cut`: the kind says its first and last bell, for the school has none
    of its own for such a day.
    """

    on: date
    school_name: str
    in_session: bool
    known: bool
    day_label: str
    cycle_day: str | None
    reason: str
    kind: str = ""
    first_bell: int | None = None
    last_bell: int | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Agenda:
    """The asker's sessions of one date, also those that are not on (with the reason).

    `buildings`: the date in each building of an itinerant's day, in the order of their way; None
    for who is in one. `travel_minutes` is what the way takes.
    """

    day: SchoolDay
    zone: str
    sessions: tuple[SessionFacts, ...]
    buildings: tuple[SchoolDay, ...] | None = None
    travel_minutes: int = 0
