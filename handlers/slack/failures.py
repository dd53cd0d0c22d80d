"""The one edge for what nobody foresaw: the cause is logged, the person told what to do."""

import logging
from typing import Any

import aiohttp
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack import actions, replies, views
from handlers.slack.blocks import refusals
from handlers.slack.blocks.kit import told
from handlers.slack.receive import Body

_log = logging.getLogger(__name__)


def register(app: AsyncApp) -> None:
    """Add the error edge of all listeners."""

    @app.error
    async def failed(error: Exception, context: AsyncBoltContext, body: Body) -> BoltResponse:
        _log.error(
            "A request could not be answered.",
            extra={"action": "request_failed", "request": kind(body), "team": context.team_id},
            exc_info=error,
        )
        return BoltResponse(status=200, body=await _tell(app, context, body, sentence_key(error)))


def sentence_key(error: Exception) -> str:
    """Return the sentence for a failure: Slack's, or ours."""
    slack = isinstance(error, SlackClientError | aiohttp.ClientError | TimeoutError)
    return "slack_failed" if slack else "failed"


def kind(body: Body) -> str:
    """Return what kind of request it was, for the log: nothing that a person wrote."""
    said = body.get("event")
    return str(said["type"] if isinstance(said, dict) else body.get("type") or "command")


async def _tell(
    app: AsyncApp, context: AsyncBoltContext, body: Body, code: str
) -> dict[str, Any] | str:
    said = refusals.nothing(f"refused.{code}")
    match kind(body):
        case "command":
            return {"response_type": "ephemeral", **replies.posted(said)}
        case "view_submission":
            return _under_first_field(body, code)
    way = _way_back(app.client, body, context.user_id or "")
    if way is not None:
        await replies.send(way, said)
    return ""


def _way_back(client: AsyncWebClient, body: Body, user: str) -> replies.Answering | None:
    """Return how to tell the person; an opened Home needs no word."""
    match kind(body):
        case "block_actions":
            return actions.way_back(client, body)
        case "shortcut":
            return replies.ByModal(client, user, body["trigger_id"])
        case "message_action":
            url, trigger_id = body["response_url"], body["trigger_id"]
            return replies.ByResponseUrl(client, url, replace=False, trigger_id=trigger_id)
        case "app_mention" | "message":
            said = body["event"]
            direct, thread_ts = said.get("channel_type") == "im", said.get("thread_ts")
            return replies.ByPost(client, said["channel"], user, direct, thread_ts)
    return None


def _under_first_field(body: Body, code: str) -> dict[str, Any] | str:
    # An error under a field keeps what was typed; a form without fields shows the sentence instead.
    fields = views.input_fields(body["view"])
    if fields:
        sentence = replies.as_plain(code, {})
        return {"response_action": "errors", "errors": {fields[0]: sentence}}
    shown = told(refusals.nothing(f"refused.{code}"))
    return {"response_action": "update", "view": shown.view}
