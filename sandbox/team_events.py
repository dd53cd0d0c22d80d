"""Events about the team and its channels: people who come and change, channels that change.

Channels that are private are `group` in the names of some events, as they are for Slack.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.conversation import Conversation
    from sandbox.values import Json


def team_join(user: Json) -> Json:
    """Return the event of a person who is new in the team."""
    return {"type": "team_join", "user": user}


def user_change(user: Json, micros: int) -> Json:
    """Return the event of a person whose fields changed, deactivation included."""
    return {"type": "user_change", "user": user, "cache_ts": micros // 1_000_000}


def _said(subtype: str, user: str, text: str, **more: object) -> Json:
    return {"type": "message", "subtype": subtype, "user": user, "text": text, **more}


def joined(member: str, actor: str, team: str) -> Json:
    """Return the message that somebody came into a channel."""
    inviter = {} if actor == member else {"inviter": actor}
    return _said(
        "channel_join", member, f"<@{member}> has joined the channel", **inviter, team=team
    )


def left(member: str, team: str) -> Json:
    """Return the message that somebody left a channel."""
    return _said("channel_leave", member, f"<@{member}> has left the channel", team=team)


def app_left(channel: Conversation, actor: str, ts: str) -> Json:
    """Return the event of the app being taken out of a channel."""
    kind = f"{_word(channel)}_left"
    return {"type": kind, "channel": channel.id, "actor_id": actor, "event_ts": ts}


def _word(channel: Conversation) -> str:
    return "group" if channel.is_private else "channel"


def said_of(
    channel: Conversation, actor: str, team: str, field: str, before: object
) -> Json | None:
    """Return the message that Slack puts into a channel when a field of it changed."""
    word = _word(channel)
    if field == "is_archived":
        verb = "archive" if channel.is_archived else "unarchive"
        return _said(f"{word}_{verb}", actor, f"{verb}d the channel", team=team)
    if field == "name":
        text = f'has renamed the channel from "{before}" to "{channel.name}"'
        names = {"old_name": before, "name": channel.name}
        return _said(f"{word}_name", actor, text, **names, team=team)
    if field == "topic":
        return _said(
            f"{word}_topic", actor, f"set the channel topic: {channel.topic}", topic=channel.topic
        )
    return None


def of_change(channel: Conversation, actor: str, field: str, ts: str, *, team: str) -> Json | None:
    """Return the event of a field of a channel that changed; `team`: with whom it is shared."""
    word = _word(channel)
    if field == "is_archived":
        verb = "archive" if channel.is_archived else "unarchive"
        # Slack does not say who takes a private channel out of the archive.
        by = {} if f"{word}_{verb}" == "group_unarchive" else {"user": actor}
        return {"type": f"{word}_{verb}", "channel": channel.id, **by, "event_ts": ts}
    if field == "name":
        return {"type": f"{word}_rename", "channel": _renamed(channel), "event_ts": ts}
    if field == "is_ext_shared":
        return _shared(channel, ts, team)
    return None


def _renamed(channel: Conversation) -> Json:
    return {
        "id": channel.id,
        "is_channel": not channel.is_private,
        "is_mpim": False,
        "name": channel.name,
        "name_normalized": channel.name,
        "created": channel.created,
    }


def _shared(channel: Conversation, ts: str, team: str) -> Json:
    if channel.is_ext_shared:
        named: Json = {"type": "channel_shared", "connected_team_id": team}
    else:
        left = {"previously_connected_team_id": team, "is_ext_shared": False}
        named = {"type": "channel_unshared", **left}
    return {**named, "channel": channel.id, "event_ts": ts}


def file_shared(file_id: str, user: str, channel: str, ts: str) -> Json:
    """Return the event of a file that was put into a conversation."""
    return {
        "type": "file_shared",
        "file_id": file_id,
        "user_id": user,
        "file": {"id": file_id},
        "channel_id": channel,
        "event_ts": ts,
    }
