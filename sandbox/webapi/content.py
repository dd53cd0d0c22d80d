"""What a message says: reading text, blocks, attachments and metadata as Slack does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox import blocks
from sandbox.errors import SlackError

if TYPE_CHECKING:
    from sandbox.server import Server
    from sandbox.values import App, Json

MOST_TEXT = 40_000
MOST_MARKDOWN = 12_000
MOST_ATTACHMENTS = 100
# Slack documents no number; its users met the error at 13,200 (slackapi/bolt-js, issue 2509).
MOST_WRITTEN = 13_200
CUSTOM = ("username", "icon_emoji", "icon_url")


def bot_profile(app: App, team_id: str) -> Json:
    """Return the `bot_profile` of the app's messages."""
    return {
        "id": app.bot_id,
        "deleted": False,
        "name": app.name,
        "updated": 0,
        "app_id": app.id,
        "icons": {},
        "team_id": team_id,
    }


def authored(server: Server) -> Json:
    """Return the keys of every message of the app, without `ts`."""
    workspace = server.workspace
    return {
        "type": "message",
        "user": workspace.app.bot_user_id,
        "bot_id": workspace.app.bot_id,
        "app_id": workspace.app.id,
        "team": workspace.team.id,
        "bot_profile": bot_profile(workspace.app, workspace.team.id),
    }


def read(args: Json) -> Json:
    """Return text, blocks and attachments of a message; raises `no_text` if there is nothing.

    Text is kept as it was sent; above 40,000 characters Slack cuts it.
    """
    body: Json = {"text": str(args.get("text") or "")[:MOST_TEXT]}
    if args.get("markdown_text"):
        body = _markdown(args)
    if args.get("blocks"):
        body["blocks"] = blocks.checked_message(args["blocks"])
        if _written(body["blocks"]) > MOST_WRITTEN:
            raise SlackError("msg_blocks_too_long")
    if args.get("attachments"):
        body["attachments"] = _attachments(args["attachments"])
    if not body["text"].strip() and not args.get("blocks") and not args.get("attachments"):
        raise SlackError("no_text")
    return body


def _written(value: object) -> int:
    """Return how many characters stand in the texts of blocks, all together."""
    if isinstance(value, list):
        return sum(_written(item) for item in value)
    if not isinstance(value, dict):
        return 0
    own = value.get("text")
    return (len(own) if isinstance(own, str) else 0) + sum(map(_written, value.values()))


def _markdown(args: Json) -> Json:
    text = str(args["markdown_text"])
    if args.get("text") or args.get("blocks"):
        raise SlackError("markdown_text_conflict")
    if len(text) > MOST_MARKDOWN:
        raise SlackError("invalid_arguments", messages=("[ERROR] markdown_text is too long",))
    return {"text": text, "blocks": blocks.checked_message([{"type": "markdown", "text": text}])}


def _attachments(given: list[object]) -> list[Json]:
    if len(given) > MOST_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    kept: list[Json] = []
    for number, attachment in enumerate(given, start=1):
        if not isinstance(attachment, dict):
            raise SlackError("invalid_arguments", messages=("[ERROR] attachments are objects",))
        inner = attachment.get("blocks")
        checked = {"blocks": blocks.checked_message(inner)} if inner else {}
        kept.append({"id": number, "fallback": "[no preview available]", **attachment, **checked})
    return kept


def metadata(args: Json) -> Json | None:
    """Return a message's metadata, or None; raises Slack's errors for a wrong shape."""
    given = args.get("metadata")
    if not given:
        return None
    if set(given) != {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_format")
    kind, payload = given["event_type"], given["event_payload"]
    if not isinstance(kind, str) or not kind or not isinstance(payload, dict):
        raise SlackError("invalid_metadata_schema")
    return {"event_type": kind, "event_payload": payload}


def need_customisation(server: Server, args: Json) -> None:
    """Raise `missing_scope` if another name or icon is asked for without the right to it."""
    if any(args.get(key) for key in CUSTOM):
        server.workspace.need_scope("chat:write.customize")
