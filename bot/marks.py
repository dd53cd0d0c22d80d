"""What stands beside the sandbox's clock: bells, day types, what will be posted and why."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from pushin import calendars
from school.calendar import SchoolCalendar
from school.clock import instant, local
from storage import tables
from storage.queries.conversations import recipients
from storage.scope import Scope

DAYS_AHEAD = 21
BELL_DAYS = 2
PROMPTS = 40


def marks(scope: Scope, *, at: datetime) -> tuple[str, list[dict[str, Any]]]:
    """Return the zone and the marks after `at` of the workspace's first school."""
    school = scope.session.exec(
        select(tables.School).where(tables.School.workspace_id == scope.workspace_id).limit(1)
    ).first()
    if school is None:
        return "UTC", []
    calendar = calendars.calendar_of(scope, school.id)
    found = [*_days(calendar, at), *_prompts(scope, at)]
    return school.timezone, sorted(found, key=lambda mark: mark["at"])


def _days(calendar: SchoolCalendar, at: datetime) -> Iterator[dict[str, Any]]:
    today, _ = local(at, calendar.zone)
    school_days = 0
    for day in calendar.days(today, today + timedelta(days=DAYS_AHEAD)):
        label = day.day_type.label if day.day_type else day.label or "No school"
        morning = instant(day.on, 6 * 60 + 30, calendar.zone)
        kind = "day" if day.in_session else "closed"
        yield {"at": _iso(morning), "label": label, "kind": kind}
        if day.in_session and school_days < BELL_DAYS:
            school_days += 1
            for period in day.day_type.periods if day.day_type else ():
                bell = instant(day.on, period.start, calendar.zone)
                yield {"at": _iso(bell), "label": period.name, "kind": "bell"}


def _prompts(scope: Scope, at: datetime) -> Iterator[dict[str, Any]]:
    prompt = tables.Prompt
    rows = scope.session.exec(
        select(prompt)
        .where(
            prompt.workspace_id == scope.workspace_id,
            prompt.state == "planned",
            prompt.due_at > at,
        )
        .order_by(col(prompt.due_at))
        .limit(PROMPTS)
    ).all()
    names = _names(scope, {one for row in rows for one in recipients(row.conversation_id)})
    for row in rows:
        yield {
            "at": _iso(row.due_at),
            "label": LABELS.get(row.kind, row.kind),
            "kind": "prompt",
            "detail": _detail(row, names),
        }


def _names(scope: Scope, ids: set[str]) -> dict[str, str]:
    person = tables.Person
    known = select(person.id, person.name).where(
        person.workspace_id == scope.workspace_id, col(person.id).in_(ids)
    )
    return dict(scope.session.exec(known).all())


LABELS = {
    "plan_card": "Plan card",
    "checklist": "Checklist",
    "ask": "A card with what waits",
    "touch_base": "Touch-base",
}


WHYS = {
    "plan_saved": "a push-in was planned",
    "before_session": "a session begins soon",
    "role_waits": "a part waits for an answer",
    "routine_missing": "a session has no such period that day",
    "expired": "something could not be posted in time",
    "talk": "somebody would like to talk",
    "common_free_time": "no students are with them",
}


def _detail(prompt: tables.Prompt, names: Mapping[str, str]) -> str:
    why = WHYS.get(prompt.why, prompt.why.replace("_", " "))
    people = [names.get(one, one) for one in recipients(prompt.conversation_id)]
    if not people:
        return why
    told = " and ".join(people)
    return f"{told}: {why}" if why else told


def _iso(at: datetime) -> str:
    return at.isoformat()
