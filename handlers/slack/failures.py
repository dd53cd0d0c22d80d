"""The one edge for what nobody foresaw: the cause is logged, the person told what to do."""

import logging
from typing import Any

import aiohttp
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackClientError

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
        case "block_actions" if context.user_id:
            await replies.send(actions.way_back(app.client, body), said)
        case "message_action":
            way = replies.ByResponseUrl(app.client, body["response_url"], False, body["trigger_id"])  # noqa: FBT003  nothing is replaced
            await replies.send(way, said)
        case "app_mention" | "message" if context.user_id:
            event = body["event"]
            direct = event.get("channel_type") == "im"
            way_back = replies.ByPost(
                app.client, event["channel"], context.user_id, direct, event.get("thread_ts")
            )
            await replies.send(way_back, said)
    return ""


def _under_first_field(body: Body, code: str) -> dict[str, Any] | str:
    # An error under a field keeps what was typed; a form without fields shows the sentence instead.
    fields = views.input_fields(body["view"])
    if fields:
        sentence = replies.as_plain(code, {})
        return {"response_action": "errors", "errors": {fields[0]: sentence}}
    shown = told(refusals.nothing(f"refused.{code}"))
    return {"response_action": "update", "view": shown.view}
