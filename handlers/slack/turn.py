"""One request, translated: who asks, what for, where; and the ways to perform and to show."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from handlers.actions import ActionRef
from handlers.app import SEEN, SentFile, Surface
from handlers.forms.spec import Filled, FormErrors
from handlers.slack import render
from handlers.slack.blocks.facts import Viewer
from handlers.slack.blocks.kit import SlackMessage
from handlers.slack.replies import Reply
from pushin.kinds import is_read
from pushin.people import Account
from pushin.results import Refused
from storage.scope import Scope, Who

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was asked: a channel, perhaps a thread in it, and the message itself.

    `private`: the message is one that the asker alone sees.
    """

    channel: str | None = None
    thread_ts: str | None = None
    message_ts: str | None = None
    private: bool = False

    @property
    def is_card(self) -> bool:
        """Whether it is a message that stays and is kept true."""
        return self.message_ts is not None and not self.private


@dataclass(frozen=True, slots=True)
class Ticks:
    """A tap on checkboxes: what was shown ticked, what is ticked now, what the block holds."""

    shown: frozenset[str]
    ticked: frozenset[str]
    block: frozenset[str]


@dataclass(frozen=True, slots=True)
class Turn:
    """A request at an instant of the school clock; `once` names an event that may come twice.

    `boxes`: what is ticked in the boxes of the message or modal whose button was tapped; None
    where it has none.
    """

    surface: Surface
    who: Who
    at: datetime
    place: Place = field(default_factory=Place)
    text: str = ""
    ref: ActionRef = field(default_factory=lambda: ActionRef(""))
    filled: Filled | None = None
    ticks: Ticks | None = None
    boxes: frozenset[str] | None = None
    files: tuple[SentFile, ...] = ()
    once: str | None = None

    @property
    def user_id(self) -> str:
        """The signed id of the person who asks."""
        return self.who.user_id or ""

    async def perform(
        self, use_case: Callable[Concatenate[Scope, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R | Refused:
        """Run a use case for the person who asks; one that changes things acts once an event.

        Guests, other teams and closed accounts get nothing, whoever they were before: the
        database alone would still know a colleague who became a guest.
        """
        if (await self.account()).kind != "full":
            return Refused("foreign")
        if self.once is None or is_read(use_case):
            return await self.surface.perform(use_case, self.who, *args, **kwargs)
        return await self.surface.perform_once(self.once, use_case, self.who, *args, **kwargs)

    async def account(self, user_id: str = "") -> Account:
        """Return an account, the asker's own by default."""
        return await self.surface.directory.account(user_id or self.user_id, at=self.at)

    async def accounts(self, user_ids: tuple[str, ...]) -> dict[str, Account]:
        """Return the accounts of several people by id."""
        return {user_id: await self.account(user_id) for user_id in user_ids}

    async def viewer(self) -> Viewer:
        """Return who reads the answer, with the zone their Slack shows times in."""
        account = await self.account()
        return Viewer(self.user_id, account.tz)

    async def show(self, result: render.Result) -> SlackMessage | None:
        """Return a result as a message for the asker; an event that was answered has no other."""
        if isinstance(result, Refused) and result.code == SEEN:
            return None
        return render.message(result, await self.viewer())


Handler = Callable[[Turn], Awaitable[Reply]]


def under_fields(no: Refused, fields: dict[str, str], first: str) -> FormErrors:
    """Return a refusal as an error under the field it is about (`what` names one, or the code)."""
    what = no.params.get("what")
    field_name = fields.get(no.code) or fields.get(str(what)) or (str(what) if what else first)
    return FormErrors({field_name: (no.code, no.params)})
