"""Requests about schools: how one stands, and a calendar that somebody sends to be saved."""

import asyncio
from zoneinfo import ZoneInfo

from handlers.app import SentFile
from handlers.slack.blocks import school as schools
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn
from pushin import school_imports, school_overviews
from pushin.results import Refused
from pushin.school_imports import NO_GROUP, Target
from school import imports
from school.errors import SchoolError
from school.imports import Imported, content

_TAP_SECONDS = 2.0
"""How long a file may take after a tap: its ack has three seconds in all."""


async def school(turn: Turn) -> Reply:
    """Answer with the asker's school."""
    return await turn.show(await turn.perform(school_overviews.mine, at=turn.at))


async def how(turn: Turn) -> Reply:
    """Say how a calendar is sent; only to who may send one."""
    found = await turn.perform(school_imports.target, at=turn.at)
    return await turn.show(found) if isinstance(found, Refused) else schools.how()


async def received(turn: Turn) -> Reply:
    """Show what a file would make of its school; nothing of it is saved yet."""
    if len(turn.files) != 1:
        return await turn.show(Refused("one_file"))
    found = await turn.perform(school_imports.target, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    file = turn.files[0]
    data = await turn.surface.files.fetch(file)
    if isinstance(data, Refused):
        return await turn.show(data)
    if found.into is None and not _brings_school(data, file.name):
        known = await turn.perform(school_imports.keeps)
        if not isinstance(known, Refused) and len(known) > 1:
            about = {"id": file.id, "name": file.name, "url": file.url}
            return await turn.show(await turn.perform(school_imports.ask_school, about, at=turn.at))
    return await _look(turn, file, data, found)


async def for_school(turn: Turn) -> Reply:
    """Go on with a file, for the school that was picked."""
    draft_id, _, school_id = turn.ref.entity.partition("/")
    about = await turn.perform(school_imports.asked_file, draft_id, at=turn.at)
    if isinstance(about, Refused):
        return await turn.show(about)
    found = await turn.perform(school_imports.target, school_id, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    file = SentFile(about["id"], about["name"], about["url"])
    data = await turn.surface.files.fetch(file, within=_TAP_SECONDS)
    if isinstance(data, Refused):
        return await turn.show(data)
    return await _look(turn, file, data, found)


async def group(turn: Turn) -> Reply:
    """Go on with a file, for the group of buildings that was picked."""
    draft_id, _, number = turn.ref.entity.partition("/")
    chosen = int(number) if number.isdecimal() else NO_GROUP
    return await turn.show(
        await turn.perform(school_imports.choose_group, draft_id, chosen, at=turn.at)
    )


async def save(turn: Turn) -> Reply:
    """Save what was shown; a second tap says that it stands."""
    return await turn.show(await turn.perform(school_imports.save, turn.ref.entity, at=turn.at))


async def drop(turn: Turn) -> Reply:
    """Forget what was shown."""
    return await turn.show(await turn.perform(school_imports.drop, turn.ref.entity, at=turn.at))


async def _look(turn: Turn, file: SentFile, data: bytes, target: Target) -> Reply:
    tz = (await turn.account()).tz
    zone = ZoneInfo(tz) if tz and target.into is None else None
    # A large file is parsed where it holds nobody up.
    found = await asyncio.to_thread(_read, data, file.name, target, zone)
    if isinstance(found, Refused):
        return await turn.show(found)
    return await turn.show(
        await turn.perform(school_imports.preview, found, file=file.name, at=turn.at)
    )


def _read(data: bytes, name: str, target: Target, zone: ZoneInfo | None) -> Imported | Refused:
    try:
        if _brings_school(data, name):
            return imports.read(data, name=name, on=target.on)
        return imports.read(data, name=name, into=target.into, zone=zone, on=target.on)
    except SchoolError as error:
        return Refused(error.code, error.params)


def _brings_school(data: bytes, name: str) -> bool:
    """Tell whether a file says which school it is: only the neutral form does."""
    try:
        return content.kind_of(content.text_of(data, name), name) == "json"
    except SchoolError:
        return False
