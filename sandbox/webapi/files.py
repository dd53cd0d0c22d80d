"""files.*: uploads in two steps, and files with their bytes."""

from __future__ import annotations

import mimetypes
import secrets
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sandbox import team_events
from sandbox.errors import SlackError
from sandbox.webapi import content
from sandbox.workspace import File

if TYPE_CHECKING:
    from sandbox.conversation import Conversation
    from sandbox.server import Server
    from sandbox.values import Json
    from sandbox.webapi.methods import Call, Handler

MOST_ALT = 1000


def described(server: Server, file: File) -> Json:
    """Return Slack's object of a file."""
    url = f"{server.base_url}/files/{file.id}/{file.name}"
    kind = PurePosixPath(file.name).suffix.removeprefix(".") or "text"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype,
        "filetype": kind,
        "pretty_type": kind.upper(),
        "user": file.owner,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "url_private": url,
        "url_private_download": f"{url}?download=1",
        "channels": [c for c in file.channels if c.startswith("C")],
        "groups": [c for c in file.channels if c.startswith("G")],
        "ims": [c for c in file.channels if c.startswith("D")],
    }


def new_file(server: Server, name: str, owner: str, size: int) -> File:
    """Make room for a file of this size."""
    file_id, secret = "F" + secrets.token_hex(5).upper(), secrets.token_urlsafe(18)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    file = File(file_id, name, owner, size, server.second(), secret, mimetype=kind)
    server.workspace.files[file_id] = file
    return file


def get_upload_url(server: Server, call: Call) -> Json:
    """Give an address to which the app may send a file's bytes."""
    if int(call.args["length"]) <= 0:
        raise SlackError("missing_argument")
    if len(call.text("alt_txt")) > MOST_ALT:
        raise SlackError("alt_txt_too_large")
    owner, length = server.workspace.app.bot_user_id, int(call.args["length"])
    file = new_file(server, call.text("filename"), owner, length)
    server.uploads[file.secret] = file.id
    return {"upload_url": f"{server.base_url}/upload/v1/{file.secret}", "file_id": file.id}


def _finished(server: Server, item: object) -> File:
    file_id = str(item.get("id")) if isinstance(item, dict) else ""
    file = server.workspace.files.get(file_id)
    if file is None or file.content is None:
        raise SlackError("file_not_found")
    if isinstance(item, dict) and item.get("title"):
        file.title = str(item["title"])
    return file


def complete_upload(server: Server, call: Call) -> Json:
    """Finish uploads and share them; the message's `ts` is not in the answer."""
    files = [_finished(server, item) for item in call.args["files"]]
    names = call.text("channel_id") or call.text("channels")
    conversations = [_place(server, name) for name in names.split(",") if name]
    for file in files:
        file.complete = True
    for conversation in conversations:
        share(server, conversation, files, content.authored(server), call.args)
    return {"files": [described(server, file) for file in files]}


def _place(server: Server, channel: str) -> Conversation:
    conversation = server.workspace.seen_by_app(channel)
    if server.workspace.app.bot_user_id not in conversation.members:
        raise SlackError("not_in_channel")
    return conversation


def share(
    server: Server, conversation: Conversation, files: list[File], author: Json, given: Json
) -> str:
    """Post files into a conversation; `given`: initial_comment, blocks and thread_ts."""
    for file in files:
        file.complete = True
        file.channels.append(conversation.id)
    body: Json = {
        **author,
        "text": str(given.get("initial_comment") or ""),
        "subtype": "file_share",
        "files": [described(server, file) for file in files],
        "upload": True,
        "display_as_bot": False,
    }
    if given.get("blocks"):
        body["blocks"] = content.read(given)["blocks"]
    if given.get("thread_ts"):
        body["thread_ts"] = given["thread_ts"]
    ts = server.post(conversation, body)
    for file in files:
        now = conversation.next_ts(server.now())
        event = team_events.file_shared(file.id, file.owner, conversation.id, now)
        server.tell_app(event, conversation)
    return ts


def info(server: Server, call: Call) -> Json:
    """Describe a file that the app may see."""
    return {"file": described(server, seen(server, call.text("file")))}


def seen(server: Server, file_id: str) -> File:
    """Return a file that is the app's or was shared where the app is."""
    workspace, file = server.workspace, server.workspace.files.get(file_id)
    if file is None or not file.complete:
        raise SlackError("file_not_found")
    bot = workspace.app.bot_user_id
    places = (workspace.conversations[channel] for channel in file.channels)
    own = file.owner == bot or file.for_app
    if not own and not any(bot in place.members for place in places):
        raise SlackError("file_not_found")
    return file


METHODS: dict[str, Handler] = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
    "files.info": info,
}
