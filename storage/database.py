"""Runs a synchronous use case inside one transaction, without holding up the event loop."""

import asyncio
import itertools
import random
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Concatenate, NamedTuple, ParamSpec, Protocol, Self, TypeVar

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
PATIENCE = 2.0
"""For how many seconds a transaction is run anew after a serialization failure or a dead
connection: Slack waits three for an answer."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.004, 0.1
"""Seconds between two attempts at most, at first and later: by chance, so that two that collided
do not collide again."""
POSTGRES_CONNECTIONS = 8
OWN_PATIENCE = 10.0
"""Seconds for what Push-In itself writes: nobody waits for it, and it makes way."""
OWN_WRITES = 2
"""How many writes of Push-In's own (nobody waits for them) run at a time on PostgreSQL: more
would collide with one another and with those of people, who come first."""
SERIALIZATION_FAILURES = frozenset({"40001", "40P01"})
UNIQUE_VIOLATION = "23505"
"""Between serializable transactions it may stand for a serialization failure: what the other one
inserted was not there when this one looked (PostgreSQL, "Serialization Failure Handling")."""
DOUBTS = 4
"""How often a transaction is run anew for such a violation."""
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
    patience: float = PATIENCE
    """For how many seconds it is."""

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


class Lanes(NamedTuple):
    """The kinds of transaction; what people write and what Push-In itself does may share one."""

    reads: Lane
    writes: Lane
    own_writes: Lane
    system: Lane


class Database:
    """The one way to the database: `fn(scope, …)` runs in one transaction."""

    def __init__(self, lanes: Lanes, on_commit: Callable[[], None] | None) -> None:
        """Keep the kinds of transaction; use `open`."""
        self._lanes = lanes
        self._reads, self._system = lanes.reads, lanes.system
        self.on_commit = on_commit

    @classmethod
    def open(cls, url: str, *, on_commit: Callable[[], None] | None = None) -> Self:
        """Return the database at `sqlite:///…` or `postgresql+psycopg://…`; connects at first use.

        `on_commit` is called after every committed `write`, on the thread of its caller.
        """
        parsed = make_url(url)
        lanes = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed)
        return cls(lanes, on_commit)

    @property
    def url(self) -> str:
        """Where it is, with its password: for processes of our own that read beside this one."""
        return self._reads.engine.url.render_as_string(hide_password=False)

    @property
    def engines(self) -> tuple[Engine, ...]:
        """The engines behind the kinds of transaction, for hooks that watch statements."""
        return tuple(dict.fromkeys(one.engine for one in self._lanes))

    async def read(
        self, fn: Callable[Concatenate[Scope, P], R], who: Who, *args: P.args, **kw: P.kwargs
    ) -> R:
        """Return `fn(scope, …)` on one consistent picture of the database; nothing is written."""
        return await self._reads.run(_scoped(fn, who, *args, **kw))

    async def write(
        self, fn: Callable[Concatenate[Scope, P], R], who: Who, *args: P.args, **kw: P.kwargs
    ) -> R:
        """Return `fn(scope, …)` and commit what it did; an exception rolls everything back.

        What Push-In itself writes (`who` names no user) makes way for people.
        """
        result = await self._writing(who).run(_scoped(fn, who, *args, **kw))
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
        result = self._writing(who).run_now(_scoped(fn, who, *args, **kw))
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
        for lane in self._lanes:
            lane.close()

    def _writing(self, who: Who) -> Lane:
        return self._lanes.writes if who.user_id is not None else self._lanes.own_writes

    def _committed(self) -> None:
        if self.on_commit is not None:
            self.on_commit()


def _scoped(
    fn: Callable[Concatenate[Scope, P], R], who: Who, *args: P.args, **kw: P.kwargs
) -> Callable[[Transaction], R]:
    return lambda within: fn(Scope(within, who), *args, **kw)


def _attempt(lane: _Threads, work: Callable[[Transaction], R]) -> R:
    """Run the whole transaction, and anew where the database says that nothing of it happened."""
    until = time.monotonic() + lane.patience
    for attempt in itertools.count():
        committing = False
        alone = lane.again if attempt else nullcontext()
        with alone, Session(lane.engine, expire_on_commit=False) as session:
            try:
                result = work(OfSession(session))
                committing = lane.commits
                _end(session, commit=lane.commits)
            except DBAPIError as error:
                repeats = _left_nothing(error, lane.repeated, committing=committing)
                if not repeats or time.monotonic() >= until or _is_lasting(error, attempt):
                    raise
            else:
                return result
        longest = min(LONGEST_PAUSE, SHORTEST_PAUSE * 2**attempt)
        time.sleep(random.uniform(0, longest))  # noqa: S311  no secret
    raise AssertionError  # it counts without end


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


def _is_lasting(error: DBAPIError, attempt: int) -> bool:
    """Tell whether a violation was no passing one: after some attempts the other row is seen."""
    return getattr(error.orig, "sqlstate", None) == UNIQUE_VIOLATION and attempt >= DOUBTS


def _sqlite(url: URL) -> Lanes:
    """Return one connection that reads in place and one that writes, on one thread of its own."""
    reader = _sqlite_engine(url, query_only=True)
    writer = _sqlite_engine(url, query_only=False)
    thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pushin-write")
    system = writer.execution_options(**{ACROSS_WORKSPACES: True})
    writes = _Threads(writer, thread)
    return Lanes(Reader(reader), writes, writes, _Threads(system, thread))


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


def _postgresql(url: URL) -> Lanes:
    """Return three isolation levels over one pool, off the event loop."""
    engine = create_engine(
        url,
        pool_size=POSTGRES_CONNECTIONS + OWN_WRITES,
        max_overflow=0,
        pool_recycle=1800,
        # What a person wrote is a parameter: no error message, and so no log, may repeat it.
        hide_parameters=True,
    )
    threads = ThreadPoolExecutor(POSTGRES_CONNECTIONS, thread_name_prefix="pushin-database")
    reads = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    writes = engine.execution_options(isolation_level="SERIALIZABLE")
    system = engine.execution_options(isolation_level="READ COMMITTED", **{ACROSS_WORKSPACES: True})
    repeated = SERIALIZATION_FAILURES | {UNIQUE_VIOLATION}
    own = ThreadPoolExecutor(OWN_WRITES, thread_name_prefix="pushin-own-writes")
    return Lanes(
        _Threads(reads, threads, commits=False),
        _Threads(writes, threads, repeated=repeated),
        _Threads(writes, own, repeated=repeated, patience=OWN_PATIENCE),
        _Threads(system, threads),
    )
