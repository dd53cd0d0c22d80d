"""Requests about whether a push-in still makes sense: its facts, the choice, and why."""

from handlers.forms import change as change_form
from handlers.forms import review_words as form
from handlers.slack import views
from handlers.slack.blocks import facts
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn, under_fields
from pushin import review_decisions, reviews
from pushin.results import Refused

_FIELDS = {"too_long": "words", "may_name_student": "words"}


async def review(turn: Turn) -> Reply:
    """Answer how a push-in went and what can be decided."""
    return await turn.show(
        await turn.perform(reviews.ask, turn.ref.entity, turn.place.channel, at=turn.at)
    )


async def keep(turn: Turn) -> Reply:
    """Keep it as it is."""
    return await turn.show(await turn.perform(review_decisions.keep, turn.ref.entity, at=turn.at))


async def talk(turn: Turn) -> Reply:
    """Let the two talk first."""
    return await turn.show(await turn.perform(review_decisions.talk, turn.ref.entity, at=turn.at))


async def move(turn: Turn) -> Reply:
    """Say back the best other time."""
    return await turn.show(await turn.perform(reviews.move, turn.ref.entity, at=turn.at))


async def change(turn: Turn) -> Reply:
    """Open the form in which some days part, or the model changes."""
    found = await turn.perform(reviews.form, turn.ref.entity, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    return views.form(change_form.spec(found, title=facts.session_line(found.session)))


async def undo(turn: Turn) -> Reply:
    """Take a decision back."""
    return await turn.show(
        await turn.perform(review_decisions.take_back, turn.ref.entity, at=turn.at)
    )


async def why(turn: Turn) -> Reply:
    """Ask in one line why it was decided so."""
    found = await turn.perform(review_decisions.ask_why, turn.ref.entity, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    return views.form(form.spec(turn.ref.entity))


async def save_why(turn: Turn) -> Reply:
    """Keep why it was decided so."""
    if turn.filled is None:
        return None
    said = turn.filled.text("words")
    found = await turn.perform(review_decisions.say_why, turn.filled.ref.entity, said, at=turn.at)
    if isinstance(found, Refused) and found.code in _FIELDS:
        return under_fields(found, _FIELDS, "words")
    return await turn.show(found)


async def every(turn: Turn) -> Reply:
    """Ask the team every six weeks, or no more."""
    is_on = turn.ref.verb == "review_on"
    return await turn.show(await turn.perform(reviews.every, turn.ref.entity, on=is_on, at=turn.at))
