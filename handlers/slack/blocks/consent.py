"""Whose word a change of model or frequency needs: asked, given, missing."""

from collections.abc import Sequence

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import facts
from handlers.slack.blocks.kit import (
    Block,
    SlackMessage,
    actions,
    button,
    context,
    message,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn
from handlers.slack.sentences import plain, say
from pushin.results import (
    ChangePreview,
    Consent,
    ProposalAnswered,
    Proposed,
    WaitingProposal,
)


def follows(found: ChangePreview) -> list[Mrkdwn]:
    """Return who will be asked before a change is made, and what else to look at twice."""
    told = []
    if found.other_discipline and found.change.then is not None:
        told.append(say("consent.discipline", name=facts.who(found.change.then.provider)))
    if found.needs:
        told += [
            say("consent.needs", names=facts.names(one.person for one in found.needs)),
            _team(),
        ]
    return told


def proposed(found: Proposed, summary: str) -> SlackMessage:
    """Return that a change waits for others, who they are, and Withdraw."""
    line = say("consent.again" if found.again else "consent.proposed", change=summary)
    return message(
        join(line, waits_for(found.needs)),
        section(line, waits_for(found.needs)),
        context(_team()),
        actions(button(ActionRef("proposal_withdraw", found.proposal_id))),
    )


def answered(found: ProposalAnswered, summary: str) -> SlackMessage:
    """Return that somebody's word is kept, and for whom it waits."""
    key = f"consent.{found.answer}"
    line = say(f"{key}.again" if found.again else key, name=found.who.name, change=summary)
    left = waits_for(found.needs) if found.needs else Mrkdwn("")
    return message(join(line, left), section(line, left))


def waiting(item: WaitingProposal, lines: Sequence[str]) -> tuple[Block | None, Block | None]:
    """Return a proposed change with who is missing, and the taps of the one who reads it."""
    key = "consent.mine" if item.mine else "consent.waiting"
    asked = say(key, name=item.who.name)
    return section(lines[0], asked, *lines[1:], *map(_said, item.needs)), actions(*_taps(item))


def waits_for(needs: Sequence[Consent]) -> Mrkdwn:
    """Return for whom a change waits."""
    missing = [one.person for one in needs if not one.is_given]
    return say("consent.waits", names=facts.names(missing)) if missing else Mrkdwn("")


def join(first: str, second: str) -> str:
    """Return two sentences as one text."""
    return f"{first} {second}".strip()


def _taps(item: WaitingProposal) -> list[Block | None]:
    key = item.proposal_id
    talk = button(ActionRef("consent_talk", key))
    keep = button(ActionRef("propose_keep", key)) if item.may_decline else None
    withdraw = button(ActionRef("proposal_withdraw", key)) if item.mine else None
    if item.part == "case_manager":
        none = button(ActionRef("consent_none", key), style="primary")
        return [none, button(ActionRef("consent_amended", key)), talk]
    if item.part:
        agree = button(ActionRef("consent_agree", key), style="primary")
        return [agree, None if item.mine else talk, None if item.mine else keep, withdraw]
    return [withdraw]


def _said(one: Consent) -> Mrkdwn:
    on = when.full(one.amended_on) if one.amended_on else ""
    return say(f"consent.said.{one.answer or 'nothing'}", name=one.person.name, on=on)


def _team() -> Mrkdwn:
    return Mrkdwn(plain("consent.team"))
