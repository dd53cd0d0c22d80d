"""Requests about clashes: treat together, leave it, keep both."""

from handlers.slack.blocks import plan as cards
from handlers.slack.blocks import together as blocks
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn
from pushin import clash_questions, plans, together
from pushin.results import BothKept, PlanPreview


async def ask(turn: Turn) -> Reply:
    """Save what was said back and ask the other provider; what changed meanwhile is said anew."""
    draft_id, _, rival_id = turn.ref.entity.partition("/")
    found = await turn.perform(plans.save, draft_id, rival_id=rival_id, at=turn.at)
    if turn.filled is not None and isinstance(found, PlanPreview):
        return cards.preview_modal(found)
    return await turn.show(found)


async def leave(turn: Turn) -> Reply:
    """Leave what was said back: nothing is planned."""
    return await turn.show(await turn.perform(plans.drop, turn.ref.entity, at=turn.at))


async def yes(turn: Turn) -> Reply:
    """Answer that the two treat together."""
    plan_id = turn.ref.entity
    return await turn.show(await turn.perform(together.answer, plan_id, "together", at=turn.at))


async def talk(turn: Turn) -> Reply:
    """Answer that one would like to talk first."""
    plan_id = turn.ref.entity
    return await turn.show(await turn.perform(together.answer, plan_id, "talk", at=turn.at))


async def keep_both(turn: Turn) -> Reply:
    """Keep a push-in although something else is at the same time."""
    ref = turn.ref
    found = await turn.perform(clash_questions.keep_both, ref.entity, ref.revision, at=turn.at)
    return blocks.kept(found) if isinstance(found, BothKept) else await turn.show(found)
