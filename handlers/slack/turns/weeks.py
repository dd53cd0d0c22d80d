"""Requests about a week: as text, another one beside it, and as a picture."""

from functools import partial

from handlers.actions import day_of
from handlers.app import File
from handlers.slack import when
from handlers.slack.blocks import week as weeks
from handlers.slack.replies import Reply
from handlers.slack.sentences import plain
from handlers.slack.turn import Turn
from pushin import weeks as use_cases
from pushin.results import Refused, Week

_PICTURE = ("picture", "as a picture")


async def week(turn: Turn) -> Reply:
    """Answer with the asker's week: the one that a button carries or that the words name."""
    said, wants_picture = _without_picture(turn.text)
    found = await _week(turn, said)
    if isinstance(found, Refused):
        return await turn.show(found)
    if wants_picture:
        return await _drawing(turn, found)
    return weeks.week(found, await turn.viewer())


async def picture(turn: Turn) -> Reply:
    """Answer that the week is being drawn; the picture follows in the direct messages."""
    found = await _week(turn, "")
    if isinstance(found, Refused):
        return await turn.show(found)
    return await _drawing(turn, found)


async def _week(turn: Turn, said: str) -> Week | Refused:
    if turn.ref.entity:
        of = day_of(turn.ref.entity)
        return await turn.perform(use_cases.week, at=turn.at, of=of)
    return await turn.perform(use_cases.week_of, said, at=turn.at)


async def _drawing(turn: Turn, found: Week) -> Reply:
    name = f"week of {found.monday.isoformat()}"
    started = turn.surface.uploads.to_person(
        turn.user_id,
        name,
        partial(_file, turn, found),
        otherwise=Refused("picture_failed", {"again": f"{name} picture"}),
    )
    told = plain("week.drawing" if started else "week.drawing.again")
    return weeks.week(found, await turn.viewer(), told=told)


async def _file(turn: Turn, found: Week) -> File:
    return File(
        f"week-{found.monday.isoformat()}.png",
        plain("week.picture.title", first=found.monday),
        await turn.surface.pictures.week(found),
        plain("week.picture", first=found.monday, at=when.moment(turn.at, found.zone)),
        weeks.alt(found),
    )


def _without_picture(text: str) -> tuple[str, bool]:
    """Return the words that name a week, and whether its picture was asked for with them."""
    words = text.strip().casefold()
    for ending in _PICTURE[::-1]:
        if words.endswith(ending):
            return words.removesuffix(ending), True
    if words.startswith(_PICTURE[0]):
        return words.removeprefix(_PICTURE[0]), True
    return text, False
