"""Block Kit's one table: every block, element and object, its limits and its places.

The numbers are those of Slack's block, element and composition-object reference pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.block_rules import (
    EVERYWHERE,
    MESSAGE,
    MODAL,
    VIEWS,
    Anything,
    Bool,
    Int,
    Kind,
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
BLOCK_ID = ("block_id",)
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


def _block(
    needs: Mapping[str, Rule] | None = None,
    may: Mapping[str, Rule] | None = None,
    *,
    places: frozenset[str] = EVERYWHERE,
    either: tuple[tuple[str, ...], ...] = (),
    alone: tuple[tuple[str, ...], ...] = (),
) -> Shape:
    return Shape(needs or {}, may or {}, either, alone, BLOCK_ID, places)


def _elements(*names: str, more: frozenset[str] = frozenset()) -> Typed:
    return Typed("element", frozenset(names) | more)


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

STYLED: dict[str, Rule] = {"style": Anything()}
RICH_INLINE: dict[str, Shape] = {
    "text": Shape({"text": Str(12_000, 1)}, STYLED),
    "link": Shape({"url": URL}, {**STYLED, "text": Str(), "unsafe": Bool()}),
    "user": Shape({"user_id": USER_ID}, STYLED),
    "usergroup": Shape({"usergroup_id": USER_ID}, STYLED),
    "channel": Shape({"channel_id": USER_ID}, STYLED),
    "team": Shape({"team_id": USER_ID}, STYLED),
    "emoji": Shape({"name": Str(255, 1)}, {**STYLED, "unicode": Str(), "skin_tone": Int(1, 6)}),
    "broadcast": Shape({"range": Str(words=frozenset({"here", "channel", "everyone"}))}, STYLED),
    "color": Shape({"value": Str(20, 1)}, STYLED),
    "date": Shape(
        {"timestamp": Int(0, 10**11), "format": Str(255, 1)},
        {**STYLED, "url": URL, "fallback": Str()},
    ),
}
INLINE = Many(Typed("object", frozenset(RICH_INLINE)), 0, 1000)
SECTIONS = Many(Typed("object", frozenset({"rich_text_section"})), 0, 1000)
RICH: dict[str, Shape] = {
    "rich_text_section": Shape({"elements": INLINE}),
    "rich_text_quote": Shape({"elements": INLINE}, {"border": Int(0, 1)}),
    "rich_text_preformatted": Shape(
        {"elements": INLINE}, {"border": Int(0, 1), "language": Str(50)}
    ),
    "rich_text_list": Shape(
        {"elements": SECTIONS, "style": Str(words=frozenset({"bullet", "ordered"}))},
        {"indent": Int(0, 8), "offset": Int(0, 10**6), "border": Int(0, 1)},
    ),
    "raw_text": Shape({"text": Str(3000)}),
    "raw_number": Shape({"value": Anything()}, {"text": Str(3000)}),
}

CELL = Typed("object", frozenset({"raw_text", "raw_number", "rich_text"}))
COLUMN = Shape(
    may={"align": Str(words=frozenset({"left", "center", "right"})), "is_wrapped": Bool()},
    typed=False,
)
IMAGE = _elements("image")
TITLE = Text(150, mrkdwn=True)
CARD = Typed("block", frozenset({"card"}))
TASK = Typed("block", frozenset({"task_card"}))
CHILD = Typed(
    "block",
    frozenset({"section", "divider", "image", "context", "actions", "header", "rich_text"}),
)

BLOCKS: dict[str, Shape] = {
    "section": _block(
        may={
            "text": Text(3000, mrkdwn=True),
            "fields": Many(Text(2000, mrkdwn=True), 1, 10),
            "accessory": Typed("element", IN_SECTION),
            "expand": Bool(),
        },
        either=(("text", "fields"),),
    ),
    "header": _block({"text": Text(150)}, {"level": Int(1, 4)}),
    "divider": _block(),
    "context": _block({"elements": Many(_elements("image", "plain_text", "mrkdwn"), 1, 10)}),
    "actions": _block({"elements": Many(Typed("element", IN_ACTIONS), 1, 25)}),
    "context_actions": _block(
        {"elements": Many(_elements("feedback_buttons", "icon_button"), 1, 5)}, places=MESSAGE
    ),
    "input": _block(
        {"label": Text(2000), "element": Typed("element", IN_INPUT)},
        {"hint": Text(2000), "optional": Bool(), "dispatch_action": Bool()},
    ),
    "image": _block(
        {"alt_text": Str(2000, 1)},
        {"image_url": URL, "slack_file": SLACK_FILE, "title": Text(2000)},
        either=(("image_url", "slack_file"),),
        alone=(("image_url", "slack_file"),),
    ),
    "video": _block(
        {
            "alt_text": Str(2000, 1),
            "title": Text(199),
            "video_url": URL,
            "thumbnail_url": URL,
        },
        {
            "title_url": URL,
            "description": Text(200),
            "provider_icon_url": URL,
            "provider_name": Str(50),
            "author_name": Str(50),
        },
    ),
    "markdown": _block({"text": Str(12_000, 1)}, places=MESSAGE),
    "rich_text": _block(
        {"elements": Many(Typed("object", frozenset(RICH) - {"raw_text", "raw_number"}), 0, 1000)}
    ),
    "table": _block(
        {"rows": Many(Many(CELL, 1, 20), 1, 100)},
        {"column_settings": Many(COLUMN, 0, 20)},
        places=MESSAGE,
    ),
    "alert": _block(
        {"text": Text(200, mrkdwn=True)},
        {"level": Str(words=frozenset({"default", "info", "warning", "error", "success"}))},
        places=MODAL,
    ),
    "card": _block(
        may={
            "hero_image": IMAGE,
            "icon": IMAGE,
            "title": TITLE,
            "subtitle": TITLE,
            "body": Text(200, mrkdwn=True),
            "actions": Many(_elements("button"), 1, 3),
        },
        either=(("hero_image", "title", "actions", "body"),),
        places=MESSAGE,
    ),
    "carousel": _block({"elements": Many(CARD, 1, 10)}, places=MESSAGE),
    "container": _block(
        {"child_blocks": Many(CHILD, 1, 10)},
        {
            "title": Text(150),
            "rich_text_title": RICH_TEXT,
            "subtitle": TITLE,
            "width": Str(words=frozenset({"narrow", "standard", "wide", "full"})),
            "icon": IMAGE,
            "is_collapsible": Bool(),
            "default_collapsed": Bool(),
            "has_header_divider": Bool(),
        },
        either=(("title", "rich_text_title"),),
        places=MESSAGE,
    ),
    "task_card": _block(
        {
            "task_id": Str(255, 1),
            "title": Str(255, 1),
            "status": Str(words=frozenset({"pending", "in_progress", "complete", "error"})),
        },
        {"details": RICH_TEXT, "output": RICH_TEXT, "sources": Many(_elements("url"), 0, 50)},
        places=MESSAGE,
    ),
    "plan": _block({"title": Str(255, 1)}, {"tasks": Many(TASK, 0, 50)}, places=MESSAGE),
    "data_visualization": _block(
        {"title": Anything()}, {"chart": Anything(), "data": Anything()}, places=MESSAGE
    ),
    "call": _block({"call_id": Str(255, 1)}, places=MESSAGE),
}

VIEW_COMMON: dict[str, Rule] = {
    "private_metadata": Str(3000),
    "callback_id": Str(255),
    "external_id": Str(255),
}
ANY_BLOCK = Typed("block", frozenset(BLOCKS))
VIEW_SHAPES: dict[str, Shape] = {
    "modal": Shape(
        {"title": Text(24), "blocks": Many(ANY_BLOCK, 1, 100)},
        {
            **VIEW_COMMON,
            "submit": Text(24),
            "close": Text(24),
            "clear_on_close": Bool(),
            "notify_on_close": Bool(),
            "submit_disabled": Bool(),
        },
        places=VIEWS,
    ),
    "home": Shape({"blocks": Many(ANY_BLOCK, 1, 100)}, VIEW_COMMON, places=VIEWS),
}
MESSAGE_BLOCKS = Many(ANY_BLOCK, 0, 50)

SHAPES: dict[tuple[Kind, str], Shape] = {
    **{("block", name): shape for name, shape in BLOCKS.items()},
    **{("element", name): shape for name, shape in ELEMENTS.items()},
    **{("object", name): shape for name, shape in (RICH_INLINE | RICH).items()},
    ("object", "rich_text"): BLOCKS["rich_text"],
}
