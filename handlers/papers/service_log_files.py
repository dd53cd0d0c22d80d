"""A service log as a file: which kinds there are, how much fits in, and the file itself."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

from handlers.papers.service_log_csv import CsvSheet
from handlers.papers.service_log_pdf import PdfSheet
from handlers.papers.service_log_xlsx import XlsxSheet
from pushin import exports
from pushin.exports import Sheet, Wanted
from pushin.results import ServiceLog
from storage.database import Database
from storage.scope import Who

FileKind = Literal["csv", "xlsx", "pdf"]
KINDS: tuple[FileKind, ...] = get_args(FileKind)
MOST = {"csv": 5_000_000, "xlsx": 1_000_000, "pdf": 5_000}
"""Lines: Excel has 1,048,576 rows, and nobody prints more than some hundred pages."""
MOST_IN_CHAT = 50_000
"""Lines of a file that is asked for in the chat: whoever asked waits for it."""


def sheet(kind: FileKind, path: Path, *, at: datetime) -> Sheet:
    """Return what writes a log of a kind to a path."""
    match kind:
        case "csv":
            return CsvSheet(path)
        case "xlsx":
            return XlsxSheet(path, at=at)
        case "pdf":
            return PdfSheet(path)


def name(about: ServiceLog, kind: FileKind) -> str:
    """Return what the file is called: dates alone, since others may read a file's name."""
    return f"service-log-{about.first.isoformat()}-{about.last.isoformat()}.{kind}"


def most_in_chat(kind: FileKind) -> int:
    """Return how many lines fit into a file of a kind that is asked for in the chat."""
    return min(MOST[kind], MOST_IN_CHAT)


def made(url: str, who: Who, wanted: Wanted, kind: FileKind, at: datetime) -> bytes:
    """Return the file, read anew for who asks, in a process that may take its time.

    Refusals: those of `exports.ready`.
    """
    database = Database.open(url)
    try:
        with tempfile.TemporaryDirectory(prefix="pushin-export-") as folder:
            path = Path(folder) / f"log.{kind}"
            paper = sheet(kind, path, at=at)
            database.read_now(exports.write, who, wanted, paper, most=most_in_chat(kind), at=at)
            return path.read_bytes()
    finally:
        database.close_now()
