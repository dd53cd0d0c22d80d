"""`pushin run`: from settings to a bot that listens, until it is told to stop."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import click
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

from bot import (
    app,
    demo,
    heap,
    logs,
    marks,
    sandbox_child,
    school_files,
    slack_client,
    workspace,
)
from bot.clocks import SandboxClock, SchoolClock, SystemClock, real_time
from bot.feed_server import FeedServer
from bot.follower import Follower
from bot.http_server import make_server, serve
from config.settings import Settings, load
from school.calendar import SchoolCalendar
from storage import schema
from storage.database import Database
from storage.scope import Who

logger = logging.getLogger(__name__)

GRACE_SECONDS = 5.0
"""How long a stop waits for what is in flight."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for."""

    http: bool = False
    port: int | None = None
    school_file: Path | None = None


async def in_slack(settings: Settings, options: Options) -> int:
    """Run in the workspace of the tokens until stopped; return the exit code."""
    if options.http:
        settings.require_http()
    else:
        settings.require_socket()
    logs.configure(settings.log.level, as_json=settings.log.format == "json")
    stop = _stop_signal()
    url = _database(settings, settings.database_url.get_secret_value())
    port = options.port or settings.http_port
    async with listening(settings, url, port if options.http else None):
        await stop.wait()
    return 0


async def as_worker(settings: Settings, options: Options) -> int:
    """Deliver, refresh and re-plan beside others over one database, until stopped.

    Slack's requests are received by `pushin run`; a SQLite file serves one process only.
    """
    settings.require_worker()
    logs.configure(settings.log.level, as_json=settings.log.format == "json")
    stop = _stop_signal()
    url = _database(settings, settings.database_url.get_secret_value())
    port = options.port or settings.own_http_port
    async with listening(settings, url, port, receives=False):
        await stop.wait()
    return 0


async def in_sandbox(settings: Settings, options: Options) -> int:
    """Run in a sandbox on this machine, with the demo team; return the exit code."""
    logs.configure(settings.log.level, as_json=settings.log.format == "json")
    stop = _stop_signal()
    neutral = school_files.read_or_demo(options.school_file)
    start = demo.opening(SchoolCalendar.from_neutral(neutral), datetime.now().astimezone().date())
    port = options.port or settings.port
    events = f"http://127.0.0.1:{settings.http_port}/slack/events"
    async with aiohttp.ClientSession() as http:
        try:
            sandbox = await sandbox_child.find_or_start(
                http, port, arguments=("--http", events) if options.http else ()
            )
        except sandbox_child.SandboxUnavailableError as error:
            click.echo(str(error), err=True)
            return 1
        try:
            inside = sandbox_settings(settings, sandbox.url)
            file = settings.data_dir / "sandbox.db"
            anew = sandbox.fresh or not file.exists()
            url = _database(settings, f"sqlite:///{file}", anew=anew)
            if anew:
                await _open_demo(http, sandbox.url, url, neutral, start)
            async with listening(inside, url, settings.http_port if options.http else None):
                click.echo(f"Push-In is ready: open {sandbox.url}")
                await stop.wait()
        finally:
            await sandbox.stop()
    return 0


def sandbox_settings(settings: Settings, url: str) -> Settings:
    """Return settings that point at the sandbox; its keys open nothing else."""
    inside = {
        "SLACK_BOT_TOKEN": demo.BOT_TOKEN,
        "SLACK_APP_TOKEN": demo.APP_TOKEN,
        "SLACK_SIGNING_SECRET": demo.SIGNING_SECRET,
        "SLACK_API_URL": f"{url}/api/",
        "PUSHIN_SANDBOX_URL": url,
        "PUSHIN_DATA_DIR": str(settings.data_dir),
        "PUSHIN_PORT": str(settings.port),
        **({"PUSHIN_HTTP_PORT": str(settings.http_port)} if settings.own_http_port else {}),
        **({"PUSHIN_PUBLIC_URL": settings.public_url} if settings.public_url else {}),
    }
    return load(inside, None)


