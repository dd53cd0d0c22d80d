"""Somebody at their own screen: types, taps and fills in forms as the sandbox's page would."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.simulation.answers import Answer
from bot.simulation.place import OK, Place, PlaceError
from bot.simulation.record import Message, elements

Json = dict[str, Any]

GONE = frozenset({404, 409})
"""The sandbox's words for: that is not there (any more)."""
NO_ANSWER = "gone"
"""The outcome of an act on what is not on the screen any more."""
_LAST = 4


@dataclass(frozen=True)
class Person:
    """A member of the team: their account, their part, and the channel in which they type."""

    place: Place
    user: str
    role: str
    channel: str

    async def types(self, text: str, channel: str = "") -> Answer:
        """Send a slash command and return what came of it."""
        where = channel or self.channel
        body = {"as": self.user, "channel": where, "command": "/pushin", "text": text}
        return await self._act("command", body)

    async def says(self, text: str, channel: str, thread: str = "") -> Answer:
        """Post a message as oneself."""
        body = {"as": self.user, "channel": channel, "text": text}
        return await self._act("say", {**body, **({"thread_ts": thread} if thread else {})})

    async def taps(self, message: Json | Message, element: Mapping[str, Any]) -> Answer:
        """Use an element of a message."""
        if isinstance(message, Message):
            where: Json = {"channel": message.channel, "message_ts": message.ts}
        else:
            where = {"channel": message["channel"], "message_ts": message["ts"]}
        return await self._act("action", {"as": self.user, **where, "action": used(element)})

    async def taps_in(self, view: Json, element: Mapping[str, Any]) -> Answer:
        """Use an element of the open form."""
        body = {"as": self.user, "view_id": view["id"], "action": used(element)}
        return await self._act("action", body)

    async def submits(self, view: Json, values: Mapping[str, Any]) -> Answer:
        """Submit the open form."""
        return await self._act("submit", {"as": self.user, "view_id": view["id"], "values": values})

    async def closes(self) -> None:
        """Close every form."""
        top = await self._top()
        if top is not None:
            await self.place.call(
                "POST", "close", {"as": self.user, "view_id": top["id"], "all": True}
            )

    async def _act(self, path: str, body: Json) -> Answer:
        self.place.record.read()
        status, told = await self.place.call("POST", path, body)
        if status in GONE:
            return Answer(NO_ANSWER)
        if status != OK:
            raise PlaceError(f"{path} {body}: {told}")
        entries = self.place.record.read()
        where = str(body.get("channel", ""))
        said = [_private(entry) for entry in entries if _is_said(entry, self.user)]
        response = told.get("response")
        if isinstance(response, dict) and response:
            said = [response]
        view = await self._top() if any(map(_shows_form, entries)) else None
        found = tuple([await self._found(one, where) for one in said])
        return Answer(str(told.get("outcome", "ok")), found, view, told.get("errors"))

    async def _found(self, said: Json, where: str) -> Json:
        """Return a private answer as it stands on the screen, where it can be tapped."""
        if "ts" in said:
            return {**said, "channel": where}
        if not where or not said.get("blocks"):
            return {**said, "channel": where, "ts": ""}
        query = f"messages?as={self.user}&channel={where}&limit={_LAST}"
        there: Sequence[Json] = (await self.place.must("GET", query))["messages"]
        same = [one for one in there if one.get("text") == said.get("text")]
        return {**(same[-1] if same else {**said, "ts": "", "blocks": []}), "channel": where}

    async def _top(self) -> Json | None:
        views = (await self.place.must("GET", f"views?as={self.user}"))["views"]
        return views[-1] if views else None


def used(element: Mapping[str, Any]) -> Json:
    """Return what Slack's client sends of an element that was used."""
    kept = ("action_id", "block_id", "type", "selected_option", "selected_options")
    return {key: element[key] for key in kept if key in element}


def buttons(blocks: Sequence[Json]) -> list[Json]:
    """Return what can be tapped: buttons, and each line of a list as if it were one."""
    found = []
    for element in elements(blocks):
        if element["type"] == "button":
            found.append(element)
        elif element["type"] in {"static_select", "overflow"}:
            found += [
                {**element, "selected_option": one, "value": one.get("value", "")}
                for one in element.get("options", [])
            ]
    return found


def verb_of(element: Mapping[str, Any]) -> str:
    """Return the verb that an element stands for."""
    return str(element.get("value") or "").partition(":")[0]


def _is_said(entry: Json, user: str) -> bool:
    payload = entry["payload"]
    if not isinstance(payload, dict):
        return False
    if entry["name"] == "chat.postEphemeral":
        return payload.get("user") == user
    return entry["kind"] == "response_url" and not payload.get("delete_original")


def _private(entry: Json) -> Json:
    payload: Json = entry["payload"]
    return {"text": payload.get("text", ""), "blocks": payload.get("blocks", [])}


def _shows_form(entry: Json) -> bool:
    if entry["name"] in {"views.open", "views.push", "views.update"}:
        return bool(entry["status"] == OK)
    payload = entry["payload"]
    return entry["kind"] == "ack" and isinstance(payload, dict) and "response_action" in payload
