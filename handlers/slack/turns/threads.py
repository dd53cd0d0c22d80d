"""Requests in the threads of plans and sessions: drop, who, why, the whole list, other words."""

from datetime import datetime

from handlers.forms import expect
from handlers.forms import reword as form
from handlers.slack import mrkdwn, views
from handlers.slack.blocks import checklist, facts
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn, under_fields
from handlers.slack.turns import choosing
from pushin import (
    errors,
    expectation_drops,
    expectation_sources,
    expectations,
    live,
    people,
    thread_answers,
)
from pushin.kinds import reads
from pushin.results import Choice, ExpectationAdded, Refused, RewordForm, WhoDoesWhat, WhyThen
from storage.scope import Scope


async def drop(turn: Turn) -> Reply:
    """Take away what the thread's list shows under a number."""
    place, said = turn.place, mrkdwn.readable(turn.text, {})
    if not place.channel or not place.thread_ts:
        return await turn.show(Refused("no_such_thread"))
    thread = (place.channel, place.thread_ts)
    found = await turn.perform(expectation_drops.by_number, *thread, said, at=turn.at)
    return await turn.show(found)


async def drop_listed(turn: Turn) -> Reply:
    """Take away what a button stands beside."""
    session_id, _, expectation_id = turn.ref.entity.rpartition("/")
    if not session_id:
        return await drop_all(turn)
    found = await turn.perform(expectation_drops.from_list, session_id, expectation_id, at=turn.at)
    return await turn.show(found)


async def drop_all(turn: Turn) -> Reply:
    """Take an expectation away from all sessions to come."""
    found = await turn.perform(expectation_drops.for_good, turn.ref.entity, at=turn.at)
    return await turn.show(found)


async def drop_once(turn: Turn) -> Reply:
    """Take an expectation off one session's list."""
    session_id, _, expectation_id = turn.ref.entity.rpartition("/")
    found = await turn.perform(expectation_drops.this_time, session_id, expectation_id, at=turn.at)
    return await turn.show(found)


async def undo(turn: Turn) -> Reply:
    """Let an expectation stand again."""
    found = await turn.perform(expectation_drops.take_back, turn.ref.entity, at=turn.at)
    return await turn.show(found)


async def for_all(turn: Turn) -> Reply:
    """Let an expectation of one session stand for all to come."""
    return await turn.show(await turn.perform(expectations.for_all, turn.ref.entity, at=turn.at))


async def for_once(turn: Turn) -> Reply:
    """Leave an expectation for its one session."""
    return await turn.show(await turn.perform(expectations.as_it_stands, turn.ref.entity))


async def who(turn: Turn) -> Reply:
    """Answer who is in the room and who does what."""
    return await turn.show(await turn.perform(who_of, *_meant(turn), at=turn.at))


async def why(turn: Turn) -> Reply:
    """Answer why this time, and why the asker's part."""
    return await turn.show(await turn.perform(why_of, *_meant(turn), at=turn.at))


async def open_list(turn: Turn) -> Reply:
    """Open a session's whole list; the modal stays true."""
    found = await turn.perform(live.opened_list, turn.ref.entity, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    listed, name = found
    return views.named(checklist.whole(listed), name)


async def open_words(turn: Turn) -> Reply:
    """Open the form for an expectation's words."""
    found = await turn.perform(expectation_sources.form, turn.ref.entity)
    if isinstance(found, RewordForm):
        title, one = facts.plan_title(found.plan), found.expectation
        return views.form(form.spec(one.id, one.text, title=title))
    return await turn.show(found)


async def save_words(turn: Turn) -> Reply:
    """Give an expectation the words of the form; a refusal stands under its field."""
    if turn.filled is None:
        return None
    about, text = turn.filled.ref.entity, turn.filled.text("text")
    found = await turn.perform(expectation_sources.reword, about, text, at=turn.at)
    if isinstance(found, Refused):
        return under_fields(found, {"expectation": "text"}, "text")
    if isinstance(found, ExpectationAdded):
        return None  # the lists show it
    return await turn.show(found)


@reads
def who_of(
    scope: Scope, entity: str, channel_id: str | None, thread_ts: str | None, *, at: datetime
) -> WhoDoesWhat | Choice:
    """Return who does what in the push-in that is meant."""
    found = _about(scope, "who", entity, channel_id, thread_ts, at=at)
    return found if isinstance(found, Choice) else thread_answers.who(scope, *found)


@reads
def why_of(
    scope: Scope, entity: str, channel_id: str | None, thread_ts: str | None, *, at: datetime
) -> WhyThen | Choice:
    """Return why the push-in that is meant is when it is."""
    found = _about(scope, "why", entity, channel_id, thread_ts, at=at)
    return found if isinstance(found, Choice) else thread_answers.why(scope, *found, at=at)


def _meant(turn: Turn) -> tuple[str, str | None, str | None]:
    return turn.ref.entity, turn.place.channel, turn.place.thread_ts


def _about(
    scope: Scope,
    verb: str,
    entity: str,
    channel_id: str | None,
    thread_ts: str | None,
    *,
    at: datetime,
) -> tuple[str, str | None] | Choice:
    """Return plan and session: of a button, of the thread, or the asker's only push-in here."""
    people.require_member(scope)
    if entity:
        return expect.meant(entity)
    if channel_id and thread_ts:
        try:
            return expectations.of_thread(scope, channel_id, thread_ts)
        except errors.Refusal as no:
            if no.code != "no_such_thread":
                raise
    found = choosing.candidates(scope, channel_id, at=at)
    return Choice(verb, found) if len(found) > 1 else (found[0].id, None)
