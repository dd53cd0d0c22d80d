"""How things travel: conversations, prompts, posted copies, drafts and what was received."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.base import Row, belongs_to, one_of

PROMPT_KINDS = ("plan_card", "checklist", "ask", "touch_base", "digest", "review", "change")
PROMPT_STATES = ("planned", "claimed", "sent", "expired", "merged", "cancelled", "uncertain")


class Conversation(Row, table=True):
    """A place that Push-In posts to. `free_at` is lock, pacing and Retry-After in one column.

    `id` says what it is: `channel:C…`, `im:PERSON`, `pair:PERSON:PERSON` (sorted); `slack_id` is
    known once it was opened.
    `closed` says why nothing may be posted there (archived, shared, not_in_channel …).
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "slack_id"),
        one_of("kind", ("channel", "im", "pair")),
    )

    id: str = Field(primary_key=True, max_length=100)
    kind: str
    slack_id: str | None = Field(default=None, max_length=32)
    free_at: datetime
    closed: str | None = None


class Prompt(Row, table=True):
    """Anything the bot posts unasked: one row per subject, kind, conversation and revision.

    `why` is a short code; for a `change`, what its person knows of their day (session=minutes).
    """

    __table_args__ = (
        belongs_to("conversation", "conversation_id"),
        UniqueConstraint("workspace_id", "kind", "subject", "conversation_id", "revision"),
        UniqueConstraint("key"),
        one_of("kind", PROMPT_KINDS),
        one_of("state", PROMPT_STATES),
        CheckConstraint("(state = 'claimed') = (lease_until IS NOT NULL)", name="lease"),
        CheckConstraint("state <> 'sent' OR message_ts IS NOT NULL", name="sent_somewhere"),
        CheckConstraint("worthless_at IS NULL OR worthless_at > due_at", name="useful"),
        Index("ix_prompt_due", "state", "due_at"),
        Index("ix_prompt_subject", "workspace_id", "subject", "kind"),
        Index(
            "uq_prompt_claimed",
            "workspace_id",
            "conversation_id",
            unique=True,
            sqlite_where=text("state = 'claimed'"),
            postgresql_where=text("state = 'claimed'"),
        ),
    )

    id: str = Field(primary_key=True, max_length=32)
    kind: str
    subject: str = Field(max_length=100)
    conversation_id: str
    revision: int = 1
    state: str = "planned"
    urgency: int = 5
    due_at: datetime
    worthless_at: datetime | None = None
    lease_until: datetime | None = None
    attempt: int = 0
    key: str = Field(max_length=64)
    message_ts: str | None = None
    thread_ts: str | None = None
    why: str = ""
    late: bool = False
    told_at: datetime | None = None
    settled_at: datetime | None = None


class PromptPerson(Row, table=True):
    """A person whom a prompt notifies (channel posts notify nobody): the budget's ledger."""

    __table_args__ = (
        belongs_to("prompt", "prompt_id", cascade=True),
        belongs_to("person", "person_id", cascade=True),
        Index("ix_prompt_person_day", "workspace_id", "person_id", "school_day"),
    )

    prompt_id: str = Field(primary_key=True, max_length=32)
    person_id: str = Field(primary_key=True, max_length=32)
    school_day: date


class MessageRef(Row, table=True):
    """A posted thing that is kept true: a message, an opened Home or an open modal.

    `place` is a conversation's Slack id, `home:USER` or `view:ID`; a change of `subject` raises
    `wanted_revision`.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "place", "message_ts"),
        CheckConstraint("shown_revision <= wanted_revision", name="revisions"),
        Index("ix_message_ref_subject", "workspace_id", "subject"),
        # Looked through every second: only the cards that are open stand in them.
        *(
            Index(
                f"ix_message_ref_open_{kind}",
                "workspace_id",
                sqlite_where=text(f"kind = '{kind}'"),
                postgresql_where=text(f"kind = '{kind}'"),
            )
            for kind in ("checklist", "touch_base")
        ),
        Index(
            "ix_message_ref_stale",
            "workspace_id",
            sqlite_where=text("shown_revision < wanted_revision"),
            postgresql_where=text("shown_revision < wanted_revision"),
        ),
    )

    id: str = Field(primary_key=True, max_length=32)
    surface: str = "slack"
    place: str = Field(max_length=64)
    message_ts: str = Field(default="", max_length=32)
    kind: str
    subject: str = Field(max_length=100)
    person_id: str | None = None
    shown_revision: int = 0
    wanted_revision: int = 1
    gone: bool = False


class Draft(Row, table=True):
    """What was understood and waits for Confirm; a button carries its id, never its content."""

    __table_args__ = (belongs_to("person", "person_id", cascade=True),)

    id: str = Field(primary_key=True, max_length=32)
    person_id: str
    kind: str
    content: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime
    used_at: datetime | None = None


class Undo(Row, table=True):
    """What a person can still take back: how a thing was before, and how they left it.

    It can be taken back while the thing still is as `after` says, once, and not for long (how long
    is the practice's matter). `kind` says what `subject` is; neither holds student data.
    """

    __table_args__ = (belongs_to("person", "person_id", cascade=True),)

    id: str = Field(primary_key=True, max_length=32)
    person_id: str
    kind: str
    subject: str = Field(max_length=100)
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    after: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    at: datetime
    used_at: datetime | None = None


class DaySeen(Row, table=True):
    """A person looked at their repaired day and said that it is right."""

    __table_args__ = (belongs_to("person", "person_id", cascade=True),)

    person_id: str = Field(primary_key=True, max_length=32)
    on: date = Field(primary_key=True)
    revision: int
    at: datetime


class InboxKey(Row, table=True):
    """Something already received (an event's id): it stands in the transaction of what it changed.

    `answered_at` is when its person had the answer; until then a second delivery is answered anew.
    """

    key: str = Field(primary_key=True, max_length=200)
    at: datetime
    answered_at: datetime | None = None
