"""Runs a synchronous use case inside one transaction, without holding up the event loop."""

import asyncio
import random
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Concatenate, ParamSpec, Protocol, Self, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from storage.reading import Reader
from storage.scope import Scope, Who
from storage.transaction import OfSession, Transaction

P = ParamSpec("P")
R = TypeVar("R")

BUSY_MS = 10_000
"""How long SQLite waits for another process before it says that the database is locked."""
MAPPED_BYTES = 2**30
"""How much of a SQLite file reads see through the kernel's own memory, at most."""
RETRIES = 10
"""How often a transaction is run anew after a serialization failure or a dead connection."""
POSTGRES_CONNECTIONS = 8
SERIALIZATION_FAILURES = frozenset({"40001", "40P01"})
UNIQUE_VIOLATION = "23505"
"""Between serializable transactions it may stand for a serialization failure: what the other one
inserted was not there when this one looked (PostgreSQL, "Serialization Failure Handling")."""
ACROSS_WORKSPACES = "pushin_across_workspaces"
"""Execution option of the transactions that see all workspaces (delivery and refresher)."""


class Lane(Protocol):
    """One kind of transaction: how a piece of work runs in it."""

    @property
    def engine(self) -> Engine:
        """Where its connections come from."""

    async def run(self, work: Callable[[Transaction], R]) -> R:
        """Return what the work returns, without holding up the event loop for long."""

    def run_now(self, work: Callable[[Transaction], R]) -> R:
        """Do what `run` does, without an event loop."""

    def close(self) -> None:
        """Wait for what runs, and let go of connections and threads."""


