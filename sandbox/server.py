"""The server's parts put together, and the few acts that touch several of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sandbox import events, seed
from sandbox.activity import Activity
from sandbox.clock import RealTime, SchoolClock, parse_iso
from sandbox.conversation import Conversation, Message
from sandbox.delivery import Envelope
from sandbox.dispatch import RETRY_DELAYS, Dispatch, Undelivered
from sandbox.faults import Faults
from sandbox.followers import Followers
from sandbox.httpmode import HttpMode
from sandbox.ledger import Ledger
from sandbox.overlaps import Overlaps
from sandbox.pacing import Pacing
from sandbox.socketmode import AGE_SECONDS, SocketMode
from sandbox.streams import Streams
from sandbox.triggers import Triggers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sandbox.values import Json
    from sandbox.workspace import Workspace


@dataclass(frozen=True)
class Options:
    """What the command line says.

    `delays`: real seconds before each of an event's retries; `connection_age`: real seconds that a
    Socket Mode connection lives; `state`: where the workspace is kept between two runs.
    """

    host: str = "127.0.0.1"
    port: int = 8017
    http: str | None = None
    pacing: bool = True
    record: Path | None = None
    delays: tuple[float, ...] = RETRY_DELAYS
    connection_age: float = AGE_SECONDS
    state: Path | None = None


@dataclass
class Server:
    """A whole sandbox; only `workspace` is replaced, by each seed."""

    options: Options
    time: RealTime
    clock: SchoolClock
    ledger: Ledger
    faults: Faults
    pacing: Pacing
    streams: Streams
    activity: Activity
    sockets: SocketMode
    dispatch: Dispatch
    workspace: Workspace
    base_url: str = ""
    seeded: bool = False
    uploads: dict[str, str] = field(default_factory=dict)
    followers: Followers = field(default_factory=Followers)
    overlaps: Overlaps = field(default_factory=Overlaps)
    resuming: list[Undelivered] = field(default_factory=list)

    def now(self) -> int:
        """Return the school clock's instant in microseconds since 1970."""
        return self.clock.micros()

    def second(self) -> int:
        """Return the school clock's instant in whole seconds since 1970."""
        return self.now() // 1_000_000

    def resume(self) -> None:
        """Go on delivering what an earlier run left without an ack."""
        while self.resuming:
            self.dispatch.resume(self.resuming.pop(0))

    def plant(self, body: Json) -> None:
        """Replace the whole workspace by what a seed describes."""
        start = parse_iso(body["now"], "now") if "now" in body else self.now()
        triggers = Triggers(self.time.monotonic)
        workspace = seed.workspace(body, triggers, created=start // 1_000_000)
        self.dispatch.forget()
        self.dispatch.unacked.clear()
        self.workspace, self.seeded = workspace, True
        self.pacing.buckets.clear()
        self.uploads.clear()
        self.overlaps = Overlaps()
        self.clock.restart(start)
        self.streams.tell_clock(self.clock.reading())
        self.streams.tell_all({"type": "reset"})
        if self.options.http is not None:
            self.dispatch.spawn(self._verify_url())

    async def _verify_url(self) -> None:
        challenge = {
            "token": self.workspace.app.verification_token,
            "challenge": "sandbox-challenge",
            "type": "url_verification",
        }
        self.ledger.add("out", "event", "url_verification", challenge, status="sent")
        answer = await self.dispatch.link.deliver(Envelope("events_api", challenge, answers=True))
        said = answer.payload or {}
        right = "sandbox-challenge" in (said.get("challenge"), said.get("text"))
        status = "ok" if right else "failed"
        self.ledger.add("in", "ack", "url_verification", answer.payload, status=status)

    def open_dm(self, members: list[str]) -> tuple[Conversation, bool]:
        """Return the DM or group DM of these people, and whether it is new to them."""
        known = len(self.workspace.conversations)
        conversation = self.workspace.open_dm(members, self.second())
        is_new = len(self.workspace.conversations) > known
        if is_new:
            self.tell_conversation(conversation)
        return conversation, is_new

    def tell_app(self, event: Json, conversation: Conversation | None) -> None:
        """Send an event to the app if it is allowed to know."""
        if events.is_told(self.workspace, event, conversation):
            payload = events.wrapped(self.workspace, event, self.now(), conversation)
            self.workspace.remember(payload)
            self.dispatch.event(payload)

    async def tell_app_and_wait(self, event: Json, conversation: Conversation) -> None:
        """Send an event to the app and wait for its first ack, or until it fails to come."""
        if events.is_told(self.workspace, event, conversation):
            payload = events.wrapped(self.workspace, event, self.now(), conversation)
            self.workspace.remember(payload)
            await self.dispatch.event_acked(payload)

    def post(self, conversation: Conversation, body: Json, *, visible_to: str | None = None) -> str:
        """Put a message into a conversation, tell all who see it, and return its `ts`."""
        ts = conversation.next_ts(self.now())
        hidden = self.faults.hides(conversation.id) if self.faults.rules else 0.0
        readable_at = self.time.monotonic() + hidden if hidden else 0.0
        message = Message({**body, "ts": ts}, visible_to, readable_at=readable_at)
        conversation.add(message)
        if visible_to is not None:
            self._tell_people([visible_to], "ephemeral", conversation, message)
            return ts
        self._tell_people(conversation.members, "message", conversation, message)
        self.tell_app(events.message(conversation, message), conversation)
        author = body.get("user")
        if message.is_spoken and author != self.workspace.app.bot_user_id and self._names_app(body):
            self.tell_app(events.app_mention(conversation, message), conversation)
        self._refresh_root(conversation, message)
        return ts

    def show(self, conversation: Conversation, body: Json) -> None:
        """Put something into a conversation that people see and the app is not told of."""
        message = Message({**body, "ts": conversation.next_ts(self.now())})
        conversation.add(message)
        self._tell_people(conversation.members, "message", conversation, message)

    def _names_app(self, body: Json) -> bool:
        return f"<@{self.workspace.app.bot_user_id}>" in str(body.get("text"))

    def _refresh_root(self, conversation: Conversation, message: Message) -> None:
        root = conversation.find(message.root_ts) if message.root_ts else None
        if root is not None:
            self._tell_people(conversation.members, "message_changed", conversation, root)

    def change(self, conversation: Conversation, old: Message, body: Json) -> None:
        """Replace a message's body and tell all who see it."""
        now = self.time.monotonic()
        new = replace(old, body=body, earlier=old.body, changed_at=now)
        conversation.change(new)
        people = conversation.members if old.visible_to is None else [old.visible_to]
        self._tell_people(people, "message_changed", conversation, new)
        if old.visible_to is None:
            ts = conversation.next_ts(self.now())
            self.tell_app(events.message_changed(conversation, old, new, ts), conversation)

    def react(self, conversation: Conversation, old: Message, reactions: list[Json]) -> None:
        """Show other reactions on a message; Slack sends no message event for that."""
        body = {key: value for key, value in old.body.items() if key != "reactions"}
        new = replace(old, body={**body, "reactions": reactions} if reactions else body)
        conversation.change(new)
        self._tell_people(conversation.members, "message_changed", conversation, new)

    def remove(self, conversation: Conversation, old: Message) -> None:
        """Remove a message and tell all who saw it."""
        conversation.remove(old)
        people = conversation.members if old.visible_to is None else [old.visible_to]
        gone = conversation.messages.get(old.ts) or conversation.ephemerals[old.ts]
        self._tell_people(people, "message_deleted", conversation, gone)
        if old.visible_to is None:
            ts = conversation.next_ts(self.now())
            told = (
                events.message_buried
                if conversation.threads.get(old.ts)
                else events.message_deleted
            )
            self.tell_app(told(conversation, old, ts), conversation)
            self._refresh_root(conversation, old)

    def _tell_people(
        self, people: list[str], kind: str, conversation: Conversation, message: Message
    ) -> None:
        if self.streams.listeners:
            news = {"type": kind, "channel": conversation.id, "message": shown(message)}
            self.streams.tell(people, news)

    def tell_conversation(self, conversation: Conversation) -> None:
        """Tell the members that a conversation is new or changed."""
        for person in conversation.members:
            news = {"type": "conversation", "conversation": self.listed(conversation, person)}
            self.streams.tell([person], news)

    def listed(self, conversation: Conversation, person: str) -> Json:
        """Return a conversation as it stands in a person's list."""
        return {
            "id": conversation.id,
            "name": self.workspace.name_for(person, conversation),
            "kind": conversation.kind,
            "is_private": conversation.is_private,
            "is_archived": conversation.is_archived,
            "is_ext_shared": conversation.is_ext_shared,
            "members": list(conversation.members),
            "topic": conversation.topic,
            "unread": conversation.unread(person),
            "latest_ts": conversation.latest_ts(),
        }

    def tell_views(self, person: str, kind: str) -> None:
        """Tell a person that the modals on the screen changed."""
        stack = self.workspace.views.stack(person)
        shown_views = [view.shown(self.workspace.team.id, self.workspace.app) for view in stack]
        self.streams.tell([person], {"type": kind, "views": shown_views})

    def tell_home(self, person: str) -> None:
        """Tell a person that the app's Home changed."""
        view = events.home_view(self.workspace, self.workspace.views.homes.get(person))
        self.streams.tell([person], {"type": "home", "view": view})

    def notice(self, person: str, text: str) -> None:
        """Show a person what Slack itself would say."""
        self.streams.tell([person], {"type": "notice", "text": text})


def shown(message: Message) -> Json:
    """Return a message as the sandbox's page gets it."""
    if message.deleted:
        kept = ("type", "ts", "thread_ts", "user", "reply_count")
        stub = {key: message.body[key] for key in kept if key in message.body}
        return {**stub, "text": "", "deleted": True}
    return message.body if message.visible_to is None else {**message.body, "ephemeral": True}


def build(options: Options, time: RealTime) -> Server:
    """Put an empty sandbox together; nothing listens or connects yet."""
    clock = SchoolClock(time.monotonic, start=int(time.wall()) * 1_000_000)
    ledger, faults = Ledger(clock, time, options.record), Faults()
    activity, sockets = Activity(time.monotonic), SocketMode(time.monotonic, options.connection_age)
    dispatch = Dispatch(sockets, ledger, faults, activity, options.delays)
    server = Server(
        options=options,
        time=time,
        clock=clock,
        ledger=ledger,
        faults=faults,
        pacing=Pacing(clock, time, enabled=options.pacing),
        streams=Streams(),
        activity=activity,
        sockets=sockets,
        dispatch=dispatch,
        workspace=seed.empty(Triggers(time.monotonic)),
    )
    sockets.note = lambda name, frame: ledger.add("out", "socket", name, frame, status="sent")
    if options.http is not None:
        secret = _secret_of(server)
        dispatch.link = HttpMode(options.http, time.wall, secret)
    return server


def _secret_of(server: Server) -> Callable[[], str]:
    return lambda: server.workspace.app.signing_secret
