"""What Slack tells of a message that its author changed or deleted, as typed values."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from slack_bolt.async_app import AsyncBoltContext

from handlers import verbs
from handlers.app import Surface
from handlers.slack import receive
from handlers.slack.receive import Body
from handlers.slack.turn import Place, Turn
from storage.scope import Who

_CHANGED, _DELETED, _TOMBSTONE = "message_changed", "message_deleted", "tombstone"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ALMOST_A_SECOND = timedelta(microseconds=999_999)


@dataclass(frozen=True, slots=True)
class MessageChange:
    """A person's message (`channel`, `ts`) has other words now, or is gone (`edited_at` is None).

    `text` is what it asks for as an expectation, None where it asks for none any more.
    """

    channel: str
    ts: str
    thread_ts: str | None
    author: str
    direct: bool
    text: str | None = None
    edited_at: datetime | None = None

    @property
    def source(self) -> str:
        """The message as expectations know it."""
        return f"{self.channel}:{self.ts}"


def read(said: Body, bot_user_id: str | None) -> MessageChange | None:
    """Return what an event changed; None for anything but an edit or deletion by a person.

    A message with replies becomes a tombstone when it is deleted. Slack also tells of previews and
    counts that it adds to a message by itself: these bear no new `edited`.
    """
    subtype, before = said.get("subtype"), said.get("previous_message") or {}
    if subtype == _DELETED:
        return _of(said, before, before, said.get("deleted_ts"))
    now = said.get("message") or {}
    if subtype != _CHANGED:
        return None
    if now.get("subtype") == _TOMBSTONE:
        return _of(said, before, before, now.get("ts"))
    edited = now.get("edited") or {}
    same = (edited, now.get("text")) == (before.get("edited"), before.get("text"))
    if not edited.get("ts") or same:
        return None
    change = _of(said, now, before, now.get("ts"))
    if change is None:
        return None
    text = _asked_for(now.get("text") or "", bot_user_id, direct=change.direct)
    return MessageChange(
        change.channel,
        change.ts,
        change.thread_ts,
        change.author,
        change.direct,
        text,
        _edited_at(edited["ts"], said.get("event_ts")),
    )


def turn(surface: Surface, context: AsyncBoltContext, body: Body, change: MessageChange) -> Turn:
    """Return the turn of a change, asked by the message's author: nobody else is named."""
    place = Place(change.channel, change.thread_ts, change.ts)
    who = Who(context.team_id or "", change.author)
    return Turn(surface, who, surface.now(), place, once=f"event:{body['event_id']}")


def _of(said: Body, message: Body, before: Body, ts: str | None) -> MessageChange | None:
    author, ts = message.get("user"), ts or before.get("ts")
    if not author or not ts or message.get("bot_id"):
        return None
    thread_ts = message.get("thread_ts")
    return MessageChange(said["channel"], ts, thread_ts, author, said.get("channel_type") == "im")


def _asked_for(text: str, bot_user_id: str | None, *, direct: bool) -> str | None:
    """Return the expectation's words: after the verb, or all of a reply that was picked."""
    mentioned = bot_user_id is not None and f"<@{bot_user_id}>" in text
    if not mentioned and not direct:
        return text
    called = verbs.parse(receive.after_mention(text, bot_user_id))
    asks = isinstance(called, verbs.Called) and called.verb == "expect"
    return called.rest if isinstance(called, verbs.Called) and asks else None


def _edited_at(edited_ts: str, event_ts: str | None) -> datetime:
    """Return when an edit was made; of two in one second (all that Slack says), the event tells."""
    second = _EPOCH + timedelta(microseconds=int(Decimal(edited_ts) * 1_000_000))
    if event_ts is None:
        return second
    told = _EPOCH + timedelta(microseconds=int(Decimal(event_ts) * 1_000_000))
    return second + min(max(told - second, timedelta(0)), _ALMOST_A_SECOND)
