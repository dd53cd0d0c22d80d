"""`python -m sandbox`: start a sandbox and serve until SIGTERM."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import time
from pathlib import Path

from aiohttp import web

from sandbox import app, state
from sandbox.clock import RealTime
from sandbox.server import Options, Server, build
from sandbox.socketmode import AGE_SECONDS


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
    parser.add_argument(
        "--connection-age",
        type=float,
        default=AGE_SECONDS,
        metavar="SECONDS",
        help="real seconds after which Slack closes a Socket Mode connection (18060)",
    )
    parser.add_argument(
        "--state", type=Path, metavar="FILE", help="load it at start, save it when stopped"
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
    server.resume()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    sys.stdout.write(f"sandbox ready on {server.base_url}\n")
    sys.stdout.flush()
    await stopped.wait()
    await runner.cleanup()
    if server.options.state is not None:
        state.save(server)


def main() -> None:
    """Run the program."""
    options = parse(sys.argv[1:])
    server = build(options, RealTime(time.time, time.monotonic))
    try:
        if options.state is not None and options.state.exists():
            state.load(server, options.state)
    except state.StateUnreadableError as error:
        sys.exit(str(error))
    asyncio.run(serve(server))


if __name__ == "__main__":
    main()
