"""Thousands of calls, each a valid one with something changed: never a break, nothing forbidden."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from unit.sandbox.bench import Bench, Json
from unit.sandbox.second_reading import ELEMENTS, forbidden_blocks, forbidden_view

METHODS: dict[str, Json] = json.loads(
    (Path(__file__).parents[2] / "data" / "slack" / "methods.json").read_text(encoding="utf-8")
)
IGNORED = {"token", "team_id"}
# Every method may say the first; what Slack says of a thread that never was stands nowhere.
UNLISTED = {"invalid_arguments", "thread_not_found"}


def plain(text: str = "Go") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "*Hello*") -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str) -> Json:
    return {"text": plain(value), "value": value, "description": plain("more")}


OPTIONS = [option("a"), option("b")]
CONFIRM = {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain()}
GROUPS = [{"label": plain(), "options": OPTIONS}]
EXTRAS: dict[str, Json] = {
    "button": {"text": plain(), "value": "1", "style": "primary", "confirm": CONFIRM},
    "overflow": {"options": OPTIONS},
    "static_select": {"options": OPTIONS, "initial_option": option("b"), "placeholder": plain()},
    "multi_static_select": {"option_groups": GROUPS, "max_selected_items": 2},
    "checkboxes": {"options": OPTIONS, "initial_options": [option("a")]},
    "radio_buttons": {"options": OPTIONS},
    "datepicker": {"initial_date": "2026-09-01", "focus_on_load": True},
    "timepicker": {"initial_time": "09:10", "timezone": "America/New_York"},
    "datetimepicker": {"initial_date_time": 1_788_264_000},
    "plain_text_input": {"min_length": 1, "max_length": 100, "initial_value": "x"},
    "number_input": {"is_decimal_allowed": False, "min_value": "1"},
    "users_select": {"initial_user": "UMAYA", "confirm": CONFIRM},
    "conversations_select": {
        "filter": {"include": ["im"]},
        "default_to_current_conversation": True,
    },
}


def element(kind: str) -> Json:
    return copy.deepcopy({"type": kind, "action_id": f"{kind}-1", **EXTRAS.get(kind, {})})


ACTIONS = ["button", "overflow", "static_select", "multi_static_select", "checkboxes"]
ACTIONS += ["radio_buttons", "datepicker", "timepicker", "datetimepicker", "users_select"]
INPUTS = [
    *ACTIONS[2:],
    "plain_text_input",
    "number_input",
    "conversations_select",
    "url_text_input",
]


def message_blocks() -> list[Json]:
    return [
        {"type": "header", "text": plain("Room 4")},
        {"type": "section", "block_id": "s", "text": mrkdwn(), "accessory": element("button")},
        {"type": "section", "fields": [plain(), mrkdwn()]},
        {"type": "context", "elements": [mrkdwn(), plain()]},
        {"type": "divider"},
        {"type": "actions", "block_id": "a", "elements": [element(kind) for kind in ACTIONS]},
        {"type": "image", "alt_text": "a", "image_url": "https://x.example/a.png"},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]},
    ]


def modal() -> Json:
    inputs = [
        {"type": "input", "block_id": kind, "label": plain(), "element": element(kind)}
        for kind in INPUTS
    ]
    whole = {"type": "modal", "title": plain(), "submit": plain(), "close": plain()}
    return {**whole, "callback_id": "c", "private_metadata": "{}", "blocks": inputs}


def home() -> Json:
    return {"type": "home", "blocks": message_blocks()[:6]}


def few(items: list[Json], dice: Random | None) -> list[Json]:
    """Return all, or a few at random: in a small call one change goes where it matters."""
    chosen = items if dice is None else dice.sample(items, dice.choice((1, 1, 2)))
    for block in chosen:
        if dice is not None and block.get("type") == "actions":
            block["elements"] = few(block["elements"], dice)
    return chosen


def calls(bench: Bench, dice: Random | None = None) -> list[tuple[str, Json]]:
    """Return valid calls of every kind, made anew each time: a trigger works once."""
    said, form, page = message_blocks(), modal(), home()
    said, form["blocks"] = few(said, dice), few(form["blocks"], dice)
    page["blocks"] = few(page["blocks"], dice)
    trigger = bench.server.workspace.triggers.give("UMAYA")
    post = {"channel": "CROOM4", "text": "x"}
    meta = {"event_type": "prompt", "event_payload": {"key": "k"}}
    return [
        ("chat.postMessage", {**post, "blocks": said, "metadata": meta}),
        ("chat.postMessage", {**post, "unfurl_links": False, "thread_ts": "1788264000.000000"}),
        ("chat.postEphemeral", {**post, "user": "UMAYA", "blocks": said}),
        ("chat.update", {**post, "ts": "1788264000.000000", "blocks": said}),
        ("views.open", {"trigger_id": trigger, "view": form}),
        ("views.publish", {"user_id": "UMAYA", "view": page}),
        ("conversations.history", {"channel": "CROOM4", "limit": 5, "oldest": "1788264000"}),
        ("conversations.open", {"users": "UMAYA,UADAMS", "return_im": True}),
        ("users.list", {"limit": 2}),
        ("files.getUploadURLExternal", {"filename": "a.ics", "length": 3}),
        ("reactions.add", {"channel": "CROOM4", "timestamp": "1788264000.000000", "name": "ok"}),
    ]


JUNK: list[Any] = [None, True, 0, -1, 3.5, "", " ", [], {}, [None], [[]], {"type": "section"}, "\0"]
JUNK += ["x" * 256, "x" * 3001, 10**30, float("inf"), {"type": ["x"]}, {"a": {"b": [1]}}, "☃" * 151]


def grown(value: Any, dice: Random) -> Any:
    """Return a value that is longer than before, mostly too long."""
    if isinstance(value, str):
        return value + "x" * dice.choice((1, 24, 75, 150, 255, 2000, 3001))
    if isinstance(value, list) and value:
        return (value * dice.choice((2, 11, 26, 101)))[:120]
    return dice.choice(JUNK)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place in a value: what holds it, and its key there."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from places(value[key])


def changed(value: Any, dice: Random) -> Any:
    """Return a copy with one place replaced, removed, lengthened, doubled or given a field."""
    copied = copy.deepcopy(value)
    everywhere = list(places(copied))
    if not everywhere:
        return copied
    here, key = dice.choice(everywhere)
    change = dice.randrange(6)
    if change == 0:
        here[key] = copy.deepcopy(dice.choice(JUNK))
    elif change == 1:
        del here[key]
    elif change in (2, 3):
        here[key] = grown(here[key], dice)
    elif isinstance(here, dict):
        fields = ["type", "action_id", "block_id", "text", "value", "url", "style", "options"]
        here[dice.choice([*fields, "focus_on_load", "junk"])] = copy.deepcopy(
            dice.choice([here[key], *JUNK, dice.choice(sorted(ELEMENTS)), "danger", True])
        )
    else:
        here.insert(dice.randrange(len(here) + 1), copy.deepcopy(dice.choice(here)))
    return copied


def forbidden(method: str, args: Json) -> list[str]:
    """Return what the reference of the methods and Block Kit's table forbid in a call."""
    known: Json = METHODS[method]["args"]
    given = {name for name, value in args.items() if value is not None}
    found = [f"no argument {name}" for name in set(args) - set(known) - IGNORED]
    for name, rule in known.items():
        if rule.get("required") and name not in given | IGNORED:
            found.append(f"{name} is missing")
    for group in METHODS[method].get("groups", []):
        named = [n for n in group["args"] if args.get(n) not in (None, "", [], {})]
        if group["required"] and not named:
            found.append(f"one of {group['args']} is missing")
        if group["exclusive"] and len(named) > 1:
            found.append(f"only one of {group['args']}")
    if args.get("blocks"):
        found += forbidden_blocks(args["blocks"])
    if "view" in known:
        found += forbidden_view(args.get("view"), "home" if method.endswith("publish") else "modal")
    return found


