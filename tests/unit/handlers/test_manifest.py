"""The manifest: made from the verbs, valid for Slack, and no wider than promised."""

import json
from pathlib import Path

import jsonschema

from handlers import manifest, verbs

ROOT = Path(__file__).parents[3]
SCHEMA = ROOT / "tests" / "data" / "slack" / "manifest.schema.1.0.0.json"


def test_slack_takes_it() -> None:
    """It is valid by Slack's published schema."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))

    jsonschema.validate(manifest.build(), schema)


def test_the_file_is_up_to_date() -> None:
    """manifest.json holds exactly what is made from the verbs."""
    assert (ROOT / "manifest.json").read_text(encoding="utf-8") == manifest.text()


def test_it_asks_for_no_more_than_promised() -> None:
    """Scopes and events are those of the design: no public channels, no e-mail."""
    made = manifest.build()

    assert made["oauth_config"]["scopes"]["bot"] == list(manifest.SCOPES)
    assert not {"channels:read", "channels:history", "users:read.email"} & set(manifest.SCOPES)
    events = made["settings"]["event_subscriptions"]["bot_events"]
    assert sorted(events) == ["app_home_opened", "app_mention", "message.groups", "message.im"]


def test_the_command_escapes_and_hints() -> None:
    """Mentions arrive as ids, and the usage hint is the registry's."""
    (command,) = manifest.build()["features"]["slash_commands"]

    assert command["should_escape"] is True
    assert command["usage_hint"] == verbs.usage_hint()
