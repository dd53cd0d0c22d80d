"""`bench next`: `/pushin next` among 1,000,000 sessions, against listeners that do nothing."""

import hashlib
import hmac
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot import demo, slack_client
from bot.bench import district
from bot.bench.place import DistrictPlace, sandbox
from bot.bench.rows import Row, percentile
from bot.drawing import Drawer
from handlers.app import ChannelFacts, Surface
from handlers.slack.register import register
from handlers.slack.uploads import SlackUploads
from pushin.people import Account
from storage.database import Database

LARGE, SMALL = 1_000_000, 1_000
ROUNDS, CHUNK = 2_000, 100
DEFAULT_ROUNDS = 200
"""The default listener is slow by design: fewer rounds tell as much."""
AIM_OF_QUICK = 3.0
AIM_OF_DEFAULT = 1 / 20


class Colleagues:
    """A directory that knows everybody: the bot remembers whom it looked up for a minute."""

    async def account(self, user_id: str, *, at: object) -> Account:  # noqa: ARG002  the port's words
        """Return an ordinary account."""
        return Account(user_id, user_id, "full", "America/Los_Angeles")

    async def channel(self, channel_id: str, *, at: object) -> ChannelFacts:  # noqa: ARG002  the same
        """Return an ordinary channel."""
        return ChannelFacts(channel_id, member=True, archived=False, shared=False, private=True)


@dataclass
class Contender:
    """An app and the times that it took, in milliseconds."""

    app: AsyncApp
    providers: int
    text: str = "next"
    times: list[float] = field(default_factory=list)

    async def run(self, rounds: int, dice: random.Random) -> None:
        """Dispatch signed commands of random people, one after the other."""
        for _ in range(rounds):
            user_id = district.provider_user(dice.randrange(self.providers))
            request = _command(user_id, self.text)
            began = time.perf_counter()
            answer = await self.app.async_dispatch(request)
            self.times.append((time.perf_counter() - began) * 1000)
            if answer.status != 200:  # noqa: PLR2004  HTTP's own word for fine
                raise RuntimeError(f"the command was answered with {answer.status}")


async def measure() -> list[Row]:
    """Return p50 and p99 of `/pushin next`, beside two empty listeners of the same run."""
    async with sandbox() as url, slack_client.open_session(timeout=10) as http:
        client = slack_client.make_client(http, token=demo.BOT_TOKEN, base_url=f"{url}/api/")
        async with _pushin(client, LARGE) as large, _pushin(client, SMALL) as small:
            quick = Contender(empty_listener(client, before_response=True), 1)
            default = Contender(empty_listener(client, before_response=False), 1)
            contenders = (large, small, quick)
            await _race(contenders)
            await default.run(DEFAULT_ROUNDS, random.Random(1))  # noqa: S311  no secret
    return _rows(large.times, small.times, quick.times, default.times)


async def _race(contenders: Sequence[Contender]) -> None:
    """Give everybody a turn of each stretch of the run, so that a slow moment meets all."""
    dice = random.Random(1)  # noqa: S311  no secret
    for contender in contenders:
        await contender.run(CHUNK, dice)
        contender.times.clear()
    for _ in range(ROUNDS // CHUNK):
        for contender in contenders:
            await contender.run(CHUNK, dice)


@asynccontextmanager
async def _pushin(client: AsyncWebClient, sessions: int) -> AsyncIterator[Contender]:
    with DistrictPlace(sessions) as place:
        app = make_app(client, before_response=True)
        register(app, surface(place.database, client))
        yield Contender(app, place.providers)


def surface(database: Database, client: AsyncWebClient) -> Surface:
    """Return what the listeners of a district work with."""
    uploads, drawer = SlackUploads(client), Drawer()
    return Surface(database, lambda: district.NOW, Colleagues(), uploads, drawer)


def empty_listener(client: AsyncWebClient, *, before_response: bool) -> AsyncApp:
    """Return an app whose listener does nothing: the floor of every answer."""
    app = make_app(client, before_response=before_response)

    async def nothing(ack: AsyncAck) -> None:
        await ack()

    app.command("/pushin")(nothing)
    return app


def make_app(client: AsyncWebClient, *, before_response: bool) -> AsyncApp:
    """Return an app without listeners."""
    return AsyncApp(
        client=client,
        signing_secret=demo.SIGNING_SECRET,
        process_before_response=before_response,
    )


def _command(user_id: str, text: str) -> AsyncBoltRequest:
    fields = {
        "token": "x",
        "team_id": district.WORKSPACE,
        "team_domain": "district",
        "channel_id": "C0000000",
        "channel_name": "privategroup",
        "user_id": user_id,
        "user_name": "somebody",
        "command": "/pushin",
        "text": text,
        "response_url": "https://hooks.slack.com/commands/x",
        "trigger_id": "1.2.3",
        "api_app_id": "A0PUSHIN",
        "is_enterprise_install": "false",
    }
    body, stamp = urlencode(fields), str(int(time.time()))
    base = f"v0:{stamp}:{body}".encode()
    signature = hmac.new(demo.SIGNING_SECRET.encode(), base, hashlib.sha256).hexdigest()
    headers: dict[str, str | Sequence[str]] = {
        "content-type": ["application/x-www-form-urlencoded"],
        "x-slack-request-timestamp": [stamp],
        "x-slack-signature": [f"v0={signature}"],
    }
    return AsyncBoltRequest(body=body, headers=headers, mode="http")


def _rows(
    large: list[float], small: list[float], quick: list[float], default: list[float]
) -> list[Row]:
    floor, slow = percentile(quick, 50), percentile(default, 50)
    name, against = "next, 1,000,000 sessions", "against an empty"
    return [
        Row(
            f"{name}, p50, {against} quick listener",
            percentile(large, 50),
            "ms",
            floor,
            AIM_OF_QUICK,
        ),
        Row(
            f"{name}, p50, {against} default listener",
            percentile(large, 50),
            "ms",
            slow,
            AIM_OF_DEFAULT,
        ),
        Row(f"{name}, p99", percentile(large, 99), "ms", percentile(quick, 99)),
        Row("next, 1,000 sessions, p50", percentile(small, 50), "ms", floor),
        Row("next, 1,000 sessions, p99", percentile(small, 99), "ms", percentile(quick, 99)),
    ]
