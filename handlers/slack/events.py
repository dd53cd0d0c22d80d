"""Listens to mentions, to words and files in the direct messages, and to changed messages."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from handlers.app import Surface
from handlers.slack import message_changes, receive, replies, routes
from handlers.slack.message_changes import MessageChange
from handlers.slack.receive import Body
from handlers.slack.replies import ByPost, Reply
from handlers.slack.turn import Handler, Turn
from handlers.slack.turns import sources
from pushin import expectation_sources


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
            await answer(turn, way, routes.typed)
        await replies.finish(ack)

    @app.event("message")
    async def told(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        said = body["event"]
        change = message_changes.read(said, context.bot_user_id)
        if change is not None:
            turn = message_changes.turn(surface, context, body, change)
            way = ByPost(
                app.client,
                change.channel,
                turn.user_id,
                direct=change.direct,
                thread_ts=change.thread_ts,
            )
            await follow(turn, way, change)
        elif said.get("channel_type") == "im" and (is_a_persons(said) or is_a_file(said)):
            turn = receive.event(surface, context, body, said.get("text") or "")
            way = ByPost(
                app.client,
                said["channel"],
                turn.user_id,
                direct=True,
                thread_ts=said.get("thread_ts"),
            )
            await answer(turn, way, routes.sent if turn.files else routes.typed)
        await replies.finish(ack)


async def follow(turn: Turn, way: ByPost, change: MessageChange) -> None:
    """Follow what an author changed in a message that became an expectation, and no other."""
    known = await turn.surface.perform(expectation_sources.is_known, turn.who, change.source)
    if known is True and (await turn.account()).kind == "full":

        async def respond(asked: Turn) -> Reply:
            return await sources.changed(asked, change)

        await answer(turn, way, respond)


async def answer(turn: Turn, way: ByPost, respond: Handler) -> None:
    """Answer an event once: a second delivery waits for the first, and is needed if that failed."""
    key = turn.once or ""
    deliveries = turn.surface.deliveries
    async with deliveries.turn_of(key):
        if deliveries.is_answered(key):
            return
        if await way.give(await respond(turn)):
            await turn.surface.answered(key, turn.who)


def is_a_file(said: Body) -> bool:
    """Tell whether a message is a file that a person just sent; the bot's own carry its id."""
    return said.get("subtype") == "file_share" and not said.get("bot_id") and "edited" not in said


def is_a_persons(said: Body) -> bool:
    """Tell whether a message was just written by a person: no edit, deletion, bot or app."""
    return not said.get("subtype") and not said.get("bot_id") and "edited" not in said
