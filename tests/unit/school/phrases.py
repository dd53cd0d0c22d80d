"""The sets of phrases that the phrase tests share, and what is understood of one."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from school.phrase import PhraseError, to_expect, understand

if TYPE_CHECKING:
    from school.calendar import SchoolCalendar

DATA = Path(__file__).parents[2] / "data" / "phrases"
CODES = {
    *("empty", "nonsense", "too_vague", "ambiguous", "unsupported_compound", "no_such_date"),
    *("no_such_time", "end_before_start", "crosses_midnight", "past_or_out_of_term"),
}
MONDAY = datetime.fromisoformat("2026-10-05T08:15:00-04:00")
NEW_YORK = ZoneInfo("America/New_York")


def rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of a set of phrases."""
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


def found(row: dict[str, Any], calendar: SchoolCalendar) -> dict[str, Any]:
    """Return what is understood of a row, as far as its expectation is scored."""
    now, zone = datetime.fromisoformat(row["now"]), ZoneInfo(row["tz"])
    try:
        plain = to_expect(understand(row["text"], now=now, zone=zone, calendar=calendar))
    except PhraseError as error:
        return {"error": error.code}
    only_if_said = {"utc", "duration_min"} - row.get("expect", {}).keys()
    return {key: value for key, value in plain.items() if key not in only_if_said}


def wanted(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a row expects, without what only a calendar resolves."""
    if "expect" not in row:
        return {"error": row["error"]}
    return {key: value for key, value in row["expect"].items() if key != "resolved"}
