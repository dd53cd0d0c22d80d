"""The starting sets of agreements by discipline and routine, read from the file beside this."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from pushin import errors, texts
from storage.tables.agreements import CO_TEACHING_MODELS
from storage.tables.people import DISCIPLINES, ROUTINE_KINDS

ROLES = ("provider", "teacher", "para")
ANY = "any"
"""The table of what holds whatever the discipline, and the row of what holds at any routine."""
LIKE = "like"
"""The table that says whose sets another discipline goes by."""
_TEXTS = {"activity": texts.LINE, "bring": texts.LINE, "fallback": texts.NOTE}
_FIELDS = (*ROLES, *_TEXTS, "lead", "model")

_Rows = Mapping[str, Mapping[str, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class AgreementSet:
    """What adults could agree to do: `parts` by role, and the rest of an agreement."""

    model: str
    lead: str
    parts: Mapping[str, str]
    activity: str
    bring: str
    fallback: str


def of(discipline: str, routine: str) -> AgreementSet:
    """Return the starting set of a provider's discipline at a routine (a kind).

    What its own row leaves out comes from the row of the routine, then from that of the
    discipline, then from the general one. Refusal `agreement_set` (where, value) for a mistake in
    the file.
    """
    like, rows = _sets()
    own = like.get(discipline, discipline)
    found: dict[str, str] = {}
    for table, row in ((ANY, ANY), (own, ANY), (ANY, routine), (own, routine)):
        found |= rows.get(table, {}).get(row, {})
    return AgreementSet(
        model=found.get("model", "one_teach_one_assist"),
        lead=found.get("lead", "teacher"),
        parts={role: found.get(role, "") for role in ROLES},
        activity=found.get("activity", ""),
        bring=found.get("bring", ""),
        fallback=found.get("fallback", ""),
    )


def read(data: Mapping[str, Any]) -> tuple[Mapping[str, str], _Rows]:
    """Return the sets of a parsed file: whose sets others go by, and all rows, checked.

    Refusal `agreement_set` (where, value) names the first mistake.
    """
    like = _mapping(data.get(LIKE, {}), LIKE)
    for discipline, other in like.items():
        _one_of(discipline, DISCIPLINES, LIKE)
        _one_of(other, DISCIPLINES, f"{LIKE}.{discipline}")
    rows: dict[str, dict[str, Mapping[str, str]]] = {}
    for table, content in data.items():
        if table != LIKE:
            _one_of(table, (*DISCIPLINES, ANY), "the file")
            rows[table] = {
                _one_of(row, (*ROUTINE_KINDS, ANY), table): _row(said, f"{table}.{row}")
                for row, said in _mapping(content, table).items()
            }
    return like, rows


def _row(said: object, where: str) -> Mapping[str, str]:
    row = _mapping(said, where)
    for field, value in row.items():
        _one_of(field, _FIELDS, where)
        place = f"{where}.{field}"
        if not isinstance(value, str):
            raise errors.Refusal("agreement_set", where=place, value=value)
        if field == "lead":
            _one_of(value, ROLES, place)
        elif field == "model":
            _one_of(value, CO_TEACHING_MODELS, place)
        elif len(value) > _TEXTS.get(field, texts.LINE):
            raise errors.Refusal("agreement_set", where=place, value=value[:40])
    return row


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise errors.Refusal("agreement_set", where=where, value=value)
    return value


def _one_of(value: object, known: tuple[str, ...], where: str) -> str:
    if value not in known:
        raise errors.Refusal("agreement_set", where=where, value=value)
    return str(value)


@lru_cache(maxsize=1)
def _sets() -> tuple[Mapping[str, str], _Rows]:
    """Read the file once: it stands beside the program and changes with it."""
    text = resources.files("pushin").joinpath("data/agreement_sets.toml").read_text("utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise errors.Refusal("agreement_set", where="the file", value=str(error)) from error
    return read(data)
