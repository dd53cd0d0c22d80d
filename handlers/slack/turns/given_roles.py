"""Requests of an organiser who gives a role to somebody else."""

from dataclasses import replace

from handlers.forms import given_role as form
from handlers.slack import views
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn, under_fields
from pushin import given_roles
from pushin.results import Refused

_FIELDS = {"role_in_use": "person", "person_gone": "person", "unknown_role": "role"}


async def open_form(turn: Turn) -> Reply:
    """Open the form; over the settings, which stay as they are."""
    found = await turn.perform(given_roles.form, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    return replace(views.form(form.spec(found)), stacked=turn.filled is not None)


async def save(turn: Turn) -> Reply:
    """Give the role; a refusal stands under its field."""
    filled = turn.filled
    if filled is None:
        return None
    found = await turn.perform(
        given_roles.give, filled.text("person"), filled.text("role"), at=turn.at
    )
    if isinstance(found, Refused):
        return under_fields(found, _FIELDS, "person")
    return await turn.show(found)
