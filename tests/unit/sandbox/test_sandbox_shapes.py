"""Everything the sandbox sends has the keys of Slack's own payloads, no more and no fewer."""

import json
from dataclasses import replace
from importlib import resources
from random import Random
from typing import Any

import pytest
from unit.sandbox.bench import AppInHand, Bench, Json
from unit.sandbox.test_sandbox_interactions import (
    CARD,
    FORM,
    GOOD,
    ME,
    ROOM,
    acks,
    click,
    command,
    open_form,
    post_card,
    submit,
)

from sandbox import acting, changing, interacting, looking
from sandbox.delivery import Envelope
from sandbox.errors import Refused

ACTS = 3_000
WRAPPER = {"token", "team_id", "api_app_id", "event", "type", "event_id", "event_time"}
BROUGHT = {"type", "user", "channel", "event_ts"}
SAID = BROUGHT | {"text", "ts", "team", "channel_type"}
FROM_PERSON = {"type", "team", "user", "api_app_id", "token"}
# What every sample of Slack's own SDK tests and every shape of its traffic has, by payload.
ALWAYS: dict[str, set[str]] = {
    "app_home_opened": BROUGHT | {"tab"},
    "app_mention": BROUGHT | {"text", "ts", "team"},
    "message": SAID,
    "message.file_share": SAID - {"team"} | {"files", "upload", "subtype", "display_as_bot"},
    "message.thread_broadcast": SAID | {"root", "thread_ts", "subtype"},
    "message.message_changed": {"message", "channel", "subtype", "ts", "event_ts", "channel_type"},
    "message.message_deleted": {"previous_message", "deleted_ts", "hidden", "channel", "event_ts"},
    "member_joined_channel": BROUGHT | {"channel_type", "team"},
    "member_left_channel": BROUGHT | {"channel_type", "team"},
    "reaction_added": {"user", "reaction", "item", "item_user", "event_ts"},
    "reaction_removed": {"user", "reaction", "item", "item_user", "event_ts"},
    "file_shared": {"file_id", "user_id", "file", "channel_id", "event_ts"},
    "user_change": {"user", "cache_ts"},
    "block_actions": FROM_PERSON | {"actions", "trigger_id", "container"},
    "block_suggestion": FROM_PERSON | {"action_id", "block_id", "value", "container"},
    "message_action": FROM_PERSON - {"api_app_id"}
    | {"action_ts", "callback_id", "channel", "message", "message_ts", "response_url"}
    | {"trigger_id"},
    "shortcut": FROM_PERSON - {"api_app_id"} | {"action_ts", "callback_id", "trigger_id"},
    "view_submission": FROM_PERSON | {"trigger_id", "view", "response_urls"},
    "view_closed": FROM_PERSON | {"view", "is_cleared"},
    "slash_command": {"token", "team_id", "team_domain", "channel_id", "channel_name", "user_id"}
    | {"user_name", "command", "text", "response_url", "trigger_id", "api_app_id"}
    | {"is_enterprise_install"},
}
OWN_FRAMES = {"hello", "disconnect", "envelope"}


@pytest.fixture
def table() -> dict[str, frozenset[str]]:
    """Return the key paths that Slack's payloads of each kind may have."""
    text = resources.files("sandbox").joinpath("data/shapes.json").read_text(encoding="utf-8")
    return {name: frozenset(paths) for name, paths in json.loads(text).items()}


@pytest.fixture
def whole(bench: Bench) -> Bench:
    """Return a sandbox whose app subscribed to everything that the sandbox can send."""
    app = bench.server.workspace.app
    told = {
        f"{kind}_{change}"
        for kind in ("channel", "group")
        for change in ("archive", "unarchive", "rename", "left", "shared", "unshared")
    }
    told |= {"user_change", "team_join", "file_shared", "message.channels"}
    scopes = app.scopes | {"groups:read", "channels:read", "channels:history"}
    wanted = replace(app, scopes=scopes, bot_events=app.bot_events | told)
    bench.server.workspace.set_app(wanted)
    return bench


def key_paths(value: Any, allowed: frozenset[str], path: str = "") -> set[str]:
    """Return the key paths of a payload, not looking below what the table leaves free."""
    if f"{path}.*" in allowed:
        return set()
    if isinstance(value, list):
        return {found for item in value for found in key_paths(item, allowed, path)}
    if not isinstance(value, dict):
        return set()
    paths: set[str] = set()
    for key, inner in value.items():
        inner_path = f"{path}.{key}" if path else str(key)
        paths |= {inner_path} | key_paths(inner, allowed, inner_path)
    return paths


def shape_name(payload: Json) -> str:
    inner = payload.get("event", payload)
    name = str(inner.get("type", "slash_command"))
    return f"{name}.{inner['subtype']}" if "subtype" in inner else name


