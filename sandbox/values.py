"""The plain values of a workspace: team, users, app, commands and shortcuts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Literal

Json = dict[str, Any]
UserKind = Literal["full", "guest", "bot", "deleted", "stranger"]
ConversationKind = Literal["channel", "im", "mpim"]

FOREIGN_TEAM = "TFOREIGN0"


def ts_of(micros: int) -> str:
    """Return microseconds since 1970 as a Slack `ts`."""
    return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"


def stable_id(prefix: str, members: list[str]) -> str:
    """Return an id that the same people always get, so that it survives a restart."""
    digest = hashlib.blake2s("|".join(sorted(members)).encode(), digest_size=5).hexdigest()
    return prefix + digest.upper()


@dataclass(frozen=True)
class Team:
    """The workspace as Slack names it."""

    id: str
    name: str
    domain: str


@dataclass(frozen=True)
class User:
    """A person or a bot."""

    id: str
    name: str
    real_name: str
    tz: str = "UTC"
    title: str = ""
    color: str = "4a6fa5"
    kind: UserKind = "full"
    is_admin: bool = False

    @property
    def is_bot(self) -> bool:
        """Whether Slack shows this user as an app."""
        return self.kind == "bot"


@dataclass(frozen=True)
class Usergroup:
    """A group of people who are mentioned together, by its handle."""

    id: str
    handle: str
    name: str = ""


@dataclass(frozen=True)
class Command:
    """A slash command of the app."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Shortcut:
    """A global or message shortcut of the app."""

    name: str
    type: Literal["global", "message"]
    callback_id: str
    description: str = ""


@dataclass(frozen=True)
class App:
    """The one app that is installed in the workspace."""

    id: str
    name: str
    bot_user_id: str
    bot_id: str
    bot_token: str = "xoxb-sandbox"  # noqa: S105  opens nothing but a sandbox
    app_token: str = "xapp-1-sandbox"  # noqa: S105  the same
    signing_secret: str = "sandbox-signing-secret"  # noqa: S105  the same
    verification_token: str = "sandbox-verification-token"  # noqa: S105  the same
    scopes: frozenset[str] = frozenset()
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    bot_events: frozenset[str] = frozenset()
    home_tab_enabled: bool = True
    messages_tab_enabled: bool = True

    def provided(self) -> str:
        """Return the granted scopes as Slack lists them."""
        return ",".join(sorted(self.scopes))


@dataclass(frozen=True)
class Mark:
    """Something to show beside the clock; its words are the seeder's."""

    at: int
    label: str
    kind: str
    detail: str | None = None


@dataclass(frozen=True)
class TourStep:
    """A card for newcomers; its words are the seeder's, `do` is what one tap on it does."""

    title: str
    text: str
    do: Json | None = None
