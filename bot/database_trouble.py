"""What is wrong with the database, in one sentence for the log, doctor and /healthz."""

import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError

FULL = "The disk of the database is full: nothing is posted or taken until there is room again."
READ_ONLY = (
    "The database may only be read: give the program's user the right to write to it; "
    "nothing is posted or taken until then."
)
REFUSED = (
    "The disk does not take what the database writes: look whether it is full or damaged; "
    "nothing is posted or taken until it does."
)
SILENT = "The database does not answer: start it again; nothing is posted or taken until it does."

_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_IOERR: REFUSED,
    sqlite3.SQLITE_CANTOPEN: SILENT,
    sqlite3.SQLITE_BUSY: SILENT,
}
_PRIMARY = 0xFF
"""The primary code is the lowest byte (sqlite.org/rescode.html)."""
_POSTGRESQL = {"53100": FULL, "25006": READ_ONLY, "58030": REFUSED}
_CLASSES = {"08": SILENT, "57": SILENT, "53": SILENT}
"""Connections, an operator's intervention, too few resources (PostgreSQL, appendix A)."""


def sentence(error: BaseException) -> str | None:
    """Return what is wrong with the database; None where the error is no trouble of its own."""
    if not isinstance(error, DBAPIError):
        return None
    driver = error.orig
    if isinstance(driver, sqlite3.Error):
        return _SQLITE.get(getattr(driver, "sqlite_errorcode", 0) & _PRIMARY)
    if isinstance(driver, psycopg.OperationalError) and driver.sqlstate is None:
        return SILENT  # no server said anything
    if isinstance(driver, psycopg.Error) and driver.sqlstate:
        state = driver.sqlstate
        return _POSTGRESQL.get(state) or _CLASSES.get(state[:2])
    return None
