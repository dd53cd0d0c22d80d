"""Requests about touch-bases: the list, We talked, Later, the note."""

from handlers.forms import note as form
from handlers.slack import views
from handlers.slack.blocks import touchbase
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn, under_fields
from pushin import touchbase_notes
from pushin.results import Refused, TouchBaseNote


async def coming(turn: Turn) -> Reply:
    """Answer with the asker's touch-bases."""
    return await turn.show(await turn.perform(touchbase_notes.coming, at=turn.at))


async def done(turn: Turn) -> Reply:
    """Say that the two have talked."""
    ref = turn.ref
    return await turn.show(
        await turn.perform(touchbase_notes.done, ref.entity, ref.revision, at=turn.at)
    )


async def later(turn: Turn) -> Reply:
    """Move a touch-base to the next common time without students."""
    ref = turn.ref
    return await turn.show(
        await turn.perform(touchbase_notes.later, ref.entity, ref.revision, at=turn.at)
    )


async def note(turn: Turn) -> Reply:
    """Open the note, for its two people only."""
    found = await turn.perform(touchbase_notes.note_form, turn.ref.entity)
    if isinstance(found, Refused):
        return await turn.show(found)
    return views.form(form.spec(found, title=touchbase.slot(found.touch_base)))


async def save(turn: Turn) -> Reply:
    """Keep the note; a refusal stands under its field."""
    if turn.filled is None:
        return None
    filled = turn.filled
    said = [filled.text(name) for name in ("worked", "change", "try_next")]
    found = await turn.perform(touchbase_notes.save_note, filled.ref.entity, *said, at=turn.at)
    if isinstance(found, Refused):
        return under_fields(found, {}, "worked")
    return None if isinstance(found, TouchBaseNote) else await turn.show(found)
