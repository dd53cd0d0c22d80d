"""Requests for times that make sense: a goal, what is picked, the next ones, one of them."""

from handlers.actions import number_of
from handlers.slack import mrkdwn
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn
from pushin import room_wishes, suggestions


async def suggest(turn: Turn) -> Reply:
    """Answer with times for the goal that was typed; without one, with the list of goals."""
    found = await turn.perform(
        suggestions.typed,
        mrkdwn.unescape(turn.text),
        mentions=await turn.accounts(mrkdwn.mentioned(turn.text)),
        channel_id=turn.place.channel,
        at=turn.at,
    )
    return await turn.show(found)


async def which(turn: Turn) -> Reply:
    """Go on with the goal, the room or the provider that was picked."""
    draft_id, what, value = (*turn.ref.entity.split("/", maxsplit=2), "", "")[:3]
    return await turn.show(
        await turn.perform(suggestions.picked, draft_id, what, value, at=turn.at)
    )


async def more(turn: Turn) -> Reply:
    """Answer with the next times."""
    about = turn.ref.entity, turn.ref.revision
    return await turn.show(await turn.perform(suggestions.more, *about, at=turn.at))


async def pick(turn: Turn) -> Reply:
    """Say a suggested time back as a plan, with Confirm and Change."""
    draft_id, _, number = turn.ref.entity.partition("/")
    found = await turn.perform(suggestions.choose, draft_id, number_of(number or "0"), at=turn.at)
    return await turn.show(found)


async def ask(turn: Turn) -> Reply:
    """Let a room's teacher be asked when a routine is."""
    classroom_id, _, kind = turn.ref.entity.partition("/")
    return await turn.show(await turn.perform(room_wishes.ask, classroom_id, kind, at=turn.at))
