"""Requests that touch nothing: help, and what is said to an unknown word."""

from handlers.slack.blocks import help as helps
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn
from handlers.verbs import Unknown
from pushin import people
from pushin.results import Refused


async def overview(turn: Turn) -> Reply:
    """Answer with all verbs; an event delivered twice is answered once."""
    found = await turn.perform(people.me)
    return await turn.show(found) if isinstance(found, Refused) else helps.overview()


async def unknown(turn: Turn, said: Unknown) -> Reply:
    """Answer what was perhaps meant."""
    found = await turn.perform(people.me)
    return await turn.show(found) if isinstance(found, Refused) else helps.unknown(said)