@dataclass(frozen=True, slots=True)
class _Threads:
    """A lane on threads of its own; each transaction has a session and a connection of the pool."""

    engine: Engine
    threads: Executor
    commits: bool = True
    repeated: frozenset[str] = SERIALIZATION_FAILURES
    """SQLSTATEs after which the transaction is run anew."""
    again: Lock = field(default_factory=Lock, compare=False)
    """Those that are run anew go one after the other: all at once they would collide again."""

    async def run(self, work: Callable[[Transaction], R]) -> R:
        """Run on one of the threads."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, _attempt, self, work)

    def run_now(self, work: Callable[[Transaction], R]) -> R:
        """Run on one of the threads, and wait."""
        return self.threads.submit(_attempt, self, work).result()

    def close(self) -> None:
        """Wait for what runs, and let go of connections and threads."""
        self.threads.shutdown(wait=True)
        self.engine.dispose()


class Database:
    """The one way to the database: `fn(scope, …)` runs in one transaction."""

    def __init__(
        self, reads: Lane, writes: Lane, system: Lane, on_commit: Callable[[], None] | None
    ) -> None:
        """Keep the three kinds of transaction; use `open`."""
        self._reads, self._writes, self._system = reads, writes, system
        self.on_commit = on_commit

    @classmethod
    def open(cls, url: str, *, on_commit: Callable[[], None] | None = None) -> Self:
        """Return the database at `sqlite:///…` or `postgresql+psycopg://…`; connects at first use.

        `on_commit` is called after every committed `write`, on the thread of its caller.
        """
        parsed = make_url(url)
        lanes = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed)
        return cls(*lanes, on_commit)

    @property
    def url(self) -> str:
        """Where it is, with its password: for processes of our own that read beside this one."""
        return self._reads.engine.url.render_as_string(hide_password=False)

    @property
    def engines(self) -> tuple[Engine, ...]:
        """The engines behind the three kinds of transaction, for hooks that watch statements."""
        return (self._reads.engine, self._writes.engine, self._system.engine)

    async def read(
        self, fn: Callable[Concatenate[Scope, P], R], who: Who, *args: P.args, **kw: P.kwargs
    ) -> R:
        """Return `fn(scope, …)` on one consistent picture of the database; nothing is written."""
        return await self._reads.run(_scoped(fn, who, *args, **kw))

    async def write(
        self, fn: Callable[Concatenate[Scope, P], R], who: Who, *args: P.args, **kw: P.kwargs
    ) -> R:
        """Return `fn(scope, …)` and commit what it did; an exception rolls everything back."""
        result = await self._writes.run(_scoped(fn, who, *args, **kw))
        self._committed()
        return result

    async def system(
        self, fn: Callable[Concatenate[Session, P], R], *args: P.args, **kw: P.kwargs
    ) -> R:
        """Return `fn(session, …)` over all workspaces and commit; for delivery and refresher."""
        return await self._system.run(lambda within: fn(within.session, *args, **kw))

    def read_now(
        self, fn: Callable[Concatenate[Scope, P], R], who: Who, *args: P.args, **kw: P.kwargs
    ) -> R:
        """Do what `read` does, without an event loop."""
        return self._reads.run_now(_scoped(fn, who, *args, **kw))

    def write_now(
        self, fn: Callable[Concatenate[Scope, P], R], who: Who, *args: P.args, **kw: P.kwargs
    ) -> R:
        """Do what `write` does, without an event loop."""
        result = self._writes.run_now(_scoped(fn, who, *args, **kw))
        self._committed()
        return result

    def system_now(
        self, fn: Callable[Concatenate[Session, P], R], *args: P.args, **kw: P.kwargs
    ) -> R:
        """Do what `system` does, without an event loop."""
        return self._system.run_now(lambda within: fn(within.session, *args, **kw))

    async def close(self) -> None:
        """Wait for running transactions and let go of all connections and threads."""
        await asyncio.to_thread(self.close_now)

    def close_now(self) -> None:
        """Do what `close` does, without an event loop."""
        for lane in (self._reads, self._writes, self._system):
            lane.close()

    def _committed(self) -> None:
        if self.on_commit is not None:
            self.on_commit()


def _scoped(
    fn: Callable[Concatenate[Scope, P], R], who: Who, *args: P.args, **kw: P.kwargs
) -> Callable[[Transaction], R]:
    return lambda within: fn(Scope(within, who), *args, **kw)


def _attempt(lane: _Threads, work: Callable[[Transaction], R]) -> R:
    """Run the whole transaction, and anew where the database says that nothing of it happened."""
    for attempt in range(RETRIES):
        committing = False
        alone = lane.again if attempt else nullcontext()
        with alone, Session(lane.engine, expire_on_commit=False) as session:
            try:
                result = work(OfSession(session))
                committing = lane.commits
                _end(session, commit=lane.commits)
            except DBAPIError as error:
                if attempt == RETRIES - 1 or not _left_nothing(
                    error, lane.repeated, committing=committing
                ):
                    raise
            else:
                return result
        # Not all after the same time: those who collided would collide again.
        time.sleep(0.002 * 2**attempt * random.uniform(0.5, 1.5))  # noqa: S311  no secret
    raise AssertionError  # the last attempt returned or raised


def _end(session: Session, *, commit: bool) -> None:
    if commit:
        session.commit()
    else:
        # What a read leaves unwritten has to meet the database's refusal; its end is a rollback.
        session.flush()


def _left_nothing(error: DBAPIError, repeated: frozenset[str], *, committing: bool) -> bool:
    """Tell whether the transaction surely left no trace and may be run again.

    A connection that dies during COMMIT leaves the outcome unknown: that is never repeated.
    """
    if getattr(error.orig, "sqlstate", None) in repeated:
        return True
    return error.connection_invalidated and not committing


def _sqlite(url: URL) -> tuple[Lane, Lane, Lane]:
    """Return one connection that reads in place and one that writes, on one thread of its own."""
    reader = _sqlite_engine(url, query_only=True)
    writer = _sqlite_engine(url, query_only=False)
    thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pushin-write")
    system = writer.execution_options(**{ACROSS_WORKSPACES: True})
    return Reader(reader), _Threads(writer, thread), _Threads(system, thread)


def _sqlite_engine(url: URL, *, query_only: bool) -> Engine:
    engine = create_engine(
        url,
        pool_size=1,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "cached_statements": 512},
    )
    event.listen(engine, "connect", partial(_prepare_sqlite, query_only=query_only))
    if not query_only:
        event.listen(engine, "begin", _begin_writing)
    return engine


def _begin_writing(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _prepare_sqlite(connection: sqlite3.Connection, _record: object, *, query_only: bool) -> None:
    # The driver's own BEGIN is deferred: it would fail a write that began as a read.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    # Where another process holds the file, it keeps its mode and the next connection asks again.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    if query_only:
        # A district's year does not fit the page cache: mapped, no page is copied to be looked at.
        connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
        connection.execute("PRAGMA query_only = ON")


def _postgresql(url: URL) -> tuple[Lane, Lane, Lane]:
    """Return three isolation levels over one pool, off the event loop."""
    engine = create_engine(
        url,
        pool_size=POSTGRES_CONNECTIONS,
        max_overflow=0,
        pool_recycle=1800,
        # What a person wrote is a parameter: no error message, and so no log, may repeat it.
        hide_parameters=True,
    )
    threads = ThreadPoolExecutor(POSTGRES_CONNECTIONS, thread_name_prefix="pushin-database")
    reads = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    writes = engine.execution_options(isolation_level="SERIALIZABLE")
    system = engine.execution_options(isolation_level="READ COMMITTED", **{ACROSS_WORKSPACES: True})
    return (
        _Threads(reads, threads, commits=False),
        _Threads(writes, threads, repeated=SERIALIZATION_FAILURES | {UNIQUE_VIOLATION}),
        _Threads(system, threads),
    )
