"""Requests about oneself: the settings form and what it keeps."""

from handlers.forms import settings as form
from handlers.slack import views
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn, under_fields
from pushin import people
from pushin import settings as my_settings
from pushin.results import Refused

_FIELDS = {
    "unknown_role": "role",
    "role_in_use": "role",
    "organiser_exists": "role",
    "role_is_given": "role",
    "discipline_missing": "discipline",
    "unknown_school": "school",
    "end_before_start": "to",
}


async def settings(turn: Turn) -> Reply:
    """Open the form."""
    found = await turn.perform(people.me)
    if isinstance(found, Refused):
        return await turn.show(found)
    return views.form(form.spec(found, name=(await turn.account()).name))


async def save(turn: Turn) -> Reply:
    """Keep what somebody said about themselves and close; a refusal stands under its field."""
    if turn.filled is None:
        return None
    lone = form.half_said(turn.filled)
    if lone:
        return under_fields(Refused("both_times"), {"both_times": lone}, lone)
    about = form.read(turn.filled, await turn.account())
    found = await turn.perform(my_settings.save, about, at=turn.at)
    return under_fields(found, _FIELDS, "name") if isinstance(found, Refused) else None
