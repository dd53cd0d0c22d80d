"""Minutes: mandated, planned, delivered, missed and made up, of a stretch of dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from school.periods import Per


@dataclass(frozen=True, slots=True)
class Missed:
    """Minutes that were missed for one reason on one weekday (0 = Monday; None: on several)."""

    reason: str
    weekday: int | None
    minutes: int
    sessions: int


@dataclass(frozen=True, slots=True)
class Sums:
    """Minutes of sessions: planned + extra = delivered + missed + not_logged + to_come, always.

    `delivered` holds what went beyond a session's planned length, which is `extra`; `not_logged`
    are sessions that are over and that nobody logged. Make-up sessions stand apart: `made_up` was
    delivered in them, `make_up_coming` is planned or not logged yet. `pending`, `owed` and `done`
    are what people decided about missed minutes. `usual` is the length of most sessions.
    """

    planned: int = 0
    delivered: int = 0
    extra: int = 0
    not_logged: int = 0
    to_come: int = 0
    missed: tuple[Missed, ...] = ()
    made_up: int = 0
    make_up_coming: int = 0
    pending: int = 0
    owed: int = 0
    done: int = 0
    usual: int = 0
    by_model: Mapping[str, int] = field(default_factory=dict)

    @property
    def missed_minutes(self) -> int:
        """All minutes that were missed, for whatever reason."""
        return sum(one.minutes for one in self.missed)

    @property
    def all_delivered(self) -> int:
        """What was delivered, make-ups too."""
        return self.delivered + self.made_up

    @property
    def expected(self) -> int:
        """What will have been delivered in the end, if all that is not logged yet was held."""
        return self.all_delivered + self.not_logged + self.to_come + self.make_up_coming

    @property
    def is_empty(self) -> bool:
        """Whether there was and will be nothing."""
        return not (self.planned or self.all_delivered or self.make_up_coming)


@dataclass(frozen=True, slots=True)
class Close:
    """How many make-ups of which length would close what is missing."""

    count: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Balance:
    """Sums against what they are measured by: `mandated`, or what was planned if it is None.

    `short` is what several measures are short of together: what one has too much helps no other.
    """

    sums: Sums
    mandated: int | None = None
    short: int | None = None

    @property
    def behind(self) -> int:
        """What will be missing in the end."""
        if self.short is not None:
            return self.short
        measure = self.sums.planned if self.mandated is None else self.mandated
        return max(0, measure - self.sums.expected)

    @property
    def close(self) -> Close | None:
        """How make-ups of at most the usual length, in steps of five minutes, would close it."""
        if not self.behind or not self.sums.usual:
            return None
        count = -(-self.behind // self.sums.usual)
        return Close(count, -(-self.behind // (5 * count)) * 5)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan's own minutes, named by its room and routine (or its times on a regular day)."""

    room: str
    during: str
    start: int
    end: int
    model: str
    balance: Balance


@dataclass(frozen=True, slots=True)
class Stretch:
    """The dates that are looked at, both included; `kind` is how they were asked for."""

    first: date
    last: date
    kind: str = "dates"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """The asker's minutes of a stretch; nothing in it is of a single student.

    `about` names them for a button: `me`, or one room or plan. `by_code` tells how many mandates of
    student codes stand in the modal, `today` is the date at the asker's school.
    """

    about: str
    stretch: Stretch
    today: date
    balance: Balance
    lines: tuple[PlanLine, ...]
    by_code: int = 0
    has_codes: bool = False
    room: str = ""


@dataclass(frozen=True, slots=True)
class MandateFacts:
    """What is mandated, of a code or (None) of its plans; `plans` are named by room and routine."""

    id: str
    code: str | None
    discipline: str
    model: str | None
    minutes: int
    per: Per
    from_date: date
    until_date: date | None
    plan_ids: tuple[str, ...]
    provider_id: str
    told_for: date | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """What was said of the support that a goal area of a plan needs, the oldest first."""

    goal_area: str
    said: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One student code, for a modal only: its mandate, if it has one, and its minutes."""

    code: str
    mandate: MandateFacts | None
    balance: Balance
    plans: tuple[PlanLine, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeMinutes:
    """The minutes of student codes, for a modal only; `trends` by the room and routine of plans."""

    about: str
    stretch: Stretch
    lines: tuple[CodeLine, ...]
    trends: tuple[tuple[PlanLine, tuple[Trend, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of a chart: delivered by service delivery model, and what was mandated."""

    stretch: Stretch
    by_model: Mapping[str, int]
    mandated: int | None
    missed: int
    ahead: bool
    """Nothing of it has begun."""


@dataclass(frozen=True, slots=True)
class MinutesChart:
    """Minutes of a stretch, piece by piece, without anything of a single student."""

    found: Minutes
    per: str
    bars: tuple[Bar, ...]
    zone: str


@dataclass(frozen=True, slots=True)
class MandateSaved:
    """A mandate as it stands now; `again` where it was so already, `undo_id` takes it back."""

    mandate: MandateFacts
    lines: tuple[PlanLine, ...]
    this_period: int
    undo_id: str = ""
    again: bool = False
    state: str = "saved"
    """`saved`, `ended`, `back` as it was before a change, or `gone` with it."""


@dataclass(frozen=True, slots=True)
class MandateForm:
    """What the form holds: the plan at hand, those that may serve, codes and what stands already.

    For a modal only: it holds student codes.
    """

    plan_id: str
    title: PlanLine
    plans: tuple[tuple[str, PlanLine], ...]
    codes: tuple[str, ...]
    pers: tuple[Per, ...]
    from_date: date
    standing: tuple[MandateFacts, ...]


@dataclass(frozen=True, slots=True)
class MandatePlans:
    """The plans for one of which minutes may be mandated, by id and name."""

    plans: tuple[tuple[str, PlanLine], ...]


@dataclass(frozen=True, slots=True)
class ProgressForm:
    """The goal areas of plans, each with what was said so far; for a modal only."""

    plans: tuple[tuple[str, PlanLine, tuple[Trend, ...]], ...]


@dataclass(frozen=True, slots=True)
class WaitingShortfall:
    """News: the regular sessions of plans can no longer bring what a period asks for.

    Of whom and how much is not said: that stands in the modal.
    """

    mandate_id: str
    lines: tuple[PlanLine, ...]
    stretch: Stretch
    per: Per
