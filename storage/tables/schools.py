"""The workspace, its schools and today's overrides."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from storage.tables.base import Row, belongs_to


class Workspace(SQLModel, table=True):
    """One Slack workspace (its `team_id` is the key of everything else).

    `make_up_suggestions` is the district's own word per reason of a missed session (`owed` or
    `not_owed`); none is built in.
    """

    id: str = Field(primary_key=True, max_length=32)
    name: str
    bot_user_id: str | None = None
    make_up_suggestions: dict[str, Any] = Field(
        default_factory=dict, sa_type=JSON, sa_column_kwargs={"server_default": "{}"}
    )
    created_at: datetime


class School(Row, table=True):
    """A building: zone, bells, pattern and dated exceptions, in the importer's neutral form."""

    __table_args__ = (
        CheckConstraint(
            "first_day IS NULL OR last_day IS NULL OR first_day < last_day", name="year"
        ),
        CheckConstraint("revision >= 1", name="revision"),
    )

    id: str = Field(primary_key=True, max_length=64)
    name: str
    timezone: str
    first_day: date | None = None
    last_day: date | None = None
    day_types: dict[str, Any] = Field(sa_type=JSON)
    pattern: dict[str, Any] = Field(sa_type=JSON)
    exceptions: list[Any] = Field(sa_type=JSON)
    facts: dict[str, Any] = Field(sa_type=JSON)
    revision: int = 1


class Override(Row, table=True):
    """What a school day is today, against the calendar (closed when there is no day type).

    `starts_minute` and `ends_minute` cut the day type's bells where the school begins late or ends
    early without bells of its own for that; `cycle_day` is the letter, where that was decided too.
    """

    __table_args__ = (
        belongs_to("school", "school_id", cascade=True),
        CheckConstraint("starts_minute BETWEEN 0 AND 1440", name="starts"),
        CheckConstraint("ends_minute BETWEEN 0 AND 1440", name="ends"),
        CheckConstraint(
            "day_type IS NOT NULL OR (starts_minute IS NULL AND ends_minute IS NULL"
            " AND cycle_day IS NULL)",
            name="closed_is_closed",
        ),
    )

    school_id: str = Field(primary_key=True, max_length=64)
    on: date = Field(primary_key=True)
    day_type: str | None = None
    starts_minute: int | None = None
    ends_minute: int | None = None
    cycle_day: str | None = None
    label: str = ""
    created_by: str | None = None
    created_at: datetime


class Replan(Row, table=True):
    """A change of a school's calendar that its plans still have to follow, chunk by chunk.

    `on_date` is the one date that changed, or None for all that is to come. `before` holds the
    calendar's columns as they were, so that plans which are a whole period can follow it. The last
    plan that was done is `after_id`: plans are taken in the order of their ids.
    """

    __table_args__ = (
        belongs_to("school", "school_id", cascade=True),
        CheckConstraint("done >= 0 AND done <= total", name="done"),
        Index(
            "ix_replan_open",
            "workspace_id",
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True, max_length=32)
    school_id: str
    on_date: date | None = None
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    after_id: str = ""
    total: int
    done: int = 0
    moved: int = 0
    created_by: str | None = None
    created_at: datetime
    finished_at: datetime | None = None
