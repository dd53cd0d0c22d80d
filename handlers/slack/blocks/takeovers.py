"""A caseload or a room that somebody else takes over: said back, done, told."""

import json

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import facts, together
from handlers.slack.blocks.kit import (
    Block,
    Modal,
    SlackMessage,
    actions,
    button,
    context,
    message,
    modal,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn, bullets
from handlers.slack.sentences import plain, say
from pushin.results import HandedOver, HandoverNews, HandoverPreview, PlanFacts

_SHOWN = 10


def preview(found: HandoverPreview) -> SlackMessage:
    """Return what a handover would do, and Confirm."""
    confirm = button(ActionRef("handover_confirm", found.draft_id), style="primary")
    return message(_line(found), *_understood(found), actions(confirm))


def preview_modal(found: HandoverPreview) -> Modal:
    """Return the echo of the form, with Confirm as its submit."""
    ref = ActionRef("handover_confirm", found.draft_id)
    return modal(
        plain("change.preview.title"),
        _understood(found),
        submit=plain("button.handover_confirm"),
        callback_id="pushin:handover_preview",
        private_metadata=json.dumps({"ref": ref.encode(), "kept": {}}),
        again=ref,
    )


def handed(found: HandedOver) -> SlackMessage:
    """Return that it was done, with Undo of the whole; or that it was taken back."""
    key = "handover.taken_back" if found.taken_back else "handover.done"
    line = say("handover.again" if found.again else key, **_params(found))
    undo = button(ActionRef("change_undo", found.undo_id)) if found.undo_id else None
    told = say("change.told", count=found.told) if found.told else Mrkdwn("")
    return message(
        line,
        section(line, _plans(found.plans)),
        context(told, say("change.undo_for") if undo else ""),
        actions(undo),
    )


def news(found: HandoverNews) -> SlackMessage:
    """Return what one person is told, all of it in one message."""
    key = "handover.news.back" if found.handed.taken_back else "handover.news"
    line = say(key, name=found.by.name, **_params(found.handed))
    takes_over = found.person.id == found.handed.after.id and not found.handed.taken_back
    return message(
        line,
        section(line, _plans(found.handed.plans) if not takes_over else ""),
        *(_roles(found.handed.plans) if takes_over else ()),
        actions(button(ActionRef("next")), button(ActionRef("week"))),
    )


def _roles(plans: tuple[PlanFacts, ...]) -> list[Block | None]:
    """Return the plans of who took over, each with the way to agree its roles anew."""
    rows = [
        section(facts.plan_title(one), accessory=button(ActionRef("agree", one.id)))
        for one in plans[:_SHOWN]
    ]
    more = len(plans) - _SHOWN
    left = context(say("preview.more", count=more)) if more > 0 else None
    return [*rows, left, context(say("handover.roles"))]


def _line(found: HandoverPreview) -> str:
    return say("handover.preview", **_params(found))


def _understood(found: HandoverPreview) -> list[Block | None]:
    other = say("consent.discipline", name=facts.who(found.after))
    return [
        section(_line(found), _plans(found.plans)),
        section(*map(together.clash, found.clashes[:_SHOWN])),
        section(other) if found.other_discipline else None,
        context(say("handover.anew")),
    ]


def _params(found: HandoverPreview | HandedOver) -> dict[str, object]:
    return {
        "before": found.before.name,
        "after": found.after.name,
        "on": when.full(found.on),
        "count": len(found.plans),
    }


def _plans(plans: tuple[PlanFacts, ...]) -> Mrkdwn:
    lines = [facts.plan_title(one) for one in plans[:_SHOWN]]
    more = len(plans) - _SHOWN
    return bullets([*lines, plain("preview.more", count=more)] if more > 0 else lines)
