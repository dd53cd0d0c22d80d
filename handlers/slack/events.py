"""Listens to mentions, and to words and files in the direct messages; each event acts once."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from handlers.app import Surface
from handlers.slack import receive, replies, routes
from handlers.slack.receive import Body
from handlers.slack.replies import ByPost
from handlers.slack.turn import Turn


def register(app: AsyncApp, surface: Surface) -> None:
    """Add the listeners of messages."""

    @app.event("app_mention")
    async def mentioned(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        said = body["event"]
        if is_a_persons(said):
            text = receive.after_mention(said.get("text") or "", context.bot_user_id)
            turn = receive.event(surface, context, body, text)
            # Where the asker alone reads the answer, it stands in the thread it was asked in.
            way = ByPost(
                app.client,
                said["channel"],
                turn.user_id,
                direct=False,
                thread_ts=said.get("thread_ts"),
            )
            await answer(turn, way)
        await replies.finish(ack)

    @app.event("message")
    async def told(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        said = body["event"]
        if said.get("channel_type") == "im" and (is_a_persons(said) or is_a_file(said)):
            turn = receive.event(surface, context, body, said.get("text") or "")
            way = ByPost(
                app.client,
                said["channel"],
                turn.user_id,
                direct=True,
                thread_ts=said.get("thread_ts"),
            )
            await answer(turn, way)
        await replies.finish(ack)


async def answer(turn: Turn, way: ByPost) -> None:
    """Answer an event once: a second delivery waits for the first, and is needed if that failed."""
    key = turn.once or ""
    deliveries = turn.surface.deliveries
    async with deliveries.turn_of(key):
        if deliveries.is_answered(key):
            return
        if await way.give(await (routes.sent(turn) if turn.files else routes.typed(turn))):
            await turn.surface.answered(key, turn.who)


def is_a_file(said: Body) -> bool:
    """Tell whether a message is a file that a person just sent; the bot's own carry its id."""
    return said.get("subtype") == "file_share" and not said.get("bot_id") and "edited" not in said


def is_a_persons(said: Body) -> bool:
    """Tell whether a message was just written by a person: no edit, deletion, bot or app."""
    return not said.get("subtype") and not said.get("bot_id") and "edited" not in said
