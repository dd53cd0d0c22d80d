"""Requests about one's own calendar: its link, a new one, none, the file."""

import asyncio
from functools import partial

from handlers import calendar_file
from handlers.app import File
from handlers.slack import when
from handlers.slack.blocks import calendar as calendars
from handlers.slack.replies import Reply
from handlers.slack.sentences import plain
from handlers.slack.turn import Turn
from pushin import feeds
from pushin.results import Feed, Refused

_AS_FILE = "file"


async def calendar(turn: Turn) -> Reply:
    """Answer whether there is a link and what can be done; `calendar file` sends the file."""
    if turn.text.strip().casefold() == _AS_FILE:
        return await file(turn)
    found = await turn.perform(feeds.state, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    return calendars.state(found, turn.surface.public_url)


async def renew(turn: Turn) -> Reply:
    """Answer with a new link, this once."""
    public_url = turn.surface.public_url
    if public_url is None:
        return await calendar(turn)
    found = await turn.perform(feeds.renew, turn.ref.entity, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    return calendars.link(found, public_url)


async def turn_off(turn: Turn) -> Reply:
    """End the link."""
    found = await turn.perform(feeds.turn_off, turn.ref.entity, at=turn.at)
    return await turn.show(found) if isinstance(found, Refused) else calendars.turned_off()


async def file(turn: Turn) -> Reply:
    """Answer that the file comes; it follows in the direct messages."""
    found = await turn.perform(feeds.own, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    started = turn.surface.uploads.to_person(
        turn.user_id, "calendar", partial(_file, turn, found), otherwise=Refused("calendar_failed")
    )
    return calendars.sending(started=started)


async def _file(turn: Turn, found: Feed) -> File:
    viewer = await turn.viewer()
    return File(
        calendar_file.NAME,
        plain("calendar.name"),
        await asyncio.to_thread(calendar_file.made, found),
        plain("calendar.file", at=when.moment(turn.at, viewer.zone)),
    )
