"""However often the program is killed, every prompt stands exactly once in the end."""

import sys
from dataclasses import replace

import pytest
from killing import FAULTS, Attack, Report, attack
from postroom import PostRoom

BLIND = tuple(
    {"method": f"conversations.{what}", "fault": "error:method_not_supported_for_channel_type"}
    for what in ("history", "replies")
)
"""Slack lets nobody look into a conversation."""
PROOF = {
    "sqlite": Attack(kills=2000, prompts=3000, conversations=100),
    "postgresql": Attack(kills=300, prompts=3000, conversations=100, workers=2),
}


def judge(report: Report, how: Attack) -> None:
    sys.stdout.write(f"\n{report}\n")
    assert (report.doubled, report.lost) == (0, 0), report
    assert report.at_once == 1
    assert report.posted + report.uncertain == how.prompts
    assert report.kills == how.kills


async def test_a_few_kills(room: PostRoom, database_url: str) -> None:
    """5 kills while 60 prompts fall due: each stands once."""
    how = Attack(kills=5, prompts=60, conversations=15)

    report = await attack(room, database_url, how)

    judge(report, how)
    assert report.uncertain == 0


@pytest.mark.slow
async def test_many_kills(room: PostRoom, database_url: str) -> None:
    """30 kills while 300 prompts fall due, with two workers where the database allows: once."""
    how = Attack(kills=30, prompts=300, conversations=40, workers=_workers(database_url))

    report = await attack(room, database_url, how)

    judge(report, how)
    assert report.uncertain == 0


@pytest.mark.slow
async def test_kills_while_nobody_can_look(room: PostRoom, database_url: str) -> None:
    """Without a look nothing is posted twice: what is in doubt ends uncertain, the rest stands."""
    how = Attack(
        kills=30,
        prompts=300,
        conversations=40,
        workers=_workers(database_url),
        rules=(*BLIND, *FAULTS),
    )

    report = await attack(room, database_url, how)

    judge(report, how)
    assert report.uncertain > 0
    assert report.attempted_again == report.uncertain


@pytest.mark.proof
@pytest.mark.timeout(1800)
async def test_the_proof(room: PostRoom, database_url: str) -> None:
    """2,000 kills on SQLite, 300 on PostgreSQL, while 3,000 prompts fall due: each stands once."""
    how = PROOF[_kind(database_url)]

    report = await attack(room, database_url, how)

    judge(report, how)
    assert report.uncertain == 0


@pytest.mark.proof
@pytest.mark.timeout(1800)
async def test_the_proof_while_nobody_can_look(room: PostRoom, database_url: str) -> None:
    """A tenth of the kills while nobody can look: none twice, what is in doubt ends uncertain."""
    whole = PROOF[_kind(database_url)]
    how = replace(whole, kills=whole.kills // 10, prompts=1000, rules=(*BLIND, *FAULTS))

    report = await attack(room, database_url, how)

    judge(report, how)
    assert report.attempted_again == report.uncertain > 0


def _workers(url: str) -> int:
    """Return how many processes deliver at a time: SQLite is for one, PostgreSQL for several."""
    return PROOF[_kind(url)].workers


def _kind(url: str) -> str:
    return "sqlite" if url.startswith("sqlite") else "postgresql"
