"""Copies all rows of one database into another, of either kind, and compares them row by row."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from storage import tables  # noqa: F401  fills the metadata
from storage.tables.base import metadata

BATCH = 500
"""How many rows are held in memory at a time."""

Progress = Callable[[int], None]
"""Told how many more rows are done."""


def no_progress(_rows: int) -> None:
    """Tell nobody."""


def count(connection: Connection) -> int:
    """Return how many rows all tables have together."""
    return sum(_count(connection, table) for table in metadata.sorted_tables)


def copy(
    source: Connection, target: Connection, *, progress: Progress = no_progress
) -> dict[str, int]:
    """Insert every row of `source` into the empty tables of `target`; return rows per table.

    Both are one transaction each: the source has to see one state throughout. Both have this
    program's schema.
    """
    copied = {}
    for table in metadata.sorted_tables:
        copied[table.name] = 0
        for rows in _batches(source, table):
            _insert(target, table, rows)
            copied[table.name] += len(rows)
            progress(len(rows))
        _point(source, target, table)
    return copied


def clear(connection: Connection) -> None:
    """Delete every row of every table, those that point at others first."""
    for table in reversed(metadata.sorted_tables):
        for column in _inward(table):
            connection.execute(update(table).values({column.name: None}))
        connection.execute(delete(table))


def differing(one: Connection, other: Connection, *, progress: Progress = no_progress) -> list[str]:
    """Return the names of the tables whose rows are not the same in both, in any order."""
    found = []
    for table in metadata.sorted_tables:
        digests = []
        for connection in (one, other):
            digest = _digest(connection, table)
            digests.append(digest)
            progress(digest[0])
        if digests[0] != digests[1]:
            found.append(table.name)
    return found


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _batches(connection: Connection, table: Table) -> Iterator[Sequence[dict[str, Any]]]:
    streamed = connection.execution_options(stream_results=True, yield_per=BATCH)
    found = streamed.execute(select(table))
    for rows in found.mappings().partitions(BATCH):
        yield [dict(row) for row in rows]


def _insert(target: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; what points inside the same table is left out until all of it is there."""
    inward = {column.name for column in _inward(table)}
    target.execute(
        insert(table),
        [{k: None if k in inward else v for k, v in row.items()} for row in rows],
    )


def _point(source: Connection, target: Connection, table: Table) -> None:
    for column in _inward(table):
        keys = list(table.primary_key.columns)
        change = (
            update(table)
            .where(and_(*(key == bindparam(f"k_{key.name}") for key in keys)))
            .values({column.name: bindparam("points_at")})
        )
        found = source.execute(select(*keys, column).where(column.is_not(None))).all()
        rows = [
            {**{f"k_{key.name}": row[i] for i, key in enumerate(keys)}, "points_at": row[-1]}
            for row in found
        ]
        if rows:
            target.execute(change, rows)


def _inward(table: Table) -> list[Column[Any]]:
    """Return the columns by which a table's rows point at rows of the same table."""
    keys = {key.name for key in table.primary_key.columns}
    return [
        element.parent
        for constraint in table.foreign_key_constraints
        if constraint.referred_table is table
        for element in constraint.elements
        if element.parent.name not in keys
    ]


def _digest(connection: Connection, table: Table) -> tuple[int, int]:
    """Return how many rows there are, and a sum over all of them that no order changes."""
    rows = total = 0
    for batch in _batches(connection, table):
        for row in batch:
            written = json.dumps(row, sort_keys=True, default=str).encode()
            total += int.from_bytes(hashlib.blake2b(written, digest_size=16).digest())
        rows += len(batch)
    return rows, total % 2**128
