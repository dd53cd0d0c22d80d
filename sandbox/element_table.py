"""Block Kit's table, first half: interactive elements and what they are made of.

The numbers are those of Slack's element and composition-object reference pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.block_rules import (
    EVERYWHERE,
    MESSAGE,
    MODAL,
    Anything,
    Bool,
    Int,
    Many,
    Rule,
    Shape,
    Str,
    Text,
    Typed,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

URL = Str(3000, 1)
USER_ID = Str(255, 1)
PLACEHOLDER = Text(150)
ACTION_ID = ("action_id",)
DATE = Str(10, pattern=r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
TIME = Str(5, pattern=r"([01]\d|2[0-3]):[0-5]\d")
STYLE = Str(words=frozenset({"primary", "danger"}))

SELECTS = frozenset({"static", "external", "users", "conversations", "channels"})
SINGLE_SELECTS = frozenset(f"{kind}_select" for kind in SELECTS)
MULTI_SELECTS = frozenset(f"multi_{kind}_select" for kind in SELECTS)
PICKERS = frozenset({"datepicker", "timepicker"})
CHOICES = frozenset({"checkboxes", "radio_buttons"})
TYPED_INPUTS = frozenset({"plain_text_input", "email_text_input", "url_text_input"}) | {
    "number_input",
    "rich_text_input",
}

IN_SECTION = (
    frozenset({"button", "image", "overflow", "workflow_button"})
    | SINGLE_SELECTS
    | MULTI_SELECTS
    | PICKERS
    | CHOICES
)
IN_ACTIONS = (IN_SECTION - {"image"}) | {"datetimepicker", "rich_text_input"}
IN_INPUT = (
    SINGLE_SELECTS
    | MULTI_SELECTS
    | PICKERS
    | CHOICES
    | TYPED_INPUTS
    | {"datetimepicker", "file_input"}
)

CONFIRM = Shape(
    needs={"title": Text(100), "text": Text(300, mrkdwn=True), "confirm": Text(30)},
    may={"deny": Text(30), "style": STYLE},
    typed=False,
)
# A select's option has plain text; in checkboxes and radio buttons it may be mrkdwn.
OPTION = Shape(
    needs={"text": Text(75), "value": Str(150, 1)}, may={"description": Text(75)}, typed=False
)
RICH_OPTION = Shape(
    needs={"text": Text(75, mrkdwn=True), "value": Str(150, 1)},
    may={"description": Text(75, mrkdwn=True)},
    typed=False,
)
OVERFLOW_OPTION = Shape(
    needs={"text": Text(75), "value": Str(150, 1)},
    may={"description": Text(75), "url": URL},
    typed=False,
)
OPTION_GROUP = Shape(needs={"label": Text(75), "options": Many(OPTION, 1, 100)}, typed=False)
FILTER = Shape(
    may={
        "include": Many(Str(words=frozenset({"im", "mpim", "private", "public"})), 1, 4),
        "exclude_external_shared_channels": Bool(),
        "exclude_bot_users": Bool(),
    },
    typed=False,
)
DISPATCH = Shape(
    may={
        "trigger_actions_on": Many(
            Str(words=frozenset({"on_enter_pressed", "on_character_entered"})), 1, 2
        )
    },
    typed=False,
)
SLACK_FILE = Shape(may={"id": Str(255, 1), "url": URL}, either=(("id", "url"),), typed=False)
RICH_TEXT = Typed("block", frozenset({"rich_text"}))

COMMON: dict[str, Rule] = {"confirm": CONFIRM, "focus_on_load": Bool(), "placeholder": PLACEHOLDER}
MULTI: dict[str, Rule] = {**COMMON, "max_selected_items": Int(1, 100)}
TYPING: dict[str, Rule] = {
    "focus_on_load": Bool(),
    "placeholder": PLACEHOLDER,
    "dispatch_action_config": DISPATCH,
}
OPTIONS = Many(OPTION, 1, 100)
IDS = Many(USER_ID, 0, 100)


def _element(
    needs: Mapping[str, Rule] | None = None,
    may: Mapping[str, Rule] | None = None,
    *,
    places: frozenset[str] = EVERYWHERE,
    either: tuple[tuple[str, ...], ...] = (),
) -> Shape:
    return Shape(needs or {}, may or {}, either, either, ACTION_ID, places)


STATIC_CHOICES: dict[str, Rule] = {"options": OPTIONS, "option_groups": Many(OPTION_GROUP, 1, 100)}
ONE_SOURCE = (("options", "option_groups"),)
CHANNEL_MORE: dict[str, Rule] = {"response_url_enabled": Bool()}
CONVERSATION_MORE: dict[str, Rule] = {"default_to_current_conversation": Bool(), "filter": FILTER}
RICH_OPTIONS = Many(RICH_OPTION, 1, 10)
FEEDBACK = Shape(
    needs={"text": Text(75), "value": Str(2000)},
    may={"accessibility_label": Str(75)},
    typed=False,
)

ELEMENTS: dict[str, Shape] = {
    "button": _element(
        {"text": Text(75)},
        {
            "url": URL,
            "value": Str(2000),
            "style": STYLE,
            "confirm": CONFIRM,
            "accessibility_label": Str(75),
            "agent_prompt": Str(4000),
            "agent_prompt_display": Anything(),
            "visible_to_user_ids": IDS,
        },
    ),
    "workflow_button": _element(
        {"text": Text(75), "workflow": Anything()},
        {"style": STYLE, "accessibility_label": Str(75)},
        places=MESSAGE,
    ),
    "overflow": _element({"options": Many(OVERFLOW_OPTION, 1, 5)}, {"confirm": CONFIRM}),
    "static_select": _element(
        may={**COMMON, **STATIC_CHOICES, "initial_option": OPTION}, either=ONE_SOURCE
    ),
    "multi_static_select": _element(
        may={**MULTI, **STATIC_CHOICES, "initial_options": OPTIONS}, either=ONE_SOURCE
    ),
    "external_select": _element(
        may={**COMMON, "initial_option": OPTION, "min_query_length": Int(0, 100)}
    ),
    "multi_external_select": _element(
        may={**MULTI, "initial_options": OPTIONS, "min_query_length": Int(0, 100)}
    ),
    "users_select": _element(may={**COMMON, "initial_user": USER_ID}),
    "multi_users_select": _element(may={**MULTI, "initial_users": IDS}),
    "conversations_select": _element(
        may={**COMMON, **CONVERSATION_MORE, **CHANNEL_MORE, "initial_conversation": USER_ID}
    ),
    "multi_conversations_select": _element(
        may={**MULTI, **CONVERSATION_MORE, "initial_conversations": IDS}
    ),
    "channels_select": _element(may={**COMMON, **CHANNEL_MORE, "initial_channel": USER_ID}),
    "multi_channels_select": _element(may={**MULTI, "initial_channels": IDS}),
    "checkboxes": _element(
        {"options": RICH_OPTIONS},
        {"initial_options": RICH_OPTIONS, "confirm": CONFIRM, "focus_on_load": Bool()},
    ),
    "radio_buttons": _element(
        {"options": RICH_OPTIONS},
        {"initial_option": RICH_OPTION, "confirm": CONFIRM, "focus_on_load": Bool()},
    ),
    "datepicker": _element(may={**COMMON, "initial_date": DATE}),
    "timepicker": _element(may={**COMMON, "initial_time": TIME, "timezone": Str(100, 1)}),
    "datetimepicker": _element(
        may={
            "confirm": CONFIRM,
            "focus_on_load": Bool(),
            "initial_date_time": Int(10**9, 10**10 - 1),
        }
    ),
    "plain_text_input": _element(
        may={
            **TYPING,
            "initial_value": Str(3000),
            "multiline": Bool(),
            "min_length": Int(0, 3000),
            "max_length": Int(1, 3000),
        }
    ),
    "email_text_input": _element(may={**TYPING, "initial_value": Str(3000)}),
    "url_text_input": _element(may={**TYPING, "initial_value": Str(3000)}),
    "number_input": _element(
        {"is_decimal_allowed": Bool()},
        {**TYPING, "initial_value": Str(), "min_value": Str(), "max_value": Str()},
    ),
    "rich_text_input": _element(
        may={
            **TYPING,
            "initial_value": RICH_TEXT,
            "min_lines": Int(1, 100),
            "max_lines": Int(1, 100),
        }
    ),
    "file_input": _element(
        may={"filetypes": Many(Str(20, 1), 1, 100), "max_files": Int(1, 10)}, places=MODAL
    ),
    "feedback_buttons": _element(
        {"positive_button": FEEDBACK, "negative_button": FEEDBACK}, places=MESSAGE
    ),
    "icon_button": _element(
        {"icon": Str(words=frozenset({"trash"})), "text": Text(75)},
        {
            "value": Str(2000),
            "confirm": CONFIRM,
            "accessibility_label": Str(75),
            "visible_to_user_ids": IDS,
        },
        places=MESSAGE,
    ),
    "image": Shape(
        {"alt_text": Str(2000, 1)},
        {"image_url": URL, "slack_file": SLACK_FILE},
        (("image_url", "slack_file"),),
        (("image_url", "slack_file"),),
    ),
    "plain_text": Shape({"text": Str(3000, 1)}, {"emoji": Bool()}),
    "mrkdwn": Shape({"text": Str(3000, 1)}, {"verbatim": Bool()}),
    "url": Shape({"url": URL, "text": Str(255, 1)}, places=MESSAGE),
}
