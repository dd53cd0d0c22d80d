"""Requests about touch-bases: the list, Done, other times, the note and what follows from it."""

from handlers import slot_refs
from handlers.forms import expect
from handlers.forms import note as form
from handlers.slack import views
from handlers.slack.blocks import facts, touchbase
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn, under_fields
from pushin import touchbase_moves, touchbase_notes
from pushin.results import ExpectationForm, Refused, TouchBaseNote


async def coming(turn: Turn) -> Reply:
    """Answer with the asker's touch-bases."""
    return await turn.show(await turn.perform(touchbase_notes.coming, at=turn.at))


async def held(turn: Turn) -> Reply:
    """Say that the two have talked, and open the note."""
    ref = turn.ref
    found = await turn.perform(touchbase_notes.held, ref.entity, ref.revision, at=turn.at)
    return await _opened(turn, found)


async def done(turn: Turn) -> Reply:
    """Say that the two have talked."""
    ref = turn.ref
    return await turn.show(
        await turn.perform(touchbase_notes.done, ref.entity, ref.revision, at=turn.at)
    )


async def later(turn: Turn) -> Reply:
    """Move a touch-base to the next common time of today."""
    ref = turn.ref
    return await turn.show(
        await turn.perform(touchbase_moves.later, ref.entity, ref.revision, at=turn.at)
    )


async def another(turn: Turn) -> Reply:
    """Move a touch-base to another day, and answer with the times beside that."""
    ref = turn.ref
    return await turn.show(
        await turn.perform(touchbase_moves.another, ref.entity, ref.revision, at=turn.at)
    )


async def take(turn: Turn) -> Reply:
    """Move a touch-base to the time of the button."""
    touch_base_id, on, start = slot_refs.dated(turn.ref.entity)
    revision = turn.ref.revision
    return await turn.show(
        await turn.perform(touchbase_moves.take, touch_base_id, on, start, revision, at=turn.at)
    )


async def take_now(turn: Turn) -> Reply:
    """Take five minutes of today."""
    key, on, start = slot_refs.dated(turn.ref.entity)
    return await turn.show(await turn.perform(touchbase_moves.take_now, key, on, start, at=turn.at))


async def note(turn: Turn) -> Reply:
    """Open the note, for its two people only."""
    found = await turn.perform(touchbase_notes.note_form, turn.ref.entity, at=turn.at)
    return await _opened(turn, found)


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


async def step(turn: Turn) -> Reply:
    """Make what the two try next an expectation; ask of which push-in where there are several."""
    touch_base_id, _, plan_id = turn.ref.entity.partition("/")
    found = await turn.perform(
        touchbase_notes.to_expectation, touch_base_id, plan_id or None, at=turn.at
    )
    if isinstance(found, TouchBaseNote):
        return touchbase.which_plan(found)
    return await turn.show(found)


async def expectations(turn: Turn) -> Reply:
    """Open the expectations of the pair's push-in; ask which one where they share several."""
    found = await turn.perform(touchbase_notes.expectation_form, turn.ref.entity, at=turn.at)
    if isinstance(found, ExpectationForm):
        title = facts.plan_title(found.plan)
        return views.form(expect.spec(found.plan.id, found.expectations, title=title))
    return await turn.show(found)


async def _opened(turn: Turn, found: TouchBaseNote | Refused) -> Reply:
    if isinstance(found, Refused):
        return await turn.show(found)
    return views.form(form.spec(found, title=touchbase.slot(found.touch_base)))
