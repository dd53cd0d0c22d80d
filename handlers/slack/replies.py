"""How an answer reaches the person, by the way they asked; nothing here withholds the ack."""

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp
from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from handlers.forms.spec import FormErrors
from handlers.slack.blocks import refusals
from handlers.slack.blocks.kit import (
    Block,
    Modal,
    SlackMessage,
    actions,
    button,
    message,
    section,
    told,
)
from handlers.slack.mrkdwn import unescape
from handlers.slack.sentences import say
from pushin.results import Refused

Reply = SlackMessage | Modal | FormErrors | None

_log = logging.getLogger(__name__)
_RESPONSE_URL_SECONDS = 2
_TRIGGER_SECONDS = 2
"""An ack has three seconds in all; a slow response URL or trigger call must not eat them."""


class Answering(Protocol):
    """A way to answer; each takes a message and a modal."""

    async def message(self, said: SlackMessage) -> None:
        """Tell the person, privately."""

    async def modal(self, shown: Modal) -> None:
        """Show the person a form or a question, or say privately how to get it."""


async def send(way: Answering, reply: Reply) -> None:
    """Give a reply; None means that the answer is already visible."""
    match reply:
        case SlackMessage():
            await way.message(reply)
        case Modal():
            await way.modal(reply)
        case FormErrors() if isinstance(way, BySubmission):
            await way.errors(reply)
        case _:
            return


async def finish(ack: AsyncAck) -> None:
    """Acknowledge what was not acknowledged with its answer."""
    if ack.response is None:
        await ack()


async def tried(call: Awaitable[object], what: str, *, within: float | None = None) -> bool:
    """Wait for a Slack call, `within` some seconds or the client's time-out.

    What fails is logged and answered False, the commit stands.
    """
    try:
        await asyncio.wait_for(call, within)
    except (TimeoutError, SlackClientError, aiohttp.ClientError) as error:
        _log.warning(
            "Slack did not take an answer.",
            extra={"action": "answer_failed", "call": what, "error": type(error).__name__},
            exc_info=error,
        )
        return False
    return True


@dataclass(frozen=True, slots=True)
class ByAck:
    """The answer to a slash command travels in its ack; a form is opened with its trigger."""

    client: AsyncWebClient
    ack: AsyncAck
    trigger_id: str

    async def message(self, said: SlackMessage) -> None:
        """Answer in the ack, for the asker only."""
        await self.ack(response_type="ephemeral", **posted(said))

    async def modal(self, shown: Modal) -> None:
        """Open the form; if Slack will not, offer the button that opens it."""
        opening = self.client.views_open(trigger_id=self.trigger_id, view=shown.view)
        if not await tried(opening, "views.open", within=_TRIGGER_SECONDS):
            await self.message(once_more(shown))


@dataclass(frozen=True, slots=True)
class ByPost:
    """The answer to a mention (only the asker sees it) or to a word in the direct messages."""

    client: AsyncWebClient
    channel: str
    user: str
    direct: bool
    thread_ts: str | None = None

    async def message(self, said: SlackMessage) -> None:
        """Post the answer where it was asked for."""
        await self.give(said)

    async def modal(self, shown: Modal) -> None:
        """Offer the button that opens the form: events bring no trigger."""
        await self.give(shown)

    async def give(self, reply: Reply) -> bool:
        """Post the answer and tell whether the person has it; None has reached them already."""
        if isinstance(reply, Modal):
            reply = once_more(reply, "form.button")
        if not isinstance(reply, SlackMessage):
            return True
        place: dict[str, Any] = {"channel": self.channel, "thread_ts": self.thread_ts}
        if self.direct:
            post = self.client.chat_postMessage(**place, **posted(reply))
            return await tried(post, "chat.postMessage")
        whisper = self.client.chat_postEphemeral(user=self.user, **place, **bare(reply))
        return await tried(whisper, "chat.postEphemeral")


