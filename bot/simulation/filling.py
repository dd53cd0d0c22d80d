"""Fills in a form by chance: what stands there is kept, changed, left out or made up."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from types import MappingProxyType
from typing import Any

Json = dict[str, Any]

DAYS = (0, 0, 1, 1, 2, 3, 5, 7, 10, -1)
KEEP = 0.6
TEXTS = (
    "Folders out before the bell",
    "Pencils sharpened",
    "Leads table two",
    "Timer on the desk",
    "Writing letters & notes <first draft>",
    "Slant boards at every place",
    "The class goes on by itself",
    "Less talk, more doing",
)


def filled(
    view: Mapping[str, Any], dice: Random, today: date, given: Mapping[str, Any]
) -> dict[str, Json]:
    """Return the values of a form's inputs; `given` are those that are not left to chance."""
    values: dict[str, Json] = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        name = block["block_id"]
        if name in given:
            value = _given(element, given[name])
        else:
            value = _rolled(element, dice, today, optional=bool(block.get("optional")))
        if value is not None:
            values[name] = {element["action_id"]: {"type": element["type"], **value}}
    return values


def _given(element: Json, value: Any) -> Json | None:  # noqa: ANN401  as the field wants it
    kind = element["type"]
    if kind in _NAMES:
        return {_NAMES[kind]: value}
    options = [one for one in _options(element) if one["value"] in value]
    if kind in {"checkboxes", "multi_static_select"}:
        return {"selected_options": options}
    return {"selected_option": options[0]} if options else None


_NAMES = {
    "plain_text_input": "value",
    "number_input": "value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
}
_INITIAL = {
    "plain_text_input": "initial_value",
    "number_input": "initial_value",
    "datepicker": "initial_date",
    "timepicker": "initial_time",
    "static_select": "initial_option",
    "radio_buttons": "initial_option",
    "checkboxes": "initial_options",
    "multi_static_select": "initial_options",
    "users_select": "initial_user",
    "multi_users_select": "initial_users",
    "conversations_select": "initial_conversation",
}


def _rolled(element: Json, dice: Random, today: date, *, optional: bool) -> Json | None:
    kind = element["type"]
    has = element.get(_INITIAL.get(kind, ""))
    if (has and dice.random() < KEEP) or (not has and optional and dice.random() < KEEP):
        return None
    if kind in _MADE_UP:
        return {_NAMES[kind]: _MADE_UP[kind](element, dice, today)}
    options = _options(element)
    if not options:
        return None
    if kind in {"checkboxes", "multi_static_select"}:
        return {"selected_options": dice.sample(options, dice.randint(1, len(options)))}
    return {"selected_option": dice.choice(options)}


def _text(element: Json, dice: Random, _today: date) -> str:
    return dice.choice(TEXTS)[: int(element.get("max_length") or 100)]


def _number(_element: Json, dice: Random, _today: date) -> str:
    return str(dice.randrange(5, 61, 5))


def _date(_element: Json, dice: Random, today: date) -> str:
    return (today + timedelta(days=dice.choice(DAYS))).isoformat()


def _time(_element: Json, dice: Random, _today: date) -> str:
    minute = dice.randrange(8 * 60, 15 * 60, 5)
    return f"{minute // 60:02}:{minute % 60:02}"


_MADE_UP: Mapping[str, Callable[[Json, Random, date], str]] = MappingProxyType(
    {
        "plain_text_input": _text,
        "number_input": _number,
        "datepicker": _date,
        "timepicker": _time,
    }
)


def _options(element: Json) -> list[Json]:
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *(one for group in groups for one in group["options"])]
