"""Who is out, and who covers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from storage.tables.base import Row, belongs_to, one_of


class Absence(Row, table=True):
    """An adult is out: of one session (`session_id`), or on local dates, both included.

    `start_minute` and `end_minute` are set where it is a part of each day. Why is not kept.
    `cover_id` is who was asked to cover, `cover_answer` what they said. `ended_at`: it was taken
    back.
    """

    __table_args__ = (
        belongs_to("person", "person_id", cascade=True),
        belongs_to("session", "session_id", cascade=True),
        belongs_to("person", "cover_id"),
        belongs_to("person", "said_by"),
        one_of("cover_answer", ("in", "no")),
        CheckConstraint("(session_id IS NULL) = (first_date IS NOT NULL)", name="of_what"),
        CheckConstraint("(first_date IS NULL) = (last_date IS NULL)", name="both_dates"),
        CheckConstraint("first_date <= last_date", name="dates"),
        CheckConstraint("(start_minute IS NULL) = (end_minute IS NULL)", name="both_minutes"),
        CheckConstraint("start_minute < end_minute", name="minutes"),
        Index("ix_absence_person", "workspace_id", "person_id", "last_date"),
        Index("ix_absence_session", "workspace_id", "session_id"),
        Index("ix_absence_cover", "workspace_id", "cover_id"),
    )

    id: str = Field(primary_key=True, max_length=32)
    person_id: str
    session_id: str | None = None
    first_date: date | None = None
    last_date: date | None = None
    start_minute: int | None = None
    end_minute: int | None = None
    cover_id: str | None = None
    cover_answer: str | None = None
    said_by: str
    at: datetime
    ended_at: datetime | None = None
