"""What changed in an agreement, one line each."""

from collections.abc import Sequence

from handlers.slack.mrkdwn import Mrkdwn, join
from handlers.slack.sentences import plain, say, word
from pushin.results import Difference

_LONGEST = 90
"""Characters of one side: the whole words stand in the agreement itself."""


def lines(changes: Sequence[Difference]) -> list[Mrkdwn]:
    """Return what was and what is: `Ms. Adams: observes -> leads the small group`."""
    return [say(_key(one), **_params(one)) for one in changes]


def one_line(changes: Sequence[Difference]) -> Mrkdwn:
    """Return all changes in one sentence; nothing where there are none."""
    return say("agreement.changes", changes=join(lines(changes), "; ")) if changes else Mrkdwn("")


def theirs(changes: Sequence[Difference]) -> list[Mrkdwn]:
    """Return what somebody else saved, where it is other than one's own words."""
    return [say(f"theirs.{one.what}", **_params(one)) for one in changes]


def _key(change: Difference) -> str:
    if change.what == "part" and not change.before:
        return "difference.part.new"
    if change.what == "part" and not change.after:
        return "difference.part.gone"
    return f"difference.{change.what}"


def _params(change: Difference) -> dict[str, object]:
    return {
        "name": change.who.name if change.who else "",
        "before": _side(change, change.before),
        "after": _side(change, change.after),
    }


def _side(change: Difference, text: str) -> str:
    if change.what == "model":
        return word("co_teaching", text)
    one = " ".join(text.split())
    if not one:
        return plain("difference.nothing")
    return one if len(one) <= _LONGEST else one[: _LONGEST - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
