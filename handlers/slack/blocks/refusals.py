"""A no, in one sentence that says what to do."""

import logging

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import rhythm
from handlers.slack.blocks.kit import Block, SlackMessage, actions, button, message, section
from handlers.slack.mrkdwn import Mrkdwn, words
from handlers.slack.sentences import known, say
from pushin.results import AskedPart, Refused

_log = logging.getLogger(__name__)

# What one tap after a refusal may do: a button, where one helps.
_NEXT_STEP = {
    "stranger": "settings",
    "agreement_changed": "confirm",
    "nothing_after_schedule": "schedule",
    "teacher_missing": "schedule",
    "room_missing": "schedule",
    "channel_missing": "schedule",
    "no_room": "room",
    "ask_the_teacher": "room",
    "week_unknown": "week",
    "where_first": "settings",
}


def refused(found: Refused) -> SlackMessage:
    """Return the sentence of a refusal, with the button that mends it where there is one."""
    line = sentence(found)
    step = _NEXT_STEP.get(found.code)
    return message(line, section(line), actions(button(ActionRef(step)) if step else None))


def sentence(found: Refused) -> Mrkdwn:
    """Return the catalogue's sentence for a code."""
    if not known(f"refused.{found.code}"):
        _log.error(
            "The catalogue has no sentence for a refusal.",
            extra={"action": "refusal_without_sentence", "code": found.code},
        )
        return say("refused.unknown")
    return say(f"refused.{found.code}", **_readable(found))


def _readable(found: Refused) -> dict[str, object]:
    return {key: _param(key, value) for key, value in found.params.items()}


def _param(key: str, value: object) -> object:
    if key == "weekdays" and isinstance(value, list | tuple | set | frozenset):
        return when.weekdays([day for day in value if isinstance(day, int)])
    if key == "parts" and isinstance(value, tuple):
        return "; ".join(rhythm.part(one) for one in value if isinstance(one, AskedPart))
    if key == "dates" and isinstance(value, tuple):
        return "; ".join(map(words, value))
    return words(value)


def nothing(key: str, *steps: str) -> SlackMessage:
    """Return a sentence of the surface itself, with buttons that help."""
    row: list[Block] = [button(ActionRef(step)) for step in steps]
    return message(say(key), section(say(key)), actions(*row))
