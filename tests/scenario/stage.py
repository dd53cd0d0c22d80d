"""A stage for stories: a sandbox, the bot as a process of its own, and people who act in words."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp

PATIENCE = 12.0
PAUSE = 0.05
TOKENS = {
    "SLACK_BOT_TOKEN": "xoxb-sandbox",
    "SLACK_APP_TOKEN": "xapp-1-sandbox",
    "SLACK_SIGNING_SECRET": "sandbox-signing-secret",
}
SHORT = {
    "PUSHIN_LEASE_SECONDS": "2.5",
    "PUSHIN_HTTP_TIMEOUT_SECONDS": "1",
    "PUSHIN_VISIBILITY_SECONDS": "0.2",
}


class StageError(AssertionError):
    """The stage could not do what a story asked; the message says what stood there instead."""


async def eventually(look: Callable[[], Awaitable[Any]], what: str) -> Any:
    """Return the first truthy answer of `look`, asked again until patience ends."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := await look():
            return found
        await asyncio.sleep(PAUSE)
    raise StageError(f"not seen within {PATIENCE:g} s: {what}")


def texts(block: Any) -> Iterator[str]:
    """Yield every text that a person could read in a message, a view or a block."""
    if isinstance(block, str):
        return
    if isinstance(block, Mapping):
        if isinstance(block.get("text"), str):
            yield block["text"]
        for key, value in block.items():
            if key not in {"private_metadata", "metadata"} and not isinstance(value, str):
                yield from texts(value)
    elif isinstance(block, list):
        for part in block:
            yield from texts(part)


def words(thing: Any) -> str:
    """Return all that can be read in a message or view, as one text."""
    return "\n".join(texts(thing))


def elements(thing: Any) -> Iterator[dict[str, Any]]:
    """Yield every interactive element with the block id it stands in."""
    for block in thing.get("blocks", []):
        inside = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        for element in inside:
            if isinstance(element, dict) and "action_id" in element:
                yield {**element, "block_id": block["block_id"]}


@dataclass
class Stage:
    """A sandbox and a bot; both are real processes on this machine."""

    folder: Path
    database_url: str
    http: aiohttp.ClientSession
    zone: ZoneInfo
    url: str = ""
    http_port: int | None = None
    bot_output: Path = field(init=False)
    _sandbox: asyncio.subprocess.Process | None = None
    _bot: asyncio.subprocess.Process | None = None

    def __post_init__(self) -> None:
        """Name the file that keeps the bot's log."""
        self.bot_output = self.folder / "bot.log"

    async def open(self, seed: Mapping[str, Any], *arguments: str) -> None:
        """Start the sandbox with a workspace; it calls the bot where that has a port."""
        if self.http_port is not None:
            events = f"http://127.0.0.1:{self.http_port}/slack/events"
            arguments = (*arguments, "--http", events)
        self._sandbox = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "sandbox",
            "--port",
            "0",
            *arguments,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._sandbox.stdout is not None
        line = (await asyncio.wait_for(self._sandbox.stdout.readline(), 20)).decode()
        self.url = line.strip().rsplit(" ", 1)[-1]
        await self.call("POST", "seed", seed)

    async def close(self) -> None:
        """End both processes."""
        for process in (self._bot, self._sandbox):
            if process is not None and process.returncode is None:
                process.kill()
                await process.wait()

    def environment(self) -> dict[str, str]:
        """Return the environment in which the bot and its commands run."""
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "PUSHIN_"))}
        return {
            **clean,
            **TOKENS,
            **SHORT,
            "SLACK_API_URL": f"{self.url}/api/",
            "PUSHIN_SANDBOX_URL": self.url,
            "PUSHIN_DATABASE_URL": self.database_url,
            "PUSHIN_DATA_DIR": str(self.folder / "data"),
            "PUSHIN_LOG": "info json",
        }

    async def pushin(self, *arguments: str) -> str:
        """Run one command of the program to its end and return what it printed."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *arguments,
            env=self.environment(),
            cwd=self.folder,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await process.communicate()
        if process.returncode:
            raise StageError(f"pushin {' '.join(arguments)}: {output.decode()}")
        return output.decode()

    async def start_bot(self, *options: str) -> None:
        """Start the bot and wait until it is connected, or listens where it has a port."""
        if self.http_port is not None:
            options = (*options, "--http", "--port", str(self.http_port))
        with self.bot_output.open("ab") as log:
            self._bot = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                "--slack",
                *options,
                env=self.environment(),
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        await eventually(self._connected, f"the bot connected; its log:\n{self.log()}")

    def log(self) -> str:
        """Return the end of the bot's log."""
        return self.bot_output.read_text()[-3000:] if self.bot_output.exists() else ""

    async def _connected(self) -> bool:
        if self._bot is not None and self._bot.returncode is not None:
            raise StageError(f"the bot ended:\n{self.log()}")
        if self.http_port is not None:
            return await self._listens()
        return bool((await self.call("GET", "health"))["connections"])

    async def _listens(self) -> bool:
        with suppress(aiohttp.ClientConnectionError):
            async with self.http.get(f"http://127.0.0.1:{self.http_port}/"):
                return True
        return False

    async def kill_bot(self) -> None:
        """End the bot with SIGKILL: no time to say anything."""
        assert self._bot is not None
        with suppress(ProcessLookupError):
            self._bot.send_signal(signal.SIGKILL)
        await self._bot.wait()
        await eventually(self._disconnected, "the sandbox noticed the end of the bot")

    async def _disconnected(self) -> bool:
        return not (await self.call("GET", "health"))["connections"]

    async def restart_bot(self) -> None:
        """Kill the bot and start it again."""
        await self.kill_bot()
        await self.start_bot()

    async def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Call the sandbox's own API; an error is a failed story."""
        async with self.http.request(method, f"{self.url}/sandbox/{path}", json=body) as answer:
            facts = await answer.json()
            if answer.status != 200:
                raise StageError(f"{method} {path} {body}: {facts}")
            return facts

    async def clock(self, local: str) -> None:
        """Move the school clock to a local time such as `2026-10-07 09:01`."""
        at = datetime.fromisoformat(local).replace(tzinfo=self.zone)
        await self.call("POST", "clock", {"set": at.isoformat()})

    async def idle(self) -> None:
        """Wait until nothing is in flight."""
        await self.call("POST", "idle", {"timeout": 5})

    def person(self, user_id: str) -> "Actor":
        """Return somebody who can act."""
        return Actor(self, user_id)

    async def ledger(self) -> list[dict[str, Any]]:
        """Return all traffic so far."""
        entries: list[dict[str, Any]] = (await self.call("GET", "ledger"))["entries"]
        return entries


