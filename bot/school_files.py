"""Reads a school from a file of any kind, or the one that comes with the demo."""

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pushin.errors import Refusal
from school import imports
from school.errors import SchoolError

DEMO = "berkeley-king-6-2026-2027.json"

_INSTANT = re.compile(rb"^DT(?:START|END)[^\r\n]*\d{6}Z", re.MULTILINE | re.IGNORECASE)


def content(file: Path) -> bytes:
    """Return a file's bytes, of a large one no more than shows that it is too large.

    Refusal "school_file_unreadable" (file) where it cannot be opened.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(imports.MOST_BYTES + 1)
    except OSError as error:
        raise Refusal("school_file_unreadable", file=file.name) from error


def read(file: Path, zone: ZoneInfo | None = None) -> dict[str, Any]:
    """Return the school of a file in the neutral form; SchoolError says why it is none.

    A calendar file that tells its days as dates needs no zone to be looked at; one that tells
    them as instants does.
    """
    data = content(file)
    try:
        return imports.read(data, name=file.name, zone=zone).neutral
    except SchoolError as error:
        if error.code != "zone_missing" or _INSTANT.search(data):
            raise
    return imports.read(data, name=file.name, zone=ZoneInfo("UTC")).neutral


def read_or_demo(file: Path | None) -> dict[str, Any]:
    """Return a school, the packaged one when no file is given."""
    if file is not None:
        return read(file)
    text = resources.files("bot").joinpath("data", DEMO).read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
