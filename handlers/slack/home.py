"""Publishes a person's App Home when they open it."""

from datetime import datetime

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from handlers.app import Surface
from handlers.slack import receive, render, replies
from handlers.slack.blocks import home as homes
from handlers.slack.blocks.kit import Block
from handlers.slack.receive import Body
from handlers.slack.turn import Turn
from pushin import live
from pushin.results import Home, Refused
from storage.scope import Scope


def register(app: AsyncApp, surface: Surface) -> None:
    """Add the listener of an opened Home."""

    @app.event("app_home_opened")
    async def opened(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        if body["event"].get("tab", "home") == "home":
            turn = receive.event(surface, context, body)
            view, revision = await read(turn)
            publishing = app.client.views_publish(user_id=turn.user_id, view=view)
            await published(turn, revision, await replies.tried(publishing, "views.publish"))
        await replies.finish(ack)


async def read(turn: Turn) -> tuple[Block, int]:
    """Return the Home of the person who opened it and the revision that this is.

    Guests and other teams get one line.
    """
    account = await turn.account()
    if account.kind != "full":
        return homes.closed(), 0
    # An opened Home is read anew however often Slack tells of it: nothing is done twice.
    found = await turn.surface.perform(open_home, turn.who, at=turn.at)
    if isinstance(found, Refused):
        return homes.closed(), 0
    home, revision = found
    return render.home(home, await turn.viewer()), revision


async def published(turn: Turn, revision: int, well: bool) -> None:
    """Have a Home shown once more where a change came between its read and its publishing.

    The refresher may have shown that change before this older view landed on it.
    """
    if revision and (not well or await _is_overtaken(turn, revision)):
        await turn.surface.perform(live.show_again, turn.who, turn.user_id)


async def _is_overtaken(turn: Turn, revision: int) -> bool:
    told = await turn.surface.perform(live.is_overtaken, turn.who, turn.user_id, revision)
    return told is True


def open_home(scope: Scope, *, at: datetime) -> tuple[Home, int]:
    """Keep the asker's Home true from now on, and return it with its revision."""
    revision = live.opened_home(scope, scope.who.user_id or "", at=at)
    return live.home(scope, at=at), revision