@dataclass(frozen=True, slots=True)
class ByResponseUrl:
    """The answer to a tap in a message; a private message is replaced, a shared one stays."""

    client: AsyncWebClient
    url: str
    replace: bool
    trigger_id: str

    async def message(self, said: SlackMessage) -> None:
        """Answer privately through the response URL."""
        hook = AsyncWebhookClient(
            self.url,
            timeout=_RESPONSE_URL_SECONDS,
            session=self.client.session,
            retry_handlers=[],
        )
        body = {"response_type": "ephemeral", "replace_original": self.replace, **posted(said)}
        await tried(hook.send_dict(body), "response_url")

    async def modal(self, shown: Modal) -> None:
        """Open the form; if Slack will not, say so privately."""
        opening = self.client.views_open(trigger_id=self.trigger_id, view=shown.view)
        if not await tried(opening, "views.open", within=_TRIGGER_SECONDS):
            await self.message(once_more(shown))
        elif self.replace and shown.meanwhile:
            await self.message(shown.meanwhile)


@dataclass(frozen=True, slots=True)
class ByModal:
    """The answer to a tap in the App Home: a modal, since no message stands there."""

    client: AsyncWebClient
    user: str
    trigger_id: str

    async def message(self, said: SlackMessage) -> None:
        """Show the sentence in a modal; if Slack will not, in the direct messages."""
        await self._open(told(said), said)

    async def modal(self, shown: Modal) -> None:
        """Open the form; if Slack will not, say so in the direct messages."""
        await self._open(shown, once_more(shown))

    async def _open(self, shown: Modal, instead: SlackMessage) -> None:
        opening = self.client.views_open(trigger_id=self.trigger_id, view=shown.view)
        if not await tried(opening, "views.open", within=_TRIGGER_SECONDS):
            post = self.client.chat_postMessage(channel=self.user, **posted(instead))
            await tried(post, "chat.postMessage")


@dataclass(frozen=True, slots=True)
class ByUpdate:
    """The answer to a tap inside a modal: the modal changes; typed values stay."""

    client: AsyncWebClient
    user: str
    view_id: str
    view_hash: str
    trigger_id: str

    async def message(self, said: SlackMessage) -> None:
        """Show the sentence in place of the form."""
        await self.modal(told(said))

    async def modal(self, shown: Modal) -> None:
        """Update the form, or lay the next one over it; else say so in the direct messages."""
        way = self._push if shown.stacked else self._update
        if not await tried(way(shown), "views.update", within=_TRIGGER_SECONDS):
            post = self.client.chat_postMessage(channel=self.user, **posted(once_more(shown)))
            await tried(post, "chat.postMessage")

    def _push(self, shown: Modal) -> Awaitable[object]:
        return self.client.views_push(trigger_id=self.trigger_id, view=shown.view)

    def _update(self, shown: Modal) -> Awaitable[object]:
        return self.client.views_update(
            view_id=self.view_id, hash=self.view_hash or None, view=shown.view
        )


@dataclass(frozen=True, slots=True)
class BySubmission:
    """The answer to a form travels in its ack: the next view, or errors under their fields."""

    ack: AsyncAck
    fields: tuple[str, ...]

    async def message(self, said: SlackMessage) -> None:
        """Show the sentence in place of the form."""
        await self.modal(told(said))

    async def modal(self, shown: Modal) -> None:
        """Show the next form in place of this one."""
        await self.ack(response_action="update", view=shown.view)

    async def errors(self, found: FormErrors) -> None:
        """Put each sentence under its field, and under the first one where the form has no such."""
        errors: dict[str, str] = {}
        for name, (code, params) in found.errors.items():
            field = name if name in self.fields else self.fields[0]
            errors[field] = as_plain(code, params)
        await self.ack(response_action="errors", errors=errors)


def as_plain(code: str, params: Mapping[str, object]) -> str:
    """Return a refusal's sentence for a place without markup."""
    sentence = refusals.sentence(Refused(code, params))
    return unescape(sentence).replace("`", "").replace("*", "")


def bare(said: SlackMessage) -> dict[str, Any]:
    """Return a message's text and blocks as arguments."""
    return {"text": said.text, "blocks": said.blocks}


def posted(said: SlackMessage) -> dict[str, Any]:
    """Return the arguments of a message that others could see; links never unfold."""
    return {**bare(said), "unfurl_links": False, "unfurl_media": False}


def once_more(shown: Modal, key: str = "refused.form_did_not_open") -> SlackMessage:
    """Return the sentence and the button that opens a form."""
    row: list[Block] = [button(shown.again)] if shown.again else []
    return message(say(key), section(say(key)), actions(*row))
