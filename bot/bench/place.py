"""Where a benchmark happens: a folder with a district's database, and a sandbox of its own."""

import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

from bot import demo, sandbox_child
from bot.bench import district
from bot.ports import free_port
from storage import schema
from storage.database import Database


class Place:
    """A database in a SQLite file, gone when the block ends."""

    def __init__(self, fill: Callable[[str], int]) -> None:
        """Prepare; `fill` writes into the upgraded file at a url and returns a count."""
        self._fill = fill
        self._folder = tempfile.TemporaryDirectory(prefix="pushin-bench-")
        self.url = f"sqlite:///{Path(self._folder.name) / 'district.db'}"

    def __enter__(self) -> Self:
        """Make the database and fill it."""
        schema.upgrade(self.url)
        self.filled = self._fill(self.url)
        self.database = Database.open(self.url)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the database and delete it."""
        self.database.close_now()
        self._folder.cleanup()


class DistrictPlace(Place):
    """A district with as many sessions as asked."""

    def __init__(self, sessions: int) -> None:
        """Ask for a district with this many sessions."""
        super().__init__(lambda url: district.fill(url, sessions))

    @property
    def providers(self) -> int:
        """How many providers it has."""
        return self.filled


@asynccontextmanager
async def sandbox(
    *arguments: str, workspace: Mapping[str, Any] | None = None
) -> AsyncIterator[str]:
    """Run a sandbox within the block, with the demo's workspace if no other; yields its URL."""
    async with aiohttp.ClientSession() as http:
        child = await sandbox_child.find_or_start(http, free_port(), arguments=arguments)
        try:
            seed = workspace or demo.workspace_seed(district.NOW)
            await sandbox_child.seed(http, child.url, seed)
            yield child.url
        finally:
            await child.stop()
