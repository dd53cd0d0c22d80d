"""`make proof`: the full figures, written with date and commit to docs/proof/."""

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Run every long proof and every benchmark; return 1 if one of them failed."""
    parts = [
        (
            "2,000 kills on SQLite, 300 on PostgreSQL (two workers), while 3,000 prompts fall due",
            ["tests/faults/test_kills.py", "-m", "proof"],
        ),
        (
            "a kill at every failpoint and around every statement, and again in the second attempt",
            ["tests/faults/test_every_step.py", "-m", "slow or proof"],
        ),
        (
            "processes stopped past their lease, full disks, and a PostgreSQL that falls",
            ["tests/faults", "-m", "slow", "-k", "stopped or disks or falls"],
        ),
        (
            "10,000 posts and 20,000 requests on bad days at Slack, over five seeds",
            ["tests/faults/test_mix.py", "tests/faults/test_inbound.py", "-m", "proof"],
        ),
        (
            "the story, on both databases, killed between any two steps",
            ["tests/scenario", "-k", "story"],
        ),
        (
            "100,000 rules against python-dateutil; cycle days against the schools' own files",
            ["tests/unit/school/test_recurrence_oracle.py", "-m", "proof"],
        ),
        (
            "every minute of 48 hours around every change of clocks 2026-2036, in 13 zones",
            ["tests/unit/school/test_clock_changes.py", "-m", "proof"],
        ),
        (
            "20 school years at different schools, lived by chance, and every promise checked",
            ["tests/scenario/test_simulate.py", "-m", "proof"],
        ),
        (
            "200 random weeks of random teams, all promises checked at every step",
            ["tests/unit/pushin/test_a_week_always.py", "-n", "2"],
        ),
        ("1,000,000 fuzzed phrases", ["tests/unit/school/test_phrase_fuzz.py", "-m", "proof"]),
    ]
    commit = _commit()
    report = [f"# Proof of {commit}", "", _machine(), ""]
    failed = False
    for title, arguments in parts:
        code, output, seconds = _pytest(arguments)
        failed = failed or code != 0
        report += [f"## {title}", "", f"{seconds:.0f} s", "", "```", output.strip(), "```", ""]
    report += ["## Benchmarks", "", "```", _bench(), "```", ""]
    _write(report, commit)
    return int(failed)


def _pytest(arguments: Sequence[str]) -> tuple[int, str, float]:
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-s", "--timeout=3600", *arguments]
    environment = {**os.environ, "PUSHIN_PROOF": "1"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    sys.stdout.write(done.stdout)
    return done.returncode, done.stdout[-4000:], time.monotonic() - began


def _bench() -> str:
    command = [sys.executable, "-m", "bot", "bench"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    sys.stdout.write(done.stdout)
    return done.stdout.strip()


def _machine() -> str:
    facts = {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "system": platform.system(),
    }
    return json.dumps(facts)


def _commit() -> str:
    command = ["git", "rev-parse", "--short=12", "HEAD"]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


def _write(lines: Sequence[str], commit: str) -> None:
    folder = ROOT / "docs" / "proof"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{datetime.now(UTC):%Y-%m-%d}-{commit}.md"
    (folder / name).write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
