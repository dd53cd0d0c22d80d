"""Requests about what a class will be doing: as usual, or one line."""

from handlers.forms import doing as form
from handlers.slack import views
from handlers.slack.blocks import facts
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn, under_fields
from pushin import doings
from pushin.results import DoingSaid, Refused

_FIELDS = {"doing": "text"}


async def usual(turn: Turn) -> Reply:
    """Say that the class does what it does as a rule."""
    return await turn.show(await turn.perform(doings.say, turn.ref.entity, "", at=turn.at))


async def open_form(turn: Turn) -> Reply:
    """Open the one line, with what was said before."""
    found = await turn.perform(doings.form, turn.ref.entity, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    title = f"{facts.session_when(found)} · {facts.session_where(found)}"
    return views.form(form.spec(found.id, title=title, text=found.doing or ""))


async def save(turn: Turn) -> Reply:
    """Keep the line; a refusal stands under its field."""
    if turn.filled is None:
        return None
    filled = turn.filled
    found = await turn.perform(doings.say, filled.ref.entity, filled.text("text"), at=turn.at)
    if isinstance(found, Refused):
        return under_fields(found, _FIELDS, "text")
    return None if isinstance(found, DoingSaid) and not found.again else await turn.show(found)
