"""The bot as a process of its own, forked from one that has its imports done: it can be killed."""

import asyncio
import multiprocessing
import signal
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

from bot import logs, running
from config.settings import Settings, load

TIMES = {
    "PUSHIN_LEASE_SECONDS": "8",
    "PUSHIN_HTTP_TIMEOUT_SECONDS": "4",
    "PUSHIN_VISIBILITY_SECONDS": "0.3",
}
"""Short leases: who was killed while posting is looked up soon."""
STOP_SECONDS = 20.0


def serve(sandbox_url: str, database_url: str, log: Path) -> None:
    """Run the bot until SIGTERM; what it warns of goes into a file."""
    with log.open("a", encoding="utf-8", buffering=1) as stream:
        logs.configure("warning", as_json=True, stream=stream)
        asyncio.run(_serve(running.sandbox_settings(Settings(), sandbox_url), database_url))


async def _serve(inside: Settings, database_url: str) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    simulation = multiprocessing.parent_process()
    if simulation is not None:  # whose own end ends the bot
        loop.add_reader(simulation.sentinel, stop.set)
    times = load(TIMES, None)
    settings = inside.model_copy(
        update={
            "lease_seconds": times.lease_seconds,
            "http_timeout_seconds": times.http_timeout_seconds,
            "visibility_seconds": times.visibility_seconds,
        }
    )
    async with running.listening(settings, database_url, None):
        await stop.wait()


@dataclass
class BotProcess:
    """Starts, stops and kills the bot of a simulation."""

    sandbox_url: str
    database_url: str
    log: Path
    _context: ForkServerContext = field(init=False)
    _process: ForkServerProcess | None = None

    def __post_init__(self) -> None:
        """Let the server from which bots are forked do its imports once."""
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([__name__])

    @property
    def runs(self) -> bool:
        """Tell whether it runs."""
        return self._process is not None and self._process.is_alive()

    def start(self) -> None:
        """Start it; whether it is connected the sandbox knows."""
        arguments = (self.sandbox_url, self.database_url, self.log)
        self._process = self._context.Process(target=serve, args=arguments)
        self._process.start()

    async def stop(self) -> None:
        """End it as a service manager does: what is in flight is finished."""
        if self._process is None:
            return
        self._process.terminate()
        await asyncio.to_thread(self._process.join, STOP_SECONDS)
        await self.kill()

    async def kill(self) -> None:
        """End it with SIGKILL: no time for anything."""
        if self._process is None:
            return
        self._process.kill()
        await asyncio.to_thread(self._process.join)
        self._process = None
