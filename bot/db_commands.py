"""`pushin db backup | restore | move`: what is done to a database as a whole, and what is said."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from storage import backups, schema
from storage.copying import Progress


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where it is said, and who is asked before something is replaced."""

    say: Callable[[str], object]
    confirm: Callable[[str], bool]


def back_up(url: str, file: Path, terminal: Terminal) -> None:
    """Back a database up into a new file."""
    with _bar(backups.rows_of(url), "Backing up") as progress:
        rows = backups.back_up(url, file, progress=progress)
    terminal.say(f"{file} holds all {rows:,} rows.")


def restore(url: str, file: Path, keep_in: Path, terminal: Terminal, *, at: datetime) -> bool:
    """Put a backup back, once somebody said yes; what was there is kept in a file of `keep_in`.

    Return whether it was done.
    """
    there = backups.rows_of(url) if schema.current(url) else 0
    if there and not terminal.confirm(
        f"Replace the {there:,} rows of the database by {file}? Stop Push-In first."
    ):
        terminal.say("Nothing was changed.")
        return False
    if there:
        kept = keep_in / f"before-restore-{at:%Y%m%d-%H%M%S}.db"
        backups.back_up(url, kept)
        terminal.say(f"What was there is kept in {kept}.")
    with _bar(None, "Restoring") as progress:
        rows = backups.restore(file, url, at=at, progress=progress)
    terminal.say(f"{rows:,} rows were put back.")
    terminal.say(
        "What was due by now may have been posted since the backup: Push-In looks before it posts."
    )
    return True


def move(url: str, to: str, terminal: Terminal) -> None:
    """Copy a database into an empty one and compare them row by row."""
    with _bar(3 * backups.rows_of(url), "Copying and comparing") as progress:
        rows = backups.move(url, to, progress=progress)
    terminal.say(f"All {rows:,} rows are there, compared row by row.")
    terminal.say("Now set PUSHIN_DATABASE_URL to the new one and start Push-In.")


@contextmanager
def _bar(length: int | None, label: str) -> Iterator[Progress]:
    """Show how far it is, on a terminal; elsewhere nothing."""
    with click.progressbar(length=length or 1, label=label, hidden=length is None) as bar:
        yield bar.update
