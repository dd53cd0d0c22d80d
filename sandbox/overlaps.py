"""How many calls of a method were ever under way at once in one conversation."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiohttp import web

    from sandbox.values import Json


@dataclass
class Overlaps:
    """The calls under way by method and conversation, and the most there ever were.

    A call is over when it is answered, or when its caller hung up: of a program that was killed, or
    that gave a silent call up, nothing is under way any more.
    """

    under_way: dict[tuple[str, str], list[web.Request]] = field(default_factory=dict)
    most: dict[str, tuple[int, str]] = field(default_factory=dict)

    @contextmanager
    def counted(self, method: str, channel: str, request: web.Request) -> Iterator[None]:
        """Count a call as under way while the block runs; one without a conversation does not."""
        if not channel:
            yield
            return
        calls = self.under_way.setdefault((method, channel), [])
        calls[:] = [*(one for one in calls if _is_connected(one)), request]
        self.most[method] = max(self.most.get(method, (0, "")), (len(calls), channel))
        try:
            yield
        finally:
            if request in calls:
                calls.remove(request)

    def reading(self) -> Json:
        """Return what `GET /sandbox/overlaps` answers."""
        return {
            method: {"most": most, "channel": channel}
            for method, (most, channel) in sorted(self.most.items())
        }


def _is_connected(request: web.Request) -> bool:
    return request.transport is not None and not request.transport.is_closing()
