"""Requests about what happened: the day's list, one tap, the record, make-ups, indirect weeks."""

from dataclasses import replace
from datetime import date

from handlers.actions import UnreadableError
from handlers.forms import log as form
from handlers.forms.spec import FormSpec
from handlers.slack import mrkdwn, views
from handlers.slack.blocks import logs as cards
from handlers.slack.blocks import make_ups as make_up_cards
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn, under_fields
from pushin import indirect as weeks_off
from pushin import log_days, logs, make_up_times, make_ups
from pushin.results import LogForm, Refused

_FIELDS = {
    "log_minutes": "minutes",
    "log_partial": "minutes",
    "log_reason_missing": "reason",
    "log_reason_short": "reason",
    "log_nobody_there": "there",
    "log_not_a_supervisor": "supervisor",
    "log_supervisor_missing": "supervisor",
    "log_goal": "goal",
    "may_name_student": "note",
    "too_long": "note",
    "person_gone": "deliverer",
}
_RULES = "rules"


async def log(turn: Turn) -> Reply:
    """Answer with the sessions of a date, by default of today."""
    text = turn.ref.entity or mrkdwn.unescape(turn.text)
    return await turn.show(await turn.perform(log_days.day, text, at=turn.at))


async def as_planned(turn: Turn) -> Reply:
    """Log all of a day's sessions as planned, or as they are known."""
    on = _date(turn.ref.entity)
    return await turn.show(await turn.perform(logs.day_as_planned, on, at=turn.at))


async def otherwise(turn: Turn) -> Reply:
    """Log one session that was not as planned; what needs more than a tap opens its form."""
    session_id, _, rest = turn.ref.entity.partition("/")
    status, _, reason = rest.partition("/")
    found = await turn.perform(logs.mark, session_id, status, reason or None, "", at=turn.at)
    if isinstance(found, Refused) and found.code in {"log_supervisor_missing", "log_minutes"}:
        return await _form(turn, session_id, status)
    return await turn.show(found)


async def open_form(turn: Turn) -> Reply:
    """Open a session's record."""
    session_id, _, status = turn.ref.entity.partition("/")
    return await _form(turn, session_id, status)


async def save(turn: Turn) -> Reply:
    """Keep the record; a refusal stands under its field."""
    if turn.filled is None:
        return None
    given = form.read(turn.filled)
    if given is None:
        return under_fields(Refused("log_minutes", {"most": 60}), _FIELDS, "minutes")
    found = await turn.perform(logs.save, given, at=turn.at)
    if isinstance(found, Refused):
        return under_fields(found, _FIELDS, "status")
    return await turn.show(found)


async def undo(turn: Turn) -> Reply:
    """Take back what was said."""
    return await turn.show(await turn.perform(logs.take_back, turn.ref.entity, at=turn.at))


async def _form(turn: Turn, session_id: str, status: str) -> Reply:
    found = await turn.perform(logs.form, session_id, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    return cards.record(found) if not found.may_log else views.form(_spec(found, status))


def _spec(found: LogForm, status: str) -> FormSpec:
    past = tuple(map(cards.said, found.past[:3]))
    return form.spec(found, title=cards.title(found), past=past, status=status)


# --- make-ups ---------------------------------------------------------------------------------


async def makeup(turn: Turn) -> Reply:
    """Answer with what is open; "rules" opens what the district suggests."""
    if turn.text.strip().casefold() == _RULES:
        return await rules(turn)
    return await turn.show(await turn.perform(make_ups.coming))


async def owed(turn: Turn) -> Reply:
    """Say that missed minutes are owed."""
    return await _decided(turn, "owed")


async def not_owed(turn: Turn) -> Reply:
    """Say that missed minutes are not owed."""
    return await _decided(turn, "not_owed")


async def find(turn: Turn) -> Reply:
    """Answer with times for missed minutes."""
    return await turn.show(await turn.perform(make_up_times.times, turn.ref.entity, at=turn.at))


async def take(turn: Turn) -> Reply:
    """Plan a push-in of one date for missed minutes."""
    make_up_id, _, said = turn.ref.entity.partition("/")
    on = _date(said)
    return await turn.show(await turn.perform(make_up_times.take, make_up_id, on, at=turn.at))


async def undecide(turn: Turn) -> Reply:
    """Take a decision back."""
    return await turn.show(await turn.perform(make_ups.take_back, turn.ref.entity, at=turn.at))


async def rules(turn: Turn) -> Reply:
    """Open what the district suggests; over the settings, which stay as they are."""
    found = await turn.perform(make_ups.rules)
    if isinstance(found, Refused):
        return await turn.show(found)
    return replace(views.form(form.rules_spec(found)), stacked=turn.filled is not None)


async def save_rules(turn: Turn) -> Reply:
    """Keep what the district suggests."""
    if turn.filled is None:
        return None
    said = form.read_rules(turn.filled)
    found = await turn.perform(make_ups.set_rules, said, at=turn.at)
    return (
        under_fields(found, {}, make_ups.WHY[0])
        if isinstance(found, Refused)
        else (make_up_cards.rules(found))
    )


async def _decided(turn: Turn, state: str) -> Reply:
    return await turn.show(await turn.perform(make_ups.decide, turn.ref.entity, state, at=turn.at))


# --- indirect weeks ---------------------------------------------------------------------------


async def indirect(turn: Turn) -> Reply:
    """Keep the list that was typed; without words, answer with it."""
    text = mrkdwn.unescape(turn.text)
    if not text.strip():
        return await turn.show(await turn.perform(weeks_off.coming, at=turn.at))
    return await turn.show(await turn.perform(weeks_off.say, text, at=turn.at))


async def open_weeks(turn: Turn) -> Reply:
    """Open the list."""
    found = await turn.perform(weeks_off.coming, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    return views.form(form.weeks_spec(make_up_cards.listed(found)))


async def save_weeks(turn: Turn) -> Reply:
    """Keep the list; a refusal stands under it."""
    if turn.filled is None:
        return None
    found = await turn.perform(weeks_off.say, turn.filled.text("weeks"), at=turn.at)
    if isinstance(found, Refused):
        return under_fields(found, {}, "weeks")
    return await turn.show(found)


async def undo_weeks(turn: Turn) -> Reply:
    """Let the list be as it was."""
    return await turn.show(await turn.perform(weeks_off.take_back, turn.ref.entity, at=turn.at))


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnreadableError(text) from error
