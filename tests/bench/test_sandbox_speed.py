"""How fast the sandbox is beside its floor on the same machine; reported, never judged."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import SandboxClient
from sandbox.process import READY, start

pytestmark = pytest.mark.slow

Json = dict[str, Any]
SEED: Json = json.loads(
    (Path(__file__).parents[1] / "data" / "sandbox" / "seed.json").read_text(encoding="utf-8")
)
POSTS, AT_ONCE = 1_600, 8
BLOCKS: list[Json] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*Arrival* in room 4"}},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": name, "text": {"type": "plain_text", "text": name}}
            for name in ("in", "talk", "more")
        ],
    },
]


def tell(record: Callable[[str, object], None], name: str, value: float, unit: str) -> None:
    record(name, round(value, 3))
    sys.stdout.write(f"{name}: {value:,.3g} {unit}\n")


def seconds_of(*command: str, until: str = "") -> float:
    """Return how long a Python program takes to its first line, or to its end."""
    begun = time.perf_counter()
    with subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline() if process.stdout else ""
        took = time.perf_counter() - begun
        process.terminate()
    assert line.startswith(until)
    return took


def processor_seconds(pid: int) -> float:
    """Return the processor time that a process has used."""
    text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    user, system = text.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / 100


async def post_many(api_url: str) -> float:
    """Return the posts a second that Slack's own client gets through, with blocks."""
    async with ClientSession() as session:
        slack = AsyncWebClient(token="xoxb-sandbox", base_url=api_url, session=session)

        async def some() -> None:
            for _ in range(POSTS // AT_ONCE):
                await slack.chat_postMessage(channel="CROOM4", text="x", blocks=BLOCKS)

        begun = time.perf_counter()
        await asyncio.gather(*(some() for _ in range(AT_ONCE)))
        return POSTS / (time.perf_counter() - begun)


async def test_posts_a_second(record_property: Callable[[str, object], None]) -> None:
    """Every one of many validated chat.postMessage calls over HTTP is stored."""
    with start(pacing=False) as running:
        async with SandboxClient(running.base_url) as box:
            await box.seed(SEED)
            before = processor_seconds(running.process.pid)
            rate = await post_many(box.api_url)
            used = processor_seconds(running.process.pid) - before
            stored = await box.messages("UMAYA", "CROOM4", limit=POSTS + 1)

    tell(record_property, "posts_a_second", rate, "chat.postMessage over HTTP (goal 800)")
    tell(
        record_property, "posts_a_core_second", POSTS / used, "of the sandbox's own processor time"
    )
    assert len(stored) == POSTS


def test_start_beside_its_libraries(record_property: Callable[[str, object], None]) -> None:
    """The ready line comes; its time stands beside the import of what the server is built on."""
    floor = min(seconds_of("-c", "import aiohttp.web; print()") for _ in range(3))
    ready = min(seconds_of("-m", "sandbox", "--port", "0", until=READY) for _ in range(3))

    tell(record_property, "ready_seconds", ready, "s to the ready line")
    tell(record_property, "ready_beside_import", ready / floor, "times the import (aim: below 2)")
    assert ready > 0
