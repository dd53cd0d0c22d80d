"""Requests about roles: the form, its saving, I'm in, Let's talk, what waits."""

from datetime import datetime

from handlers.forms import agree as form
from handlers.slack import views
from handlers.slack.blocks import ask, facts
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn, under_fields
from handlers.slack.turns import choosing
from pushin import agreements, people, waiting
from pushin.kinds import reads
from pushin.results import AgreementChanged, AgreementForm, Refused, Waiting
from storage.scope import Scope

_FIELDS = {
    "bad_model": "model",
    "lead_not_in_plan": "lead",
    "lead_missing": "lead",
    "expectation": "expectations",
    "too_many": "expectations",
}


async def agree(turn: Turn) -> Reply:
    """Open the form for who does what, or ask which push-in is meant."""
    found = await turn.perform(
        choosing.agreement_form, turn.ref.entity, turn.place.channel, at=turn.at
    )
    if isinstance(found, AgreementForm):
        return _form(turn, found, more=False)
    return await turn.show(found)


async def more(turn: Turn) -> Reply:
    """Show the co-teaching models in the open form; what was typed stays."""
    found = await turn.perform(agreements.form, turn.ref.entity)
    if isinstance(found, Refused):
        return await turn.show(found)
    return _form(turn, found, more=True)


async def save(turn: Turn) -> Reply:
    """Save who does what; a refusal stands under its field."""
    if turn.filled is None:
        return None
    found = await turn.perform(agreements.agree, form.read(turn.filled), at=turn.at)
    if isinstance(found, Refused):
        return under_fields(found, _fields(found), "activity")
    if isinstance(found, AgreementChanged) and found.changed:
        return None  # the plan's card shows it, and for whom the team waits
    return await turn.show(found)


async def confirm(turn: Turn) -> Reply:
    """Answer I'm in to the person's own part."""
    ref = turn.ref
    return await turn.show(
        await turn.perform(agreements.confirm, ref.entity, ref.revision, "in", at=turn.at)
    )


async def talk(turn: Turn) -> Reply:
    """Answer Let's talk to the person's own part."""
    ref = turn.ref
    return await turn.show(
        await turn.perform(agreements.confirm, ref.entity, ref.revision, "talk", at=turn.at)
    )


async def waits(turn: Turn) -> Reply:
    """Answer with all that waits for the asker."""
    found = await turn.perform(of_asker, at=turn.at)
    return await turn.show(found) if isinstance(found, Refused) else ask.asked(found)


@reads
def of_asker(scope: Scope, *, at: datetime) -> tuple[Waiting, ...]:
    """Return what waits for the asker."""
    return waiting.of(scope, people.require_member(scope).id, at=at)


def _form(turn: Turn, found: AgreementForm, *, more: bool) -> Reply:
    title = facts.plan_title(found.plan)
    opened_at = form.opened_at(turn.filled) if turn.filled else turn.at
    # What somebody saved after the form was opened stays unseen in an update of it.
    number = turn.filled.ref.revision if more and turn.filled else None
    return views.form(form.spec(found, title=title, more=more, opened_at=opened_at, number=number))


def _fields(no: Refused) -> dict[str, str]:
    person = no.params.get("person_id")
    return {
        **_FIELDS,
        "part_missing": f"part.{person}",
        "told_in_future": f"told.{person}",
        "has_account": f"told.{person}",
    }
