"""A calendar that somebody sent: looked at first, then saved once, or not at all."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from pushin import calendars, drafts, errors, people, privacy, replanning, rights, schools
from pushin.kinds import reads
from pushin.results import (
    ImportDropped,
    ImportGroups,
    ImportPreview,
    ImportSchools,
    SchoolImported,
)
from school import imports
from school.calendar import SchoolCalendar
from school.imports import Imported, Note
from storage import tables
from storage.scope import Scope, fresh_id

DRAFT = "school_import"
FILE = "school_file"
"""A file that waits for its sender to say which school it is for."""
NO_GROUP = -1
_OF_GROUPS = "group_"
_NOTES = 30
"""What was left out and what to know: so many of each are kept to be shown."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a file is read into; `into` is None where the file must bring a school of its own."""

    into: SchoolCalendar | None
    on: date
    """Today at that school."""


# --- before the file is read --------------------------------------------------------------------


@reads
def target(scope: Scope, school_id: str | None = None, *, at: datetime) -> Target:
    """Return what a file of the asker's is read into; nothing is fetched before this says yes.

    `school_id` is the one that they chose. Refusals: `stranger`; `import_not_yours` (who)
    to whoever keeps no calendar, `import_nobody` where nobody does; `import_running` (done, total).
    """
    asker = people.require_member(scope)
    if not (asker.role == "organiser" or asker.is_admin):
        names = [one.name for one in scope.people.organisers(asker.school_id)]
        if not names:
            raise errors.NotAllowed("import_nobody")
        raise errors.NotAllowed("import_not_yours", who=names)
    mine = [school_id] if school_id is not None else [one for one, _ in keeps(scope)]
    if len(mine) != 1:
        return Target(None, at.date())
    rights.require(scope, "calendar", school_id=mine[0])
    replanning.refuse_second(scope, mine[0])
    into = calendars.calendar_of(scope, mine[0])
    return Target(into, calendars.today(into, at))


@reads
def keeps(scope: Scope) -> tuple[tuple[str, str], ...]:
    """Return the schools (id, name) whose calendar the asker may change."""
    return tuple(
        (school.id, school.name)
        for school in scope.schools.all()
        if rights.may(scope, "calendar", school_id=school.id)
    )


def ask_school(scope: Scope, file: Mapping[str, str], *, at: datetime) -> ImportSchools:
    """Keep where a file is found until its sender has said which school it is for."""
    draft = _kept(scope, FILE, dict(file), at=at)
    return ImportSchools(draft.id, keeps(scope))


@reads
def asked_file(scope: Scope, draft_id: str, *, at: datetime) -> Mapping[str, str]:
    """Return where the file of a question is found; Refusal "import_gone"."""
    return _mine(scope, draft_id, FILE, at=at).content


# --- look ---------------------------------------------------------------------------------------


def preview(
    scope: Scope, found: Imported, *, file: str, at: datetime
) -> ImportPreview | ImportGroups:
    """Return what a file would make of its school; it is kept as a draft to be saved.

    Where some of its dates are for some buildings only, and nobody said which this one is, that
    is asked first. Refusals: `not_yours`, `import_running`, `import_over` (last), `import_ahead`
    (first, last), `import_names_student`.
    """
    calendar = _with_known_groups(scope, found.calendar)
    _check(scope, calendar, at)
    content = {
        "neutral": calendar.to_neutral(),
        "file": file,
        "unread": [_packed(one) for one in found.unread[:_NOTES]],
        "unread_count": len(found.unread),
        "notes": [_packed(one) for one in found.notes[:_NOTES]],
        "revision": _revision(scope, calendar.id),
    }
    _check_names(scope, content)
    draft = _kept(scope, DRAFT, content, at=at)
    named = _groups(calendar)
    if named and not calendar.groups:
        return ImportGroups(draft.id, calendar.name, named)
    return _preview(scope, draft, at=at)


def choose_group(
    scope: Scope, draft_id: str, number: int, *, at: datetime
) -> ImportPreview | SchoolImported:
    """Say to which of the file's groups the building belongs (`NO_GROUP`: to none of them).

    Refusals: `import_gone`, `import_dropped`.
    """
    draft = _open(scope, draft_id, at=at)
    if (saved := _saved(draft)) is not None:
        return saved
    calendar = SchoolCalendar.from_neutral(draft.content["neutral"])
    named = _groups(calendar)
    chosen = (named[number][0],) if 0 <= number < len(named) else ()
    neutral = calendar.for_groups(*chosen).to_neutral()
    # What the file said of groups is answered now.
    notes = [one for one in draft.content["notes"] if not one[0].startswith(_OF_GROUPS)]
    draft.content = {**draft.content, "neutral": neutral, "notes": notes}
    scope.drafts.add(draft)
    return _preview(scope, draft, at=at)


# --- save ---------------------------------------------------------------------------------------


def save(scope: Scope, draft_id: str, *, at: datetime) -> SchoolImported | ImportPreview:
    """Make a preview the school's calendar, once; a second time says so (`again`).

    Where the school was changed since, nothing is saved: the differences are shown anew (`since`).
    Whoever has no school yet and adds one keeps it from then on. Refusals: `import_gone`,
    `import_dropped`, `not_yours`, `import_running`.
    """
    draft = _open(scope, draft_id, at=at)
    if (before := _saved(draft)) is not None:
        return before
    neutral = draft.content["neutral"]
    revision = _revision(scope, neutral["id"])
    if revision != draft.content["revision"]:
        draft.content = {**draft.content, "revision": revision}
        scope.drafts.add(draft)
        return replace(_preview(scope, draft, at=at), since=True)
    done = schools.import_neutral(scope, neutral, at=at)
    _belong(scope, done.school_id)
    draft.used_at, draft.content = at, {"saved": asdict(done)}
    scope.drafts.add(draft)
    return SchoolImported(**asdict(done))