def _database(settings: Settings, url: str, *, anew: bool = False) -> str:
    """Bring the database up to date; a new sandbox begins with an empty one."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    if anew:
        for old in settings.data_dir.glob("sandbox.db*"):
            old.unlink()
    schema.upgrade(url)
    return url


async def _open_demo(
    http: aiohttp.ClientSession,
    sandbox_url: str,
    database_url: str,
    neutral: Mapping[str, Any],
    start: demo.Opening,
) -> None:
    await sandbox_child.seed(http, sandbox_url, demo.opening_seed(start, neutral))
    database = Database.open(database_url)
    await asyncio.to_thread(demo.seed_database, database, neutral, start)
    await database.close()


@asynccontextmanager
async def listening(
    settings: Settings, database_url: str, http_port: int | None, *, receives: bool = True
) -> AsyncIterator[app.Program]:
    """Run the bot within the block; what is in flight is finished afterwards.

    Without a port Slack's requests come by Socket Mode; without `receives` none come, and the port
    only tells how the program is. Where a public URL is set, calendars are served: at that port,
    else at that of the settings.
    """
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(
            slack_client.open_session(timeout=settings.http_timeout_seconds)
        )
        client = slack_client.make_client(
            http,
            token=_bot_token(settings, http_port, receives=receives),
            base_url=settings.slack_api_url,
        )
        database = Database.open(database_url)
        stack.push_async_callback(database.close)
        clock = await _clock(settings, http, stack)
        identity = await workspace.identify(client)
        await database.system(workspace.keep, identity, at=clock.now())
        world = app.World(database, client, clock, real_time(), identity)
        program = app.create(settings, world, after_tick=_marks_sender(settings, world, http))
        program.start()
        stack.push_async_callback(program.stop, within=GRACE_SECONDS)
        if receives and http_port is None:
            await _open_socket(settings, program, world, stack)
        await _open_port(settings, program, world, http_port, stack, receives=receives)
        if isinstance(clock, SandboxClock):
            follower = Follower(f"{settings.sandbox_url}/sandbox/clock/seen", http, program, clock)
            await stack.enter_async_context(follower.following())
        heap.set_aside()
        logger.info("Push-In is running.", extra={"action": "running"})
        yield program


def _bot_token(settings: Settings, http_port: int | None, *, receives: bool) -> str:
    """Return the token; `ConfigError` where what the way in needs is not set."""
    if not receives:
        return settings.require_bot_token().get_secret_value()
    keys = settings.require_http() if http_port else settings.require_socket()
    return keys.bot_token.get_secret_value()


async def _clock(
    settings: Settings, http: aiohttp.ClientSession, stack: AsyncExitStack
) -> SchoolClock:
    if settings.sandbox_url is None:
        return SystemClock()
    clock = SandboxClock(settings.sandbox_url, http)
    await clock.start()
    stack.push_async_callback(clock.stop)
    return clock


def _marks_sender(
    settings: Settings, world: app.World, http: aiohttp.ClientSession
) -> Callable[[], Awaitable[None]]:
    """Return what keeps the sandbox's marks true; in a real Slack it does nothing."""
    sent: list[Any] = []

    async def send() -> None:
        if settings.sandbox_url is None:
            return
        who = Who(world.identity.team_id)
        zone, found = await world.database.read(marks.marks, who, at=world.clock.now())
        if [zone, found] == sent:
            return
        body = {"zone": zone, "marks": found}
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with http.post(f"{settings.sandbox_url}/sandbox/marks", json=body):
                sent[:] = [zone, found]

    return send


async def _open_socket(
    settings: Settings, program: app.Program, world: app.World, stack: AsyncExitStack
) -> None:
    """Receive Slack's requests by Socket Mode; its library rebuilds a socket that goes quiet."""
    token = settings.require_socket().app_token.get_secret_value()
    handler = AsyncSocketModeHandler(program.bolt, token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    stack.push_async_callback(handler.close_async)
    opened = world.real.wall().timestamp()
    program.monitor.watch(
        "socket",
        lambda: world.real.wall().timestamp() - (handler.client.last_ping_pong_time or opened),
    )


async def _open_port(
    settings: Settings,
    program: app.Program,
    world: app.World,
    http_port: int | None,
    stack: AsyncExitStack,
    *,
    receives: bool,
) -> None:
    """Serve over HTTP what there is to serve: requests, calendars, how the program is."""
    feed = FeedServer(program.surface, world.identity.team_id, world.real)
    public = feed if settings.public_url and receives else None
    port = http_port or (settings.http_port if public else settings.own_http_port)
    if port is None:
        return
    bolt = program.bolt if receives and http_port is not None else None
    await stack.enter_async_context(serve(make_server(program.monitor, bolt, public), port))


def _stop_signal() -> asyncio.Event:
    """Return what SIGINT and SIGTERM set; taken before anything starts, so that all of it ends."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop
