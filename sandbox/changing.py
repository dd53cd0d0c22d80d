"""What changes in a workspace: its people and channels, with the events that Slack sends."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sandbox import events, seed, team_events
from sandbox.errors import Refused
from sandbox.values import FOREIGN_TEAM
from sandbox.webapi import users

if TYPE_CHECKING:
    from sandbox.conversation import Conversation
    from sandbox.server import Server
    from sandbox.values import Json

NOT_FIELDS = ("id", "add", "remove", "as")


def set_user(server: Server, body: Json) -> Json:
    """Add a person, or change the fields that are given of one."""
    known = server.workspace.users.get(str(body.get("id")))
    user = seed.read_user({**(asdict(known) if known else {}), **body})
    if user == known:
        return {"ok": True}
    server.workspace.set_user(user)
    described = users.described(server, user)
    if known is None:
        server.tell_app(team_events.team_join(described), None)
    else:
        server.tell_app(team_events.user_change(described, server.now()), None)
    server.streams.tell_all({"type": "reset"})
    return {"ok": True}


def set_channel(server: Server, body: Json) -> Json:
    """Add a channel, change its fields, or add and remove members; `as` is who does it."""
    workspace, channel = server.workspace, str(body.get("id"))
    known = workspace.conversations.get(channel)
    if known is not None:
        _change_channel(server, known, body)
        return {"ok": True}
    fields = {key: value for key, value in body.items() if key != "as"}
    made = seed.read_channel(fields, workspace.users, server.second())
    workspace.conversations[channel] = made
    for member in made.members:
        _tell_member(server, made, member, member, joined=True)
    server.tell_conversation(made)
    return {"ok": True}


def _change_channel(server: Server, channel: Conversation, body: Json) -> None:
    fields = {key: value for key, value in body.items() if key not in NOT_FIELDS}
    if not set(fields) <= seed.CHANNEL_FIELDS:
        raise Refused("bad_channel", f"A channel has no field {min(fields)}.")
    actor = _actor(server, channel, body)
    wanted = _wanted_members(server, channel, body, fields.pop("members", None))
    for key, value in fields.items():
        before = getattr(channel, key)
        setattr(channel, key, value)
        if before != value:
            _tell_change(server, channel, actor, key, before)
    _set_members(server, channel, actor, wanted)
    server.tell_conversation(channel)


def _actor(server: Server, channel: Conversation, body: Json) -> str:
    """Return who does it: by default the first full member of the channel, or of the team."""
    people = server.workspace.users
    if body.get("as"):
        return server.workspace.person(body["as"]).id
    here = [people[member] for member in channel.members]
    full = [user.id for user in [*here, *people.values()] if user.kind == "full"]
    return full[0] if full else server.workspace.app.bot_user_id


def _wanted_members(
    server: Server, channel: Conversation, body: Json, members: list[str] | None
) -> list[str]:
    start = channel.members if members is None else members
    gone = set(body.get("remove") or [])
    wanted = [member for member in [*start, *(body.get("add") or [])] if member not in gone]
    wanted = list(dict.fromkeys(wanted))
    seed.check_members(wanted, server.workspace.users)
    return wanted


def _set_members(server: Server, channel: Conversation, actor: str, wanted: list[str]) -> None:
    before = list(channel.members)
    for gone in [member for member in before if member not in wanted]:
        _tell_member(server, channel, gone, actor, joined=False)
        server.streams.tell([gone], {"type": "reset"})
    channel.members = wanted
    for new in [member for member in wanted if member not in before]:
        _tell_member(server, channel, new, actor, joined=True)


def _tell_member(
    server: Server, channel: Conversation, member: str, actor: str, *, joined: bool
) -> None:
    team = server.workspace.team.id
    came, went = team_events.joined(member, actor, team), team_events.left(member, team)
    server.post(channel, came if joined else went)
    ts = channel.next_ts(server.now())
    event = events.membership(server.workspace, channel, member, ts, joined=joined)
    if joined and actor != member:
        event["inviter"] = actor
    server.tell_app(event, channel)
    if not joined and member == server.workspace.app.bot_user_id:
        server.tell_app(team_events.app_left(channel, actor, ts), channel)


def _tell_change(
    server: Server, channel: Conversation, actor: str, field: str, before: object
) -> None:
    """Say in the channel what changed, where Slack does, and send its events."""
    said = team_events.said_of(channel, actor, server.workspace.team.id, field, before)
    if said is not None:
        server.post(channel, said)
    ts = channel.next_ts(server.now())
    event = team_events.of_change(channel, actor, field, ts, team=FOREIGN_TEAM)
    if event is not None:
        server.tell_app(event, channel)
