"""Failpoints: named places between two steps of a delivery, where tests stop the program."""

from collections.abc import Awaitable, Callable
from typing import Literal, get_args

FailpointName = Literal[
    "after_open",
    "after_claim",
    "after_look",
    "after_content",
    "before_post",
    "after_post",
    "after_mark",
]
FAILPOINTS: tuple[FailpointName, ...] = get_args(FailpointName)
"""All of them, in the order in which a delivery passes them."""

Failpoint = Callable[[FailpointName], Awaitable[None]]


async def no_failpoint(_name: FailpointName) -> None:
    """Do nothing: outside tests the program stops nowhere."""
