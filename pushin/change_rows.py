"""How sessions and plans stood before a change and after it: kept as JSON, compared, put back."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from pushin import derivation
from storage import tables
from storage.scope import Scope

PAUSED = "paused"
"""The reason of a session that falls out while its plan pauses."""
_KEPT = (
    "on_date",
    "starts_at",
    "ends_at",
    "classroom_id",
    "moved",
    "day_type",
    "status",
    "reason",
    "obstacle",
)
_OF_DOING = ("doing", "doing_at")
_OF_PLAN = ("until_date", "state", "revision")
_DATES = frozenset({"on_date", "until_date"})
_INSTANTS = frozenset({"starts_at", "ends_at", "doing_at"})

Kept = dict[str, dict[str, Any]]
"""Snapshots by id."""


def sessions(rows: Iterable[tables.Session]) -> Kept:
    """Return all of sessions that a person can change, as JSON."""
    return {row.id: _snapshot(row, _KEPT) for row in rows}


def doings(rows: Iterable[tables.Session]) -> Kept:
    """Return what was said of what the class will be doing, as JSON."""
    return {row.id: _snapshot(row, _OF_DOING) for row in rows if row.doing_at is not None}


def plans(rows: Iterable[tables.Plan]) -> Kept:
    """Return what of plans a change ends, as JSON; their revision tells every other change."""
    return {row.id: _snapshot(row, _OF_PLAN) for row in rows}


def put_back(scope: Scope, kept: Mapping[str, Mapping[str, Any]]) -> list[tables.Session]:
    """Let sessions be again as they were kept; return them."""
    found = list(scope.sessions.of_ids(list(kept)))
    for row in found:
        for name, value in kept[row.id].items():
            setattr(row, name, read(name, value))
        row.revision += 1
        scope.session.add(row)
    scope.session.flush()
    return found


def put_doings_back(
    scope: Scope, rows: Iterable[tables.Session], kept: Mapping[str, Mapping[str, Any]]
) -> None:
    """Let what was said of sessions hold again, where nobody has said anything since."""
    for row in rows:
        if row.id in kept and row.doing_at is None:
            for name, value in kept[row.id].items():
                setattr(row, name, read(name, value))
            scope.session.add(row)
    scope.session.flush()


def read(name: str, value: Any) -> Any:  # noqa: ANN401  a column's value
    """Return a kept value as its column holds it."""
    if value is None:
        return None
    if name in _DATES:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if name in _INSTANTS else value


def is_decided(row: tables.Session) -> bool:
    """Tell whether a person decided about a session: moved it, keeps it, or lets it fall out."""
    if row.reason == derivation.PLAN_CHANGED:
        return False
    fell_out = row.status == "cancelled" and row.reason not in derivation.DERIVED
    return row.moved or fell_out or row.reason == derivation.KEPT


def decided(rows: Iterable[tables.Session]) -> Kept:
    """Return the sessions about which a person decided, as JSON."""
    return sessions(filter(is_decided, rows))


def _snapshot(row: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
