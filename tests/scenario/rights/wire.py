"""Requests as anybody could forge them who holds the signing secret, and what came of them."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from scenario.answers import signature
from scenario.rights.district import HOME, channel, user
from scenario.stage import Stage, words

from bot import demo

Json = dict[str, Any]
AWAY = "T0OTHER"
FORM = "application/x-www-form-urlencoded"
_PRIVATE = {"respond", "views.open", "views.push", "views.update", "chat.postEphemeral"}


@dataclass(frozen=True)
class Request:
    """What somebody sends: `place` is its way, `about` the wire's own fields of that way."""

    place: str
    about: Mapping[str, Any]


@dataclass
class Answer:
    """What the asker then has: all words they can read, and whether a form of ours opened."""

    status: int
    told: str = ""
    modal: str = ""
    opened: bool = False

    @property
    def text(self) -> str:
        """Everything that can be read."""
        return f"{self.told}\n{self.modal}".strip()


@dataclass
class Wire:
    """Signed requests to the bot's own port; what it answers elsewhere stands in the ledger."""

    stage: Stage
    seen: int = 0
    number: int = 0

    async def start(self) -> None:
        """Leave aside what the bot did before."""
        entries = (await self.stage.call("GET", "ledger"))["entries"]
        self.seen = entries[-1]["n"] if entries else 0

    async def send(self, actor: str, request: Request) -> Answer:
        """Send one request as somebody, and return what they can read then."""
        self.number += 1
        kind, body = getattr(self, f"_{request.place}")(actor, request.about)
        status, text = await self._post(kind, body)
        answer = Answer(status)
        _read_ack(answer, text)
        for entry in (await self.stage.call("GET", f"ledger?after={self.seen}"))["entries"]:
            self.seen = entry["n"]
            if entry["direction"] == "in" and self._is_for(actor, entry):
                _read_call(answer, entry)
        return answer

    async def _post(self, kind: str, body: bytes) -> tuple[int, str]:
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(stamp, body, demo.SIGNING_SECRET),
        }
        url = f"http://127.0.0.1:{self.stage.http_port}/slack/events"
        async with self.stage.http.post(url, data=body, headers=headers) as answer:
            return answer.status, await answer.text()

    def _is_for(self, actor: str, entry: Json) -> bool:
        """Tell an answer from what the bot posts beside it (cards, live copies)."""
        if entry["name"] in _PRIVATE:
            return True
        to = {_dm(actor), user(actor)}
        return entry["name"] == "chat.postMessage" and entry["payload"].get("channel") in to

    # --- the ways -------------------------------------------------------------------------------

    def _command(self, actor: str, about: Mapping[str, Any]) -> tuple[str, bytes]:
        fields = {
            "token": "x",
            "team_id": _team(actor),
            "team_domain": "district",
            "channel_id": channel(about.get("room", "heron")),
            "channel_name": "privategroup",
            "user_id": user(actor),
            "user_name": actor,
            "api_app_id": "A0PUSHIN",
            "is_enterprise_install": "false",
            "command": "/pushin",
            "text": about["text"],
            "response_url": self._url(),
            "trigger_id": self._trigger(),
        }
        return FORM, urlencode(fields).encode()

    def _mention(self, actor: str, about: Mapping[str, Any]) -> tuple[str, bytes]:
        said = {
            "type": "app_mention",
            "user": user(actor),
            "text": f"<@{demo.BOT_USER}> {about['text']}",
            "ts": self._ts(),
            "channel": channel(about.get("room", "heron")),
            "event_ts": self._ts(),
            **({"thread_ts": about["thread"]} if about.get("thread") else {}),
        }
        return self._event(actor, said)

    def _dm(self, actor: str, about: Mapping[str, Any]) -> tuple[str, bytes]:
        said = {
            "type": "message",
            "channel_type": "im",
            "user": user(actor),
            "text": about["text"],
            "ts": self._ts(),
            "channel": _dm(actor),
            "event_ts": self._ts(),
        }
        return self._event(actor, said)

    def _click(self, actor: str, about: Mapping[str, Any]) -> tuple[str, bytes]:
        action = {
            "type": "button",
            "action_id": f"pushin:{about['ref'].partition(':')[0]}",
            "block_id": "b",
            "value": about["ref"],
            "action_ts": self._ts(),
        }
        return self._interaction(actor, "block_actions", **self._message(about), actions=[action])

    def _tick(self, actor: str, about: Mapping[str, Any]) -> tuple[str, bytes]:
        action = {
            "type": "checkboxes",
            "action_id": "pushin:tick",
            "block_id": f"{about['ref']}|",
            "selected_options": [{"value": about["box"]}],
            "action_ts": self._ts(),
        }
        return self._interaction(actor, "block_actions", **self._message(about), actions=[action])

    def _form(self, actor: str, about: Mapping[str, Any]) -> tuple[str, bytes]:
        values = about["values"]
        view = {
            "id": "V0FORGED",
            "type": "modal",
            "hash": "1",
            "callback_id": f"pushin:{about['name']}",
            "private_metadata": json.dumps({"ref": about["ref"], "kept": about.get("kept", {})}),
            "blocks": [{"type": "input", "block_id": name} for name in values],
            "state": {"values": {name: {"value": _entry(one)} for name, one in values.items()}},
        }
        return self._interaction(actor, "view_submission", view=view, response_urls=[])

    def _reply(self, actor: str, about: Mapping[str, Any]) -> tuple[str, bytes]:
        message = {"type": "message", "user": user(actor), "ts": self._ts(), "text": about["text"]}
        return self._interaction(
            actor,
            "message_action",
            callback_id="add_as_expectation",
            channel={"id": channel(about["room"]), "name": "privategroup"},
            message={**message, "thread_ts": about["thread"]},
            message_ts=message["ts"],
            response_url=self._url(),
            action_ts=self._ts(),
        )

    def _shortcut(self, actor: str, about: Mapping[str, Any]) -> tuple[str, bytes]:
        called = about["callback_id"]
        return self._interaction(actor, "shortcut", callback_id=called, action_ts=self._ts())

    # --- their parts ----------------------------------------------------------------------------

    def _message(self, about: Mapping[str, Any]) -> Json:
        """Return a message that carries what is tapped, as its own reader alone sees it."""
        place = {"channel_id": channel(about.get("room", "heron")), "message_ts": self._ts()}
        container = {"type": "message", "is_ephemeral": True, **place}
        return {
            "container": container,
            "channel": {"id": place["channel_id"], "name": "privategroup"},
            "response_url": self._url(),
        }

    def _interaction(self, actor: str, kind: str, **about: Any) -> tuple[str, bytes]:
        payload = {
            "type": kind,
            "team": {"id": HOME, "domain": "district"},
            "user": {
                "id": user(actor),
                "username": actor,
                "name": actor,
                "team_id": _team(actor),
            },
            "api_app_id": "A0PUSHIN",
            "token": "x",
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": self._trigger(),
            **about,
        }
        return FORM, urlencode({"payload": json.dumps(payload)}).encode()

    def _event(self, actor: str, said: Json) -> tuple[str, bytes]:
        payload = {
            "token": "x",
            "team_id": HOME,
            "api_app_id": "A0PUSHIN",
            "event": {**said, "team": HOME, "user_team": _team(actor)},
            "type": "event_callback",
            "event_id": f"Ev{self.number}",
            "event_time": 1,
            "authorizations": [],
            "is_ext_shared_channel": False,
        }
        return "application/json", json.dumps(payload).encode()

    def _ts(self) -> str:
        return f"1791198000.{self.number:06}"

    def _url(self) -> str:
        return f"{self.stage.url}/response/actions/{HOME}/forged{self.number}"

    def _trigger(self) -> str:
        return f"1.{self.number}.forged"


def _team(actor: str) -> str:
    return AWAY if actor == "far" else HOME


def _dm(actor: str) -> str:
    return f"D0{actor.upper()}"


def _read_ack(answer: Answer, text: str) -> None:
    if not text.startswith("{"):
        answer.told += text
        return
    body = json.loads(text)
    if view := body.get("view"):
        _read_view(answer, view)
    answer.told += "\n".join((words(body.get("errors", {})), *body.get("errors", {}).values()))
    if not view:
        answer.told += words(body)


def _read_call(answer: Answer, entry: Json) -> None:
    said = entry["payload"]
    view = said.get("view")
    if view is None:
        answer.told += "\n" + words({"text": said.get("text"), "blocks": _json(said.get("blocks"))})
    else:
        _read_view(answer, _json(view))


def _read_view(answer: Answer, view: Json) -> None:
    answer.modal += words(view)
    answer.opened = answer.opened or bool(view.get("submit") or view.get("external_id"))


def _json(given: Any) -> Any:
    return json.loads(given) if isinstance(given, str) else given


def _entry(value: str | tuple[str, ...]) -> Json:
    """Return what a view's state holds for one field."""
    if isinstance(value, tuple):
        return {"selected_options": [{"value": one} for one in value]}
    return {"value": value}
