"""What `pushin school …` and `pushin understand` print."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from bot import school_files, school_import
from bot.school_import import Asked, Terminal
from pushin import calendars
from pushin.errors import PushInError, Refusal
from school import phrase
from school.calendar import SchoolCalendar
from school.day import Day
from school.errors import PhraseError, SchoolError
from storage import tables
from storage.database import Database
from storage.scope import Scope, Who


def import_file(
    database_url: str, workspace: str | None, asked: Asked, at: datetime, terminal: Terminal
) -> bool:
    """Show and save a school's file in a workspace (the only one when none is named)."""
    database = Database.open(database_url)
    return school_import.run(database, workspace or only_workspace(database), asked, at, terminal)


def only_workspace(database: Database) -> str:
    """Return the only workspace; Refusal "which_workspace" (known) where there are more or none."""

    def find(session: Session) -> list[str]:
        return list(session.exec(select(tables.Workspace.id)))

    found = database.system_now(find)
    if len(found) != 1:
        raise Refusal("which_workspace", known=", ".join(sorted(found)) or "none")
    return found[0]


def day(
    name: str, on: date, *, database_url: Callable[[], str], zone: ZoneInfo | None = None
) -> dict[str, Any]:
    """Return the facts of a date: `name` is a school's file, or the id of an imported school."""
    if Path(name).is_file():
        return facts(SchoolCalendar.from_neutral(school_files.read(Path(name), zone)).day(on))
    database = Database.open(database_url())
    workspace = only_workspace(database)
    return database.read_now(_stored_day, Who(workspace), name, on)


def _stored_day(scope: Scope, school_id: str, on: date) -> dict[str, Any]:
    calendar = calendars.calendar_of(scope, school_id)
    return facts(calendar.day(on, calendars.overrides_of(scope, school_id)))


def facts(day: Day) -> dict[str, Any]:
    """Return a day in the form of the command-line contract."""
    periods = day.day_type.periods if day.day_type else ()
    return {
        "date": day.on.isoformat(),
        "school": day.in_session,
        "known": day.known,
        "day_type": day.day_type.key if day.day_type else None,
        "cycle_day": day.cycle_day,
        "reason": day.reason,
        "periods": [
            {"name": p.name, "start": _clock(p.start), "end": _clock(p.end), "kind": p.kind}
            for p in periods
        ],
    }


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def sentence(facts: Mapping[str, Any]) -> str:
    """Return a day's facts for people: a line for the day, a line a period."""
    if not facts["known"]:
        head = f"{facts['date']}: not known; the school has published nothing for this date."
    elif not facts["school"]:
        head = f"{facts['date']}: no school ({facts['reason']})."
    else:
        head = f"{facts['date']}: {facts['day_type']} ({facts['reason']})."
    rows = [f"  {p['start']}-{p['end']}  {p['name']}" for p in facts["periods"]]
    return "\n".join([head, *rows])


def understand(
    text: str, *, now: datetime, zone: ZoneInfo, school_file: Path | None
) -> dict[str, Any]:
    """Return what a schedule phrase means, or `{"error", "message"}`."""
    from handlers import sentences  # noqa: PLC0415  the sentences are only needed for an error

    try:
        calendar = (
            SchoolCalendar.from_neutral(school_files.read(school_file)) if school_file else None
        )
        understood = phrase.understand(text, now=now, zone=zone, calendar=calendar)
    except PhraseError as error:
        return {"error": error.code, "message": sentences.of(error)}
    except (SchoolError, PushInError) as error:
        return {"error": error.code, "message": sentences.of(error)}
    return phrase.to_expect(understood)
