"""The block id of a checklist's boxes: which session, and which boxes that screen showed ticked.

Slack sends back the id of the block as it stood on the person's screen, while the message beside
it is the newest one. Ten ids of sixteen characters stay far below the 255 that an id may have.
"""

from collections.abc import Sequence

from handlers.actions import ActionRef

_BETWEEN = "|"
_AND = "+"


def encode(ref: ActionRef, ticked: Sequence[str], group: int = 0) -> str:
    """Return the id of a block that shows these boxes ticked; `group` tells several apart."""
    return _BETWEEN.join([ref.encode(), _AND.join(ticked), *([str(group)] if group else [])])


def reference(block_id: str) -> str:
    """Return the encoded reference of a block's id."""
    return block_id.partition(_BETWEEN)[0]


def shown(block_id: str) -> frozenset[str]:
    """Return the boxes that were ticked on the screen that the id comes from."""
    ticked = [*block_id.split(_BETWEEN), ""][1]
    return frozenset(one for one in ticked.split(_AND) if one)
