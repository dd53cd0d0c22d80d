"""What was said back about school days and waits for Confirm, and what waits for a choice."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from pushin import day_effects, drafts, errors, people
from pushin.results import DayChoice, DayOption, DayPreview, SchoolChoice
from school.calendar import Override, SchoolCalendar
from school.day import DayType
from school.day_wishes import Several, Wish
from storage import tables
from storage.scope import Scope, fresh_id

KIND = "day"


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish for some dates of a school, and why."""

    school_id: str
    dates: tuple[date, ...]
    label: str
    wish: Wish


def preview(
    scope: Scope,
    calendar: SchoolCalendar,
    asked: Asked,
    targets: Mapping[date, Override | None],
    *,
    cut: bool,
    at: datetime,
) -> DayPreview:
    """Keep what dates are to be and return it with what it does; nothing else is written."""
    found = day_effects.foresee(scope, calendar, targets, at=at)
    wanted = {on.isoformat(): to_json(one) for on, one in targets.items()}
    draft = _kept(scope, {**_asked_to_json(asked), "targets": wanted}, at=at)
    return DayPreview(
        draft_id=draft.id,
        school_name=calendar.name,
        days=found.days,
        counts=found.counts,
        told=found.told,
        cut=cut,
        options=_others(calendar, targets) if cut else (),
    )


def choice(scope: Scope, asked: Asked, found: Several, *, at: datetime) -> DayChoice:
    """Keep what was asked until its day type is picked, and return those to pick from."""
    draft = _kept(scope, _asked_to_json(asked), at=at)
    picks = tuple(map(option, found.day_types))
    return DayChoice(draft.id, asked.dates, picks, near=found.near)


def school_choice(
    scope: Scope, verb: str, text: str, schools: tuple[tuple[str, str], ...], *, at: datetime
) -> SchoolChoice:
    """Keep what was typed until its school is picked."""
    draft = _kept(scope, {"verb": verb, "text": text}, at=at)
    return SchoolChoice(draft.id, schools)


def typed(scope: Scope, draft_id: str, *, at: datetime) -> tuple[str, str]:
    """Return verb and text that wait for their school; Refusal "draft_gone"."""
    content = own(scope, draft_id, at=at).content
    if "verb" not in content:
        raise errors.Refusal("draft_gone")
    return content["verb"], content["text"]


def asked(scope: Scope, draft_id: str, *, at: datetime) -> Asked:
    """Return what the asker's own draft holds of a wish; Refusal "draft_gone"."""
    content = own(scope, draft_id, at=at).content
    if "wish" not in content:
        raise errors.Refusal("draft_gone")
    dates = tuple(map(date.fromisoformat, content["dates"]))
    return Asked(content["school_id"], dates, content["label"], Wish(**content["wish"]))


def own(scope: Scope, draft_id: str, *, at: datetime) -> tables.Draft:
    """Return the asker's own draft about days; Refusal "draft_gone" for any other."""
    draft = drafts.own(scope, draft_id, at=at)
    if draft.kind != KIND:
        raise errors.Refusal("draft_gone")
    return draft


def targets(draft: tables.Draft) -> tuple[str, dict[date, Override | None]]:
    """Return the school and what its dates are to be; Refusal "draft_gone" for a mere choice."""
    if "targets" not in draft.content:
        raise errors.Refusal("draft_gone")
    wanted = draft.content["targets"].items()
    dated = ((date.fromisoformat(on), one) for on, one in wanted)
    return draft.content["school_id"], {on: from_json(on, one) for on, one in dated}


def options(calendar: SchoolCalendar) -> tuple[DayOption, ...]:
    """Return all day types of a school, to pick from."""
    return tuple(map(option, calendar.day_types.values()))


def _others(
    calendar: SchoolCalendar, targets: Mapping[date, Override | None]
) -> tuple[DayOption, ...]:
    """Return the day types that are not the ones whose bells are cut."""
    cut = {one.day_type for one in targets.values() if one is not None}
    return tuple(one for one in options(calendar) if one.key not in cut)


def option(day_type: DayType) -> DayOption:
    """Return a day type, to pick."""
    return DayOption(day_type.key, day_type.label, day_type.first_bell, day_type.last_bell)


def to_json(one: Override | None) -> dict[str, Any] | None:
    """Return an override as JSON."""
    if one is None:
        return None
    return {name: value for name, value in asdict(one).items() if name != "on"}


def from_json(on: date, kept: dict[str, Any] | None) -> Override | None:
    """Return the override that `to_json` wrote."""
    return None if kept is None else Override(on, **kept)


def _kept(scope: Scope, content: dict[str, Any], *, at: datetime) -> tables.Draft:
    return scope.drafts.add(
        tables.Draft(
            workspace_id=scope.workspace_id,
            id=fresh_id(),
            person_id=people.require_member(scope).id,
            kind=KIND,
            content=content,
            created_at=at,
        )
    )


def _asked_to_json(asked: Asked) -> dict[str, Any]:
    return {
        "school_id": asked.school_id,
        "dates": [on.isoformat() for on in asked.dates],
        "label": asked.label,
        "wish": asdict(asked.wish),
    }
