"""Keeps other teams out: people of another team, and events from shared channels."""

from collections.abc import Awaitable, Callable

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest

from handlers.slack import receive, replies
from handlers.slack.blocks import refusals


def own_team(context: AsyncBoltContext) -> str | None:
    """Return the team whose token answers; what a request says of itself is not asked."""
    authorized = context.authorize_result
    return authorized.team_id if authorized is not None else None


class Gate(AsyncMiddleware):
    """Stands before all listeners; a class, because Bolt looks up no arguments for one."""

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002  Bolt's word
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002  the same
    ) -> BoltResponse | None:
        """Let a request of the own team through, and answer any other."""
        if not receive.is_foreign(req.body, own_team(req.context)):
            return await next()
        if "command" in req.body:
            said = refusals.nothing("refused.foreign")
            return BoltResponse(
                status=200, body={"response_type": "ephemeral", **replies.posted(said)}
            )
        return BoltResponse(status=200, body="")


def register(app: AsyncApp) -> None:
    """Add the gate before all listeners."""
    app.use(Gate())
