"""Reads on SQLite: in place, over one connection that stays open."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from threading import Lock, get_ident
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from storage.errors import ReadInReadError
from storage.prepared import DriverText, Prepared
from storage.transaction import Transaction

R = TypeVar("R")


class Reader:
    """Runs reads one after the other and is their transaction; an ORM session is made if asked for.

    To take a connection from the pool, to make a session and to let both go costs more than the
    whole of a short read.
    """

    def __init__(self, engine: Engine) -> None:
        """Read from an engine whose connections begin no transaction themselves."""
        self.engine = engine
        self._turn = Lock()
        self._reading_thread: int | None = None
        self._texts: dict[Prepared[Any], DriverText[Any]] = {}
        self._session: Session | None = None

    async def run(self, work: Callable[[Transaction], R]) -> R:
        """Do what `run_now` does: a hop to a thread costs five times a query."""
        return self.run_now(work)

    def run_now(self, work: Callable[[Transaction], R]) -> R:
        """Return what `work` finds on one consistent picture of the database."""
        if self._reading_thread == get_ident():
            raise ReadInReadError
        with self._turn:
            self._reading_thread = get_ident()
            self._driver.execute("BEGIN")
            try:
                result = work(self)
                if self._session is not None:
                    # What a read leaves unwritten has to meet the database's refusal.
                    self._session.flush()
                return result
            finally:
                self._end()

    @property
    def session(self) -> Session:
        """The ORM's view of the running read."""
        if self._session is None:
            self._session = Session(self._connection, expire_on_commit=False)
        return self._session

    def rows(self, asked: Prepared[R], keys: Mapping[str, object]) -> Sequence[R]:
        """Return what a prepared statement finds.

        The first time it goes SQLAlchemy's way, so that hooks on the engine see every statement.
        """
        text = self._texts.get(asked)
        if text is None:
            self._texts[asked] = DriverText(asked)
            return asked.run(self.session.connection(), keys)
        return text.run(self._driver, keys)

    def close(self) -> None:
        """Let go of the connection."""
        with self._turn:
            if "_connection" in self.__dict__:
                self._connection.close()
            self.engine.dispose()

    @cached_property
    def _connection(self) -> Connection:
        return self.engine.connect()

    @cached_property
    def _driver(self) -> sqlite3.Connection:
        driver: Any = self._connection.connection.dbapi_connection
        return driver  # type: ignore[no-any-return]

    def _end(self) -> None:
        self._reading_thread = None
        if self._session is not None:
            self._session.close()
            self._session = None
        if self._driver.in_transaction:
            self._driver.rollback()
