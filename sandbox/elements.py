"""Interactive elements: finding them, what stands in them, and what a person may put there."""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING, Any

from sandbox.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox.values import Json

# Slack's word for the value of each element that keeps one; a list-like value starts empty.
VALUE_KEYS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "file_input": "files",
}
STATELESS = frozenset({"overflow"})
# What an action repeats of its element, besides its ids, type and value.
ECHOED = ("text", "value", "style", "url", "placeholder", "min_query_length", "timezone")
EMPTY: tuple[Any, ...] = (None, "", [])


def value_key(kind: str) -> str:
    """Return Slack's word for the value of an element of this type; `value` for a button."""
    return VALUE_KEYS.get(kind, "value")


def _initial_key(kind: str) -> str:
    key = value_key(kind)
    return key.replace("selected_", "initial_") if key.startswith("selected_") else "initial_value"


def each(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Yield every interactive element with its block."""
    for block in blocks:
        yield from each(block.get("child_blocks", []))
        cards = block.get("elements", []) if block["type"] == "carousel" else [block]
        for holder in cards:
            for key in ("element", "accessory", "elements", "actions"):
                found = holder.get(key, [])
                for element in found if isinstance(found, list) else [found]:
                    if "action_id" in element:
                        yield block, element


def find(blocks: list[Json], block_id: str, action_id: str) -> tuple[Json, Json]:
    """Return the block and element with these ids; refuses `no_such_action` with 404."""
    for block, element in each(blocks):
        if block["block_id"] == block_id and element["action_id"] == action_id:
            return block, element
    detail = f"There is nothing to use with block_id {block_id} and action_id {action_id} here."
    raise Refused("no_such_action", detail, status=404)


def _initial(element: Json) -> Json:
    kind = str(element["type"])
    key = value_key(kind)
    start = element.get(_initial_key(kind))
    if start is None and key.endswith("s"):
        start = []
    return {"type": kind, key: start}


def _stateful(blocks: list[Json]) -> Iterator[tuple[str, Json]]:
    for block, element in each(blocks):
        if element["type"] in VALUE_KEYS and element["type"] not in STATELESS:
            yield str(block["block_id"]), element


def initial_values(blocks: list[Json]) -> Json:
    """Return `state.values` as they stand before anybody touched an input."""
    values: Json = {}
    for block_id, element in _stateful(blocks):
        values.setdefault(block_id, {})[element["action_id"]] = _initial(element)
    return values


def carried_over(blocks: list[Json], old: Json) -> Json:
    """Return `state.values` for new blocks; same ids and type keep what a person put there."""
    values = initial_values(blocks)
    for block_id, actions in values.items():
        for action_id, fresh in actions.items():
            kept = old.get(block_id, {}).get(action_id)
            if kept is not None and kept["type"] == fresh["type"]:
                actions[action_id] = kept
    return values


def options_of(element: Json) -> list[Json]:
    """Return every option of an element, through its groups."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def _choose(element: Json, chosen: Json) -> Json:
    if element["type"].endswith("external_select"):
        return chosen
    wanted = chosen.get("value")
    for option in options_of(element):
        if option.get("value") == wanted:
            return option
    detail = f"`{wanted}` is not an option of {element['action_id']}."
    raise Refused("invalid_input", detail, errors={})


def _reads(kind: str, value: str) -> bool:
    try:
        if kind == "datepicker":
            date.fromisoformat(value)
        if kind == "timepicker":
            time.fromisoformat(value)
        if kind in ("number_input", "datetimepicker"):
            float(value)
    except ValueError:
        return False
    return True


def taken(element: Json, given: Json) -> Json:
    """Return what a person put into an element as its state; refuses `invalid_input`."""
    kind = str(element["type"])
    key = value_key(kind)
    value: Any = given.get(key)
    if isinstance(value, list) and key == "selected_options":
        value = [_choose(element, option) for option in value]
    elif key == "selected_option" and value is not None:
        value = _choose(element, value)
    elif value not in EMPTY and not _reads(kind, str(value)):
        raise Refused("invalid_input", f"`{value}` does not fit a {kind}.", errors={})
    extra = {"timezone": element["timezone"]} if element.get("timezone") else {}
    return {"type": kind, key: value, **extra}


def rated(element: Json, given: Json) -> Json:
    """Return which of two feedback buttons a person tapped; refuses `invalid_input`."""
    for button in (element["positive_button"], element["negative_button"]):
        if button["value"] == given.get("value"):
            return {"text": button["text"], "value": button["value"]}
    detail = f"`{given.get('value')}` is not a button of {element['action_id']}."
    raise Refused("invalid_input", detail, errors={})


def action_of(block: Json, element: Json, state: Json | None, at: str) -> Json:
    """Return the entry in `actions` for a person's use of an element."""
    echoed = {key: element[key] for key in ECHOED if key in element}
    initial = {key: val for key, val in element.items() if key.startswith("initial_")}
    ids = {"type": element["type"], "action_id": element["action_id"]}
    return {
        **ids,
        "block_id": block["block_id"],
        **echoed,
        **(initial if "initial_value" not in initial else {}),
        **(state or {}),
        "action_ts": at,
    }


def input_errors(blocks: list[Json], values: Json) -> dict[str, str]:
    """Return what Slack's client says below each input before it lets a person submit."""
    errors: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = values.get(block["block_id"], {}).get(element["action_id"], {})
        value = state.get(value_key(element["type"]))
        complaint = _complaint(element, value, optional=bool(block.get("optional")))
        if complaint:
            errors[str(block["block_id"])] = complaint
    return errors


def _complaint(element: Json, value: Any, *, optional: bool) -> str | None:  # noqa: ANN401  JSON
    if value in EMPTY:
        return None if optional else "Please complete this required field."
    kind = element["type"]
    if kind == "plain_text_input":
        return _length_complaint(element, len(value))
    if kind == "number_input":
        return _number_complaint(element, float(value))
    return _pattern_complaint(kind, value) or _count_complaint(element, value)


def _pattern_complaint(kind: str, value: Any) -> str | None:  # noqa: ANN401  JSON
    if kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not re.match(r"https?://\S+$", value):
        return "Please enter a valid URL."
    return None


def _count_complaint(element: Json, value: Any) -> str | None:  # noqa: ANN401  JSON
    most = element.get("max_selected_items")
    if most and isinstance(value, list) and len(value) > most:
        return f"Please select no more than {most} items."
    return None


def _length_complaint(element: Json, length: int) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if length < least:
        return f"Must be at least {least} characters."
    if length > most:
        return f"Must be no more than {most} characters."
    return None


def _number_complaint(element: Json, number: float) -> str | None:
    if not element.get("is_decimal_allowed") and number != int(number):
        return "Please enter a whole number."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Must be at least {element['min_value']}."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Must be no more than {element['max_value']}."
    return None
