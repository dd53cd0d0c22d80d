"""Lets small pieces of work that are asked for at the same time share one transaction."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sqlmodel import Session

from storage.database import Database

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class _Piece(Generic[R]):
    """One piece of work and what waits for its result."""

    work: Callable[[Session], R]
    result: "asyncio.Future[R]"


@dataclass(eq=False)
class GroupCommit(Generic[R]):
    """Whoever comes while a transaction runs shares the next one: one commit, not one each.

    A result is there only once it is committed. Where one piece fails, nothing of its transaction
    is kept: then each is done alone, and only the one that failed raises.
    """

    database: Database
    _waiting: list[_Piece[R]] = field(default_factory=list)
    _running: "asyncio.Task[None] | None" = None

    async def do(self, work: Callable[[Session], R]) -> R:
        """Return `work(session)` once it is committed; it may be run more than once until then."""
        piece = _Piece(work, asyncio.get_running_loop().create_future())
        self._waiting.append(piece)
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        result: R = await piece.result
        return result

    async def _run(self) -> None:
        while self._waiting:
            pieces, self._waiting = self._waiting, []
            if not await self._done(pieces) and len(pieces) > 1:
                for one in pieces:
                    await self._done([one])

    async def _done(self, pieces: Sequence[_Piece[R]]) -> bool:
        """Run pieces in one transaction and give them their results; a failure only to one."""
        doing = asyncio.create_task(self.database.system(_all, [one.work for one in pieces]))
        await asyncio.wait([doing])
        error = doing.exception()
        if error is None:
            for one, result in zip(pieces, doing.result(), strict=True):
                _set(one.result, result)
        elif len(pieces) == 1 and not pieces[0].result.done():
            pieces[0].result.set_exception(error)
        return error is None


def _all(session: Session, works: Sequence[Callable[[Session], R]]) -> list[R]:
    return [work(session) for work in works]


def _set(future: "asyncio.Future[R]", result: R) -> None:
    if not future.done():  # whoever asked may have been told to stop meanwhile
        future.set_result(result)
