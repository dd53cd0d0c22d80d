"""Requests to change a plan or one session: a phrase or the form, the echo, Confirm, Undo."""

from collections.abc import Mapping
from types import MappingProxyType

from handlers.forms import change as form
from handlers.forms import consent as consent_form
from handlers.forms.spec import FormSpec
from handlers.slack import mrkdwn, views
from handlers.slack.blocks import change as cards
from handlers.slack.blocks import facts
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn, under_fields
from pushin import (
    change_asking,
    change_forms,
    change_requests,
    changes,
    consent_answers,
    proposal_answers,
)
from pushin.results import Changed, ChangeForm, ChangePreview, Refused

_FIELDS = {
    "date_past": "on",
    "outside_school_year": "on",
    "no_school_then": "on",
    "no_school_days": "weekdays",
    "already_that_day": "on",
    "change_after_end": "on",
    "session_began": "on",
    "nothing_to_pause": "on",
    "nothing_to_resume": "on",
    "no_dates": "weekdays",
    "until_missing": "until",
    "until_before_from": "until",
    "time_past": "start",
    "time_missing": "start",
    "end_before_start": "end",
    "routine_missing_then": "during",
    "period_unknown": "during",
    "room_elsewhere": "room",
    "channel_missing": "room",
    "already_planned": "start",
    "unknown_model": "model",
    "split_all_days": "apart",
    "not_a_provider": "provider",
    "provider_without_account": "provider",
}


_WORDS: Mapping[str, consent_answers.Word] = MappingProxyType(
    {"consent_agree": "agree", "consent_talk": "talk", "consent_none": "no_amendment"}
)


async def change(turn: Turn) -> Reply:
    """Say back a typed change; a button names what to open the form for."""
    if turn.ref.entity:
        return await open_form(turn)
    found = await turn.perform(change_asking.ask, mrkdwn.unescape(turn.text), at=turn.at)
    return await _shown(turn, found)


async def pick(turn: Turn) -> Reply:
    """Go on with what was typed for the session that was picked."""
    draft_id, _, session_id = turn.ref.entity.partition("/")
    return await _shown(
        turn, await turn.perform(change_asking.pick, draft_id, session_id, at=turn.at)
    )


async def open_form(turn: Turn) -> Reply:
    """Open the form: for a session, for a plan, or for what was said back."""
    entity = turn.ref.entity
    found = await turn.perform(change_forms.form, entity, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    meanwhile = cards.changing(entity) if turn.ref.verb == "change_form" else None
    return views.form(_spec(found), meanwhile=meanwhile)


async def submit(turn: Turn) -> Reply:
    """Say back what the form would change; a refusal stands under its field."""
    if turn.filled is None:
        return None
    found = await turn.perform(change_forms.submit, form.read(turn.filled), at=turn.at)
    if isinstance(found, Refused):
        return under_fields(found, _FIELDS, "what")
    return (
        cards.preview_modal(found) if isinstance(found, ChangePreview) else await turn.show(found)
    )


async def confirm(turn: Turn) -> Reply:
    """Do what was said back, or propose it; a second Confirm answers that it is so already."""
    draft_id = (turn.filled.ref if turn.filled else turn.ref).entity
    found = await turn.perform(change_requests.confirm, draft_id, at=turn.at)
    if turn.filled is not None and isinstance(found, ChangePreview):
        return cards.preview_modal(found)
    return await turn.show(found)


async def skip(turn: Turn) -> Reply:
    """Skip one session, after the person was asked once more; with Undo."""
    return await turn.show(await turn.perform(changes.skip, turn.ref.entity, "", at=turn.at))


async def undo(turn: Turn) -> Reply:
    """Take a change back."""
    found = await turn.perform(change_requests.take_back, turn.ref.entity, at=turn.at)
    return await turn.show(found)


async def accept(turn: Turn) -> Reply:
    """Do what somebody proposed."""
    found = await turn.perform(proposal_answers.accept, turn.ref.entity, at=turn.at)
    return await turn.show(found)


async def decline(turn: Turn) -> Reply:
    """Keep all as it is."""
    found = await turn.perform(proposal_answers.decline, turn.ref.entity, at=turn.at)
    return await turn.show(found)


async def agree(turn: Turn) -> Reply:
    """Give one's word to a change of model or frequency."""
    return await _said(turn, _WORDS[turn.ref.verb])


async def amended(turn: Turn) -> Reply:
    """Ask on which date the IEP was amended."""
    found = await turn.perform(consent_answers.ask_when, turn.ref.entity, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    return views.form(consent_form.spec(turn.ref.entity, found))


async def save_amended(turn: Turn) -> Reply:
    """Keep on which date the IEP was amended."""
    if turn.filled is None:
        return None
    found = await turn.perform(
        consent_answers.say,
        turn.filled.ref.entity,
        "amended",
        amended_on=turn.filled.date("on"),
        at=turn.at,
    )
    if isinstance(found, Refused) and found.code == "amended_later":
        return under_fields(found, {"amended_later": "on"}, "on")
    return await turn.show(found)


async def withdraw(turn: Turn) -> Reply:
    """Take back what one proposed oneself."""
    return await turn.show(
        await turn.perform(consent_answers.withdraw, turn.ref.entity, at=turn.at)
    )


async def _said(turn: Turn, word: consent_answers.Word) -> Reply:
    return await turn.show(
        await turn.perform(consent_answers.say, turn.ref.entity, word, at=turn.at)
    )


async def talk(turn: Turn) -> Reply:
    """Tell who proposed something that one would like to talk."""
    found = await turn.perform(proposal_answers.talk, turn.ref.entity, at=turn.at)
    return await turn.show(found)


async def _shown(turn: Turn, found: change_asking.Answer | Changed | Refused) -> Reply:
    return views.form(_spec(found)) if isinstance(found, ChangeForm) else await turn.show(found)


def _spec(found: ChangeForm) -> FormSpec:
    return form.spec(found, title=facts.session_line(found.session))
