"""A tap while many prompts fall due, on PostgreSQL: people come first, and nothing is given up."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from databases import PostgreSQL
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session
from unit.pushin.lincoln import ADAMS, MONDAY, PLAN, WORKSPACE, Team, clock, found

from pushin import agreements, checklist_prompts, prompts
from storage import tables
from storage.database import Database
from storage.scope import Scope, Who

AT = clock(9, 14, 8, 45)
OWN = Who(WORKSPACE)
IN_FLIGHT = 14
TAPS = 30


@dataclass
class Burst:
    """Checklists of one plan that are said again and again, as many at a time as delivery does."""

    database: Database
    prompt_ids: list[str]
    failed: list[str] = field(default_factory=list)
    done: int = 0
    is_over: bool = False

    async def run(self) -> None:
        """Go on until it is over."""
        await asyncio.gather(*(self._deliver(first) for first in range(IN_FLIGHT)))

    async def _deliver(self, first: int) -> None:
        while not self.is_over:
            for prompt_id in self.prompt_ids[first::IN_FLIGHT]:
                try:
                    await self.database.write(prompts.content, OWN, prompt_id, at=AT)
                    await self.database.system(_sent, prompt_id)
                    self.done += 1
                except DBAPIError as error:
                    self.failed.append(str(error.orig))


def _sent(session: Session, prompt_id: str) -> None:
    scope = Scope.of(session, OWN)
    prompts.sent(scope, prompt_id, place="C1", message_ts=f"1.{prompt_id}", at=AT)


@pytest.fixture
def team(postgresql: PostgreSQL) -> Iterator[Team]:
    """Return Lincoln's team on PostgreSQL, with the checklists of its weeks planned."""
    url = postgresql.fresh()
    database = Database.open(url)
    database.write_now(_founded, OWN)
    yield Team(database)
    database.close_now()
    postgresql.drop(url)


def _founded(scope: Scope) -> None:
    scope.session.add(tables.Workspace(id=WORKSPACE, name="District", created_at=MONDAY))
    scope.session.flush()
    found(scope)
    plan = scope.plans.get(PLAN)
    assert plan is not None
    checklist_prompts.for_sessions(scope, plan, scope.sessions.of_plan(PLAN), at=MONDAY)


async def _tap(team: Team, agreement_id: str, number: int) -> float:
    """Answer a part, and return how many seconds that took."""
    begun, teacher = time.monotonic(), Who(WORKSPACE, f"U{ADAMS}")
    if number % 2:
        await team.database.write(agreements.confirm, teacher, agreement_id, 1, "in", at=AT)
    else:
        await team.database.write(agreements.confirm, teacher, agreement_id, 1, "talk", at=AT)
    return time.monotonic() - begun


@pytest.mark.slow
async def test_a_tap_during_a_burst(team: Team) -> None:
    """Thirty taps are all kept, most within a second; what is due waits, and none of it fails."""
    agreed = team.agree(MONDAY).agreement
    due = [one.id for one in team.prompts("checklist")]
    assert len(due) >= IN_FLIGHT
    burst = Burst(team.database, due)
    running = asyncio.create_task(burst.run())
    try:
        took = sorted([await _tap(team, agreed.id, number) for number in range(TAPS)])
    finally:
        burst.is_over = True
        with suppress(asyncio.CancelledError):
            await running

    assert burst.failed == []
    assert burst.done > TAPS
    assert took[TAPS // 2] < 1.0, took
