"""The kinds of rule that Block Kit's table is written in, and how each is checked."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

Place = Literal["message", "modal", "home"]
Kind = Literal["block", "element", "object"]
MESSAGE, MODAL, HOME = frozenset({"message"}), frozenset({"modal"}), frozenset({"home"})
VIEWS = MODAL | HOME
EVERYWHERE = MESSAGE | VIEWS


@dataclass
class Report:
    """What was found wrong so far, with JSON pointers, in one message or view."""

    place: Place
    shapes: Mapping[tuple[Kind, str], Shape]
    complaints: list[str] = field(default_factory=list)

    def say(self, path: str, text: str) -> None:
        """Write one complaint down the way Slack words it."""
        self.complaints.append(f"[ERROR] {text} [json-pointer:{path}]")


class Rule(Protocol):
    """One rule of the table."""

    def check(self, value: Any, path: str, report: Report) -> Any:  # noqa: ANN401  JSON
        """Return the value with Slack's defaults filled in, or complain."""


def new_id() -> str:
    """Return an id such as Slack gives to a block or element without one."""
    return secrets.token_urlsafe(4)[:5]


@dataclass(frozen=True)
class Str:
    """A string of some length, perhaps one of a few words, perhaps of a pattern."""

    most: int = 3000
    least: int = 0
    words: frozenset[str] = frozenset()
    pattern: str = ""

    def check(self, value: Any, path: str, report: Report) -> Any:  # noqa: ANN401  JSON
        """Complain about another type, length, word or pattern."""
        if not isinstance(value, str):
            report.say(path, "must provide a string")
        elif len(value) > self.most:
            report.say(path, f"must be less than {self.most + 1} characters")
        elif len(value) < self.least:
            report.say(path, f"must be more than {self.least - 1} characters")
        elif self.words and value not in self.words:
            report.say(path, "must be a valid enum value")
        elif self.pattern and not re.fullmatch(self.pattern, value):
            report.say(path, f"does not match pattern {self.pattern}")
        return value


@dataclass(frozen=True)
class Int:
    """A whole number between two ends."""

    least: int
    most: int

    def check(self, value: Any, path: str, report: Report) -> Any:  # noqa: ANN401  JSON
        """Complain about another type or a number outside."""
        if not isinstance(value, int) or isinstance(value, bool):
            report.say(path, "must be an integer")
        elif not self.least <= value <= self.most:
            report.say(path, f"must be between {self.least} and {self.most}")
        return value


@dataclass(frozen=True)
class Bool:
    """True or false."""

    def check(self, value: Any, path: str, report: Report) -> Any:  # noqa: ANN401  JSON
        """Complain about another type."""
        if not isinstance(value, bool):
            report.say(path, "must be a boolean")
        return value


@dataclass(frozen=True)
class Anything:
    """What the sandbox passes on unread."""

    def check(self, value: Any, path: str, report: Report) -> Any:  # noqa: ANN401, ARG002  JSON
        """Accept it."""
        return value


TEXT_DEFAULTS = {"plain_text": ("emoji", True), "mrkdwn": ("verbatim", False)}


@dataclass(frozen=True)
class Text:
    """A text object."""

    most: int = 3000
    mrkdwn: bool = False

    def check(self, value: Any, path: str, report: Report) -> Any:  # noqa: ANN401  JSON
        """Complain about what is no text object of the allowed kind and length."""
        if not isinstance(value, dict):
            report.say(path, "must provide an object")
            return value
        kind = value.get("type")
        allowed = ("plain_text", "mrkdwn") if self.mrkdwn else ("plain_text",)
        if kind not in allowed:
            report.say(f"{path}/type", "must be a valid enum value")
            return value
        extra, default = TEXT_DEFAULTS[str(kind)]
        if "text" not in value:
            report.say(path, "missing required field: text")
            return value
        Str(self.most, 1).check(value["text"], f"{path}/text", report)
        _no_others(value, {"type", "text", extra}, path, report)
        if not isinstance(value.get(extra, default), bool):
            report.say(f"{path}/{extra}", "must be a boolean")
        return {**value, extra: value.get(extra, default)}


def _no_others(value: Mapping[str, Any], known: set[str], path: str, report: Report) -> None:
    for key in value:
        if key not in known:
            report.say(path, f"invalid additional property: {key}")


@dataclass(frozen=True)
class Many:
    """A list of so many items of one rule."""

    item: Rule
    least: int
    most: int

    def check(self, value: Any, path: str, report: Report) -> Any:  # noqa: ANN401  JSON
        """Complain about another type, too few or too many, and about each item."""
        if not isinstance(value, list):
            report.say(path, "must provide an array")
            return value
        if len(value) > self.most:
            report.say(path, f"no more than {self.most} items allowed")
        if len(value) < self.least:
            report.say(path, f"no fewer than {self.least} items allowed")
        limit = self.most + 1
        return [self.item.check(v, f"{path}/{i}", report) for i, v in enumerate(value[:limit])]


@dataclass(frozen=True)
class Typed:
    """A block, element or object that names its own `type`."""

    kind: Kind
    names: frozenset[str]

    def check(self, value: Any, path: str, report: Report) -> Any:  # noqa: ANN401  JSON
        """Complain about another type, or one that has no place here, then about its fields."""
        if not isinstance(value, dict):
            report.say(path, "must provide an object")
            return value
        name = value.get("type")
        if name is None:
            report.say(path, "missing required field: type")
            return value
        shape = report.shapes.get((self.kind, name)) if isinstance(name, str) else None
        if shape is None or name not in self.names or report.place not in shape.places:
            report.say(f"{path}/type", f"unsupported type: {name}")
            return value
        return shape.check(value, path, report)


@dataclass(frozen=True)
class Shape:
    """The fields of a block, element or object, and where it may stand.

    `either`: groups of fields of which one must be there; `alone`: groups of which only one may;
    `ids`: the ids that Slack makes up if they are left out.
    """

    needs: Mapping[str, Rule] = field(default_factory=dict)
    may: Mapping[str, Rule] = field(default_factory=dict)
    either: tuple[tuple[str, ...], ...] = ()
    alone: tuple[tuple[str, ...], ...] = ()
    ids: tuple[str, ...] = ()
    places: frozenset[str] = EVERYWHERE
    typed: bool = True

    def check(self, value: Any, path: str, report: Report) -> Any:  # noqa: ANN401  JSON
        """Complain about missing, unknown and wrong fields; fill in the ids."""
        if not isinstance(value, dict):
            report.say(path, "must provide an object")
            return value
        self._missing(value, path, report)
        checked: dict[str, Any] = {}
        for key, inner in value.items():
            rule = self.needs.get(key) or self.may.get(key)
            if rule is not None:
                checked[key] = rule.check(inner, f"{path}/{key}", report)
            elif key == "type" and self.typed:
                checked[key] = inner
            elif key in self.ids:
                checked[key] = _ID.check(inner, f"{path}/{key}", report)
            else:
                report.say(path, f"invalid additional property: {key}")
        for key in self.ids:
            checked[key] = checked.get(key) or new_id()
        return checked

    def _missing(self, value: Mapping[str, Any], path: str, report: Report) -> None:
        for key in self.needs:
            if key not in value:
                report.say(path, f"missing required field: {key}")
        for group in self.either:
            if not any(key in value for key in group):
                report.say(path, f"must define one of: {', '.join(group)}")
        for group in self.alone:
            if sum(1 for key in group if key in value) > 1:
                report.say(path, f"must define only one of: {', '.join(group)}")


_ID = Str(255)
