"""Plans (standing arrangements) and their sessions (one date of a plan)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.base import Row, belongs_to, one_of

MODELS = ("push_in", "pull_out", "consultation")
ANCHORS = ("period", "routine", "clock")
STATUSES = ("planned", "held", "partial", "student_absent", "provider_absent", "cancelled")
OBSTACLES = ("routine_missing", "unknown_day")
_EMPTY = {"server_default": "[]"}


class Plan(Row, table=True):
    """A standing push-in: who, where, on which weekdays, during what, from when until when.

    `start_minute` and `end_minute` are the times on a regular day; a plan that hangs on a period or
    routine moves with it. Its rhythm is `weekdays`, every `interval` weeks counted from the week of
    `from_date`; or the days of a rotation (`cycle_days`), on any weekday if it names none; or
    `monthly`: [n, weekday] pairs, n = -1 for the month's last. `except_dates` (YYYY-MM-DD) are left
    out. A plan that was changed from a date on has ended, and the one that `follows` it goes on.
    Of two providers who treat together, the plan that came later names the other in `together_id`:
    that one's agreement, thread and checklists are theirs both. `review_weeks` is how often the
    team is asked whether it still makes sense; None is never.
    """

    __table_args__ = (
        belongs_to("classroom", "classroom_id"),
        belongs_to("person", "provider_id"),
        belongs_to("person", "created_by"),
        belongs_to("plan", "follows_id"),
        belongs_to("plan", "together_id"),
        one_of("service_delivery_model", MODELS),
        one_of("anchor_kind", ANCHORS),
        one_of("state", ("active", "ended")),
        CheckConstraint("from_date <= until_date", name="dates"),
        CheckConstraint(
            "start_minute >= 0 AND start_minute < end_minute AND end_minute <= 1440", name="minutes"
        ),
        CheckConstraint("lead_minutes BETWEEN 0 AND 1440", name="lead"),
        CheckConstraint("(anchor_kind = 'clock') = (anchor_name = '')", name="anchor"),
        CheckConstraint("interval BETWEEN 1 AND 12", name="interval"),
        CheckConstraint("review_weeks BETWEEN 1 AND 52", name="review_weeks"),
        Index("ix_plan_provider", "workspace_id", "provider_id"),
        Index("ix_plan_classroom", "workspace_id", "classroom_id"),
        Index("ix_plan_follows", "workspace_id", "follows_id"),
        Index("ix_plan_together", "workspace_id", "together_id"),
    )

    id: str = Field(primary_key=True, max_length=32)
    classroom_id: str
    provider_id: str
    service_delivery_model: str = "push_in"
    weekdays: list[int] = Field(sa_type=JSON)
    interval: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    cycle_days: list[str] = Field(default_factory=list, sa_type=JSON, sa_column_kwargs=_EMPTY)
    monthly: list[list[int]] = Field(default_factory=list, sa_type=JSON, sa_column_kwargs=_EMPTY)
    except_dates: list[str] = Field(default_factory=list, sa_type=JSON, sa_column_kwargs=_EMPTY)
    anchor_kind: str
    anchor_name: str = ""
    start_minute: int
    end_minute: int
    from_date: date
    until_date: date
    lead_minutes: int = 30
    state: str = "active"
    revision: int = 1
    follows_id: str | None = None
    together_id: str | None = None
    review_weeks: int | None = None
    created_by: str
    created_at: datetime


class PlanPerson(Row, table=True):
    """An adult who takes part in a plan (provider, teacher, paras)."""

    __table_args__ = (
        belongs_to("plan", "plan_id", cascade=True),
        belongs_to("person", "person_id"),
        Index("ix_plan_person_person", "workspace_id", "person_id", "plan_id"),
    )

    plan_id: str = Field(primary_key=True, max_length=32)
    person_id: str = Field(primary_key=True, max_length=32)


class PlanStudent(Row, table=True):
    """A student code of a plan. It is shown in modals only, after a check of who looks.

    Both dates are included; without `until_date` it stays until the plan ends.
    """

    __table_args__ = (
        belongs_to("plan", "plan_id", cascade=True),
        belongs_to("person", "case_manager_id"),
        UniqueConstraint("workspace_id", "plan_id", "code", "from_date"),
        CheckConstraint("until_date IS NULL OR from_date <= until_date", name="dates"),
        Index("ix_plan_student_case_manager", "workspace_id", "case_manager_id"),
    )

    id: str = Field(primary_key=True, max_length=32)
    plan_id: str
    code: str = Field(max_length=16)
    from_date: date
    until_date: date | None = None
    case_manager_id: str | None = None


class Session(Row, table=True):
    """One date of a plan; its id is `PLAN-YYYYMMDD` of the original date, so it stays itself.

    `classroom_id` is another room than the plan's, for this once; `moved` tells that a person gave
    it its date, time or room, which the calendar then leaves alone.
    `doing` is what the class will be doing, in the teacher's words; empty with `doing_at`: as
    usual. `revision` rises with every change that people can see. A logged session is frozen
    (`frozen_at`).
    """

    __table_args__ = (
        belongs_to("plan", "plan_id", cascade=True),
        belongs_to("classroom", "classroom_id"),
        UniqueConstraint("workspace_id", "plan_id", "original_date"),
        one_of("status", STATUSES),
        one_of("obstacle", OBSTACLES),
        CheckConstraint("starts_at < ends_at", name="length"),
        CheckConstraint(
            "status <> 'cancelled' OR reason IS NOT NULL", name="cancelled_for_a_reason"
        ),
        # All that the search for the next session asks: no row is read that is not the one.
        Index(
            "ix_session_plan_ends",
            *("workspace_id", "plan_id", "ends_at", "status", "obstacle", "id"),
        ),
        Index("ix_session_on", "workspace_id", "on_date"),
        # Few sessions have an obstacle, and each tap asks for those of a provider.
        Index(
            "ix_session_obstacle",
            "workspace_id",
            "plan_id",
            "obstacle",
            "starts_at",
            sqlite_where=text("obstacle IS NOT NULL"),
            postgresql_where=text("obstacle IS NOT NULL"),
        ),
    )

    id: str = Field(primary_key=True, max_length=48)
    plan_id: str
    original_date: date
    on_date: date
    starts_at: datetime
    ends_at: datetime
    classroom_id: str | None = None
    moved: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    day_type: str | None = None
    status: str = "planned"
    reason: str | None = None
    obstacle: str | None = None
    doing: str = Field(default="", sa_column_kwargs={"server_default": ""})
    doing_at: datetime | None = None
    revision: int = 1
    frozen_at: datetime | None = None


class Proposal(Row, table=True):
    """A change that somebody who may not make it asks the plan's provider for.

    `content` is the change as the form holds it; `session_id` is set where one session is meant.
    """

    __table_args__ = (
        belongs_to("plan", "plan_id", cascade=True),
        belongs_to("session", "session_id", cascade=True),
        belongs_to("person", "proposed_by"),
        one_of("answer", ("accepted", "declined", "withdrawn")),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        Index(
            "ix_proposal_open",
            "workspace_id",
            "plan_id",
            sqlite_where=text("answer IS NULL"),
            postgresql_where=text("answer IS NULL"),
        ),
    )

    id: str = Field(primary_key=True, max_length=32)
    plan_id: str
    session_id: str | None = None
    proposed_by: str
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    at: datetime
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None


class ClashKept(Row, table=True):
    """A provider was told of a clash of their plan with something else, and keeps both.

    `other` names the other plan, or what else takes them, as `pushin.clashes` does.
    """

    __table_args__ = (
        belongs_to("plan", "plan_id", cascade=True),
        belongs_to("person", "kept_by"),
    )

    plan_id: str = Field(primary_key=True, max_length=32)
    other: str = Field(primary_key=True, max_length=64)
    kind: str = Field(primary_key=True, max_length=16)
    kept_by: str
    at: datetime
