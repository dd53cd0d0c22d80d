"""Listens to taps on buttons and checkboxes, wherever they stand."""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from handlers.app import Surface
from handlers.slack import receive, replies, routes
from handlers.slack.receive import Body
from handlers.slack.replies import Answering, ByModal, ByResponseUrl, ByUpdate


def register(app: AsyncApp, surface: Surface) -> None:
    """Add the one listener of all buttons: what they do stands in their value."""

    @app.action(re.compile("^pushin:"))
    async def tapped(ack: AsyncAck, context: AsyncBoltContext, body: Body, action: Body) -> None:
        turn = receive.tap(surface, context, body, action)
        await replies.send(way_back(app.client, body), await routes.tapped(turn))
        await replies.finish(ack)


def way_back(client: AsyncWebClient, body: Body) -> Answering:
    """Return how to answer a tap: in its message, as a modal over Home, or in its modal."""
    view, user, trigger_id = body.get("view"), body["user"]["id"], body["trigger_id"]
    if receive.is_home(view):
        return ByModal(client, user, trigger_id)
    if view is not None:
        return ByUpdate(client, user, view["id"], view.get("hash") or "", trigger_id)
    private = bool(body["container"].get("is_ephemeral"))
    return ByResponseUrl(client, body["response_url"], replace=private, trigger_id=trigger_id)
