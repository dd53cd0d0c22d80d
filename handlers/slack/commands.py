"""Listens to `/pushin`."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from handlers import manifest
from handlers.app import Surface
from handlers.slack import receive, replies, routes
from handlers.slack.receive import Body


def register(app: AsyncApp, surface: Surface) -> None:
    """Add the slash command's listener."""

    @app.command(manifest.COMMAND)
    async def pushin(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        turn = receive.command(surface, context, body)
        way = replies.ByAck(app.client, ack, body["trigger_id"])
        await replies.send(way, await routes.typed(turn))
        await replies.finish(ack)
