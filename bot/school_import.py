"""`pushin school import`: shows what a file says, asks once, and saves it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import replanner, school_files, school_report
from handlers.slack.sentences import plain
from pushin import calendars, schools
from pushin.errors import Refusal
from school import imports
from school.calendar import SchoolCalendar
from school.imports import Imported
from storage.database import Database
from storage.scope import Scope, Who


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed after `pushin school import`."""

    file: Path
    school: str | None
    zone: ZoneInfo | None
    groups: tuple[str, ...]
    dry_run: bool


@dataclass(frozen=True, slots=True)
class Terminal:
    """The two things that a person is needed for."""

    show: Callable[[str], None]
    confirm: Callable[[str], bool]


def run(database: Database, workspace: str, asked: Asked, at: datetime, terminal: Terminal) -> bool:
    """Show, ask and save; return whether it was saved, or was not to be (`dry_run`).

    SchoolError where the file cannot be used, Refusal "school_not_here" where `asked.school` is
    none of the workspace's: then nothing has changed.
    """
    imported, old = _read(database, workspace, asked, at)
    for line in school_report.understood(imported):
        terminal.show(line)
    if old is not None:
        since = calendars.today(imported.calendar, at)
        for line in school_report.changes(old, imported.calendar, since):
            terminal.show(line)
    elif imported.kind != "json":
        _hint(database, workspace, terminal)
    terminal.show("")
    if asked.dry_run:
        terminal.show(plain("import.report.dry"))
        return True
    if not terminal.confirm(plain("import.report.question")):
        terminal.show(plain("import.report.declined"))
        return False
    terminal.show(_saved(database, workspace, imported, at))
    return True


def _read(
    database: Database, workspace: str, asked: Asked, at: datetime
) -> tuple[Imported, SchoolCalendar | None]:
    """Return the file as read for the school that it is for, and that school as it is now.

    A file that names no school of ours by `asked.school` is for the one with its own id.
    """
    data = school_files.content(asked.file)

    def read(into: SchoolCalendar | None) -> Imported:
        today = at.astimezone(into.zone if into else asked.zone).date()
        return imports.read(
            data,
            name=asked.file.name,
            into=into,
            zone=asked.zone,
            groups=asked.groups,
            on=today,
        )

    if asked.school is not None:
        named = _stored(database, workspace, asked.school)
        if named is None:
            known = ", ".join(_ids(database, workspace)) or "none"
            raise Refusal("school_not_here", value=asked.school, known=known)
        return read(named), named
    imported = read(None)
    old = _stored(database, workspace, imported.calendar.id)
    return (read(old), old) if old is not None else (imported, None)


def _stored(database: Database, workspace: str, school_id: str) -> SchoolCalendar | None:
    def find(scope: Scope) -> SchoolCalendar | None:
        if scope.schools.get(school_id) is None:
            return None
        return calendars.calendar_of(scope, school_id)

    return database.read_now(find, Who(workspace))


def _ids(database: Database, workspace: str) -> list[str]:
    def find(scope: Scope) -> list[str]:
        return [one.id for one in scope.schools.all()]

    return database.read_now(find, Who(workspace))


def _hint(database: Database, workspace: str, terminal: Terminal) -> None:
    """Say how dates come into a school that is there: these would make a school of their own."""
    known = _ids(database, workspace)
    if known:
        terminal.show("")
        terminal.show(plain("import.report.other_schools", known=known))


def _saved(database: Database, workspace: str, imported: Imported, at: datetime) -> str:
    saved = database.write_now(schools.import_neutral, Who(workspace), imported.neutral, at=at)
    calendar = imported.calendar
    if not saved.changed:
        return plain("import.report.same", name=saved.name)
    if saved.waiting:
        who = Who(workspace)
        replanner.work_off_with_bar(database, who, saved.school_id, now=lambda: at)
    types, dates = len(calendar.day_types), len(calendar.exceptions)
    return plain("import.report.saved", name=saved.name, types=types, dates=dates)
