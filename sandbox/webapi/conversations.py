"""conversations.*: opening, describing and reading conversations."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, TypeVar

from sandbox import events, team_events
from sandbox.errors import SlackError

if TYPE_CHECKING:
    from sandbox.conversation import Conversation, Message
    from sandbox.server import Server
    from sandbox.values import Json
    from sandbox.webapi.methods import Call, Handler

T = TypeVar("T")

MOST_PEOPLE = 8
MOST_MESSAGES = 999
PAGE = 100
TYPES = {
    "public_channel": "channel",
    "private_channel": "group",
    "im": "im",
    "mpim": "mpim",
}


def described(server: Server, conversation: Conversation) -> Json:
    """Return Slack's object of a conversation."""
    bot, kind = server.workspace.app.bot_user_id, conversation.kind
    whole: Json = {
        "id": conversation.id,
        "created": conversation.created,
        "is_im": kind == "im",
        "is_org_shared": False,
        "is_archived": conversation.is_archived,
        "context_team_id": server.workspace.team.id,
        "updated": conversation.created * 1000,
    }
    if kind == "im":
        others = [m for m in conversation.members if m != bot] or [bot]
        other = server.workspace.users.get(others[0])
        gone = other is not None and other.kind == "deleted"
        return {**whole, "user": others[0], "is_user_deleted": gone, "priority": 0}
    return {**whole, **_channel_part(server, conversation)}


def _channel_part(server: Server, conversation: Conversation) -> Json:
    channel = conversation.kind == "channel"
    topic = {"value": conversation.topic, "creator": "", "last_set": 0}
    return {
        "name": conversation.name,
        "name_normalized": conversation.name,
        "is_channel": channel and not conversation.is_private,
        "is_group": channel and conversation.is_private,
        "is_mpim": not channel,
        "is_private": conversation.is_private,
        "is_general": False,
        "is_shared": conversation.is_ext_shared,
        "is_ext_shared": conversation.is_ext_shared,
        "is_pending_ext_shared": False,
        "is_member": server.workspace.app.bot_user_id in conversation.members,
        "creator": conversation.members[0] if conversation.members else "",
        "topic": topic,
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def open_(server: Server, call: Call) -> Json:
    """Open the app's DM with a person or its group DM with several."""
    workspace = server.workspace
    if call.text("channel") and not call.text("users"):
        conversation = call.seen(server)
        if conversation.kind == "channel":
            raise SlackError("method_not_supported_for_channel_type")
        return _opened(server, call, conversation, known=True)
    people = _people(server, call)
    workspace.need_scope(call.method.by_conversation["im" if len(people) == 1 else "mpim"])
    conversation, is_new = server.open_dm([*people, workspace.app.bot_user_id])
    return _opened(server, call, conversation, known=not is_new)


def _opened(server: Server, call: Call, conversation: Conversation, *, known: bool) -> Json:
    whole = described(server, conversation) if call.flag("return_im") else {"id": conversation.id}
    return {**({"no_op": True, "already_open": True} if known else {}), "channel": whole}


def _people(server: Server, call: Call) -> list[str]:
    users, app = server.workspace.users, server.workspace.app
    people = list(dict.fromkeys(name.strip() for name in call.text("users").split(",") if name))
    if not people:
        raise SlackError("users_list_not_supplied")
    for person in people:
        if person not in users:
            raise SlackError("user_not_found")
        if users[person].kind == "deleted":
            raise SlackError("user_disabled")
        if users[person].kind == "stranger":
            raise SlackError("user_not_visible")
    others = [person for person in people if person != app.bot_user_id]
    if not others:
        raise SlackError("not_enough_users")
    if len(others) > MOST_PEOPLE:
        raise SlackError("too_many_users")
    return others


def info(server: Server, call: Call) -> Json:
    """Describe a conversation."""
    conversation = call.seen(server)
    whole = described(server, conversation)
    if call.flag("include_num_members"):
        whole["num_members"] = len(conversation.members)
    return {"channel": whole}


def join(server: Server, call: Call) -> Json:
    """Come into a public channel."""
    conversation, bot = call.seen(server), server.workspace.app.bot_user_id
    if conversation.kind != "channel" or conversation.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    if conversation.is_archived:
        raise SlackError("is_archived")
    if bot not in conversation.members:
        conversation.members.append(bot)
        server.post(conversation, team_events.joined(bot, bot, server.workspace.team.id))
        ts = conversation.next_ts(server.now())
        joined = events.membership(server.workspace, conversation, bot, ts, joined=True)
        server.tell_app(joined, conversation)
        server.tell_conversation(conversation)
    return {"channel": described(server, conversation)}


def _wanted_types(server: Server, call: Call) -> set[str]:
    names = (call.text("types") or "public_channel").replace(" ", "").split(",")
    if not set(names) <= set(TYPES):
        raise SlackError("invalid_types")
    for name in names:
        server.workspace.need_scope(call.method.by_conversation[TYPES[name]])
    return {TYPES[name] for name in names}


def _listing(server: Server, call: Call, member: str | None) -> Json:
    wanted, bot = _wanted_types(server, call), server.workspace.app.bot_user_id
    found = [
        described(server, conversation)
        for conversation in server.workspace.conversations.values()
        if conversation.channel_type in wanted
        and not (conversation.is_archived and call.flag("exclude_archived"))
        and (bot in conversation.members or not conversation.is_private)
        and (member is None or member in conversation.members)
    ]
    page, cursor = paged(found, call)
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}


