"""What all tables share: naming convention, workspace key and helpers for constraints."""

from collections.abc import Iterable

from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = SQLModel.metadata


class Row(SQLModel):
    """A row of one workspace."""

    workspace_id: str = Field(primary_key=True, foreign_key="workspace.id", max_length=32)


def one_of(column: str, values: Iterable[str], *, name: str | None = None) -> CheckConstraint:
    """Return a CHECK that a text column holds one of these words (or NULL where it may)."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=name or column)


def belongs_to(table: str, column: str, *, cascade: bool = False) -> ForeignKeyConstraint:
    """Return the foreign key (workspace_id, column) to (workspace_id, id) of a table."""
    return ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{table}.workspace_id", f"{table}.id"],
        ondelete="CASCADE" if cascade else None,
    )
