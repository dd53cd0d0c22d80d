"""What authors change in messages that became expectations."""

from handlers.slack import mrkdwn
from handlers.slack.message_changes import MessageChange
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn
from pushin import expectation_sources


async def changed(turn: Turn, change: MessageChange) -> Reply:
    """Follow an edit or a deletion; the lists show it, and what was not followed says why."""
    if change.edited_at is None:
        gone = await turn.perform(expectation_sources.deleted, change.source, at=turn.at)
        return None if gone is None else await turn.show(gone)
    text = None if change.text is None else await plain(turn, change.text)
    found = await turn.perform(
        expectation_sources.edited, change.source, text, edited_at=change.edited_at, at=turn.at
    )
    return None if found is None else await turn.show(found)


async def plain(turn: Turn, text: str) -> str:
    """Return what was typed in plain words: names in place of mentions."""
    people = await turn.accounts(mrkdwn.mentioned(text))
    return mrkdwn.readable(text, {one.user_id: one.name for one in people.values()})