@dataclass
class Actor:
    """A member of the workspace, seen from their own screen."""

    stage: Stage
    user_id: str

    async def command(self, text: str, channel: str) -> dict[str, Any]:
        """Type a slash command and return the private answer."""
        body = {"as": self.user_id, "channel": channel, "command": "/pushin", "text": text}
        answer = await self.stage.call("POST", "command", body)
        assert answer["outcome"] == "ok", f"/pushin {text}: {answer}\n{self.stage.log()}"
        return answer["response"] or {}

    async def say(self, text: str, channel: str, thread: str | None = None) -> str:
        """Post a message as oneself; return its ts."""
        body = {"as": self.user_id, "channel": channel, "text": text}
        answer = await self.stage.call(
            "POST", "say", {**body, **({"thread_ts": thread} if thread else {})}
        )
        return str(answer["ts"])

    async def messages(self, channel: str, thread: str | None = None) -> list[dict[str, Any]]:
        """Return what stands in a conversation, the oldest first."""
        query = f"messages?as={self.user_id}&channel={channel}"
        found = await self.stage.call("GET", query + (f"&thread_ts={thread}" if thread else ""))
        return [m for m in found["messages"] if not m.get("deleted")]

    async def conversations(self) -> list[dict[str, Any]]:
        """Return the conversations the person is in."""
        found = await self.stage.call("GET", f"workspace?as={self.user_id}")
        return list(found["conversations"])

    async def dm(self) -> str:
        """Return the DM with the bot."""
        bot = (await self.stage.call("GET", f"workspace?as={self.user_id}"))["app"]["bot_user_id"]
        return str(
            (await self.stage.call("POST", "open", {"as": self.user_id, "users": [bot]}))["channel"]
        )

    async def sees(self, text: str, channel: str, thread: str | None = None) -> dict[str, Any]:
        """Return the newest message that holds a text, waiting for it."""

        async def look() -> dict[str, Any] | None:
            found = [m for m in await self.messages(channel, thread) if text in words(m)]
            return found[-1] if found else None

        try:
            return dict(await eventually(look, text))
        except StageError as error:
            there = "\n--\n".join(words(m) for m in await self.messages(channel, thread))
            raise StageError(f"{error}; what stands there:\n{there}\n{self.stage.log()}") from None

    async def click(self, label: str, message: Mapping[str, Any], channel: str) -> dict[str, Any]:
        """Press the button of a message that carries a label."""
        target = {"channel": channel, "message_ts": message["ts"]}
        return await self._press(label, message, target)

    async def press(self, label: str) -> dict[str, Any]:
        """Press a button of the open modal."""
        view = await self.modal()
        return await self._press(label, view, {"view_id": view["id"]})

    async def _press(
        self, label: str, thing: Mapping[str, Any], where: Mapping[str, Any]
    ) -> dict[str, Any]:
        for element in elements(thing):
            if label in words(element.get("text", {})):
                action = {"action_id": element["action_id"], "block_id": element["block_id"]}
                body = {"as": self.user_id, **where, "action": action}
                answer = await self.stage.call("POST", "action", body)
                assert answer["outcome"] == "ok", f"{label}: {answer}\n{self.stage.log()}"
                return dict(answer)
        raise StageError(f"no button {label!r} in:\n{words(thing)}\n{list(elements(thing))}")

    async def tick(self, label: str, message: Mapping[str, Any], channel: str) -> None:
        """Tick one checkbox of a message, beside those its screen shows as ticked."""
        for element in elements(message):
            options = element.get("options", [])
            chosen = [o for o in options if label in words(o)]
            if element["type"] == "checkboxes" and chosen:
                before = element.get("initial_options", [])
                action = {
                    "action_id": element["action_id"],
                    "block_id": element["block_id"],
                    "selected_options": [*before, *chosen],
                }
                body = {"as": self.user_id, "channel": channel, "message_ts": message["ts"]}
                await self.stage.call("POST", "action", {**body, "action": action})
                return
        raise StageError(f"no checkbox {label!r} in:\n{words(message)}")

    async def modal(self) -> dict[str, Any]:
        """Return the modal on top, waiting for one."""

        async def look() -> dict[str, Any] | None:
            views = (await self.stage.call("GET", f"views?as={self.user_id}"))["views"]
            return views[-1] if views else None

        return dict(await eventually(look, f"a modal\n{self.stage.log()}"))

    async def has_no_modal(self) -> bool:
        """Tell whether every modal is closed."""
        return not (await self.stage.call("GET", f"views?as={self.user_id}"))["views"]

    async def submit(self, **values: Any) -> dict[str, Any]:
        """Fill inputs by the beginning of their label (`_` for a space) and submit the modal."""
        view = await self.modal()
        state: dict[str, dict[str, Any]] = {}
        for label, value in values.items():
            block = _input(view, label.replace("_", " "))
            state[block["block_id"]] = {
                block["element"]["action_id"]: _typed(block["element"], value)
            }
        body = {"as": self.user_id, "view_id": view["id"], "values": state}
        answer = await self.stage.call("POST", "submit", body)
        assert answer["outcome"] == "ok", f"submit: {answer}\n{self.stage.log()}"
        return dict(answer)

    async def close(self) -> None:
        """Close the modals that are open, as the cross in their corner does."""
        views = (await self.stage.call("GET", f"views?as={self.user_id}"))["views"]
        if views:
            body = {"as": self.user_id, "view_id": views[-1]["id"], "all": True}
            await self.stage.call("POST", "close", body)

    async def home(self) -> dict[str, Any]:
        """Open the App Home and return what is published there."""
        await self.stage.call("GET", f"home?as={self.user_id}")

        async def look() -> dict[str, Any] | None:
            found: dict[str, Any] | None = (
                await self.stage.call("GET", f"home?as={self.user_id}&peek=1")
            )["view"]
            return found

        return dict(await eventually(look, "a Home"))


