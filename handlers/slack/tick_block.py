"""The block id of a checklist's boxes: which session, and which boxes that screen showed ticked.

Slack sends back the id of the block as it stood on the person's screen, while the message beside
it is the newest one. Ten ids of sixteen characters stay far below the 255 that an id may have.
"""

from collections.abc import Sequence

from handlers.actions import ActionRef

_BETWEEN = "|"
_AND = "+"


def encode(ref: ActionRef, ticked: Sequence[str]) -> str:
    """Return the id of a block that shows these boxes ticked."""
    return f"{ref.encode()}{_BETWEEN}{_AND.join(ticked)}"


def reference(block_id: str) -> str:
    """Return the encoded reference of a block's id."""
    return block_id.partition(_BETWEEN)[0]


def shown(block_id: str) -> frozenset[str]:
    """Return the boxes that were ticked on the screen that the id comes from."""
    return frozenset(one for one in block_id.partition(_BETWEEN)[2].split(_AND) if one)
