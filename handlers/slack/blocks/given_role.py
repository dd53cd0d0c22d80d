"""A role that an organiser gave: who has it now, and what it opens."""

from handlers.slack.blocks.kit import SlackMessage, message, section
from handlers.slack.sentences import say, word
from pushin.results import RoleGiven


def given(found: RoleGiven) -> SlackMessage:
    """Return who has which role now."""
    key = "given_role.again" if found.again else "given_role.done"
    role = found.person.role
    line = say(key, name=found.person.name, role=word("role", role))
    return message(line, section(line, say(f"given_role.what.{role}")))