def _input(view: Mapping[str, Any], label: str) -> dict[str, Any]:
    for block in view["blocks"]:
        if block["type"] == "input" and words(block["label"]).lower().startswith(label.lower()):
            return dict(block)
    labels = [words(b["label"]) for b in view["blocks"] if b["type"] == "input"]
    raise StageError(f"no input {label!r}; there are {labels}")


def _typed(element: Mapping[str, Any], value: Any) -> dict[str, Any]:
    """Return a value as Slack's client sends it for this kind of element."""
    kind = element["type"]
    if kind in {"static_select", "radio_buttons"}:
        return {"type": kind, "selected_option": _option(element, value)}
    if kind in {"multi_static_select", "checkboxes"}:
        return {"type": kind, "selected_options": [_option(element, v) for v in value]}
    names = {
        "users_select": "selected_user",
        "multi_users_select": "selected_users",
        "conversations_select": "selected_conversation",
        "datepicker": "selected_date",
        "timepicker": "selected_time",
    }
    return {"type": kind, names.get(kind, "value"): value}


def _option(element: Mapping[str, Any], label: str) -> dict[str, Any]:
    groups = element.get("option_groups", [])
    options = [*element.get("options", []), *(o for g in groups for o in g["options"])]
    for option in options:
        if words(option).lower().startswith(label.lower()):
            return dict(option)
    raise StageError(f"no option {label!r}; there are {[words(o) for o in options]}")
