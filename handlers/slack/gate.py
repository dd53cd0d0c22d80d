"""Keeps other teams out: people of another team, and events from shared channels."""

from collections.abc import Awaitable, Callable

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from handlers.slack import receive, replies
from handlers.slack.blocks import refusals
from handlers.slack.receive import Body


def own_team(context: AsyncBoltContext) -> str | None:
    """Return the team whose token answers; what a request says of itself is not asked."""
    authorized = context.authorize_result
    return authorized.team_id if authorized is not None else None


def register(app: AsyncApp) -> None:
    """Add the gate before all listeners."""

    @app.middleware
    async def gate(
        context: AsyncBoltContext,
        body: Body,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002  Bolt injects by this name
    ) -> BoltResponse:
        if not receive.is_foreign(body, own_team(context)):
            return await next()
        if "command" in body:
            said = refusals.nothing("refused.foreign")
            return BoltResponse(
                status=200, body={"response_type": "ephemeral", **replies.posted(said)}
            )
        return BoltResponse(status=200, body="")
