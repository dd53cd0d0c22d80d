"""Values as JSON and back again, read by the types of their fields."""

from __future__ import annotations

import base64
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from sandbox.values import App, Json

T = TypeVar("T")
# Names that modules import for type checkers only.
NAMES = {"App": App, "Json": Json}


def encode(value: Any) -> Any:  # noqa: ANN401  any value of the workspace
    """Return a value as JSON: sets sorted, bytes as base64, keys that are no texts as pairs."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: encode(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, frozenset | set):
        return sorted(encode(item) for item in value)
    if isinstance(value, list | tuple):
        return [encode(item) for item in value]
    return _keyed(value) if isinstance(value, dict) else value


def _keyed(value: dict[Any, Any]) -> Any:  # noqa: ANN401  JSON
    if all(isinstance(key, str) for key in value):
        return {key: encode(item) for key, item in value.items()}
    return [[encode(key), encode(item)] for key, item in value.items()]


def decode(kind: type[T], given: Any) -> T:  # noqa: ANN401  JSON
    """Return the value of a type that `encode` made JSON of."""
    return cast("T", _decoded(kind, given))


def _decoded(kind: Any, given: Any) -> Any:  # noqa: ANN401  a type and JSON
    if given is None or kind is Any:
        return given
    if kind is bytes:
        return base64.b64decode(given)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind, localns=NAMES)
        known = {field.name for field in fields(kind)} & set(given)
        return kind(**{name: _decoded(hints[name], given[name]) for name in known})
    return _generic(get_origin(kind), get_args(kind), given)


def _generic(origin: Any, inner: tuple[Any, ...], given: Any) -> Any:  # noqa: ANN401  the same
    if origin in (Union, UnionType):
        return _decoded(next(one for one in inner if one is not type(None)), given)
    if origin in (list, tuple, frozenset):
        return origin(_items(inner, given))
    if origin is dict:
        pairs = given.items() if isinstance(given, dict) else given
        return {_decoded(inner[0], key): _decoded(inner[1], value) for key, value in pairs}
    return given


def _items(inner: tuple[Any, ...], given: list[Any]) -> list[Any]:
    """Decode a row of items: `tuple[str, str]` names each, the others name one kind for all."""
    kinds = inner if len(inner) == len(given) and ... not in inner else inner[:1] * len(given)
    return [_decoded(kind, item) for kind, item in zip(kinds, given, strict=True)]
