"""However often the program is killed, every prompt stands exactly once in the end."""

import sys

import pytest
from killing import Attack, Report, attack
from postroom import PostRoom


def judge(report: Report, how: Attack) -> None:
    sys.stdout.write(f"\n{report}\n")
    assert (report.doubled, report.lost) == (0, 0), report
    assert report.posted == how.prompts
    assert report.kills == how.kills


async def test_a_few_kills(room: PostRoom, database_url: str) -> None:
    """5 kills while 60 prompts fall due: each stands once."""
    how = Attack(kills=5, prompts=60, conversations=15)

    judge(await attack(room, database_url, how), how)


@pytest.mark.slow
async def test_many_kills(room: PostRoom, database_url: str) -> None:
    """30 kills while 300 prompts fall due, with two workers where the database allows: once."""
    how = Attack(kills=30, prompts=300, conversations=40, workers=_workers(database_url))

    judge(await attack(room, database_url, how), how)


@pytest.mark.proof
@pytest.mark.timeout(1800)
async def test_the_proof(room: PostRoom, database_url: str) -> None:
    """200 kills while 2,000 prompts fall due: each stands once."""
    how = Attack(kills=200, prompts=2000, conversations=100, workers=_workers(database_url))

    judge(await attack(room, database_url, how), how)


def _workers(database_url: str) -> int:
    """Return how many processes deliver at a time: SQLite is for one, PostgreSQL for several."""
    return 1 if database_url.startswith("sqlite") else 2
