"""Fixtures of the sandbox's unit tests."""

import json
from collections.abc import Iterator

import pytest
from unit.sandbox.bench import DATA, AppInHand, Bench, HandClock, Json

from sandbox.clock import RealTime
from sandbox.server import Options, build
from sandbox.webapi import endpoint


@pytest.fixture
def seed() -> Json:
    """Return a team with rooms, a guest, a stranger and somebody who left."""
    body: Json = json.loads((DATA / "seed.json").read_text(encoding="utf-8"))
    return body


@pytest.fixture
def bench(seed: Json) -> Iterator[Bench]:
    """Yield a seeded sandbox with an app in hand and no pacing."""
    time, app = HandClock(), AppInHand()
    options = Options(pacing=False, delays=(0.0, 0.01, 0.01))
    server = build(options, RealTime(time.read, time.read))
    server.dispatch.link = app
    server.base_url = "http://sandbox"
    server.plant(seed)
    yield Bench(server, app, time, endpoint.create(server))
    server.dispatch.forget()
