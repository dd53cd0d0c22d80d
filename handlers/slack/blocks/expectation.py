"""An expectation that was added, and the question about one that may name a student."""

from handlers.actions import ActionRef
from handlers.slack.blocks import facts
from handlers.slack.blocks.kit import SlackMessage, actions, button, message, section
from handlers.slack.sentences import say, word
from pushin.results import ExpectationAdded, MayNameStudent


def added(found: ExpectationAdded) -> SlackMessage:
    """Return that the expectation stands, and for which sessions."""
    where = (
        facts.session_when(found.session)
        if found.session and found.expectation.session_only
        else facts.plan_title(found.plan)
    )
    key = "expectation.again" if found.again else "expectation.added"
    line = say(key, text=found.expectation.text, where=where)
    return message(line, section(line))


def may_name_student(found: MayNameStudent) -> SlackMessage:
    """Return the private question; the text itself is not repeated."""
    line = say("privacy.question", kind=word("privacy", found.kind))
    return message(
        line,
        section(line, say("privacy.what_to_do")),
        actions(
            button(ActionRef("privacy_edit", found.draft_id), style="primary"),
            button(ActionRef("privacy_keep", found.draft_id)),
        ),
    )
