"""Whether the program is alive, as those who watch over it are told."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from postroom import AT

from bot.health import SOCKET_SECONDS, TICK_SECONDS, Monitor
from bot.http_server import make_server
from bot.metrics import Metrics
from storage.database import Database

Ages = dict[str, float | None]


@pytest.fixture
async def ages(sqlite_url: str, tmp_path: Path) -> AsyncIterator[tuple[Ages, Monitor, TestClient]]:  # type: ignore[type-arg]
    """Open the port of a program whose parts' ages a test sets."""
    database = Database.open(sqlite_url)
    found: Ages = {"delivery": 0.4, "refresh": 0.2, "socket": 3.0}
    monitor = Monitor(database, Metrics(), tmp_path / "heartbeat")
    for name in found:
        monitor.watch(name, lambda name=name: found[name])  # type: ignore[misc]
    async with TestClient(TestServer(make_server(monitor, None, None))) as client:
        yield found, monitor, client
    database.close_now()


async def test_all_is_well(ages: tuple[Ages, Monitor, TestClient]) -> None:  # type: ignore[type-arg]
    """While every part gave a sign of life lately the answer is 200, with the ages."""
    _, _, client = ages
    answer = await client.get("/healthz")
    said = await answer.json()

    assert answer.status == 200
    assert said["ok"] is True
    assert said["parts"]["delivery"] == {"ok": True, "age_seconds": 0.4, "limit_seconds": 45.0}
    assert said["parts"]["database"]["ok"] is True


@pytest.mark.parametrize(
    ("part", "age"),
    [("delivery", TICK_SECONDS + 1), ("socket", SOCKET_SECONDS + 1), ("refresh", None)],
)
async def test_a_part_is_silent(
    ages: tuple[Ages, Monitor, TestClient],  # type: ignore[type-arg]
    part: str,
    age: float | None,
) -> None:
    """A part that is silent for too long, or never spoke, makes it 503 and is named."""
    known, _, client = ages
    known[part] = age
    answer = await client.get("/healthz")
    said = await answer.json()

    assert answer.status == 503
    assert [name for name, one in said["parts"].items() if not one["ok"]] == [part]


async def test_the_database_does_not_answer(sqlite_url: str, tmp_path: Path) -> None:
    """A database that cannot be opened any more makes it 503."""
    assert (await Monitor(Database.open(sqlite_url), Metrics(), None).look()).is_well
    nowhere = Database.open(f"sqlite:///{tmp_path}/no/folder/pushin.db")

    assert not (await Monitor(nowhere, Metrics(), None).look()).is_well
    nowhere.close_now()


async def test_the_heartbeat(ages: tuple[Ages, Monitor, TestClient], tmp_path: Path) -> None:  # type: ignore[type-arg]
    """The file is renewed while all is well, and grows old when something is not."""
    known, monitor, _ = ages
    known["socket"] = 900.0
    await monitor.beat()
    assert not (tmp_path / "heartbeat").exists()

    known["socket"] = 1.0
    await monitor.beat()
    assert (tmp_path / "heartbeat").exists()


async def test_metrics(ages: tuple[Ages, Monitor, TestClient]) -> None:  # type: ignore[type-arg]
    """Prometheus reads lateness, how attempts ended, retries, acks and ages."""
    _, monitor, client = ages
    counted = monitor.metrics
    counted.prompt("sent", due_at=AT, at=AT + timedelta(seconds=4))
    counted.prompt("retried", due_at=AT, at=AT)
    counted.prompt("expired", due_at=AT, at=AT)
    counted.ack("command", 0.004)
    answer = await client.get("/metrics")
    said = await answer.text()

    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    assert 'pushin_prompts_total{how="sent"} 1.0' in said
    assert 'pushin_prompts_total{how="expired"} 1.0' in said
    assert "pushin_prompt_retries_total 1.0" in said
    assert 'pushin_prompt_lateness_seconds_bucket{le="2.0"} 0.0' in said
    assert 'pushin_prompt_lateness_seconds_bucket{le="5.0"} 1.0' in said
    assert 'pushin_ack_seconds_count{kind="command"} 1.0' in said
    assert re.search(r'pushin_age_seconds\{part="delivery"\} 0\.4', said)
