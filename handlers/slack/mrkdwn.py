"""Text that is safe to show in Slack: escaped once, in one place."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from handlers.slack import when

SECTION_LIMIT = 3000
_MENTIONS = 20


class Mrkdwn(str):
    """Text that may hold Slack's own marks; everything else is escaped before it is shown."""

    __slots__ = ()


def escape(text: str) -> Mrkdwn:
    """Return user text with Slack's three control characters escaped; safe text stays itself."""
    if isinstance(text, Mrkdwn):
        return text
    return Mrkdwn(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def unescape(text: str) -> str:
    """Return what a person typed, as they typed it: Slack escapes the text it sends."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def mentioned(text: str) -> tuple[str, ...]:
    """Return the ids of the people mentioned in a text as Slack sends it, the first 20.

    No push-in has more adults; each of them is looked up while the person waits.
    """
    found = dict.fromkeys(re.findall(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>", text))
    return tuple(found)[:_MENTIONS]


def readable(text: str, people: Mapping[str, str]) -> str:
    """Return a text as Slack sends it in plain words: names for mentions, labels for links."""
    named = re.sub(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>", lambda m: people.get(m[1], "somebody"), text)
    called = re.sub(r"<!(channel|here|everyone)(?:\|[^>]*)?>", r"@\1", named)
    channels = re.sub(r"<#[A-Z0-9]+\|([^<>]+)>", r"#\1", called)
    labelled = re.sub(r"<[^<>|]*\|([^<>]+)>", r"\1", channels)
    bare = re.sub(r"<(?:!|#)?([^<>|]*)\|?>", r"\1", labelled)
    return unescape(bare).strip()


def bold(text: str) -> Mrkdwn:
    """Return the text in bold; its own asterisks would end the bold early and are dropped."""
    return Mrkdwn(f"*{escape(text.replace('*', ''))}*") if text else Mrkdwn("")


def mention(user_id: str) -> Mrkdwn:
    """Return a person's mention; used in private answers only, so that it notifies nobody."""
    return Mrkdwn(f"<@{user_id}>")


def link(url: str, text: str) -> Mrkdwn:
    """Return a link with a readable text."""
    return Mrkdwn(f"<{url}|{escape(text)}>")


def join(lines: Sequence[str], between: str = "\n") -> Mrkdwn:
    """Return the non-empty lines as one safe text."""
    return Mrkdwn(between.join(escape(line) for line in lines if line))


def bullets(lines: Sequence[str]) -> Mrkdwn:
    """Return the lines as a list."""
    return join([Mrkdwn(f"• {escape(line)}") for line in lines if line])


def clip(text: str, limit: int) -> str:
    """Return the text within a limit; a cut never leaves half an entity or half a mention."""
    if len(text) <= limit:
        return text
    cut = re.sub(r"(&[a-z]*|<[^>]*)$", "", text[: limit - 1]) + "…"
    return Mrkdwn(cut) if isinstance(text, Mrkdwn) else cut


_PARAMETER = re.compile(r"\{(\w+)\}")


def fill(template: str, params: Mapping[str, object]) -> Mrkdwn:
    """Return a sentence of the catalogue with its parameters escaped; a missing one is empty."""
    pieces = list(_pieces(template))
    pieces[1::2] = [escape(words(params.get(name))) for name in pieces[1::2]]
    return Mrkdwn("".join(pieces))


def fill_plain(template: str, params: Mapping[str, object]) -> str:
    """Return a sentence for a plain-text place (titles, labels), where nothing is escaped."""
    pieces = list(_pieces(template))
    pieces[1::2] = [words(params.get(name)) for name in pieces[1::2]]
    return "".join(pieces)


@lru_cache(maxsize=1024)
def _pieces(template: str) -> tuple[str, ...]:
    """Return a sentence's words and, at every second place, the names of its parameters."""
    return tuple(_PARAMETER.split(template))


def words(value: object) -> str:
    """Return a parameter as people read it."""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return when.full(value)
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(words(item) for item in value)
    return "" if value is None else str(value)
