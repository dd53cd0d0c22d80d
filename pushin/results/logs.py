"""What happened at sessions, what is made up for, and weeks without direct sessions."""

from dataclasses import dataclass
from datetime import date, datetime

from pushin.results.people import PersonRef
from pushin.results.sessions import SessionFacts


@dataclass(frozen=True, slots=True)
class LogFacts:
    """What somebody said of a session, as far as it is no student's.

    `minutes` are therapy, `support` what somebody else practised. `deliverer` is who worked with
    the students where that was not the provider, `supervisor` who answers for an assistant. `size`
    is how many students were there; None where no codes are kept. `zone` is the school's.
    """

    status: str
    minutes: int
    planned: int
    by: PersonRef
    at: datetime
    zone: str
    reason: str | None = None
    support: int = 0
    deliverer: PersonRef | None = None
    supervisor: PersonRef | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    """A session that has begun: what is said of it, or else what is known (`known_*`)."""

    session: SessionFacts
    log: LogFacts | None
    status: str
    minutes: int
    planned: int
    reason: str | None
    support: int = 0
    deliverer: PersonRef | None = None


@dataclass(frozen=True, slots=True)
class MakeUpFacts:
    """Minutes that were missed; `suggestion` is the district's own word for the reason.

    `planned` is how long the session was to be: where that is more, it was held in part. `of_code`:
    one student of a group missed them (who, stands in the record alone). `plan_on` is when they are
    to be made up, `done_on` when they were.
    """

    id: str
    session: SessionFacts
    minutes: int
    planned: int
    state: str
    reason: str
    status: str
    suggestion: str = ""
    of_code: bool = False
    plan_on: date | None = None
    done_on: date | None = None
    decided_by: PersonRef | None = None


@dataclass(frozen=True, slots=True)
class Logged:
    """A session was logged, or corrected; `again`: it stood so already.

    `turned`: what was to be therapy is support, because of who was there. `make_ups` are what a
    person decides about now. `support`: it may be said how much support its goal areas need.
    """

    line: LogLine
    before: LogFacts | None = None
    again: bool = False
    turned: bool = False
    make_ups: tuple[MakeUpFacts, ...] = ()
    undo_id: str = ""
    support: bool = False


@dataclass(frozen=True, slots=True)
class DayLogged:
    """All sessions of a day that nobody had logged were, as planned or as the calendar knew.

    `support`: it may be said how much support the goal areas of those that were held need.
    """

    on: date
    lines: tuple[LogLine, ...]
    again: bool = False
    make_ups: tuple[MakeUpFacts, ...] = ()
    undo_id: str = ""
    support: bool = False


@dataclass(frozen=True, slots=True)
class LogTakenBack:
    """What was said of sessions was taken back; they are as they were before."""

    lines: tuple[LogLine, ...]


@dataclass(frozen=True, slots=True)
class LogDay:
    """The sessions of a date that have begun, each with what is said of it.

    `later` is how many are still to come that day. `may_log`: some of them are the asker's to log.
    """

    on: date
    lines: tuple[LogLine, ...]
    later: int
    may_log: bool


@dataclass(frozen=True, slots=True)
class LogForm:
    """What the record of one session is prefilled with; codes and notes open in a modal only.

    `codes` are the students of that date, `absent` those who were not there; None where the asker
    may not see them. `deliverers` and `supervisors` may be picked. `past` is what was said before,
    newest first. `may_log`: else it is only read.
    """

    line: LogLine
    log_id: str
    codes: tuple[str, ...] | None
    absent: tuple[str, ...]
    group_minutes: tuple[tuple[str, int], ...]
    deliverers: tuple[PersonRef, ...]
    supervisors: tuple[PersonRef, ...]
    supervisor_id: str | None
    goal_areas: tuple[tuple[str, str], ...]
    goal_area: str | None
    note: str
    past: tuple[LogFacts, ...]
    may_log: bool = True


@dataclass(frozen=True, slots=True)
class WaitingLog:
    """How did it go? A provider's sessions of a date that are over and not logged."""

    on: date
    lines: tuple[LogLine, ...]


@dataclass(frozen=True, slots=True)
class MakeUps:
    """What is open of a provider's missed sessions, the oldest first."""

    pending: tuple[MakeUpFacts, ...]
    owed: tuple[MakeUpFacts, ...]


@dataclass(frozen=True, slots=True)
class MakeUpDecided:
    """A person decided about missed minutes; `again`: that is how it stood already."""

    make_up: MakeUpFacts
    again: bool = False
    undo_id: str = ""


@dataclass(frozen=True, slots=True)
class MakeUpSlot:
    """A time in which missed minutes can be made up; `indirect`: in a consult week."""

    on: date
    start: int
    end: int
    during: str
    indirect: bool = False
    before: bool = False


@dataclass(frozen=True, slots=True)
class MakeUpTimes:
    """Times that make sense for missed minutes, the best first."""

    make_up: MakeUpFacts
    slots: tuple[MakeUpSlot, ...]


@dataclass(frozen=True, slots=True)
class MakeUpPlanned:
    """A push-in of one date was planned that makes up for missed minutes."""

    make_up: MakeUpFacts
    session: SessionFacts
    again: bool = False


@dataclass(frozen=True, slots=True)
class MakeUpRules:
    """The district's own suggestion for each reason of a missed session; none is built in."""

    suggestions: tuple[tuple[str, str], ...]
    again: bool = False


@dataclass(frozen=True, slots=True)
class IndirectWeeks:
    """A provider's weeks without direct sessions, each by its Monday, from this week on.

    `off` is how many sessions fall out by what was just said, `back` how many came back.
    """

    weeks: tuple[date, ...]
    off: int = 0
    back: int = 0
    changed: bool = False
    undo_id: str = ""
