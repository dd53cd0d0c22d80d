"""Requests about school days: what one is, closed, delay, early, and each person's changed day."""

from handlers.actions import day_of
from handlers.forms import day as form
from handlers.slack import mrkdwn, views
from handlers.slack.blocks import day as cards
from handlers.slack.blocks import repaired_day
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn, under_fields
from pushin import day_answers, day_changes, day_requests
from pushin.results import DayFacts, DayFix, DayForm, DayPreview, DaySeen, Refused

_FIELDS = {
    "outside_bells": "time",
    "bells_unknown": "kind",
    "unknown_day_type": "kind",
    "no_school_day": "first",
    "date_past": "first",
    "day_is_over": "first",
    "outside_school_year": "first",
    "until_before_from": "last",
    "day_range_too_long": "last",
    "may_name_student": "label",
    "calendar_not_yours": "school",
    "calendar_nobodys": "school",
}


async def day(turn: Turn) -> Reply:
    """Answer what a date is; with a day type in front, say back what that would change."""
    found = await turn.perform(day_requests.look, mrkdwn.unescape(turn.text), at=turn.at)
    return await turn.show(found) if found is not None else await _ask(turn, "day")


async def closed(turn: Turn) -> Reply:
    """Say back a closed day."""
    return await _ask(turn, "closed")


async def delay(turn: Turn) -> Reply:
    """Say back a late start; without its time, open the form."""
    return await _ask(turn, "delay")


async def early(turn: Turn) -> Reply:
    """Say back an early end; without its time, open the form."""
    return await _ask(turn, "early")


async def at_school(turn: Turn) -> Reply:
    """Go on with what was typed at the school that was picked."""
    draft_id, _, school_id = turn.ref.entity.partition("/")
    found = await turn.perform(day_requests.at_school, draft_id, school_id, at=turn.at)
    return await _shown(turn, found)


async def pick(turn: Turn) -> Reply:
    """Say back what the picked day type would change."""
    draft_id, _, key = turn.ref.entity.partition("/")
    found = await turn.perform(day_changes.pick, draft_id, key, at=turn.at)
    if turn.filled is not None and isinstance(found, DayPreview):
        return cards.preview_modal(found)
    return await turn.show(found)


async def confirm(turn: Turn) -> Reply:
    """Do what was said back; a second Confirm answers that it is so already."""
    draft_id = (turn.filled.ref if turn.filled else turn.ref).entity
    return await turn.show(await turn.perform(day_changes.confirm, draft_id, at=turn.at))


async def open_form(turn: Turn) -> Reply:
    """Open the form, prefilled from a draft, or for the date of a button (`SCHOOL/DATE`)."""
    draft_id, _, on = turn.ref.entity.partition("/")
    meanwhile = cards.changing(draft_id) if draft_id and not on else None
    if on:
        found = await turn.perform(day_requests.form, school_id=draft_id, on=day_of(on), at=turn.at)
    else:
        found = await turn.perform(day_requests.form, draft_id=draft_id, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    return views.form(form.spec(found), meanwhile=meanwhile)


async def submit(turn: Turn) -> Reply:
    """Say back what the form would change; a refusal stands under its field."""
    if turn.filled is None:
        return None
    asked = form.read(turn.filled)
    if asked is None:
        return under_fields(Refused("time_missing"), {"time_missing": "time"}, "time")
    found = await turn.perform(day_requests.submit, asked, at=turn.at)
    if isinstance(found, Refused):
        return under_fields(found, _FIELDS, "first")
    return cards.preview_modal(found) if isinstance(found, DayPreview) else await turn.show(found)


async def clear(turn: Turn) -> Reply:
    """Let a day be again what the calendar says, after the person was asked once more."""
    school_id, _, on = turn.ref.entity.partition("/")
    return await turn.show(await turn.perform(day_changes.clear, school_id, day_of(on), at=turn.at))


async def undo(turn: Turn) -> Reply:
    """Take a change of days back."""
    return await turn.show(await turn.perform(day_changes.take_back, turn.ref.entity, at=turn.at))


async def looks_right(turn: Turn) -> Reply:
    """Keep that the asker's day looks right; the message itself shows it."""
    on = day_of(turn.ref.entity)
    found = await turn.perform(day_answers.looks_right, on, turn.ref.revision, at=turn.at)
    if isinstance(found, DaySeen) and not found.again:
        return None
    return await turn.show(found)


async def fix(turn: Turn) -> Reply:
    """Open what the asker can do about their day."""
    found = await turn.perform(day_answers.fix, day_of(turn.ref.entity), at=turn.at)
    return repaired_day.fixing(found) if isinstance(found, DayFix) else await turn.show(found)


async def _ask(turn: Turn, verb: str) -> Reply:
    text = mrkdwn.unescape(turn.text)
    return await _shown(turn, await turn.perform(day_requests.ask, verb, text, at=turn.at))


async def _shown(turn: Turn, found: day_requests.Answer | DayFacts | Refused) -> Reply:
    if isinstance(found, DayForm):
        return views.form(form.spec(found))
    return await turn.show(found)
