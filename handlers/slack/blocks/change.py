"""A change: said back, done, told to the others, proposed, taken back."""

import json
from collections.abc import Sequence
from datetime import date

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import consent, facts, together
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
from handlers.slack.mrkdwn import Mrkdwn, bold
from handlers.slack.sentences import plain, say
from pushin.results import (
    ChangeChoice,
    Changed,
    ChangeFacts,
    ChangeNews,
    ChangePreview,
    ProposalAnswered,
    ProposalNews,
    Proposed,
    SessionFacts,
    Slot,
    WaitingProposal,
)

_DATES = 5


def preview(found: ChangePreview) -> SlackMessage:
    """Return what was understood with full dates, and Confirm / Change."""
    draft = found.draft_id
    buttons = actions(
        button(ActionRef("change_confirm", draft), _confirm(found), style="primary"),
        button(ActionRef("change_form", draft)),
    )
    return message(
        say("change.preview", change=summary(found.change)), *_understood(found), buttons
    )


def preview_modal(found: ChangePreview) -> Modal:
    """Return the echo of the form, with Confirm as its submit and Change inside."""
    ref = ActionRef("change_form", found.draft_id)
    return modal(
        plain("change.preview.title"),
        [*_understood(found), actions(button(ref))],
        submit=_confirm(found),
        callback_id="pushin:change_preview",
        private_metadata=json.dumps({"ref": ref.encode(), "kept": {}}),
        again=ref,
    )


def changing(draft_id: str) -> SlackMessage:
    """Return what stands in place of the echo while its form is open."""
    again = actions(button(ActionRef("change_form", draft_id)))
    return message(say("changing"), section(say("changing")), again)


def changed(found: Changed) -> SlackMessage:
    """Return what was done, or that it was so already; Undo while that is possible."""
    if found.again:
        told = found.change
        now = _slot(told.after) if told.after else summary(told)
        line = say("change.again", change=now)
        return message(line, section(line))
    if found.taken_back:
        line = say("change.taken_back", change=summary(found.change))
        return message(line, section(line), context(_told(found.told)))
    undo = button(ActionRef("change_undo", found.undo_id)) if found.undo_id else None
    roles = _roles_button(found.change)
    late = say("change.late", on=found.meant_for) if found.meant_for else Mrkdwn("")
    return message(
        say("change.done", change=summary(found.change)),
        section(say("change.done.title"), *lines(found.change), late),
        context(_told(found.told), say("change.undo_for") if undo else ""),
        actions(undo, roles),
    )


def choice(found: ChangeChoice) -> SlackMessage:
    """Return the sessions that may be meant, each with its button."""
    asked = say("change.missed", on=found.missed) if found.missed else say("change.which")
    rows = [
        section(
            bold(facts.session_when(one)),
            facts.session_where(one),
            accessory=button(_picked(found, one), plain("button.this")),
        )
        for one in found.sessions
    ]
    return message(asked, section(asked), *rows)


def news(found: ChangeNews) -> SlackMessage:
    """Return what another changed, for one person; or that they took it back."""
    key = "change.news.back" if found.taken_back else "change.news"
    text = say(key, name=found.by.name, change=summary(found.change))
    withdrawn = say("change.news.withdrawn") if found.withdrawn else Mrkdwn("")
    title = say(f"{key}.title", name=found.by.name)
    return message(
        text,
        section(title, *lines(found.change), withdrawn),
        actions(button(ActionRef("next")), button(ActionRef("week"))),
    )


def answer(found: ProposalNews) -> SlackMessage:
    """Return what became of somebody's proposal."""
    line = say(f"proposal.news.{found.answer}", name=found.by.name, change=summary(found.change))
    return message(line, section(line))


def proposed(found: Proposed) -> SlackMessage:
    """Return that a change waits for the provider."""
    if found.needs:
        return consent.proposed(found, summary(found.change))
    key = "proposal.again" if found.again else "proposal.made"
    line = say(key, name=found.asks.name, change=summary(found.change))
    return message(line, section(line))


def answered(found: ProposalAnswered) -> SlackMessage:
    """Return that the answer was kept, and who learns of it."""
    if found.needs or found.answer == "withdrawn":
        return consent.answered(found, summary(found.change))
    key = f"proposal.{found.answer}"
    key = f"{key}.again" if found.again else key
    line = say(key, name=found.who.name, change=summary(found.change))
    return message(line, section(line))


