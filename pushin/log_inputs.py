"""What is known and what is said of a session, before it is a row."""

from dataclasses import dataclass

GIVEN = frozenset({"held", "partial"})
"""What has minutes."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a session without asking anybody.

    `status` and `reason` are those of a log (`records.LOGGED`, `records.REASONS`); "held" where
    nothing speaks against it. `planned_minutes` is the plan's regular length, or the session's own
    where a person moved it; `minutes` what is left of it as therapy, `support_minutes` what
    somebody else practised then. `deliverer_id` is who works with the students instead of the
    provider.
    """

    planned_minutes: int
    minutes: int
    status: str
    reason: str | None = None
    support_minutes: int = 0
    deliverer_id: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a session, checked: ready to be written."""

    status: str
    minutes: int
    planned: int
    reason: str | None = None
    support: int = 0
    deliverer_id: str | None = None
    supervisor_id: str | None = None
    absent: frozenset[str] = frozenset()
    goal_area: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class LogInput:
    """What somebody says of a session; what is None is as planned, or as it is known.

    `seen` is the log that they had before their eyes ("" where there was none). `absent` are
    student codes.
    """

    session_id: str
    status: str
    seen: str = ""
    minutes: int | None = None
    reason: str | None = None
    deliverer_id: str | None = None
    supervisor_id: str | None = None
    absent: frozenset[str] | None = None
    goal_area: str | None = None
    note: str | None = None
