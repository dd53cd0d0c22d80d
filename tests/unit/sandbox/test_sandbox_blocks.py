"""Block Kit is checked as strictly as Slack does, and says where it is wrong."""

import copy
import json
import random
from typing import Any

import pytest
from unit.sandbox.bench import DATA, Bench, Json

from sandbox import blocks
from sandbox.errors import SlackError


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str = "v") -> Json:
    return {"text": plain(), "value": value}


def section(**more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "x"}, **more}


def actions(*found: Json) -> Json:
    return {"type": "actions", "elements": list(found)}


def button(action_id: str = "b", **more: Any) -> Json:
    return {"type": "button", "text": plain(), "action_id": action_id, **more}


def text_input(**more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "a", **more}
    return {"type": "input", "block_id": "i", "label": plain(), "element": element}


def table() -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}


# Each wrong list of blocks with the pointer to its fault and words of Slack's complaint.
WRONG: list[tuple[list[Any], str, str]] = [
    (["text"], "/blocks/0", "must provide an object"),
    ([{}], "/blocks/0", "missing required field: type"),
    ([{"type": "nope"}], "/blocks/0/type", "unsupported type: nope"),
    ([{"type": "section"}], "/blocks/0", "must define one of: text, fields"),
    ([section(colour="red")], "/blocks/0", "invalid additional property: colour"),
    ([section(block_id="x" * 256)], "/blocks/0/block_id", "less than 256 characters"),
    ([section(fields=[plain()] * 11)], "/blocks/0/fields", "no more than 10 items"),
    ([section(fields=[plain("x" * 2001)])], "/blocks/0/fields/0/text", "less than 2001"),
    ([section(accessory=text_input()["element"])], "/blocks/0/accessory/type", "unsupported"),
    ([{"type": "section", "text": plain("")}], "/blocks/0/text/text", "more than 0 characters"),
    ([{"type": "section", "text": plain("x" * 3001)}], "/blocks/0/text/text", "less than 3001"),
    ([{"type": "header", "text": plain("x" * 151)}], "/blocks/0/text/text", "less than 151"),
    (
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        "/blocks/0/text/type",
        "valid enum value",
    ),
    ([{"type": "context", "elements": []}], "/blocks/0/elements", "no fewer than 1"),
    ([{"type": "context", "elements": [plain()] * 11}], "/blocks/0/elements", "no more than 10"),
    ([{"type": "image", "alt_text": "x"}], "/blocks/0", "image_url, slack_file"),
    ([{"type": "alert", "text": plain()}], "/blocks/0/type", "unsupported type: alert"),
    ([{"type": "file", "external_id": "x"}], "/blocks/0/type", "unsupported type: file"),
    ([actions()], "/blocks/0/elements", "no fewer than 1"),
    ([actions(*[button(str(n)) for n in range(26)])], "/blocks/0/elements", "no more than 25"),
    ([actions(button(text=plain("x" * 76)))], "/blocks/0/elements/0/text/text", "less than 76"),
    ([actions(button(style="blue"))], "/blocks/0/elements/0/style", "valid enum value"),
    ([actions(button(value="x" * 2001))], "/blocks/0/elements/0/value", "less than 2001"),
    ([actions(button(), button())], "/blocks/0", "`action_id` b already exists"),
    ([section(block_id="s"), section(block_id="s")], "/blocks/1/block_id", "already exists"),
    ([section()] * 51, "/blocks", "no more than 50 items"),
    (
        [actions({"type": "static_select", "action_id": "s"})],
        "/blocks/0/elements/0",
        "must define one of: options, option_groups",
    ),
    (
        [actions({"type": "static_select", "options": [option("x" * 151)]})],
        "/blocks/0/elements/0/options/0/value",
        "less than 151",
    ),
    (
        [actions({"type": "overflow", "options": [option(str(n)) for n in range(6)]})],
        "/blocks/0/elements/0/options",
        "no more than 5",
    ),
    (
        [actions({"type": "radio_buttons", "options": [option()], "initial_option": option("w")})],
        "/blocks/0/radio_buttons",
        "initial option is not one of the options",
    ),
    (
        [actions({"type": "datepicker", "initial_date": "1/9/2026"})],
        "/blocks/0/elements/0/initial_date",
        "does not match",
    ),
    (
        [actions({"type": "timepicker", "initial_time": "24:00"})],
        "/blocks/0/elements/0/initial_time",
        "does not match",
    ),
    (
        [text_input(min_length=5, max_length=4)],
        "/blocks/0/plain_text_input",
        "min_length must not be above max_length",
    ),
    ([table(), table()], "/blocks", "only_one_table_allowed"),
    (
        [{"type": "markdown", "text": "x" * 7_000}, {"type": "markdown", "text": "x" * 7_000}],
        "/blocks",
        "less than 12001 characters of markdown",
    ),
]


