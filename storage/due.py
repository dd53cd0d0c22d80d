"""The statements of delivery: which prompts are due, who holds them, and how each one ended.

They run in `Database.system` transactions and see all workspaces. Two clocks: `now` is school time
(due, pacing, Retry-After); `wall_now` and leases are wall time. Whoever claimed a prompt may change
it as long as it is still claimed with the same attempt; everything else finds that it was lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import Select, Update, and_, bindparam, exists, func, literal, or_
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select, update
from sqlmodel.sql.sqltypes import UTCDateTime

from storage.tables import Conversation, Person, Prompt
from storage.tables.base import metadata

_prompt = metadata.tables["prompt"]

FinalState = Literal["expired", "merged", "cancelled", "uncertain"]

SPARE = 4
"""Several due prompts may be of one conversation: so many times the limit are looked at."""

NOBODY = -1
"""The attempt of a prompt that nobody holds: it is planned."""

CLOCKS_APART = timedelta(minutes=5)
"""A lease that ends this much later than a new one was given before a clock was set back."""
LONGEST_REST = timedelta(hours=1)
"""The same of a conversation's rest: nobody lets one rest for so long."""

LATE = timedelta(minutes=5)
"""A prompt that is sent more than this after it fell due is marked late."""


_Where = tuple[str, str]
"""A conversation: its workspace and its id."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A prompt that this process holds until `lease_until` (wall time), and where it goes."""

    workspace_id: str
    prompt_id: str
    kind: str
    conversation_id: str
    conversation_kind: str
    slack_id: str | None
    closed: str | None
    due_at: datetime
    worthless_at: datetime | None
    key: str
    thread_ts: str | None
    attempt: int
    lease_until: datetime


@dataclass(frozen=True, slots=True)
class Unopened:
    """A DM or group DM with a due prompt that was never opened; no `users`: it cannot be."""

    workspace_id: str
    conversation_id: str
    users: tuple[str, ...]


def claim(
    session: Session,
    *,
    now: datetime,
    wall_now: datetime,
    lease: timedelta,
    pacing: timedelta,
    limit: int,
) -> list[Claim]:
    """Take up to `limit` due prompts, urgent first, one per conversation, and return them.

    There may be more, as long as something is returned.

    Taken are planned prompts and claimed ones whose lease ran out, in conversations that were
    opened, or that are closed: somebody has to end what is planned there. `free_at` paces a
    conversation. Of what is as urgent that goes first which is worthless soonest; what is worthless
    already before all: others tell of what it leaves behind. On PostgreSQL what another process is
    taking just now is passed over.
    """
    instants = {
        "now": now,
        "rested": now + LONGEST_REST,
        "wall_now": wall_now,
        "leased": wall_now + lease + CLOCKS_APART,
    }
    found = session.execute(_CLAIMABLE, {**instants, "most": limit * SPARE}).all()
    first: dict[_Where, Claim] = {}
    for row in found:
        one = Claim(**row._asdict(), lease_until=wall_now + lease)
        first.setdefault((one.workspace_id, one.conversation_id), one)
    for where in _held(session, first):
        del first[where]
    taken = list(first.values())[:limit]
    if taken:
        _hold(session, taken, free_at=now + pacing)
    return taken


_ITS_CONVERSATION = and_(
    col(Conversation.workspace_id) == col(Prompt.workspace_id),
    col(Conversation.id) == col(Prompt.conversation_id),
)
# Written out in the statement: only so does the index on claimed prompts serve it.
_CLAIMED = literal("claimed", literal_execute=True)


def _claimable() -> Select[*tuple[Any, ...]]:
    """Select what is due in free conversations, urgent first, and lock it where possible."""
    now = bindparam("now", type_=UTCDateTime())
    wall_now = bindparam("wall_now", type_=UTCDateTime())
    rested = bindparam("rested", type_=UTCDateTime())
    leased = bindparam("leased", type_=UTCDateTime())
    other = aliased(Prompt)
    waits = exists().where(
        col(other.workspace_id) == col(Prompt.workspace_id),
        col(other.conversation_id) == col(Prompt.conversation_id),
        col(other.state) == _CLAIMED,
    )
    due = and_(col(Prompt.state) == "planned", col(Prompt.due_at) <= now, ~waits)
    over = or_(col(Prompt.lease_until) <= wall_now, col(Prompt.lease_until) > leased)
    lapsed = and_(col(Prompt.state) == _CLAIMED, over)
    free = or_(col(Conversation.free_at) <= now, col(Conversation.free_at) > rested)
    known = or_(col(Conversation.slack_id).is_not(None), col(Conversation.closed).is_not(None))
    return (
        select_columns(
            col(Prompt.workspace_id),
            col(Prompt.id).label("prompt_id"),
            col(Prompt.kind),
            col(Prompt.conversation_id),
            col(Conversation.kind).label("conversation_kind"),
            col(Conversation.slack_id),
            col(Conversation.closed),
            col(Prompt.due_at),
            col(Prompt.worthless_at),
            col(Prompt.key),
            col(Prompt.thread_ts),
            (col(Prompt.attempt) + 1).label("attempt"),
        )
        .join(Conversation, _ITS_CONVERSATION)
        .where(or_(due, lapsed), free, known)
        .order_by(
            col(Prompt.urgency),
            col(Prompt.worthless_at).is_(None),
            col(Prompt.worthless_at),
            col(Prompt.due_at),
            col(Prompt.id),
        )
        .limit(bindparam("most"))
        .with_for_update(of=[Prompt, Conversation], skip_locked=True)
    )


