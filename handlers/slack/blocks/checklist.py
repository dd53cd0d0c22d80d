"""A session's checklist in the classroom's channel."""

from collections.abc import Sequence

from handlers.actions import ActionRef
from handlers.forms import agree, expect
from handlers.slack import tick_block
from handlers.slack.blocks import doing, facts
from handlers.slack.blocks.kit import (
    CHECKBOX_LIMIT,
    OPTION_LIMIT,
    Block,
    SlackMessage,
    actions,
    button,
    checkboxes,
    context,
    message,
    option,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn, bold, bullets, link
from handlers.slack.sentences import plain, say
from pushin.results import Checklist, ExpectationFacts, PersonRef

TICK = "tick"


def checklist(found: Checklist, team_url: str) -> SlackMessage:
    """Return the session's line, who leads, the boxes, and the way to the standing thread."""
    session = found.session
    line = facts.session_line(session)
    off = facts.not_on(session)
    if off:
        return message(say("checklist.off", session=line, why=off), *_off(found, off))
    return message(
        say("checklist.text", session=line),
        section(bold(facts.session_when(session)), facts.session_adults(session), *_lead(found)),
        *(_closed(found) if found.closed else _open(found)),
        context(_thread(found, team_url)),
    )


def _open(found: Checklist) -> list[Block | None]:
    this = expect.entity(found.session.plan_id, found.session.id)
    add = actions(
        button(ActionRef("expectations", this), plain("button.add_expectation")),
        button(ActionRef("agree", agree.at_hand(found.session))),
    )
    if not found.expectations:
        return [section(say("checklist.empty")), add]
    shown = found.expectations[:CHECKBOX_LIMIT]
    ticked = [expectation.id for expectation in shown if expectation.ticked]
    boxes = checkboxes(
        tick_block.encode(ActionRef(TICK, found.session.id, found.session.revision), ticked),
        f"pushin:{TICK}",
        [_option(expectation) for expectation in shown],
        ticked,
    )
    return [boxes, context(_ticked(shown)), add]


def _closed(found: Checklist) -> list[Block | None]:
    # Names vanish when the session is over: what was ready stays, who did it does not.
    lines = [
        say("checklist.done" if expectation.ticked else "checklist.left", text=expectation.text)
        for expectation in found.expectations[:CHECKBOX_LIMIT]
    ]
    return [section(bullets(lines)), context(say("checklist.over"))]


def _off(found: Checklist, why: str) -> list[Block | None]:
    session = found.session
    title = bold(facts.session_when(session))
    return [section(title, facts.session_adults(session), say("checklist.not_on", why=why))]


def _option(expectation: ExpectationFacts) -> Block:
    # A box's label holds 75 characters; the rest of a longer text goes on in its second line.
    text = expectation.text
    if len(text) <= OPTION_LIMIT:
        return option(expectation.id, text)
    cut = text.rfind(" ", 0, OPTION_LIMIT + 1)
    cut = cut if cut > 0 else OPTION_LIMIT
    return option(expectation.id, text[:cut], text[cut:].strip())


def _ticked(shown: Sequence[ExpectationFacts]) -> Mrkdwn:
    people: dict[str, PersonRef] = {e.ticked_by.id: e.ticked_by for e in shown if e.ticked_by}
    if not people:
        return Mrkdwn("")
    return say("checklist.ticked", names=facts.names(people.values()))


def _lead(found: Checklist) -> list[str]:
    class_does: list[str] = [doing.line(found.session)]
    if found.agreement is None:
        return class_does
    activity = found.agreement.activity
    leads = say("next.lead", lead=found.agreement.lead.name)
    return [leads, *([say("agreement.activity", text=activity)] if activity else []), *class_does]


def _thread(found: Checklist, team_url: str) -> Mrkdwn:
    ts, channel = found.plan_card_ts, found.session.channel_id
    if not ts or not channel:
        return say("checklist.reply")
    url = f"{team_url}archives/{channel}/p{ts.replace('.', '')}"
    return Mrkdwn(f"{say('checklist.reply')} {link(url, plain('checklist.standing'))}")
