"""The few Block Kit pieces that all cards are made of; plain strings are escaped by default."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.actions import ActionRef
from handlers.slack.mrkdwn import SECTION_LIMIT, Mrkdwn, clip, escape, join
from handlers.slack.sentences import plain

Block = dict[str, object]
"""A block, an element or a view, as Slack's JSON has it."""

OPTION_LIMIT = 75
CHECKBOX_LIMIT = 10
_ACTIONS_LIMIT = 25
_HEADER_LIMIT = 150
_BUTTON_LIMIT = 75
_MESSAGE_BLOCKS = 50


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """A message: the full sentence for notifications and screen readers, and its blocks."""

    text: str
    blocks: list[Block]


@dataclass(frozen=True, slots=True)
class Modal:
    """A modal view; `stacked`: over the one that is open, which stays as it is.

    `again` is the button that opens it where it could not be opened at once; `meanwhile` replaces
    the private message that it was opened from.
    """

    view: Block
    again: ActionRef | None = None
    meanwhile: SlackMessage | None = None
    stacked: bool = False


def message(text: str, *blocks: Block | None) -> SlackMessage:
    """Return a message; parts that do not apply are None and left out."""
    kept = [block for block in blocks if block is not None]
    return SlackMessage(clip(escape(text), SECTION_LIMIT), kept[:_MESSAGE_BLOCKS])


def mrkdwn(text: str, limit: int = SECTION_LIMIT) -> Block:
    """Return a text object; `verbatim` keeps Slack from making links or mentions of plain words."""
    return {"type": "mrkdwn", "text": clip(escape(text), limit), "verbatim": True}


def plain_text(text: str, limit: int) -> Block:
    """Return a plain text object, in which nothing is markup."""
    return {"type": "plain_text", "text": clip(str(text), limit), "emoji": True}


def section(*lines: str, accessory: Block | None = None) -> Block | None:
    """Return a paragraph of one or more lines, or None when all are empty."""
    text = join(lines)
    if not text:
        return None
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return block | {"accessory": accessory} if accessory else block


def context(*lines: str) -> Block | None:
    """Return a small grey line."""
    text = join(lines)
    return {"type": "context", "elements": [mrkdwn(text)]} if text else None


def header(text: str) -> Block:
    """Return a heading."""
    return {"type": "header", "text": plain_text(text, _HEADER_LIMIT)}


def divider() -> Block:
    """Return a thin line."""
    return {"type": "divider"}


def button(
    ref: ActionRef, label: str = "", *, style: str | None = None, confirm: Block | None = None
) -> Block:
    """Return a button for a reference; its label is the catalogue's word for the verb."""
    made: Block = {
        "type": "button",
        "action_id": f"pushin:{ref.verb}",
        "text": plain_text(label or plain(f"button.{ref.verb}"), _BUTTON_LIMIT),
        "value": ref.encode(),
    }
    if style:
        made["style"] = style
    if confirm:
        made["confirm"] = confirm
    return made


def are_you_sure(title: str, text: str, yes: str, no: str) -> Block:
    """Return the question that stands between a tap and what cannot be taken back at once."""
    return {
        "title": plain_text(title, 100),
        "text": plain_text(text, 300),
        "confirm": plain_text(yes, 30),
        "deny": plain_text(no, 30),
    }


def actions(*buttons: Block | None) -> Block | None:
    """Return a row of buttons; a verb that stands twice in it gets a number (ids are unique)."""
    kept = [button for button in buttons if button is not None][:_ACTIONS_LIMIT]
    if not kept:
        return None
    seen: dict[object, int] = {}
    return {"type": "actions", "elements": [_numbered(element, seen) for element in kept]}


def _numbered(element: Block, seen: dict[object, int]) -> Block:
    action_id = element["action_id"]
    seen[action_id] = seen.get(action_id, 0) + 1
    again = seen[action_id] > 1
    return element | {"action_id": f"{action_id}:{seen[action_id]}"} if again else element


def option(value: str, label: str, detail: str = "") -> Block:
    """Return a choice of a list or a row of checkboxes."""
    made: Block = {"text": plain_text(label, OPTION_LIMIT), "value": value}
    return made | {"description": plain_text(detail, OPTION_LIMIT)} if detail else made


def checkboxes(
    block_id: str, action_id: str, options: Sequence[Block], ticked: Iterable[str]
) -> Block:
    """Return checkboxes; what is ticked is shown ticked, so that a tap can be told from it."""
    wanted = set(ticked)
    initial = [choice for choice in options if choice["value"] in wanted]
    element: Block = {"type": "checkboxes", "action_id": action_id, "options": list(options)}
    return {
        "type": "actions",
        "block_id": block_id,
        "elements": [element | ({"initial_options": initial} if initial else {})],
    }


def modal(
    title: str,
    blocks: Iterable[Block | None],
    *,
    submit: str | None = None,
    close: str | None = None,
    callback_id: str = "pushin:told",
    private_metadata: str = "",
    again: ActionRef | None = None,
) -> Modal:
    """Return a modal; without `submit` it only tells."""
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain_text(title, 24),
        "close": plain_text(close or plain("modal.close"), 24),
        "blocks": [block for block in blocks if block is not None][:100],
        "private_metadata": private_metadata,
    }
    return Modal(view | ({"submit": plain_text(submit, 24)} if submit else {}), again)


def told(said: SlackMessage) -> Modal:
    """Return a message as a modal, for places where no message can be shown."""
    return modal(plain("modal.title"), said.blocks or [section(Mrkdwn(said.text))])
