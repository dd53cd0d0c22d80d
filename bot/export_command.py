"""What `pushin export` does: a file of the log, and on command a code taken out for good."""

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from bot import school_commands
from handlers.papers import service_log_files
from handlers.papers.service_log_files import FileKind
from handlers.slack.blocks import exports as blocks
from handlers.slack.sentences import plain
from pushin import anonymising, exports
from pushin.errors import Refusal
from pushin.exports import Sheet, Wanted
from pushin.results import ServiceLine, ServiceLog, ServiceTotals
from storage.database import Database
from storage.scope import Who

STDOUT = Path("-")
_TOLD_EVERY = 500
"""Lines between two steps of the progress bar."""


class Bar(Protocol):
    """A progress bar."""

    def update(self, n_steps: int) -> None:
        """Go on by so many lines."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where it is told and asked; `progress` opens a bar of so many lines."""

    say: Callable[[str], None]
    type_in: Callable[[str], str]
    progress: Callable[[int], AbstractContextManager[Bar]]


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of the command, as they were typed."""

    first: date | None = None
    last: date | None = None
    provider: str | None = None
    code: str = ""
    kind: FileKind | None = None
    out: Path | None = None
    notes: bool = False
    anonymise: bool = False
    sure: bool = False


def run(url: str, workspace: str | None, asked: Asked, *, at: datetime, terminal: Terminal) -> None:
    """Write the file, then take the code out where that was asked for.

    Refusals: those of `exports.write` and of `anonymising.anonymise`, `person_unknown`,
    `export_unwritable` (file, why), `export_format`, `export_no_code`, `export_not_all`
    (first, last), `export_not_sure`, `which_workspace`.
    """
    if asked.anonymise and not asked.code:
        raise Refusal("export_no_code")
    database = Database.open(url)
    try:
        who = Who(workspace or school_commands.only_workspace(database))
        _Command(database, who, asked, at, terminal).run()
    finally:
        database.close_now()


@dataclass(frozen=True, slots=True)
class _Command:
    database: Database
    who: Who
    asked: Asked
    at: datetime
    terminal: Terminal

    def run(self) -> None:
        if not self.asked.anonymise:
            self._export(self._wanted())
            return
        span = self.database.read_now(anonymising.span, self.who, self.asked.code, at=self.at)
        if span is None:
            self.terminal.say(plain("export.cli.nothing"))
        else:
            self._export(self._all_of_code(span))
        self._anonymise()

    def _wanted(self) -> Wanted:
        first, last = self.database.read_now(exports.this_year, self.who, at=self.at)
        return Wanted(
            self.asked.first or first,
            self.asked.last or last,
            self._provider_id(),
            self.asked.code,
            notes=self.asked.notes,
        )

    def _all_of_code(self, span: tuple[date, date]) -> Wanted:
        """Return all that is logged for a code: what is not in the file cannot be found later."""
        first, last = self.asked.first or span[0], self.asked.last or span[1]
        if first > span[0] or last < span[1] or self.asked.provider:
            raise Refusal("export_not_all", first=span[0], last=span[1])
        return Wanted(*span, code=self.asked.code, notes=self.asked.notes, whole=True)

    def _provider_id(self) -> str:
        if self.asked.provider is None:
            return ""
        find = exports.provider_named
        return self.database.read_now(find, self.who, self.asked.provider, at=self.at)

    def _export(self, wanted: Wanted) -> None:
        kind = _kind(self.asked)
        most = service_log_files.MOST[kind]
        about = self.database.read_now(exports.ready, self.who, wanted, most=most, at=self.at)
        out = self.asked.out or Path(service_log_files.name(about, kind))
        with _beside(out) as unfinished:
            with self.terminal.progress(about.lines) as bar:
                sheet = _Watched(service_log_files.sheet(kind, unfinished, at=self.at), bar)
                write = exports.write
                _, sums = self.database.read_now(
                    write, self.who, wanted, sheet, most=most, at=self.at
                )
            _put(unfinished, out)
        self.terminal.say(_wrote(about, sums, out))

    def _anonymise(self) -> None:
        if not self.asked.sure:
            typed = self.terminal.type_in(plain("export.cli.sure"))
            if typed.strip().upper() != self.asked.code.strip().upper():
                raise Refusal("export_not_sure")
        done = self.database.write_now(anonymising.anonymise, self.who, self.asked.code, at=self.at)
        say = self.terminal.say
        say(plain("export.cli.anonymised", logged=f"{done.logged:,}", rows=f"{done.rows:,}"))
        if done.running:
            say(plain("export.cli.running", count=done.running))
        say(plain("export.cli.copies"))


@dataclass
class _Watched:
    """A sheet whose lines are counted on a progress bar."""

    sheet: Sheet
    bar: Bar
    added: int = 0

    def begin(self, about: ServiceLog) -> None:
        self.sheet.begin(about)

    def add(self, line: ServiceLine) -> None:
        self.sheet.add(line)
        self.added += 1
        if self.added % _TOLD_EVERY == 0:
            self.bar.update(_TOLD_EVERY)

    def end(self, totals: ServiceTotals) -> None:
        self.sheet.end(totals)
        self.bar.update(self.added % _TOLD_EVERY)

    def close(self) -> None:
        self.sheet.close()


class _beside:  # noqa: N801  used like the function it stands for
    """A new file beside the one that is wanted, which is there whole or not at all.

    Only its owner reads it: it holds student codes. What cannot be written is refused
    ("export_unwritable").
    """

    def __init__(self, out: Path) -> None:
        self._out = out

    def __enter__(self) -> Path:
        folder = None if self._out == STDOUT else self._out.absolute().parent
        try:
            if folder is not None and self._out.is_dir():
                raise IsADirectoryError(21, "it is a folder")
            handle, name = tempfile.mkstemp(prefix=".pushin-export-", dir=folder)
        except OSError as error:
            raise _unwritable(self._out, error) from error
        os.close(handle)
        self._unfinished = Path(name)
        return self._unfinished

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._unfinished.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _unwritable(self._out, error) from error


def _put(unfinished: Path, out: Path) -> None:
    if out == STDOUT:
        sys.stdout.buffer.write(unfinished.read_bytes())
        sys.stdout.buffer.flush()
    else:
        unfinished.replace(out)


def _unwritable(out: Path, error: OSError) -> Refusal:
    return Refusal("export_unwritable", file=str(out), why=(error.strerror or "no reason").lower())


def _kind(asked: Asked) -> FileKind:
    """Return as what it is written: as was said, else as the file's name ends, else CSV.

    A name that ends in nothing known says nothing: Refusal "export_format".
    """
    if asked.kind is not None:
        return asked.kind
    if asked.out is None or asked.out == STDOUT:
        return "csv"
    ending = asked.out.suffix.casefold().removeprefix(".")
    found = next((one for one in service_log_files.KINDS if one == ending), None)
    if found is None:
        raise Refusal("export_format")
    return found


def _wrote(about: ServiceLog, sums: ServiceTotals, out: Path) -> str:
    return plain(
        "export.cli.wrote",
        file=str(out),
        lines=blocks.lines(about),
        sessions=f"{sums.sessions:,}",
        minutes=f"{sums.minutes:,}",
        once=f"{sums.session_minutes:,}",
    )
