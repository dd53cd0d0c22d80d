"""Messages of which nobody knows whether they stand, each with what to do about it."""

from collections.abc import Sequence

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import facts
from handlers.slack.blocks.kit import Block, actions, button, context, section
from handlers.slack.mrkdwn import Mrkdwn, bold
from handlers.slack.sentences import plain, say, word
from pushin.results import UncertainMessage

_SHOWN = 3


def items(found: Sequence[UncertainMessage]) -> list[Block | None]:
    """Return a line and two buttons for each; what does not fit is counted."""
    if not found:
        return []
    left = len(found) - _SHOWN
    return [
        section(bold(plain("uncertain.title"))),
        *(block for one in found[:_SHOWN] for block in _item(one)),
        context(say("uncertain.more", count=left) if left > 0 else Mrkdwn("")),
    ]


def _item(one: UncertainMessage) -> tuple[Block | None, Block | None]:
    due = f"{when.full(one.on)}, {when.clock(one.minute)}"
    kind = word("prompt", one.kind)
    line = say("uncertain.line", kind=kind, where=_where(one), when=due)
    again = None if one.too_late else button(ActionRef("uncertain_repeat", one.prompt_id))
    late = say("uncertain.late") if one.too_late else Mrkdwn("")
    return section(line, late), actions(
        button(ActionRef("uncertain_stands", one.prompt_id), style="primary"), again
    )


def _where(one: UncertainMessage) -> Mrkdwn | str:
    if one.channel is not None:
        return Mrkdwn(f"<#{one.channel}>")
    return plain("uncertain.direct", names=facts.names(one.people))