def run(bench: Bench, seeds: range) -> tuple[int, int]:
    """Make one changed call for each seed; return how many were accepted and refused."""
    bench.call("chat.postMessage", channel="CROOM4", text="root")
    bench.call("reactions.remove", channel="CROOM4", timestamp="1788264000.000000", name="ok")
    counts = [0, 0]
    for number in seeds:
        dice = Random(number)  # noqa: S311  repeatable
        method, args = dice.choice(calls(bench, dice))
        for _ in range(dice.choice((1, 1, 1, 1, 2))):
            args = changed(args, dice)
        body = json.loads(json.dumps(args))
        answer = bench.door.reply(method, "xoxb-sandbox", body, "host").body
        counts[0 if answer["ok"] else 1] += 1
        if answer["ok"]:
            assert forbidden(method, args) == [], (number, method, args)
        else:
            allowed = UNLISTED | set(METHODS[method]["errors"])
            assert answer["error"] in allowed, (number, method, answer)
    return counts[0], counts[1]


async def test_the_calls_that_are_changed_are_valid(bench: Bench) -> None:
    """Unchanged, every one of them is accepted, and the second reading forbids none."""
    bench.call("chat.postMessage", channel="CROOM4", text="root")
    for method, args in calls(bench):
        assert bench.call(method, **args)["ok"], method
        assert forbidden(method, args) == []


async def test_a_thousand_changed_calls(bench: Bench) -> None:
    """Each gets ok or one of its method's errors; what is accepted, nothing forbids."""
    accepted, refused = run(bench, range(1_000))

    assert accepted > 100
    assert refused > 400


@pytest.mark.slow
async def test_ten_thousand_changed_calls(bench: Bench) -> None:
    """The same ten times over, with other changes."""
    accepted, refused = run(bench, range(1_000, 11_000))

    assert accepted > 1_000
    assert refused > 4_000
