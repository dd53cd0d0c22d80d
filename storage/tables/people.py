"""The people of a school team and the classrooms they share."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.base import Row, belongs_to, one_of

ROLES = ("provider", "teacher", "para", "case_manager", "organiser")
DISCIPLINES = ("OT", "SLP", "PT", "COTA", "SLPA", "PTA")
ROUTINE_KINDS = (
    "arrival",
    "morning_meeting",
    "centers",
    "writing",
    "snack",
    "lunch",
    "recess",
    "specials",
    "dismissal",
    "planning",
    "other",
)


class Person(Row, table=True):
    """An adult of the team, with or without a Slack account.

    `working_hours` maps a weekday ("0" is Monday) to [start, end] in minutes; a missing weekday is
    not worked; an empty object means first to last bell of the person's school. `travel_minutes` is
    what the way between two buildings takes them. `change_anytime`: they want to know of a changed
    day in quiet hours too. `quiet_from` and `quiet_until` are their own quiet hours, in minutes of
    the day; `hide_details` keeps who and what out of their Home, on a shared tablet.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "slack_user_id"),
        belongs_to("school", "school_id"),
        one_of("role", ROLES),
        one_of("discipline", DISCIPLINES),
        CheckConstraint(
            "(role = 'provider') = (discipline IS NOT NULL)", name="discipline_of_provider"
        ),
        CheckConstraint("length(name) > 0", name="name"),
        CheckConstraint("travel_minutes BETWEEN 0 AND 240", name="travel"),
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet"),
    )

    id: str = Field(primary_key=True, max_length=32)
    slack_user_id: str | None = Field(default=None, max_length=32)
    name: str
    role: str
    discipline: str | None = None
    school_id: str | None = None
    working_hours: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    lunch_start: int | None = None
    lunch_end: int | None = None
    lunch_ok: bool = False
    phone_ok: bool = False
    travel_minutes: int = Field(default=20, sa_column_kwargs={"server_default": "20"})
    change_anytime: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    quiet_from: int | None = None
    quiet_until: int | None = None
    hide_details: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    is_admin: bool = False
    active: bool = True


class Building(Row, table=True):
    """A building where an itinerant person works: on which weekdays, or days of its rotation.

    Whoever has no such rows works in the school of their `Person.school_id`, every day.
    """

    __table_args__ = (
        belongs_to("person", "person_id", cascade=True),
        belongs_to("school", "school_id", cascade=True),
    )

    person_id: str = Field(primary_key=True, max_length=32)
    school_id: str = Field(primary_key=True, max_length=64)
    weekdays: list[int] = Field(default_factory=list, sa_type=JSON)
    cycle_days: list[str] = Field(default_factory=list, sa_type=JSON)


class Feed(Row, table=True):
    """A person's calendar link: who has its secret reads their sessions, until it is revoked.

    Only the secret's SHA-256 is kept (hexadecimal).
    """

    __table_args__ = (
        belongs_to("person", "person_id", cascade=True),
        UniqueConstraint("workspace_id", "secret_hash"),
    )

    id: str = Field(primary_key=True, max_length=32)
    person_id: str
    secret_hash: str = Field(max_length=64)
    created_at: datetime
    revoked_at: datetime | None = None


class Classroom(Row, table=True):
    """A room, its teacher and the private channel of its team.

    `grade` is the key of its starting set of routines; `without` is what its teacher said no to:
    kinds of routines that it does not have, `name:NAME` for one without a kind, `touch_base` for
    planning time that is not offered; and `day:KEY`, the day types of which it was told what
    happens; beside them stands what a provider would like to know, `asked:KIND:PERSON:SINCE`
    (`pushin/room_questions.py`). `most_adults` is how many adults she wants in it at a time.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "school_id", "room"),
        belongs_to("school", "school_id"),
        belongs_to("person", "teacher_id"),
        CheckConstraint("length(room) > 0", name="room"),
        Index("ix_classroom_teacher", "workspace_id", "teacher_id"),
        Index("ix_classroom_channel", "workspace_id", "channel_id"),
    )

    id: str = Field(primary_key=True, max_length=32)
    school_id: str
    room: str
    teacher_id: str
    channel_id: str | None = Field(default=None, max_length=32)
    grade: str | None = None
    most_adults: int | None = None
    without: list[str] = Field(
        default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"}
    )


class Routine(Row, table=True):
    """One of a classroom's own routines, or its teacher's planning time, on a regular day."""

    __table_args__ = (
        belongs_to("classroom", "classroom_id", cascade=True),
        one_of("kind", ROUTINE_KINDS),
        CheckConstraint(
            "start_minute >= 0 AND start_minute < end_minute AND end_minute <= 1440", name="minutes"
        ),
        CheckConstraint("usable = false OR with_students = false", name="usable_without_students"),
    )

    classroom_id: str = Field(primary_key=True, max_length=32)
    name: str = Field(primary_key=True, max_length=80)
    kind: str
    start_minute: int
    end_minute: int
    with_students: bool = True
    usable: bool = False
    guess: bool = False
    weekdays: list[int] = Field(default_factory=lambda: [0, 1, 2, 3, 4], sa_type=JSON)
    drops_on: list[str] = Field(default_factory=list, sa_type=JSON)


class Membership(Row, table=True):
    """A person belongs to a classroom's team."""

    __table_args__ = (
        belongs_to("classroom", "classroom_id", cascade=True),
        belongs_to("person", "person_id", cascade=True),
        Index("ix_membership_person", "workspace_id", "person_id"),
    )

    classroom_id: str = Field(primary_key=True, max_length=32)
    person_id: str = Field(primary_key=True, max_length=32)