async def live(bench: Bench, app: AppInHand) -> None:
    """Do everything once that makes the sandbox send something."""
    server = bench.server
    where = {**ME, "channel": ROOM}
    said = acting.say(server, {**where, "text": "hi @Push-In, see #announcements & more"})
    acting.edit(server, {**where, "ts": said["ts"], "text": "changed"})
    acting.react(server, {**where, "ts": said["ts"], "name": "eyes"})
    acting.react(server, {**where, "ts": said["ts"], "name": "eyes", "remove": True})
    acting.say(server, {**where, "text": "a reply @push-in", "thread_ts": said["ts"]})
    acting.upload(server, {**where, "filename": "a.ics", "content": "QUJD", "text": "look"})
    open_dm = acting.open_dm(server, {**ME, "users": ["UBOT"]})["channel"]
    acting.say(server, {**ME, "channel": open_dm, "text": "next"})
    ts = post_card(bench)
    meta = {"event_type": "e", "event_payload": {"k": 1}}
    more: Json = {"channel": ROOM, "text": "x", "thread_ts": ts, "metadata": meta}
    both = bench.call("chat.postMessage", **more, reply_broadcast=True)
    bench.call("chat.update", channel=ROOM, ts=both["ts"], text="y")
    bench.call("chat.delete", channel=ROOM, ts=both["ts"])
    await looking.home(server, ME)
    bench.call("views.publish", user_id="UMAYA", view={"type": "home", "blocks": CARD})
    await looking.home(server, ME)
    home = server.workspace.views.homes["UMAYA"].id
    used = {"block_id": "card", "action_id": "in"}
    await interacting.action(server, {**ME, "view_id": home, "action": used})
    for action in (
        {"action_id": "in"},
        {"action_id": "lead", "selected_option": {"value": "teacher"}},
        {"action_id": "ticks", "selected_options": [{"value": "b"}]},
        {"action_id": "more", "selected_option": {"value": "skip"}},
        {"action_id": "day", "selected_date": "2026-09-03"},
    ):
        await click(bench, ts, action)
    find = {"block_id": "card", "action_id": "find", "value": "x", "message_ts": ts}
    await interacting.suggest(server, {**where, **find})
    await command(bench)
    shortcut = {**where, "callback_id": "add_expectation", "message_ts": said["ts"]}
    await interacting.shortcut(server, shortcut)
    await interacting.shortcut(server, {**ME, "callback_id": "my_day"})
    view = open_form(bench)
    app.answer = acks({"response_action": "push", "view": FORM})
    await submit(bench, view, GOOD)
    app.answer = acks({})
    top = looking.views(server, ME)["views"][-1]["id"]
    await interacting.close(server, {**ME, "view_id": top})
    acting.delete(server, {**where, "ts": said["ts"]})
    change(bench)
    await bench.settle()


def change(bench: Bench) -> None:
    """Change a private and a public channel, and people, in every way there is."""
    server = bench.server
    for room in (ROOM, "COPEN"):
        changing.set_channel(server, {"id": room, "add": ["UGUEST", "UBOT"]})
        for field, values in (
            ("is_archived", (True, False)),
            ("is_ext_shared", (True, False)),
            ("name", ("another-name",)),
            ("topic", ("What we do here",)),
        ):
            for value in values:
                changing.set_channel(server, {"id": room, field: value})
        changing.set_channel(server, {"id": room, "remove": ["UGUEST"]})
        changing.set_channel(server, {"id": room, "remove": ["UBOT"]})
    changing.set_user(server, {"id": "UGUEST", "title": "Substitute"})
    changing.set_user(server, {"id": "UNEW", "name": "new", "real_name": "New Para"})


def unlike(payload: Json, table: dict[str, frozenset[str]]) -> tuple[str, frozenset[str]]:
    """Return a payload's name and the keys that it has too many or too few."""
    name = shape_name(payload)
    allowed = table[name]
    keys = set(payload.get("event", payload))
    missing = ALWAYS.get(name, set()) - keys
    if "event" in payload:
        missing |= WRAPPER - set(payload)
    return name, frozenset((key_paths(payload, allowed) - allowed) | missing)


