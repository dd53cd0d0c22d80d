"""The request for what was merged or withheld, and why."""

from handlers.slack.replies import Reply
from handlers.slack.turn import Turn
from pushin import quiet as what


async def quiet(turn: Turn) -> Reply:
    """Answer with what the asker was not told this week."""
    return await turn.show(await turn.perform(what.week, at=turn.at))
