"""What a team agreed: roles, expectations, confirmations, ticks and touch-bases."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from storage.tables.base import Row, belongs_to, one_of

CO_TEACHING_MODELS = (
    "one_teach_one_observe",
    "one_teach_one_assist",
    "station",
    "parallel",
    "alternative",
    "team",
)


class Agreement(Row, table=True):
    """One content of what the adults of a plan agreed; a change is a new row, numbered next.

    With a `session_id` it is that session's variation; all others go by the plan's own.
    `author_told_at`: the author was told who has not answered.
    """

    __table_args__ = (
        belongs_to("plan", "plan_id", cascade=True),
        belongs_to("session", "session_id", cascade=True),
        belongs_to("person", "lead_id"),
        belongs_to("person", "created_by"),
        UniqueConstraint("workspace_id", "plan_id", "number"),
        one_of("co_teaching_model", CO_TEACHING_MODELS),
        CheckConstraint("number >= 1", name="number"),
        Index("ix_agreement_author", "workspace_id", "created_by"),
    )

    id: str = Field(primary_key=True, max_length=32)
    plan_id: str
    session_id: str | None = None
    number: int
    co_teaching_model: str
    lead_id: str
    activity: str = ""
    materials: str = ""
    fallback: str = ""
    content_hash: str
    created_by: str
    created_at: datetime
    closed_at: datetime | None = None
    author_told_at: datetime | None = None


class Role(Row, table=True):
    """One adult's part; `told_on` records that one without an account was told in person."""

    __table_args__ = (
        belongs_to("agreement", "agreement_id", cascade=True),
        belongs_to("person", "person_id"),
        CheckConstraint("(told_on IS NULL) = (told_by IS NULL)", name="told"),
        Index("ix_role_person", "workspace_id", "person_id"),
    )

    agreement_id: str = Field(primary_key=True, max_length=32)
    person_id: str = Field(primary_key=True, max_length=32)
    part: str
    content_hash: str
    told_on: date | None = None
    told_by: str | None = None


class Confirmation(Row, table=True):
    """An adult's own answer to their part; `carried_from` names the agreement it was given to."""

    __table_args__ = (
        belongs_to("agreement", "agreement_id", cascade=True),
        belongs_to("person", "person_id"),
        one_of("answer", ("in", "talk")),
        Index("ix_confirmation_person", "workspace_id", "person_id"),
        Index("ix_confirmation_answer", "workspace_id", "answer", "at"),
    )

    agreement_id: str = Field(primary_key=True, max_length=32)
    person_id: str = Field(primary_key=True, max_length=32)
    answer: str
    content_hash: str
    at: datetime
    carried_from: str | None = None


class Expectation(Row, table=True):
    """One expectation of a plan (all its sessions) or of a single session."""

    __table_args__ = (
        belongs_to("plan", "plan_id", cascade=True),
        belongs_to("session", "session_id", cascade=True),
        belongs_to("person", "created_by"),
        UniqueConstraint("workspace_id", "source"),
        CheckConstraint("length(text) BETWEEN 1 AND 300", name="text"),
        Index("ix_expectation_plan", "workspace_id", "plan_id"),
    )

    id: str = Field(primary_key=True, max_length=32)
    plan_id: str
    session_id: str | None = None
    text: str
    created_by: str
    created_at: datetime
    source: str | None = None
    dropped_at: datetime | None = None


class Tick(Row, table=True):
    """A ticked expectation on one session's checklist: set or not there, never toggled."""

    __table_args__ = (
        belongs_to("session", "session_id", cascade=True),
        belongs_to("expectation", "expectation_id", cascade=True),
        belongs_to("person", "person_id"),
    )

    session_id: str = Field(primary_key=True, max_length=48)
    expectation_id: str = Field(primary_key=True, max_length=32)
    person_id: str
    at: datetime


class TouchBaseHabit(Row, table=True):
    """How a teacher and a provider want to meet: how often, and perhaps always at one time.

    `weekday` (0 = Monday) and `start_minute` are the standing slot; without it the first common
    time of the week is taken.
    """

    __table_args__ = (
        belongs_to("person", "teacher_id", cascade=True),
        belongs_to("person", "provider_id", cascade=True),
        one_of("often", ("weekly", "each_session", "on_request")),
        CheckConstraint("(weekday IS NULL) = (start_minute IS NULL)", name="standing_slot"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("start_minute BETWEEN 0 AND 1439", name="minute"),
        Index("ix_touchbasehabit_teacher", "workspace_id", "teacher_id"),
    )

    provider_id: str = Field(primary_key=True, max_length=32)
    teacher_id: str = Field(primary_key=True, max_length=32)
    often: str = "weekly"
    weekday: int | None = None
    start_minute: int | None = None


class TouchBase(Row, table=True):
    """Five minutes of a teacher and a provider in one school week, when no students are present."""

    __table_args__ = (
        belongs_to("classroom", "classroom_id", cascade=True),
        belongs_to("person", "teacher_id"),
        belongs_to("person", "provider_id"),
        UniqueConstraint("workspace_id", "teacher_id", "provider_id", "week"),
        one_of("state", ("planned", "no_slot", "done", "talked", "missed")),
        CheckConstraint(
            "(state = 'no_slot') OR (starts_at IS NOT NULL AND starts_at < ends_at)", name="slot"
        ),
        Index("ix_touch_base_pair", "workspace_id", "provider_id", "teacher_id", "week"),
    )

    id: str = Field(primary_key=True, max_length=64)
    classroom_id: str
    teacher_id: str
    provider_id: str
    week: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    why: str = ""
    state: str = "planned"
    revision: int = 1
    worked: str = ""
    change: str = ""
    try_next: str = ""
    noted_by: str | None = None
    noted_at: datetime | None = None
