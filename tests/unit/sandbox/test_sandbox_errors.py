"""The Web API says no in Slack's own words, method by method."""

import json
from pathlib import Path
from typing import Any

import pytest
from unit.sandbox.bench import Bench, Json

REFERENCE: dict[str, Json] = json.loads(
    (Path(__file__).parents[2] / "data" / "slack" / "methods.json").read_text(encoding="utf-8")
)
IGNORED = {"token", "team_id"}
PER_MINUTE = {"Tier1": 1, "Tier2": 20, "Tier3": 50, "Tier4": 100}
HELLO: Json = {"channel": "CROOM4", "text": "hello"}
MODAL: Json = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "A form"},
    "blocks": [{"type": "divider"}],
}

LONG: list[Json] = [
    {"type": "section", "text": {"type": "plain_text", "text": "x" * 3_000}} for _ in range(5)
]

CASES: list[tuple[str, Json, str]] = [
    ("no.such", {}, "unknown_method"),
    ("chat.postMessage", {**HELLO, "colour": "red"}, "invalid_arguments"),
    ("chat.postMessage", {"channel": "CROOM4"}, "no_text"),
    ("chat.postMessage", {"channel": "CROOM4", "text": "  "}, "no_text"),
    ("chat.postMessage", {**HELLO, "channel": "CNOWHERE"}, "channel_not_found"),
    ("chat.postMessage", {**HELLO, "channel": "CSECRET"}, "channel_not_found"),
    ("chat.postMessage", {**HELLO, "channel": "COPEN"}, "not_in_channel"),
    ("chat.postMessage", {**HELLO, "channel": "COLD"}, "is_archived"),
    ("chat.postMessage", {**HELLO, "channel": "UGONE"}, "channel_not_found"),
    ("chat.postMessage", {**HELLO, "blocks": "[{"}, "invalid_blocks_format"),
    ("chat.postMessage", {**HELLO, "blocks": [{"type": "nope"}]}, "invalid_blocks"),
    ("chat.postMessage", {**HELLO, "blocks": LONG[:5]}, "msg_blocks_too_long"),
    ("chat.postMessage", {**HELLO, "metadata": "x"}, "invalid_metadata_format"),
    ("chat.postMessage", {**HELLO, "metadata": {"event_type": "a"}}, "invalid_metadata_format"),
    (
        "chat.postMessage",
        {**HELLO, "metadata": {"event_type": "", "event_payload": {}}},
        "invalid_metadata_schema",
    ),
    ("chat.postMessage", {**HELLO, "attachments": [{}] * 101}, "too_many_attachments"),
    ("chat.postMessage", {**HELLO, "markdown_text": "x"}, "markdown_text_conflict"),
    ("chat.postMessage", {**HELLO, "username": "Somebody"}, "missing_scope"),
    ("chat.update", {**HELLO, "ts": "1.0"}, "message_not_found"),
    ("chat.delete", {"channel": "CROOM4", "ts": "1.0"}, "message_not_found"),
    ("chat.postEphemeral", {**HELLO, "user": "UGUEST"}, "user_not_in_channel"),
    ("chat.getPermalink", {"channel": "CROOM4", "message_ts": "1.0"}, "message_not_found"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.open", {"users": "UNOBODY"}, "user_not_found"),
    ("conversations.open", {"users": "UGONE"}, "user_disabled"),
    ("conversations.open", {"users": "UFAR"}, "user_not_visible"),
    ("conversations.open", {"users": "UBOT"}, "not_enough_users"),
    ("conversations.info", {"channel": "CSECRET"}, "channel_not_found"),
    ("conversations.info", {"channel": "COPEN"}, "missing_scope"),
    ("conversations.history", {"channel": "CSECRET"}, "channel_not_found"),
    ("conversations.history", {"channel": "CROOM4", "oldest": "soon"}, "invalid_ts_oldest"),
    ("conversations.history", {"channel": "CROOM4", "cursor": "soon"}, "invalid_cursor"),
    ("conversations.replies", {"channel": "CROOM4", "ts": "1.0"}, "thread_not_found"),
    ("conversations.list", {"types": "rooms"}, "invalid_types"),
    ("conversations.list", {}, "missing_scope"),
    ("users.info", {"user": "UNOBODY"}, "user_not_found"),
    ("users.list", {"limit": "many"}, "invalid_arguments"),
    ("users.list", {"limit": 3.5}, "invalid_arguments"),
    ("users.list", {"limit": float("inf")}, "invalid_arguments"),
    ("users.list", {"limit": True}, "invalid_arguments"),
    (
        "views.open",
        {"view": MODAL, "trigger_id": "1.2.3", "interactivity_pointer": "1.2.3"},
        "invalid_arguments",
    ),
    ("bots.info", {"bot": "B9"}, "bot_not_found"),
    ("team.info", {}, "missing_scope"),
    ("views.open", {"view": MODAL}, "invalid_arguments"),
    ("views.open", {"view": MODAL, "trigger_id": "1.2.3"}, "invalid_trigger_id"),
    (
        "views.open",
        {"view": {"type": "home", "blocks": []}, "trigger_id": "1"},
        "invalid_arguments",
    ),
    ("views.update", {"view": MODAL, "view_id": "V1"}, "not_found"),
    ("views.update", {"view": MODAL}, "invalid_arguments"),
    ("views.publish", {"view": MODAL, "user_id": "UMAYA"}, "invalid_arguments"),
    (
        "views.open",
        {"view": {**MODAL, "private_metadata": "x" * 250_001}, "trigger_id": "1"},
        "view_too_large",
    ),
    ("reactions.add", {"channel": "CROOM4", "name": "ok", "timestamp": "1"}, "bad_timestamp"),
    ("files.getUploadURLExternal", {"filename": "a.ics"}, "missing_argument"),
    ("files.completeUploadExternal", {"files": [{"id": "F1"}]}, "file_not_found"),
    ("files.info", {"file": "F1"}, "file_not_found"),
]


@pytest.mark.parametrize(("method", "args", "error"), CASES)
async def test_a_wrong_call_gets_slacks_own_error(
    bench: Bench, method: str, args: dict[str, Any], error: str
) -> None:
    """The error is the one that Slack's page of the method lists."""
    answer = bench.call(method, **args)

    assert (answer["ok"], answer["error"]) == (False, error)
    if method in bench.door.methods:
        assert error in bench.door.methods[method].errors


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        ("", "auth.test", "not_authed"),
        ("xoxb-other", "auth.test", "invalid_auth"),
        ("xapp-1-sandbox", "auth.test", "not_allowed_token_type"),
        ("xoxb-sandbox", "apps.connections.open", "not_allowed_token_type"),
    ],
)
async def test_a_wrong_token_is_refused(bench: Bench, token: str, method: str, error: str) -> None:
    """Each kind of token opens only its own methods."""
    assert bench.call(method, token=token)["error"] == error


