"""The asker's calendar link: whether there is one, what it is this once, how to use it."""

from handlers.actions import ActionRef
from handlers.slack.blocks.kit import (
    Block,
    SlackMessage,
    actions,
    are_you_sure,
    button,
    context,
    message,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn, bold, bullets
from handlers.slack.sentences import plain, say
from pushin.results import FeedLink, FeedState

PATH = "/calendar"


def address(public_url: str, link: FeedLink) -> str:
    """Return the link's address; who has it needs nothing else."""
    return f"{public_url}{PATH}/{link.workspace_id}/{link.secret}.ics"


def state(found: FeedState, public_url: str | None) -> SlackMessage:
    """Return whether there is a link and what can be done; without an address, the file."""
    file = button(ActionRef("calendar_file"))
    if public_url is None:
        line = say("calendar.nowhere")
        off = _off(found) if found.link_id else None
        return message(line, section(line), actions(file, off))
    if not found.link_id:
        line = say("calendar.none")
        new = button(ActionRef("calendar_new"), style="primary")
        return message(line, section(line), actions(new, file))
    line = say("calendar.since", since=found.since)
    return message(line, section(line), actions(_again(found.link_id), file, _off(found)))


def link(found: FeedLink, public_url: str) -> SlackMessage:
    """Return the address, this once, with how to subscribe to it."""
    line = say("calendar.link")
    how = [say("calendar.iphone"), say("calendar.google"), say("calendar.outlook")]
    replaced = say("calendar.replaced") if found.replaced else Mrkdwn("")
    return message(
        line,
        section(bold(plain("calendar.link")), f"```{address(public_url, found)}```", replaced),
        section(bullets(how)),
        context(say("calendar.secret")),
    )


def turned_off() -> SlackMessage:
    """Return that the link works no more."""
    line = say("calendar.off")
    return message(line, section(line), actions(button(ActionRef("calendar"))))


def sending(*, started: bool) -> SlackMessage:
    """Return that the file comes."""
    line = say("calendar.sending" if started else "calendar.sending.again")
    return message(line, section(line))


def _again(link_id: str) -> Block:
    sure = are_you_sure(
        plain("calendar.again.title"),
        plain("calendar.again.sure"),
        plain("button.calendar_again"),
        plain("calendar.no"),
    )
    ref = ActionRef("calendar_new", link_id)
    return button(ref, plain("button.calendar_again"), confirm=sure)


def _off(found: FeedState) -> Block:
    sure = are_you_sure(
        plain("calendar.off.title"),
        plain("calendar.off.sure"),
        plain("button.calendar_off"),
        plain("calendar.no"),
    )
    return button(ActionRef("calendar_off", found.link_id), confirm=sure)
