"""What happened at the sessions: logs, make-ups, mandates, reviews and progress."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.base import Row, belongs_to, one_of
from storage.tables.people import DISCIPLINES
from storage.tables.plans import MODELS, STATUSES

LOGGED = tuple(status for status in STATUSES if status != "planned")
REASONS = (
    "assembly",
    "field_trip",
    "testing",
    "drill",
    "closed",
    "early_release",
    "late_start",
    "routine_missing",
    "teacher_request",
    "other",
)
MAKE_UP_STATES = ("pending", "owed", "not_owed", "done")
PERIODS = ("week", "month", "marking_period", "year")
DECISIONS = ("keep", "move", "split", "model", "talk")
SUPPORT = ("more", "same", "less")


class Log(Row, table=True):
    """What happened at one session; a correction is a new row, and the old one says since when.

    The instants, the zone and all else are as they were that day and are never computed again.
    `provider_id` is whose session it was, `deliverer_id` who worked with the students and
    `supervisor_id` who answers for an assistant's work. `minutes` are therapy; a para's practice
    stands in `support_minutes`. `group_size` is None where no codes are kept.
    """

    __table_args__ = (
        belongs_to("session", "session_id"),
        belongs_to("plan", "plan_id"),
        belongs_to("person", "provider_id"),
        belongs_to("person", "deliverer_id"),
        belongs_to("person", "supervisor_id"),
        belongs_to("person", "said_by"),
        one_of("status", LOGGED),
        one_of("reason", REASONS),
        one_of("service_delivery_model", MODELS),
        CheckConstraint("starts_at < ends_at", name="length"),
        CheckConstraint("planned_minutes BETWEEN 1 AND 1440", name="planned"),
        CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes"),
        CheckConstraint("support_minutes BETWEEN 0 AND 1440", name="support"),
        CheckConstraint("group_size IS NULL OR group_size >= 0", name="group_size"),
        CheckConstraint("(status IN ('held', 'partial')) = (minutes > 0)", name="held_has_minutes"),
        CheckConstraint("status <> 'cancelled' OR reason IS NOT NULL", name="reason_of_cancelled"),
        Index(
            "uq_log_current",
            "workspace_id",
            "session_id",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
        Index("ix_log_provider", "workspace_id", "provider_id", "on_date"),
        Index("ix_log_plan", "workspace_id", "plan_id", "on_date"),
        Index("ix_log_session", "workspace_id", "session_id"),
    )

    id: str = Field(primary_key=True, max_length=32)
    session_id: str
    plan_id: str
    provider_id: str
    on_date: date
    starts_at: datetime
    ends_at: datetime
    timezone: str
    planned_minutes: int
    minutes: int
    support_minutes: int = 0
    status: str
    reason: str | None = None
    service_delivery_model: str
    place: str = ""
    deliverer_id: str | None = None
    supervisor_id: str | None = None
    group_size: int | None = None
    goal_area: str | None = None
    note: str = ""
    said_by: str
    at: datetime
    replaced_at: datetime | None = None


class LogStudent(Row, table=True):
    """A student code at one logged session: of its minutes, those in a group are named too."""

    __table_args__ = (
        belongs_to("log", "log_id", cascade=True),
        CheckConstraint("group_minutes >= 0 AND group_minutes <= minutes", name="group"),
        CheckConstraint("present OR minutes = 0", name="absent_has_none"),
        Index("ix_log_student_code", "workspace_id", "code"),
    )

    log_id: str = Field(primary_key=True, max_length=32)
    code: str = Field(primary_key=True, max_length=16)
    present: bool = True
    minutes: int = 0
    group_minutes: int = 0


class MakeUp(Row, table=True):
    """Minutes that were missed, and what a person decided about them.

    `code` is set where one student of a group missed them. `plan_id` is the plan of one date that
    was made to make them up, `done_session_id` the session in which they were.
    """

    __table_args__ = (
        belongs_to("session", "session_id"),
        belongs_to("person", "provider_id"),
        belongs_to("person", "decided_by"),
        belongs_to("plan", "plan_id"),
        belongs_to("session", "done_session_id"),
        one_of("state", MAKE_UP_STATES),
        UniqueConstraint("workspace_id", "session_id", "code"),
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name="decided"),
        Index("ix_make_up_provider", "workspace_id", "provider_id", "state"),
        Index("ix_make_up_plan", "workspace_id", "plan_id"),
    )

    id: str = Field(primary_key=True, max_length=32)
    session_id: str
    provider_id: str
    code: str = Field(default="", max_length=16)
    minutes: int
    state: str = "pending"
    at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    plan_id: str | None = None
    done_session_id: str | None = None


class IndirectWeek(Row, table=True):
    """A week (by its Monday) in which a provider works for students without seeing them."""

    __table_args__ = (belongs_to("person", "provider_id", cascade=True),)

    provider_id: str = Field(primary_key=True, max_length=32)
    week: date = Field(primary_key=True)


class Mandate(Row, table=True):
    """Minutes that are owed in each period: of a student code, or (without one) of its plans.

    Both dates are included; without `until_date` it goes on. `service_delivery_model` is None
    where any will do. `told_for` is the first day of the period whose shortfall was told.
    """

    __table_args__ = (
        belongs_to("person", "provider_id"),
        belongs_to("person", "created_by"),
        one_of("discipline", DISCIPLINES),
        one_of("service_delivery_model", MODELS),
        one_of("per", PERIODS),
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("until_date IS NULL OR from_date <= until_date", name="dates"),
        Index("ix_mandate_provider", "workspace_id", "provider_id"),
        Index("ix_mandate_code", "workspace_id", "code"),
    )

    id: str = Field(primary_key=True, max_length=32)
    provider_id: str
    code: str | None = Field(default=None, max_length=16)
    discipline: str
    service_delivery_model: str | None = None
    minutes: int
    per: str
    from_date: date
    until_date: date | None = None
    told_for: date | None = None
    created_by: str
    created_at: datetime


class MandatePlan(Row, table=True):
    """A plan that serves a mandate."""

    __table_args__ = (
        belongs_to("mandate", "mandate_id", cascade=True),
        belongs_to("plan", "plan_id", cascade=True),
        Index("ix_mandate_plan_plan", "workspace_id", "plan_id"),
    )

    mandate_id: str = Field(primary_key=True, max_length=32)
    plan_id: str = Field(primary_key=True, max_length=32)


class Review(Row, table=True):
    """Once a plan was looked at: why then, what was decided, and in whose words."""

    __table_args__ = (
        belongs_to("plan", "plan_id", cascade=True),
        belongs_to("person", "decided_by"),
        one_of("why", ("asked", "six_weeks", "shortfall")),
        one_of("decision", DECISIONS),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided"),
        Index("ix_review_plan", "workspace_id", "plan_id", "at"),
    )

    id: str = Field(primary_key=True, max_length=32)
    plan_id: str
    why: str
    at: datetime
    decision: str | None = None
    words: str = ""
    decided_by: str | None = None
    decided_at: datetime | None = None


class Progress(Row, table=True):
    """How much support a goal area of a plan needs by now: one tap, no more."""

    __table_args__ = (
        belongs_to("plan", "plan_id", cascade=True),
        belongs_to("person", "said_by"),
        one_of("support", SUPPORT),
        Index("ix_progress_plan", "workspace_id", "plan_id", "on_date"),
    )

    id: str = Field(primary_key=True, max_length=32)
    plan_id: str
    goal_area: str = Field(max_length=40)
    support: str
    on_date: date
    said_by: str
    at: datetime


class ProposalAnswer(Row, table=True):
    """What one of those whose word a proposed change needs has said to it.

    `as_part` is whose word it is; a case manager says whether the student's plan was amended.
    """

    __table_args__ = (
        belongs_to("proposal", "proposal_id", cascade=True),
        belongs_to("person", "person_id"),
        one_of("as_part", ("provider", "teacher", "case_manager")),
        one_of("answer", ("agree", "talk", "no_amendment", "amended")),
        CheckConstraint("(answer = 'amended') = (amended_on IS NOT NULL)", name="amended_on"),
    )

    proposal_id: str = Field(primary_key=True, max_length=32)
    person_id: str = Field(primary_key=True, max_length=32)
    as_part: str
    answer: str
    amended_on: date | None = None
    at: datetime