def list_(server: Server, call: Call) -> Json:
    """List the conversations that the app can see."""
    return _listing(server, call, None)


def of_user(server: Server, call: Call) -> Json:
    """List the conversations that a person (the app itself by default) is in."""
    return _listing(server, call, call.text("user") or server.workspace.app.bot_user_id)


def members(server: Server, call: Call) -> Json:
    """List who is in a conversation."""
    page, cursor = paged(call.seen(server).members, call)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def paged(items: list[T], call: Call) -> tuple[list[T], str]:
    """Return one page of a list and the cursor of the next; raises `invalid_cursor`."""
    start = int(_from_cursor(call.text("cursor"), "offset") or 0)
    end = start + max(1, int(call.args.get("limit") or PAGE))
    return items[start:end], to_cursor("offset", str(end)) if end < len(items) else ""


def to_cursor(kind: str, value: str) -> str:
    """Return an opaque cursor."""
    return base64.b64encode(f"{kind}:{value}".encode()).decode()


def _from_cursor(cursor: str, kind: str) -> str:
    if not cursor:
        return ""
    try:
        found, _, value = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise SlackError("invalid_cursor") from None
    if found != kind or not re.fullmatch(r"[\d.]+", value):
        raise SlackError("invalid_cursor")
    return value


def _window(call: Call) -> tuple[str, str]:
    ends = []
    for name in ("oldest", "latest"):
        ts = call.text(name)
        if not re.fullmatch(r"(\d{1,10}(\.\d{1,6})?)?", ts):
            raise SlackError(f"invalid_ts_{name}")
        seconds, _, rest = ts.partition(".")
        ends.append(f"{seconds:>010}.{rest:<06}" if ts and ts != "0" else "")
    return ends[0], ends[1]


def _read(message: Message, call: Call) -> Json:
    body = message.body
    if "metadata" not in body or call.flag("include_all_metadata"):
        return body
    return {**body, "metadata": {"event_type": body["metadata"]["event_type"]}}


def _readable(server: Server, call: Call) -> Conversation:
    conversation = call.seen(server)
    if server.workspace.app.bot_user_id not in conversation.members:
        raise SlackError("not_in_channel")
    return conversation


def _there(server: Server, conversation: Conversation, ts: str) -> bool:
    """Whether history shows a message: not removed, and not late on purpose."""
    message = conversation.find(ts)
    return message is not None and message.readable_at <= server.time.monotonic()


def _limit(call: Call) -> int:
    return min(MOST_MESSAGES, max(1, int(call.args.get("limit") or PAGE)))


def history(server: Server, call: Call) -> Json:
    """Read a conversation's roots, newest first; metadata's payload only when asked for."""
    conversation = _readable(server, call)
    oldest, latest = _window(call)
    before = _from_cursor(call.text("cursor"), "next_ts")
    stamps = conversation.roots_between(oldest, before or latest, inclusive=call.flag("inclusive"))
    stamps = [ts for ts in stamps if ts != before and _there(server, conversation, ts)]
    page = stamps[-_limit(call) :]
    more = len(page) < len(stamps)
    messages = [_read(conversation.messages[ts], call) for ts in reversed(page)]
    cursor = to_cursor("next_ts", page[0]) if more else ""
    return {"messages": messages, "has_more": more, "response_metadata": {"next_cursor": cursor}}


def replies(server: Server, call: Call) -> Json:
    """Read a thread: its root first, then the replies, oldest first."""
    conversation = _readable(server, call)
    asked = conversation.find(call.text("ts"))
    root = conversation.find((asked.root_ts or asked.ts) if asked else "")
    if root is None:
        raise SlackError("thread_not_found")
    oldest, latest = _window(call)
    after = _from_cursor(call.text("cursor"), "next_ts")
    stamps = conversation.replies_between(
        root.ts, after or oldest, latest, inclusive=call.flag("inclusive")
    )
    stamps = [ts for ts in stamps if ts != after and _there(server, conversation, ts)]
    page = stamps[: _limit(call)]
    more = len(page) < len(stamps)
    messages = [_read(conversation.messages[ts], call) for ts in page]
    cursor = to_cursor("next_ts", page[-1]) if more else ""
    answer = {"messages": [_read(root, call), *messages], "has_more": more}
    return {**answer, "response_metadata": {"next_cursor": cursor}}


METHODS: dict[str, Handler] = {
    "conversations.open": open_,
    "conversations.info": info,
    "conversations.join": join,
    "conversations.list": list_,
    "conversations.members": members,
    "conversations.history": history,
    "conversations.replies": replies,
    "users.conversations": of_user,
}
