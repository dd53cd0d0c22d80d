"""Events: which ones the app is told of, and the exact shape in which it is told."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.conversation import ChannelType, Conversation, Message
    from sandbox.values import Json, User
    from sandbox.views import View
    from sandbox.workspace import Workspace

# Slack's method and event pages: the subscription and the scope for each kind of conversation.
MESSAGE_EVENTS: dict[ChannelType, str] = {
    "channel": "message.channels",
    "group": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}
HISTORY_SCOPES: dict[ChannelType, str] = {
    "channel": "channels:history",
    "group": "groups:history",
    "im": "im:history",
    "mpim": "mpim:history",
}
READ_SCOPES: dict[ChannelType, str] = {
    "channel": "channels:read",
    "group": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}


def wrapped(
    workspace: Workspace, event: Json, micros: int, conversation: Conversation | None
) -> Json:
    """Return the Events API wrapper around one event; only the team's have no conversation."""
    team, app = workspace.team.id, workspace.app
    in_channel = conversation is not None and conversation.kind == "channel"
    place = f"-{conversation.id}" if conversation is not None and in_channel else ""
    return {
        "token": app.verification_token,
        "team_id": team,
        "context_team_id": team,
        "context_enterprise_id": None,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": new_event_id(),
        "event_time": micros // 1_000_000,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team,
                "user_id": app.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": conversation is not None and conversation.is_ext_shared,
        "event_context": f"4-{event['type']}-{team}{place}",
    }


def new_event_id() -> str:
    """Return a new event id; a restart gives no id twice."""
    return "Ev" + secrets.token_hex(6).upper()


def channel_of(event: Json) -> str:
    """Return the id of the conversation that an event is about, or an empty text."""
    where = event.get("channel") or event.get("channel_id") or event.get("item", {}).get("channel")
    return str(where.get("id") if isinstance(where, dict) else where or "")


def _metadata_name(body: Json) -> Json:
    if "metadata" not in body:
        return body
    return {**body, "metadata": {"event_type": body["metadata"]["event_type"]}}


# What history shows of a root but an event does not carry.
_COUNTS = ("reply_count", "reply_users_count", "latest_reply", "reply_users", "is_locked")
_THREAD_ONLY = ("subscribed",)


def message(conversation: Conversation, posted: Message) -> Json:
    """Return the event of a new message."""
    kept = {k: v for k, v in posted.body.items() if k not in (*_COUNTS, *_THREAD_ONLY)}
    return {
        **_metadata_name(kept),
        **_root(conversation, posted),
        "channel": conversation.id,
        "event_ts": posted.ts,
        "channel_type": conversation.channel_type,
    }


def _root(conversation: Conversation, posted: Message) -> Json:
    """Return what only a reply that is also shown in the channel brings: its thread's root."""
    root = conversation.messages.get(posted.root_ts or "")
    if root is None or posted.body.get("subtype") != "thread_broadcast":
        return {}
    kept = {key: value for key, value in root.body.items() if key not in _THREAD_ONLY}
    return {"root": _metadata_name(kept)}


def message_changed(conversation: Conversation, old: Message, new: Message, ts: str) -> Json:
    """Return the event of an edited message."""
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": _metadata_name(new.body),
        "previous_message": _metadata_name(old.body),
        "channel": conversation.id,
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
        "channel_type": conversation.channel_type,
    }


TOMBSTONE = {
    "type": "message",
    "subtype": "tombstone",
    "text": "This message was deleted.",
    "user": "USLACKBOT",
    "hidden": True,
}
# What of a thread's root stays when the message itself is gone.
_OF_THREAD = ("ts", "thread_ts", "reply_count", "reply_users_count", "latest_reply", "is_locked")


def message_buried(conversation: Conversation, old: Message, ts: str) -> Json:
    """Return the event of a removed message that has replies: it is changed into a tombstone."""
    kept = {key: old.body[key] for key in _OF_THREAD if key in old.body}
    grave = replace(old, body={**TOMBSTONE, **kept})
    return message_changed(conversation, old, grave, ts)


def message_deleted(conversation: Conversation, old: Message, ts: str) -> Json:
    """Return the event of a removed message."""
    return {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": _metadata_name(old.body),
        "channel": conversation.id,
        "hidden": True,
        "deleted_ts": old.ts,
        "event_ts": ts,
        "ts": ts,
        "channel_type": conversation.channel_type,
    }


_MENTION_KEYS = ("client_msg_id", "text", "user", "ts", "team", "blocks", "thread_ts", "edited")


def app_mention(conversation: Conversation, posted: Message) -> Json:
    """Return the event of a message that names the app; it has no `channel_type`."""
    kept = {key: posted.body[key] for key in _MENTION_KEYS if key in posted.body}
    return {"type": "app_mention", **kept, "channel": conversation.id, "event_ts": posted.ts}


def app_home_opened(user: User, dm: str, tab: str, view: Json | None, ts: str) -> Json:
    """Return the event of a person who opened the app's Home or Messages tab."""
    shown = {"view": view} if view is not None and tab == "home" else {}
    return {
        "type": "app_home_opened",
        "user": user.id,
        "channel": dm,
        "tab": tab,
        **shown,
        "event_ts": ts,
    }


def membership(
    workspace: Workspace, conversation: Conversation, user: str, ts: str, *, joined: bool
) -> Json:
    """Return the event of a person who came into or left a channel."""
    return {
        "type": "member_joined_channel" if joined else "member_left_channel",
        "user": user,
        "channel": conversation.id,
        "channel_type": "G" if conversation.is_private else "C",
        "team": workspace.team.id,
        "event_ts": ts,
    }


def reaction(user: str, name: str, channel: str, item: Message, ts: str, *, added: bool) -> Json:
    """Return the event of an emoji put on a message or taken off it."""
    return {
        "type": "reaction_added" if added else "reaction_removed",
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": channel, "ts": item.ts},
        "item_user": item.body.get("user"),
        "event_ts": ts,
    }


def home_view(workspace: Workspace, view: View | None) -> Json | None:
    """Return the Home that was last published to a person."""
    return None if view is None else view.shown(workspace.team.id, workspace.app)


def is_told(workspace: Workspace, event: Json, conversation: Conversation | None) -> bool:
    """Whether the app has the subscription, the scope and the membership for an event."""
    app, kind = workspace.app, str(event["type"])
    if kind in ("app_home_opened", "channel_left", "group_left"):
        return kind in app.bot_events
    if conversation is None:
        return kind in app.bot_events and "users:read" in app.scopes
    if kind == "message":
        name = MESSAGE_EVENTS[conversation.channel_type]
        scope = HISTORY_SCOPES[conversation.channel_type]
    else:
        name, scope = kind, _scope_of(kind, conversation)
    inside = app.bot_user_id in conversation.members or event.get("user") == app.bot_user_id
    return inside and name in app.bot_events and scope in app.scopes


def _scope_of(kind: str, conversation: Conversation) -> str:
    if kind == "app_mention":
        return "app_mentions:read"
    if kind.startswith("reaction_"):
        return "reactions:read"
    if kind == "file_shared":
        return "files:read"
    return READ_SCOPES[conversation.channel_type]
