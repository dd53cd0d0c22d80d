"""chat.*: posting, changing and removing the app's messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.errors import SlackError
from sandbox.webapi import content

if TYPE_CHECKING:
    from sandbox.conversation import Conversation, Message
    from sandbox.server import Server
    from sandbox.values import Json
    from sandbox.webapi.methods import Call, Handler

MOST_UPDATED_TEXT = 4_000
METADATA_REMOVED: Json = {}


def target(server: Server, call: Call) -> Conversation:
    """Return where a post goes; a person's id means the app's DM with that person."""
    workspace, channel = server.workspace, call.text("channel").removeprefix("#")
    if channel in workspace.users:
        return _dm(server, channel)
    named = (c.id for c in workspace.conversations.values() if c.name == channel and c.name)
    conversation = workspace.seen_by_app(next(named, channel))
    inside = workspace.app.bot_user_id in conversation.members
    if not inside and "chat:write.public" not in workspace.app.scopes:
        raise SlackError("not_in_channel")
    return _writable(server, conversation)


def _dm(server: Server, person: str) -> Conversation:
    workspace = server.workspace
    workspace.need_scope("im:write")
    if workspace.users[person].kind in ("deleted", "stranger"):
        raise SlackError("channel_not_found")
    conversation, _ = server.open_dm([person, workspace.app.bot_user_id])
    return _writable(server, conversation)


def _writable(server: Server, conversation: Conversation) -> Conversation:
    if conversation.is_archived:
        raise SlackError("is_archived")
    if conversation.kind == "im" and not server.workspace.app.messages_tab_enabled:
        raise SlackError("messages_tab_disabled")
    wait = server.pacing.message(conversation.id)
    if wait:
        raise SlackError("ratelimited", retry_after=wait)
    return conversation


def _thread(conversation: Conversation, call: Call) -> Json:
    ts = call.text("thread_ts")
    if not ts:
        return {}
    root = conversation.messages.get(ts)
    if root is None:
        raise SlackError("thread_not_found")
    if root.root_ts is not None:
        raise SlackError("cannot_reply_to_message")
    broadcast = {"subtype": "thread_broadcast"} if call.flag("reply_broadcast") else {}
    return {"thread_ts": ts, "parent_user_id": root.body.get("user"), **broadcast}


def post_message(server: Server, call: Call) -> Json:
    """Post a message as the app."""
    content.need_customisation(server, call.args)
    body = content.read(call.args)
    attached = content.metadata(call.args)
    conversation = target(server, call)
    whole = {**content.authored(server), **body, **_thread(conversation, call)}
    if attached is not None:
        whole["metadata"] = attached
    ts = server.post(conversation, whole)
    return {"channel": conversation.id, "ts": ts, "message": conversation.messages[ts].body}


def post_ephemeral(server: Server, call: Call) -> Json:
    """Show a message to one person only; it is in no history and cannot be updated."""
    content.need_customisation(server, call.args)
    body = content.read(call.args)
    conversation, person = target(server, call), call.text("user")
    if person not in conversation.members:
        raise SlackError("user_not_in_channel")
    thread = {"thread_ts": call.text("thread_ts")} if call.text("thread_ts") else {}
    whole = {**content.authored(server), **body, **thread}
    return {"message_ts": server.post(conversation, whole, visible_to=person)}


def _own(server: Server, call: Call, foreign: str) -> tuple[Conversation, Message]:
    conversation = server.workspace.seen_by_app(call.text("channel"))
    message = conversation.find(call.text("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message.body.get("bot_id") != server.workspace.app.bot_id:
        raise SlackError(foreign)
    return conversation, message


def update(server: Server, call: Call) -> Json:
    """Change a message of the app; metadata that is left out stays."""
    conversation, old = _own(server, call, "cant_update_message")
    if len(call.text("text")) > MOST_UPDATED_TEXT:
        raise SlackError("msg_too_long")
    fresh = _changed(old.body, call.args)
    editor = {"user": server.workspace.app.bot_id, "ts": f"{server.second()}.000000"}
    fresh["edited"] = editor
    server.change(conversation, old, fresh)
    return {"channel": conversation.id, "ts": old.ts, "text": fresh["text"], "message": fresh}


def _changed(old: Json, args: Json) -> Json:
    fresh = {**old, **content.read(args)}
    for key in ("blocks", "attachments"):
        if args.get(key) == []:
            fresh.pop(key, None)
    if args.get("metadata") == METADATA_REMOVED:
        fresh.pop("metadata", None)
    elif args.get("metadata") is not None:
        fresh["metadata"] = content.metadata(args)
    return fresh


def delete(server: Server, call: Call) -> Json:
    """Remove a message of the app."""
    conversation, message = _own(server, call, "cant_delete_message")
    server.remove(conversation, message)
    return {"channel": conversation.id, "ts": message.ts}


def get_permalink(server: Server, call: Call) -> Json:
    """Return the address of a message."""
    conversation, ts = server.workspace.seen_by_app(call.text("channel")), call.text("message_ts")
    message = conversation.find(ts)
    if message is None:
        raise SlackError("message_not_found")
    domain, name = server.workspace.team.domain, ts.replace(".", "")
    root = message.root_ts
    thread = f"?thread_ts={root}&cid={conversation.id}" if root else ""
    link = f"https://{domain}.slack.com/archives/{conversation.id}/p{name}{thread}"
    return {"channel": conversation.id, "permalink": link}


METHODS: dict[str, Handler] = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
    "chat.getPermalink": get_permalink,
}