async def test_a_missing_scope_is_named(bench: Bench) -> None:
    """The answer says which scope is needed and which were granted."""
    dm = bench.call("conversations.open", users="UMAYA")["channel"]["id"]
    answer = bench.call("conversations.info", channel=dm)

    assert (answer["error"], answer["needed"]) == ("missing_scope", "im:read")
    assert "chat:write" in answer["provided"].split(",")


async def test_only_own_messages_can_be_changed(bench: Bench) -> None:
    """A person's message is not the app's to update or delete."""
    room = bench.server.workspace.conversations["CROOM4"]
    ts = bench.server.post(room, {"type": "message", "user": "UMAYA", "text": "mine"})

    assert bench.call("chat.update", **HELLO, ts=ts)["error"] == "cant_update_message"
    assert bench.call("chat.delete", channel="CROOM4", ts=ts)["error"] == "cant_delete_message"


async def test_an_updated_text_has_four_thousand_characters_at_most(bench: Bench) -> None:
    """chat.update refuses what chat.postMessage would cut at 40,000."""
    posted = bench.call("chat.postMessage", channel="CROOM4", text="x" * 50_000)
    args = {"channel": "CROOM4", "ts": posted["ts"]}

    assert len(posted["message"]["text"]) == 40_000
    assert bench.call("chat.update", **args, text="x" * 4_001)["error"] == "msg_too_long"
    assert bench.call("chat.update", **args, text="x" * 4_000)["ok"]


async def test_a_trigger_lives_three_seconds_and_once(bench: Bench) -> None:
    """A late trigger is expired, a used one is exchanged."""
    triggers = bench.server.workspace.triggers
    used, late = triggers.give("UMAYA"), triggers.give("UMAYA")

    assert bench.call("views.open", view=MODAL, trigger_id=used)["ok"]
    again = bench.call("views.open", view=MODAL, trigger_id=used)
    bench.time.now += 3.1
    expired = bench.call("views.open", view=MODAL, trigger_id=late)

    assert (again["error"], expired["error"]) == ("exchanged_trigger_id", "expired_trigger_id")


