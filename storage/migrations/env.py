"""Alembic's entry: runs migrations on a given connection, or on the url of alembic.ini."""

from alembic import context
from sqlalchemy import Connection, create_engine, pool

from storage import tables  # noqa: F401  fills the metadata
from storage.tables.base import metadata


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


def _run() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        _migrate(given)
        return
    url = context.config.get_main_option("sqlalchemy.url") or ""
    with create_engine(url, poolclass=pool.NullPool).connect() as connection:
        _migrate(connection)


_run()
