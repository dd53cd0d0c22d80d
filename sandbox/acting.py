"""What people do with messages and conversations: say, edit, delete, share, open, read, react."""

from __future__ import annotations

import base64
import binascii
import uuid
from typing import TYPE_CHECKING

from sandbox import events, typing_text
from sandbox.block_rules import new_id
from sandbox.errors import Refused, SlackError
from sandbox.webapi import files, reactions

if TYPE_CHECKING:
    from sandbox.conversation import Conversation, Message
    from sandbox.server import Server
    from sandbox.values import Json, User
    from sandbox.workspace import File

LONGEST = 40_000


def place(server: Server, body: Json) -> tuple[User, Conversation]:
    """Return who acts and where; refuses what is not there."""
    person = server.workspace.person(body.get("as"))
    return person, server.workspace.conversation_of(person.id, body.get("channel"))


def writable(server: Server, body: Json) -> tuple[User, Conversation]:
    """Return who writes and where; refuses archived conversations and deactivated people."""
    person, conversation = place(server, body)
    if conversation.is_archived:
        raise Refused("is_archived", f"{conversation.name} is archived.", status=409)
    if person.kind == "deleted":
        raise Refused("deactivated", f"{person.real_name} is deactivated.", status=409)
    return person, conversation


def text_of(body: Json) -> str:
    """Return the text of an act; refuses an empty or overlong one."""
    text = str(body.get("text") or "")
    if not text.strip() or len(text) > LONGEST:
        raise Refused("bad_text", "`text` has 1 to 40,000 characters.")
    return text


def _written(server: Server, person: User, text: str) -> Json:
    sent = typing_text.escaped(server.workspace, text)
    return {
        "client_msg_id": str(uuid.uuid4()),
        "type": "message",
        "text": sent,
        "user": person.id,
        "team": server.workspace.team_of(person),
        "blocks": typing_text.rich_text(sent, new_id()),
    }


def _in_thread(conversation: Conversation, body: Json) -> Json:
    ts = body.get("thread_ts")
    if not ts:
        return {}
    root = conversation.find(str(ts))
    if root is None:
        raise Refused("no_such_message", f"There is no message {ts}.", status=404)
    parent = root.root_ts or root.ts
    author = conversation.messages[parent].body.get("user")
    return {"thread_ts": parent, "parent_user_id": author}


def say(server: Server, body: Json) -> Json:
    """Post a message as a person."""
    person, conversation = writable(server, body)
    thread = _in_thread(conversation, body)
    written = {**_written(server, person, text_of(body)), **thread}
    return {"ok": True, "ts": server.post(conversation, written)}


def _own(server: Server, body: Json) -> tuple[User, Conversation, Message]:
    person, conversation = writable(server, body)
    message = conversation.shown_to(person.id, str(body.get("ts")))
    if message is None:
        raise Refused("no_such_message", "There is no such message.", status=404)
    mine = message.is_spoken and message.body.get("user") == person.id
    if message.visible_to is None and not mine:
        raise Refused("not_yours", "People change only their own messages.", status=409)
    return person, conversation, message


def edit(server: Server, body: Json) -> Json:
    """Change one of a person's own messages."""
    person, conversation, old = _own(server, body)
    if old.visible_to is not None:
        raise Refused("not_yours", "People change only their own messages.", status=409)
    fresh = _written(server, person, text_of(body))
    kept = {"text": fresh["text"], "blocks": fresh["blocks"]}
    edited = {"user": person.id, "ts": f"{server.second()}.000000"}
    server.change(conversation, old, {**old.body, **kept, "edited": edited})
    return {"ok": True}


def delete(server: Server, body: Json) -> Json:
    """Remove one of a person's own messages, or dismiss one that only they see."""
    _, conversation, message = _own(server, body)
    server.remove(conversation, message)
    return {"ok": True}


