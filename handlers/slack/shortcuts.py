"""Listens to the shortcuts: *Add as expectation* on a reply, *Plan a push-in* anywhere."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from handlers import manifest
from handlers.app import Surface
from handlers.slack import receive, replies
from handlers.slack.receive import Body
from handlers.slack.turns import expectations, plans


def register(app: AsyncApp, surface: Surface) -> None:
    """Add the shortcuts' listeners."""

    @app.shortcut({"type": "message_action", "callback_id": manifest.ADD_AS_EXPECTATION})
    async def add_as_expectation(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        turn = receive.reply(surface, context, body)
        way = replies.ByResponseUrl(
            app.client, body["response_url"], replace=False, trigger_id=body["trigger_id"]
        )
        await replies.send(way, await expectations.from_reply(turn))
        await replies.finish(ack)

    @app.shortcut({"type": "shortcut", "callback_id": manifest.PLAN_A_PUSH_IN})
    async def plan_push_in(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        turn = receive.shortcut(surface, context)
        way = replies.ByModal(app.client, turn.user_id, body["trigger_id"])
        await replies.send(way, await plans.open_form(turn))
        await replies.finish(ack)
