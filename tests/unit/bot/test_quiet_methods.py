"""A method that Slack asked to be left alone is left alone, in that workspace."""

import pytest

from bot.quiet_methods import QuietMethods
from bot.slack_errors import SlackTroubleError, Step, Verdict


def told(method: str, seconds: float) -> Verdict:
    return Verdict(Step.RETRY, "ratelimited", seconds, method)


async def test_a_long_rest_is_for_later() -> None:
    """While a method rests for long it is not called, and it is said for how long; others are."""
    now = [100.0]
    quiet = QuietMethods(lambda: now[0])
    quiet.note("T1", told("conversations.info", 30))
    now[0] += 10

    with pytest.raises(SlackTroubleError) as caught:
        await quiet.ready("T1", "conversations.info")
    assert caught.value.verdict == told("conversations.info", 20)
    await quiet.ready("T1", "conversations.history")
    await quiet.ready("T2", "conversations.info")
    now[0] += 20
    await quiet.ready("T1", "conversations.info")


async def test_a_post_rests_with_its_conversation() -> None:
    """Slack limits posts by conversation: one that is full holds up no other."""
    quiet = QuietMethods(lambda: 100.0)
    quiet.note("T1", told("chat.postMessage", 30))

    await quiet.ready("T1", "chat.postMessage")
