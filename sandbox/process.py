"""The sandbox as a child process, for tests and for the program that demonstrates with it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

READY = "sandbox ready on "
STOP_SECONDS = 5.0


class SandboxDidNotStartError(Exception):
    """The sandbox ended before it was ready; what it wrote to stderr says why."""


@dataclass
class SandboxProcess:
    """A running sandbox and where it listens."""

    process: subprocess.Popen[str]
    base_url: str

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.base_url.rpartition(":")[2])

    def stop(self) -> None:
        """End it, kindly first."""
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()

    def __enter__(self) -> SandboxProcess:  # noqa: PYI034  a dataclass without subclasses
        """Use it in a `with` block."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop it at the block's end."""
        self.stop()


def start(
    port: int = 0,
    *,
    http: str | None = None,
    pacing: bool = True,
    record: Path | None = None,
    retry_delays: str | None = None,
    state: Path | None = None,
    connection_age: float | None = None,
) -> SandboxProcess:
    """Start a sandbox and wait for its ready line.

    `port` 0 picks a free one; `retry_delays` are the real seconds before each retry of an event,
    comma-separated; `state` keeps the workspace between two runs; `connection_age` is how many real
    seconds a Socket Mode connection lives. Raises `SandboxDidNotStartError`.
    """
    command = [sys.executable, "-m", "sandbox", "--port", str(port)]
    command += ["--http", http] if http else []
    command += [] if pacing else ["--no-pacing"]
    command += ["--record", str(record.resolve())] if record else []
    command += ["--retry-delays", retry_delays] if retry_delays else []
    command += ["--state", str(state.resolve())] if state else []
    command += ["--connection-age", str(connection_age)] if connection_age else []
    home = Path(__file__).resolve().parents[1]
    process = subprocess.Popen(  # noqa: S603  our own program
        command, stdout=subprocess.PIPE, text=True, cwd=home
    )
    line = process.stdout.readline() if process.stdout is not None else ""
    if not line.startswith(READY):
        raise SandboxDidNotStartError(f"exit code {process.wait()}: {line}")
    return SandboxProcess(process, line.removeprefix(READY).strip())
