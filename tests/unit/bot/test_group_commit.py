"""Work that is asked for at the same time shares a transaction, and never another's failure."""

import asyncio
from collections.abc import Callable

from postroom import AT
from sqlalchemy import event
from sqlmodel import Session, col, select

from bot.group_commit import GroupCommit
from storage import tables
from storage.database import Database


def adding(name: str) -> Callable[[Session], str]:
    """Return work that adds a workspace."""

    def work(session: Session) -> str:
        session.add(tables.Workspace(id=name, name=name, created_at=AT))
        session.flush()
        return name

    return work


async def names(database: Database) -> list[str]:
    def read(session: Session) -> list[str]:
        found = select(tables.Workspace.id).order_by(col(tables.Workspace.id))
        return list(session.exec(found).all())

    return await database.system(read)


async def test_who_comes_together_shares_a_commit(database: Database) -> None:
    """Eight at once are one transaction; each gets its own result."""
    together, commits = GroupCommit[str](database), list[object]()
    for engine in set(database.engines):
        event.listen(engine, "commit", commits.append)

    await together.do(adding("T9"))
    of_one = len(commits)

    found = await asyncio.gather(*(together.do(adding(f"T{n}")) for n in range(8)))

    assert found == [f"T{n}" for n in range(8)]
    assert len(commits) == 2 * of_one
    assert len(await names(database)) == 9


async def test_one_that_fails_fails_alone(database: Database) -> None:
    """The others are kept, each once; only the broken one raises."""
    together = GroupCommit[str](database)

    def broken(_session: Session) -> str:
        raise ZeroDivisionError

    works = [adding("T1"), broken, adding("T2")]
    found = await asyncio.gather(*map(together.do, works), return_exceptions=True)

    assert [found[0], found[2]] == ["T1", "T2"]
    assert isinstance(found[1], ZeroDivisionError)
    assert await names(database) == ["T1", "T2"]


async def test_who_gives_up_holds_nobody_up(database: Database) -> None:
    """One that was cancelled while it waited does not keep the others from their results."""
    together = GroupCommit[str](database)
    tasks = [asyncio.create_task(together.do(adding(f"T{n}"))) for n in range(3)]
    await asyncio.sleep(0)
    tasks[1].cancel()

    found = await asyncio.gather(*tasks, return_exceptions=True)

    assert [found[0], found[2]] == ["T0", "T2"]
    assert isinstance(found[1], asyncio.CancelledError)