# Built once: building them costs several times what running them does.
_CLAIMABLE = _claimable()
_HELD = select_columns(col(Prompt.workspace_id), col(Prompt.conversation_id), col(Prompt.id)).where(
    col(Prompt.state) == _CLAIMED,
    col(Prompt.conversation_id).in_(bindparam("conversations", expanding=True)),
)
_HOLD_PROMPT = (
    update(Prompt)
    .where(col(Prompt.workspace_id) == bindparam("w"), col(Prompt.id) == bindparam("i"))
    .values(state="claimed", attempt=bindparam("a"), lease_until=bindparam("u"))
)
_HOLD_CONVERSATION = (
    update(Conversation)
    .where(col(Conversation.workspace_id) == bindparam("w"), col(Conversation.id) == bindparam("c"))
    .values(free_at=bindparam("f"))
)


def _held(session: Session, first: Mapping[_Where, Claim]) -> list[_Where]:
    """Return the conversations in which another process holds a prompt by now.

    They are locked since; what was claimed until then is visible to this second statement.
    """
    if not first:
        return []
    conversations = list({conversation for _, conversation in first})
    found = session.execute(_HELD, {"conversations": conversations}).all()
    held = [((workspace, conversation), prompt) for workspace, conversation, prompt in found]
    return [where for where, prompt in held if where in first and first[where].prompt_id != prompt]


def _hold(session: Session, taken: Sequence[Claim], *, free_at: datetime) -> None:
    connection = session.connection()
    connection.execute(
        _HOLD_PROMPT,
        [
            {"w": c.workspace_id, "i": c.prompt_id, "a": c.attempt, "u": c.lease_until}
            for c in taken
        ],
    )
    connection.execute(
        _HOLD_CONVERSATION,
        [{"w": c.workspace_id, "c": c.conversation_id, "f": free_at} for c in taken],
    )


def unopened(session: Session, *, now: datetime, limit: int) -> list[Unopened]:
    """Return DMs and group DMs that have to be opened before something due can be claimed."""
    found = session.execute(
        select_columns(col(Conversation.workspace_id), col(Conversation.id))
        .join(Prompt, _ITS_CONVERSATION)
        .where(
            col(Prompt.state) == "planned",
            col(Prompt.due_at) <= now,
            col(Conversation.slack_id).is_(None),
            col(Conversation.free_at) <= now,
        )
        .distinct()
        .limit(limit)
    ).all()
    return [Unopened(w, c, _users(session, w, c.split(":")[1:])) for w, c in found]


def _users(session: Session, workspace_id: str, person_ids: Sequence[str]) -> tuple[str, ...]:
    """Return the accounts of all these people, or none where somebody has no account."""
    found = session.exec(
        select(Person.slack_user_id).where(
            Person.workspace_id == workspace_id, col(Person.id).in_(person_ids)
        )
    ).all()
    users = tuple(sorted(user for user in found if user is not None))
    return users if len(users) == len(set(person_ids)) else ()


def opened(session: Session, where: Unopened, slack_id: str) -> None:
    """Keep the Slack id of a conversation that was opened."""
    _change_conversation(
        session, where.workspace_id, where.conversation_id, slack_id=slack_id, closed=None
    )


def set_closed(
    session: Session, workspace_id: str, conversation_id: str, *, why: str | None
) -> None:
    """Note why nothing may be posted in a conversation, or (None) that it is open again."""
    _change_conversation(session, workspace_id, conversation_id, closed=why)


def mark_sent(session: Session, mine: Claim, *, message_ts: str, at: datetime) -> bool:
    """Mark a prompt as sent; False where it was lost to another process."""
    return _end(
        session,
        mine,
        state="sent",
        message_ts=message_ts,
        late=at - mine.due_at > LATE,
        settled_at=at,
    )


