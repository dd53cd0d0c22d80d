"""Requests about how a pair meets: how often, a standing time, by phone."""

from handlers import slot_refs
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn
from pushin import touchbase_habits

_OFTEN = {"tb_weekly": "weekly", "tb_each": "each_session", "tb_request": "on_request"}


async def how_often(turn: Turn) -> Reply:
    """Ask how often a pair touches base."""
    return await turn.show(
        await turn.perform(touchbase_habits.of_pair, turn.ref.entity, at=turn.at)
    )


async def often(turn: Turn) -> Reply:
    """Keep how often a pair touches base."""
    ref = turn.ref
    return await turn.show(
        await turn.perform(touchbase_habits.set_often, ref.entity, _OFTEN[ref.verb], at=turn.at)
    )


async def standing(turn: Turn) -> Reply:
    """Offer a time of the week; the button's revision says which of several."""
    ref = turn.ref
    return await turn.show(
        await turn.perform(touchbase_habits.offer, ref.entity, ref.revision, at=turn.at)
    )


async def take(turn: Turn) -> Reply:
    """Keep a time of the week as a pair's standing time."""
    key, weekday, start = slot_refs.weekly(turn.ref.entity)
    return await turn.show(
        await turn.perform(touchbase_habits.take_standing, key, weekday, start, at=turn.at)
    )


async def not_now(turn: Turn) -> Reply:
    """Keep that a pair wants no standing time."""
    return await turn.show(
        await turn.perform(touchbase_habits.not_now, turn.ref.entity, at=turn.at)
    )


async def phone(turn: Turn) -> Reply:
    """Keep whether the asker may be met by phone."""
    is_fine = turn.ref.entity == "yes"
    return await turn.show(
        await turn.perform(touchbase_habits.set_phone, phone_ok=is_fine, at=turn.at)
    )
