"""Checking the blocks of a message and the whole of a view against Block Kit's table."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from sandbox import elements
from sandbox.block_rules import Place, Report
from sandbox.block_table import MESSAGE_BLOCKS, SHAPES, VIEW_SHAPES
from sandbox.errors import SlackError

if TYPE_CHECKING:
    from sandbox.values import Json

VIEW_BYTES = 250_000
MARKDOWN_TOGETHER = 12_000
VIEW_DEFAULTS: Json = {"private_metadata": "", "callback_id": "", "external_id": ""}
MODAL_DEFAULTS: Json = {
    "close": None,
    "submit": None,
    "clear_on_close": False,
    "notify_on_close": False,
    "submit_disabled": False,
}


def checked_message(blocks: list[Any]) -> list[Json]:
    """Return a message's blocks with Slack's defaults; raises `invalid_blocks`.

    The answer's `response_metadata.messages` says what is wrong, and where by JSON pointer.
    """
    report = Report("message", SHAPES)
    checked: list[Json] = MESSAGE_BLOCKS.check(blocks, "/blocks", report)
    if not report.complaints:
        _across(checked, "/blocks", report)
    if report.complaints:
        said = tuple(report.complaints)
        plain = [complaint.removeprefix("[ERROR] ") for complaint in said]
        raise SlackError("invalid_blocks", messages=said, errors=plain)
    return checked


def checked_view(view: Json, place: Place) -> Json:
    """Return a view with Slack's defaults; raises `invalid_arguments` or `view_too_large`."""
    if len(json.dumps(view)) > VIEW_BYTES:
        raise SlackError("view_too_large")
    report = Report(place, SHAPES)
    checked = _checked_view(view, place, report)
    if report.complaints:
        raise SlackError("invalid_arguments", messages=tuple(report.complaints))
    defaults = VIEW_DEFAULTS | (MODAL_DEFAULTS if place == "modal" else {})
    return {**defaults, **checked}


def _checked_view(view: Json, place: Place, report: Report) -> Json:
    if view.get("type") != place:
        report.say("/view/type", f"must be a valid enum value: {place}")
        return view
    given = {key: value for key, value in view.items() if value is not None}
    checked: Json = VIEW_SHAPES[place].check(given, "/view", report)
    if report.complaints:
        return checked
    _across(checked["blocks"], "/view/blocks", report)
    _submit(checked, report)
    return checked


def _submit(view: Json, report: Report) -> None:
    if view["type"] != "modal" or view.get("submit") is not None:
        return
    for index, block in enumerate(view["blocks"]):
        if block["type"] == "input":
            path = f"/view/blocks/{index}/input"
            report.say(path, "must define `submit` to use an input block")


def _across(blocks: list[Json], path: str, report: Report) -> None:
    """Complain about what no single block can know."""
    _unique_ids(blocks, path, report)
    for index, block in enumerate(blocks):
        for _, element in elements.each([block]):
            _consistent(element, f"{path}/{index}", report)
    focused = sum(1 for _, element in elements.each(blocks) if element.get("focus_on_load"))
    if focused > 1:
        report.say(path, "only one element may have focus_on_load")
    kinds = Counter(block["type"] for block in blocks)
    if kinds["table"] > 1:
        report.say(path, "only_one_table_allowed")
    written = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if written > MARKDOWN_TOGETHER:
        report.say(path, f"must be less than {MARKDOWN_TOGETHER + 1} characters of markdown")


def _unique_ids(blocks: list[Json], path: str, report: Report) -> None:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        if block["block_id"] in seen:
            text = f"`block_id` {block['block_id']} already exists"
            report.say(f"{path}/{index}/block_id", text)
        seen.add(block["block_id"])
        actions = Counter(element["action_id"] for _, element in elements.each([block]))
        for action_id, times in actions.items():
            if times > 1:
                report.say(f"{path}/{index}", f"`action_id` {action_id} already exists")


def _consistent(element: Json, path: str, report: Report) -> None:
    options = elements.options_of(element)
    if options:
        initial = element.get("initial_options", [])
        chosen = [element["initial_option"]] if "initial_option" in element else initial
        if any(option not in options for option in chosen):
            report.say(f"{path}/{element['type']}", "initial option is not one of the options")
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if least > most:
        report.say(f"{path}/{element['type']}", "min_length must not be above max_length")
