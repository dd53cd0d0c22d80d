"""One Chromium for the whole run: a process of its own that each test connects to."""

from __future__ import annotations

import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Two windows at once: the one behind is as quick as the one in front.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    # Headless, it would say that there is no mouse.
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)
STARTS_WITHIN = 30.0
STOPS_WITHIN = 10.0


@contextmanager
def running() -> Iterator[str]:
    """Run Chromium within the block; yields the address that Playwright connects to."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [str(PROGRAM), *ARGUMENTS, f"--user-data-dir={profile}"]
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:
            try:
                yield _address(Path(profile) / "DevToolsActivePort")
            finally:
                _stop(process)


def _address(file: Path) -> str:
    """Return the address that Chromium writes into its profile once it listens."""
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        lines = file.read_text().split() if file.exists() else []
        if len(lines) > 1:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        time.sleep(0.05)
    raise TimeoutError(f"Chromium did not listen within {STARTS_WITHIN:g} s")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
