"""One card with all that waits for a person."""

from handlers.slack import when
from handlers.slack.blocks import waiting
from handlers.slack.blocks.kit import SlackMessage, context, message, section
from handlers.slack.mrkdwn import Mrkdwn, bold
from handlers.slack.sentences import plain, say
from pushin.results import AskCard, Waiting


def card(found: AskCard) -> SlackMessage:
    """Return the day's card; once everything is answered it says so."""
    day = when.full(found.on)
    if found.replaced:
        return message(say("ask.replaced", day=day), section(say("ask.replaced", day=day)))
    if not found.items:
        return message(say("ask.done", day=day), section(say("ask.done", day=day)))
    done = say("ask.some_done", count=found.done) if found.done else Mrkdwn("")
    return message(
        say("ask.text", day=day, count=len(found.items)),
        section(bold(plain("ask.title", day=day))),
        *waiting.items(found.items),
        context(done),
    )


def asked(found: tuple[Waiting, ...]) -> SlackMessage:
    """Return what waits for the asker, when they ask."""
    if not found:
        return message(say("ask.nothing"), section(say("ask.nothing")))
    return message(say("ask.asked"), section(bold(plain("ask.asked"))), *waiting.items(found))
