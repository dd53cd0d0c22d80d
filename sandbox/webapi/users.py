"""users.*: the people of the workspace as Slack describes them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sandbox.clock import instant_of
from sandbox.errors import SlackError
from sandbox.webapi.conversations import paged

if TYPE_CHECKING:
    from sandbox.server import Server
    from sandbox.values import Json, User
    from sandbox.webapi.methods import Call, Handler


def described(server: Server, user: User) -> Json:
    """Return Slack's object of a user; one who was deactivated has no time zone."""
    whole: Json = {
        "id": user.id,
        "team_id": server.workspace.team_of(user),
        "name": user.name,
        "deleted": user.kind == "deleted",
        "real_name": user.real_name,
        "profile": _profile(server, user),
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 0,
    }
    if user.kind == "deleted":
        return whole
    return {**whole, "color": user.color, **_zone(server, user), **_role(user)}


def _profile(server: Server, user: User) -> Json:
    profile = {
        "title": user.title,
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "team": server.workspace.team_of(user),
    }
    app = server.workspace.app
    ids = {"api_app_id": app.id, "bot_id": app.bot_id} if user.id == app.bot_user_id else {}
    return {**profile, **ids}


def _zone(server: Server, user: User) -> Json:
    now = instant_of(server.now()).astimezone(ZoneInfo(user.tz))
    offset = now.utcoffset() or timedelta(0)
    return {"tz": user.tz, "tz_label": now.tzname(), "tz_offset": int(offset.total_seconds())}


def _role(user: User) -> Json:
    stranger = {"is_stranger": True} if user.kind == "stranger" else {}
    return {
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.kind == "guest",
        "is_ultra_restricted": False,
        **stranger,
    }


def info(server: Server, call: Call) -> Json:
    """Describe one user."""
    user = server.workspace.users.get(call.text("user"))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": described(server, user)}


def list_(server: Server, call: Call) -> Json:
    """List the users of the workspace, deactivated ones and bots included."""
    own = [user for user in server.workspace.users.values() if user.kind != "stranger"]
    page, cursor = paged([described(server, user) for user in own], call)
    answer: Json = {"members": page, "cache_ts": server.second()}
    return {**answer, "response_metadata": {"next_cursor": cursor}}


METHODS: dict[str, Handler] = {"users.info": info, "users.list": list_}
