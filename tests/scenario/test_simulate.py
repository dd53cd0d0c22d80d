"""A short life of four teams through the real bot and the sandbox, in lock-step."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_two_weeks_keep_every_promise(tmp_path: Path) -> None:
    """Two weeks of four teams end with every prompt in one end, none doubled, none in quiet."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "PUSHIN_"))}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "simulate", "--plans", "4", "--days", "14", "--json"],
        cwd=tmp_path,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    told = json.loads(done.stdout)
    assert (done.returncode, told["violations"]) == (0, [])
    assert told["messages"] > 20
    assert told["acts"] > 10