async def test_blocks_may_be_long_but_not_together(bench: Bench) -> None:
    """Four sections of 3,000 characters pass, five are too long."""
    answers = [
        bench.call("chat.postMessage", channel="CROOM4", blocks=LONG[:count]) for count in (4, 5)
    ]

    assert [answer["ok"] for answer in answers] == [True, False]


@pytest.mark.parametrize("name", sorted(REFERENCE))
async def test_every_method_knows_the_arguments_and_errors_of_the_reference(
    bench: Bench, name: str
) -> None:
    """Names, which are required, and every error stand in the table as Slack lists them."""
    method, row = bench.door.methods[name], REFERENCE[name]
    required = {argument for argument, rule in row["args"].items() if rule.get("required")}

    assert set(method.arguments) - IGNORED == set(row["args"]) - IGNORED
    assert {n for n, rule in method.arguments.items() if rule.required} == required - IGNORED
    assert set(row["errors"]) <= method.errors


@pytest.mark.parametrize("name", sorted(set(REFERENCE) - {"apps.connections.open"}))
async def test_every_method_has_its_documented_tier(bench: Bench, name: str) -> None:
    """Calls a minute; Slack's sources disagree only about apps.connections.open."""
    tier, per_minute = REFERENCE[name]["tier"], bench.door.methods[name].per_minute

    assert per_minute == PER_MINUTE.get(tier, 600)
    assert tier in PER_MINUTE or tier.startswith("SpecialTier")


def test_the_table_has_the_methods_of_the_reference(bench: Bench) -> None:
    """Each method that is served has its row, and each row a method."""
    assert set(bench.door.methods) == set(REFERENCE)


async def test_a_stack_has_three_views(bench: Bench) -> None:
    """The fourth view is refused with push_limit_reached."""
    triggers = bench.server.workspace.triggers
    view = bench.call("views.open", view=MODAL, trigger_id=triggers.give("UMAYA"))["view"]
    answers = []
    for _ in range(3):
        trigger = triggers.give("UMAYA", view_id=view["id"])
        answers.append(bench.call("views.push", view=MODAL, trigger_id=trigger))
        view = answers[-1].get("view", view)

    assert [answer["ok"] for answer in answers] == [True, True, False]
    assert answers[2]["error"] == "push_limit_reached"


async def test_a_push_needs_a_click_inside_the_modal(bench: Bench) -> None:
    """A trigger from elsewhere finds no stack to push on."""
    triggers = bench.server.workspace.triggers
    bench.call("views.open", view=MODAL, trigger_id=triggers.give("UMAYA"))
    outside = bench.call("views.push", view=MODAL, trigger_id=triggers.give("UMAYA"))

    assert outside["error"] == "not_found"


async def test_a_stale_hash_conflicts(bench: Bench) -> None:
    """views.update and views.publish with an old hash change nothing."""
    home: Json = {"type": "home", "blocks": [{"type": "divider"}]}
    first = bench.call("views.publish", user_id="UMAYA", view=home)["view"]["hash"]
    bench.call("views.publish", user_id="UMAYA", view=home, hash=first)
    stale = bench.call("views.publish", user_id="UMAYA", view=home, hash=first)

    assert stale["error"] == "hash_conflict"


async def test_an_external_id_is_unique(bench: Bench) -> None:
    """Two people cannot have a view with the same external_id open."""
    triggers, view = bench.server.workspace.triggers, {**MODAL, "external_id": "form-1"}
    bench.call("views.open", view=view, trigger_id=triggers.give("UMAYA"))
    second = bench.call("views.open", view=view, trigger_id=triggers.give("UADAMS"))

    assert second["error"] == "duplicate_external_id"


async def test_team_id_is_ignored_and_json_strings_are_read(bench: Bench) -> None:
    """Listener clients add team_id to every call, and forms carry JSON as text."""
    answer = bench.call(
        "chat.postMessage",
        channel="CROOM4",
        team_id="T1",
        unfurl_links="0",
        blocks='[{"type": "divider"}]',
    )

    assert answer["message"]["blocks"][0]["type"] == "divider"
