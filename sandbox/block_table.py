"""Block Kit's table, second half: blocks and views, and the whole of it as one registry.

The numbers are those of Slack's block and view reference pages.
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
from sandbox.element_table import (
    ELEMENTS,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    RICH_TEXT,
    SLACK_FILE,
    URL,
    USER_ID,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

BLOCK_ID = ("block_id",)


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
    "home": Shape(
        {"blocks": Many(ANY_BLOCK, 1, 100)},
        {**VIEW_COMMON, "clear_on_close": Bool(), "notify_on_close": Bool()},
        places=VIEWS,
    ),
}
MESSAGE_BLOCKS = Many(ANY_BLOCK, 0, 50)

SHAPES: dict[tuple[Kind, str], Shape] = {
    **{("block", name): shape for name, shape in BLOCKS.items()},
    **{("element", name): shape for name, shape in ELEMENTS.items()},
    **{("object", name): shape for name, shape in (RICH_INLINE | RICH).items()},
    ("object", "rich_text"): BLOCKS["rich_text"],
}
