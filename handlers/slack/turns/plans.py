"""Requests about plans: a phrase or the form, the echo, Confirm, Change."""

from dataclasses import replace
from datetime import datetime

from handlers.forms import schedule as form
from handlers.slack import mrkdwn, views
from handlers.slack.blocks import plan as cards
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn, under_fields
from pushin import people, plan_inputs, plan_phrases, plans
from pushin.results import MayNameStudent, PlanPreview, Refused
from storage.scope import Scope

_FIELDS = {
    "weekdays_missing": "weekdays",
    "no_school_days": "weekdays",
    "no_school_then": "until",
    "unknown_cycle_day": "cycle",
    "no_cycle_days": "cycle",
    "unsupported": "every",
    "no_dates": "until",
    "left_out_anyway": "except",
    "except_unreadable": "except",
    "time_missing": "start",
    "start_missing": "start",
    "end_before_start": "end",
    "period_unknown": "during",
    "routine_unknown": "during",
    "part_empty": "end",
    "teacher_missing": "teacher",
    "not_a_teacher": "teacher",
    "guest_account": "teacher",
    "bot_account": "teacher",
    "deactivated_account": "teacher",
    "foreign_account": "teacher",
    "room_missing": "room",
    "room_of_another": "room",
    "channel_missing": "channel",
    "unknown_role": "others",
    "provider_without_account": "others",
    "name": "others",
    "date_past": "until",
    "until_before_from": "until",
    "outside_school_year": "until",
    "plan_too_long": "until",
    "unknown_model": "model",
    "not_a_code": "codes",
}


async def schedule(turn: Turn) -> Reply:
    """Say back what a phrase was understood as; without one, open the form."""
    if not turn.text:
        return await open_form(turn)
    mentions = await turn.accounts(mrkdwn.mentioned(turn.text))
    here, unusable = await _channel_here(turn)
    found = await turn.perform(
        plans.preview_phrase,
        mrkdwn.unescape(turn.text),
        mentions=mentions,
        channel_id=here,
        at=turn.at,
    )
    if unusable is not None and isinstance(found, Refused) and found.code == "channel_missing":
        return await turn.show(unusable)
    return await turn.show(found)


async def open_form(turn: Turn) -> Reply:
    """Open the form, prefilled from a draft where there is one, else from the channel's room."""
    draft_id, here = turn.ref.entity or None, turn.place.channel
    found = await turn.perform(plans.form, draft_id, channel_id=here, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    meanwhile = cards.changing(turn.ref.entity) if turn.ref.entity else None
    return views.form(form.spec(found), meanwhile=meanwhile)


async def more(turn: Turn) -> Reply:
    """Show the rarer questions in the open form; what was typed stays."""
    found = await turn.perform(plans.form, turn.ref.entity or None, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    return views.form(form.spec(found, more=True))


async def submit(turn: Turn) -> Reply:
    """Say back what the form was understood as; a refusal stands under its field."""
    if turn.filled is None:
        return None
    no = await channel_refusal(turn, turn.filled.text("channel"))
    if no is not None:
        return under_fields(no, {}, "channel")
    if form.lacks_weekdays(turn.filled):
        return under_fields(Refused("weekdays_missing"), _FIELDS, "weekdays")
    accounts = await turn.accounts(form.people_of(turn.filled))
    asked = form.read(turn.filled, accounts)
    left_out = form.left_out(turn.filled)
    found = await turn.perform(preview, asked, left_out, turn.filled.ref.entity, at=turn.at)
    if isinstance(found, PlanPreview):
        return cards.preview_modal(found)
    if isinstance(found, MayNameStudent):
        return await turn.show(found)
    return under_fields(found, _FIELDS, "weekdays")


async def confirm(turn: Turn) -> Reply:
    """Save what was said back; a second Confirm answers the same plan.

    Where a clash came up meanwhile it is said back once more, in the form's place if that is open.
    """
    ref = turn.filled.ref if turn.filled else turn.ref
    found = await turn.perform(plans.save, ref.entity, at=turn.at)
    if turn.filled is not None and isinstance(found, PlanPreview):
        return cards.preview_modal(found)
    return await turn.show(found)


def preview(
    scope: Scope, asked: plans.PlanInput, left_out: str, draft_id: str, *, at: datetime
) -> PlanPreview | MayNameStudent:
    """Say back what the form asks for; a changed draft stays with the provider it was for."""
    asked = replace(asked, except_dates=plan_phrases.left_out(scope, left_out, at=at))
    earlier = scope.drafts.get(draft_id) if draft_id else None
    mine = earlier is not None and earlier.person_id == people.require_member(scope).id
    if earlier is None or not mine or not earlier.content:
        return plans.preview(scope, asked, at=at)
    provider_id = plan_inputs.from_content(earlier.content).provider_id
    return plans.preview(scope, replace(asked, provider_id=provider_id), at=at)


async def channel_refusal(turn: Turn, channel_id: str) -> Refused | None:
    """Return why a channel cannot be a classroom's; None where it can."""
    facts = await turn.surface.directory.channel(channel_id, at=turn.at)
    reasons = {
        "channel_shared": facts.shared,
        "channel_not_private": not facts.private,
        "bot_not_in_channel": not facts.member,
        "channel_archived": facts.archived,
    }
    return next((Refused(code) for code, holds in reasons.items() if holds), None)


async def _channel_here(turn: Turn) -> tuple[str | None, Refused | None]:
    """Return the channel where it was asked if it can be a classroom's, else why it cannot."""
    channel = turn.place.channel
    if channel is None or channel.startswith("D"):
        return None, None
    no = await channel_refusal(turn, channel)
    return (channel, None) if no is None else (None, no)
