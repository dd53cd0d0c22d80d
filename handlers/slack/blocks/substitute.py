"""That a substitute's half page is on its way."""

from handlers.slack.blocks import facts
from handlers.slack.blocks.kit import SlackMessage, message, section
from handlers.slack.sentences import say
from pushin.results import SubstitutePage


def coming(found: SubstitutePage, *, again: bool) -> SlackMessage:
    """Return for which room and date the page comes; `again`: it was on its way already."""
    key = "paper.coming.again" if again else "paper.coming"
    line = say(key, room=facts.room(found.room), on=found.day.on)
    return message(line, section(line))
