"""A seeded sandbox for one test of any Bolt app: a small team, a channel, and your app in it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from sandbox import process
from sandbox.client import SandboxClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from sandbox.values import Json

NOW = "2026-09-01T12:00:00Z"
SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "reactions:read",
    "reactions:write",
    "users:read",
)
EVENTS = (
    "app_home_opened",
    "app_mention",
    "member_joined_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "reaction_added",
)


def team(*, commands: Sequence[str] = (), manifest: Json | None = None) -> Json:
    """Return a seed: Ann (`UANN`) and Ben (`UBEN`) with your app in `CROOM` (`#room`).

    With a `manifest` the app has that one's scopes, commands, shortcuts and events; without one it
    has every scope that the sandbox knows, the usual events, and these slash commands.
    """
    app: Json = {"id": "AAPP", "name": "App", "bot_user_id": "UAPP", "bot_id": "BAPP"}
    if manifest is not None:
        app["manifest"] = manifest
    else:
        named = [{"command": name} for name in commands]
        app |= {"scopes": list(SCOPES), "bot_events": list(EVENTS), "commands": named}
    people = [("UANN", "ann", "Ann Adams"), ("UBEN", "ben", "Ben Berg")]
    return {
        "team": {"id": "TTEAM", "name": "Team", "domain": "team"},
        "app": app,
        "users": [{"id": i, "name": name, "real_name": real} for i, name, real in people],
        "channels": [{"id": "CROOM", "name": "room", "members": ["UANN", "UBEN", "UAPP"]}],
        "now": NOW,
    }


@asynccontextmanager
async def workspace(
    *, commands: Sequence[str] = (), manifest: Json | None = None, http: str | None = None
) -> AsyncIterator[SandboxClient]:
    """Run a sandbox with a small team for the length of a block.

    `http`: the URL at which your app listens, where it does not use Socket Mode.
    """
    running = await asyncio.to_thread(process.start, http=http)
    try:
        async with SandboxClient(running.base_url) as client:
            await client.seed(team(commands=commands, manifest=manifest))
            yield client
    finally:
        await asyncio.to_thread(running.stop)
