"""Whatever the bot sent, by the place where it can be seen and by whom."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.privacy_report.stage import Json

MODAL = "modal"
AUDIENCE: Mapping[str, str] = MappingProxyType(
    {
        "channel": "the room's team, in its private channel",
        "direct message": "one person",
        "group message": "a teacher and a provider",
        "answer": "one person, until they leave it",
        MODAL: "who opened it, checked at that moment",
        "Home": "its owner",
        "file": "who asked for it, in their direct messages",
        "metadata": "nobody: Push-In's own mark on its messages",
        "log": "who runs Push-In",
        "not shown": "nobody: questions to Slack, and bare acknowledgements",
    }
)
_MESSAGES = frozenset({"chat.postMessage", "chat.update", "chat.delete"})
_BY_NAME: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("views.open", "views.push", "views.update"), MODAL),
        "views.publish": "Home",
        **dict.fromkeys(("chat.postEphemeral", "respond"), "answer"),
        **dict.fromkeys(
            ("files.getUploadURLExternal", "files.completeUploadExternal", "upload"), "file"
        ),
    }
)
"""The place of what the sandbox's ledger calls so; `respond` is an answer to a command or tap."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that the bot sent: where it can be seen, and what it was, as it went out."""

    place: str
    what: str
    content: str

    @property
    def size(self) -> int:
        """Return its bytes."""
        return len(self.content.encode())


def account(entries: Iterable[Json], conversations: Mapping[str, str]) -> list[Shown]:
    """Return all that the bot sent, by place; `conversations` tell the kind of each id."""
    found: list[Shown] = []
    for entry in entries:
        if entry["direction"] != "in":
            continue
        place = _place(entry, conversations)
        payload = entry["payload"]
        if place not in {"channel", "direct message", "group message"} or not _marked(payload):
            found.append(Shown(place, entry["name"], written(payload)))
            continue
        mark = written(payload["metadata"])
        rest = written(payload).replace(mark, "", 1)
        found += [Shown(place, entry["name"], rest), Shown("metadata", entry["name"], mark)]
    return found


def written(payload: object) -> str:
    """Return a payload as the one text by which its bytes are counted."""
    return json.dumps(payload, ensure_ascii=False)


def _marked(payload: object) -> bool:
    return isinstance(payload, dict) and bool(payload.get("metadata"))


def _place(entry: Json, conversations: Mapping[str, str]) -> str:
    name, kind, payload = entry["name"], entry["kind"], entry["payload"]
    if kind == "api" and name in _MESSAGES:
        return conversations.get(str(payload.get("channel")), "channel")
    if kind == "ack":
        return _of_ack(payload)
    return _BY_NAME.get(name, "not shown")


def _of_ack(payload: Any) -> str:  # noqa: ANN401  JSON from the wire
    if not isinstance(payload, dict) or not payload:
        return "not shown"
    return MODAL if "response_action" in payload else "answer"


@dataclass(frozen=True, slots=True)
class Report:
    """The account of a sample day, beside the sandbox's own count."""

    codes: tuple[str, ...]
    shown: Sequence[Shown]
    ledger_bytes: int

    @property
    def wire_bytes(self) -> int:
        """Return the bytes accounted for that went over the wire."""
        return sum(one.size for one in self.shown if one.place != "log")

    @property
    def leaks(self) -> list[Shown]:
        """Return what holds a planted code and is no modal."""
        return [one for one in self.shown if one.place != MODAL and self.codes_in(one)]

    @property
    def is_sound(self) -> bool:
        """Tell whether codes stand in modals only, do stand there, and nothing is uncounted."""
        planted = {code for one in self.shown for code in self.codes_in(one)}
        return planted == set(self.codes) and not self.leaks and self.counts_all

    @property
    def counts_all(self) -> bool:
        """Tell whether the bytes are those of the sandbox's ledger."""
        return self.wire_bytes == self.ledger_bytes

    def codes_in(self, one: Shown) -> list[str]:
        """Return the planted codes that something holds."""
        return [code for code in self.codes if code in one.content]

    def facts(self) -> Json:
        """Return the report as JSON, with every byte that was shown."""
        return {
            "codes": list(self.codes),
            "sound": self.is_sound,
            "bytes": self.wire_bytes,
            "ledger_bytes": self.ledger_bytes,
            "places": [
                {
                    "place": place,
                    "audience": audience,
                    "times": len(here),
                    "bytes": sum(one.size for one in here),
                    "codes": sum(len(self.codes_in(one)) for one in here),
                    "shown": [{"what": one.what, "content": one.content} for one in here],
                }
                for place, audience in AUDIENCE.items()
                if (here := [one for one in self.shown if one.place == place])
            ],
        }
