"""The workspace, its schools and today's overrides."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field, SQLModel

from storage.tables.base import Row, belongs_to


class Workspace(SQLModel, table=True):
    """One Slack workspace (its `team_id` is the key of everything else)."""

    id: str = Field(primary_key=True, max_length=32)
    name: str
    bot_user_id: str | None = None
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
    """What a school day is today, against the calendar (closed when there is no day type)."""

    __table_args__ = (belongs_to("school", "school_id", cascade=True),)

    school_id: str = Field(primary_key=True, max_length=64)
    on: date = Field(primary_key=True)
    day_type: str | None = None
    label: str = ""
    created_by: str | None = None
    created_at: datetime
