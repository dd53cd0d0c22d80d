"""What people do in a simulation: they tap what stands before them, by chance, from a seed."""

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import aiohttp

from bot.simulation.teams import Team

TAPS = ("pushin:in", "pushin:tb_done")
CHANCE = 0.6
CONFLICTS = (404, 409)
"""The sandbox's words for: that is not there (any more)."""


class Life:
    """The people of all teams, acting through the sandbox as the page does."""

    def __init__(
        self, http: aiohttp.ClientSession, url: str, teams: Sequence[Team], dice: random.Random
    ) -> None:
        """Let these teams live in the sandbox at `url`."""
        self._http = http
        self._url = f"{url}/sandbox"
        self._teams = teams
        self._dice = dice
        self.acts = 0

    async def react(self, entries: Sequence[Mapping[str, Any]]) -> None:
        """Let somebody act, if the bot has just posted something."""
        posted = any(entry["name"] == "chat.postMessage" for entry in entries)
        if not posted:
            return
        for user in sorted({user for team in self._teams for user in team.members}):
            if self._dice.random() < CHANCE:
                await self._act(user)

    async def _act(self, user: str) -> None:
        workspace = await self._call("GET", f"workspace?as={user}")
        for conversation in workspace["conversations"]:
            if conversation["unread"]:
                await self._read(user, conversation["id"])

    async def _read(self, user: str, channel: str) -> None:
        found = await self._call("GET", f"messages?as={user}&channel={channel}&limit=5")
        for message in found["messages"]:
            for action in _useful(message):
                if action["type"] != "button" and self._dice.random() > CHANCE:
                    continue
                body = {"as": user, "channel": channel, "message_ts": message["ts"]}
                await self._call("POST", "action", {**body, "action": action})
                self.acts += 1
        await self._call("POST", "read", {"as": user, "channel": channel})

    async def _call(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        async with self._http.request(method, f"{self._url}/{path}", json=body) as answer:
            if answer.status not in CONFLICTS:
                answer.raise_for_status()
            facts: dict[str, Any] = await answer.json()
            return facts


def _useful(message: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what a person would tap: an answer, "we talked", the first open box of a checklist."""
    for block in message.get("blocks", []):
        for element in block.get("elements", []):
            action = {"action_id": element.get("action_id"), "block_id": block["block_id"]}
            kind = element.get("type")
            if kind == "button" and str(element["action_id"]).startswith(TAPS):
                yield {**action, "type": kind}
            if kind == "checkboxes":
                before = element.get("initial_options", [])
                rest = [option for option in element["options"] if option not in before]
                yield {**action, "type": kind, "selected_options": [*before, *rest[:1]]}
