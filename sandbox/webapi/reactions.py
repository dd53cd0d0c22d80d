"""reactions.*: emoji on messages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sandbox import events
from sandbox.errors import SlackError

if TYPE_CHECKING:
    from sandbox.conversation import Conversation, Message
    from sandbox.server import Server
    from sandbox.values import Json
    from sandbox.webapi.methods import Call, Handler


def _item(server: Server, call: Call) -> tuple[Conversation, Message]:
    if not call.text("channel") or not call.text("timestamp"):
        raise SlackError("no_item_specified")
    if not re.fullmatch(r"\d{10}\.\d{6}", call.text("timestamp")):
        raise SlackError("bad_timestamp")
    if not re.fullmatch(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?", call.text("name")):
        raise SlackError("invalid_name")
    conversation = server.workspace.seen_by_app(call.text("channel"))
    message = conversation.find(call.text("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    if conversation.is_archived:
        raise SlackError("is_archived")
    return conversation, message


def react(
    server: Server, conversation: Conversation, message: Message, user: str, name: str, *, add: bool
) -> None:
    """Put a person's emoji on a message or take it off; raises Slack's own errors."""
    people = {r["name"]: r["users"] for r in message.body.get("reactions", [])}
    mine = user in people.get(name, [])
    if mine == add:
        raise SlackError("already_reacted" if add else "no_reaction")
    others = [person for person in people.get(name, []) if person != user]
    people[name] = [*others, user] if add else others
    shown = [{"name": n, "users": u, "count": len(u)} for n, u in people.items() if u]
    server.react(conversation, message, shown)
    ts = conversation.next_ts(server.now())
    event = events.reaction(user, name, conversation.id, message, ts, added=add)
    server.tell_app(event, conversation)


def _as_app(server: Server, call: Call, *, add: bool) -> None:
    conversation, message = _item(server, call)
    bot = server.workspace.app.bot_user_id
    react(server, conversation, message, bot, call.text("name"), add=add)


def add(server: Server, call: Call) -> Json:
    """Put an emoji on a message as the app."""
    _as_app(server, call, add=True)
    return {}


def remove(server: Server, call: Call) -> Json:
    """Take the app's emoji off a message."""
    _as_app(server, call, add=False)
    return {}


METHODS: dict[str, Handler] = {"reactions.add": add, "reactions.remove": remove}
