"""Structured logs: a sentence for people, a stable `action` for machines, never a token."""

import logging
import re
import sys
from typing import TextIO

from pythonjsonlogger.json import JsonFormatter

_SECRET = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=ticket=)[\w-]+")
_PLAIN = "%(asctime)s %(levelname)-7s %(name)s  %(message)s"


class _NoSecrets(logging.Filter):
    """Blanks whatever looks like a Slack token, also in messages of libraries."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        clean = _SECRET.sub("[secret]", text)
        if clean != text:
            record.msg, record.args = clean, ()
        return True


class _Plain(logging.Formatter):
    """One readable line, ending in the record's `action` when it has one."""

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        action = getattr(record, "action", None)
        return f"{line}  [{action}]" if action else line

    def formatException(self, ei: object) -> str:  # noqa: N802  logging's own name
        text = super().formatException(ei)  # type: ignore[arg-type]
        return _SECRET.sub("[secret]", text)


def configure(level: str, *, as_json: bool, stream: TextIO = sys.stderr) -> None:
    """Send all logs to a stream; libraries speak from `warning` on unless the level is `debug`."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_json() if as_json else _Plain(_PLAIN))
    handler.addFilter(_NoSecrets())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.DEBUG if level == "debug" else logging.WARNING)
    for name in ("bot", "handlers", "pushin", "storage"):
        logging.getLogger(name).setLevel(level.upper())


def _json() -> JsonFormatter:
    return JsonFormatter(
        "{asctime}{levelname}{name}{message}",
        style="{",
        rename_fields={"asctime": "at", "levelname": "level", "name": "logger"},
    )
