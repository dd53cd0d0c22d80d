"""Looks a sentence up in the catalogue and fills it."""

from handlers.slack import mrkdwn
from handlers.slack.catalogue import en


def say(key: str, **params: object) -> mrkdwn.Mrkdwn:
    """Return a sentence as safe message text; what is put in is escaped."""
    return mrkdwn.fill(en.SENTENCES[key], params)


def plain(key: str, **params: object) -> str:
    """Return a sentence for a place that shows plain text (titles, labels, buttons)."""
    return mrkdwn.fill_plain(en.SENTENCES[key], params)


def known(key: str) -> bool:
    """Tell whether the catalogue has this sentence."""
    return key in en.SENTENCES


def word(family: str, code: str | None) -> str:
    """Return the people's word for a code; a word of a school's own stays itself."""
    if not code:
        return ""
    return plain(f"{family}.{code}") if known(f"{family}.{code}") else code.replace("_", " ")
