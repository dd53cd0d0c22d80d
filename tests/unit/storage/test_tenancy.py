"""The hook lets no statement through that does not hold its tables to a workspace."""

from collections.abc import Callable

import pytest
from sqlalchemy import Executable, func, update
from sqlalchemy import delete as delete_from
from sqlmodel import Session, col, select

from storage import tables
from storage.database import Database
from storage.errors import TenancyError
from storage.scope import Scope, Who

WHO = Who("T1", "U1")
PERSON, PLAN, MEMBER = tables.Person, tables.Plan, tables.Membership


def _run(statement: Executable) -> Callable[[Scope], None]:
    def use_case(scope: Scope) -> None:
        scope.session.execute(statement)

    return use_case


LOOSE = {
    "no condition": select(PERSON),
    "another condition": select(PERSON).where(PERSON.slack_user_id == "U1"),
    "only in the columns": select(PERSON.workspace_id).where(PERSON.id == "a"),
    "the second table is free": select(PERSON, PLAN).where(PERSON.workspace_id == "T1"),
    "a free subquery": select(PERSON).where(
        PERSON.workspace_id == "T1", col(PERSON.id).in_(select(MEMBER.person_id))
    ),
    "a count": select(func.count()).select_from(PERSON),
    "an update": update(PERSON).where(col(PERSON.id) == "a").values(name="B"),
    "a delete": delete_from(PERSON).where(col(PERSON.id) == "a"),
    "all workspaces": select(tables.Workspace),
}

HELD = {
    "one table": select(PERSON).where(PERSON.workspace_id == "T1"),
    "a join": select(PERSON)
    .join(
        MEMBER,
        (col(MEMBER.workspace_id) == col(PERSON.workspace_id))
        & (col(MEMBER.person_id) == col(PERSON.id)),
    )
    .where(PERSON.workspace_id == "T1"),
    "its own workspace": select(tables.Workspace).where(tables.Workspace.id == "T1"),
    "an update": update(PERSON)
    .where(col(PERSON.workspace_id) == "T1", col(PERSON.id) == "a")
    .values(name="B"),
}


@pytest.mark.parametrize("statement", LOOSE.values(), ids=LOOSE.keys())
def test_a_loose_statement_fails(database: Database, statement: Executable) -> None:
    """A statement that leaves a table without its workspace is not run."""
    with pytest.raises(TenancyError):
        database.write_now(_run(statement), WHO)


@pytest.mark.parametrize("statement", HELD.values(), ids=HELD.keys())
def test_a_held_statement_runs(database: Database, statement: Executable) -> None:
    """A statement whose tables are all held to a workspace runs."""
    database.write_now(_run(statement), WHO)


def test_the_delivery_sees_all_workspaces(database: Database) -> None:
    """A system transaction may look across workspaces."""

    def count(session: Session) -> int:
        return session.exec(select(func.count()).select_from(tables.Prompt)).one()

    assert database.system_now(count) == 0
