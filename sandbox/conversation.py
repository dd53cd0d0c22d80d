"""A conversation and its messages, kept as the Slack objects that go over the wire."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from sandbox.values import ConversationKind, Json, ts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

SPOKEN = (None, "file_share", "thread_broadcast", "bot_message")
ChannelType = Literal["channel", "group", "im", "mpim"]


@dataclass(frozen=True)
class Message:
    """One message; `body` is Slack's object and is replaced, never changed in place.

    `earlier` is the body that it had until `changed_at` (monotonic seconds): screens that were not
    repainted yet still show it. History does not show it before `readable_at` (the same seconds).
    """

    body: Json
    visible_to: str | None = None
    deleted: bool = False
    earlier: Json | None = None
    changed_at: float = 0.0
    readable_at: float = 0.0

    @property
    def ts(self) -> str:
        """The message's time and name in its conversation."""
        return str(self.body["ts"])

    @property
    def is_spoken(self) -> bool:
        """Whether somebody wrote it; the rest is what Slack itself says in a conversation."""
        return self.body.get("subtype") in SPOKEN

    @property
    def root_ts(self) -> str | None:
        """The thread it replies to, if it is a reply."""
        root = self.body.get("thread_ts")
        return str(root) if root and root != self.body["ts"] else None


@dataclass
class Conversation:
    """A channel, DM or group DM."""

    id: str
    kind: ConversationKind
    name: str
    members: list[str]
    is_private: bool = True
    topic: str = ""
    is_archived: bool = False
    is_ext_shared: bool = False
    created: int = 0
    messages: dict[str, Message] = field(default_factory=dict)
    ephemerals: dict[str, Message] = field(default_factory=dict)
    roots: list[str] = field(default_factory=list)
    threads: dict[str, list[str]] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)
    inputs: dict[tuple[str, str], Json] = field(default_factory=dict)
    last_micros: int = 0

    @property
    def channel_type(self) -> ChannelType:
        """The word that scopes and events use for this kind of conversation."""
        if self.kind == "channel":
            return "group" if self.is_private else "channel"
        return self.kind

    def next_ts(self, micros: int) -> str:
        """Return a `ts` at the given instant that no earlier message here has."""
        self.last_micros = max(micros, self.last_micros + 1)
        return ts_of(self.last_micros)

    def find(self, ts: str) -> Message | None:
        """Return the living message with this `ts`, if there is one that all can see."""
        message = self.messages.get(ts)
        return None if message is None or message.deleted else message

    def shown_to(self, person: str, ts: str) -> Message | None:
        """Return the message with this `ts` as a person sees it, ephemeral ones included."""
        hidden = self.ephemerals.get(ts)
        if hidden is not None and hidden.visible_to == person and not hidden.deleted:
            return hidden
        return self.find(ts)

    def add(self, message: Message) -> None:
        """Keep a new message, and count it at the root of its thread."""
        if message.visible_to is not None:
            self.ephemerals[message.ts] = message
            return
        self.messages[message.ts] = message
        root = message.root_ts
        if root is None or message.body.get("subtype") == "thread_broadcast":
            self.roots.append(message.ts)
        if root is not None:
            self.threads.setdefault(root, []).append(message.ts)
            self._recount(root)

    def change(self, message: Message) -> None:
        """Replace a message by its changed self."""
        place = self.messages if message.visible_to is None else self.ephemerals
        place[message.ts] = message

    def remove(self, message: Message) -> None:
        """Mark a message as removed; its place stays known to the page."""
        self.change(replace(message, deleted=True))
        root = message.root_ts
        if root is not None and message.visible_to is None:
            self.threads[root].remove(message.ts)
            self._recount(root)

    def _recount(self, root_ts: str) -> None:
        root = self.messages.get(root_ts)
        if root is None:
            return
        replies = [self.messages[ts].body for ts in self.threads[root_ts]]
        users = list(dict.fromkeys(str(reply.get("user", "")) for reply in replies))
        counted = {
            "thread_ts": root_ts,
            "reply_count": len(replies),
            "reply_users_count": len(users),
            "latest_reply": replies[-1]["ts"] if replies else root_ts,
            "reply_users": users,
            "is_locked": False,
            "subscribed": True,
        }
        self.messages[root_ts] = replace(root, body={**root.body, **counted})

    def roots_between(self, oldest: str, latest: str, *, inclusive: bool) -> list[str]:
        """Return the `ts` of roots in a window, ascending; the ends count if `inclusive`."""
        return _window(self.roots, oldest, latest, inclusive=inclusive)

    def replies_between(self, root: str, oldest: str, latest: str, *, inclusive: bool) -> list[str]:
        """Return the `ts` of a thread's replies in a window, ascending."""
        return _window(self.threads.get(root, []), oldest, latest, inclusive=inclusive)

    def seen_by(self, person: str) -> Iterator[Message]:
        """Yield every message that a person may see, ascending, removed ones included."""
        mine = [m for m in self.ephemerals.values() if m.visible_to == person]
        yield from sorted([*self.messages.values(), *mine], key=lambda message: message.ts)

    def settle_screens(self) -> None:
        """Forget the real seconds of an earlier run: every screen shows the newest now."""
        for kept in (self.messages, self.ephemerals):
            for ts, message in kept.items():
                kept[ts] = replace(message, earlier=None, changed_at=0.0, readable_at=0.0)

    def unread(self, person: str) -> int:
        """Return how many roots of others a person has not read."""
        new = self.roots[bisect_right(self.roots, self.read.get(person, "")) :]
        bodies = (self.messages[ts] for ts in new)
        return sum(1 for m in bodies if not m.deleted and m.body.get("user") != person)

    def latest_ts(self) -> str | None:
        """Return the `ts` of the newest root."""
        return self.roots[-1] if self.roots else None


def _window(stamps: list[str], oldest: str, latest: str, *, inclusive: bool) -> list[str]:
    low, high = (bisect_left, bisect_right) if inclusive else (bisect_right, bisect_left)
    start = low(stamps, oldest) if oldest else 0
    end = high(stamps, latest) if latest else len(stamps)
    return stamps[start:end]
