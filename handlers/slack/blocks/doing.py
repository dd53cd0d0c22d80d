"""What a class will be doing: the question, the answer, and the line that stands with a session."""

from handlers.actions import ActionRef
from handlers.slack.blocks import facts
from handlers.slack.blocks.kit import Block, SlackMessage, actions, button, message, section
from handlers.slack.mrkdwn import Mrkdwn, bold
from handlers.slack.sentences import plain, say
from pushin.results import DoingSaid, SessionFacts, WaitingDoing


def line(session: SessionFacts) -> Mrkdwn:
    """Return what the teacher said that the class will be doing; nothing before they did."""
    if session.doing is None:
        return Mrkdwn("")
    return say("doing.line", text=session.doing) if session.doing else say("doing.usual")


def question(item: WaitingDoing) -> tuple[Block | None, Block | None]:
    """Return the question for one session, answered with one tap."""
    session = item.session
    when, where = facts.session_when(session), facts.session_where(session)
    return section(bold(when), where, say("doing.ask")), actions(
        button(ActionRef("doing_usual", session.id, session.revision), style="primary"),
        button(ActionRef("doing_say", session.id, session.revision)),
    )


def said(found: DoingSaid) -> SlackMessage:
    """Return that it stands with the session, and how to say it anew."""
    session = found.session
    key = "doing.again" if found.again else "doing.saved"
    told = say(key, when=facts.session_when(session), where=facts.session_where(session))
    return message(told, section(told, line(session)), actions(change(session)))


def change(session: SessionFacts) -> Block:
    """Return the button that opens the line anew."""
    ref = ActionRef("doing_say", session.id, session.revision)
    return button(ref, plain("button.doing_change"))
