"""What went over the wire, read from the sandbox's record once, as it grows."""

import json
import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = dict[str, Any]

_HEAD = re.compile(
    r'\{"n": \d+, "at": "(?P<at>[^"]+)", "wall": [\d.e+]+, "direction": "in", '
    r'"kind": "(?P<kind>\w+)", "name": "(?P<name>[^"]*)"'
)
_READ = frozenset({"api", "response_url", "ack", "file"})
_MODALS = frozenset({"views.open", "views.push", "views.update"})
_KEPT = 12
"""How many messages of a conversation stay on people's screens."""


@dataclass
class Message:
    """A message as it stands: where, what, and the key of its prompt if it was posted unasked."""

    channel: str
    ts: str
    text: str
    blocks: list[Json]
    key: str | None = None
    gone: bool = False


@dataclass
class Record:
    """All that the bot sent; `codes` are looked for in every byte outside a modal."""

    path: Path
    codes: set[str] = field(default_factory=set)
    messages: dict[tuple[str, str], Message] = field(default_factory=dict)
    screens: dict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    members: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Whose a direct conversation is, by its id."""
    leaks: list[str] = field(default_factory=list)
    calls: int = 0
    fresh: list[Message] = field(default_factory=list)
    _at: int = 0
    _rest: bytes = b""

    def read(self) -> list[Json]:
        """Return what the bot sent since the last time, oldest first."""
        with self.path.open("rb") as file:
            file.seek(self._at)
            added = file.read()
        self._at += len(added)
        lines = (self._rest + added).split(b"\n")
        self._rest = lines.pop()
        found = [entry for line in lines if (entry := self._take(line.decode())) is not None]
        self.calls += len(found)
        return found

    def take(self) -> list[Message]:
        """Return what was posted since the last time, in an order that does not hang on ids."""
        fresh, self.fresh = self.fresh, []
        return sorted(fresh, key=lambda one: (self.members.get(one.channel, ()), one.text))

    def _take(self, line: str) -> Json | None:
        head = _HEAD.match(line)
        if head is None or head["kind"] not in _READ:
            return None
        entry: Json = json.loads(line)
        self._look(entry, line)
        response = entry["response"]
        if entry["kind"] == "api" and isinstance(response, dict) and response.get("ok"):
            self._keep(entry["name"], entry["payload"], response)
        return entry

    def _look(self, entry: Json, line: str) -> None:
        """Look for student codes where others could read along, or a screen is shown by chance."""
        payload = entry["payload"]
        modal = entry["name"] in _MODALS or (
            isinstance(payload, dict) and "response_action" in payload
        )
        if modal or not any(code in line for code in self.codes):
            return
        said = json.dumps(payload, ensure_ascii=False)
        for code in sorted(self.codes):
            if code in said:
                self.leaks.append(f"{entry['at']}: {code} in {entry['name']}: {said[:300]}")

    def _keep(self, name: str, payload: Json, response: Json) -> None:
        if name == "conversations.open":
            self.members[response["channel"]["id"]] = tuple(payload["users"].split(","))
        elif name == "chat.postMessage":
            self._posted(payload, response)
        elif name == "chat.update":
            message = self.messages.get((payload["channel"], str(payload["ts"])))
            if message is not None:
                message.text = payload.get("text", "")
                message.blocks = _shown(payload, response)
        elif name == "chat.delete":
            message = self.messages.get((payload["channel"], str(payload["ts"])))
            if message is not None:
                message.gone = True

    def _posted(self, payload: Json, response: Json) -> None:
        key = ((payload.get("metadata") or {}).get("event_payload") or {}).get("key")
        blocks = _shown(payload, response)
        message = Message(response["channel"], response["ts"], payload.get("text", ""), blocks, key)
        self.messages[message.channel, message.ts] = message
        self.fresh.append(message)
        screen = self.screens[message.channel]
        screen.append(message)
        for old in screen[:-_KEPT]:
            old.blocks = []
        del screen[:-_KEPT]


def _shown(payload: Json, response: Json) -> list[Json]:
    """Return the blocks with the ids that the sandbox gave them."""
    blocks = (response.get("message") or {}).get("blocks") or payload.get("blocks") or []
    return list(blocks)


def elements(blocks: Collection[Json]) -> list[Json]:
    """Return all that can be tapped, each with the id of its block."""
    return [
        {**element, "block_id": block["block_id"]}
        for block in blocks
        if "block_id" in block
        for element in (*block.get("elements", []), block.get("accessory"))
        if isinstance(element, dict) and "action_id" in element
    ]
