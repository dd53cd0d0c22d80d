"""The workspace that the token opens: kept before anything else can belong to it."""

from dataclasses import dataclass
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Session

from storage import tables


@dataclass(frozen=True, slots=True)
class Identity:
    """Who Slack says that the bot is, and where; links to messages begin with `team_url`."""

    team_id: str
    team_name: str
    team_url: str
    bot_user_id: str


async def identify(client: AsyncWebClient) -> Identity:
    """Ask Slack who the bot is."""
    answer = await client.auth_test()
    return Identity(answer["team_id"], answer["team"], answer["url"], answer["user_id"])


def keep(session: Session, identity: Identity, *, at: datetime) -> None:
    """Keep the workspace, under the name it has now."""
    known = session.get(tables.Workspace, identity.team_id)
    workspace = known or tables.Workspace(
        id=identity.team_id, name=identity.team_name, created_at=at
    )
    workspace.name = identity.team_name
    workspace.bot_user_id = identity.bot_user_id
    session.add(workspace)
