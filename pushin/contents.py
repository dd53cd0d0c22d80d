"""What an agreement says: cleaned, complete, and known by its hashes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from pushin import errors, texts
from storage import tables
from storage.tables.agreements import CO_TEACHING_MODELS

LINES = 10
"""Expectations in one form, at most: a checklist shows no more."""


@dataclass(frozen=True, slots=True)
class AgreementInput:
    """What somebody wrote into the agree form.

    `parts` maps every adult of the plan to their part, `told` those without an account to the
    local date on which they were told in person. `base_number` is the number of the agreement
    that the form was prefilled with (None for the first). `opened_at` is when the form was
    opened: an expectation that stood then and is not in `expectations` is dropped; without it
    expectations are only added. `session_id` is the session that the form was opened for, if it
    was for one; with `only` what it says is for that session alone.
    """

    plan_id: str
    co_teaching_model: str
    lead_id: str
    parts: Mapping[str, str]
    activity: str = ""
    materials: str = ""
    fallback: str = ""
    expectations: tuple[str, ...] = ()
    told: Mapping[str, date] = field(default_factory=dict)
    base_number: int | None = None
    opened_at: datetime | None = None
    session_id: str | None = None
    only: bool = False


def cleaned(raw: AgreementInput) -> AgreementInput:
    """Return the input with its texts trimmed.

    Refusals: `too_long` and `no_words` (what: "part.PERSON_ID" | "activity" | "materials" |
    "fallback" | "expectation"); `too_many_lines` (what, most, count) for more expectations than
    one form holds.
    """
    lines = tuple(
        dict.fromkeys(
            texts.words(one, texts.LINE, what="expectation")
            for one in raw.expectations
            if one.strip()
        )
    )
    if len(lines) > LINES:
        raise errors.Refusal("too_many_lines", what="expectation", most=LINES, count=len(lines))
    return replace(
        raw,
        parts={one: _part(one, part) for one, part in raw.parts.items()},
        activity=texts.words_or_nothing(raw.activity, texts.LINE, what="activity"),
        materials=texts.words_or_nothing(raw.materials, texts.LINE, what="materials"),
        fallback=texts.words_or_nothing(raw.fallback, texts.NOTE, what="fallback"),
        expectations=lines,
    )


def _part(person_id: str, part: str) -> str:
    one_line = " ".join(part.split())
    return texts.words_or_nothing(one_line, texts.LINE, what=f"part.{person_id}")


def check(content: AgreementInput, adults: Mapping[str, tables.Person], on: date) -> None:
    """Refuse an agreement that is not whole.

    `adults` are those of the plan by id, `on` is today. Refusals: `bad_model` (known),
    `lead_not_in_plan`, `not_in_plan` (person_id), `part_missing` (person_id, name),
    `has_account` (person_id, name) for somebody told in person who can confirm themselves,
    `told_in_future` (person_id, name).
    """
    if content.co_teaching_model not in CO_TEACHING_MODELS:
        raise errors.Refusal("bad_model", known=CO_TEACHING_MODELS)
    if content.lead_id not in adults:
        raise errors.Refusal("lead_not_in_plan")
    for person_id in (*content.parts, *content.told):
        if person_id not in adults:
            raise errors.Refusal("not_in_plan", person_id=person_id)
    for person in adults.values():
        if not content.parts.get(person.id):
            raise errors.Refusal("part_missing", person_id=person.id, name=person.name)
    for person_id, told_on in content.told.items():
        person = adults[person_id]
        if person.slack_user_id is not None:
            raise errors.Refusal("has_account", person_id=person.id, name=person.name)
        if told_on > on:
            raise errors.Refusal("told_in_future", person_id=person.id, name=person.name)


def content_hash(content: AgreementInput, on: date | None = None) -> str:
    """Return the hash of all that the adults agree to; expectations are no part of it.

    `on` is the local date of the one session that it is for: on another date it is not agreed.
    """
    said: dict[str, object] = {
        "lead": content.lead_id,
        "model": content.co_teaching_model,
        "activity": content.activity,
        "materials": content.materials,
        "fallback": content.fallback,
        "parts": dict(content.parts),
    }
    return _hash(said if on is None else {**said, "on": on.isoformat()})


def role_hash(part: str, *, leads: bool) -> str:
    """Return the hash of what one adult confirms: their part, and whether they lead."""
    return _hash({"part": part, "leads": leads})


def all_text(content: AgreementInput) -> str:
    """Return every text that others will read, one a line, for the check of student data.

    A mark ends each: the last word of one and the first of the next are no sentence.
    """
    return ";\n".join(
        [
            content.activity,
            content.materials,
            content.fallback,
            *content.parts.values(),
            *content.expectations,
        ]
    )


def to_json(content: AgreementInput) -> dict[str, object]:
    """Return the input as JSON, for a draft."""
    return {
        "plan_id": content.plan_id,
        "co_teaching_model": content.co_teaching_model,
        "lead_id": content.lead_id,
        "parts": dict(content.parts),
        "activity": content.activity,
        "materials": content.materials,
        "fallback": content.fallback,
        "expectations": list(content.expectations),
        "told": {one: on.isoformat() for one, on in content.told.items()},
        "base_number": content.base_number,
        "opened_at": content.opened_at.isoformat() if content.opened_at else None,
        "session_id": content.session_id,
        "only": content.only,
    }


def from_json(data: Mapping[str, object]) -> AgreementInput:
    """Return the input that `to_json` wrote."""
    known = {name: value for name, value in data.items() if name in AgreementInput.__slots__}
    raw = AgreementInput(**known)  # type: ignore[arg-type]
    opened_at = data["opened_at"]
    told: Mapping[str, str] = data["told"]  # type: ignore[assignment]
    return replace(
        raw,
        expectations=tuple(raw.expectations),
        told={one: date.fromisoformat(on) for one, on in told.items()},
        opened_at=datetime.fromisoformat(str(opened_at)) if opened_at else None,
    )


def _hash(said: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
