"""Who the app is and where: auth.test, bots.info, team.info and its Socket Mode address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.errors import SlackError

if TYPE_CHECKING:
    from sandbox.server import Server
    from sandbox.values import Json
    from sandbox.webapi.methods import Call, Handler


def api_test(_server: Server, call: Call) -> Json:
    """Answer what was asked, or the error that was asked for."""
    if call.text("error"):
        raise SlackError(call.text("error"), args=call.args)
    return {"args": call.args}


def auth_test(server: Server, _call: Call) -> Json:
    """Say whose token it is."""
    workspace = server.workspace
    bot = workspace.users[workspace.app.bot_user_id]
    return {
        "url": f"https://{workspace.team.domain}.slack.com/",
        "team": workspace.team.name,
        "user": bot.name,
        "team_id": workspace.team.id,
        "user_id": bot.id,
        "bot_id": workspace.app.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(server: Server, call: Call) -> Json:
    """Give a single-use address for one Socket Mode connection."""
    if server.options.http is not None:
        raise SlackError("forbidden_team")
    return {"url": server.sockets.ticket(call.host, server.workspace.app.id)}


def bots_info(server: Server, call: Call) -> Json:
    """Describe the app's bot."""
    app = server.workspace.app
    if call.text("bot") not in ("", app.bot_id):
        raise SlackError("bot_not_found")
    bot = {
        "id": app.bot_id,
        "deleted": False,
        "name": app.name,
        "updated": 0,
        "app_id": app.id,
        "user_id": app.bot_user_id,
        "icons": {},
    }
    return {"bot": bot}


def team_info(server: Server, call: Call) -> Json:
    """Describe the workspace."""
    team = server.workspace.team
    if call.text("team") not in ("", team.id):
        raise SlackError("team_not_found")
    url = f"https://{team.domain}.slack.com/"
    whole = {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": ""}
    return {"team": {**whole, "url": url, "icon": {"image_default": True}}}


METHODS: dict[str, Handler] = {
    "api.test": api_test,
    "auth.test": auth_test,
    "apps.connections.open": connections_open,
    "bots.info": bots_info,
    "team.info": team_info,
}
