"""Requests about messages of which nobody knows whether they stand."""

from handlers.slack.replies import Reply
from handlers.slack.turn import Turn
from pushin import uncertain_answers
from pushin.results import Refused


async def stands(turn: Turn) -> Reply:
    """Note that it stands where it belongs; the Home shows it no more."""
    found = await turn.perform(uncertain_answers.stands, turn.ref.entity, at=turn.at)
    return await turn.show(found) if isinstance(found, Refused) else None


async def repeat(turn: Turn) -> Reply:
    """Post it again; the Home shows it no more."""
    found = await turn.perform(uncertain_answers.repeat, turn.ref.entity, at=turn.at)
    return await turn.show(found) if isinstance(found, Refused) else None
