"""A second reading of Block Kit's table, written apart from the sandbox's own: what it forbids.

It reads Slack's reference pages field by field and never looks at `sandbox.block_table`; what both
let through is allowed twice.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

# Longest texts: of a text object below this field of this type.
TEXTS: dict[tuple[str, str], int] = {
    ("section", "text"): 3000,
    ("section", "fields"): 2000,
    ("header", "text"): 150,
    ("input", "label"): 2000,
    ("input", "hint"): 2000,
    ("image", "title"): 2000,
    ("button", "text"): 75,
    ("workflow_button", "text"): 75,
    ("option", "text"): 75,
    ("option", "description"): 75,
    ("group", "label"): 75,
    ("confirm", "title"): 100,
    ("confirm", "text"): 300,
    ("confirm", "confirm"): 30,
    ("confirm", "deny"): 30,
    ("modal", "title"): 24,
    ("modal", "submit"): 24,
    ("modal", "close"): 24,
}
MRKDWN_ALLOWED = {("section", "text"), ("section", "fields"), ("confirm", "text")}
# Longest plain strings, and the shortest where empty is no value.
STRINGS: dict[tuple[str, str], tuple[int, int]] = {
    ("button", "value"): (0, 2000),
    ("button", "url"): (0, 3000),
    ("button", "accessibility_label"): (0, 75),
    ("option", "value"): (0, 150),
    ("option", "url"): (0, 3000),
    ("image", "alt_text"): (1, 2000),
    ("image", "image_url"): (1, 3000),
    ("markdown", "text"): (1, 12_000),
    ("plain_text_input", "initial_value"): (0, 3000),
}
ANYWHERE = {"block_id": 255, "action_id": 255, "callback_id": 255, "external_id": 255} | {
    "private_metadata": 3000
}
# Fewest and most items.
LISTS: dict[tuple[str, str], tuple[int, int]] = {
    ("section", "fields"): (1, 10),
    ("context", "elements"): (1, 10),
    ("actions", "elements"): (1, 25),
    ("context_actions", "elements"): (1, 5),
    ("overflow", "options"): (1, 5),
    ("checkboxes", "options"): (1, 10),
    ("radio_buttons", "options"): (1, 10),
    ("static_select", "options"): (1, 100),
    ("multi_static_select", "options"): (1, 100),
    ("static_select", "option_groups"): (1, 100),
    ("multi_static_select", "option_groups"): (1, 100),
    ("group", "options"): (1, 100),
    ("table", "rows"): (1, 100),
}
NUMBERS: dict[tuple[str, str], tuple[int, int]] = {
    ("plain_text_input", "min_length"): (0, 3000),
    ("plain_text_input", "max_length"): (1, 3000),
    ("file_input", "max_files"): (1, 10),
    ("datetimepicker", "initial_date_time"): (10**9, 10**10 - 1),
}
FLAGS = {"focus_on_load", "multiline", "optional", "dispatch_action", "is_decimal_allowed"} | {
    "default_to_current_conversation",
    "response_url_enabled",
    "notify_on_close",
    "clear_on_close",
    "submit_disabled",
    "expand",
}
WORDS = {"style": {"primary", "danger"}}

_SELECT = {"placeholder", "confirm", "focus_on_load"}
_MULTI = _SELECT | {"max_selected_items"}
_INPUT = {"placeholder", "focus_on_load", "dispatch_action_config"}
_STATIC = {"options", "option_groups"}
_TALK = {"default_to_current_conversation", "filter"}
ELEMENTS: dict[str, set[str]] = {
    "button": {"text", "url", "value", "style", "confirm", "accessibility_label"},
    "workflow_button": {"text", "workflow", "style", "accessibility_label"},
    "overflow": {"options", "confirm"},
    "static_select": _SELECT | _STATIC | {"initial_option"},
    "multi_static_select": _MULTI | _STATIC | {"initial_options"},
    "external_select": _SELECT | {"initial_option", "min_query_length"},
    "multi_external_select": _MULTI | {"initial_options", "min_query_length"},
    "users_select": _SELECT | {"initial_user"},
    "multi_users_select": _MULTI | {"initial_users"},
    "conversations_select": _SELECT | _TALK | {"initial_conversation", "response_url_enabled"},
    "multi_conversations_select": _MULTI | _TALK | {"initial_conversations"},
    "channels_select": _SELECT | {"initial_channel", "response_url_enabled"},
    "multi_channels_select": _MULTI | {"initial_channels"},
    "checkboxes": {"options", "initial_options", "confirm", "focus_on_load"},
    "radio_buttons": {"options", "initial_option", "confirm", "focus_on_load"},
    "datepicker": _SELECT | {"initial_date"},
    "timepicker": _SELECT | {"initial_time", "timezone"},
    "datetimepicker": {"confirm", "focus_on_load", "initial_date_time"},
    "plain_text_input": _INPUT | {"initial_value", "multiline", "min_length", "max_length"},
    "email_text_input": _INPUT | {"initial_value"},
    "url_text_input": _INPUT | {"initial_value"},
    "number_input": _INPUT | {"is_decimal_allowed", "initial_value", "min_value", "max_value"},
    "rich_text_input": _INPUT | {"initial_value", "min_lines", "max_lines"},
    "file_input": {"filetypes", "max_files"},
    "image": {"alt_text", "image_url", "slack_file"},
}
BLOCKS: dict[str, set[str]] = {
    "section": {"text", "fields", "accessory", "expand"},
    "header": {"text", "level"},
    "divider": set(),
    "context": {"elements"},
    "actions": {"elements"},
    "input": {"label", "element", "hint", "optional", "dispatch_action"},
    "image": {"alt_text", "image_url", "slack_file", "title"},
    "markdown": {"text"},
    "table": {"rows", "column_settings"},
}
REQUIRED: dict[str, set[str]] = {
    "header": {"text"},
    "context": {"elements"},
    "actions": {"elements"},
    "input": {"label", "element"},
    "image": {"alt_text"},
    "markdown": {"text"},
    "table": {"rows"},
    "button": {"text"},
    "overflow": {"options"},
    "checkboxes": {"options"},
    "radio_buttons": {"options"},
    "number_input": {"is_decimal_allowed"},
    "option": {"text", "value"},
    "group": {"label", "options"},
    "confirm": {"title", "text", "confirm"},
    "modal": {"title", "blocks"},
    "home": {"blocks"},
}
_VIEW = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
OBJECTS: dict[str, set[str]] = {
    "option": {"text", "value", "description", "url"},
    "group": {"label", "options"},
    "confirm": {"title", "text", "confirm", "deny", "style"},
    "modal": _VIEW
    | {"title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled"},
    "home": _VIEW | {"clear_on_close", "notify_on_close"},
}
TYPED = {n for n in ELEMENTS if n.endswith("_input")}
NOT_IN_SECTION = TYPED | {"datetimepicker"}
NOT_IN_ACTIONS = (TYPED - {"rich_text_input"}) | {"image"}
NOT_IN_INPUT = {"button", "workflow_button", "overflow", "image"}
IN_CONTEXT = {"image", "plain_text", "mrkdwn"}
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
ONLY_IN = {"markdown": "message", "table": "message", "file_input": "modal"}
MOST_WRITTEN = 13_200


class Reading:
    """One list of blocks or one view, and what is forbidden in it."""

    def __init__(self, place: str) -> None:
        """Begin without a complaint; `place` is message, modal or home."""
        self.place = place
        self.found: list[str] = []
        self.focused = 0

    def say(self, what: str) -> None:
        """Keep one complaint."""
        self.found.append(what)

    def fields(self, kind: str, value: Any, allowed: set[str]) -> bool:
        """Read what every typed thing has in common; false if there is nothing more to read."""
        if not isinstance(value, dict):
            self.say(f"{kind} is no object")
            return False
        for name in set(value) - allowed:
            self.say(f"{kind} has no {name}")
        for name in REQUIRED.get(kind, set()) - set(value):
            self.say(f"{kind} needs {name}")
        for name, inner in value.items():
            self.field(kind, name, inner)
        return True

    def field(self, kind: str, name: str, inner: Any) -> None:
        """Read one field by the tables above."""
        if name in FLAGS and not isinstance(inner, bool):
            self.say(f"{kind}.{name} is true or false")
        if name in ANYWHERE:
            self.string(f"{kind}.{name}", inner, (0, ANYWHERE[name]))
        if (kind, name) in STRINGS:
            self.string(f"{kind}.{name}", inner, STRINGS[kind, name])
        if (kind, name) in NUMBERS:
            self.number(f"{kind}.{name}", inner, NUMBERS[kind, name])
        if (kind, name) in LISTS:
            low, high = LISTS[kind, name]
            if not isinstance(inner, list) or not low <= len(inner) <= high:
                self.say(f"{kind}.{name} has {low} to {high} items")
        if name in WORDS and (not isinstance(inner, str) or inner not in WORDS[name]):
            self.say(f"{kind}.{name} is one of {WORDS[name]}")
        self.written(kind, name, inner)

    def written(self, kind: str, name: str, inner: Any) -> None:
        """Read the text objects of a field."""
        if name == "placeholder":
            self.text(kind, name, inner, 150, plain=True)
        if (kind, name) in TEXTS:
            plain = (kind, name) not in MRKDWN_ALLOWED and kind != "option"
            for one in inner if name == "fields" and isinstance(inner, list) else [inner]:
                self.text(kind, name, one, TEXTS[kind, name], plain=plain)

    def string(self, where: str, value: Any, ends: tuple[int, int]) -> None:
        """Read a string."""
        if not isinstance(value, str) or not ends[0] <= len(value) <= ends[1]:
            self.say(f"{where} is a string of {ends[0]} to {ends[1]}")

    def number(self, where: str, value: Any, ends: tuple[int, int]) -> None:
        """Read a whole number."""
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole or not ends[0] <= value <= ends[1]:
            self.say(f"{where} is a whole number from {ends[0]} to {ends[1]}")

    def text(self, kind: str, name: str, value: Any, most: int, *, plain: bool) -> None:
        """Read a text object."""
        kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")
        if not isinstance(value, dict) or value.get("type") not in kinds:
            self.say(f"{kind}.{name} is a text object")
            return
        self.string(f"{kind}.{name}.text", value.get("text"), (1, most))
        if set(value) - {"type", "text", "emoji", "verbatim"}:
            self.say(f"{kind}.{name} has another key")

    def options(self, kind: str, element: Json) -> None:
        """Read options, their groups, and what is chosen from the start."""
        groups = element.get("option_groups") or []
        found = list(element.get("options") or [])
        for group in groups if isinstance(groups, list) else []:
            if self.fields("group", group, OBJECTS["group"]):
                found += group.get("options") or []
        allowed = OBJECTS["option"] - (set() if kind == "overflow" else {"url"})
        for option in found:
            if self.fields("option", option, allowed):
                mixed = kind in ("checkboxes", "radio_buttons")
                self.text("option", "text", option.get("text"), 75, plain=not mixed)
        chosen = element.get("initial_options") or []
        chosen = [*chosen, element["initial_option"]] if "initial_option" in element else chosen
        if found and any(option not in found for option in chosen):
            self.say(f"{kind} begins with what is no option")
        if kind in ("static_select", "multi_static_select") and bool(groups) == bool(
            element.get("options")
        ):
            self.say(f"{kind} has options or option_groups")

    def element(self, element: Any, barred: set[str]) -> None:
        """Read one interactive element."""
        kind = element.get("type") if isinstance(element, dict) else None
        if not isinstance(kind, str) or kind not in ELEMENTS or kind in barred:
            self.say(f"{kind} has no place here")
            return
        if ONLY_IN.get(kind, self.place) != self.place:
            self.say(f"{kind} has no place in a {self.place}")
        ids = set() if kind == "image" else {"action_id"}
        self.fields(kind, element, ELEMENTS[kind] | ids | {"type"})
        if "options" in ELEMENTS[kind]:
            self.options(kind, element)
        if "confirm" in element:
            self.fields("confirm", element["confirm"], OBJECTS["confirm"])
        if kind == "image" and ("image_url" in element) == ("slack_file" in element):
            self.say("an image has one source")
        self.focused += element.get("focus_on_load") is True
        if element.get("min_length", 0) > element.get("max_length", 3000):
            self.say("min_length is above max_length")

    def block(self, block: Any) -> None:
        """Read one block."""
        kind = block.get("type") if isinstance(block, dict) else None
        if not isinstance(kind, str) or kind not in BLOCKS:
            self.say(f"there is no block {kind}")
            return
        if ONLY_IN.get(kind, self.place) != self.place:
            self.say(f"{kind} has no place in a {self.place}")
        self.fields(kind, block, BLOCKS[kind] | {"type", "block_id"})
        if kind == "section" and not {"text", "fields"} & set(block):
            self.say("a section says something")
        if kind == "image" and ("image_url" in block) == ("slack_file" in block):
            self.say("an image has one source")
        for element, barred in inside(block):
            self.element(element, barred)

    def context(self, block: Json) -> None:
        """Read what stands in a context block."""
        for element in block.get("elements") or []:
            if not isinstance(element, dict) or element.get("type") not in IN_CONTEXT:
                self.say("context has texts and images")

    def blocks(self, blocks: Any) -> None:
        """Read a list of blocks and what no single one can know."""
        if not isinstance(blocks, list) or len(blocks) > MOST_BLOCKS[self.place]:
            self.say("too many blocks, or no list")
            return
        for block in blocks:
            self.block(block)
            if isinstance(block, dict) and block.get("type") == "context":
                self.context(block)
        if self.found:
            return
        repeated(self, blocks)
        if self.focused > 1:
            self.say("two elements take the focus")


def inside(block: Json) -> Iterator[tuple[Any, set[str]]]:
    """Yield a block's elements with the kinds that have no place there."""
    if "accessory" in block:
        yield block["accessory"], NOT_IN_SECTION
    if block["type"] == "actions":
        for element in block.get("elements") or []:
            yield element, NOT_IN_ACTIONS
    if block["type"] == "input":
        yield block.get("element"), NOT_IN_INPUT


