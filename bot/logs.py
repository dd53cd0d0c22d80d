"""Structured logs: a sentence for people, a stable `action` for machines, never a token.

Nor what a person wrote: of a database's error only its kind is told, since the database repeats the
values that it refused, and libraries, which print whole requests at `debug`, speak from `warning`.
"""

import logging
import re
import sqlite3
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import TextIO

import psycopg
from pythonjsonlogger.json import JsonFormatter
from sqlalchemy.exc import DBAPIError

_SECRET = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=ticket=)[\w-]+|(?<=/calendar/)[^\s\"']+")
_PLAIN = "%(asctime)s %(levelname)-7s %(name)s  %(message)s"
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class _NoSecrets(logging.Filter):
    """Blanks what looks like a Slack token or a calendar link, also in messages of libraries."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        clean = _SECRET.sub("[secret]", text)
        if clean != text:
            record.msg, record.args = clean, ()
        return True


class _DiscreetTraces(logging.Formatter):
    """Writes a trace without tokens and without the values of a refused row."""

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802  logging's own name
        return "" if ei[1] is None else _SECRET.sub("[secret]", trace(ei[1]))


class _Plain(_DiscreetTraces):
    """One readable line, ending in the record's `action` when it has one."""

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        action = getattr(record, "action", None)
        return f"{line}  [{action}]" if action else line


class _Json(_DiscreetTraces, JsonFormatter):
    """One JSON object a record."""


def configure(level: str, *, as_json: bool, stream: TextIO = sys.stderr) -> None:
    """Send all logs to a stream, our own from `level` on and those of libraries from `warning`."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_json() if as_json else _Plain(_PLAIN))
    handler.addFilter(_NoSecrets())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # Bolt gives its loggers the root's level, whatever their names.
    root.setLevel(logging.WARNING)
    for name in ("slack_sdk", "slack_bolt"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("bot", "handlers", "pushin", "storage"):
        logging.getLogger(name).setLevel(level.upper())


def trace(error: BaseException) -> str:
    """Return an error's trace with its causes, the first cause first."""
    return "\n".join(
        "".join([*_frames(one), *_last_lines(one)]).rstrip() for one in reversed([*_causes(error)])
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _frames(error: BaseException) -> list[str]:
    if error.__traceback__ is None:
        return []
    return ["Traceback (most recent call last):\n", *traceback.format_tb(error.__traceback__)]


def _last_lines(error: BaseException) -> list[str]:
    driver = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(driver, psycopg.Error | sqlite3.Error):
        return traceback.format_exception_only(error)
    told = [getattr(driver, "sqlstate", None), getattr(driver, "sqlite_errorname", None)]
    if isinstance(driver, psycopg.Error):
        told.append(driver.diag.constraint_name)
    return [f"{type(error).__qualname__}: {' '.join(filter(None, told))}"]


def _json() -> _Json:
    return _Json(
        "{asctime}{levelname}{name}{message}",
        style="{",
        rename_fields={"asctime": "at", "levelname": "level", "name": "logger"},
    )
