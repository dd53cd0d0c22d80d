"""Requests for the half page that a substitute gets."""

from functools import partial

from handlers.app import File
from handlers.papers import substitute as papers
from handlers.slack.blocks import substitute as blocks
from handlers.slack.blocks.facts import room
from handlers.slack.replies import Reply
from handlers.slack.sentences import say
from handlers.slack.turn import Turn
from pushin import substitutes
from pushin.results import Refused, SubstitutePage


async def substitute(turn: Turn) -> Reply:
    """Make the page of a room on the date that was typed; it comes in the direct messages."""
    channel = turn.place.channel
    here = None if channel is None or channel.startswith("D") else channel
    found = await turn.perform(substitutes.find, turn.text, channel_id=here, at=turn.at)
    return await _printing(turn, found)


async def page(turn: Turn) -> Reply:
    """Make the page of the room and date of the session that a button carries."""
    found = await turn.perform(substitutes.of_session, turn.ref.entity, at=turn.at)
    return await _printing(turn, found)


async def _printing(turn: Turn, found: SubstitutePage | Refused) -> Reply:
    if isinstance(found, Refused):
        return await turn.show(found)
    started = turn.surface.uploads.to_person(
        turn.user_id,
        f"substitute {found.room} {found.day.on.isoformat()}",
        partial(_file, turn, found),
        otherwise=Refused("paper_failed", {"on": found.day.on}),
    )
    return blocks.coming(found, again=not started)


async def _file(turn: Turn, found: SubstitutePage) -> File:
    return File(
        f"substitute-{found.day.on.isoformat()}.pdf",
        papers.title(found),
        await turn.surface.pictures.substitute(found),
        say("paper.words", room=room(found.room), on=found.day.on),
    )
