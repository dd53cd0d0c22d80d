"""Renders a form into a modal, and reads what came back."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from handlers.actions import ActionRef, UnreadableError
from handlers.forms.spec import Field, Filled, FormSpec, Option, Value
from handlers.slack.blocks.kit import (
    CHECKBOX_LIMIT,
    Block,
    Modal,
    SlackMessage,
    actions,
    button,
    modal,
    option,
    plain_text,
    section,
)
from handlers.slack.mrkdwn import bold
from handlers.slack.sentences import known, plain, say

ENTRY = "value"
"""The action id of every input: block ids are the field names, so typed text survives updates."""
_SELECT_LIMIT = 100
_OPTION_VALUE_LIMIT = 150


def form(spec: FormSpec, *, meanwhile: SlackMessage | None = None) -> Modal:
    """Return the modal of a form; its reference and unshown values travel in its metadata.

    `meanwhile` replaces the private message that it was opened from.
    """
    fields = [_field(spec.name, field) for field in spec.fields]
    buttons = actions(*(button(ref, style=_style(ref)) for ref in spec.buttons))
    shown = modal(
        plain(f"{spec.name}.title"),
        [*fields, buttons],
        submit=plain(f"{spec.name}.submit"),
        close=plain("modal.cancel"),
        callback_id=f"pushin:{spec.name}",
        private_metadata=metadata(spec.ref, spec.kept),
        again=spec.ref,
    )
    return replace(shown, meanwhile=meanwhile)


def named(shown: Modal, name: str) -> Modal:
    """Return a modal that is changed later under a name of our own."""
    return replace(shown, view={**shown.view, "external_id": name})


def metadata(ref: ActionRef, kept: Mapping[str, str]) -> str:
    """Return what a view carries: its reference and the values of fields that are not shown."""
    return json.dumps({"ref": ref.encode(), "kept": dict(kept)})


def read(view: Mapping[str, Any]) -> Filled:
    """Return what a person filled in, with the form's reference; UnreadableError for an old one."""
    about = _about(view["private_metadata"])
    state = view["state"]["values"]
    entered = {name: _value(entries[ENTRY]) for name, entries in state.items() if ENTRY in entries}
    return Filled(about.ref, {**about.values, **entered})


def _about(carried: str) -> Filled:
    """Return what `metadata` wrote."""
    try:
        about = json.loads(carried)
        return Filled(ActionRef.decode(about["ref"]), about["kept"])
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableError from error


def input_fields(view: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of a view's fields: errors may stand only under these."""
    return tuple(block["block_id"] for block in view["blocks"] if block["type"] == "input")


def _field(form_name: str, field: Field) -> Block:
    key = f"{form_name}.{field.name.partition('.')[0]}"
    if field.kind == "note":
        return section(say(key, about=_emphasis(field))) or {}
    made: Block = {
        "type": "input",
        "block_id": field.name,
        "label": plain_text(plain(key, about=field.about), 2000),
        "optional": field.optional,
        "element": {"action_id": ENTRY, **_ELEMENTS[field.kind](field)},
    }
    hint = f"{key}.hint"
    return made | ({"hint": plain_text(plain(hint), 2000)} if known(hint) else {})


def _emphasis(field: Field) -> str:
    return bold(field.about) if field.name == "plan" else field.about


def _text(field: Field) -> Block:
    return _filled(
        {"type": "plain_text_input", "multiline": field.multiline, "max_length": field.longest},
        initial_value=field.value,
    )


def _minutes(field: Field) -> Block:
    element = {"type": "number_input", "is_decimal_allowed": False, "min_value": "0"}
    return _filled({**element, "max_value": "1440"}, initial_value=field.value)


def _date(field: Field) -> Block:
    return _filled({"type": "datepicker"}, initial_date=field.value)


def _time(field: Field) -> Block:
    return _filled({"type": "timepicker"}, initial_time=field.value)


def _person(field: Field) -> Block:
    return _filled({"type": "users_select"}, initial_user=field.value)


def _people(field: Field) -> Block:
    return _filled({"type": "multi_users_select"}, initial_users=list(field.value or ()))


def _channel(field: Field) -> Block:
    only = {"include": ["private"], "exclude_bot_users": True}
    return _filled(
        {"type": "conversations_select", "filter": only}, initial_conversation=field.value
    )


def _choice(field: Field) -> Block:
    options = _options(field, _SELECT_LIMIT)
    initial = next((one for one in options if one["value"] == field.value), None)
    detailed = any(one.detail for one in field.options)
    kind = "radio_buttons" if detailed else "static_select"
    return _filled({"type": kind, "options": options}, initial_option=initial)


def _choices(field: Field) -> Block:
    options = _options(field, CHECKBOX_LIMIT)
    initial = [one for one in options if one["value"] in (field.value or ())]
    return _filled({"type": "checkboxes", "options": options}, initial_options=initial)


def _several(field: Field) -> Block:
    options = _options(field, _SELECT_LIMIT)
    initial = [one for one in options if one["value"] in (field.value or ())]
    return _filled({"type": "multi_static_select", "options": options}, initial_options=initial)


_ELEMENTS: Mapping[str, Callable[[Field], Block]] = {
    "text": _text,
    "minutes": _minutes,
    "date": _date,
    "time": _time,
    "person": _person,
    "people": _people,
    "channel": _channel,
    "choice": _choice,
    "choices": _choices,
    "several": _several,
}


def _options(field: Field, limit: int) -> list[Block]:
    return [_option(one) for one in field.options[:limit]]


def _option(one: Option) -> Block:
    label = plain(one.word, about=one.label) if one.word else one.label
    detail = plain(one.detail) if one.detail else ""
    return option(one.value[:_OPTION_VALUE_LIMIT], label, detail)


def _filled(element: Block, **initial: object) -> Block:
    return element | {key: value for key, value in initial.items() if value}


def _style(ref: ActionRef) -> str | None:
    return "danger" if ref.verb.endswith("_drop") else None


def _value(entry: Mapping[str, Any]) -> Value:
    """Return an element's value, whatever name Slack gives it."""
    for one in ("selected_options", "selected_users"):
        if one in entry:
            return tuple(_id(chosen) for chosen in entry[one] or ())
    if "selected_option" in entry:
        chosen = entry["selected_option"]
        return _id(chosen) if chosen else None
    named = ("value", "selected_date", "selected_time", "selected_user", "selected_conversation")
    return next((entry[name] for name in named if entry.get(name)), None)


def _id(chosen: Any) -> str:  # noqa: ANN401  JSON from the wire: an option or an id
    return str(chosen["value"] if isinstance(chosen, dict) else chosen)