@pytest.mark.parametrize(("wrong", "pointer", "words"), WRONG)
async def test_a_wrong_block_is_pointed_at(
    bench: Bench, wrong: list[Any], pointer: str, words: str
) -> None:
    """The answer is invalid_blocks with a JSON pointer to the fault."""
    answer = bench.call("chat.postMessage", channel="CROOM4", text="x", blocks=wrong)
    messages = answer["response_metadata"]["messages"]

    assert answer["error"] == "invalid_blocks"
    assert any(words in m and f"[json-pointer:{pointer}]" in m for m in messages), messages


def modal(*inside: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain(), "blocks": list(inside), **more}


WRONG_VIEWS: list[tuple[Json, str]] = [
    (modal(text_input()), "must define `submit` to use an input block"),
    (modal(section(), title=plain("x" * 25)), "less than 25 characters [json-pointer:/view/title"),
    (modal(), "no fewer than 1 items"),
    (modal(*[section()] * 101), "no more than 100 items"),
    (modal(section(), private_metadata="x" * 3001), "less than 3001"),
    (modal(section(), id="V1"), "invalid additional property: id"),
    (modal({"type": "markdown", "text": "x"}), "unsupported type: markdown"),
    (
        modal(
            text_input(focus_on_load=True),
            {**text_input(focus_on_load=True), "block_id": "j"},
            submit=plain(),
        ),
        "only one element may have focus_on_load",
    ),
]


@pytest.mark.parametrize(("view", "words"), WRONG_VIEWS)
def test_a_wrong_view_has_invalid_arguments(view: Json, words: str) -> None:
    """A view's faults are invalid_arguments with messages."""
    with pytest.raises(SlackError) as error:
        blocks.checked_view(view, "modal")

    assert error.value.code == "invalid_arguments"
    assert any(words in message for message in error.value.messages), error.value.messages


@pytest.mark.parametrize("path", sorted((DATA / "views").iterdir()), ids=lambda path: path.stem)
def test_views_that_slack_accepted_are_accepted(path: Any) -> None:
    """Views of Slack's own SDK tests pass, with their ids kept and defaults filled in."""
    view = json.loads(path.read_text(encoding="utf-8"))
    checked = blocks.checked_view(view, view["type"])

    assert len(checked["blocks"]) == len(view["blocks"])
    assert all(block["block_id"] for block in checked["blocks"])


def test_ids_and_text_defaults_are_filled_in() -> None:
    """Missing ids are made up; plain text gets emoji, mrkdwn gets verbatim."""
    checked = blocks.checked_message([section(accessory={"type": "button", "text": plain()})])

    assert checked[0]["block_id"]
    assert checked[0]["accessory"]["action_id"]
    assert checked[0]["accessory"]["text"]["emoji"] is True
    assert checked[0]["text"]["verbatim"] is False


JUNK: list[Any] = [None, True, 0, -1, 3.5, "", "x" * 3001, [], {}, [None], {"type": "section"}]


def mutated(value: Any, dice: random.Random) -> Any:
    """Return a deep copy with one random place replaced, removed or added to."""
    copied = copy.deepcopy(value)
    here = copied
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        if not keys:
            return dice.choice(JUNK)
        key = dice.choice(keys)
        if isinstance(here[key], dict | list) and here[key] and dice.random() < 0.8:
            here = here[key]
            continue
        change = dice.randrange(3)
        if change == 0:
            here[key] = copy.deepcopy(dice.choice(JUNK))
        elif change == 1:
            del here[key]
        elif isinstance(here, dict):
            here[dice.choice(["type", "action_id", "junk"])] = copy.deepcopy(dice.choice(JUNK))
        return copied


@pytest.mark.parametrize("number", range(200))
async def test_mutated_views_never_break_the_sandbox(bench: Bench, number: int) -> None:
    """Whatever is sent, the answer is ok or one of Slack's errors."""
    dice = random.Random(number)  # noqa: S311  repeatable
    path = dice.choice(sorted((DATA / "views").iterdir()))
    view = json.loads(path.read_text(encoding="utf-8"))
    for _ in range(dice.randint(1, 3)):
        view = mutated(view, dice)
    trigger = bench.server.workspace.triggers.give("UMAYA")
    opened = bench.call("views.open", view=view, trigger_id=trigger)
    inside = view.get("blocks") if isinstance(view, dict) else view
    posted = bench.call("chat.postMessage", channel="CROOM4", text="x", blocks=inside)

    assert opened["ok"] or opened["error"] in bench.door.methods["views.open"].errors
    assert posted["ok"] or posted["error"] in bench.door.methods["chat.postMessage"].errors
