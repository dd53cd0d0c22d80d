"""Requests about expectations: the form, one more by word or from a reply, ticks, the question."""

from datetime import datetime

from handlers.forms import expect as form
from handlers.slack import views
from handlers.slack.blocks import facts, touchbase
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn, under_fields
from handlers.slack.turns import choosing, sources, written
from pushin import checklists, drafts, expectations
from pushin.results import (
    Choice,
    ExpectationAdded,
    ExpectationForm,
    MayNameStudent,
    Refused,
    TouchBaseNote,
)
from storage.scope import Scope

_FIELDS = {"expectation": "text"}


async def expect(turn: Turn) -> Reply:
    """Add what was typed; in a thread of a card to its push-in, alone it opens the form."""
    if not turn.text:
        return await open_form(turn)
    text, source, place = await sources.plain(turn, turn.text), _source(turn), turn.place
    if place.channel and place.thread_ts:
        thread = (place.channel, place.thread_ts)
        found = await turn.perform(
            expectations.from_thread, *thread, text, source=source, at=turn.at
        )
        return await turn.show(found)
    return await turn.show(await turn.perform(add_here, text, place.channel, source, at=turn.at))


async def open_form(turn: Turn) -> Reply:
    """Open the form with what stands and a field for one more."""
    plan_id, session_id = form.meant(turn.ref.entity)
    here = turn.place.channel
    found = await turn.perform(choosing.expectation_form, plan_id, here, at=turn.at)
    if isinstance(found, ExpectationForm):
        title = facts.plan_title(found.plan)
        standing, once = found.expectations, session_id or ""
        return views.form(form.spec(found.plan.id, standing, title=title, session_id=once))
    return await turn.show(found)


async def save(turn: Turn) -> Reply:
    """Add the expectation of the form; a refusal stands under its field."""
    if turn.filled is None:
        return None
    plan_id, session_id = form.meant(turn.filled.ref.entity)
    text = turn.filled.text("text")
    found = await turn.perform(expectations.add, plan_id, session_id, text, at=turn.at)
    if isinstance(found, Refused):
        return under_fields(found, _FIELDS, "text")
    if isinstance(found, ExpectationAdded) and not found.again:
        return None  # the card shows it
    return await turn.show(found)


async def from_reply(turn: Turn) -> Reply:
    """Add a reply of a card's or checklist's thread; elsewhere say where that works."""
    if not turn.place.thread_ts or turn.place.thread_ts == turn.place.message_ts:
        return await turn.show(Refused("no_such_thread"))
    return await expect(turn)


async def tick(turn: Turn) -> Reply:
    """Set and unset what the tap changed; the checklist itself is the answer."""
    if turn.ticks is None:
        return None
    ticks = turn.ticks
    found = await turn.perform(
        checklists.tick,
        turn.ref.entity,
        shown=ticks.shown,
        ticked=ticks.ticked,
        block=ticks.block,
        at=turn.at,
    )
    return await turn.show(found) if isinstance(found, Refused) else None


async def edit(turn: Turn) -> Reply:
    """Open the form in which a text that may name a student was written, as it was written."""
    found = await turn.perform(written.of_draft, turn.ref.entity, at=turn.at)
    return await turn.show(found) if isinstance(found, Refused) else views.form(found)


async def not_a_student(turn: Turn) -> Reply:
    """Go on with a text after its author said that it names no student."""
    found = await turn.perform(drafts.not_a_student, turn.ref.entity, at=turn.at)
    if isinstance(found, TouchBaseNote):
        return touchbase.noted(found)
    return await turn.show(found)


def add_here(
    scope: Scope, text: str, channel_id: str | None, source: str | None, *, at: datetime
) -> ExpectationAdded | MayNameStudent | Choice:
    """Add an expectation to the asker's only push-in of the channel, or of all."""
    found = choosing.candidates(scope, channel_id, at=at)
    if len(found) > 1:
        return Choice("expectations", found)
    return expectations.add(scope, found[0].id, None, text, source=source, at=at)


def _source(turn: Turn) -> str | None:
    """Return which message this was: however often it comes, it is one expectation."""
    place = turn.place
    return f"{place.channel}:{place.message_ts}" if place.message_ts else None
