"""Listens to submitted forms."""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from handlers.app import Surface
from handlers.slack import receive, replies, routes, views
from handlers.slack.receive import Body


def register(app: AsyncApp, surface: Surface) -> None:
    """Add the one listener of all forms: which form it is stands in its callback id."""

    @app.view(re.compile("^pushin:"))
    async def submitted(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        turn = receive.submission(surface, context, body)
        way = replies.BySubmission(ack, views.input_fields(body["view"]))
        await replies.send(way, await routes.submitted(turn, body["view"]["callback_id"]))
        await replies.finish(ack)
