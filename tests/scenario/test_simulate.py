"""Lives of teams through the real bot and the sandbox, in lock-step, by chance from a seed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCHOOLS = Path(__file__).parents[1] / "data" / "schools"
KING = SCHOOLS / "king-6-minimum.json"


def simulate(folder: Path, *options: str) -> dict[str, Any]:
    """Return what `pushin simulate` told, and its exit code."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "PUSHIN_"))}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "simulate", *options, "--json"],
        cwd=folder,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    return {**json.loads(done.stdout), "code": done.returncode}


def line(year: dict[str, Any]) -> str:
    """Return a lived year in one line."""
    lived = f"{year['school']} ({year['zone']}), seed {year['seed']}: {year['days']} days"
    counted = f"{year['messages']} messages, {year['acts']} acts, {year['acknowledged']} looked for"
    return f"{lived}, {counted}, {year['seconds']} s, {len(year['violations'])} violations"


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", [1, 2])
def test_three_weeks_keep_every_promise(tmp_path: Path, seed: int) -> None:
    """Three weeks of five push-ins, with kills and jumps, break nothing; the command is told."""
    life = ("--plans", "5", "--days", "21", "--seed", str(seed))
    told = simulate(tmp_path, "--school", str(KING), *life)

    assert (told["code"], told["violations"]) == (0, [])
    assert told["again"] == f"pushin simulate --school {KING} {' '.join(life)}"
    assert told["messages"] > 60
    assert told["acts"] > 60
    assert told["acknowledged"] > 5
    assert told["unanswered"] <= 1 + told["acts"] / 100


@pytest.mark.proof
@pytest.mark.timeout(12 * 3600)
def test_twenty_school_years_keep_every_promise(tmp_path: Path) -> None:
    """Twenty years at different schools, in their zones, over both changes of clocks."""
    life = ("--plans", "3", "--years", "20", "--seed", "1")
    told = simulate(tmp_path, "--school", str(SCHOOLS), *life)
    sys.stdout.write("\n".join(map(line, told["years"])) + "\n")
    assert (told["code"], told["violations"]) == (0, [])
    assert len({year["zone"] for year in told["years"]}) > 2