def repeated(reading: Reading, blocks: list[Json]) -> None:
    """Complain about ids that stand twice."""
    ids = Counter(block["block_id"] for block in blocks if block.get("block_id"))
    if any(times > 1 for times in ids.values()):
        reading.say("a block_id stands twice")
    for block in blocks:
        found = [e.get("action_id") for e, _ in inside(block) if e.get("action_id")]
        if len(found) != len(set(found)):
            reading.say("an action_id stands twice in a block")


def written(value: Any) -> int:
    """Return how many characters stand in the texts of blocks."""
    if isinstance(value, list):
        return sum(written(item) for item in value)
    if not isinstance(value, dict):
        return 0
    own = value.get("text")
    return (len(own) if isinstance(own, str) else 0) + sum(written(v) for v in value.values())


def forbidden_blocks(blocks: Any) -> list[str]:
    """Return what is wrong with the blocks of a message."""
    reading = Reading("message")
    reading.blocks(blocks)
    if written(blocks) > MOST_WRITTEN:
        reading.say("too long together")
    return reading.found


def forbidden_view(view: Any, place: str) -> list[str]:
    """Return what is wrong with a view."""
    reading = Reading(place)
    given = {k: v for k, v in view.items() if v is not None} if isinstance(view, dict) else view
    if reading.fields(place, given, OBJECTS[place]):
        if given.get("type") != place:
            reading.say("another type of view")
        reading.blocks(given.get("blocks"))
        blocks: Any = given.get("blocks")
        listed: list[Any] = blocks if isinstance(blocks, list) else []
        kinds = {str(block.get("type")) for block in listed if isinstance(block, dict)}
        if place == "modal" and "input" in kinds and "submit" not in given:
            reading.say("inputs need a submit")
    return reading.found