def drop(scope: Scope, draft_id: str, *, at: datetime) -> ImportDropped | SchoolImported:
    """Forget a preview; one that was saved already stays saved. Refusal "import_gone"."""
    draft = _mine(scope, draft_id, DRAFT, at=at)
    if (saved := _saved(draft)) is not None:
        return saved
    name = draft.content.get("dropped") or draft.content["neutral"]["name"]
    draft.used_at, draft.content = at, {"dropped": name}
    scope.drafts.add(draft)
    return ImportDropped(name)


def _open(scope: Scope, draft_id: str, *, at: datetime) -> tables.Draft:
    draft = _mine(scope, draft_id, DRAFT, at=at)
    if "dropped" in draft.content:
        raise errors.Stale("import_dropped")
    return draft


def _mine(scope: Scope, draft_id: str, kind: str, *, at: datetime) -> tables.Draft:
    """Return the asker's own draft that still holds something; Refusal "import_gone" otherwise."""
    asker, draft = people.require_member(scope), scope.drafts.get(draft_id)
    if draft is None or (draft.person_id, draft.kind) != (asker.id, kind) or not draft.content:
        raise errors.Refusal("import_gone")
    if at - draft.created_at > drafts.FRESH:
        raise errors.Stale("import_gone")
    return draft


def _saved(draft: tables.Draft) -> SchoolImported | None:
    facts = draft.content.get("saved")
    return None if facts is None else SchoolImported(**facts, again=True)


def _belong(scope: Scope, school_id: str) -> None:
    person = scope.person
    if person is not None and person.school_id is None:
        person.school_id = school_id
        scope.session.add(person)
        scope.session.flush()


def _kept(scope: Scope, kind: str, content: dict[str, Any], *, at: datetime) -> tables.Draft:
    return scope.drafts.add(
        tables.Draft(
            workspace_id=scope.workspace_id,
            id=fresh_id(),
            person_id=people.require_member(scope).id,
            kind=kind,
            content=content,
            created_at=at,
        )
    )


# --- what a file would change -------------------------------------------------------------------


def _check(scope: Scope, calendar: SchoolCalendar, at: datetime) -> None:
    schools.check_right(scope, calendar.id)
    today = calendars.today(calendar, at)
    if calendar.last_day is not None and calendar.last_day < today:
        raise errors.Refusal("import_over", last=calendar.last_day)
    if scope.schools.get(calendar.id) is None:
        return
    replanning.refuse_second(scope, calendar.id)
    now = calendars.calendar_of(scope, calendar.id)
    running = now.last_day is not None and now.last_day >= today
    if running and calendar.first_day and now.last_day and calendar.first_day > now.last_day:
        raise errors.Refusal("import_ahead", first=calendar.first_day, last=now.last_day)


def _check_names(scope: Scope, content: Mapping[str, Any]) -> None:
    """Refuse what holds a student's code: labels of days are shown to whole teams.

    Names are not looked for: half of all holidays bear one.
    """
    text = json.dumps(content, ensure_ascii=False)
    if privacy.has_code_of(scope, text):
        raise errors.Refusal("import_names_student")


def _preview(scope: Scope, draft: tables.Draft, *, at: datetime) -> ImportPreview:
    content = draft.content
    calendar = SchoolCalendar.from_neutral(content["neutral"])
    known = scope.schools.get(calendar.id)
    now = None if known is None else calendars.calendar_of(scope, calendar.id)
    since = calendars.today(now or calendar, at)
    return ImportPreview(
        draft_id=draft.id,
        name=calendar.name,
        zone=calendar.zone.key,
        is_new=now is None,
        file=content["file"],
        overview=imports.overview(calendar),
        differences=imports.differences(now, calendar, since=since) if now else (),
        bells=imports.bells_changes(now, calendar) if now else (),
        unread=tuple(map(_unpacked, content["unread"])),
        unread_count=content["unread_count"],
        notes=tuple(map(_unpacked, content["notes"])),
        plans=0 if known is None else scope.replans.count(calendar.id),
    )


def _revision(scope: Scope, school_id: str) -> int:
    school = scope.schools.get(school_id)
    return 0 if school is None else school.revision


def _with_known_groups(scope: Scope, calendar: SchoolCalendar) -> SchoolCalendar:
    """Return a calendar of the groups that its school was said to belong to before."""
    if calendar.groups or scope.schools.get(calendar.id) is None:
        return calendar
    return calendar.for_groups(*calendars.calendar_of(scope, calendar.id).groups)


def _groups(calendar: SchoolCalendar) -> tuple[tuple[str, int], ...]:
    counted = Counter(one.applies_to for one in calendar.exceptions if one.applies_to)
    return tuple(sorted(counted.items()))


# --- notes as JSON ------------------------------------------------------------------------------


def _packed(note: Note) -> list[Any]:
    return [note.code, {key: _pack(value) for key, value in note.params.items()}, note.where]


def _unpacked(packed: Sequence[Any]) -> Note:
    code, params, where = packed
    return Note(code, {key: _unpack(value) for key, value in params.items()}, where)


def _pack(value: object) -> object:
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_pack(one) for one in value]
    return value if isinstance(value, int) else str(value)


def _unpack(value: object) -> object:
    if isinstance(value, dict):
        return date.fromisoformat(value["date"])
    return tuple(map(_unpack, value)) if isinstance(value, list) else value
