"""What somebody said about themselves, kept."""

from handlers.actions import ActionRef
from handlers.slack.blocks.kit import SlackMessage, actions, button, message, section
from handlers.slack.sentences import say, word
from pushin.results import PersonRef


def saved(person: PersonRef) -> SlackMessage:
    """Return who the person is now, and the one next step of their role."""
    role = person.discipline or word("role", person.role)
    line = say("settings.saved", name=person.name, role=role)
    plans = person.role in {"provider", "organiser"}
    next_line = say("settings.next.provider" if plans else "settings.next.other")
    step = button(ActionRef("schedule" if plans else "room"), style="primary")
    return message(line, section(line, next_line), actions(step, button(ActionRef("help"))))
