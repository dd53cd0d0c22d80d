"""How a use case says which kind it is: one that only reads needs no write transaction."""

from collections.abc import Callable
from typing import Any, TypeVar

_F = TypeVar("_F", bound=Callable[..., Any])


def reads(use_case: _F) -> _F:
    """Mark a use case that writes nothing, so that it runs as a read."""
    use_case.reads = True  # type: ignore[attr-defined]
    return use_case


def is_read(use_case: Callable[..., Any]) -> bool:
    """Tell whether a use case was marked with `reads`."""
    return bool(getattr(use_case, "reads", False))
