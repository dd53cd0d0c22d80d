"""Requests to hand over a caseload or a room."""

from handlers.forms import handover as form
from handlers.slack import views
from handlers.slack.blocks import takeovers as cards
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn, under_fields
from pushin import takeovers
from pushin.results import HandoverForm, HandoverPreview, Refused

_FIELDS = {
    "handover_to_oneself": "other",
    "handover_other_role": "other",
    "nothing_to_hand_over": "owner",
    "room_from_today": "on",
    "date_past": "on",
    "no_school_then": "on",
    "session_began": "on",
    "outside_school_year": "on",
}


async def handover(turn: Turn) -> Reply:
    """Open the form."""
    found = await turn.perform(takeovers.form, at=turn.at)
    if isinstance(found, HandoverForm):
        return views.form(form.spec(found))
    return await turn.show(found)


async def submit(turn: Turn) -> Reply:
    """Say back what would be handed over; a refusal stands under its field."""
    filled = turn.filled
    on = None if filled is None else filled.date("on")
    if filled is None or on is None:
        return None
    found = await turn.perform(
        takeovers.preview, filled.text("owner"), filled.text("other"), on, at=turn.at
    )
    if isinstance(found, HandoverPreview):
        return cards.preview_modal(found)
    if isinstance(found, Refused):
        return under_fields(found, _FIELDS, "other")
    return await turn.show(found)


async def confirm(turn: Turn) -> Reply:
    """Hand over what was said back."""
    draft_id = (turn.filled.ref if turn.filled else turn.ref).entity
    return await turn.show(await turn.perform(takeovers.confirm, draft_id, at=turn.at))
