"""The payloads of clicks, submissions, shortcuts and slash commands, as Slack shapes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.conversation import Conversation, Message
    from sandbox.values import Json, User
    from sandbox.views import View
    from sandbox.workspace import Workspace


def channel_name(conversation: Conversation) -> str:
    """Return the name that payloads give: DMs and private channels have none of their own."""
    if conversation.kind == "im":
        return "directmessage"
    if conversation.kind == "channel" and not conversation.is_private:
        return conversation.name
    return "privategroup" if conversation.kind == "channel" else conversation.name


def _team(workspace: Workspace) -> Json:
    return {"id": workspace.team.id, "domain": workspace.team.domain}


def _user(workspace: Workspace, user: User) -> Json:
    return {
        "id": user.id,
        "username": user.name,
        "name": user.name,
        "team_id": workspace.team_of(user),
    }


def _base(workspace: Workspace, user: User, kind: str) -> Json:
    return {
        "type": kind,
        "team": _team(workspace),
        "user": _user(workspace, user),
        "api_app_id": workspace.app.id,
        "token": workspace.app.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def message_place(conversation: Conversation, message: Message) -> Json:
    """Return the keys that say where in a conversation something was used.

    An ephemeral message itself is not in the payload.
    """
    hidden = message.visible_to is not None
    root = message.body.get("thread_ts")
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": conversation.id,
        "is_ephemeral": hidden,
        **({"thread_ts": root} if root else {}),
    }
    name = channel_name(conversation)
    place: Json = {"container": container, "channel": {"id": conversation.id, "name": name}}
    return place if hidden else {**place, "message": message.body}


def view_place(workspace: Workspace, view: View) -> Json:
    """Return the keys that say in which view something was used."""
    shown = view.shown(workspace.team.id, workspace.app)
    return {"container": {"type": "view", "view_id": view.id}, "view": shown}


def block_actions(
    workspace: Workspace, user: User, place: Json, action: Json, trigger_id: str
) -> Json:
    """Return the payload of a click or a choice; `place` says where (with its state)."""
    return {
        **_base(workspace, user, "block_actions"),
        "trigger_id": trigger_id,
        **place,
        "actions": [action],
    }


def view_submission(workspace: Workspace, user: User, view: View, trigger_id: str) -> Json:
    """Return the payload of a submitted modal."""
    return {
        **_base(workspace, user, "view_submission"),
        "trigger_id": trigger_id,
        "view": view.shown(workspace.team.id, workspace.app),
        "response_urls": [],
    }


def view_closed(workspace: Workspace, user: User, view: View, *, is_cleared: bool) -> Json:
    """Return the payload of a modal that was closed without submitting; it has no trigger."""
    return {
        **_base(workspace, user, "view_closed"),
        "view": view.shown(workspace.team.id, workspace.app),
        "is_cleared": is_cleared,
    }


def block_suggestion(
    workspace: Workspace, user: User, place: Json, ids: tuple[str, str], value: str
) -> Json:
    """Return the payload that asks for options while a person types; `ids`: block, action."""
    block_id, action_id = ids
    return {
        **_base(workspace, user, "block_suggestion"),
        **place,
        "block_id": block_id,
        "action_id": action_id,
        "value": value,
    }


def shortcut(workspace: Workspace, user: User, callback_id: str, trigger_id: str, at: str) -> Json:
    """Return the payload of a global shortcut."""
    person = {key: val for key, val in _user(workspace, user).items() if key != "name"}
    return {
        "type": "shortcut",
        "token": workspace.app.verification_token,
        "action_ts": at,
        "team": _team(workspace),
        "user": person,
        "is_enterprise_install": False,
        "enterprise": None,
        "callback_id": callback_id,
        "trigger_id": trigger_id,
    }


def message_action(
    workspace: Workspace,
    user: User,
    conversation: Conversation,
    message: Message,
    *,
    given: Json,
) -> Json:
    """Return the payload of a message shortcut.

    `given`: callback_id, trigger_id, response_url and action_ts.
    """
    person = {key: val for key, val in _user(workspace, user).items() if key != "username"}
    return {
        "type": "message_action",
        "token": workspace.app.verification_token,
        "team": _team(workspace),
        "user": person,
        "channel": {"id": conversation.id, "name": channel_name(conversation)},
        "is_enterprise_install": False,
        "enterprise": None,
        "message_ts": message.ts,
        "message": message.body,
        **given,
    }


def slash_command(
    workspace: Workspace,
    user: User,
    conversation: Conversation,
    *,
    given: Json,
) -> Json:
    """Return the fields of a slash command; `given`: command, text, response_url, trigger_id."""
    return {
        "token": workspace.app.verification_token,
        "team_id": workspace.team_of(user),
        "team_domain": workspace.team.domain,
        "channel_id": conversation.id,
        "channel_name": channel_name(conversation),
        "user_id": user.id,
        "user_name": user.name,
        "api_app_id": workspace.app.id,
        "is_enterprise_install": "false",
        **given,
    }
