"""`pushin doctor`: settings, tokens, scopes, database and clock, one line each."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from sqlalchemy.exc import DBAPIError

from bot import database_trouble
from config.settings import Settings
from handlers import manifest
from storage import due, probe, schema
from storage.database import Database

CLOCK_TOLERANCE_SECONDS = 60
"""Slack refuses signatures older than five minutes; a clock that is a minute off soon will be."""

UNCERTAIN_WITHIN = timedelta(days=14)
"""How long an uncertain message is shown: after that nobody looks for it any more."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: whether it is well, what was looked at, and what to do if it is not."""

    well: bool
    what: str
    say: str

    def line(self) -> str:
        """Return the finding as it is printed."""
        return f"{'ok' if self.well else 'PROBLEM':<8} {self.what:<10} {self.say}"


async def report(settings: Settings, say: Callable[[str], Any]) -> int:
    """Print a line for each thing looked at; return 0 if all is well, else 1."""
    well = True
    async for finding in _findings(settings):
        say(finding.line())
        well = well and finding.well
    return 0 if well else 1


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    yield Finding(well=True, what="settings", say="complete and sound")
    database = _database(settings)
    yield database
    if database.well:
        yield await _uncertain(settings)
    if not settings.has_slack:
        yield Finding(well=True, what="Slack", say="no tokens set: `make run` opens the sandbox")
        return
    async with aiohttp.ClientSession() as session:
        async for finding in _slack(settings, session):
            yield finding


def _database(settings: Settings) -> Finding:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    url = settings.database_url.get_secret_value()
    try:
        problems = schema.check(url)
        if not problems:
            _write(url)
    except DBAPIError as error:
        say = database_trouble.sentence(error)
        if say is None:
            raise
        return Finding(well=False, what="database", say=say)
    if problems:
        return Finding(well=False, what="database", say=f"{problems[0]}; try `pushin db upgrade`")
    return Finding(well=True, what="database", say="reachable, schema up to date")


def _write(url: str) -> None:
    """Write something: a full disk or a file without the right to write still reads well."""
    database = Database.open(url)
    try:
        database.system_now(probe.write, at=datetime.now(UTC))
    finally:
        database.close_now()


async def _uncertain(settings: Settings) -> Finding:
    """Tell of the messages of which nobody knows whether they stand: somebody has to look."""
    database = Database.open(settings.database_url.get_secret_value())
    try:
        since = datetime.now(UTC) - UNCERTAIN_WITHIN
        found = await database.system(due.uncertain, since=since)
    finally:
        await database.close()
    if not found:
        return Finding(well=True, what="messages", say="none is uncertain")
    last = found[-1]
    say = (
        f"{len(found)} uncertain: look whether they stand (the last: {last.kind} of "
        f"{last.due_at:%Y-%m-%d %H:%M} UTC for {last.conversation_id}, {last.why})"
    )
    return Finding(well=False, what="messages", say=say)


async def _slack(settings: Settings, session: aiohttp.ClientSession) -> AsyncIterator[Finding]:
    keys = settings.require_socket() if settings.app_token else settings.require_http()
    header = {"Authorization": f"Bearer {keys.bot_token.get_secret_value()}"}
    try:
        async with session.post(f"{settings.slack_api_url}auth.test", headers=header) as answer:
            facts = await answer.json()
            headers = answer.headers
    except (aiohttp.ClientError, TimeoutError) as error:
        say = f"cannot be reached ({type(error).__name__}); check the network and SLACK_API_URL"
        yield Finding(well=False, what="Slack", say=say)
        return
    yield _token(facts)
    if facts.get("ok"):
        yield _scopes(headers.get("x-oauth-scopes"))
    yield _clock(headers.get("Date"))
    if settings.app_token is not None:
        yield await _app_token(settings, session)


def _token(facts: dict[str, Any]) -> Finding:
    if facts.get("ok"):
        say = f"bot token is valid for {facts['team']} as @{facts['user']}"
        return Finding(well=True, what="bot token", say=say)
    say = f"Slack answers {facts.get('error')}; copy the Bot User OAuth Token again"
    return Finding(well=False, what="bot token", say=say)


async def _app_token(settings: Settings, session: aiohttp.ClientSession) -> Finding:
    token = settings.require_socket().app_token.get_secret_value()
    header = {"Authorization": f"Bearer {token}"}
    url = f"{settings.slack_api_url}apps.connections.open"
    async with session.post(url, headers=header) as answer:
        facts = await answer.json()
    if facts.get("ok"):
        return Finding(well=True, what="app token", say="Socket Mode opens")
    say = f"Slack answers {facts.get('error')}; make a token with connections:write"
    return Finding(well=False, what="app token", say=say)


def _scopes(granted: str | None) -> Finding:
    if granted is None:
        return Finding(well=True, what="scopes", say="Slack did not list them")
    missing = set(manifest.SCOPES) - {scope.strip() for scope in granted.split(",")}
    if missing:
        say = f"missing {', '.join(sorted(missing))}; update the app from manifest.json, reinstall"
        return Finding(well=False, what="scopes", say=say)
    return Finding(well=True, what="scopes", say="all granted")


def _clock(told: str | None) -> Finding:
    if told is None:
        return Finding(well=True, what="clock", say="Slack did not tell the time")
    off = abs((datetime.now(UTC) - parsedate_to_datetime(told)).total_seconds())
    if off > CLOCK_TOLERANCE_SECONDS:
        say = f"this machine is {off:.0f} s away from Slack's clock; set it by NTP"
        return Finding(well=False, what="clock", say=say)
    return Finding(well=True, what="clock", say="agrees with Slack's")
