"""Draws pictures and makes files in a process of its own: that takes seconds and does not yield."""

import asyncio
import hashlib
import multiprocessing
import os
import signal
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from typing import TypeVar

from handlers.app import NotDrawnError
from handlers.papers import service_log_files
from handlers.papers import substitute as papers
from handlers.papers.service_log_files import FileKind
from handlers.pictures import paint
from pushin.errors import PushInError
from pushin.exports import Wanted
from pushin.results import SubstitutePage, Week
from pushin.results.minutes import MinutesChart
from storage.scope import Who

R = TypeVar("R")

KEPT = 64
"""Pictures that are kept: a week that is asked for again is mostly the same."""
SECONDS = 60.0
"""How long one picture may take, with all that wait before it."""


class Drawer:
    """One worker, started when the first picture is asked for; the same week is drawn once."""

    def __init__(self, database_url: str = "") -> None:
        """Begin without a worker and without pictures; logs are read from `database_url`."""
        self._database_url = database_url
        self._pool: ProcessPoolExecutor | None = None
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    async def week(self, found: Week) -> bytes:
        """Return a week as a PNG; raises `NotDrawnError`."""
        return await self._of(paint.draw_week, found)

    async def minutes(self, found: MinutesChart) -> bytes:
        """Return a chart of minutes as a PNG; raises `NotDrawnError`."""
        return await self._of(paint.draw_minutes, found)

    async def substitute(self, found: SubstitutePage) -> bytes:
        """Return a substitute's half page as a PDF; raises `NotDrawnError`."""
        return await self._of(papers.pdf, found)

    async def service_log(self, who: Who, wanted: Wanted, kind: FileKind, *, at: datetime) -> bytes:
        """Return a log of sessions as a file; it is not kept. Raises `NotDrawnError`."""
        return await self._drawn(_service_log, (self._database_url, who, wanted, kind, at))

    async def _of(self, draw: Callable[[R], bytes], found: R) -> bytes:
        key = hashlib.sha256(repr(found).encode()).hexdigest()
        if key not in self._kept:
            self._keep(key, await self._drawn(draw, found))
        self._kept.move_to_end(key)
        return self._kept[key]

    def close(self) -> None:
        """End the worker; what it draws is lost."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    async def _drawn(self, draw: Callable[[R], bytes], found: R) -> bytes:
        loop = asyncio.get_running_loop()
        try:
            drawing = loop.run_in_executor(self._worker(), draw, found)
            return await asyncio.wait_for(drawing, SECONDS)
        except (BrokenProcessPool, TimeoutError) as error:
            self.close()
            raise NotDrawnError from error
        except PushInError as error:
            # What could be made when it was asked for no longer can, or may.
            raise NotDrawnError from error

    def _worker(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # A fork of a process with threads may stand still for ever.
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=spawn, initializer=_end_with_the_program)
        return self._pool

    def _keep(self, key: str, picture: bytes) -> None:
        self._kept[key] = picture
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)


def _service_log(asked: tuple[str, Who, Wanted, FileKind, datetime]) -> bytes:
    return service_log_files.made(*asked)


def _end_with_the_program() -> None:
    """Leave Ctrl-C to the program, and end when it ends, however that comes about."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    program = multiprocessing.parent_process()
    if program is not None:
        program.join()
    os._exit(0)
