"""Logs: nothing that a person wrote, and no token."""

import io
import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from slack_bolt.async_app import AsyncApp
from sqlalchemy.exc import IntegrityError

from bot import logs
from storage import tables
from storage.database import Database
from storage.scope import Scope, Who

AT = datetime(2026, 9, 8, 13, 0, tzinfo=UTC)
WHO = Who("T1")


@pytest.fixture(autouse=True)
def _own_loggers() -> Iterator[None]:
    """Give the loggers back as they were."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in ("bot", "handlers", "pushin", "storage", "slack_sdk", "slack_bolt"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def _settle_in(scope: Scope) -> None:
    scope.session.add(tables.Workspace(id=scope.workspace_id, name="Lincoln", created_at=AT))


def _twice(scope: Scope) -> None:
    for _ in range(2):
        scope.session.add(tables.InboxKey(workspace_id=scope.workspace_id, key="K7-03", at=AT))
        scope.session.flush()
        scope.session.expunge_all()


@pytest.mark.parametrize("as_json", [False, True])
async def test_the_values_of_a_refused_row_are_not_logged(
    database: Database, *, as_json: bool
) -> None:
    """A row that collides is logged with its kind and constraint, and without its values."""
    database.write_now(_settle_in, WHO)
    with pytest.raises(IntegrityError) as refused:
        await database.write(_twice, WHO)
    written = io.StringIO()
    logs.configure("info", as_json=as_json, stream=written)

    logging.getLogger("bot").error("It failed.", exc_info=refused.value)

    assert "K7-03" not in written.getvalue()
    assert "IntegrityError: " in written.getvalue()
    kinds = ("23505 pk_inboxkey", "SQLITE_CONSTRAINT_PRIMARYKEY")
    assert any(kind in written.getvalue() for kind in kinds)


@pytest.mark.parametrize("as_json", [False, True])
def test_a_trace_tells_its_causes_and_no_token(*, as_json: bool) -> None:
    """Of any other error the sentence and the causes are told, with tokens blanked."""
    written = io.StringIO()
    logs.configure("info", as_json=as_json, stream=written)
    cause = ValueError("xoxb-1-secret is wrong")
    error = RuntimeError("no client")
    error.__cause__ = cause

    logging.getLogger("bot").error("It failed.", exc_info=error)

    assert "ValueError: [secret] is wrong" in written.getvalue()
    assert "RuntimeError: no client" in written.getvalue()


def test_libraries_speak_from_warning_on_at_every_level() -> None:
    """At `debug` our own loggers tell more; Slack's libraries would print whole requests."""
    written = io.StringIO()
    logs.configure("debug", as_json=False, stream=written)
    bolt = AsyncApp(token="xoxb-1", signing_secret="s")

    logging.getLogger("bot").debug("ours")
    for theirs in (logging.getLogger("slack_sdk.web.async_base_client"), bolt.logger):
        theirs.debug("K7-03")
    logging.getLogger("sqlalchemy.engine").debug("K7-03")

    assert "ours" in written.getvalue()
    assert "K7-03" not in written.getvalue()


def test_a_calendar_link_is_not_logged() -> None:
    """Whoever reads the log cannot read anybody's calendar with it."""
    stream = io.StringIO()
    logs.configure("info", as_json=False, stream=stream)
    logging.getLogger("bot").info("GET %s", "/calendar/T1/sEcReT_of-maya.ics")

    assert "sEcReT" not in stream.getvalue()
    assert "GET /calendar/[secret]" in stream.getvalue()
