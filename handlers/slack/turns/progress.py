"""Requests about the support that goal areas need: the modal and its taps."""

from dataclasses import replace

from handlers.actions import day_of
from handlers.slack.blocks import minutes as blocks
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn
from pushin import progress_answers
from pushin.results import Refused
from pushin.results.minutes import ProgressForm


async def open_form(turn: Turn) -> Reply:
    """Open the goal areas of what a touch-base's two share, over its note if that is open."""
    found = await turn.perform(progress_answers.of_touch_base, turn.ref.entity, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    return replace(blocks.progress(found), stacked=turn.filled is not None)


async def open_plan(turn: Turn) -> Reply:
    """Open the goal areas of a plan."""
    return await _shown(
        turn, await turn.perform(progress_answers.form, turn.ref.entity, at=turn.at)
    )


async def open_day(turn: Turn) -> Reply:
    """Open the goal areas of the asker's push-ins that were held on a date."""
    on = day_of(turn.ref.entity)
    return await _shown(turn, await turn.perform(progress_answers.of_day, on, at=turn.at))


async def say(turn: Turn) -> Reply:
    """Keep the answer of one tap; the modal shows it, with all that stood beside it."""
    plan_id, _, area = turn.ref.entity.partition("/")
    support = turn.ref.verb.removeprefix("progress_")
    shown = tuple(turn.filled.text("plans").split()) if turn.filled else ()
    return await _shown(
        turn,
        await turn.perform(progress_answers.say, plan_id, area, support, shown=shown, at=turn.at),
    )


async def _shown(turn: Turn, found: ProgressForm | Refused) -> Reply:
    return await turn.show(found) if isinstance(found, Refused) else blocks.progress(found)