def mark_state(session: Session, mine: Claim, state: FinalState, *, why: str, at: datetime) -> bool:
    """Give a prompt its final state without posting it; False where it was lost.

    Nothing was posted, so nothing is paced: what is due behind it need not wait.
    """
    kept = _end(session, mine, state=state, why=why, settled_at=at)
    if kept and state != "uncertain":
        retry_after(session, mine.workspace_id, mine.conversation_id, until=at)
    return kept


def release(session: Session, mine: Claim, *, free_at: datetime) -> bool:
    """Let a prompt go; its conversation is claimed again from `free_at` (school time) on."""
    kept = _end(session, mine, state="planned")
    if kept:
        retry_after(session, mine.workspace_id, mine.conversation_id, until=free_at)
    return kept


def look_again(session: Session, mine: Claim, *, lease_until: datetime) -> bool:
    """Shorten a lease (wall time): the outcome is unknown, and the next claim looks."""
    return _change(session, mine, lease_until=lease_until)


def postpone(session: Session, mine: Claim, *, until: datetime, why: str, at: datetime) -> bool:
    """Plan a prompt anew for `until`, or expire it if it is worthless by then."""
    if mine.worthless_at is not None and mine.worthless_at <= until:
        return mark_state(session, mine, "expired", why=why, at=at)
    return _end(session, mine, state="planned", due_at=until, why=why)


def retry_after(
    session: Session, workspace_id: str, conversation_id: str, *, until: datetime
) -> None:
    """Keep a conversation quiet until an instant of school time."""
    _change_conversation(session, workspace_id, conversation_id, free_at=until)


def outcome(session: Session, mine: Claim) -> tuple[str, str | None]:
    """Return the state and the message of a prompt that was lost to another process."""
    found = session.exec(
        select(Prompt.state, Prompt.message_ts).where(
            Prompt.workspace_id == mine.workspace_id, Prompt.id == mine.prompt_id
        )
    ).one()
    return found[0], found[1]


def next_due(session: Session, *, now: datetime) -> datetime | None:
    """Return when there is next something to claim after `now`, or None.

    That is when a planned prompt falls due, or when the conversation of one that is due is free.
    """
    due = select(func.min(Prompt.due_at)).where(Prompt.state == "planned", Prompt.due_at > now)
    freed = (
        select(func.min(Conversation.free_at))
        .join(Prompt, _ITS_CONVERSATION)
        .where(Prompt.state == "planned", Prompt.due_at <= now, Conversation.free_at > now)
    )
    found = (session.exec(due).one(), session.exec(freed).one())
    return min((one for one in found if one is not None), default=None)


def uncertain(session: Session, *, since: datetime) -> Sequence[Prompt]:
    """Return the prompts that fell due since an instant and of which nobody knows if they stand."""
    found = select(Prompt).where(Prompt.state == "uncertain", Prompt.due_at >= since)
    return session.exec(found.order_by(col(Prompt.due_at))).all()


def quarantine(session: Session, *, before: datetime) -> int:
    """Make sure that nothing due before a restore is posted without a look; return how much."""
    suspect = (
        update(Prompt)
        .where(
            col(Prompt.state).in_(("planned", "claimed")),
            col(Prompt.due_at) <= before,
            col(Prompt.attempt) == 0,
        )
        .values(attempt=1)
    )
    return session.exec(suspect).rowcount


def _end(session: Session, mine: Claim, **values: object) -> bool:
    return _change(session, mine, lease_until=None, **values)


def _change(session: Session, mine: Claim, **values: object) -> bool:
    """Change a prompt if it is still claimed by this very attempt (or held by nobody)."""
    statement = _changing(frozenset(values), is_held=mine.attempt != NOBODY)
    key = {"w": mine.workspace_id, "i": mine.prompt_id, "a": mine.attempt}
    given = {f"to_{name}": value for name, value in values.items()}
    return session.connection().execute(statement, {**key, **given}).rowcount == 1


@lru_cache(maxsize=32)
def _changing(columns: frozenset[str], *, is_held: bool) -> Update:
    held = [_prompt.c.state == "planned"]
    if is_held:
        held = [_prompt.c.state == "claimed", _prompt.c.attempt == bindparam("a")]
    return (
        _prompt.update()
        .where(_prompt.c.workspace_id == bindparam("w"), _prompt.c.id == bindparam("i"), *held)
        .values({name: bindparam(f"to_{name}") for name in columns})
    )


def _change_conversation(
    session: Session, workspace_id: str, conversation_id: str, **values: object
) -> None:
    statement = (
        update(Conversation)
        .where(
            col(Conversation.workspace_id) == workspace_id,
            col(Conversation.id) == conversation_id,
        )
        .values(**values)
    )
    session.exec(statement)
