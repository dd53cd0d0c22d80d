"""Publishes a person's App Home when they open it."""

from datetime import datetime

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from handlers.app import Surface
from handlers.slack import receive, render, replies
from handlers.slack.blocks import home as homes
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
            publishing = app.client.views_publish(user_id=turn.user_id, view=await view(turn))
            await replies.tried(publishing, "views.publish")
        await replies.finish(ack)


async def view(turn: Turn) -> dict[str, object]:
    """Return the Home of the person who opened it; guests and other teams get one line."""
    account = await turn.account()
    if account.kind != "full":
        return homes.closed()
    # An opened Home is read anew however often Slack tells of it: nothing is done twice.
    found = await turn.surface.perform(open_home, turn.who, at=turn.at)
    if isinstance(found, Refused):
        return homes.closed()
    return render.home(found, await turn.viewer())


def open_home(scope: Scope, *, at: datetime) -> Home:
    """Keep the asker's Home true from now on, and return it."""
    live.opened_home(scope, scope.who.user_id or "", at=at)
    return live.home(scope, at=at)
