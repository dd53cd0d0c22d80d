"""A test hook: a statement that does not name its workspace fails."""

from sqlalchemy import Connection, Engine, event
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.dml import Insert, UpdateBase
from sqlalchemy.sql.elements import BinaryExpression, ClauseElement, ColumnElement
from sqlalchemy.sql.expression import FromClause, Select

from storage.database import ACROSS_WORKSPACES
from storage.errors import TenancyError


def install(engine: Engine) -> None:
    """Watch an engine: every table of a statement must be held to a workspace.

    `Database.system` is excepted, and so is SQL that is no statement on the tables (PRAGMA, DDL).
    """
    if not event.contains(engine, "before_execute", _check):
        event.listen(engine, "before_execute", _check)


def _check(
    connection: Connection,
    statement: object,
    _rows: object,
    _row: object,
    options: dict[str, object],
) -> None:
    if connection.get_execution_options().get(ACROSS_WORKSPACES) or options.get(ACROSS_WORKSPACES):
        return
    if isinstance(statement, Insert) and statement.select is None:
        return  # the constraints of the table demand the workspace of a new row
    if isinstance(statement, (Select, UpdateBase)):
        loose = _tables(statement) - _held(statement)
        if loose:
            tables = ", ".join(sorted(loose))
            raise TenancyError("no workspace named", tables, str(statement))


def _tables(statement: ClauseElement) -> set[str]:
    """Return the names of all tables and aliases in a statement that belong to a workspace."""
    found: set[str] = set()
    for element in visitors.iterate(statement):
        name = getattr(element, "name", None)
        if isinstance(element, FromClause) and name is not None and _key(name) in element.c:
            found.add(name)
    if isinstance(statement, UpdateBase):
        found.update({getattr(statement.table, "name", "")} - {""})
    return found


def _held(statement: ClauseElement) -> set[str]:
    """Return the names of the tables and aliases whose workspace is compared with something."""
    held: set[str] = set()
    for element in visitors.iterate(statement):
        if isinstance(element, BinaryExpression) and element.operator is operators.eq:
            held.update(name for side in (element.left, element.right) for name in _names(side))
    return held


def _names(side: ColumnElement[object]) -> set[str]:
    table = getattr(side, "table", None)
    name = getattr(table, "name", None)
    if name is None or getattr(side, "key", None) != _key(name):
        return set()
    return {name}


def _key(table: str) -> str:
    return "id" if table == "workspace" else "workspace_id"