class Crowd:
    """People and an app who do things at random, as dice say."""

    def __init__(self, bench: Bench, dice: Random) -> None:
        """Begin with nothing said."""
        self.bench, self.dice = bench, dice
        self.stamps: list[str] = []

    def where(self) -> Json:
        """Return somebody and somewhere."""
        people = ("UMAYA", "UADAMS", "UGUEST")
        return {"as": self.dice.choice(people), "channel": self.dice.choice((ROOM, "COPEN"))}

    def some(self) -> str:
        """Return the ts of something that was once said, perhaps elsewhere."""
        return self.dice.choice(self.stamps[-30:] or ["1.000001"])

    def keep(self, answer: Json) -> None:
        """Remember a message."""
        if answer.get("ts"):
            self.stamps.append(str(answer["ts"]))

    def call(self, method: str, **args: Any) -> None:
        """Let the app call a method; whether it works does not matter here."""
        self.keep(self.bench.call(method, channel=self.where()["channel"], **args))

    async def act(self) -> None:
        """Do one thing; what people cannot do here is refused and that is fine."""
        try:
            await self.dice.choice((self.talk, self.use, self.app_talks, self.rearrange))()
        except Refused:
            return

    async def talk(self) -> None:
        """Say, edit, remove, react or share."""
        server, where, dice = self.bench.server, self.where(), self.dice
        text = dice.choice(("hi", "@Push-In next", "a & <b> #announcements", "/pushin next", "*b*"))
        thread = {"thread_ts": self.some()} if dice.random() < 0.3 else {}
        done = dice.randrange(5)
        if done == 0:
            acting.edit(server, {**where, "ts": self.some(), "text": text})
        elif done == 1:
            acting.delete(server, {**where, "ts": self.some()})
        elif done == 2:
            off = dice.random() < 0.4
            acting.react(server, {**where, "ts": self.some(), "name": "eyes", "remove": off})
        elif done == 3:
            file = {"filename": dice.choice(("a.ics", "b")), "content": "QUJD"}
            self.keep(acting.upload(server, {**where, **file, **thread, "text": text}))
        else:
            self.keep(await interacting.typed(server, {**where, **thread, "text": text}))

    async def use(self) -> None:
        """Click, choose, open and close."""
        server, where, dice = self.bench.server, self.where(), self.dice
        done = dice.randrange(4)
        if done == 0:
            chosen = dice.choice(
                (
                    {"action_id": "in"},
                    {"action_id": "lead", "selected_option": {"value": "teacher"}},
                    {"action_id": "ticks", "selected_options": []},
                    {"action_id": "day", "selected_date": "2026-09-03"},
                )
            )
            used = {**chosen, "block_id": "card"}
            await interacting.action(server, {**where, "message_ts": self.some(), "action": used})
        elif done == 1:
            shortcut = {**where, "callback_id": "add_expectation", "message_ts": self.some()}
            await interacting.shortcut(server, shortcut)
        elif done == 2:
            await looking.home(server, where)
        else:
            await self.fill_in()

    async def fill_in(self) -> None:
        """Open a form and submit or close it."""
        view = open_form(self.bench)
        if self.dice.random() < 0.5:
            await submit(self.bench, view, GOOD)
        else:
            await interacting.close(self.bench.server, {**ME, "view_id": view})

    async def app_talks(self) -> None:
        """Let the app post, answer, change and remove."""
        done, extra = self.dice.randrange(5), self.dice.random() < 0.5
        if done == 0:
            self.call("chat.update", ts=self.some(), text="new", blocks=CARD)
        elif done == 1:
            self.call("chat.delete", ts=self.some())
        elif done == 2:
            self.call("chat.postMessage", text="x", thread_ts=self.some(), reply_broadcast=extra)
        elif done == 3:
            self.call("chat.postEphemeral", text="x", user="UMAYA", blocks=CARD)
        else:
            meta = {"event_type": "e", "event_payload": {"k": 1}}
            self.call("chat.postMessage", text="x", blocks=CARD, metadata=meta)

    async def rearrange(self) -> None:
        """Change a channel or a person."""
        server, dice = self.bench.server, self.dice
        channel = self.where()["channel"]
        if dice.random() < 0.5:
            title = str(dice.random())
            changing.set_user(server, {"id": "UADAMS", "title": title})
            return
        field = dice.choice(
            (
                {"name": f"room-{dice.randrange(100)}"},
                {"topic": str(dice.random())},
                {"is_archived": dice.random() < 0.1},
                {"is_ext_shared": dice.random() < 0.5},
                {dice.choice(("add", "remove")): ["UGUEST"]},
                {"add": ["UBOT", "UMAYA"]},
            )
        )
        changing.set_channel(server, {"id": channel, **field})


async def test_every_payload_has_the_keys_that_slack_sends(
    whole: Bench, table: dict[str, frozenset[str]]
) -> None:
    """All that can be sent is sent once; its keys are those of Slack's shapes and samples."""
    await live(whole, whole.app)
    found = dict(unlike(envelope.payload, table) for envelope in whole.app.got)
    never = set(table) - set(found) - OWN_FRAMES - {"message.bot_message"}

    assert {name: keys for name, keys in found.items() if keys} == {}
    assert never == set()


async def test_a_long_random_run_sends_nothing_else(
    whole: Bench, table: dict[str, frozenset[str]]
) -> None:
    """Thousands of acts in any order: no payload has a key too many or too few."""
    crowd = Crowd(whole, Random(7))  # noqa: S311  a repeatable run
    for _ in range(ACTS):
        await crowd.act()
        await whole.settle()
    found = {unlike(envelope.payload, table) for envelope in whole.app.got}

    assert {name: keys for name, keys in found if keys} == {}
    assert len(whole.app.got) > ACTS / 2
    assert len({name for name, _ in found}) > 20


async def test_commands_and_interactions_say_whether_they_may_be_answered(bench: Bench) -> None:
    """accepts_response_payload is true where an ack may carry something."""
    await live(bench, bench.app)
    answers: dict[str, bool] = {}
    for envelope in bench.app.got:
        answers[_kind(envelope)] = envelope.answers

    assert answers["slash_commands"]
    assert answers["view_submission"]
    assert answers["block_actions"]
    assert not answers["events_api"]
    assert not answers["shortcut"]


def _kind(envelope: Envelope) -> str:
    return envelope.type if envelope.type != "interactive" else str(envelope.payload["type"])
