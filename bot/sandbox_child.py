"""The sandbox beside the bot: a process of its own, found again when it already runs."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

READY_SECONDS = 20.0


class SandboxUnavailableError(Exception):
    """The sandbox could not be started; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox; `process` is None when it was there before."""

    url: str
    fresh: bool
    process: asyncio.subprocess.Process | None

    async def stop(self) -> None:
        """End the sandbox if this program started it."""
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            await self.process.wait()


async def find_or_start(
    http: aiohttp.ClientSession, port: int, *, arguments: Sequence[str] = ()
) -> Sandbox:
    """Return the sandbox on a port of this machine, started if nothing answers there.

    A bot that was killed finds its workspace again this way. Raises `SandboxUnavailableError`
    when the port belongs to another program.
    """
    url = f"http://127.0.0.1:{port}"
    health = await _health(http, url)
    if health is not None:
        return Sandbox(url, fresh=not health.get("seeded"), process=None)
    return Sandbox(url, fresh=True, process=await _start(port, arguments))


async def seed(http: aiohttp.ClientSession, url: str, workspace: Mapping[str, Any]) -> None:
    """Fill an empty sandbox with a workspace."""
    async with http.post(f"{url}/sandbox/seed", json=workspace) as answer:
        if answer.status != 200:  # noqa: PLR2004  HTTP's own word for fine
            raise SandboxUnavailableError(f"The sandbox refused its seed: {await answer.text()}")


async def _health(http: aiohttp.ClientSession, url: str) -> Mapping[str, Any] | None:
    try:
        async with http.get(f"{url}/sandbox/health", timeout=aiohttp.ClientTimeout(2)) as answer:
            if answer.status != 200:  # noqa: PLR2004  HTTP's own word for fine
                raise SandboxUnavailableError(_taken(url))
            found: Mapping[str, Any] = await answer.json()
            return found
    except aiohttp.ClientConnectorError:
        return None
    except (aiohttp.ClientError, TimeoutError) as error:
        raise SandboxUnavailableError(_taken(url)) from error


def _taken(url: str) -> str:
    return f"{url} belongs to another program; choose another port, for example PUSHIN_PORT=8018"


async def _start(port: int, arguments: Sequence[str]) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sandbox",
        "--port",
        str(port),
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    await _until_ready(process)
    return process


async def _until_ready(process: asyncio.subprocess.Process) -> None:
    output = process.stdout
    if output is None:
        raise SandboxUnavailableError("The sandbox has no output to wait for.")
    try:
        line = await asyncio.wait_for(output.readline(), READY_SECONDS)
    except TimeoutError as error:
        process.kill()
        raise SandboxUnavailableError("The sandbox did not start in time.") from error
    if b"ready" not in line:
        raise SandboxUnavailableError("The sandbox could not start; what it said stands above.")
