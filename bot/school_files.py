"""Reads a school from a file in the neutral form, or the one that comes with the demo."""

import json
from importlib import resources
from pathlib import Path
from typing import Any

from pushin.errors import Refusal

DEMO = "berkeley-king-6-2026-2027.json"


def read(file: Path) -> dict[str, Any]:
    """Return what a file holds; Refusal "school_file_unreadable" where that is no JSON object."""
    try:
        loaded = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise Refusal("school_file_unreadable", file=file.name) from error
    if not isinstance(loaded, dict):
        raise Refusal("school_file_unreadable", file=file.name)
    return loaded


def read_or_demo(file: Path | None) -> dict[str, Any]:
    """Return a school, the packaged one when no file is given."""
    if file is not None:
        return read(file)
    text = resources.files("bot").joinpath("data", DEMO).read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
