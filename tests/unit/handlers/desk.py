"""A desk: a sandbox, the listeners in this process, and people who type, tap and fill in."""

import asyncio
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from unit.pushin import king

from handlers import manifest
from handlers.app import NotDrawnError, Surface
from handlers.slack.directory import SlackDirectory
from handlers.slack.files import SlackFiles
from handlers.slack.register import register
from handlers.slack.uploads import SlackUploads
from pushin.exports import Wanted
from pushin.results import SubstitutePage, Week
from pushin.results.minutes import MinutesChart
from sandbox.client import SandboxClient
from storage.scope import Who

Json = dict[str, Any]
NAMES = {"maya": "Maya Ortiz", "adams": "Ms. Adams", "tam": "Tam", "ben": "Ben Cho"}
OTHERS = {"newbie": "full", "guest": "guest", "gone": "deleted", "rosa": "full"}
BOT = "U0PUSHIN"


async def until(look: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something is so; pytest's own time-out ends a wait in vain."""
    while not await look():  # noqa: ASYNC110  another process tells
        await asyncio.sleep(0.05)


def user(name: str) -> str:
    return f"U0{name.upper()}"


def seed(at: datetime) -> Json:
    full = [
        {"id": user(n), "name": n, "real_name": r, "tz": king.ZONE.key, "kind": "full"}
        for n, r in NAMES.items()
    ]
    others = [
        {"id": user(n), "name": n, "real_name": n.capitalize(), "tz": king.ZONE.key, "kind": k}
        for n, k in OTHERS.items()
    ]
    members = [*(one["id"] for one in full), user("newbie"), user("guest"), BOT]
    return {
        "team": {"id": king.WORKSPACE, "name": "King", "domain": "king"},
        "app": {
            "id": "A0PUSHIN",
            "name": "Push-In",
            "bot_user_id": BOT,
            "bot_id": "B0PUSHIN",
            "bot_token": "xoxb-sandbox",
            "app_token": "xapp-1-sandbox",
            "signing_secret": "sandbox-signing-secret",
            "manifest": manifest.build(),
        },
        "users": [*full, *others],
        "channels": [
            {"id": king.CHANNEL, "name": "room-12", "is_private": True, "members": members},
            {"id": "C0OPEN", "name": "all", "is_private": False, "members": members},
        ],
        "now": at.isoformat(),
    }


def read(thing: Any) -> list[str]:
    if isinstance(thing, dict):
        own = [thing["text"]] if isinstance(thing.get("text"), str) else []
        return [*own, *(text for value in thing.values() for text in read(value))]
    return [text for one in thing for text in read(one)] if isinstance(thing, list) else []


def words(thing: Any) -> str:
    return "\n".join(read(thing))


def elements(thing: Json) -> list[Json]:
    found = []
    for block in thing.get("blocks", []):
        inside = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        found += [
            {**one, "block_id": block["block_id"]} for one in inside if one and "action_id" in one
        ]
    return found


def labels(thing: Json) -> list[str]:
    return [one["text"]["text"] for one in elements(thing) if one["type"] == "button"]


@dataclass
class Pictures:
    """Draws nothing: a picture is the same few bytes, and `asked` counts how often one was."""

    picture: bytes = b"\x89PNG week"
    asked: int = 0
    fails: bool = False
    logs: list[tuple[Who, Wanted, str]] = field(default_factory=list)
    may_draw: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Draw at once, unless a test holds it back."""
        self.may_draw.set()

    async def week(self, found: Week) -> bytes:  # noqa: ARG002  the port's words
        """Return the bytes, once it may."""
        self.asked += 1
        await self.may_draw.wait()
        if self.fails:
            raise NotDrawnError
        return self.picture

    async def minutes(self, found: MinutesChart) -> bytes:  # noqa: ARG002  the port's words
        """Return the bytes."""
        self.asked += 1
        return b"\x89PNG minutes"

    async def substitute(self, found: SubstitutePage) -> bytes:  # noqa: ARG002  the port's words
        """Return the bytes."""
        self.asked += 1
        return b"%PDF substitute"

    async def service_log(self, who: Who, wanted: Wanted, kind: str, *, at: datetime) -> bytes:  # noqa: ARG002  the port's words
        """Return the bytes, and keep who asked for what."""
        self.asked += 1
        self.logs.append((who, wanted, kind))
        await self.may_draw.wait()
        if self.fails:
            raise NotDrawnError
        return b"a log"


@dataclass
class Desk:
    """The sandbox, the team's database, and Bolt listening; the school clock stands at `at`."""

    box: SandboxClient
    team: king.King
    client: AsyncWebClient
    at: datetime
    errors: list[str] = field(default_factory=list)
    pictures: Pictures = field(default_factory=Pictures)
    public_url: str | None = "https://pushin.example.org"

    async def open(self) -> AsyncSocketModeHandler:
        """Seed the workspace and connect the listeners."""
        await self.box.seed(seed(self.at))
        await self.box.set_faults()
        app = AsyncApp(client=self.client, process_before_response=True)
        directory = SlackDirectory(self.client, king.WORKSPACE)
        self.uploads = SlackUploads(self.client)
        surface = Surface(
            self.team.database,
            lambda: self.at,
            directory,
            self.uploads,
            self.pictures,
            SlackFiles(self.client),
            public_url=self.public_url,
        )
        register(app, surface)
        handler = AsyncSocketModeHandler(app, "xapp-1-sandbox", web_client=self.client)
        await handler.connect_async()
        return handler

    async def command(self, who: str, text: str = "", channel: str = king.CHANNEL) -> Json:
        """Type after /pushin; return the private answer."""
        answer = await self.box.command(user(who), channel, "/pushin", text)
        assert answer["outcome"] == "ok", answer
        return answer["response"] or {}

    async def dm(self, who: str, text: str) -> Json:
        """Say a word in the direct messages; return the newest message there."""
        channel = await self.box.open(user(who), [BOT])
        await self.box.say(user(who), channel, text)
        await self.box.idle()
        return (await self.box.messages(user(who), channel))[-1]

    async def send(self, who: str, name: str, data: bytes, **more: Any) -> Json:
        """Send a file in the direct messages; return the newest message there."""
        channel = await self.box.open(user(who), [BOT])
        await self.box.upload(user(who), channel, name, b64encode(data).decode(), **more)
        await self.box.idle()
        return (await self.box.messages(user(who), channel))[-1]

    async def tap(self, who: str, label: str, message: Json) -> Json:
        """Tap a button in the direct messages; return the newest message there."""
        channel = await self.box.open(user(who), [BOT])
        await self.click(who, label, message, channel)
        return (await self.box.messages(user(who), channel))[-1]

    async def private(self, who: str, thread_ts: str | None = None) -> list[Json]:
        """Return the private answers that somebody sees in the room's channel."""
        await self.box.idle()
        seen = await self.box.messages(user(who), king.CHANNEL, thread_ts=thread_ts)
        return [one for one in seen if one.get("ephemeral") and not one.get("deleted")]

    async def click(self, who: str, label: str, message: Json, channel: str = king.CHANNEL) -> None:
        """Tap the button of a message that carries a label."""
        where = {"channel": channel, "message_ts": message["ts"]}
        answer = await self.box.action(user(who), _button(message, label), **where)
        assert answer["outcome"] == "ok", answer
        await self.box.idle()

    async def press(self, who: str, label: str) -> None:
        """Tap a button of the open modal."""
        view = await self.modal(who)
        answer = await self.box.action(user(who), _button(view, label), view_id=view["id"])
        assert answer["outcome"] == "ok", answer

    async def modal(self, who: str) -> Json:
        """Return the modal on top."""
        views = await self.box.views(user(who))
        assert views, "no modal is open"
        return views[-1]

    async def closed(self, who: str) -> bool:
        """Tell whether no modal is open."""
        return not await self.box.views(user(who))

    async def submit(self, who: str, **values: Any) -> Json:
        """Fill in fields by their name and submit; return errors by field."""
        view = await self.modal(who)
        blocks = {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}
        state = {
            name: {blocks[name]["action_id"]: entry(blocks[name], value)}
            for name, value in values.items()
        }
        answer = await self.box.submit(user(who), view["id"], state)
        assert answer["outcome"] == "ok", answer
        return answer["errors"] or {}


def entry(element: Mapping[str, Any], value: Any) -> Json:
    """Return what Slack's client holds for a filled-in element."""
    kind = element["type"]
    if kind in {"static_select", "radio_buttons"}:
        chosen = next(one for one in element["options"] if one["value"] == value)
        return {"type": kind, "selected_option": chosen}
    if kind in {"checkboxes", "multi_static_select"}:
        chosen = [one for one in element["options"] if one["value"] in value]
        return {"type": kind, "selected_options": chosen}
    name = {
        "timepicker": "selected_time",
        "datepicker": "selected_date",
        "users_select": "selected_user",
        "multi_users_select": "selected_users",
        "conversations_select": "selected_conversation",
    }.get(kind, "value")
    return {"type": kind, name: value}


def _button(thing: Json, label: str) -> Json:
    for one in elements(thing):
        if one["type"] == "button" and one["text"]["text"] == label:
            return {"action_id": one["action_id"], "block_id": one["block_id"]}
    raise AssertionError(f"no button {label!r} among {labels(thing)}")
