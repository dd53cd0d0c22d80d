"""Methods that Slack asked to be left alone for a while, in a whole workspace."""

import asyncio
from collections.abc import Callable

from bot.slack_errors import SlackTroubleError, Step, Verdict

OF_A_CONVERSATION = "chat.postMessage"
"""Its limit is of each conversation, which rests by itself."""
LONGEST_WAIT = 2.0
"""So long (seconds) a claim is kept while its method rests: letting go counts as an attempt."""


class QuietMethods:
    """Remembers each `Retry-After`, and holds a call back that would come before it is over."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """Begin with no method at rest; real seconds."""
        self._monotonic = monotonic
        self._until: dict[tuple[str, str], float] = {}

    def note(self, workspace_id: str, verdict: Verdict) -> None:
        """Keep what Slack said of a method in a workspace, if it did."""
        if verdict.retry_after and verdict.method not in (None, OF_A_CONVERSATION):
            key = (workspace_id, verdict.method or "")
            self._until[key] = self._monotonic() + verdict.retry_after

    async def ready(self, workspace_id: str, method: str) -> None:
        """Wait out a short rest of a method; raise `SlackTroubleError` where it rests longer."""
        left = self._left(workspace_id, method)
        if 0 < left <= LONGEST_WAIT:
            await asyncio.sleep(left)
            left = self._left(workspace_id, method)
        if left > 0:
            raise SlackTroubleError(Verdict(Step.RETRY, "ratelimited", left, method))

    def _left(self, workspace_id: str, method: str) -> float:
        return self._until.get((workspace_id, method), 0.0) - self._monotonic()
