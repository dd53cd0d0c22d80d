"""A client of the `/sandbox/` API for tests and programs."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import ClientSession, WSMsgType

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from sandbox.values import Json


class SandboxError(Exception):
    """The sandbox refused; `code` and `detail` say why, `answer` is the whole body."""

    def __init__(self, status: int, answer: Json) -> None:
        """Keep the HTTP status and the answer."""
        self.status = status
        self.answer = answer
        self.code = str(answer.get("error"))
        self.detail = str(answer.get("detail"))
        super().__init__(f"{status} {self.code}: {self.detail}")


def _given(**fields: object) -> Json:
    """Leave out what was not given; `person` is `as` on the wire."""
    named = {"as" if key == "person" else key: value for key, value in fields.items()}
    return {key: value for key, value in named.items() if value is not None}


@dataclass
class SandboxClient:
    """One method for each call of the API; use it as `async with SandboxClient(url) as box`."""

    base_url: str
    session: ClientSession | None = field(default=None, repr=False)

    @property
    def api_url(self) -> str:
        """The address that stands for `https://slack.com/api/`."""
        return f"{self.base_url}/api/"

    async def __aenter__(self) -> SandboxClient:  # noqa: PYI034  a dataclass without subclasses
        """Open the connections."""
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Close the connections."""
        await self.close_session()

    async def close_session(self) -> None:
        """Close the connections."""
        if self.session is not None:
            await self.session.close()
            self.session = None

    def _session(self) -> ClientSession:
        if self.session is None:
            self.session = ClientSession()
        return self.session

    async def get(self, call: str, **query: object) -> Json:
        """GET one call; raises `SandboxError`."""
        params = {key: str(value) for key, value in _given(**query).items()}
        url = f"{self.base_url}/sandbox/{call}"
        async with self._session().get(url, params=params) as answer:
            return _accepted(answer.status, await answer.json())

    async def send(self, call: str, body: Json) -> Json:
        """POST one call; raises `SandboxError`."""
        async with self._session().post(f"{self.base_url}/sandbox/{call}", json=body) as answer:
            return _accepted(answer.status, await answer.json())

    # -- set-up

    async def seed(self, seed: Json) -> Json:
        """Replace the whole workspace."""
        return await self.send("seed", seed)

    async def set_user(self, user: Json) -> Json:
        """Add a user or change some fields of one."""
        return await self.send("users", user)

    async def set_channel(self, channel: Json) -> Json:
        """Add a channel, change it, or `add` and `remove` members."""
        return await self.send("channels", channel)

    async def health(self) -> Json:
        """Say how the sandbox is."""
        return await self.get("health")

    async def idle(self, seconds: float = 10.0) -> bool:
        """Wait until nothing is in flight, at most so many seconds."""
        answer = await self.send("idle", {"timeout": seconds})
        return bool(answer["idle"])

    # -- clock

    async def clock(self) -> Json:
        """Read the school clock."""
        return await self.get("clock")

    async def set_clock(self, now: str) -> Json:
        """Move the clock to an ISO-8601 instant."""
        return await self.send("clock", {"set": now})

    async def advance(self, seconds: float) -> Json:
        """Move the clock forward."""
        return await self.send("clock", {"advance": seconds})

    async def run(self, rate: int) -> Json:
        """Let the clock run at 0, 1, 60 or 600 school seconds per real second."""
        return await self.send("clock", {"rate": rate})

    async def next_mark(self) -> Json:
        """Move the clock to the next mark."""
        return await self.send("clock", {"to": "next_mark"})

    async def step(self, timeout: float = 10.0, **move: object) -> Json:  # noqa: ASYNC109  the call's own
        """Move the clock (to the next mark by default), wait for the end, say what happened."""
        return await self.send("step", {**(move or {"to": "next_mark"}), "timeout": timeout})

    async def seen(self, seq: int, *, idle: bool = True, name: str = "app") -> Json:
        """Say that a follower of the clock is done with a reading."""
        return await self.send("clock/seen", {"seq": seq, "idle": idle, "name": name})

    async def save(self) -> Json:
        """Write the snapshot into the file of `--state`."""
        return await self.send("state", {"save": True})

    async def set_marks(self, marks: list[Json], zone: str) -> Json:
        """Replace the marks beside the clock."""
        return await self.send("marks", {"marks": marks, "zone": zone})

    async def marks(self) -> Json:
        """Read the marks."""
        return await self.get("marks")

    # -- looking

    async def workspace(self, person: str) -> Json:
        """Return the workspace as a person sees it."""
        return await self.get("workspace", person=person)

    async def messages(
        self, person: str, channel: str, *, thread_ts: str | None = None, limit: int | None = None
    ) -> list[Json]:
        """Return messages as a person sees them, oldest first."""
        query = {"person": person, "channel": channel, "thread_ts": thread_ts, "limit": limit}
        answer = await self.get("messages", **query)
        return list(answer["messages"])

    async def home(self, person: str, *, peek: bool = False) -> Json | None:
        """Open the app's Home, or only look at it."""
        answer = await self.get("home", person=person, peek=1 if peek else None)
        view: Json | None = answer["view"]
        return view

    async def views(self, person: str) -> list[Json]:
        """Return a person's open modals, bottom first."""
        return list((await self.get("views", person=person))["views"])

    async def stream(self, person: str) -> AsyncGenerator[Json, None]:
        """Yield what a person is told as it happens."""
        url = f"{self.base_url}/sandbox/stream"
        async for news in self._stream(url, {"as": person}):
            yield news

    async def clock_stream(self) -> AsyncGenerator[Json, None]:
        """Yield the clock now and at every change."""
        async for news in self._stream(f"{self.base_url}/sandbox/clock/stream", {}):
            yield news

    async def _stream(self, url: str, query: dict[str, str]) -> AsyncGenerator[Json, None]:
        async with self._session().ws_connect(url, params=query) as ws:
            async for frame in ws:
                if frame.type is WSMsgType.TEXT:
                    yield json.loads(frame.data)

    # -- acting

    async def say(
        self, person: str, channel: str, text: str, *, thread_ts: str | None = None
    ) -> Json:
        """Type into the message box as a person."""
        body = {"person": person, "channel": channel, "text": text, "thread_ts": thread_ts}
        return await self.send("say", _given(**body))

    async def edit(self, person: str, channel: str, ts: str, text: str) -> Json:
        """Change an own message."""
        return await self.send("edit", _given(person=person, channel=channel, ts=ts, text=text))

    async def delete(self, person: str, channel: str, ts: str) -> Json:
        """Remove an own message, or dismiss one only this person sees."""
        return await self.send("delete", _given(person=person, channel=channel, ts=ts))

    async def upload(
        self,
        person: str,
        channel: str,
        filename: str,
        content: str,
        *,
        text: str | None = None,
        more: list[Json] | None = None,
    ) -> Json:
        """Share a file, or with `more` (filename, content) several at once; `content` is base64."""
        body = {"person": person, "channel": channel, "filename": filename, "content": content}
        return await self.send("upload", _given(**body, text=text, more=more))

    async def delete_file(self, person: str, file: str) -> Json:
        """Delete an own file."""
        return await self.send("delete_file", _given(person=person, file=file))

    async def react(
        self, person: str, channel: str, ts: str, name: str, *, remove: bool = False
    ) -> Json:
        """Put an emoji on a message or take it off."""
        body = {"person": person, "channel": channel, "ts": ts, "name": name}
        return await self.send("react", _given(**body, remove=remove))

    async def command(self, person: str, channel: str, command: str, text: str = "") -> Json:
        """Send a slash command."""
        body = {"person": person, "channel": channel, "command": command, "text": text}
        return await self.send("command", _given(**body))

    async def action(
        self,
        person: str,
        action: Json,
        *,
        channel: str | None = None,
        message_ts: str | None = None,
        view_id: str | None = None,
    ) -> Json:
        """Click or choose something in a message or a view."""
        where = {"channel": channel, "message_ts": message_ts, "view_id": view_id}
        return await self.send("action", _given(person=person, action=action, **where))

    async def submit(self, person: str, view_id: str, values: Json | None = None) -> Json:
        """Fill in a modal and submit it."""
        body = {"person": person, "view_id": view_id, "values": values or {}}
        return await self.send("submit", _given(**body))

    async def close(self, person: str, view_id: str, *, every: bool = False) -> Json:
        """Close a modal, or the whole stack."""
        return await self.send("close", {"as": person, "view_id": view_id, "all": every})

    async def shortcut(
        self,
        person: str,
        callback_id: str,
        *,
        channel: str | None = None,
        message_ts: str | None = None,
    ) -> Json:
        """Use a global shortcut, or one on a message."""
        body = {"callback_id": callback_id, "channel": channel, "message_ts": message_ts}
        return await self.send("shortcut", _given(person=person, **body))

    async def open(self, person: str, users: list[str]) -> str:
        """Open a DM or group DM and return its id."""
        return str((await self.send("open", {"as": person, "users": users}))["channel"])

    async def read(self, person: str, channel: str) -> Json:
        """Mark a conversation as read."""
        return await self.send("read", _given(person=person, channel=channel))

    async def suggest(
        self, person: str, block_id: str, action_id: str, value: str, **where: str
    ) -> list[Json]:
        """Ask for options while typing; `where`: view_id, or channel and message_ts."""
        body = {"block_id": block_id, "action_id": action_id, "value": value, **where}
        return list((await self.send("suggest", _given(person=person, **body)))["options"])

    # -- record and faults

    async def ledger(self, after: int = 0, kind: str | None = None) -> list[Json]:
        """Return what went over the wire after an entry."""
        return list((await self.get("ledger", after=after, kind=kind))["entries"])

    async def set_faults(self, *rules: Json, seed: int = 0) -> Json:
        """Replace the rules for what goes wrong; no rules: nothing does."""
        return await self.send("faults", {"rules": list(rules), "seed": seed})

    async def overlaps(self) -> Json:
        """Return the most calls of each method that were under way at once in a conversation."""
        return await self.get("overlaps")

    async def faults(self) -> Json:
        """Return the rules and how often each has struck."""
        return await self.get("faults")

    async def disconnect(self, reason: str) -> Json:
        """End the Socket Mode connections."""
        return await self.send("disconnect", {"reason": reason})

    async def redeliver(self, event_id: str, *, times: int = 1, new_id: bool = False) -> Json:
        """Deliver an event again."""
        body = {"event_id": event_id, "times": times, "new_id": new_id}
        return await self.send("redeliver", body)


def _accepted(status: int, answer: Json) -> Json:
    if status >= 400:  # noqa: PLR2004  HTTP's own border between done and refused
        raise SandboxError(status, answer)
    return answer
