"""Makes the Slack app's manifest out of the verbs, so that the two never differ."""

import json
from typing import Any

from handlers import verbs
from handlers.slack.sentences import plain

SCOPES = (
    "commands",
    "chat:write",
    "im:write",
    "mpim:write",
    "users:read",
    "app_mentions:read",
    "groups:read",
    "im:history",
    "mpim:history",
    "groups:history",
    "files:read",
    "files:write",
)
"""All that Push-In may do: no public channels, no e-mail addresses (DESIGN, section 8)."""

BOT_EVENTS = ("app_mention", "app_home_opened", "message.im", "message.groups")
"""`message.groups` brings what authors change in messages that became expectations."""
COMMAND = "/pushin"
ADD_AS_EXPECTATION = "add_as_expectation"
PLAN_A_PUSH_IN = "plan_push_in"


def build() -> dict[str, Any]:
    """Return the manifest as Slack's schema (version 1) has it."""
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Push-In",
            "description": plain("manifest.description"),
            "long_description": plain("manifest.long_description"),
            "background_color": "#1f4e5f",
        },
        "features": _features(),
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(BOT_EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def text() -> str:
    """Return the manifest as the file `manifest.json` holds it."""
    return json.dumps(build(), indent=2, ensure_ascii=False) + "\n"


def _features() -> dict[str, Any]:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Push-In", "always_online": True},
        "shortcuts": [
            _shortcut("message", ADD_AS_EXPECTATION),
            _shortcut("global", PLAN_A_PUSH_IN),
        ],
        "slash_commands": [
            {
                "command": COMMAND,
                "description": plain("manifest.command"),
                "usage_hint": verbs.usage_hint(),
                "should_escape": True,
            }
        ],
    }


def _shortcut(kind: str, name: str) -> dict[str, str]:
    return {
        "name": plain(f"shortcut.{name}"),
        "type": kind,
        "callback_id": name,
        "description": plain(f"shortcut.{name}.detail"),
    }
