"""The workspace: its team, people, app and conversations, and who may see what."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sandbox.conversation import Conversation
from sandbox.errors import Refused, SlackError
from sandbox.values import (
    FOREIGN_TEAM,
    App,
    Json,
    Mark,
    Team,
    TourStep,
    User,
    Usergroup,
    stable_id,
)

if TYPE_CHECKING:
    from sandbox.triggers import Triggers
    from sandbox.views import Views

EVENTS_KEPT = 20_000


@dataclass
class File:
    """An uploaded file; it is seen by who is in a conversation where it was shared.

    `for_app`: it was put into a form of the app, which may read it then.
    """

    id: str
    name: str
    owner: str
    size: int
    created: int
    secret: str
    content: bytes | None = None
    title: str = ""
    mimetype: str = "application/octet-stream"
    channels: list[str] = field(default_factory=list)
    complete: bool = False
    for_app: bool = False


@dataclass
class Workspace:
    """Everything that a seed replaces."""

    team: Team
    app: App
    views: Views
    triggers: Triggers
    users: dict[str, User] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    events: dict[str, Json] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    zone: str = "UTC"
    usergroups: tuple[Usergroup, ...] = ()
    tour: tuple[TourStep, ...] = ()

    def team_of(self, user: User) -> str:
        """Return the id of a person's own team."""
        return FOREIGN_TEAM if user.kind == "stranger" else self.team.id

    def person(self, user_id: object) -> User:
        """Return who acts; refuses `no_such_user` with 404."""
        user = self.users.get(str(user_id))
        if user is None:
            raise Refused("no_such_user", f"There is no user {user_id} here.", status=404)
        return user

    def conversation_of(self, person: str, channel: object) -> Conversation:
        """Return a conversation that a person is in; refuses `no_such_channel` with 404."""
        conversation = self.conversations.get(str(channel))
        if conversation is None or person not in conversation.members:
            detail = f"{person} is in no conversation {channel}."
            raise Refused("no_such_channel", detail, status=404)
        return conversation

    def conversations_of(self, person: str) -> list[Conversation]:
        """Return the conversations that a person is in."""
        return [c for c in self.conversations.values() if person in c.members]

    def open_dm(self, members: list[str], created: int) -> Conversation:
        """Return the DM or group DM of exactly these people, made if there was none."""
        people = list(dict.fromkeys(members))
        kind, prefix = ("im", "D") if len(people) <= len("me") else ("mpim", "G")
        channel_id = stable_id(prefix, people)
        if channel_id not in self.conversations:
            names = "--".join(sorted(self.users[person].name for person in people))
            name = "" if kind == "im" else f"mpdm-{names}-1"
            conversation = Conversation(
                channel_id, "im" if kind == "im" else "mpim", name, people, created=created
            )
            self.conversations[channel_id] = conversation
        return self.conversations[channel_id]

    def name_for(self, person: str, conversation: Conversation) -> str:
        """Return the name under which a person sees a conversation."""
        if conversation.kind == "channel":
            return conversation.name
        others = [self.users[m] for m in conversation.members if m != person]
        return ", ".join(user.real_name for user in others) or self.users[person].real_name

    def seen_by_app(self, channel: str) -> Conversation:
        """Return a conversation as the app finds it; raises `channel_not_found`.

        A private channel, DM or group DM that the app is not in does not exist for it.
        """
        conversation = self.conversations.get(channel)
        inside = conversation is not None and self.app.bot_user_id in conversation.members
        if conversation is None or (conversation.is_private and not inside):
            raise SlackError("channel_not_found")
        return conversation

    def need_scope(self, scope: str) -> None:
        """Raise `missing_scope` as Slack does if the app was not granted a scope."""
        if scope not in self.app.scopes:
            raise SlackError("missing_scope", needed=scope, provided=self.app.provided())

    def set_user(self, user: User) -> None:
        """Add a user, or change the one with the same id."""
        self.users[user.id] = user

    def set_app(self, app: App) -> None:
        """Install the app; its bot user is one of the users."""
        self.app = app
        known = self.users.get(app.bot_user_id)
        bot = known or User(app.bot_user_id, app.name.lower().replace(" ", "-"), app.name)
        self.set_user(replace(bot, kind="bot"))

    def remember(self, payload: Json) -> None:
        """Keep an event, so that it can be delivered again."""
        self.events[str(payload["event_id"])] = payload
        if len(self.events) > EVENTS_KEPT:
            del self.events[next(iter(self.events))]
