"""Requests about sessions: next, today, the menu, keep."""

from handlers.slack.blocks import agenda as agendas
from handlers.slack.blocks import next as nexts
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn
from pushin import agenda, waiting
from pushin.results import Refused


async def next_session(turn: Turn) -> Reply:
    """Answer with the asker's next session."""
    return await turn.show(await turn.perform(agenda.next_session, at=turn.at))


async def today(turn: Turn) -> Reply:
    """Answer with the asker's sessions of today."""
    return await turn.show(await turn.perform(agenda.today, at=turn.at))


async def menu(turn: Turn) -> Reply:
    """Answer with the four buttons fit for the asker."""
    found = await turn.perform(agenda.next_session, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    return nexts.menu(found, await turn.viewer())


async def keep(turn: Turn) -> Reply:
    """Keep a session at its usual time although its routine is missing that day."""
    found = await turn.perform(waiting.keep_missing, turn.ref.entity, at=turn.at)
    return await turn.show(found) if isinstance(found, Refused) else agendas.kept(found)
