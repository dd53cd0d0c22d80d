"""What one can ask for, and what was perhaps meant."""

from handlers.actions import ActionRef
from handlers.slack.blocks.kit import SlackMessage, actions, button, context, message, section
from handlers.slack.mrkdwn import Mrkdwn, bold, bullets, escape
from handlers.slack.sentences import plain, say
from handlers.verbs import VERBS, Unknown


def overview() -> SlackMessage:
    """Return every verb with its line, and examples to copy."""
    lines = [_line(verb.call, verb.name) for verb in VERBS]
    examples = [escape(f"/pushin {verb.example}") for verb in VERBS if verb.example]
    return message(
        say("help.text"),
        section(bold(plain("help.title")), bullets(lines)),
        section(say("help.examples"), bullets(examples)),
        context(say("help.where")),
        actions(
            button(ActionRef("next"), style="primary"),
            button(ActionRef("today")),
            button(ActionRef("week")),
            button(ActionRef("suggest")),
            button(ActionRef("touchbase")),
            button(ActionRef("room")),
            button(ActionRef("settings")),
        ),
    )


def unknown(found: Unknown) -> SlackMessage:
    """Return that no verb goes by this word, with those that look like it as buttons."""
    key = "unknown.near" if found.near else "unknown.far"
    # The word itself is not repeated: it may have been a name.
    line = say(key, near=found.near)
    buttons = [button(ActionRef(name)) for name in found.near] or [button(ActionRef("help"))]
    return message(line, section(line), actions(*buttons))


def _line(call: str, name: str) -> Mrkdwn:
    return Mrkdwn(f"`{escape(call)}` {say(f'verb.{name}')}")
