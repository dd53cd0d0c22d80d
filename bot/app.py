"""Puts the parts of the running program together; nothing connects before `create` is called."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clocks import RealTime, SchoolClock
from bot.delivery import Delivery
from bot.drawing import Drawer
from bot.health import Monitor
from bot.metrics import AckTimer, Metrics
from bot.practice import Practice, Timing
from bot.refresher import Looks, Refresher
from bot.replanner import Replanner
from bot.ticking import Ticker
from bot.workspace import Identity
from config.settings import Settings
from handlers.app import Surface
from handlers.slack import render
from handlers.slack.directory import SlackDirectory
from handlers.slack.files import SlackFiles
from handlers.slack.register import register
from handlers.slack.uploads import SlackUploads
from pushin import live, prompts, retention
from storage.database import Database
from storage.scope import Who

PURGE_EVERY = timedelta(hours=6)
"""How often (school time) what is kept no longer is looked for; it reads whole tables."""


@dataclass(frozen=True, slots=True)
class World:
    """What the program is given from outside."""

    database: Database
    client: AsyncWebClient
    clock: SchoolClock
    real: RealTime
    identity: Identity


@dataclass(frozen=True, slots=True)
class Program:
    """The parts that run: Bolt's app, and the alarm clocks of all that is done unasked.

    Files that people asked for are made and brought to them beside these.
    """

    bolt: AsyncApp
    surface: Surface
    delivering: Ticker
    refreshing: Ticker
    replanning: Ticker
    uploads: SlackUploads
    drawer: Drawer
    monitor: Monitor

    @property
    def _tickers(self) -> tuple[Ticker, ...]:
        return (self.replanning, self.delivering, self.refreshing)

    def start(self) -> None:
        """Begin to deliver, to refresh and to re-plan."""
        for ticker in self._tickers:
            ticker.start()

    def wake(self) -> None:
        """Look at once: something was changed, or the clock jumped."""
        for ticker in self._tickers:
            ticker.wake()

    async def idle(self) -> None:
        """Wait until there is nothing to deliver, to refresh or to re-plan."""
        while not all(ticker.idle.is_set() for ticker in self._tickers):
            for ticker in self._tickers:
                await ticker.idle.wait()

    async def stop(self, *, within: float) -> None:
        """Finish what is in flight, for at most `within` seconds each.

        Re-planning leaves its rest to the next start: what it does is whole after each commit.
        """
        await self.replanning.stop()
        await self.delivering.stop(within=within)
        await self.refreshing.stop(within=within)
        await self.uploads.finish(within=within)
        self.drawer.close()


def create(
    settings: Settings, world: World, *, after_tick: Callable[[], Awaitable[None]]
) -> Program:
    """Return the program, ready to start; `after_tick` is called after each round of delivery."""
    uploads, drawer = SlackUploads(world.client), Drawer(world.database.url)
    surface = Surface(
        database=world.database,
        now=world.clock.now,
        directory=SlackDirectory(world.client, world.identity.team_id),
        files=SlackFiles(world.client),
        uploads=uploads,
        pictures=drawer,
        public_url=settings.public_url,
    )
    metrics = Metrics()
    monitor = Monitor(world.database, metrics, settings.heartbeat_file)
    bolt = make_bolt(settings, world.client)
    bolt.use(AckTimer(metrics, world.real.monotonic))
    register(bolt, surface)

    async def after() -> None:
        await after_tick()
        await monitor.beat()

    delivering = Ticker(_delivery(settings, world, metrics, after), world.clock)
    refreshing = Ticker(_refresher(world), world.clock)
    replanning = Ticker(_replanner(world), world.clock)
    for name, ticker in (("delivery", delivering), ("refresh", refreshing)):
        monitor.watch(name, ticker.age)
    program = Program(bolt, surface, delivering, refreshing, replanning, uploads, drawer, monitor)
    world.database.on_commit = program.wake
    return program


def make_bolt(settings: Settings, client: AsyncWebClient) -> AsyncApp:
    """Return Bolt's app without listeners; what it acknowledges was committed before."""
    secret = settings.signing_secret
    logging.getLogger("slack_bolt.AsyncApp").addFilter(_is_news)
    return AsyncApp(
        client=client,
        signing_secret=secret.get_secret_value() if secret else "",
        process_before_response=True,
        request_verification_enabled=secret is not None,
    )


def _is_news(record: logging.LogRecord) -> bool:
    # Bolt finds SLACK_BOT_TOKEN in the environment by itself and remarks that it is not needed.
    return "`token` will be unused" not in str(record.msg)


def _delivery(
    settings: Settings,
    world: World,
    metrics: Metrics,
    after_tick: Callable[[], Awaitable[None]],
) -> Callable[[], Awaitable[datetime | None]]:
    delivery = Delivery(
        world.database,
        lambda _workspace: world.client,
        Practice(prompts.content, prompts.sent, _renderer(world.identity)),
        clock=world.clock,
        real=world.real,
        timing=Timing(
            lease=settings.lease_seconds,
            http_timeout=settings.http_timeout_seconds,
            visibility=settings.visibility_seconds,
        ),
        observe=metrics.prompt,
    )
    who = Who(world.identity.team_id)
    purged_at: datetime | None = None

    async def work() -> datetime | None:
        nonlocal purged_at
        now = world.clock.now()
        if purged_at is None or abs(now - purged_at) >= PURGE_EVERY:
            purged_at = now
            await world.database.write(retention.purge, who, at=now)
        if await world.database.read(live.has_ended, who, at=now):
            await world.database.write(live.close_ended, who, at=now)
        next_due = await delivery.tick()
        await after_tick()
        return next_due

    return work


def _refresher(world: World) -> Callable[[], Awaitable[datetime | None]]:
    refresher = Refresher(
        world.database,
        lambda _workspace: world.client,
        Looks(live.content, _renderer(world.identity), render.view, prompts.lost),
        clock=world.clock,
        real=world.real,
    )
    return refresher.tick


def _replanner(world: World) -> Callable[[], Awaitable[datetime | None]]:
    replanner = Replanner(
        world.database,
        Who(world.identity.team_id),
        now=world.clock.now,
        monotonic=world.real.monotonic,
    )

    async def work() -> datetime | None:
        await replanner.tick()
        return None

    return work


def _renderer(identity: Identity) -> Callable[[Any], Any]:
    return partial(render.message, team_url=identity.team_url)
