"""The table of methods: their tokens, scopes, tiers, arguments and own errors."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from sandbox.errors import SlackError
from sandbox.values import Json

if TYPE_CHECKING:
    from sandbox.conversation import Conversation
    from sandbox.server import Server

# Listener clients of Slack's SDKs add these to every call; Slack ignores them.
IGNORED = frozenset({"token", "team_id"})
# What a method says about an argument that is missing or cannot be read, where it has a word.
MISSING = {
    "files.getUploadURLExternal": "missing_argument",
    "chat.postMessage channel": "channel_not_found",
}
UNREADABLE = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
TRUE = frozenset({"1", "true", "True"})


@dataclass(frozen=True)
class Argument:
    """One argument: `str`, `bool`, `int`, `array` or `object`."""

    kind: str
    required: bool


@dataclass(frozen=True)
class Method:
    """One method of the Web API; `per_minute` is its tier."""

    name: str
    token: str
    scopes: tuple[str, ...]
    by_conversation: Mapping[str, str]
    per_minute: int
    arguments: Mapping[str, Argument]
    errors: frozenset[str]


@dataclass(frozen=True)
class Call:
    """One call of a method with its arguments read; `host` is where the app reached us."""

    method: Method
    args: Json
    host: str

    def text(self, name: str) -> str:
        """Return a string argument, empty if it was left out."""
        return str(self.args.get(name, ""))

    def flag(self, name: str) -> bool:
        """Return a boolean argument, false if it was left out."""
        return bool(self.args.get(name, False))

    def seen(self, server: Server, name: str = "channel") -> Conversation:
        """Return the conversation an argument names, once the scope for its kind is there."""
        conversation = server.workspace.seen_by_app(self.text(name))
        scope = self.method.by_conversation.get(conversation.channel_type)
        if scope:
            server.workspace.need_scope(scope)
        return conversation


Handler = Callable[["Server", Call], Json]


def load() -> dict[str, Method]:
    """Read the table from the package's data."""
    text = resources.files("sandbox").joinpath("data/methods.json").read_text(encoding="utf-8")
    table: dict[str, Json] = json.loads(text)
    common = frozenset(table.pop("_common_errors")["errors"])
    return {name: _method(name, row, common) for name, row in table.items()}


def _method(name: str, row: Json, common: frozenset[str]) -> Method:
    arguments = {key: Argument(kind, required) for key, (kind, required) in row["args"].items()}
    return Method(
        name=name,
        token=row["token"],
        scopes=tuple(row["scopes"]),
        by_conversation=row.get("by_conversation", {}),
        per_minute=row["tier"],
        arguments=arguments,
        errors=common | frozenset(row["errors"]),
    )


def read_arguments(method: Method, given: Json) -> Json:
    """Return the arguments as typed values; raises Slack's error for a wrong one."""
    args: Json = {}
    for name, value in given.items():
        argument = method.arguments.get(name)
        if argument is None:
            if name not in IGNORED:
                raise _invalid(f"unsupported argument: {name}")
        elif value is not None:
            args[name] = _read(argument.kind, name, value)
    for name, argument in method.arguments.items():
        if argument.required and args.get(name) in (None, ""):
            raise _missing(method.name, name)
    return args


def _missing(method: str, name: str) -> SlackError:
    word = MISSING.get(f"{method} {name}") or MISSING.get(method)
    return SlackError(word) if word else _invalid(f"missing required field: {name}")


def _invalid(text: str) -> SlackError:
    return SlackError("invalid_arguments", messages=(f"[ERROR] {text}",))


def _read(kind: str, name: str, value: Any) -> Any:  # noqa: ANN401  JSON
    if kind == "bool":
        return value if isinstance(value, bool) else str(value) in TRUE
    if kind == "int":
        return _read_int(name, value)
    if kind == "str":
        return value if isinstance(value, str) else _as_text(name, value)
    return _read_json(kind, name, value)


def _read_int(name: str, value: Any) -> int:  # noqa: ANN401  JSON
    if isinstance(value, bool | float):
        raise _invalid(f"must be an integer: {name}")
    try:
        return int(value)
    except (TypeError, ValueError):
        raise _invalid(f"must be an integer: {name}") from None


def _as_text(name: str, value: Any) -> str:  # noqa: ANN401  JSON
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ",".join(value)
    if isinstance(value, dict | list):
        raise _invalid(f"must provide a string: {name}")
    return str(value)


def _read_json(kind: str, name: str, value: Any) -> Any:  # noqa: ANN401  JSON
    wrong = (
        SlackError(UNREADABLE[name]) if name in UNREADABLE else _invalid(f"must be JSON: {name}")
    )
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise wrong from None
    if not isinstance(value, list if kind == "array" else dict):
        raise wrong
    return value
