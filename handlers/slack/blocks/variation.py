"""What was agreed for one session only, as a reply in its plan's thread."""

from handlers.actions import ActionRef
from handlers.forms import agree
from handlers.slack.blocks import agreement, difference, facts
from handlers.slack.blocks.kit import (
    Block,
    SlackMessage,
    actions,
    button,
    context,
    message,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn, bold, bullets, join
from handlers.slack.sentences import say
from pushin.results import AgreementFacts, VariationCard


def card(found: VariationCard) -> SlackMessage:
    """Return which session is other than usual, how, who is in, and the taps that answer."""
    agreed, when = found.agreement, facts.session_when(found.session)
    if agreed is None or found.over:
        line = say("variation.usual" if agreed is None else "variation.over", when=when)
        return message(line, section(line))
    lines = difference.lines(found.changes)
    waits = facts.waiting_for(agreed)
    line = say("variation.text", session=facts.session_line(found.session))
    return message(
        Mrkdwn(f"{line} {join(lines, '; ')}. {waits}" if lines else f"{line} {waits}"),
        *_what(found, agreed, say("variation.title", when=when)),
        actions(
            *agreement.answers(agreed), button(ActionRef("agree", agree.at_hand(found.session)))
        ),
    )


def _what(found: VariationCard, agreed: AgreementFacts, title: Mrkdwn) -> tuple[Block | None, ...]:
    """Return what is other than usual; all parts where nothing is usual yet."""
    if not found.changes:
        return agreement.parts(agreed)
    return (
        section(bold(title), bullets(difference.lines(found.changes))),
        context(facts.waiting_for(agreed)),
    )
