"""Answers that are no calls: acks with a message in them, and what comes to a response URL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.errors import SlackError
from sandbox.webapi import content

if TYPE_CHECKING:
    from sandbox.conversation import Conversation, Message
    from sandbox.server import Server
    from sandbox.triggers import ResponseUrl
    from sandbox.values import Json

TRUE = (True, "true", "True", "1")
GONE = ("expired_url", "used_url")


def take(server: Server, url: ResponseUrl, given: Json) -> Message | None:
    """Do what an answer to an interaction says and return the message that it made.

    By default a new message that only the asker sees; `in_channel` shows it to all (after a
    command with what was typed), `replace_original` and `delete_original` touch the message that
    was used. Raises Slack's errors for content that it would not take.
    """
    conversation = server.workspace.conversations[url.channel]
    original = conversation.shown_to(url.person, url.message_ts) if url.message_ts else None
    if given.get("delete_original") in TRUE:
        if original is not None:
            server.remove(conversation, original)
        return None
    body = {**content.authored(server), **content.read(given)}
    attached = content.metadata(given)
    if attached is not None:
        body["metadata"] = attached
    if original is not None and given.get("replace_original") in TRUE:
        return _replaced(server, conversation, original, body)
    return _new(server, conversation, url, {**body, **_thread(url, given)}, given)


def _thread(url: ResponseUrl, given: Json) -> Json:
    ts = given.get("thread_ts") or url.thread_ts
    return {"thread_ts": ts} if ts else {}


def _replaced(
    server: Server, conversation: Conversation, original: Message, body: Json
) -> Message | None:
    written = ("text", "blocks", "attachments", "metadata", "edited")
    body |= {key: value for key, value in original.body.items() if key not in written}
    server.change(conversation, original, body)
    return conversation.shown_to(original.visible_to or "", original.ts)


def _new(
    server: Server, conversation: Conversation, url: ResponseUrl, body: Json, given: Json
) -> Message | None:
    if given.get("response_type") != "in_channel":
        ts = server.post(conversation, body, visible_to=url.person)
    else:
        wait = server.pacing.message(conversation.id)
        if wait:
            raise SlackError("ratelimited", retry_after=wait)
        _show_command(server, conversation, url)
        ts = server.post(conversation, body)
    return conversation.shown_to(url.person, ts)


def _show_command(server: Server, conversation: Conversation, url: ResponseUrl) -> None:
    """Show what was typed, once: a public answer makes its command public too."""
    if url.command_text is None:
        return
    typed, url.command_text = url.command_text, None
    server.show(conversation, {"type": "message", "user": url.person, "text": typed})


async def handle(server: Server, request: web.Request) -> web.Response:
    """Serve one POST to a response URL."""
    with server.activity.busy():
        given = _read(await request.read(), request.content_type)
        status, answer, wait = _answered(server, request.match_info["secret"], given)
        server.ledger.add("in", "response_url", "respond", given, response=answer, status=status)
        headers = {"Retry-After": str(wait)} if wait else {}
        if answer == "ok":
            return web.Response(text=answer)
        return web.json_response(answer, status=status, headers=headers)


def _answered(server: Server, secret: str, given: Json) -> tuple[int, Any, int]:
    try:
        take(server, server.workspace.triggers.use_url(secret), given)
    except SlackError as error:
        wait = error.extra.pop("retry_after", 0)
        status = 404 if error.code in GONE else 400
        return 429 if wait else status, error.answer(), wait
    return 200, "ok", 0


def _read(raw: bytes, kind: str) -> Json:
    text = raw.decode(errors="replace")
    if kind == "application/x-www-form-urlencoded" and text.startswith("payload="):
        text = text.removeprefix("payload=")
    try:
        body = json.loads(text)
    except ValueError:
        return {"text": text}
    return body if isinstance(body, dict) else {"text": text}
