"""Requests about minutes: the answer, other dates, the codes, the chart, and what is mandated."""

from functools import partial

from handlers.app import File
from handlers.forms import mandate as form
from handlers.slack import mrkdwn, views, when
from handlers.slack.blocks import minutes as blocks
from handlers.slack.replies import Reply
from handlers.slack.sentences import plain
from handlers.slack.turn import Turn, under_fields
from pushin import mandates, minutes_stretches
from pushin import minutes as use_cases
from pushin.results import Refused
from pushin.results.minutes import CodeMinutes, MandatePlans, MandateSaved, MinutesChart


async def minutes(turn: Turn) -> Reply:
    """Answer with the minutes that were asked for by words; a student code opens the modal."""
    found = await turn.perform(use_cases.of, mrkdwn.unescape(turn.text), at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    return blocks.codes(found) if isinstance(found, CodeMinutes) else blocks.minutes(found)


async def show(turn: Turn) -> Reply:
    """Answer with the minutes that a button carries."""
    found = await turn.perform(use_cases.of_key, turn.ref.entity, at=turn.at)
    return await turn.show(found) if isinstance(found, Refused) else blocks.minutes(found)


async def codes(turn: Turn) -> Reply:
    """Open the minutes of student codes, for who may see them."""
    found = await turn.perform(use_cases.of_codes, turn.ref.entity, at=turn.at)
    return await turn.show(found) if isinstance(found, Refused) else blocks.codes(found)


async def chart(turn: Turn) -> Reply:
    """Answer that the chart is being drawn; it follows in the direct messages."""
    found = await turn.perform(use_cases.chart, turn.ref.entity, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    stretch = found.found.stretch
    started = turn.surface.uploads.to_person(
        turn.user_id,
        f"minutes {minutes_stretches.key(found.found.about, stretch)}",
        partial(_file, turn, found),
        otherwise=Refused("chart_failed"),
    )
    told = plain("minutes.drawing" if started else "minutes.drawing.again")
    return blocks.minutes(found.found, told=told)


async def mandate(turn: Turn) -> Reply:
    """Open the form of a plan's mandated minutes; ask which plan where there are several."""
    found = await turn.perform(mandates.form, turn.ref.entity, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    if isinstance(found, MandatePlans):
        return blocks.which(found)
    names = tuple((plan_id, blocks.name_of(name)) for plan_id, name in found.plans)
    standing = "\n".join(
        f"{one.code} · {line}" if one.code else line
        for one in found.standing
        for line in [blocks.mandate_line(one)]
    )
    title = blocks.name_of(found.title)
    return views.form(form.spec(found, title=title, standing=standing, names=names))


async def save(turn: Turn) -> Reply:
    """Keep what is mandated; a refusal stands under its field."""
    if turn.filled is None:
        return None
    found = await turn.perform(mandates.save, form.read(turn.filled), at=turn.at)
    if isinstance(found, Refused):
        return under_fields(found, form.FIELDS, "minutes")
    return blocks.saved(found)


async def end(turn: Turn) -> Reply:
    """End what is mandated."""
    return await _saved(turn, await turn.perform(mandates.end, turn.ref.entity, at=turn.at))


async def undo(turn: Turn) -> Reply:
    """Take back the asker's last change of what is mandated."""
    found = await turn.perform(mandates.take_back, turn.ref.entity, at=turn.at)
    return await _saved(turn, found)


async def _saved(turn: Turn, found: MandateSaved | Refused) -> Reply:
    return await turn.show(found) if isinstance(found, Refused) else blocks.saved(found)


async def _file(turn: Turn, found: MinutesChart) -> File:
    stretch = found.found.stretch
    dates = {"first": stretch.first, "last": stretch.last}
    return File(
        f"minutes-{stretch.first.isoformat()}.png",
        plain("minutes.chart.title", **dates),
        await turn.surface.pictures.minutes(found),
        plain("minutes.chart", **dates, at=when.moment(turn.at, found.zone)),
        blocks.alt(found),
    )