def upload(server: Server, body: Json) -> Json:
    """Share a file as a person, or without a channel bring it for a form; `content` is base64."""
    person = server.workspace.person(body.get("as"))
    conversation = writable(server, body)[1] if body.get("channel") else None
    more = body.get("more") or []
    if not isinstance(more, list) or not all(isinstance(one, dict) for one in more):
        raise Refused("bad_content", "`more` is a list of files.")
    brought = [_brought(server, person, one) for one in (body, *more)]
    file = brought[0]
    if conversation is None:
        file.complete = file.for_app = True
        return {"ok": True, "ts": None, "file": file.id, "described": files.described(server, file)}
    text = str(body.get("text") or "")
    author = _written(server, person, text) if text else _silent(server, person)
    given = {"initial_comment": author["text"], **_in_thread(conversation, body)}
    ts = files.share(server, conversation, brought, author, given)
    return {"ok": True, "ts": ts, "file": file.id}


def _brought(server: Server, person: User, about: Json) -> File:
    """Keep a file's bytes; refuses `bad_content`."""
    try:
        content = base64.b64decode(str(about.get("content") or ""), validate=True)
    except binascii.Error:
        raise Refused("bad_content", "`content` is base64.") from None
    name = str(about.get("filename") or "")
    if not name or not content:
        raise Refused("bad_content", "A file has a `filename` and `content`.")
    file = files.new_file(server, name, person.id, len(content))
    file.content = content
    return file


def delete_file(server: Server, body: Json) -> Json:
    """Delete one of a person's own files, wherever it was shared: a tombstone stays there."""
    workspace = server.workspace
    person = workspace.person(body.get("as"))
    file = workspace.files.get(str(body.get("file")))
    if file is None:
        raise Refused("no_such_file", "There is no such file.", status=404)
    if file.owner != person.id:
        raise Refused("not_yours", "People delete only their own files.", status=409)
    del workspace.files[file.id]
    for conversation in (workspace.conversations[channel] for channel in file.channels):
        for message in list(conversation.messages.values()):
            _bury(server, conversation, message, file.id)
    return {"ok": True}


def _bury(server: Server, conversation: Conversation, message: Message, file_id: str) -> None:
    shown = message.body.get("files") or []
    if any(one["id"] == file_id for one in shown):
        grave = {"id": file_id, "mode": "tombstone"}
        kept = [grave if one["id"] == file_id else one for one in shown]
        server.change(conversation, message, {**message.body, "files": kept})


def _silent(server: Server, person: User) -> Json:
    team = server.workspace.team_of(person)
    return {"type": "message", "text": "", "user": person.id, "team": team}


def open_dm(server: Server, body: Json) -> Json:
    """Open a DM or group DM as a person; the app's own DM opens its Messages tab."""
    workspace, person = server.workspace, server.workspace.person(body.get("as"))
    others = [workspace.person(user).id for user in body.get("users") or []]
    if not others:
        raise Refused("no_users", "`users` names at least one person.")
    conversation, _ = server.open_dm([person.id, *others])
    if conversation.kind == "im" and workspace.app.bot_user_id in others:
        server.tell_app(_opened(server, person, conversation, "messages"), conversation)
    return {"ok": True, "channel": conversation.id}


def _opened(server: Server, person: User, dm: Conversation, tab: str) -> Json:
    home = server.workspace.views.homes.get(person.id)
    view = events.home_view(server.workspace, home)
    ts = dm.next_ts(server.now())
    return events.app_home_opened(person, dm.id, tab, view, ts)


def home_opened(server: Server, person: User) -> tuple[Json, Conversation]:
    """Return the event of a person who opens the app's Home, and the DM it belongs to."""
    dm, _ = server.open_dm([person.id, server.workspace.app.bot_user_id])
    return _opened(server, person, dm, "home"), dm


def read(server: Server, body: Json) -> Json:
    """Mark a conversation as read by a person."""
    person, conversation = place(server, body)
    conversation.read[person.id] = conversation.latest_ts() or ""
    listed = server.listed(conversation, person.id)
    server.streams.tell([person.id], {"type": "conversation", "conversation": listed})
    return {"ok": True}


def react(server: Server, body: Json) -> Json:
    """Put a person's emoji on a message, or take it off with `remove`."""
    person, conversation = writable(server, body)
    message = conversation.find(str(body.get("ts")))
    if message is None:
        raise Refused("no_such_message", "There is no such message.", status=404)
    name, add = str(body.get("name") or ""), not body.get("remove")
    try:
        reactions.react(server, conversation, message, person.id, name, add=add)
    except SlackError as error:
        raise Refused(error.code, f"Slack says {error.code}.", status=409) from None
    return {"ok": True}
