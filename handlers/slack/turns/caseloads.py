"""Requests for one's caseload: a provider's week, a case manager's students."""

from handlers.slack.blocks import students as cards
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn
from pushin import caseloads
from pushin.results import CaseFiles


async def caseload(turn: Turn) -> Reply:
    """Answer with the asker's caseload; codes stand in a modal only."""
    found = await turn.perform(caseloads.mine, at=turn.at)
    return cards.files(found) if isinstance(found, CaseFiles) else await turn.show(found)
