"""Requests about being out: one session with one tap, dates by phrase or form, and who covers."""

from handlers.forms import absence as form
from handlers.slack import mrkdwn, views
from handlers.slack.blocks import absences as cards
from handlers.slack.blocks import facts
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn, under_fields
from pushin import absence_requests, absences, covers
from pushin.results import AbsencePreview, Refused

_FIELDS = {
    "absence_past": "first",
    "absence_too_far": "first",
    "outside_school_year": "first",
    "no_school_day": "first",
    "until_before_from": "last",
    "absence_not_yours": "person",
    "person_gone": "person",
    "cover_is_out": "cover",
    "cover_no_account": "cover",
}


async def cant(turn: Turn) -> Reply:
    """Say that the asker is out of one session, at once."""
    return await turn.show(await turn.perform(absences.cannot_come, turn.ref.entity, at=turn.at))


async def absent(turn: Turn) -> Reply:
    """Say back who is out when; without words today."""
    return await _asked(turn, "absent")


async def cover(turn: Turn) -> Reply:
    """Say back whom to ask to cover; without words, what there is to cover."""
    if not turn.text:
        return await turn.show(await turn.perform(covers.coming, at=turn.at))
    return await _asked(turn, "cover")


async def confirm(turn: Turn) -> Reply:
    """Let what was said back hold; a second Confirm answers that it does already."""
    draft_id = (turn.filled.ref if turn.filled else turn.ref).entity
    return await turn.show(await turn.perform(absence_requests.confirm, draft_id, at=turn.at))


async def open_form(turn: Turn) -> Reply:
    """Open the form, prefilled from what was said back."""
    draft_id = turn.ref.entity
    found = await turn.perform(absence_requests.form, draft_id, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    return views.form(form.spec(found), meanwhile=cards.changing(draft_id) if draft_id else None)


async def submit(turn: Turn) -> Reply:
    """Say back what the form says; a refusal stands under its field."""
    if turn.filled is None:
        return None
    given = form.read(turn.filled)
    if given is None:
        return under_fields(Refused("absence_time"), {"absence_time": "start"}, "start")
    found = await turn.perform(absence_requests.submit, given, at=turn.at)
    if isinstance(found, Refused):
        return under_fields(found, _FIELDS, "first")
    return cards.preview_modal(found) if isinstance(found, AbsencePreview) else cards.said(found)


async def undo(turn: Turn) -> Reply:
    """Take back what was said."""
    return await turn.show(await turn.perform(absences.take_back, turn.ref.entity, at=turn.at))


async def back(turn: Turn) -> Reply:
    """Say that somebody is there after all."""
    return await turn.show(await turn.perform(absences.come_back, turn.ref.entity, at=turn.at))


async def pick_cover(turn: Turn) -> Reply:
    """Ask who covers."""
    found = await turn.perform(covers.form, turn.ref.entity, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    return views.form(form.cover_spec(found, facts.session_when(found.session)))


async def ask_cover(turn: Turn) -> Reply:
    """Ask whom the form names."""
    if turn.filled is None:
        return None
    absence_id, cover_id = turn.filled.ref.entity, turn.filled.text("cover")
    found = await turn.perform(covers.ask, absence_id, cover_id, at=turn.at)
    if isinstance(found, Refused):
        return under_fields(found, {}, "cover")
    return await turn.show(found)


async def yes(turn: Turn) -> Reply:
    """Cover."""
    return await _answered(turn, yes=True)


async def no(turn: Turn) -> Reply:
    """Do not cover."""
    return await _answered(turn, yes=False)


async def _answered(turn: Turn, *, yes: bool) -> Reply:
    found = await turn.perform(covers.answer, turn.ref.entity, yes=yes, at=turn.at)
    return await turn.show(found)


async def _asked(turn: Turn, verb: str) -> Reply:
    mentions = await turn.accounts(mrkdwn.mentioned(turn.text))
    text = mrkdwn.unescape(turn.text)
    return await turn.show(
        await turn.perform(absence_requests.ask, verb, text, mentions, at=turn.at)
    )
