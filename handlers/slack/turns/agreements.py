"""Requests about roles: the form, its saving, I'm in, Let's talk, what waits."""

from datetime import datetime

from handlers.forms import agree as form
from handlers.forms.spec import Field
from handlers.slack import views, when
from handlers.slack.blocks import agreement_history as histories
from handlers.slack.blocks import ask, difference, facts
from handlers.slack.mrkdwn import Mrkdwn, bullets, join
from handlers.slack.replies import Reply
from handlers.slack.sentences import plain, say, word
from handlers.slack.turn import Turn, under_fields
from handlers.slack.turns import choosing
from pushin import agreement_history, agreements, people, waiting
from pushin.contents import AgreementInput
from pushin.kinds import reads
from pushin.results import AgreementChanged, AgreementForm, Meanwhile, Refused, Suggested, Waiting
from storage.scope import Scope

_FIELDS = {
    "bad_model": "model",
    "lead_not_in_plan": "lead",
    "lead_missing": "lead",
    "expectation": "expectations",
    "too_many": "expectations",
    "too_many_lines": "expectations",
    "session_over": "which",
    "session_cancelled": "which",
}


async def agree(turn: Turn) -> Reply:
    """Open the form for who does what, or ask which push-in is meant."""
    found = await turn.perform(
        choosing.agreement_form, *form.session_of(turn.ref), turn.place.channel, at=turn.at
    )
    if isinstance(found, AgreementForm):
        return _form(turn, found, more=False)
    return await turn.show(found)


async def more(turn: Turn) -> Reply:
    """Show the co-teaching models in the open form; what was typed stays."""
    found = await turn.perform(agreements.form, *form.session_of(turn.ref))
    if isinstance(found, Refused):
        return await turn.show(found)
    return _form(turn, found, more=True)


async def save(turn: Turn) -> Reply:
    """Save who does what; a refusal stands under its field."""
    if turn.filled is None:
        return None
    said = form.read(turn.filled)
    found = await turn.perform(agreements.agree, said, at=turn.at)
    if isinstance(found, Refused) and found.code == "changed_meanwhile":
        return await _beside_theirs(turn, said)
    if isinstance(found, Refused):
        return under_fields(found, _fields(found), "activity")
    if isinstance(found, AgreementChanged) and _stands_elsewhere(found):
        return None  # the plan's card shows it, and for whom the team waits
    return await turn.show(found)


def _stands_elsewhere(found: AgreementChanged) -> bool:
    """Tell whether a card shows at once all that was saved: no card tells of a later session."""
    is_first = not found.changes
    return found.changed and is_first and not found.agreement.only_on and not found.as_usual


async def _beside_theirs(turn: Turn, said: AgreementInput) -> Reply:
    """Show what somebody else saved meanwhile over what the person wrote, which stays."""
    found = await turn.perform(agreements.meanwhile, said)
    if isinstance(found, Refused):
        return await turn.show(found)
    shown = form.refilled(found.form, said)
    opened_at = said.opened_at or turn.at
    note = Field("theirs", "note", about=_theirs(found))
    return _form(turn, shown, more=False, opened_at=opened_at, note=note)


async def history(turn: Turn) -> Reply:
    """Show who agreed to what and when, over what is open."""
    found = await turn.perform(agreement_history.history, turn.ref.entity)
    return await turn.show(found) if isinstance(found, Refused) else histories.history(found)


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


def _form(
    turn: Turn,
    found: AgreementForm,
    *,
    more: bool,
    opened_at: datetime | None = None,
    note: Field | None = None,
) -> Reply:
    if opened_at is None:
        opened_at = form.opened_at(turn.filled) if turn.filled else turn.at
    return views.form(
        form.spec(
            found,
            title=facts.plan_title(found.plan),
            more=more,
            opened_at=opened_at,
            # What somebody saved after the form was opened stays unseen in an update of it.
            number=turn.filled.ref.revision if more and turn.filled else None,
            only_on=when.full(found.session.on) if found.session else "",
            note=note or _suggested(found.suggested),
        )
    )


def _suggested(found: Suggested | None) -> Field | None:
    """Return where the words of a first agreement come from."""
    if found is None:
        return None
    if found.plan is not None:
        return Field("copied", "note", about=facts.plan_title(found.plan))
    key = "agree.set.any" if found.routine == "other" else "agree.set.at"
    about = plain(key, discipline=found.discipline, routine=word("routine", found.routine).lower())
    return Field("set", "note", about=about)


def _theirs(found: Meanwhile) -> Mrkdwn:
    name = found.author.name
    if not found.theirs:
        return say("agree.theirs.same", name=name)
    return join([say("agree.theirs.said", name=name), bullets(difference.theirs(found.theirs))])


def _fields(no: Refused) -> dict[str, str]:
    person = no.params.get("person_id")
    return {
        **_FIELDS,
        "part_missing": f"part.{person}",
        "told_in_future": f"told.{person}",
        "has_account": f"told.{person}",
    }
