"""`python -m sandbox`: start a sandbox and serve until SIGTERM."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import time
from pathlib import Path

from aiohttp import web

from sandbox import app
from sandbox.clock import RealTime
from sandbox.server import Options, Server, build


def _delays(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(","))


def parse(arguments: list[str]) -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8017, help="0 picks a free port")
    parser.add_argument("--http", metavar="URL", help="send to this URL instead of Socket Mode")
    parser.add_argument("--no-pacing", action="store_false", dest="pacing", help="no rate limits")
    parser.add_argument("--record", type=Path, metavar="FILE", help="keep the ledger there")
    parser.add_argument(
        "--retry-delays",
        type=_delays,
        default=(0.0, 60.0, 300.0),
        dest="delays",
        metavar="SECONDS,…",
        help="real seconds before each retry of an event (0,60,300)",
    )
    return Options(**vars(parser.parse_args(arguments)))


async def serve(server: Server) -> None:
    """Serve a sandbox until SIGTERM or SIGINT; prints one line when it is ready."""
    runner = web.AppRunner(app.create(server), access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, server.options.host, server.options.port)
    await site.start()
    host, port = runner.addresses[0][:2]
    server.base_url = f"http://{host}:{port}"
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    sys.stdout.write(f"sandbox ready on {server.base_url}\n")
    sys.stdout.flush()
    await stopped.wait()
    await runner.cleanup()


def main() -> None:
    """Run the program."""
    options = parse(sys.argv[1:])
    asyncio.run(serve(build(options, RealTime(time.time, time.monotonic))))


if __name__ == "__main__":
    main()
