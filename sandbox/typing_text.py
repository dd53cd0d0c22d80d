"""What a person types: mentions, escaping, and the rich text Slack's client makes of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.values import Json
    from sandbox.workspace import Workspace

ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# What stands already as a mention stays; names and the three special characters are replaced.
_TYPED = re.compile(r"<[@#!][^<>]+>|(?<![\w/])[@#][\w][\w.-]*|[&<>]")
_TOKEN = re.compile(r"<([@#]|!subteam\^)([A-Z0-9]+)(?:\|[^>]*)?>")
_KINDS = {"@": "user", "#": "channel", "!subteam^": "usergroup"}


def escaped(workspace: Workspace, text: str) -> str:
    """Return typed text as Slack sends it: `@name` and `#name` as mentions, `&<>` escaped."""
    return _TYPED.sub(lambda found: _sent(workspace, found[0]), text)


def _sent(workspace: Workspace, found: str) -> str:
    if found in ESCAPES:
        return ESCAPES[found]
    if found.startswith("<"):
        return found
    name = found[1:]
    while name:
        mention = _mention(workspace, found[0], name)
        if mention:
            return mention + found[1 + len(name) :]
        shorter = name.rstrip(".-_")
        name = shorter if shorter != name else ""
    return found


def _mention(workspace: Workspace, sign: str, name: str) -> str | None:
    if sign == "@":
        names = {user.name.lower(): user.id for user in workspace.users.values()}
        names[workspace.app.name.lower()] = workspace.app.bot_user_id
        person = names.get(name.lower())
        return f"<@{person}>" if person else _group(workspace, name)
    for conversation in workspace.conversations.values():
        if conversation.kind == "channel" and conversation.name == name:
            label = "" if conversation.is_private else name
            return f"<#{conversation.id}|{label}>"
    return None


def _group(workspace: Workspace, name: str) -> str | None:
    for group in workspace.usergroups:
        if group.handle.lower() == name.lower():
            return f"<!subteam^{group.id}|@{group.handle}>"
    return None


def _plain(text: str) -> str:
    for character, escape in ESCAPES.items():
        text = text.replace(escape, character)
    return text


def rich_text(text: str, block_id: str) -> list[Json]:
    """Return the blocks that Slack's client makes of a person's text."""
    parts: list[Json] = []
    end = 0
    for found in _TOKEN.finditer(text):
        if found.start() > end:
            parts.append({"type": "text", "text": _plain(text[end : found.start()])})
        kind = _KINDS[found[1]]
        parts.append({"type": kind, f"{kind}_id": found[2]})
        end = found.end()
    if end < len(text):
        parts.append({"type": "text", "text": _plain(text[end:])})
    section = {"type": "rich_text_section", "elements": parts}
    return [{"type": "rich_text", "block_id": block_id, "elements": [section]}]