def waiting(item: WaitingProposal) -> tuple[Block | None, Block | None]:
    """Return what somebody proposes, and its three answers."""
    title = bold(facts.plan_title(item.change.plan))
    if item.needs:
        return consent.waiting(item, [title, *lines(item.change)])
    asked = say("proposal.waiting", name=item.who.name)
    return section(title, asked, *lines(item.change)), actions(
        button(ActionRef("propose_do", item.proposal_id), style="primary"),
        button(ActionRef("propose_keep", item.proposal_id)),
        button(ActionRef("propose_talk", item.proposal_id)),
    )


def summary(found: ChangeFacts) -> str:
    """Return a change in one sentence without markup."""
    said = plain(f"change.text.{found.what}", **_params(found))
    return said if found.before is not None else f"{facts.plan_title(found.plan)}: {said}"


def lines(found: ChangeFacts) -> list[Mrkdwn]:
    """Return a change in a few lines: what it was, what it is."""
    told = [say(f"change.line.{found.what}", **_params(found))]
    if found.before is None and found.what != "change":
        told = [bold(facts.plan_title(found.plan)), *told]
    if found.dates:
        told.append(say("change.dates", dates=_dates(found.dates), count=len(found.dates)))
    if found.apart is not None:
        told.append(say("change.apart", apart=facts.plan_title(found.apart)))
    models = {one.service_delivery_model for one in found.new}
    for model in sorted(models - {found.plan.service_delivery_model}):
        told.append(say("change.other_model", model=plain(f"model.{model}")))
    if found.then is not None and found.then.provider.id != found.plan.provider.id:
        told.append(say("change.with", name=facts.who(found.then.provider)))
    return told


def _params(found: ChangeFacts) -> dict[str, object]:
    return {
        "before": _slot(found.before) if found.before else facts.plan_title(found.plan),
        "after": _slot(found.after) if found.after else "",
        "first": when.full(found.first) if found.first else "",
        "last": when.full(found.last) if found.last else "",
        "then": " + ".join(facts.plan_title(one) for one in found.new),
        "count": len(found.dates),
    }


def _slot(one: Slot) -> str:
    return plain(
        "change.slot",
        on=when.full(one.on),
        times=when.span(one.start, one.end),
        room=facts.room(one.room),
    )


def _dates(dates: Sequence[date]) -> str:
    shown = "; ".join(when.short(on) for on in dates[:_DATES])
    left = len(dates) - _DATES
    return f"{shown}; {plain('preview.more', count=left)}" if left > 0 else shown


def _understood(found: ChangePreview) -> list[Block | None]:
    """Return the echo's paragraphs; what came up since an earlier echo stands first."""
    since = [together.clash(one) for one in found.since]
    clashes = [together.clash(one) for one in found.clashes if one not in found.since]
    title = (
        say("change.preview.asks", name=found.asks.name)
        if found.asks
        else say("change.preview.right")
    )
    return [
        section(say("change.since"), *since) if since else None,
        section(title, *lines(found.change), _of_one(found)),
        section(*clashes, _missing(found)),
        context(*_follows(found)),
        context(*consent.follows(found)),
    ]


def _of_one(found: ChangePreview) -> Mrkdwn:
    return say("change.only_this") if found.change.before is not None else Mrkdwn("")


def _missing(found: ChangePreview) -> Mrkdwn:
    if not found.missing or found.change.then is None:
        return Mrkdwn("")
    return say("preview.obstacles", dates=_dates(found.missing), during=found.change.then.during)


def _follows(found: ChangePreview) -> list[Mrkdwn]:
    """Return what else a change does: sessions counted, roles, who is told."""
    told = []
    if found.change.what == "change":
        told.append(say("change.count", count=found.count))
        told.append(say("change.carried") if found.change.carried else say("change.roles_anew"))
    if found.change.what == "end":
        told.append(say("change.count_end", count=found.count))
    if found.asks is None:
        told.append(_told(found.told))
    return told


def _told(count: int) -> Mrkdwn:
    return say("change.told", count=count) if count else say("change.told.none")


def _confirm(found: ChangePreview) -> str:
    needs = found.asks or any(one.person.id != found.change.plan.provider.id for one in found.needs)
    return plain("button.propose" if needs else "button.change_confirm")


def _picked(found: ChangeChoice, one: SessionFacts) -> ActionRef:
    if found.draft_id:
        return ActionRef("change_pick", f"{found.draft_id}/{one.id}")
    return ActionRef("change", one.id, one.revision)


def _roles_button(found: ChangeFacts) -> Block | None:
    """Return the next step of a plan whose roles did not go along."""
    without = found.new[1:] if found.carried else found.new
    return button(ActionRef("agree", without[0].id)) if without else None
